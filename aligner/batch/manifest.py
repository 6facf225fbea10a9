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
from duiqi.corpus.languages import canonical, is_tag, unknown_region
from duiqi.corpus.legacy_encodings import DOUBLE_BYTE, likely_encoding
from duiqi.corpus.localization import original

COLUMNS = ("id", "source", "target", "source_lang", "target_lang")
CHINESE = {"序号": "id", "原文语言": "source_lang", "译文语言": "target_lang"}
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
    line of column names, English or Chinese, may put the columns in another order. Blank lines are skipped.
    Excel saves a table in a Chinese encoding where it is not asked for UTF-8; that is read as well.

    Raises MalformedFile, which names the line: errors in the manifest are reported before any
    pair is aligned, errors in a text when its pair is.
    """
    name = "standard input" if str(path) == "-" else str(path)
    columns: Sequence[str] = COLUMNS
    separator = "" if path.suffix.lower() == ".csv" else "\t"
    encoding = ""
    found = False
    with _opened(path) as stream:
        for number, line in enumerate(iter(lambda: stream.readline(LONGEST_LINE), b""), 1):
            place = f"{name}, line {number}"
            text, encoding = _text(line, place, encoding, first=number == 1)
            if not text.strip():
                continue
            separator = separator or (";" if text.count(";") > text.count(",") else ",")
            cells = _cells(text, separator, place)
            if number == 1 and "id" in (header := [_column(cell) for cell in cells]):
                columns = _header(header, place)
                continue
            found = True
            yield _entry(cells, columns, separator, place)
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


def _text(line: bytes, place: str, encoding: str, *, first: bool) -> tuple[str, str]:
    """A line, and the encoding of the lines so far: empty as long as all are ASCII."""
    if len(line) == LONGEST_LINE:
        raise MalformedFile(f"{place}: longer than a megabyte. Is this a manifest: id, source, target?")
    if not encoding and not line.isascii():
        encoding = "utf-8" if _is_in(line, "utf-8") else likely_encoding(line) or ""
    known = encoding or "utf-8"
    if known not in ("utf-8", *DOUBLE_BYTE) or not _is_in(line, known):
        raise MalformedFile(f"{place}: not utf-8. Save the manifest as UTF-8")
    text = line.decode("utf-8-sig" if first and known == "utf-8" else known)
    return text.rstrip("\r\n"), encoding


def _is_in(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _cells(text: str, separator: str, place: str) -> list[str]:
    """The cells of a line; with tabs between them, quotes have no meaning."""
    try:
        cells = text.split(separator) if separator == "\t" else next(csv.reader([text], delimiter=separator))
    except csv.Error as error:
        raise MalformedFile(f"{place}: not a line of cells: {error}".partition(" - ")[0]) from None
    return [cell.strip() for cell in cells]


def _column(cell: str) -> str:
    """The name of a column, in small letters, as it is in English.

    >>> _column("ID"), _column("编号"), _column("序号"), _column("原文语言")
    ('id', 'id', 'id', 'source_lang')
    """
    name = original(cell.lower())
    return CHINESE.get(name, name)


def _header(header: list[str], place: str) -> list[str]:
    for column in header:
        if column not in COLUMNS:
            raise MalformedFile(f"{place}: no column is called '{column}'. Known: {' '.join(COLUMNS)}")
    if missing := [column for column in COLUMNS[:NEEDED] if column not in header]:
        raise MalformedFile(f"{place}: no column '{missing[0]}'. Needed: {' '.join(COLUMNS[:NEEDED])}")
    return header


def _entry(values: Sequence[str], columns: Sequence[str], separator: str, place: str) -> Entry:
    found, most = len(values), len(columns)
    if not NEEDED <= found <= most:
        wanted = f"{NEEDED} to {most} columns" if most > NEEDED else f"{NEEDED} columns"
        between = {"\t": "tabs", ",": "commas", ";": "semicolons"}[separator]
        raise MalformedFile(
            f"{place}: expected {wanted} with {between} between them, found {found}: {' '.join(columns)}"
        )
    cells = dict(zip(columns, values, strict=False))
    for column in COLUMNS[:NEEDED]:
        if not cells.get(column):
            raise MalformedFile(f"{place}: the {column} is empty")
    entry = Entry(place, **cells)
    for tag in (entry.source_lang, entry.target_lang):
        if tag and not is_tag(tag):
            raise MalformedFile(f"{place}: '{tag}' is no language tag. Say en, zh, zh-Hant, de, pt-BR …")
        if region := unknown_region(tag):
            raise MalformedFile(f"{place}: '{tag}': no region has the code {region}. Say en-GB, zh-CN …")
    return entry._replace(
        source_lang=entry.source_lang and canonical(entry.source_lang),
        target_lang=entry.target_lang and canonical(entry.target_lang),
    )
