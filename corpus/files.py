"""Files that cannot be opened or read, said in one line."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from duiqi.corpus.errors import UnreadableFile

# How a spreadsheet of LibreOffice begins: its first member is named so, and says so, uncompressed.
OPEN_SPREADSHEET = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
LARGEST = 1 << 30  # bytes of one file that is read whole; a thousand books
# The pipes of a shell, `<(zcat un.txt.gz)`: they are open already, while another pipe may have no writer.
SHELL_PIPES = ("/dev/fd/", "/proc/self/fd/")


def refuse_open_spreadsheet(name: str | Path, head: bytes) -> None:
    """Raise UnreadableFile where a file begins as an OpenDocument spreadsheet (.ods) does."""
    if OPEN_SPREADSHEET in head[:200]:
        raise UnreadableFile(f"{name}: an OpenDocument spreadsheet (.ods). Save it as XLSX first")


@contextmanager
def readable(path: str | Path) -> Iterator[None]:
    """Raise what the operating system says against reading a file as UnreadableFile.

    Devices and pipes are refused: there may be no end to them, and no beginning.
    """
    try:
        _check_kind(path)
        yield
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: no such file") from None
    except IsADirectoryError:
        raise UnreadableFile(f"{path}: a folder, not a file") from None
    except PermissionError:
        raise UnreadableFile(f"{path}: not allowed to read it") from None
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    except ValueError as error:
        if "\0" not in str(path):
            raise
        raise UnreadableFile(f"{path}: no such file: {error}") from None


def _check_kind(path: str | Path) -> None:
    mode = os.stat(path).st_mode
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode) or os.fspath(path).startswith(SHELL_PIPES):
        return
    kind = "a pipe" if stat.S_ISFIFO(mode) else "a device or socket"
    raise UnreadableFile(f"{path}: {kind}, not a file. Save what comes from it in a file first")


def read_whole(path: str | Path) -> bytes:
    """The bytes of a file, or of a shell's pipe. Raises UnreadableFile, also where it is far too large."""
    with readable(path), open(path, "rb") as file:
        return b"".join(_blocks(file, str(path)))


def read_standard_input() -> bytes:
    """The bytes of standard input. Raises UnreadableFile where there are far too many."""
    return b"".join(standard_input())


def standard_input() -> Iterator[bytes]:
    """The bytes of standard input, block by block. Raises UnreadableFile where there are far too many."""
    return _blocks(sys.stdin.buffer, "standard input")


def _blocks(file: IO[bytes], name: str) -> Iterator[bytes]:
    left = LARGEST
    while block := file.read(min(left + 1, 1 << 20)):
        left -= len(block)
        if left < 0:
            raise UnreadableFile(f"{name}: larger than {LARGEST >> 20:,} MB. Split it first")
        yield block
