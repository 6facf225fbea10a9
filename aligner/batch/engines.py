"""What the run asks of those who do its work, be they processes or a cluster."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from duiqi.aligner.batch.job import Job, Outcome


class Result(NamedTuple):
    """A pair that has come back; where its worker died, `outcome` says how."""

    job: Job
    outcome: Outcome


class Engine(Protocol):
    """Workers that are given a pair each, as soon as they are free.

    The pair of a worker that dies comes back as lost, that of one which takes too long as
    failed; another worker takes its place.
    """

    @property
    def workers(self) -> int:
        """How many there are, or will be."""
        ...

    def free(self) -> int:
        """How many pairs can be given now."""
        ...

    def give(self, job: Job) -> None:
        """Have a pair done."""
        ...

    def wait(self, seconds: float) -> list[Result]:
        """What has come back, after so many seconds at the latest.

        Raises DuiqiError where no worker can begin at all.
        """
        ...

    def close(self) -> None:
        """Stop everything; pairs in flight are given up."""
        ...


def too_slow(seconds: float) -> Outcome:
    """The outcome of a pair that was given up."""
    return Outcome(
        "failed",
        {"error": f"took longer than {seconds:g} seconds. Try --timeout {2 * seconds:g} --retry-failed"},
    )


def died(how: str) -> Outcome:
    """The outcome of a pair whose worker died, twice."""
    return Outcome("lost", {"error": f"its worker {how}. It is tried again when the run goes on"})
