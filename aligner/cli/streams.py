"""The standard streams: in UTF-8, and never closed ones whose place another file could take."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import Any


class ClosedStream(io.TextIOBase):
    """A standard stream that the caller has closed (`>&-`): reading and writing fail in one line."""

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def buffer(self) -> Any:
        """The same for bytes."""
        return self

    def isatty(self) -> bool:
        """Nobody is there to look."""
        return False

    def fileno(self) -> int:
        """Raise OSError: there is no descriptor."""
        raise self._error()

    def read(self, size: int | None = -1) -> str:
        """Raise OSError."""
        raise self._error()

    def write(self, text: str) -> int:
        """Raise OSError."""
        raise self._error()

    def flush(self) -> None:
        """Do nothing: nothing can have been written."""

    def _error(self) -> OSError:
        return OSError(errno.EBADF, "closed", self._name)


def ready_streams() -> None:
    """Write UTF-8 to files and pipes whatever the locale, and ? for what a terminal cannot show."""
    hold_descriptors()
    if sys.stdin is None:
        sys.stdin = ClosedStream("standard input")
    if sys.stdout is None:
        sys.stdout = ClosedStream("standard output")
    if sys.stderr is None:  # messages have nowhere to go
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - to the end of the process
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="replace")


def hold_descriptors() -> None:
    """Fill the descriptors 0 to 2 where they are closed, or the next file that is opened would get them."""
    while (held := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(held)
