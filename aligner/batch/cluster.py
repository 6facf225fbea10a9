"""The Ray engine: actors on all machines of a cluster, each with its own encoder.

The actors run the same code as the local engine's workers, so the results are the same bytes.
An actor has one pair in hand and one in reserve. Without the reserve it would wait for the
network after each pair, which takes as long as a short text; with more, pairs would wait at
one actor while others are idle. The results go to a folder that all machines share.
"""

from __future__ import annotations

import os
import socket
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from duiqi.aligner.batch.engines import FailedStarts, Finished, crashed, timed_out
from duiqi.aligner.batch.job import Job, PairResult, Status
from duiqi.aligner.batch.setup import Setup
from duiqi.aligner.batch.worker import Worker
from duiqi.aligner.encoders.protocol import BUNDLED
from duiqi.aligner.threads import cores
from duiqi.corpus.errors import DuiqiError, MissingExtra

CONNECT_TIMEOUT = 10.0  # seconds
PAIRS_PER_ACTOR = 2  # one in hand, one in reserve


class Actor:
    """A worker of the cluster; it is made at once, and loads its encoder in `ready`."""

    def __init__(self, setup: Setup, workers: int) -> None:
        self._setup, self._workers = setup, workers
        self._worker: Worker | None = None

    def ready(self) -> DuiqiError | None:
        """Load the encoder; return the error that prevents it."""
        for folder in (self._setup.base, self._setup.out):
            if not folder.is_dir():
                return DuiqiError(
                    f"{folder}: not visible from {socket.gethostname()}. Texts and results have to be on "
                    "a disk that all machines of the cluster mount in the same place"
                )
        try:
            self._worker = Worker(self._setup, min(self._workers, cores()))
        except DuiqiError as error:
            return error
        return None

    def align(self, job: Job) -> PairResult:
        """Align a pair and write its files."""
        assert self._worker is not None
        return self._worker.align(job)


@dataclass(slots=True)
class _Handle:
    """An actor and its calls: the first is running, the second in reserve; the job of `ready` is None.

    since  when the first call became the first, on the monotonic clock
    """

    actor: Any
    calls: deque[tuple[Any, Job | None]]
    since: float = 0.0
    ready: bool = False


class RayEngine:
    """So many actors, by default one for each core of the cluster, or GPU where the model can use one.

    address  of the cluster: `auto` for the one that this machine belongs to, `ray://…` for a remote
             one; by default the one that is there, or else a new one on this machine
    timeout  the most seconds that a pair may take
    """

    def __init__(self, setup: Setup, jobs: int | None, timeout: float, *, address: str | None = None) -> None:
        self._ray = _import_ray()
        self._setup, self._timeout = setup, timeout
        self._connected_here = not self._ray.is_initialized()
        if self._connected_here:
            _connect(self._ray, address)
        resources = self._ray.cluster_resources()
        # The bundled encoder runs on NumPy, without a GPU.
        gpus = 0 if setup.model == BUNDLED else int(resources.get("GPU", 0))
        self.workers = jobs or gpus or max(1, int(resources.get("CPU", 1)))
        self._class = self._ray.remote(Actor).options(num_cpus=1, num_gpus=min(gpus, 1))
        self._failed_starts = FailedStarts()
        self._handles = [self._start() for _ in range(self.workers)]

    def _start(self) -> _Handle:
        # Where no machine has room, an actor waits until one joins, and the others go on.
        actor = self._class.remote(self._setup, self.workers)
        return _Handle(actor, deque([(actor.ready.remote(), None)]))

    def capacity(self) -> int:
        """The number of jobs that the ready actors can take, those in reserve included."""
        return sum(PAIRS_PER_ACTOR - len(handle.calls) for handle in self._handles if handle.ready)

    def submit(self, job: Job) -> None:
        """Send a job to the actor with the fewest jobs."""
        ready = (handle for handle in self._handles if handle.ready)
        handle = min(ready, key=lambda handle: len(handle.calls))
        if not handle.calls:
            handle.since = time.monotonic()
        handle.calls.append((handle.actor.align.remote(job), job))

    def wait(self, seconds: float) -> list[Finished]:
        """Receive results; replace actors that have died, whose machine is lost, or that take too long."""
        answered = self._answered_calls(seconds)
        back = []
        for place, handle in enumerate(self._handles):
            if not handle.calls:
                continue
            call, job = handle.calls[0]
            if call in answered:
                result, alive = self._receive(handle, call)
            elif job is not None and time.monotonic() - handle.since > self._timeout:
                result, alive = timed_out(self._timeout), False
            else:
                continue
            handle.calls.popleft()
            handle.since = time.monotonic()
            if job is not None and result is not None:
                back.append(Finished(job, result))
            if not alive:
                self._ray.kill(handle.actor)
                not_started = PairResult(Status.NOT_STARTED, {})
                back += [Finished(reserve, not_started) for _, reserve in handle.calls if reserve]
                self._handles[place] = self._start()
        return back

    def _answered_calls(self, seconds: float) -> set[Any]:
        """Wait for an answer, so many seconds at most; return all calls that have one."""
        running = [handle.calls[0][0] for handle in self._handles if handle.calls]
        answered, _ = self._ray.wait(running, num_returns=1, timeout=seconds)
        if answered:
            answered, _ = self._ray.wait(running, num_returns=len(running), timeout=0)
        return set(answered)

    def _receive(self, handle: _Handle, call: Any) -> tuple[PairResult | None, bool]:
        """The answer of an actor, None from `ready`, and whether the actor is alive."""
        try:
            message = self._ray.get(call)
        except self._ray.exceptions.RayError as error:
            if not handle.ready:
                reason = str(error).strip().splitlines()[-1]
                self._failed_starts.add(
                    f"no actor can start: {reason}. Is the same duiqi installed on all machines?"
                )
            return crashed(f"ended, or its machine was lost ({type(error).__name__})"), False
        if isinstance(message, DuiqiError):
            raise message
        handle.ready = True
        self._failed_starts.reset()
        return message, True

    def close(self) -> None:
        """Kill the actors: their pairs are aligned again when the run is resumed."""
        for handle in self._handles:
            self._ray.kill(handle.actor)
        if self._connected_here:
            self._ray.shutdown()


def _import_ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Ray would send statistics to its makers
    try:
        import ray
        import ray.exceptions
    except ImportError:
        raise MissingExtra(
            "The ray engine is not installed. Install it with: pip install 'duiqi[ray]'"
        ) from None
    return ray


def _connect(ray: Any, address: str | None) -> None:
    try:
        _check_listening(address or "")
        ray.init(address=address, logging_level="ERROR", log_to_driver=False)
    except (OSError, ValueError, RuntimeError) as error:
        place = address or "this machine"
        raise DuiqiError(
            f"--address {place}: no Ray cluster answers there. On its first machine: ray start --head"
        ) from error


def _check_listening(address: str) -> None:
    """Raise OSError where nothing listens at the address: Ray itself would retry for five minutes."""
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if colon and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), CONNECT_TIMEOUT).close()
