"""Open a file that may be packed or in UTF-16, and decode its beginning to find out what it is."""

from __future__ import annotations

import codecs
import io
import re
from pathlib import Path
from typing import BinaryIO, cast

from duiqi.corpus.decode import decode
from duiqi.corpus.errors import MalformedFile, UnreadableFile
from duiqi.corpus.files import readable, refuse_open_spreadsheet
from duiqi.corpus.unpacking import Gunzipped

HEAD = 1 << 16  # bytes that are looked at to recognise a format

DECLARED = re.compile(r"<\?xml\b[^<>]*?\sencoding\s*=\s*[\"']([\w.-]+)[\"']", re.ASCII)
HALF = re.compile("[\ud800-\udfff\ufffe\uffff]")  # halves of characters, and what is none
WHITE = b" \t\r\n"


def opened(path: Path) -> BinaryIO:
    """Open a file for its bytes, unpacked where it is gzipped: collections publish memories as .tmx.gz."""
    with readable(path), path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, io.BufferedReader(Gunzipped(path), 1 << 18) if packed else path.open("rb"))


def head_of(path: Path) -> bytes:
    """The bytes of a file that tell its format. Raises UnreadableFile for an empty file, and for .ods."""
    with opened(path) as file:
        head = file.read(HEAD)
    if not head.strip():
        raise UnreadableFile(f"{path}: the file is empty")
    refuse_open_spreadsheet(path, head)
    return head


def opened_xml(path: Path) -> BinaryIO:
    """Open an XML file for its bytes, as UTF-8 where it is in UTF-16 or only says so.

    White space before the declaration, which no parser allows, is left out.
    """
    file = opened(path)
    head = cast(io.BufferedReader, file).peek(HEAD)
    codec = _utf_16(head)
    if codec is None:
        start = len(head) - len(head.removeprefix(codecs.BOM_UTF8).lstrip(WHITE))
        if start > len(codecs.BOM_UTF8) or head[:1].isspace():
            file.read(start)
        if declared_encoding(head[start:]).startswith("utf-16"):
            codec = "utf-8"
    return file if codec is None else cast(BinaryIO, io.BufferedReader(_Recoded(path, file, codec), 1 << 18))


def declared_encoding(head: bytes) -> str:
    """The encoding that the declaration of an XML file names, in lower case; utf-8 where it names none."""
    found = DECLARED.match(head.removeprefix(codecs.BOM_UTF8).decode("latin-1"))
    return found[1].lower() if found else "utf-8"


def _utf_16(head: bytes) -> str | None:
    """The kind of UTF-16 in which an XML file is, by its mark or its first two characters."""
    if head.startswith((codecs.BOM_UTF16_LE, b"<\x00?\x00")):
        return "utf-16-le"
    return "utf-16-be" if head.startswith((codecs.BOM_UTF16_BE, b"\x00<\x00?")) else None


class _Recoded(io.RawIOBase):
    """A file as UTF-8, without the encoding in its declaration.

    A half of a character, which UTF-8 cannot hold, becomes U+0000, which XML cannot hold either:
    `mending` takes it out and counts it with the others.
    """

    def __init__(self, path: Path, file: BinaryIO, codec: str) -> None:
        self._path, self._file, self._codec = path, file, codec
        self._decoder = codecs.getincrementaldecoder(codec)("surrogatepass")
        self._is_first, self._rest = True, b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Recode the next bytes. Raises MalformedFile where the file ends within a character."""
        while not self._rest:
            data = self._file.read(HEAD)
            try:
                text = self._decoder.decode(data, final=not data)
            except UnicodeDecodeError:
                raise MalformedFile(
                    f"{self._path}: not {self._codec} to its end. Was it cut short?"
                ) from None
            if self._is_first:
                text = text.lstrip("\ufeff \t\r\n")
                declared = DECLARED.match(text)
                text = f"{text[: declared.start(1)]}utf-8{text[declared.end(1) :]}" if declared else text
                self._is_first = False
            self._rest = HALF.sub("\0", text).encode()
            if not data:
                break
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


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
    if b"\x00" in head and (not head.lstrip(WHITE).startswith(b"<") or head.startswith(b"<\x00")):
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            return codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
    return head.decode("latin-1") if head.lstrip().startswith(b"<") else None
