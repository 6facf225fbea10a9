"""How long one waits: the help, and the main job with where its time goes.

    python benchmarks/startup.py [--runs 5]

Each run is a process of its own, its start included. The middle one of the runs is printed,
and the quickest: on a busy machine the quickest says more about the program.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "corpus" / "samples"
DUIQI = [sys.executable, "-c", "from duiqi.aligner.cli import main; main()"]


def seconds(*words: str) -> tuple[float, str]:
    """Wall time of one `duiqi`, and what it said on stderr."""
    begin = time.perf_counter()
    ran = subprocess.run([*DUIQI, *words], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return time.perf_counter() - begin, ran.stderr


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = range(parser.parse_args().runs)
    with tempfile.TemporaryDirectory() as folder:
        job = [
            *("align", str(SAMPLES / "un-62-99.en.txt"), str(SAMPLES / "un-62-99.zh.txt")),
            *("-o", str(Path(folder, "out.tmx")), "--timings"),
        ]
        seconds(*job)  # fills the disk's cache and writes the byte code
        took = [seconds(*job) for _ in runs]
    asked = sorted(seconds("--help")[0] for _ in runs)
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {len(runs)} runs: middle, quickest")
    print(f"duiqi --help       {median(asked):5.2f} s  {asked[0]:5.2f} s")
    whole = sorted(each for each, _ in took)
    print(f"the main job       {median(whole):5.2f} s  {whole[0]:5.2f} s")
    print("\nthe quickest run of the main job:")
    print("\n".join(line for line in min(took)[1].splitlines() if " s  " in line))


if __name__ == "__main__":
    main()
