"""The local engine: worker processes of this machine, each with its own encoder.

The standard library's process pool loses all running work when one process dies. Here each
process has its own pipe, and its death costs one attempt at one pair.
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

from duiqi.aligner.batch.engines import FailedStarts, Finished, crashed, timed_out
from duiqi.aligner.batch.job import Job
from duiqi.aligner.batch.setup import Setup
from duiqi.aligner.batch.worker import Worker
from duiqi.aligner.threads import cores
from duiqi.corpus.errors import DuiqiError


@dataclass(slots=True)
class _WorkerProcess:
    """A worker's process, the pipe to it, and the job that it has.

    since  when it was given the job, on the monotonic clock
    """

    process: BaseProcess
    pipe: Connection
    ready: bool = False
    job: Job | None = None
    since: float = 0.0

    @property
    def idle(self) -> bool:
        return self.ready and self.job is None

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class LocalEngine:
    """So many worker processes; a pair that takes more seconds than `timeout` fails."""

    def __init__(self, setup: Setup, jobs: int, timeout: float) -> None:
        self._setup, self._timeout = setup, timeout
        self.workers = jobs
        self._failed_starts = FailedStarts()
        # Not forked: a fork would inherit the parent's locks, without the threads that hold them.
        self._context = multiprocessing.get_context("spawn")
        self._processes = [self._start() for _ in range(jobs)]

    def _start(self) -> _WorkerProcess:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_worker_main, args=(theirs, self._setup, self.workers), name="duiqi-worker", daemon=True
        )
        with _sigint_blocked():
            process.start()
        theirs.close()
        return _WorkerProcess(process, ours)

    def capacity(self) -> int:
        """The number of idle processes."""
        return sum(worker.idle for worker in self._processes)

    def submit(self, job: Job) -> None:
        """Send a job to the first idle process."""
        worker = next(worker for worker in self._processes if worker.idle)
        worker.job, worker.since = job, time.monotonic()
        with suppress(OSError):  # it has just died: `wait` will notice
            worker.pipe.send(job)

    def wait(self, seconds: float) -> list[Finished]:
        """Receive results; replace processes that have died or take too long."""
        readable = set(wait([worker.pipe for worker in self._processes], seconds))
        back = []
        for place, worker in enumerate(self._processes):
            if worker.pipe in readable:
                finished, alive = self._receive(worker)
            elif worker.job is not None and time.monotonic() - worker.since > self._timeout:
                finished, alive = Finished(worker.job, timed_out(self._timeout)), False
            else:
                continue
            if not alive:
                worker.kill()
                self._processes[place] = self._start()
            if finished is not None:
                back.append(finished)
        return back

    def _receive(self, worker: _WorkerProcess) -> tuple[Finished | None, bool]:
        """A message of a process: its result, if it had a job, and whether it is alive."""
        try:
            message: Any = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(5)
            reason = _exit_reason(worker.process.exitcode)
            if not worker.ready:
                self._failed_starts.add(f"no worker can start: the last one {reason}. Try --jobs 1")
            return (Finished(worker.job, crashed(reason)) if worker.job else None), False
        if isinstance(message, DuiqiError):
            raise message
        job, worker.job = worker.job, None
        worker.ready = True
        self._failed_starts.reset()
        return (Finished(job, message) if job else None), True

    def close(self) -> None:
        """Kill the processes: their pairs are aligned again when the run is resumed."""
        for worker in self._processes:
            worker.kill()
        self._processes = []


def _exit_reason(status: int | None) -> str:
    """How a process ended, to complete “its worker …”."""
    if status is not None and status < 0:
        name = signal.Signals(-status).name
        return f"was killed ({name}, out of memory?)" if name == "SIGKILL" else f"was killed ({name})"
    return f"ended with status {status}"


@contextmanager
def _sigint_blocked() -> Iterator[None]:
    """Block SIGINT for processes started meanwhile.

    Ctrl-C reaches every process of the terminal, but only the parent should act on it.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def threads_per_worker(workers: int) -> int:
    """Threads for each of so many workers: they share the cores."""
    return max(1, cores() // workers)


def _worker_main(pipe: Connection, setup: Setup, workers: int) -> None:
    """A worker process: load the encoder, report that it is ready, then align each job that comes."""
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    try:
        worker = Worker(setup, workers, threads_per_worker(workers))
    except DuiqiError as error:
        pipe.send(error)
        return
    pipe.send(None)
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        pipe.send(worker.align(job))


def _exit_with_parent() -> None:
    """End this process when its parent dies: a busy worker would notice only hours later."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
