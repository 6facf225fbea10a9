"""How fast many pairs are aligned, in how much memory, and the time for the whole UN corpus.

    python -m benchmarks.batch [--pairs 10000] [--engines local ray] [--rounds 3] [--poisoned 1000]

The pairs are made anew each time, out of real text: documents of MAC-Dev (../shared/eval, or
the folder that DUIQI_EVAL names) and resolution 62/99 are cut, mixed and made untidy; most are
short, as letters and notes are, some as long as a chapter.

Each engine is compared with two processes that only align, one pair after another, each half of
the same pairs: in rounds, in turn, so that other programs disturb all alike. Loading the encoder
is not counted. On a busy machine the share of the time that the workers were at work, not
waiting for a pair, says more than the clock. Memory is the resident set of all processes
together, sampled ten times a second; memory that they share is counted several times.

`--poisoned` runs the command on so many pairs of which one in twenty is bad, and checks that
every good one is done and every bad one named.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks.batch import poisoned
from benchmarks.batch.estimate import estimate
from benchmarks.batch.rounds import WORKERS, measure
from benchmarks.batch.texts import TYPICAL, make_pairs
from duiqi.aligner.threads import cores

ENGINES = ["local", "ray"]


def main() -> None:
    """Print a table."""
    options = argparse.ArgumentParser(description="How fast many pairs are aligned.")
    options.add_argument("--pairs", type=int, default=10_000)
    options.add_argument("--typical", type=int, default=TYPICAL, help="beads of a text, the median")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--engines", nargs="*", default=ENGINES, choices=ENGINES)
    options.add_argument("--poisoned", type=int, default=0, metavar="PAIRS")
    asked = options.parse_args()
    # By default Ray's workers give way to other programs; the other workers do not.
    os.environ.setdefault("RAY_worker_niceness", "0")
    print(f"{cores()} cores; {WORKERS} workers each")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.poisoned:
            poisoned.check(folder, asked.poisoned)
            return
        if asked.engines:
            measure(folder, make_pairs(folder, asked.pairs, asked.typical), asked.engines, asked.rounds)
        estimate(folder / "un")


if __name__ == "__main__":
    main()
