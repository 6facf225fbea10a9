"""Several processes add at once, and a kill loses nothing that was reported."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from duiqi.aligner.memory.memory import Memory

# Adds 200 units in batches of 10 and prints how many are reported; kills itself at the n-th call of a
# function, before it or after it.
ADD = """
import os, signal, sqlite3, sys
from duiqi.aligner.memory import adding, memory, postings, store
from duiqi.corpus.model import Alignment, Bead, Side

path, name, place, turn = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
calls = 0

def fatal(function, after):
    def run(*arguments, **named):
        global calls
        calls += 1
        if calls == turn and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **named)
        if calls == turn and after:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return run

if place == "block":
    adding.add_block = fatal(adding.add_block, after=False)
elif place == "postings":
    adding.add_block = fatal(adding.add_block, after=True)
elif place == "merge":
    postings._joined = fatal(postings._joined, after=True)
elif place == "creation":
    store._is_ready = fatal(store._is_ready, after=True)
report = lambda done: print(done.added + done.known, flush=True)
if place == "report":
    report = fatal(report, after=True)
adding.BATCH = 10
pairs = [(f"Sentence {n} of the text {name}", f"第{n}句{name}") for n in range(200)]
beads = [Bead.of_texts(range(n, n + 1), range(n, n + 1), str(n), [s], [t]) for n, (s, t) in enumerate(pairs)]
alignment = Alignment(Side(name, "en"), Side(name, "zh"), beads)
with memory.Memory(path) as made:
    made.add(alignment, progress=report)
"""


def start(path: Path, name: str = "a", place: str = "", turn: int = 0) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", ADD, str(path), name, place, str(turn)]
    return subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def check(path: Path, units: int) -> None:
    """As many units are listed, found by a search, and found by a lookup; none is there twice."""
    with Memory(path) as memory:
        sources = [unit.source for unit in memory.units()]
        assert len(sources) == len(set(sources)) == units
        assert len(memory.search("sentence", limit=1000)) == units
        for source in sources[:: max(1, units // 40)]:
            assert memory.lookup(source, "en", "zh")[0].percentage == 100


@pytest.mark.slow
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
    killed = start(path, place=place, turn=turn)
    out, _ = killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    reported = int(out.split()[-1]) if out else 0
    if path.exists():
        with Memory(path) as memory:
            kept = len([*memory.units()])
        assert kept in (reported, reported + 10)  # a batch may be on the disk that was not reported yet
    again = start(path)
    out, err = again.communicate(timeout=60)
    assert (again.returncode, err) == (0, "")
    check(path, 200)


@pytest.mark.slow
def test_four_processes_add_at_once(path: Path) -> None:
    """Two of them add the same bitext; all four may create the file."""
    running = [start(path, name) for name in ("a", "b", "c", "c")]
    for process in running:
        _, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, "")
    check(path, 600)
