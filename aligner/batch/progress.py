"""Progress of a run on stderr: a bar on a terminal, lines in a log, or JSON for programs."""

from __future__ import annotations

import json
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.progress import Progress

LOG_INTERVAL = 30.0  # seconds between two lines of a log
JSON_INTERVAL = 1.0  # seconds between two lines of JSON


class Snapshot(NamedTuple):
    """Progress at one moment; the rates are those of this process, without an earlier one's work."""

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


class ProgressReporter:
    """Counts the finished pairs and shows the progress of a run from time to time.

    pairs            of the whole run
    done, sentences  pairs and sentences finished by an earlier process
    bytes_left       bytes of the texts that are still to be aligned: the time left is estimated
                     from them, because a hundred notes take less time than one treaty
    as_json          show a line of JSON every second
    """

    def __init__(
        self, pairs: int, done: int, failed: int, sentences: int, bytes_left: int, *, as_json: bool = False
    ) -> None:
        self._pairs, self._done_before, self._sentences_before = pairs, done, sentences
        self._done, self._failed, self._sentences, self._bytes_left = done, failed, sentences, bytes_left
        self._bytes = max(bytes_left, 1)
        self._begin = self._shown = time.monotonic()
        self._as_json = as_json
        self._bar: Progress | None = None

    def __enter__(self) -> ProgressReporter:
        if not self._as_json and sys.stderr.isatty():
            self._bar = _bar(self._pairs, self._done)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def add(self, sentences: int, size: int, *, failed: bool) -> None:
        """Count a pair that is finished."""
        self._done += 1
        self._failed += failed
        self._sentences += sentences
        self._bytes_left -= size

    def snapshot(self) -> Snapshot:
        """The progress now."""
        seconds = max(time.monotonic() - self._begin, 1e-9)
        share = 1 - self._bytes_left / self._bytes
        return Snapshot(
            self._done,
            self._pairs,
            self._failed,
            self._sentences,
            round(seconds, 1),
            round((self._done - self._done_before) / seconds, 2),
            round((self._sentences - self._sentences_before) / seconds, 1),
            round(seconds * (1 - share) / share, 1) if share > 0 else None,
        )

    def show(self, *, last: bool = False) -> None:
        """Show the progress, unless it was shown a moment ago."""
        if self._bar is not None:
            self._update(self._bar)
            return
        now = time.monotonic()
        interval = JSON_INTERVAL if self._as_json else LOG_INTERVAL
        if now - self._shown < interval and not (last and self._as_json):
            return
        self._shown = now
        snapshot = self.snapshot()
        print(json.dumps(snapshot._asdict()) if self._as_json else snapshot, file=sys.stderr, flush=True)

    def _update(self, bar: Progress) -> None:
        snapshot = self.snapshot()
        parts = (
            f"{snapshot.sentences_per_second:,.0f} sentences/s",
            "" if snapshot.seconds_left is None else f"{duration(snapshot.seconds_left)} left",
            f"{self._failed:,} failed",
        )
        bar.update(bar.task_ids[0], completed=self._done, rest="  ".join(filter(None, parts)))


class StageReporter:
    """Progress of a stage after the pairs, in lines of a log or of JSON; a terminal has a bar instead."""

    def __init__(self, *, as_json: bool = False) -> None:
        self._as_json = as_json
        self._shown: dict[str, float] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Print how far a stage is: its beginning, and then from time to time."""
        if not self._as_json and sys.stderr.isatty():
            return
        now = time.monotonic()
        interval = JSON_INTERVAL if self._as_json else LOG_INTERVAL
        if now - self._shown.get(stage, now - interval if self._as_json else now) < interval:
            self._shown.setdefault(stage, now)
            return
        self._shown[stage] = now
        line = json.dumps({"stage": stage, "done": done, "total": total})
        print(line if self._as_json else f"{stage}: {done:,} of {total:,}", file=sys.stderr, flush=True)


def _bar(pairs: int, done: int) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = TextColumn("pairs"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rest]}")
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task("pairs", total=pairs, completed=done, rest="")
    return bar


def duration(seconds: float) -> str:
    """A duration in the two largest units that matter.

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
