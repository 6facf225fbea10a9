"""The local engine: one process after another, each replaced when it dies or takes too long."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from duiqi.aligner.batch import local
from duiqi.aligner.batch.engines import Finished
from duiqi.aligner.batch.job import Job, Status
from duiqi.aligner.batch.local import LocalEngine, threads_per_worker
from duiqi.aligner.batch.setup import Setup
from duiqi.aligner.threads import cores


def test_workers_share_the_cores() -> None:
    """As many processes as cores have one thread each; a single one has them all."""
    assert threads_per_worker(cores()) == 1
    assert threads_per_worker(1) == cores()
    assert threads_per_worker(4 * cores()) == 1


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="uses a named pipe of POSIX systems")
def test_a_pair_that_takes_too_long_fails_and_a_new_worker_goes_on(
    make_pairs: Callable[..., list[str]], held_open: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_pairs(1)
    Path("held.txt").touch()
    now = [0.0]
    monkeypatch.setattr(local, "time", SimpleNamespace(monotonic=lambda: now[0]))
    Path("out").mkdir()
    with closing(LocalEngine(Setup(Path().absolute(), Path("out").absolute()), 1, timeout=60)) as engine:

        def submitted(job: Job) -> None:
            while not engine.capacity():
                assert not engine.wait(300)
            engine.submit(job)

        slow = Job(0, "slow", "slow", "held.txt", "0.zh.txt", "", "", 0)
        submitted(slow)
        with held_open():
            now[0] += 60
            assert engine.wait(0) == []
            now[0] += 1
            [(job, result)] = engine.wait(0)
        assert (job, result.status) == (slow, Status.FAILED)
        assert result.report["error"] == "took longer than 60 seconds. Try --timeout 120 --retry-failed"
        submitted(Job(1, "p0", "p0", "0.en.txt", "0.zh.txt", "", "", 0))
        back: list[Finished] = []
        while not back:
            back = engine.wait(300)
        assert [(job.id, result.status) for job, result in back] == [("p0", Status.DONE)]
    assert Path("out/p0.jsonl").exists()
