"""Packed files within bounds: a bomb is refused before it unfolds."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from pathlib import Path

from duiqi.corpus.errors import UnreadableFile

# A book of a thousand pages, or a table of a million rows, unpacks to some tens of MB.
LARGEST = 256 * 1024 * 1024
# Text packs to a third or a tenth, a table that repeats its rows to a hundredth, a bomb to a thousandth.
MOST_UNPACKED = 250  # times the packed size
HARMLESS = 16 * 1024 * 1024  # bytes that anything may unpack to
# What zipfile raises for an archive that is damaged.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse an archive that would unpack to far more than it packs; zipfile reads no more than is stated.

    Raises UnreadableFile.
    """
    members = archive.infolist()
    total, packed = sum(member.file_size for member in members), sum(m.compress_size for m in members)
    if total > LARGEST or total > max(HARMLESS, MOST_UNPACKED * packed):
        raise UnreadableFile(
            f"{name}: unpacks to {total >> 20:,} MB, more than any book. Save it anew, or split it"
        )


class Gunzipped(io.RawIOBase):
    """The content of a gzip file; damage and bombs are reported in one line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = gzip.open(path, "rb")  # noqa: SIM115 - closed with this
        self._left = max(HARMLESS, MOST_UNPACKED * path.stat().st_size)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Unpack the next bytes. Raises UnreadableFile where the file is damaged or a bomb."""
        try:
            data = self._file.read(len(buffer))
        except (EOFError, zlib.error, OSError):
            raise UnreadableFile(f"{self._path}: a damaged archive. Was the download cut short?") from None
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableFile(f"{self._path}: unpacks to more than any text. Unpack it first, and look")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            self._file.close()
        super().close()
