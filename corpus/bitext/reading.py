"""Read aligned text of any format: the contents choose the reader."""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from duiqi.corpus.bitext.columns import is_unedited
from duiqi.corpus.bitext.docx import docx_rows, read_docx
from duiqi.corpus.bitext.journal import read_recorded
from duiqi.corpus.bitext.opening import HEAD, decoded, encoding_of, head_of
from duiqi.corpus.bitext.pairs import find_pair, read_pair
from duiqi.corpus.bitext.parts import Request
from duiqi.corpus.bitext.tables import csv_rows, read_csv, read_tsv, tsv_rows
from duiqi.corpus.bitext.tmx import read_tmx
from duiqi.corpus.bitext.xliff import read_xliff
from duiqi.corpus.bitext.xlsx import read_xlsx, xlsx_rows
from duiqi.corpus.errors import MalformedFile, UnreadableFile
from duiqi.corpus.files import standard_input
from duiqi.corpus.languages import is_tag, unknown_region
from duiqi.corpus.model import Alignment, Doubt
from duiqi.corpus.unpacking import DAMAGE

Reader = Callable[[Request], Alignment]


class Format(NamedTuple):
    """A format: its name in messages, its reader, and the mark by which a file of it is recognised.

    root    the name of the root element, of an XML format
    member  a file that the archive holds, of a format that is a zip archive
    """

    name: str
    read: Reader
    root: str = ""
    member: str = ""


TSV, CSV = Format("TSV", read_tsv), Format("CSV", read_csv)
JSONL = Format("JSONL", read_recorded)

# The modules of the formats are small: each imports the library that it needs (lxml, openpyxl)
# when it reads.
FORMATS = (
    Format("TMX", read_tmx, root="tmx"),
    Format("XLIFF", read_xliff, root="xliff"),
    TSV,
    CSV,
    Format("XLSX", read_xlsx, member="xl/workbook.xml"),
    Format("DOCX", read_docx, member="word/document.xml"),
    JSONL,
)
KNOWN = f"Known: {', '.join(known.name for known in FORMATS)}, pairs of text files (out.en.txt, out.zh.txt)"
LANGUAGE = re.compile(r"[\w .@()+-]{0,64}")
ROOT = re.compile(
    rf"<(?:[\w.-]+:)?({'|'.join(known.root for known in FORMATS if known.root)})[\s>]", re.IGNORECASE
)


def read_bitext(
    path: str | os.PathLike[str],
    *,
    source_lang: str = "",
    target_lang: str = "",
    columns: tuple[str, str] | None = None,
) -> Alignment:
    """Read a file of aligned text: JSONL, TMX, XLIFF, TSV, CSV, XLSX, DOCX or a pair of text files.

    The contents decide the format; the suffix only settles a doubt. Of a pair of text
    files (`out.en.txt`, `out.zh.txt`) name either one, which becomes the source, or
    `out.txt` for both. `-` is standard input. The languages, where given, pick the pair
    out of a memory of several, and turn round a table that has them the other way. `columns` are the
    source and target columns of a table, by name, letter or number (from 1).

    The beads are read as they are asked for, each time anew, so a memory of any size fits.
    In formats other than JSONL segment numbers count what is in the file, and a pair
    without a confidence has 1: whoever made the file vouched for it. Raises UnreadableFile,
    or MalformedFile with the place, here or while the beads are read.
    """
    place = Path(path)
    if os.fspath(path) == "-":
        place = spooled()
    elif place.is_dir():
        raise UnreadableFile(f"{path}: this is a folder. Give the name of a file in it")
    elif not place.exists():
        if pair := find_pair(place):
            return read_pair(*pair, source_lang, target_lang)
        raise UnreadableFile(f"{path}: there is no such file")
    try:
        if found := _format(place):
            request = Request(place, source_lang, target_lang, columns)
            return _checked(found.read(request), place)
        if pair := find_pair(place):
            return read_pair(*pair, source_lang, target_lang)
    except (EOFError, zlib.error) as error:
        raise UnreadableFile(f"{path}: a damaged archive. Was the download cut short?") from error
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from error
    raise UnreadableFile(f"{path}: no bitext: one column of text, and no second file beside it. {KNOWN}")


def is_table_unedited(path: Path) -> bool:
    """Whether a table is as it was written but for statuses and texts that show; True for any other format.

    Raises UnreadableFile, or MalformedFile with the place.
    """
    found = _format(path)
    if found is None or found.name not in ("TSV", "CSV", "XLSX", "DOCX"):
        return True
    if found.name == "DOCX":
        return is_unedited(path, partial(docx_rows, Request(path)))
    if found.name == "XLSX":
        return is_unedited(path, partial(xlsx_rows, path))
    rows = tsv_rows if found is TSV else csv_rows
    return is_unedited(path, partial(rows, path, encoding_of(path)))


def once_each(paths: Iterable[Path]) -> list[Path]:
    """The files of aligned text, less the second of each pair of text files: either one means both."""
    found: list[Path] = []
    partners: set[Path] = set()
    for path in paths:
        if path in partners and _format(path) is None:
            continue
        found.append(path)
        if path.is_file() and (pair := find_pair(path)):
            partners.add(pair[1])
    return found


def _checked(alignment: Alignment, path: Path) -> Alignment:
    """The alignment, if the languages that its file names are none that could lead a file name astray."""
    for side in (alignment.source, alignment.target):
        if not LANGUAGE.fullmatch(side.lang):
            raise MalformedFile(f"{path}: '{side.lang[:60]}' is no language. Say en, zh-Hant, pt-BR …")
    langs = dict.fromkeys(filter(None, (alignment.source.lang, alignment.target.lang)))
    doubts = [
        Doubt("languages", f"{path}: '{lang}' is the code of no language, and stays as it is")
        for lang in langs
        if not is_tag(lang)
    ]
    doubts += [
        Doubt("languages", f"{path}: '{lang}': no region has the code {region}; it stays as it is")
        for lang in langs
        if is_tag(lang) and (region := unknown_region(lang))
    ]
    return replace(alignment, warnings=(*alignment.warnings, *doubts))


def _format(path: Path) -> Format | None:
    """The format of a file; None for lines of text, UnreadableFile for what is no bitext."""
    head = head_of(path)
    if head.startswith(b"PK\x03\x04"):
        return _archive(path)
    text = decoded(head)
    if text is None:
        raise UnreadableFile(f"{path}: neither text nor a workbook. {KNOWN}")
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        root = ROOT.search(text)
        found = next((known for known in FORMATS if root and known.root == root[1].lower()), None)
        if found is None:
            raise UnreadableFile(f"{path}: XML, but neither TMX nor XLIFF. {KNOWN}")
        return found
    if text.startswith("{"):
        if '"duiqi"' in text.partition("\n")[0]:
            return JSONL
        raise UnreadableFile(
            f'{path}: JSON, but its first line is not the header of an alignment: {{"duiqi": 2, …}}'
        )
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    lines = lines[:-1] if len(head) == HEAD and len(lines) > 1 else lines  # the last one may be cut short
    while len(lines) > 1 and lines[0].startswith(("#", "%")) and "\t" not in lines[0]:
        del lines[0]  # a remark above the table, as in UTX
    if all("\t" in line for line in lines):
        return TSV
    return {".tsv": TSV, ".csv": CSV}.get(path.suffix.lower())


def _archive(path: Path) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
    except DAMAGE as error:
        raise UnreadableFile(f"{path}: a damaged archive. Was the file cut short?") from error
    found = next((known for known in FORMATS if known.member and known.member in members), None)
    if found is None:
        raise UnreadableFile(f"{path}: an archive, but neither a workbook nor a Word file. {KNOWN}")
    return found


def spooled() -> Path:
    """Standard input as a file that can be read twice; it goes when the program ends."""
    import atexit
    import secrets

    # Its removal is arranged before it is made: an interruption can come between any two lines.
    path = Path(tempfile.gettempdir(), f"duiqi-stdin-{secrets.token_hex(8)}")
    atexit.register(path.unlink, missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as copy:
        for block in standard_input():
            copy.write(block)
    return path
