"""Read a glossary of any format: the contents choose the reader."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from duiqi.corpus.bitext.layout import SAMPLE, Row
from duiqi.corpus.bitext.opening import decoded, encoding_of, head_of
from duiqi.corpus.bitext.parts import Lazy, Request
from duiqi.corpus.bitext.tables import csv_rows, tsv_rows
from duiqi.corpus.bitext.xlsx import cells_without_text, sheets_left_out, xlsx_rows
from duiqi.corpus.errors import DuiqiError, MalformedFile, UnreadableFile
from duiqi.corpus.glossary.columns import is_bitext, is_ours, is_unedited, read_rows
from duiqi.corpus.glossary.made_elsewhere import has_terms
from duiqi.corpus.glossary.memoq import is_memoq, read_memoq
from duiqi.corpus.glossary.model import Context, Glossary, TermPair
from duiqi.corpus.glossary.multiterm import read_multiterm
from duiqi.corpus.glossary.omegat import read_omegat
from duiqi.corpus.glossary.tbx import read_tbx
from duiqi.corpus.languages import are_languages
from duiqi.corpus.unpacking import DAMAGE

Reader = Callable[[Request], Glossary]

KNOWN = "TBX, MultiTerm XML, TSV, CSV, XLSX and OmegaT's .utf8"
# All others are tables.
READERS: Mapping[str, Reader] = {"tbx": read_tbx, "multiterm": read_multiterm, "omegat": read_omegat}
ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s>]")
TERMBASES = {"tbx": "tbx", "martif": "tbx", "mtf": "multiterm"}
BITEXTS = {"tmx", "xliff"}
BITEXT = "aligned text, not a glossary. duiqi terms makes one of it"


def read_glossary(
    path: str | os.PathLike[str],
    *,
    source_lang: str = "",
    target_lang: str = "",
    columns: tuple[str, str] | None = None,
) -> Glossary:
    """Read a glossary: TBX (3, or 2 as martif), MultiTerm XML, TSV, CSV, XLSX, or OmegaT's `.utf8`.

    Ours, edited or not, comes back with its statuses, scores and contexts. In one made elsewhere
    the columns are found by their names or languages, and are the first two otherwise. The
    languages, where given, pick two out of many, and turn round a glossary that has them the
    other way. The pairs are read as they are asked for, each time anew. Raises UnreadableFile,
    or MalformedFile with the place, here or while the pairs are read.
    """
    place = Path(path)
    if place.is_dir():
        raise UnreadableFile(f"{path}: this is a folder. Give the name of a file in it")
    if not place.exists():
        raise UnreadableFile(f"{path}: there is no such file")
    try:
        request = Request(place, source_lang, target_lang, columns)
        return _turned(_reader(place)(request), request)
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from error


def is_glossary(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a glossary by its contents: a termbase, or a table with our columns or memoQ's.

    A plain table of two columns may be aligned text as well, and does not count. Nothing is
    raised: whoever reads the file as something else finds out what is wrong with it.
    """
    place = Path(path)
    try:
        kind = format_of(place)
        if kind in READERS:
            return True
        first = next(table_rows(kind, place), None)
    except (DuiqiError, OSError):
        return False
    return first is not None and (is_ours(first[1]) or is_memoq(first[1]))


def seems_glossary(path: str | os.PathLike[str], columns: tuple[str, str] | None = None) -> bool:
    """Whether a table made elsewhere is one of terms: by a heading of terminology above short texts.

    Short texts alone may be the strings of a program, and do not count. Nothing is raised.
    """
    place = Path(path)
    try:
        kind = format_of(place)
        if kind in READERS:
            return True
        opening = [row for _, row in islice(table_rows(kind, place), SAMPLE)]
        return has_terms(opening, columns)
    except (DuiqiError, OSError):
        return False


def holds_statuses(path: Path) -> bool:
    """Whether a glossary is in a format that has the status of a pair: OmegaT's and memoQ's have none."""
    kind = format_of(path)
    if kind in READERS:
        return kind != "omegat"
    return not is_memoq(next(table_rows(kind, path), ("", ()))[1])


def is_table_unedited(path: Path) -> bool:
    """Whether the texts of a table of ours are as they were written; True for any other format."""
    kind = format_of(path)
    return kind in READERS or is_unedited(path, partial(table_rows, kind, path))


def _reader(path: Path) -> Reader:
    kind = format_of(path)
    return READERS[kind] if kind in READERS else partial(_read_table, kind)


def _read_table(kind: str, request: Request) -> Glossary:
    rows = partial(table_rows, kind, request.path)
    first = next(rows(), ("", ()))[1]
    if is_bitext(first):
        raise UnreadableFile(f"{request.path}: {BITEXT}")
    if is_memoq(first) and not request.columns:
        return read_memoq(request, rows)
    glossary = read_rows(request, rows)
    if kind == "xlsx":
        return replace(
            glossary,
            warnings=(*glossary.warnings, *cells_without_text(request.path), *sheets_left_out(request.path)),
        )
    return glossary


def table_rows(kind: str, path: Path) -> Iterator[Row]:
    """The rows of a table of this format, each with its place."""
    if kind == "xlsx":
        return xlsx_rows(path)
    return (tsv_rows if kind == "tsv" else csv_rows)(path, encoding_of(path))


def format_of(path: Path) -> str:
    """The format of a glossary: a key of READERS, xlsx, tsv or csv; UnreadableFile for anything else."""
    if path.suffix.lower() == ".utf8":
        return "omegat"
    head = head_of(path)
    if head.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(path) as archive:
                is_workbook = "xl/workbook.xml" in archive.namelist()
        except DAMAGE:
            raise UnreadableFile(f"{path}: a damaged archive. Was the file cut short?") from None
        if is_workbook:
            return "xlsx"
        raise UnreadableFile(f"{path}: an archive, but no workbook. A glossary is {KNOWN}")
    text = (decoded(head) or "").lstrip("\ufeff \t\r\n")
    if not text:
        raise UnreadableFile(f"{path}: neither text nor a workbook. A glossary is {KNOWN}")
    if text.startswith("<"):
        root = ROOT.search(text)
        if root and root[1].lower() in TERMBASES:
            return TERMBASES[root[1].lower()]
        if root and root[1].lower() in BITEXTS:
            raise UnreadableFile(f"{path}: {BITEXT}")
        raise UnreadableFile(f"{path}: XML, but no termbase. A glossary is {KNOWN}")
    if text.startswith("{"):
        ours = '"duiqi"' in text.partition("\n")[0]
        raise UnreadableFile(f"{path}: {BITEXT if ours else f'JSON, not a glossary. A glossary is {KNOWN}'}")
    first = text.partition("\n")[0]
    if "\t" in first or path.suffix.lower() == ".tsv":
        return "tsv"
    if path.suffix.lower() == ".csv" or "," in first or ";" in first:
        return "csv"
    raise UnreadableFile(f"{path}: one column of text, and a glossary has two. A glossary is {KNOWN}")


def _turned(glossary: Glossary, request: Request) -> Glossary:
    """The glossary under the languages asked for, turned round where it has them the other way."""
    langs = glossary.source_lang, glossary.target_lang
    asked = request.source_lang or langs[0], request.target_lang or langs[1]
    if are_languages(langs, asked):
        pairs = glossary.pairs
    elif are_languages(langs[::-1], asked):
        pairs = Lazy(lambda: map(_swapped, glossary.pairs))
    else:
        raise MalformedFile(
            f"{request.path}: a glossary of {langs[0]} and {langs[1]}, where {asked[0]} and {asked[1]} "
            "are needed. Is it the right one?"
        )
    return replace(glossary, source_lang=asked[0], target_lang=asked[1], pairs=pairs)


def _swapped(pair: TermPair) -> TermPair:
    """The pair in the other direction; its runners-up were those of the one term, not of the other."""
    contexts = tuple(
        Context(found.target, found.source, found.target_span, found.source_span, found.place)
        for found in pair.contexts
    )
    return replace(pair, source=pair.target, target=pair.source, contexts=contexts, others=())
