"""Where the time goes: named stages, for `--timings`."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_spent: dict[str, float] = {}
_running: list[str] = []
_since = 0.0


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Count the time of a block under a name.

    A stage within a stage takes its time away from the outer one, so that the stages add
    up to the whole; the same name twice is one stage. For one thread.
    """
    _turn()
    _running.append(name)
    _spent.setdefault(name, 0.0)
    try:
        yield
    finally:
        _turn()
        _running.pop()


def _turn() -> None:
    """Book what has passed on the stage that was running."""
    global _since
    now = time.perf_counter()
    if _running:
        _spent[_running[-1]] += now - _since
    _since = now


def timings() -> dict[str, float]:
    """Seconds by stage, in the order in which they first ran."""
    _turn()
    return dict(_spent)


def process_age() -> float | None:
    """Seconds since the system started this process; None where it does not tell.

    Linux counts in hundredths. The interpreter's own start is in it, which no clock read
    in Python can see.
    """
    try:
        fields = (
            Path("/proc/self/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        )
        uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
        return max(0.0, uptime - int(fields[19]) / os.sysconf("SC_CLK_TCK"))
    except (OSError, ValueError, IndexError, AttributeError):
        return None
