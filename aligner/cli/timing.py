"""Where the time goes: named stages, for `--timings`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Stopwatch:
    """The time that each stage of a command takes; for one thread.

    >>> watch = Stopwatch(clock=iter([0.0, 1.5, 2.0]).__next__)
    >>> with watch.stage("read"):
    ...     pass
    >>> watch.timings()
    {'read': 1.5}
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._spent: dict[str, float] = {}
        self._running: list[str] = []  # the outermost stage first
        self._since = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of a block to the stage of that name.

        The time of a stage within a stage is not counted for the outer one, so that the stages
        add up to the whole.
        """
        self._book()
        self._running.append(name)
        self._spent.setdefault(name, 0.0)
        try:
            yield
        finally:
            self._book()
            self._running.pop()

    def timings(self) -> dict[str, float]:
        """Seconds by stage, in the order in which they began."""
        self._book()
        return dict(self._spent)

    def print(self) -> None:
        """Print the stages on stderr, with the start of the process and the whole."""
        spent = self.timings()
        booked, age = sum(spent.values()), process_age()
        start = {} if age is None else {"start": age - booked}
        for name, seconds in (start | spent | {"in all": booked if age is None else age}).items():
            print(f"{seconds:7.2f} s  {name}", file=sys.stderr)

    def _book(self) -> None:
        """Add the time since the last call to the stage that is running."""
        now = self._clock()
        if self._running:
            self._spent[self._running[-1]] += now - self._since
        self._since = now


def process_age() -> float | None:
    """Seconds since the system started this process; None where the system does not say.

    It includes the start of the interpreter, before which no clock can be read in Python. Linux
    counts in hundredths of a second.
    """
    try:
        fields = (
            Path("/proc/self/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        )
        uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
        return max(0.0, uptime - int(fields[19]) / os.sysconf("SC_CLK_TCK"))
    except (OSError, ValueError, IndexError, AttributeError):
        return None
