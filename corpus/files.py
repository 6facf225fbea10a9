"""Files that cannot be opened or read, said in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duiqi.corpus.errors import UnreadableFile


@contextmanager
def readable(path: str | Path) -> Iterator[None]:
    """Raise what the operating system says against reading a file as UnreadableFile."""
    try:
        yield
    except FileNotFoundError:
        raise UnreadableFile(f"{path}: no such file") from None
    except IsADirectoryError:
        raise UnreadableFile(f"{path}: a folder, not a file") from None
    except PermissionError:
        raise UnreadableFile(f"{path}: not allowed to read it") from None
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from None
