"""The Ray engine: actors on all machines of a cluster, each with its encoder.

The same work by the same code as the local engine's, so the same bytes. An actor has one pair
in hand and one in reserve: more would pile up, and without the reserve it would wait for the
network after each, which takes as long as a short text. The results go to a folder that all
machines share.
"""

from __future__ import annotations

import os
import socket
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from duiqi.aligner.batch.engines import Result, died, too_slow
from duiqi.aligner.batch.job import Job, Outcome, Setup, Worker
from duiqi.aligner.encoders.protocol import BUNDLED
from duiqi.aligner.threads import cores
from duiqi.corpus.errors import DuiqiError, MissingExtra

PATIENCE = 10.0  # seconds to wait for a cluster's first answer
AHEAD = 2  # pairs that an actor is given: the one that it does, and the next
STILLBORN = 3  # actors that may die in a row before they are ready


class Actor:
    """A worker of the cluster; it is made at once, and loads its encoder in `ready`."""

    def __init__(self, setup: Setup, workers: int) -> None:
        self._setup, self._workers = setup, workers
        self._worker: Worker | None = None

    def ready(self) -> DuiqiError | None:
        """Load the encoder; what stands in the way comes back."""
        for folder in (self._setup.base, self._setup.out):
            if not folder.is_dir():
                return DuiqiError(
                    f"{folder}: not to be seen from {socket.gethostname()}. Texts and results have to be on "
                    "a disk that all machines of the cluster mount in the same place"
                )
        try:
            self._worker = Worker(self._setup, min(self._workers, cores()))
        except DuiqiError as error:
            return error
        return None

    def do(self, job: Job) -> Outcome:
        """Align a pair and write its files."""
        assert self._worker is not None
        return self._worker.do(job)


@dataclass(slots=True)
class _Handle:
    """An actor, and what it has been given: the pair that it does, and the next."""

    actor: Any
    calls: deque[tuple[Any, Job | None]]
    since: float = 0.0  # that it has been busy with the first of them
    ready: bool = False


class RayEngine:
    """So many actors, by default one for each core of the cluster, or GPU where the model can use one.

    address  of the cluster: `auto` for the one that this machine belongs to, `ray://…` for one
             elsewhere; by default that which is there, or else a new one on this machine
    timeout  what a pair may take, in seconds
    """

    def __init__(self, setup: Setup, jobs: int | None, timeout: float, *, address: str | None = None) -> None:
        self._ray = _imported()
        self._setup, self._timeout = setup, timeout
        self._mine = not self._ray.is_initialized()
        if self._mine:
            _connect(self._ray, address)
        there = self._ray.cluster_resources()
        # The bundled encoder runs on NumPy: a GPU would stand idle.
        gpus = 0 if setup.model == BUNDLED else int(there.get("GPU", 0))
        self.workers = jobs or gpus or max(1, int(there.get("CPU", 1)))
        self._class = self._ray.remote(Actor).options(num_cpus=1, num_gpus=min(gpus, 1))
        self._stillborn = 0
        self._handles = [self._started() for _ in range(self.workers)]

    def _started(self) -> _Handle:
        # Where no machine has room, an actor waits until one joins; the others go on.
        actor = self._class.remote(self._setup, self.workers)
        return _Handle(actor, deque([(actor.ready.remote(), None)]))

    def free(self) -> int:
        """Pairs that can be given: an actor that is ready takes one, and one in reserve."""
        return sum(AHEAD - len(handle.calls) for handle in self._handles if handle.ready)

    def give(self, job: Job) -> None:
        """To the actor that has the least to do."""
        ready = (handle for handle in self._handles if handle.ready)
        handle = min(ready, key=lambda handle: len(handle.calls))
        if not handle.calls:
            handle.since = time.monotonic()
        handle.calls.append((handle.actor.do.remote(job), job))

    def wait(self, seconds: float) -> list[Result]:
        """What has come back; the dead, those of lost machines and the slow are replaced."""
        first = [handle.calls[0][0] for handle in self._handles if handle.calls]
        back, _ = self._ray.wait(first, num_returns=1, timeout=seconds)
        if back:
            back, _ = self._ray.wait(first, num_returns=len(first), timeout=0)
        heard = set(back)
        results = []
        for place, handle in enumerate(self._handles):
            if not handle.calls:
                continue
            call, job = handle.calls[0]
            if call in heard:
                outcome, alive = self._heard(handle, call)
            elif job is not None and time.monotonic() - handle.since > self._timeout:
                outcome, alive = too_slow(self._timeout), False
            else:
                continue
            handle.calls.popleft()
            handle.since = time.monotonic()
            if job is not None and outcome is not None:
                results.append(Result(job, outcome))
            if not alive:
                self._ray.kill(handle.actor)
                results += [Result(next_, Outcome("unbegun", {})) for _, next_ in handle.calls if next_]
                self._handles[place] = self._started()
        return results

    def _heard(self, handle: _Handle, call: Any) -> tuple[Outcome | None, bool]:
        """What an actor says, and whether it is alive."""
        try:
            message = self._ray.get(call)
        except self._ray.exceptions.RayError as error:
            if not handle.ready:
                self._stillborn += 1
                if self._stillborn >= STILLBORN:
                    told = str(error).strip().splitlines()[-1]
                    raise DuiqiError(
                        f"no actor can begin: {told}. Is the same duiqi installed on all machines?"
                    ) from error
            return died(f"or its machine was lost ({type(error).__name__})"), False
        if isinstance(message, DuiqiError):
            raise message
        handle.ready, self._stillborn = True, 0
        return message, True

    def close(self) -> None:
        """End the actors: what they had in hand is done anew when the run goes on."""
        for handle in self._handles:
            self._ray.kill(handle.actor)
        if self._mine:
            self._ray.shutdown()


def _imported() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anyone
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
        _knock(address or "")
        ray.init(address=address, logging_level="ERROR", log_to_driver=False)
    except (OSError, ValueError, RuntimeError) as error:
        place = address or "this machine"
        raise DuiqiError(
            f"--address {place}: no Ray cluster answers there. On its first machine: ray start --head"
        ) from error


def _knock(address: str) -> None:
    """Raise OSError where nobody opens the door: Ray itself would go on knocking for five minutes."""
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if colon and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), PATIENCE).close()
