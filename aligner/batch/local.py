"""The local engine: processes of this machine, each with its encoder.

The standard library's pool would lose all work in flight when one process dies. Here each
process has a pipe of its own, and dies alone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from duiqi.aligner.batch.engines import Result, died, too_slow
from duiqi.aligner.batch.job import Job, Setup, Worker
from duiqi.aligner.threads import cores
from duiqi.corpus.errors import DuiqiError

STILLBORN = 3  # processes that may die in a row before they are ready


@dataclass(slots=True)
class _Process:
    process: BaseProcess
    pipe: Connection
    ready: bool = False
    job: Job | None = None
    since: float = 0.0


class LocalEngine:
    """So many processes; `timeout` is what a pair may take, in seconds."""

    def __init__(self, setup: Setup, jobs: int, timeout: float) -> None:
        self._setup, self._timeout = setup, timeout
        self.workers = jobs
        self._stillborn = 0
        # Not forked: threads and locks of the parent would come along.
        self._context = multiprocessing.get_context("spawn")
        self._processes = [self._started() for _ in range(jobs)]

    def _started(self) -> _Process:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_work, args=(theirs, self._setup, self.workers), name="duiqi-worker", daemon=True
        )
        with _deaf_to_interrupts():
            process.start()
        theirs.close()
        return _Process(process, ours)

    def free(self) -> int:
        """Processes that are ready and idle."""
        return sum(worker.ready and worker.job is None for worker in self._processes)

    def give(self, job: Job) -> None:
        """To the first idle process."""
        worker = next(worker for worker in self._processes if worker.ready and worker.job is None)
        worker.job, worker.since = job, time.monotonic()
        with suppress(OSError):  # it has just died: `wait` finds out
            worker.pipe.send(job)

    def wait(self, seconds: float) -> list[Result]:
        """What has come back; the dead and the slow are replaced."""
        ready = set(wait([worker.pipe for worker in self._processes], seconds))
        results = []
        for place, worker in enumerate(self._processes):
            if worker.pipe in ready:
                result, alive = self._heard(worker)
            elif worker.job is not None and time.monotonic() - worker.since > self._timeout:
                result, alive = Result(worker.job, too_slow(self._timeout)), False
            else:
                continue
            if not alive:
                _stop(worker)
                self._processes[place] = self._started()
            if result is not None:
                results.append(result)
        return results

    def _heard(self, worker: _Process) -> tuple[Result | None, bool]:
        """What a process says, and whether it is alive."""
        try:
            message: Any = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(5)
            how = _death(worker.process.exitcode)
            if not worker.ready:
                self._stillborn += 1
                if self._stillborn >= STILLBORN:
                    raise DuiqiError(f"no worker can begin: the last one {how}. Try --jobs 1") from None
            return (Result(worker.job, died(how)) if worker.job else None), False
        if isinstance(message, DuiqiError):
            raise message
        job, worker.job = worker.job, None
        worker.ready, self._stillborn = True, 0
        return (Result(job, message) if job else None), True

    def close(self) -> None:
        """Kill the processes: what they had in hand is done anew when the run goes on."""
        for worker in self._processes:
            _stop(worker)
        self._processes = []


def _stop(worker: _Process) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _death(status: int | None) -> str:
    if status is not None and status < 0:
        name = signal.Signals(-status).name
        return f"was killed ({name}, out of memory?)" if name == "SIGKILL" else f"was killed ({name})"
    return f"ended with status {status}"


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ctrl-C reaches every process of the terminal; those that begin now leave it to the parent."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def threads_for(workers: int) -> int:
    """Threads for each of so many workers: the cores are shared, not multiplied."""
    return max(1, cores() // workers)


def _work(pipe: Connection, setup: Setup, workers: int) -> None:
    """A process: load the encoder, then one pair after the other until the parent goes."""
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    try:
        worker = Worker(setup, workers, threads_for(workers))
    except DuiqiError as error:
        pipe.send(error)
        return
    pipe.send(None)
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        pipe.send(worker.do(job))


def _leave_with_parent() -> None:
    """A killed parent closes no pipes of a worker that is busy: it would go on for hours."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
