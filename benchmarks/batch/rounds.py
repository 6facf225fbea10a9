"""Each engine against two bare processes, in rounds, in turn on the same pairs."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.batch.ram import peak_ram
from duiqi.aligner.batch.cluster import PAIRS_PER_ACTOR, RayEngine
from duiqi.aligner.batch.engines import Engine
from duiqi.aligner.batch.job import FINISHED, UNSUCCESSFUL, Job
from duiqi.aligner.batch.local import LocalEngine
from duiqi.aligner.batch.manifest import Entry, read_manifest
from duiqi.aligner.batch.run import open_ledger, run
from duiqi.aligner.batch.setup import Setup
from duiqi.aligner.batch.worker import Worker

WORKERS = 2
TIMEOUT = 600.0  # seconds for a pair


class Measured(NamedTuple):
    """Seconds on the clock, sentences aligned, peak RAM in MB, and the share of the time at work."""

    seconds: float
    sentences: int
    peak: int
    at_work: float


def measure(folder: Path, manifest: Path, engines: Sequence[str], rounds: int) -> None:
    """Print a line for each round and engine, and the median of each engine's ratios."""
    every = list(read_manifest(manifest))
    size = len(every) // rounds
    ratios: dict[str, list[float]] = {engine: [] for engine in engines}
    print("round  by        pairs  seconds  pairs/s  sentences/s  peak MB  at work  of two bare processes")
    for n in range(rounds):
        entries = every[n * size : (n + 1) * size]
        setup = Setup(base=folder, out=folder / f"bare-{n}")
        bare = by_bare_processes(setup, entries)
        _print(n, "bare", size, bare)
        for engine in engines:
            measured = by_engine(engine, replace(setup, out=folder / f"{engine}-{n}"), entries)
            ratios[engine].append(bare.seconds / measured.seconds)
            _print(n, engine, size, measured, ratios[engine][-1])
            _check_same_results(setup.out, folder / f"{engine}-{n}")
    for engine, found in ratios.items():
        print(f"{engine}: {statistics.median(found):.2f} of two bare processes, the median")


def by_engine(name: str, setup: Setup, entries: Sequence[Entry]) -> Measured:
    """Run these pairs; the clock starts when all workers are ready."""
    began: list[float] = []

    def start(pairs: int) -> Engine:
        on_ray = name == "ray"
        engine: Engine = (
            RayEngine(setup, WORKERS, TIMEOUT) if on_ray else LocalEngine(setup, WORKERS, TIMEOUT)
        )
        while engine.capacity() < WORKERS * (PAIRS_PER_ACTOR if on_ray else 1):
            engine.wait(0.1)
        began.append(time.perf_counter())
        return engine

    with closing(open_ledger(lambda: entries, setup, setup.out)) as ledger, peak_ram() as peak:
        counts = run(ledger, start)
        seconds = time.perf_counter() - began[0]
        assert counts.of(*UNSUCCESSFUL) == 0, counts
        assert counts.of(*FINISHED) == len(entries), counts
        busy = sum(pair["seconds"] for pair in ledger.reports())
        return Measured(seconds, counts.sentences, peak(), busy / WORKERS / seconds)


def by_bare_processes(setup: Setup, entries: Sequence[Entry]) -> Measured:
    """Divide the pairs between two processes without queue or ledger.

    Their rates are added, so that it does not matter which one ends first.
    """
    setup.out.mkdir()
    jobs = [Job(n, e.id, e.id, e.source, e.target, "", "", 0) for n, e in enumerate(entries)]
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(WORKERS + 1), context.Queue()
    with peak_ram() as peak:
        processes = [
            context.Process(target=_align_all, args=(setup, jobs[n::WORKERS], start, results))
            for n in range(WORKERS)
        ]
        for process in processes:
            process.start()
        start.wait()
        began = time.perf_counter()
        found, rate = 0, 0.0
        for _ in processes:
            sentences = results.get()
            found += sentences
            rate += sentences / (time.perf_counter() - began)
        for process in processes:
            process.join()
        return Measured(found / rate, found, peak(), 1.0)


def _align_all(setup: Setup, jobs: list[Job], start: Any, results: Any) -> None:
    worker = Worker(setup)
    start.wait()
    results.put(sum(worker.align(job).sentences for job in jobs))


def _print(number: int, name: str, pairs: int, measured: Measured, ratio: float | None = None) -> None:
    print(
        f"{number + 1:5}  {name:8}{pairs:7,}{measured.seconds:9.1f}{pairs / measured.seconds:9.2f}"
        f"{measured.sentences / measured.seconds:13.1f}{measured.peak:9,}{measured.at_work:9.1%}"
        + (f"  {ratio:.2f}" if ratio else ""),
        flush=True,
    )


def _check_same_results(one: Path, other: Path) -> None:
    for path in one.glob("*.jsonl"):
        assert path.read_bytes() == (other / path.name).read_bytes(), path
