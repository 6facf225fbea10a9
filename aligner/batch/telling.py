"""How far a run is: for people in front of it, for logs, for machines."""

from __future__ import annotations

import json
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.progress import Progress

EVERY = 30.0  # seconds between two lines of a log
OFTEN = 1.0  # between two lines for machines


class Standing(NamedTuple):
    """How far a run is; rates are those of this process, without what an earlier one did."""

    pairs_done: int
    pairs: int
    failed: int
    sentences: int
    seconds: float
    pairs_per_second: float
    sentences_per_second: float
    seconds_left: float | None

    def __str__(self) -> str:
        parts = (
            f"{self.pairs_done:,} of {self.pairs:,} pairs",
            f"{self.sentences:,} sentences",
            f"{self.pairs_per_second:.1f} pairs and {self.sentences_per_second:,.0f} sentences a second",
            "" if self.seconds_left is None else f"{duration(self.seconds_left)} left",
            f"{self.failed:,} failed",
        )
        return ", ".join(filter(None, parts))


class Teller:
    """Tells on stderr how a run goes: a bar on a terminal, else a line every 30 seconds.

    pairs, sentences  of the whole run
    done, found       pairs and sentences that an earlier process has finished
    size              bytes of the texts that are still to do; by them the time left is told,
                      for a hundred notes are sooner done than one treaty
    machines          a line of JSON every second instead
    """

    def __init__(
        self, pairs: int, done: int, failed: int, found: int, size: int, *, machines: bool = False
    ) -> None:
        self._pairs, self._begun_at, self._found = pairs, done, found
        self._done, self._failed, self._sentences, self._left = done, failed, found, size
        self._size = max(size, 1)
        self._begin = self._told = time.monotonic()
        self._machines = machines
        self._bar: Progress | None = None

    def __enter__(self) -> Teller:
        if not self._machines and sys.stderr.isatty():
            self._bar = _bar(self._pairs, self._done)
            self._bar.start()
        return self

    def add(self, sentences: int, size: int, *, failed: bool) -> None:
        """A pair has come back."""
        self._done += 1
        self._failed += failed
        self._sentences += sentences
        self._left -= size

    def standing(self) -> Standing:
        """How far the run is now."""
        seconds = max(time.monotonic() - self._begin, 1e-9)
        share = 1 - self._left / self._size
        return Standing(
            self._done,
            self._pairs,
            self._failed,
            self._sentences,
            round(seconds, 1),
            round((self._done - self._begun_at) / seconds, 2),
            round((self._sentences - self._found) / seconds, 1),
            round(seconds * (1 - share) / share, 1) if share > 0 else None,
        )

    def tell(self, *, last: bool = False) -> None:
        """Say it, if it is time again."""
        if self._bar is not None:
            standing = self.standing()
            parts = (
                f"{standing.sentences_per_second:,.0f} sentences/s",
                "" if standing.seconds_left is None else f"{duration(standing.seconds_left)} left",
                f"{self._failed:,} failed",
            )
            rest = "  ".join(filter(None, parts))
            self._bar.update(self._bar.task_ids[0], completed=self._done, rest=rest)
            return
        now = time.monotonic()
        if now - self._told < (OFTEN if self._machines else EVERY) and not (last and self._machines):
            return
        self._told = now
        standing = self.standing()
        print(json.dumps(standing._asdict()) if self._machines else standing, file=sys.stderr, flush=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


def _bar(pairs: int, done: int) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("pairs"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rest]}")
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task("pairs", total=pairs, completed=done, rest="")
    return bar


def duration(seconds: float) -> str:
    """Seconds as people say them.

    >>> duration(8), duration(150), duration(9000), duration(200000)
    ('8 s', '2 min', '2 h 30 min', '2 d 7 h')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min"
    if whole < 86400:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{whole // 86400} d {whole % 86400 // 3600} h"
