"""Open a file that may be packed, and decode its beginning to find out what it is."""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from typing import BinaryIO, cast

from duiqi.corpus.decode import decode
from duiqi.corpus.files import readable
from duiqi.corpus.unpacking import Gunzipped

HEAD = 1 << 16  # bytes that are looked at to recognise a format


def opened(path: Path) -> BinaryIO:
    """Open a file for its bytes, unpacked where it is gzipped: collections publish memories as .tmx.gz."""
    with readable(path), path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, io.BufferedReader(Gunzipped(path), 1 << 18) if packed else path.open("rb"))


def encoding_of(path: Path) -> str:
    """The encoding of a table: Excel on a Chinese Windows writes GB18030, and UTF-16 as "Unicode text".

    UTF-8 is tried on the whole file, as a single other byte on the last line rules it out; among
    other encodings the beginning decides. Raises UnreadableFile for a file that is not text.
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
    """The beginning of a file as text, None where it is not text."""
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
