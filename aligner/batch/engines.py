"""The protocol of an engine: workers, be they processes of this machine or actors of a cluster."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from duiqi.aligner.batch.job import Job, PairResult, Status
from duiqi.corpus.errors import DuiqiError

MAX_FAILED_STARTS = 3  # workers in a row that may end before they are ready


class Finished(NamedTuple):
    """A job that has come back, with its result."""

    job: Job
    result: PairResult


class Engine(Protocol):
    """Workers that each align one pair at a time.

    A pair whose worker ends comes back as crashed, a pair that takes too long as failed; in both
    cases a new worker takes the place of the old one.
    """

    @property
    def workers(self) -> int:
        """How many workers there are, or will be once all have started."""
        ...

    def capacity(self) -> int:
        """How many jobs can be submitted now."""
        ...

    def submit(self, job: Job) -> None:
        """Give a job to a worker."""
        ...

    def wait(self, seconds: float) -> list[Finished]:
        """Wait for jobs to finish, so many seconds at most, and return them.

        Raises DuiqiError where no worker can start.
        """
        ...

    def close(self) -> None:
        """End all workers, and give up the jobs that they have."""
        ...


class FailedStarts:
    """Workers in a row that ended before they were ready: after a few the run gives up."""

    def __init__(self) -> None:
        self._number = 0

    def add(self, message: str) -> None:
        """Count a failed start; raise DuiqiError with the message if there have been too many."""
        self._number += 1
        if self._number >= MAX_FAILED_STARTS:
            raise DuiqiError(message)

    def reset(self) -> None:
        """A worker is ready: begin to count anew."""
        self._number = 0


def timed_out(seconds: float) -> PairResult:
    """The result of a pair that took longer than the timeout."""
    return PairResult(
        Status.FAILED,
        {"error": f"took longer than {seconds:g} seconds. Try --timeout {2 * seconds:g} --retry-failed"},
    )


def crashed(reason: str) -> PairResult:
    """The result of a pair whose worker ended; `reason` completes “its worker …”."""
    return PairResult(
        Status.CRASHED, {"error": f"its worker {reason}. It is tried again when the run is resumed"}
    )
