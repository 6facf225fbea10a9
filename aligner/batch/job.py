"""A pair of texts as a job for a worker, its status, and its result."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple


class Status(StrEnum):
    """Status of a pair.

    The first six are recorded in the ledger; the last three are results of a worker after which
    the run puts the pair back, or stops.
    """

    WAITING = "waiting"  # for a worker
    RUNNING = "running"  # a worker has it
    DONE = "done"  # its files are in place
    DOUBTFUL = "doubtful"  # its files are in place, but the texts are not a translation of each other
    FAILED = "failed"  # for a reason that lies in its texts; it has no files
    CRASHED = "crashed"  # its worker was killed or ended; it has no files
    NOT_STARTED = "not started"  # its worker crashed over another pair
    OUT_OF_MEMORY = "out of memory"  # it needs more than a worker's share
    DISK_ERROR = "disk error"  # nothing can be written: every other pair would fail as well


WRITTEN = (Status.DONE, Status.DOUBTFUL)  # pairs that have files
UNSUCCESSFUL = (Status.FAILED, Status.CRASHED)  # pairs that have none
FINISHED = (*WRITTEN, *UNSUCCESSFUL)


class Answer(NamedTuple):
    """A judge's answer to the question of this signature; `judging.judge` explains choice and probability."""

    signature: str
    choice: int
    probability: float
    judge: str
    reliability: float


class Job(NamedTuple):
    """A pair that is to be aligned.

    number   its place in the manifest
    stem     its files' name, without a suffix
    bytes    of both texts together, estimated from the size of their files
    alone    it gets all the memory of the machine: nothing else runs meanwhile
    answers  to the questions that its alignment raised before
    """

    number: int
    id: str
    stem: str
    source: str
    target: str
    source_lang: str
    target_lang: str
    bytes: int
    alone: bool = False
    answers: tuple[Answer, ...] = ()


class PairResult(NamedTuple):
    """The status of a pair after a worker had it, and its entry in the report.

    sentences  segments of both sides together
    trusted    share of both texts, by characters, in beads with a confidence of at least 0.5
    questions  without an answer, as lines of JSON; None where nobody looked for questions
    sha256     of the files of source and target; empty where they were not read to their end
    """

    status: Status
    report: dict[str, Any]
    sentences: int = 0
    trusted: float = 0.0
    questions: tuple[str, ...] | None = None
    sha256: tuple[str, str] = ("", "")
