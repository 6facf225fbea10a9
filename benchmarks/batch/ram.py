"""The RAM of this process and all its descendants, sampled while it works. For Linux."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

INTERVAL = 0.1  # seconds between two samples


@contextmanager
def peak_ram() -> Iterator[Callable[[], int]]:
    """Sample the resident set within the block; yields a function that returns its peak in MB."""
    peak, over = [0], threading.Event()

    def sample() -> None:
        while not over.wait(INTERVAL):
            peak[0] = max(peak[0], _resident())

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    yield lambda: peak[0]
    over.set()
    thread.join()


def _resident() -> int:
    """MB of this process and its descendants; memory that they share is counted several times."""
    pages, found = 0, [os.getpid()]
    parents = _parents()
    while found:
        process = found.pop()
        try:
            pages += int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
        except OSError:
            continue
        found += [child for child, parent in parents.items() if parent == process]
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


def _parents() -> dict[int, int]:
    """The parent of each process of this machine."""
    parents: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            stat = (place / "stat").read_text(encoding="utf-8", errors="replace")
            parents[int(place.name)] = int(stat.rpartition(")")[2].split()[1])
        except OSError:
            continue
    return parents
