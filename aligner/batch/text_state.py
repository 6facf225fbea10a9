"""Whether the texts of a pair are still those that were aligned."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple


class TextState(NamedTuple):
    """A file as it was when its text was read.

    size      bytes
    modified  nanoseconds since 1970
    sha256    of its bytes; empty where the text was not read to its end
    """

    size: int
    modified: int
    sha256: str = ""


def state_of(path: Path) -> TextState | None:
    """Size and date of a file; None where there is none."""
    try:
        status = path.stat()
    except (OSError, ValueError):  # reported when the pair is read
        return None
    return TextState(status.st_size, status.st_mtime_ns)


def has_changed(path: Path, before: TextState | None) -> bool:
    """Whether a file holds another text than before; a file that is gone has none to align again.

    Its bytes are compared only where its date is another one: copying or unpacking a text changes the
    date alone.

    before  None where there was no such file
    """
    now = state_of(path)
    if now is None or now[:2] == (before and before[:2]):
        return False
    if before is None or now.size != before.size or not before.sha256:
        return True
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() != before.sha256
