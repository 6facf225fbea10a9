"""TSV and CSV: ours, edited or not, and plain tables of two columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duiqi.corpus.bitext.columns import FORMULA, Row, read_rows
from duiqi.corpus.bitext.opening import encoding_of, opened
from duiqi.corpus.bitext.parts import Request
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.model import Alignment

# Python's csv stops at 131,072 characters a cell unless told otherwise.
LARGEST_CELL = 1 << 28

# A quoted cell of a tab-separated line, whole: its inner quotes doubled.
QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"')
# An open quote is looked for in so many lines and characters; time grows with their product.
LONGEST_LINES, LONGEST_QUOTED = 1000, 1 << 18


def read_tsv(request: Request) -> Alignment:
    """Read tab-separated values, with a row of names or without one."""
    encoding = encoding_of(request.path)
    return read_rows(request, lambda: tsv_rows(request.path, encoding))


def read_csv(request: Request) -> Alignment:
    """Read values separated by commas, or by semicolons as Excel writes them in half of Europe."""
    encoding = encoding_of(request.path)
    return read_rows(request, lambda: csv_rows(request.path, encoding))


def tsv_rows(path: Path, encoding: str) -> Iterator[Row]:
    """Lines cut at tabs. Quotes count only around a whole cell.

    A cell written by Excel may hold line breaks, one written by a script may begin with a
    quotation mark that never closes. So a line is continued on the next one only where a quote
    is open and the line has fewer cells than the first one.
    """
    with _decoding(path, encoding), io.TextIOWrapper(opened(path), encoding=encoding, newline=None) as file:
        width, pending, begun = 0, "", 0
        for place, line in enumerate(file, start=1):
            line = pending + line.rstrip("\n")
            cells = line.split("\t")
            width = width or len(cells)
            begun = begun or place
            last = cells[-1]
            if len(cells) < width and last.startswith('"') and not QUOTED.fullmatch(last):
                pending = line + "\n"
                if place - begun < LONGEST_LINES and len(pending) < LONGEST_QUOTED:
                    continue
                break
            if line.strip():
                yield f"line {begun}", [_plain(_unquoted(cell)) for cell in cells]
            pending, begun = "", 0
        if pending:
            raise MalformedFile(
                f"{path}, line {begun}: a quoted cell that does not end. Is a quotation mark missing?"
            )


@contextmanager
def _decoding(path: Path, encoding: str) -> Iterator[None]:
    """Report bytes that are not in the encoding of the rest, as where a file is cut in a character."""
    try:
        yield
    except UnicodeError:
        raise MalformedFile(
            f"{path}: not {encoding.removesuffix('-sig')} to its end. Was it cut short?"
        ) from None


def _unquoted(cell: str) -> str:
    found = QUOTED.fullmatch(cell) if cell.startswith('"') else None
    return found[1].replace('""', '"') if found else cell


def _plain(cell: str) -> str:
    """The cell without the apostrophe by which the writer defused a formula."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell.lstrip("'")) else cell


def csv_rows(path: Path, encoding: str) -> Iterator[Row]:
    """Rows as Python's csv reads them, divided by the commonest of , ; and tab in the first line."""
    csv.field_size_limit(LARGEST_CELL)
    with _decoding(path, encoding), io.TextIOWrapper(opened(path), encoding=encoding, newline="") as file:
        first = file.readline()
        file.seek(0)
        reader = csv.reader(file, delimiter=max(",;\t", key=first.count))
        while True:
            place = reader.line_num + 1
            try:
                row = next(reader, None)
            except csv.Error as error:
                raise MalformedFile(f"{path}, line {place}: {error}. Is a quotation mark missing?") from error
            if row is None:
                return
            if any(cell.strip() for cell in row):
                yield f"line {place}", [_plain(cell) for cell in row]
