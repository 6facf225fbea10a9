"""Which kind of bitext a file is, by what is in it."""

from __future__ import annotations

import codecs
import gzip
import re
import zipfile
from pathlib import Path
from typing import BinaryIO, cast

from duiqi.corpus.bitext.pairs import find_pair
from duiqi.corpus.decode import decode
from duiqi.corpus.errors import UnreadableFile

HEAD = 1 << 16
ROOT = re.compile(r"<(?:[\w.-]+:)?(tmx|xliff)[\s>]", re.IGNORECASE)


def find_format(path: Path) -> str:
    """The reader's name, or UnreadableFile saying what was found instead."""
    with opened(path) as file:
        head = file.read(HEAD)
    if not head.strip():
        raise UnreadableFile(f"{path}: the file is empty")
    if head.startswith(b"PK\x03\x04"):
        return _archive(path)
    text = decoded(head)
    if text is None:
        raise UnreadableFile(f"{path}: neither text nor a workbook. Known: {KNOWN}")
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        if root := ROOT.search(text):
            return root.group(1).lower()
        raise UnreadableFile(f"{path}: XML, but neither TMX nor XLIFF. Known: {KNOWN}")
    if text.startswith("{"):
        if '"duiqi"' in text.partition("\n")[0]:
            return "jsonl"
        raise UnreadableFile(
            f'{path}: JSON, but its first line is not the header of an alignment: {{"duiqi": 1, …}}'
        )
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    lines = lines[:-1] if len(head) == HEAD and len(lines) > 1 else lines
    if all("\t" in line for line in lines):
        return "tsv"
    if path.suffix.lower() == ".tsv":
        return "tsv"
    if path.suffix.lower() == ".csv":
        return "csv"
    if find_pair(path):
        return "pair"
    raise UnreadableFile(
        f"{path}: no bitext: one column of text, and no second file beside it. Known: {KNOWN}"
    )


KNOWN = "TMX, XLIFF, TSV, CSV, XLSX, JSONL, pairs of text files (out.en.txt, out.zh.txt)"


def _archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" in archive.namelist():
                return "xlsx"
    except zipfile.BadZipFile as error:
        raise UnreadableFile(f"{path}: a damaged archive. Was the file cut short?") from error
    raise UnreadableFile(f"{path}: an archive, but no workbook. Known: {KNOWN}")


def opened(path: Path) -> BinaryIO:
    """The file's bytes, unpacked where it is gzipped: collections give memories out as .tmx.gz."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path, "rb") if packed else path.open("rb"))


def encoding_of(path: Path) -> str:
    """A table's encoding: Excel on a Chinese Windows still writes GB18030, and UTF-16 as "Unicode text".

    UTF-8 is tried on the whole file, as one stray byte on the last line counts; for the
    others the beginning decides. Raises UnreadableFile for what is no text.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(path) as file:
        head = block = file.read(HEAD)
        try:
            while block:
                decoder.decode(block)
                block = file.read(1 << 20)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            whole = head[: head.rfind(b"\n") + 1] if len(head) == HEAD else head
            return decode(whole or head, str(path)).encoding
    return "utf-8-sig"


def decoded(head: bytes) -> str | None:
    """The beginning of a file as text, None where it is none."""
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return head.decode("utf-16", "replace")
    if head[:4] in (b"<\x00?\x00", b"\x00<\x00?"):
        return head.decode("utf-16-le" if head[0] else "utf-16-be", "replace")
    if b"\x00" in head:
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            return codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
    return head.decode("latin-1") if head.lstrip().startswith(b"<") else None
