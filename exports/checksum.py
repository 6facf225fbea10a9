"""A checksum at the end of an XML document, which tells whether the file is as it was written.

A row of a table has a checksum of its own (`conventions.checksum_of`). Word and CAT tools keep no such
columns, but they save the whole document anew: its last line, a comment, is gone then, or it is no longer
that of the text before it.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from duiqi.corpus.bitext.conventions import TOOL
from duiqi.corpus.unpacking import DAMAGE

DOCUMENT = "word/document.xml"  # the member of a Word file that has its text
CHECKED = frozenset({".tmx", ".xlf", ".xliff", ".docx"})  # formats whose files have such a checksum
LAST_LINE = re.compile(rb"\n<!-- %s checksum ([0-9a-f]{64}) -->\n" % TOOL.encode())
LENGTH = len(f"\n<!-- {TOOL} checksum  -->\n") + 64  # bytes of that line, with the end of the line before it
BLOCK = 1 << 20


class _Hashing:
    """A binary stream that passes on what is written to it, and hashes it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.hash = hashlib.sha256()

    def write(self, data: bytes, /) -> int:
        self.hash.update(data)
        return self._stream.write(data)

    def writelines(self, lines: Iterable[bytes], /) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        self._stream.flush()


@contextmanager
def checksummed(stream: IO[bytes]) -> Iterator[BinaryIO]:
    r"""A stream for an XML document, after which its checksum is written as a comment.

    >>> import io
    >>> page = io.BytesIO()
    >>> with checksummed(page) as document:
    ...     _ = document.write("<tmx>地雷</tmx>".encode())
    >>> page.getvalue().decode().splitlines()[1][:34]
    '<!-- duiqi checksum 6fd51e70ce7b23'
    """
    hashing = _Hashing(stream)
    yield cast(BinaryIO, hashing)
    stream.write(f"\n<!-- {TOOL} checksum {hashing.hash.hexdigest()} -->\n".encode())


def is_as_written(path: Path) -> bool:
    """Whether a file of these formats is as duiqi wrote it, to the byte of its text.

    False for any other file, one made elsewhere or by an earlier version, and one that is damaged.
    """
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb") as stream:
                return _is_right(stream, os.fstat(stream.fileno()).st_size)
        with zipfile.ZipFile(path) as archive, archive.open(DOCUMENT) as part:
            return _is_right(part, archive.getinfo(DOCUMENT).file_size)
    except (KeyError, *DAMAGE):
        return False


def _is_right(stream: IO[bytes], size: int) -> bool:
    """Whether a document ends with its checksum.

    size  bytes of the document and that line
    """
    digest, left = hashlib.sha256(), size - LENGTH
    while left > 0 and (block := stream.read(min(left, BLOCK))):
        digest.update(block)
        left -= len(block)
    found = LAST_LINE.fullmatch(stream.read(LENGTH + 1)) if left == 0 else None
    return found is not None and found[1].decode() == digest.hexdigest()
