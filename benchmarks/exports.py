"""How fast memories are written and read, and in how much memory.

    python benchmarks/exports.py [--units 500000] [--formats .tmx .xlf …] [--toolkit PYTHON]

Each measurement runs in a process of its own, so that the peak is that of the one thing
measured. Beads are made as they are written; that, and the start of Python, is part of the
time. With the interpreter of an environment that holds translate-toolkit (GPL, so never in
ours), its own TMX writer, which keeps the whole tree, is measured on the same units.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]

UNITS = """
ENGLISH = (
    "Urges all States, in particular those that have the capacity to do so, as well as the United Nations "
    "system and relevant organizations involved in mine action, to provide (%d):"
)
CHINESE = "敦促所有国家，特别是在这方面有能力的国家，以及联合国系统和参与地雷行动的组织酌情提供（%d）："
"""

WRITE = (
    UNITS
    + """
import resource, sys
from duiqi.corpus.model import Alignment, Bead, Side, Span
from duiqi.exports import write
class Beads:
    def __iter__(self):
        for n in range(int(sys.argv[2])):
            # One in four opens a paragraph, one in ten joins two segments of the translation.
            label = "3." if n % 4 == 0 else ""
            target = (CHINESE % n, "并请秘书长提出报告。") if n % 10 == 0 else (CHINESE % n,)
            spans = Span(n * 90, n * 90 + 80), Span(n * 40, n * 40 + 36)
            ranges = range(n, n + 1), range(n, n + len(target))
            yield Bead.of_texts(*ranges, str(n + 1), (ENGLISH % n,), target, *spans, label, label, 1.31, 0.97)
report = write(Alignment(Side("un.en.txt", "en"), Side("un.zh.txt", "zh"), Beads()), sys.argv[1])
assert report.written == int(sys.argv[2]), report
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""
)

READ = """
import resource, sys
from duiqi.corpus.bitext.reading import read_bitext
assert sum(1 for bead in read_bitext(sys.argv[1]).beads) == int(sys.argv[2])
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""

TOOLKIT_WRITE = (
    UNITS
    + """
import resource, sys
from translate.storage.tmx import tmxfile
memory = tmxfile()
for n in range(int(sys.argv[2])):
    memory.addtranslation(ENGLISH % n, "en-US", CHINESE % n, "zh-CN")
with open(sys.argv[1], "wb") as file:
    memory.serialize(file)
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""
)

TOOLKIT_READ = """
import resource, sys
from translate.storage.tmx import tmxfile
with open(sys.argv[1], "rb") as file:
    assert len(tmxfile.parsefile(file).units) == int(sys.argv[2])
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""


class Figures(NamedTuple):
    """Seconds on the clock, seconds of computing (the same, on an idle machine), peak of memory in MB."""

    wall: float
    busy: float
    peak: int

    def __str__(self) -> str:
        return f"{self.wall:7.1f} s ({self.busy:5.1f} s busy) {self.peak:5} MB"


def measure(python: str, script: str, path: Path, units: int) -> Figures:
    """Run a script on a file in a process of its own."""
    began = time.perf_counter()
    done = subprocess.run(
        [python, "-c", script, str(path), str(units)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    wall = time.perf_counter() - began
    busy, peak = done.stdout.split()
    return Figures(wall, float(busy), int(peak))


def main() -> None:
    """Print a table."""
    options = argparse.ArgumentParser(description="How fast memories are written and read.")
    options.add_argument("--units", type=int, default=500_000)
    options.add_argument("--formats", nargs="+", default=[".tmx"])
    options.add_argument("--toolkit", default="", help="a Python that has translate-toolkit")
    asked = options.parse_args()
    rows = [("duiqi", sys.executable, WRITE, READ, suffix) for suffix in asked.formats]
    if asked.toolkit:
        rows.append(("toolkit", asked.toolkit, TOOLKIT_WRITE, TOOLKIT_READ, ".tmx"))
    print(f"{asked.units:,} units")
    with tempfile.TemporaryDirectory() as folder:
        for name, python, writer, reader, suffix in rows:
            path = Path(folder, f"{name}{suffix}")
            for verb, script in (("written", writer), ("read", reader)):
                print(f"{name:8}{suffix:7}{verb:8}{measure(python, script, path, asked.units)}", flush=True)
            print(f"{'':15}{path.stat().st_size / 1e6:.0f} MB on disk")


if __name__ == "__main__":
    main()
