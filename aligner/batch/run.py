"""A run: waiting pairs are handed to an engine, and their results recorded in the ledger."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import FrameType

from duiqi.aligner.batch.engines import Engine, Finished
from duiqi.aligner.batch.job import FINISHED, UNSUCCESSFUL, Job, Status
from duiqi.aligner.batch.ledger import Counts, Ledger
from duiqi.aligner.batch.manifest import Entry
from duiqi.aligner.batch.progress import ProgressReporter
from duiqi.aligner.batch.schema import LARGE, Lane
from duiqi.aligner.batch.setup import Setup, identity
from duiqi.corpus.errors import UnwritableFile

POLL = 0.5  # seconds between two checks for pairs that take too long
BEGUN = "begun"  # the setting that holds the date of the run's beginning
PARTIAL = re.compile(r"\..*\.[0-9a-f]{8}\.part")  # the temporary names of exports.replacing


def open_ledger(
    entries: Callable[[], Iterable[Entry]], setup: Setup, folder: Path, *, retry_failed: bool = False
) -> Ledger:
    """Open the ledger of a run: begin the run, or resume it.

    folder  `setup.out` as the user wrote it, for messages

    Raises DuiqiError, which names the difference, where the folder holds another run.
    """
    ledger = Ledger(folder)
    settings = identity(setup)
    try:
        if ledger.is_new:
            begun = setup.options.date().isoformat()
            try:
                ledger.begin(entries(), setup.base, {**settings, BEGUN: begun})
            except BaseException:
                ledger.discard()
                raise
        else:
            ledger.resume(entries(), setup, settings, retry_failed=retry_failed)
        _remove_partial_files(folder)
    except BaseException:
        ledger.close()
        raise
    return ledger


def dated(setup: Setup, ledger: Ledger) -> Setup:
    """The same setup with the date of the run's beginning: every file gets this date, whenever it is made."""
    begun = datetime.fromisoformat(ledger.setting(BEGUN))
    return replace(setup, options=replace(setup.options, created=begun))


def run(ledger: Ledger, start: Callable[[int], Engine], *, json_progress: bool = False) -> Counts:
    """Align all waiting pairs; an interruption leaves the finished ones recorded.

    start  makes the engine, for so many pairs
    """
    counts = ledger.counts()
    waiting = counts.of(Status.WAITING)
    if waiting:
        progress = ProgressReporter(
            pairs=counts.total,
            done=counts.of(*FINISHED),
            failed=counts.of(*UNSUCCESSFUL),
            sentences=counts.sentences,
            bytes_left=counts.bytes_left,
            as_json=json_progress,
        )
        try:
            # Ray installs a handler of its own for SIGTERM when it starts; ours has to come after it.
            with closing(start(waiting)) as engine, _sigterm_interrupts(), progress:
                try:
                    _align_waiting(ledger, engine, progress)
                finally:
                    progress.show(last=True)
        finally:
            ledger.put_back_all()
            _remove_partial_files(ledger.folder)
    return ledger.counts()


def _align_waiting(ledger: Ledger, engine: Engine, progress: ProgressReporter) -> None:
    running: dict[int, Job] = {}
    while True:
        for _ in range(engine.capacity()):
            job = _next_job(ledger, running, engine.workers)
            if job is None:
                break
            running[job.number] = job
            engine.submit(job)
        if not running and not ledger.is_waiting():
            return
        for finished in engine.wait(POLL):
            del running[finished.job.number]
            _record(ledger, finished, progress)
        progress.show()


def _next_job(ledger: Ledger, running: Mapping[int, Job], workers: int) -> Job | None:
    """Take the job that should start next; None where it is better to wait.

    The largest come first, because one that comes last would keep all other workers waiting;
    but only half of the workers get large ones as long as there are small ones, so that the
    memory suffices.
    """
    if any(job.alone for job in running.values()):
        return None
    large = sum(job.bytes >= LARGE for job in running.values())
    lanes = (Lane.LARGE, Lane.SMALL) if large < max(1, workers // 2) else (Lane.SMALL, Lane.LARGE)
    for lane in lanes:
        if job := ledger.take(lane):
            return job
    return None if running else ledger.take(Lane.ALONE)


def _record(ledger: Ledger, finished: Finished, progress: ProgressReporter) -> None:
    """Record a result, or let the pair wait again; raise UnwritableFile for an error of the disk."""
    job, result = finished
    if result.status == Status.DISK_ERROR:
        raise UnwritableFile(str(result.report["error"]))
    if result.status == Status.OUT_OF_MEMORY:
        ledger.put_back(job, alone=True)
    elif result.status == Status.NOT_STARTED:
        ledger.put_back(job, attempted=False)
    elif result.status == Status.CRASHED and ledger.may_retry(job):
        ledger.put_back(job)
    else:
        ledger.record(job, result)
        progress.add(result.sentences, job.bytes, failed=result.status in UNSUCCESSFUL)


def _remove_partial_files(folder: Path) -> None:
    """Remove the unfinished files of killed workers."""
    for path in folder.iterdir():
        if PARTIAL.fullmatch(path.name):
            with suppress(OSError):
                path.unlink()


@contextmanager
def _sigterm_interrupts() -> Iterator[None]:
    """Treat SIGTERM, which job queues and service managers send before they kill, like Ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
