"""Several processes add at once, and a kill loses nothing that was reported."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from duiqi.aligner.memory import adding, postings, store
from duiqi.aligner.memory.memory import Memory
from duiqi.corpus.model import Alignment, Bead, Side

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork, no SIGKILL"),
]


class Child(NamedTuple):
    """A process that adds a text, and the pipe into which it writes how many units it has reported."""

    process: int
    pipe: int

    def end(self) -> tuple[int, int]:
        """Wait for its end; returns how it ended (-9 where it was killed) and what it reported last."""
        with os.fdopen(self.pipe, "rb") as pipe:
            reported = pipe.read()
        _, status = os.waitpid(self.process, 0)
        return os.waitstatus_to_exitcode(status), reported[-1] if reported else 0


def start(path: Path, name: str = "a", place: str = "", turn: int = 0) -> Child:
    """Fork a process that adds a text, and kills itself at the call of this number of a place's function."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        status = 1
        try:
            os.close(reading)
            report = armed(lambda done: os.write(writing, bytes([done.added + done.known])), place, turn)
            add(path, name, report)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writing)
    return Child(child, reading)


def add(path: Path, name: str, report: Callable[[Any], Any]) -> None:
    """Add 200 units in batches of 10."""
    adding.BATCH = 10
    pairs = [(f"Sentence {n} of the text {name}", f"第{n}句{name}") for n in range(200)]
    beads = [
        Bead.of_texts(range(n, n + 1), range(n, n + 1), str(n), [source], [target])
        for n, (source, target) in enumerate(pairs)
    ]
    with Memory(path) as memory:
        memory.add(Alignment(Side(name, "en"), Side(name, "zh"), beads), progress=report)


def armed(report: Callable[[Any], Any], place: str, turn: int) -> Callable[[Any], Any]:
    """Make a place's function fatal at its call of this number, before it or after it."""
    calls = 0

    def fatal(function: Callable[..., Any], *, after: bool = True) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == turn and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            result = function(*arguments, **named)
            if calls == turn and after:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return run

    if place in {"block", "postings"}:
        adding.add_block = fatal(adding.add_block, after=place == "postings")
    elif place == "merge":
        postings._joined = fatal(postings._joined)
    elif place == "creation":
        store._is_ready = fatal(store._is_ready)
    return fatal(report) if place == "report" else report


def check(path: Path, units: int) -> None:
    """As many units are listed, found by a search, and found by a lookup; none is there twice."""
    with Memory(path) as memory:
        sources = [unit.source for unit in memory.units()]
        assert len(sources) == len(set(sources)) == units
        assert len(memory.search("sentence", limit=1000)) == units
        for source in sources[:: max(1, units // 40)]:
            assert memory.lookup(source, "en", "zh")[0].percentage == 100


@pytest.mark.parametrize(
    ("place", "turn"),
    [
        *(("block", turn) for turn in (1, 3, 20)),
        *(("postings", turn) for turn in (1, 8, 20)),
        *(("report", turn) for turn in (1, 7, 21)),
        *(("merge", turn) for turn in (1, 2)),
        *(("creation", turn) for turn in (1, 2)),
    ],
)
def test_a_kill_loses_nothing_that_was_reported(path: Path, place: str, turn: int) -> None:
    ended, reported = start(path, place=place, turn=turn).end()
    assert ended == -signal.SIGKILL
    if path.exists():
        with Memory(path) as memory:
            kept = len([*memory.units()])
        assert kept in (reported, reported + 10)  # a batch may be on the disk that was not reported yet
    assert start(path).end() == (0, 200)
    check(path, 200)


def test_four_processes_add_at_once(path: Path) -> None:
    """Two of them add the same bitext; all four may create the file."""
    running = [start(path, name) for name in ("a", "b", "c", "c")]
    assert [child.end() for child in running] == [(0, 200)] * 4
    check(path, 600)
