"""The size of a text: estimated from its file, and limited when the file is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from duiqi.corpus.errors import UnreadableFile

if TYPE_CHECKING:
    from duiqi.corpus.model import Document

MEGABYTE = 1_000_000
ARCHIVES = frozenset({".pdf", ".docx", ".odt", ".epub", ".doc", ".rtf"})
ARCHIVE_STARTS = (b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0", b"{\\rtf")  # the first bytes of such files
# An archive, with its pictures and fonts, is usually so many times larger than its text; one that is
# larger than the second factor allows is refused unread.
USUAL_RATIO, LARGEST_RATIO = 10, 20


class TextTooLong(UnreadableFile):
    """A text that is longer than the limit; `megabytes` is its size."""

    def __init__(self, text: str, megabytes: float) -> None:
        super().__init__(text, megabytes)
        self.megabytes = megabytes

    def __str__(self) -> str:
        return str(self.args[0])


def estimated_bytes(path: Path) -> int:
    """Bytes of text in a file, estimated from the file's size; 0 where there is no such file."""
    try:
        size = path.stat().st_size
    except (OSError, ValueError):  # reported when the pair is read
        return 0
    return size // USUAL_RATIO if path.suffix.lower() in ARCHIVES else size


def read_limited(
    path: Path, lang: str | None, encoding: str | None = None, /, *, max_megabytes: float
) -> Document:
    """Read a file; raise TextTooLong if its text is longer than so many megabytes.

    Plain text that is longer is refused unread: a file of 50 MB is a dump or a collection,
    and reading it takes ten times its size in memory. An archive may be larger than its text.
    """
    from duiqi.corpus import read

    limit = int(max_megabytes * MEGABYTE)
    try:
        size = path.stat().st_size
        if size > limit:
            with path.open("rb") as file:
                is_archive = file.read(1024).lstrip().startswith(ARCHIVE_STARTS)
            if not is_archive or size > LARGEST_RATIO * limit:
                raise _too_long(path, size, max_megabytes)
    except ValueError:  # a NUL in its name
        raise UnreadableFile(f"{str(path)!r}: no file can have this name") from None
    except OSError:
        pass  # `read` reports the reason
    document = read(path, lang, encoding)
    # The characters are counted first: encoding an enormous text only to count its bytes costs memory.
    if len(document.text) > limit or _bytes(document.text) > limit:
        raise _too_long(path, _bytes(document.text), max_megabytes)
    return document


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _too_long(path: Path, size: int, max_megabytes: float) -> TextTooLong:
    return TextTooLong(
        f"{path}: {size / MEGABYTE:.1f} MB, and {max_megabytes:g} MB is the most for one text. "
        f"Split it into its documents, or give --max-size {-(-size // MEGABYTE)}",
        size / MEGABYTE,
    )
