"""The Ray engine: actors on all machines of a cluster, each with its encoder.

The same work by the same code as the local engine's, so the same bytes. An actor has one
pair at a time; whoever asks for the next one gets it, so nothing piles up anywhere. The
results go to a folder that all machines share.
"""

from __future__ import annotations

import os
import socket
import time
from dataclasses import dataclass
from typing import Any

from aligner.batch.engines import Result, died, too_slow
from aligner.batch.job import Job, Outcome, Setup, Worker
from aligner.batch.limits import cores
from aligner.encoders import BUNDLED
from corpus.errors import DuiqiError, MissingExtra

PATIENCE = 10.0  # seconds to wait for a cluster's first answer
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
    actor: Any
    call: Any  # what it is busy with, None when it is idle
    job: Job | None = None
    since: float = 0.0
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
        return _Handle(actor, actor.ready.remote())

    def free(self) -> int:
        """Actors that are ready and idle."""
        return sum(handle.ready and handle.job is None for handle in self._handles)

    def give(self, job: Job) -> None:
        """To the first idle actor."""
        handle = next(handle for handle in self._handles if handle.ready and handle.job is None)
        handle.job, handle.since = job, time.monotonic()
        handle.call = handle.actor.do.remote(job)

    def wait(self, seconds: float) -> list[Result]:
        """What has come back; the dead, those of lost machines and the slow are replaced."""
        calls = [handle.call for handle in self._handles if handle.call is not None]
        ready, _ = self._ray.wait(calls, num_returns=1, timeout=seconds)
        if ready:
            ready, _ = self._ray.wait(calls, num_returns=len(calls), timeout=0)
        back = set(ready)
        results = []
        for place, handle in enumerate(self._handles):
            if handle.call in back:
                result, alive = self._heard(handle)
            elif handle.job is not None and time.monotonic() - handle.since > self._timeout:
                result, alive = Result(handle.job, too_slow(self._timeout)), False
            else:
                continue
            if not alive:
                self._ray.kill(handle.actor)
                self._handles[place] = self._started()
            if result is not None:
                results.append(result)
        return results

    def _heard(self, handle: _Handle) -> tuple[Result | None, bool]:
        """What an actor says, and whether it is alive."""
        try:
            message = self._ray.get(handle.call)
        except self._ray.exceptions.RayError as error:
            how = f"or its machine was lost ({type(error).__name__})"
            if not handle.ready:
                self._stillborn += 1
                if self._stillborn >= STILLBORN:
                    told = str(error).strip().splitlines()[-1]
                    raise DuiqiError(
                        f"no actor can begin: {told}. Is the same duiqi installed on all machines?"
                    ) from error
            return (Result(handle.job, died(how)) if handle.job else None), False
        if isinstance(message, DuiqiError):
            raise message
        job, handle.job, handle.call = handle.job, None, None
        handle.ready, self._stillborn = True, 0
        return (Result(job, message) if job else None), True

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
