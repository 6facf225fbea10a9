"""The manifest: a table of the pairs of a run, read line by line."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO, NamedTuple

from duiqi.corpus.errors import MalformedFile, UnreadableFile
from duiqi.corpus.files import readable
from duiqi.corpus.languages import canonical, is_tag

COLUMNS = ("id", "source", "target", "source_lang", "target_lang")
NEEDED = 3  # columns: the languages may be left out
LONGEST_LINE = 1 << 20  # bytes: a longer line is refused, and not read into memory


class Entry(NamedTuple):
    """A pair of texts as the manifest has it; `place` is its file and line, for messages."""

    place: str
    id: str
    source: str
    target: str
    source_lang: str = ""
    target_lang: str = ""


def read_manifest(path: Path) -> Iterator[Entry]:
    """Read the pairs of a manifest one by one, in its order; `-` is standard input.

    A line is `id<TAB>source<TAB>target`, then the languages if they are known; in a file whose name
    ends in .csv, commas or semicolons are between them, and quotes around cells that hold one. A first
    line of column names may put the columns in another order. Blank lines are skipped.

    Raises MalformedFile, which names the line: errors in the manifest are reported before any
    pair is aligned, errors in a text when its pair is.
    """
    name = "standard input" if str(path) == "-" else str(path)
    columns: Sequence[str] = COLUMNS
    separator = "" if path.suffix.lower() == ".csv" else "\t"
    found = False
    with _opened(path) as stream:
        for number, line in enumerate(iter(lambda: stream.readline(LONGEST_LINE), b""), 1):
            place = f"{name}, line {number}"
            text = _text(line, place, first=number == 1)
            if not text.strip():
                continue
            separator = separator or (";" if text.count(";") > text.count(",") else ",")
            cells = _cells(text, separator, place)
            if number == 1 and "id" in (header := [cell.lower() for cell in cells]):
                columns = _header(header, place)
                continue
            found = True
            yield _entry(dict(zip(columns, cells, strict=False)), len(cells), len(columns), place)
    if not found:
        raise MalformedFile(f"{name}: no pair in it. A line is id, source, target, with tabs between them")


def _opened(path: Path) -> nullcontext[BinaryIO] | BinaryIO:
    if str(path) == "-":
        return nullcontext(sys.stdin.buffer)
    with readable(path):
        if path.is_dir():
            raise UnreadableFile(
                f"{path}: a folder. Say how its files are named: --pattern '{{id}}.en.txt' '{{id}}.zh.txt'"
            )
        return path.open("rb")


def _text(line: bytes, place: str, *, first: bool) -> str:
    if len(line) == LONGEST_LINE:
        raise MalformedFile(f"{place}: longer than a megabyte. Is this a manifest: id, source, target?")
    try:
        return line.decode("utf-8-sig" if first else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise MalformedFile(f"{place}: not utf-8. Save the manifest as UTF-8") from None


def _cells(text: str, separator: str, place: str) -> list[str]:
    """The cells of a line; with tabs between them, quotes have no meaning."""
    try:
        cells = text.split(separator) if separator == "\t" else next(csv.reader([text], delimiter=separator))
    except csv.Error as error:
        raise MalformedFile(f"{place}: not a line of cells: {error}".partition(" - ")[0]) from None
    return [cell.strip() for cell in cells]


def _header(header: list[str], place: str) -> list[str]:
    for column in header:
        if column not in COLUMNS:
            raise MalformedFile(f"{place}: no column is called '{column}'. Known: {' '.join(COLUMNS)}")
    if missing := [column for column in COLUMNS[:NEEDED] if column not in header]:
        raise MalformedFile(f"{place}: no column '{missing[0]}'. Needed: {' '.join(COLUMNS[:NEEDED])}")
    return header


def _entry(cells: dict[str, str], found: int, most: int, place: str) -> Entry:
    if not NEEDED <= found <= most:
        raise MalformedFile(
            f"{place}: expected {NEEDED} to {len(COLUMNS)} columns with tabs between them, found {found}: "
            f"{' '.join(COLUMNS)}"
        )
    for column in COLUMNS[:NEEDED]:
        if not cells.get(column):
            raise MalformedFile(f"{place}: the {column} is empty")
    entry = Entry(place, **cells)
    for tag in (entry.source_lang, entry.target_lang):
        if tag and not is_tag(tag):
            raise MalformedFile(f"{place}: '{tag}' is no language tag. Say en, zh, zh-Hant, de, pt-BR …")
    return entry._replace(
        source_lang=entry.source_lang and canonical(entry.source_lang),
        target_lang=entry.target_lang and canonical(entry.target_lang),
    )
