"""An estimate for the whole UN corpus, from a few texts of its mean length."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.batch.texts import make_pairs
from duiqi.aligner.batch.job import Job
from duiqi.aligner.batch.manifest import read_manifest
from duiqi.aligner.batch.progress import duration
from duiqi.aligner.batch.setup import Setup
from duiqi.aligner.batch.worker import Worker

# Ziemski, Junczys-Dowmunt and Pouliquen (2016): documents and sentence pairs, Chinese and English.
UN_DOCUMENTS, UN_BEADS = 94_770, 15_886_041
EFFICIENCY = 0.9  # the rest is for queue, disk and network
CORES = {"2 cores": 2, "a node of 16 cores": 16, "10 such nodes": 160}


def estimate(folder: Path, pairs: int = 12) -> None:
    """Print the time that one core takes for some pairs, and machines for the whole corpus."""
    beads = round(UN_BEADS / UN_DOCUMENTS)
    folder.mkdir()
    manifest = make_pairs(folder, pairs, typical=beads, spread=0.0)
    out = folder / "out"
    out.mkdir()
    worker = Worker(Setup(base=folder, out=out))
    # Seconds of computing, not on the clock: other programs do not count.
    began = time.process_time()
    sentences = 0
    for n, entry in enumerate(read_manifest(manifest)):
        job = Job(n, entry.id, entry.id, entry.source, entry.target, "", "", 0)
        sentences += worker.align(job).sentences
    busy = time.process_time() - began
    print(
        f"{pairs} pairs of {beads} beads, {sentences:,} sentences: {busy:.1f} s of one core, "
        f"{sentences / busy:.0f} sentences/s"
    )
    for name, cores in CORES.items():
        seconds = UN_DOCUMENTS * busy / pairs / cores / EFFICIENCY
        print(f"{UN_DOCUMENTS:,} such pairs on {name}: {duration(seconds)}, at {EFFICIENCY:.0%} efficiency")
