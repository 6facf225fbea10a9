"""Progress bars on stderr, for long work in a terminal."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 2.0  # seconds of work before a bar appears


class Meter:
    """A progress bar for each stage, with the time left, once the work takes longer than two seconds.

    Called with the name of the stage, how much of it is done, and how much there is. Prints
    nothing where stderr is no terminal, and clears the bars when the work is done.

    >>> with Meter() as meter:
    ...     meter("embed", 512, 3391)
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._begin = time.monotonic() + patience
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Meter:
        return self

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Move the bar of a stage."""
        if not sys.stderr.isatty() or (self._bars is None and time.monotonic() < self._begin):
            return
        if self._bars is None:
            self._bars = _bars()
            self._bars.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()


def _bars() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Progress(*columns, console=Console(stderr=True), transient=True)
