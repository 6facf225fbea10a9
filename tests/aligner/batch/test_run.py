"""Scheduling: which pair comes next, and what each result leads to. The engine is a list of results."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Callable
from pathlib import Path

import pytest

from duiqi.aligner.batch.engines import Finished, crashed
from duiqi.aligner.batch.job import Job, PairResult, Status
from duiqi.aligner.batch.ledger import Counts, Ledger
from duiqi.aligner.batch.manifest import Entry
from duiqi.aligner.batch.run import run
from duiqi.aligner.batch.schema import LARGE
from duiqi.corpus.errors import UnwritableFile

Begin = Callable[..., Ledger]


class ScriptedEngine:
    """Returns one pair at a time, the first submitted first; its results come from a script, else it is done.

    script      results by id, to be returned one after another
    submitted   the ids in the order in which they were submitted, with a + for a pair alone
    """

    def __init__(self, workers: int, script: dict[str, list[PairResult]] | None = None) -> None:
        self.workers = workers
        self.script = defaultdict(list, script or {})
        self.submitted: list[str] = []
        self.most_large = 0
        self._jobs: deque[Job] = deque()

    def capacity(self) -> int:
        return self.workers - len(self._jobs)

    def submit(self, job: Job) -> None:
        assert len(self._jobs) < self.workers
        assert not any(other.alone for other in self._jobs)
        assert not (job.alone and self._jobs)
        self._jobs.append(job)
        self.submitted.append(job.id + "+" * job.alone)
        self.most_large = max(self.most_large, sum(other.bytes >= LARGE for other in self._jobs))

    def wait(self, seconds: float) -> list[Finished]:
        job = self._jobs.popleft()
        results = self.script[job.id]
        return [Finished(job, results.pop(0) if results else PairResult(Status.DONE, {}, sentences=10))]

    def close(self) -> None:
        self._jobs.clear()


def run_with(ledger: Ledger, engine: ScriptedEngine) -> Counts:
    return run(ledger, lambda pairs: engine, json_progress=True)


def test_all_pairs_are_aligned_in_order(begin: Begin, capsys: pytest.CaptureFixture[str]) -> None:
    """And the last line of progress is the whole run."""
    ledger = begin(*"abc")
    engine = ScriptedEngine(2, {"b": [PairResult(Status.FAILED, {"error": "b.txt: no such file"})]})
    assert run_with(ledger, engine).pairs == {"done": 2, "failed": 1}
    assert engine.submitted == ["a", "b", "c"]
    last = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert (last["pairs_done"], last["pairs"], last["failed"], last["sentences"]) == (3, 3, 1, 20)


def test_no_engine_is_started_for_a_finished_run(begin: Begin) -> None:
    ledger = begin("a")
    run_with(ledger, ScriptedEngine(1))

    def start(pairs: int) -> ScriptedEngine:
        raise AssertionError

    assert run(ledger, start).pairs == {"done": 1}


def test_a_crashed_pair_gets_a_second_attempt_and_no_third(begin: Begin) -> None:
    engine = ScriptedEngine(1, {"a": [crashed("ended")], "b": [crashed("ended")] * 3})
    assert run_with(begin(*"ab"), engine).pairs == {"done": 1, "crashed": 1}
    assert sorted(engine.submitted) == ["a", "a", "b", "b"]


def test_a_pair_in_reserve_does_not_lose_an_attempt_when_its_actor_crashes(begin: Begin) -> None:
    engine = ScriptedEngine(1, {"a": [PairResult(Status.NOT_STARTED, {})] * 5})
    assert run_with(begin("a"), engine).pairs == {"done": 1}


def test_a_pair_without_enough_memory_is_aligned_alone_at_the_end(begin: Begin) -> None:
    engine = ScriptedEngine(2, {"a": [PairResult(Status.OUT_OF_MEMORY, {})]})
    assert run_with(begin(*"abcd"), engine).pairs == {"done": 4}
    assert engine.submitted == ["a", "b", "c", "d", "a+"]


def test_an_error_of_the_disk_stops_the_run_and_fails_no_pair(begin: Begin) -> None:
    ledger = begin(*"abc")
    message = "out/b.jsonl: cannot be written: no space left on device"
    engine = ScriptedEngine(2, {"b": [PairResult(Status.DISK_ERROR, {"error": message})]})
    with pytest.raises(UnwritableFile) as error:
        run_with(ledger, engine)
    assert str(error.value) == message
    assert ledger.counts().pairs == {"done": 1, "waiting": 2}


def test_large_texts_come_first_but_leave_half_of_the_workers_to_small_ones(begin: Begin) -> None:
    with Path("large").open("wb") as file:
        file.truncate(LARGE)
    pairs = [Entry(id, id, "large" if id in "CDEF" else "small", "b") for id in "abCDEFgh"]  # noqa: A001
    engine = ScriptedEngine(4)
    assert run_with(begin(*pairs), engine).pairs == {"done": 8}
    assert engine.submitted[:4] == ["C", "D", "a", "b"]
    small_left = engine.submitted.index("h")
    assert sum(id in "CDEF" for id in engine.submitted[:small_left]) <= 4  # noqa: A001
    assert engine.most_large == 2
