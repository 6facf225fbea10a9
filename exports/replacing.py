"""Files that are replaced whole or not at all.

The new file is written beside the old one and takes its place when complete: a full disk,
a kill or an error in the middle leaves the old file as it was. (lxml closes its open tags
when something goes wrong, so a file written in place would look complete and be short.)
"""

from __future__ import annotations

import filecmp
import io
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO, cast

from duiqi.corpus.bitext.conventions import journal_of
from duiqi.corpus.errors import UnwritableFile


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A binary stream whose contents become the file when the block ends well.

    The bytes are on the disk before the name changes hands, so a power cut cannot leave an
    empty file under the old name. A link stays a link, and the permissions stay as they were.
    Errors of writing are UnwritableFile; any others pass through, and nothing changes.
    """
    target = Path(os.path.realpath(path))
    check_place(path)
    spare = target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}.part")
    raw = stream = None
    try:  # an interruption can come between any two of these lines
        raw = _Raw(_created(spare, path), path)
        stream = io.BufferedWriter(cast(io.RawIOBase, raw), 1 << 20)
        yield cast(BinaryIO, stream)
        stream.flush()
        with raw.reporting():
            if target.exists() and hasattr(os, "fchmod"):
                os.fchmod(raw.fileno(), stat.S_IMODE(target.stat().st_mode))
            os.fsync(raw.fileno())
            stream.close()
            os.replace(spare, target)
            _sync_folder(target.parent)
    except BaseException:
        with suppress(OSError):
            spare.unlink()
        if raw is not None:
            raw.given_up = True
        if stream is not None:
            with suppress(OSError):
                stream.close()
        with suppress(OSError):  # Windows removes no file that is open
            spare.unlink()
        raise


def _created(spare: Path, path: str | os.PathLike[str]) -> int:
    """Make the new file and return its descriptor; errors name the file that is to be replaced."""
    try:
        return os.open(spare, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_CLOEXEC", 0), 0o666)
    except OSError as error:
        raise unwritable(path, error) from error


def keep_copy(path: str | os.PathLike[str]) -> Path:
    """Copy a file to `NAME.bak` beside it; return the copy's path.

    An earlier copy with other contents becomes `NAME.bak.1`, or the next number that is free, with its
    journal: it may hold work that the file has not.
    """
    place = Path(path)
    copy = place.with_name(f"{place.name}.bak")
    if copy.is_file():
        if filecmp.cmp(place, copy, shallow=False):
            return copy
        _set_aside(copy)
    with place.open("rb") as source, replacing(copy) as stream:
        shutil.copyfileobj(source, stream, 1 << 20)
    return copy


def _set_aside(copy: Path) -> None:
    """Rename an earlier copy to the first number that is free, and its journal with it."""
    older = older_copy(copy)
    try:
        copy.rename(older)
        if journal_of(copy).exists():
            journal_of(copy).rename(journal_of(older))
    except OSError as error:
        raise unwritable(copy, error) from error


def older_copy(copy: Path) -> Path:
    """The first name `NAME.bak.1`, `NAME.bak.2` … that neither a copy nor the journal of one has."""
    numbered = (copy.with_name(f"{copy.name}.{number}") for number in count(1))
    return next(name for name in numbered if not (os.path.lexists(name) or journal_of(name).exists()))


class _Raw(io.FileIO):
    """A file whose own errors are UnwritableFile, so that errors of reading are not taken for them."""

    def __init__(self, descriptor: int, path: str | os.PathLike[str]) -> None:
        super().__init__(descriptor, "wb")
        self.path = path
        self.given_up = False

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        """Write; after an error pretend to, so that closing cannot fail a second time."""
        if self.given_up:
            return len(memoryview(data))
        with self.reporting():
            return super().write(data)

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Raise an OSError of the block as UnwritableFile."""
        try:
            yield
        except OSError as error:
            self.given_up = True
            raise unwritable(self.path, error) from error


def unwritable(path: str | os.PathLike[str], error: OSError) -> UnwritableFile:
    """The error that names the file and the system's reason in one line."""
    reason = (error.strerror or str(error)).lower()
    return UnwritableFile(f"{os.fspath(path)}: cannot be written: {reason}. Nothing was changed")


def check_place(path: str | os.PathLike[str]) -> None:
    """Raise UnwritableFile where no file of this name can be written.

    A file is really made in the folder: permissions say nothing about read-only disks and
    network shares.
    """
    import tempfile

    shown, target = os.fspath(path), Path(os.path.realpath(path))
    folder = target.parent
    if target.is_dir():
        raise UnwritableFile(f"{shown}: this is a folder. Give the name of a file in it")
    if not folder.exists():
        raise UnwritableFile(f"{shown}: there is no folder '{Path(shown).parent}'. Make it first")
    if not folder.is_dir():
        raise UnwritableFile(f"{shown}: '{Path(shown).parent}' is a file, not a folder")
    if target.exists() and not target.is_file():
        raise UnwritableFile(f"{shown}: this is a device or a pipe, not a file. Use - for standard output")
    if target.exists() and not os.access(target, os.W_OK):
        raise UnwritableFile(
            f"{shown}: the file is write-protected. Give another name or lift the protection"
        )
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise UnwritableFile(
            f"{shown}: nothing can be written in '{Path(shown).parent}': {(error.strerror or '').lower()}"
        ) from error


def _sync_folder(folder: Path) -> None:
    """Write the folder's new entry to the disk, where the system can; the contents are there already."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
