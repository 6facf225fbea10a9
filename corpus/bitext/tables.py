"""TSV and CSV: ours, edited or not, and plain tables of two columns."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duiqi.corpus.bitext.columns import read_rows
from duiqi.corpus.bitext.conventions import FORMULA
from duiqi.corpus.bitext.layout import Row
from duiqi.corpus.bitext.opening import HEAD, encoding_of, opened
from duiqi.corpus.bitext.parts import Request
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.model import Alignment

# Excel writes and obeys a first line `sep=;`.
SEP = re.compile(r'\ufeff?"?sep=(.)"?\r?\n', re.IGNORECASE)
SEPARATORS = ",;\t|"

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
    """Rows as Python's csv reads them, divided by what `sep=` says or what cuts the lines most alike."""
    csv.field_size_limit(LARGEST_CELL)
    with _decoding(path, encoding), io.TextIOWrapper(opened(path), encoding=encoding, newline="") as file:
        head = file.read(HEAD)
        said = SEP.match(head)
        file.seek(0)
        if said:
            file.readline()
        reader = csv.reader(file, delimiter=said[1] if said else separator(head))
        while True:
            place = reader.line_num + 1 + bool(said)
            try:
                row = next(reader, None)
            except csv.Error as error:
                raise MalformedFile(f"{path}, line {place}: {error}. Is a quotation mark missing?") from error
            if row is None:
                return
            if any(cell.strip() for cell in row):
                yield f"line {place}", [_plain(cell) for cell in row]


def separator(text: str) -> str:
    r"""The separator of a table: the one that cuts most lines into as many cells, comma first.

    A comma within prose has a space after it, the separator has none. A line that ends in the middle
    of a quoted cell spoils nothing, as the lines are read as csv reads them.

    >>> separator("The Assembly, having met;大会\nPeace, he said;他说\n"), separator("a,b;c\nd,e\n")
    (';', ',')
    """

    def rank(delimiter: str) -> tuple[float, float]:
        try:
            rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]
        except csv.Error:
            return 0.0, 0.0
        widths = Counter(len(row) for row in rows if len(row) > 1)
        alike = widths.most_common(1)[0][1] / len(rows) if widths else 0.0
        cells = [cell for row in rows for cell in row[1:]]
        tight = sum(not cell.startswith(" ") for cell in cells) / max(1, len(cells))
        return round(alike * tight, 2), alike

    return max(SEPARATORS, key=rank)
