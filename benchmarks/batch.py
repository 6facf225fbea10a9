"""How fast many pairs are aligned, in how much memory, and what the whole UN corpus would cost.

    python -m benchmarks.batch [--pairs 10000] [--engines local ray] [--rounds 3] [--poisoned 1000]

The pairs are made anew each time, out of real text: documents of MAC-Dev (../shared/eval, or
the folder that DUIQI_EVAL names) and resolution 62/99 are cut, mixed and noised; most are
short, as letters and notes are, some as long as a chapter.

Each engine is held against two processes that do nothing but align, one after the other, each
half of the same pairs: in rounds, in turn, so that what else runs on the machine meets all
alike. Loading the encoder is not counted, in any of them. On a busy machine the share of the
time that the workers were at work, not waiting for a pair, says more than the clock. Memory is
the resident set of all processes together, looked at ten times a second; what they share
counts several times.

`--poisoned` runs the command itself on so many pairs of which one in twenty is of no use, and
checks that every good one is done and every bad one named.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from duiqi.aligner.batch.cluster import AHEAD, RayEngine
from duiqi.aligner.batch.engines import Engine
from duiqi.aligner.batch.job import Job, Setup, Worker
from duiqi.aligner.batch.local import LocalEngine
from duiqi.aligner.batch.manifest import Entry, read_manifest
from duiqi.aligner.batch.run import open_state, run
from duiqi.aligner.batch.telling import duration
from duiqi.aligner.threads import cores

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "corpus" / "samples"
EVAL = Path(os.environ.get("DUIQI_EVAL", ROOT.parent / "shared" / "eval"))
WORKERS = 2
TYPICAL = 8  # beads of a made text, the median
# Ziemski, Junczys-Dowmunt and Pouliquen (2016): documents and sentence pairs, Chinese and English.
UN_DOCUMENTS, UN_BEADS = 94_770, 15_886_041
EFFICIENCY = 0.9
MACHINES = {"2 cores": 2, "a node of 16 cores": 16, "10 such nodes": 160}

Text = tuple[list[str], list[str]]  # sentences that are each other's translation


class Measured(NamedTuple):
    """Seconds on the clock, sentences aligned, the most memory in MB, the share of the time at work."""

    seconds: float
    sentences: int
    peak: int
    at_work: float


# --- texts


def material() -> list[list[Text]]:
    """Documents of beads, Chinese and English; without MAC-Dev only the resolution."""
    from duiqi.aligner.pipeline import align
    from duiqi.corpus import read
    from duiqi.segmenters import segment

    sides = (segment(read(SAMPLES / f"un-62-99.{lang}.txt")) for lang in ("zh", "en"))
    beads = align(*sides).beads
    documents = [[(list(b.source_texts), list(b.target_texts)) for b in beads if all(b.kind)]]
    gold = EVAL / "mac_dev.jsonl"
    if not gold.is_file():
        print(f"{gold} is absent: the texts are made of one resolution only", file=sys.stderr)
        return documents
    for document in map(json.loads, gold.read_text(encoding="utf-8").splitlines()):
        pairs = (
            ([document["src"][i] for i in source], [document["tgt"][j] for j in target])
            for source, target in document["gold"]
        )
        documents.append([pair for pair in pairs if all(pair)])
    return documents


def mixed(documents: list[list[Text]], beads: int, choice: random.Random) -> list[Text]:
    """Stretches of several documents, one behind the other."""
    text: list[Text] = []
    while len(text) < beads:
        document = choice.choice(documents)
        length = min(beads - len(text), choice.randint(4, 60), len(document))
        start = choice.randrange(len(document) - length + 1)
        text += document[start : start + length]
    return text


def write_text(text: list[Text], folder: Path, name: str, choice: random.Random) -> None:
    """Both sides as files, untidy as files are: sentences lost, lines wrapped or joined, old encodings."""
    sides: list[str] = []
    for side, joiner in ((0, ""), (1, " ")):
        kept = [joiner.join(bead[side]) for bead in text if choice.random() > 0.02] or ["."]
        glue = choice.choices(["\n\n", "\n", joiner], [5, 4, 1])[0]
        if side == 1 and choice.random() < 0.3:
            kept, glue = [textwrap.fill(paragraph, 76) for paragraph in kept], "\n\n"
        sides.append(glue.join(kept) + "\n")
    encoding = "gb18030" if choice.random() < 0.05 else "utf-8"
    (folder / f"{name}.zh.txt").write_bytes(sides[0].encode(encoding, "replace"))
    (folder / f"{name}.en.txt").write_text(sides[1], encoding="utf-8")


def make(folder: Path, pairs: int, typical: int = TYPICAL, spread: float = 0.7) -> Path:
    """So many pairs in a folder, and their manifest; the same each time."""
    choice = random.Random(94770)
    documents = material()
    manifest = folder / "pairs.tsv"
    with manifest.open("w", encoding="utf-8") as lines:
        for n in range(pairs):
            beads = max(3, round(typical * choice.lognormvariate(0, spread)))
            write_text(mixed(documents, beads, choice), folder, f"{n}", choice)
            lines.write(f"{n}\t{n}.zh.txt\t{n}.en.txt\n")
    return manifest


# --- measuring


def resident() -> int:
    """MB of this process and all that come from it."""
    parents: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            stat = (place / "stat").read_text(encoding="utf-8", errors="replace")
            parents[int(place.name)] = int(stat.rpartition(")")[2].split()[1])
        except OSError:
            continue
    pages, found = 0, [os.getpid()]
    while found:
        process = found.pop()
        try:
            pages += int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
        except OSError:
            continue
        found += [child for child, parent in parents.items() if parent == process]
    return pages * os.sysconf("SC_PAGE_SIZE") // 1_000_000


@contextmanager
def watched() -> Iterator[Callable[[], int]]:
    """The most memory that was in use meanwhile."""
    most, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            most[0] = max(most[0], resident())

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    yield lambda: most[0]
    over.set()
    thread.join()


def by_engine(name: str, setup: Setup, entries: Sequence[Entry]) -> Measured:
    """A run of these pairs; the clock starts when all workers are ready."""
    began: list[float] = []

    def make_engine(pairs: int) -> Engine:
        engine: Engine = RayEngine(setup, WORKERS, 600) if name == "ray" else LocalEngine(setup, WORKERS, 600)
        while engine.free() < WORKERS * (AHEAD if name == "ray" else 1):
            engine.wait(0.1)
        began.append(time.perf_counter())
        return engine

    with closing(open_state(lambda: entries, setup, setup.out)) as state, watched() as most:
        counts = run(state, make_engine)
        seconds = time.perf_counter() - began[0]
        assert counts.pairs.get("failed", 0) == 0, counts
        busy = sum(pair["seconds"] for pair in state.reports())
        return Measured(seconds, counts.sentences, most(), busy / WORKERS / seconds)


def alone(setup: Setup, jobs: list[Job], start: Any, results: Any) -> None:
    """A single process: no queue, no record, no one to wait for."""
    worker = Worker(setup)
    start.wait()
    results.put(sum(worker.do(job).sentences for job in jobs))


def by_two_processes(setup: Setup, entries: Sequence[Entry]) -> Measured:
    """The pairs halved between two processes; their rates are added, whichever ends first."""
    setup.out.mkdir()
    jobs = [Job(n, e.id, e.id, e.source, e.target, "", "", 0) for n, e in enumerate(entries)]
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(WORKERS + 1), context.Queue()
    with watched() as most:
        processes = [
            context.Process(target=alone, args=(setup, jobs[n::WORKERS], start, results))
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
        return Measured(found / rate, found, most(), 1.0)


def rounds(folder: Path, manifest: Path, engines: Sequence[str], number: int) -> None:
    """Each engine against two bare processes, in turn on the same pairs."""
    every = list(read_manifest(manifest))
    size = len(every) // number
    ratios: dict[str, list[float]] = {engine: [] for engine in engines}
    print("round  by        pairs  seconds  pairs/s  sentences/s  peak MB  at work  of two bare processes")
    for n in range(number):
        entries = every[n * size : (n + 1) * size]
        setup = Setup(base=folder, out=folder / f"bare-{n}")
        bare = by_two_processes(setup, entries)
        tell(n, "bare", size, bare)
        for engine in engines:
            found = by_engine(engine, replace(setup, out=folder / f"{engine}-{n}"), entries)
            ratios[engine].append(bare.seconds / found.seconds)
            tell(n, engine, size, found, ratios[engine][-1])
            same(setup.out, folder / f"{engine}-{n}")
    for engine, found_ratios in ratios.items():
        print(f"{engine}: {statistics.median(found_ratios):.2f} of two bare processes, the median")


def tell(number: int, name: str, pairs: int, found: Measured, ratio: float | None = None) -> None:
    print(
        f"{number + 1:5}  {name:8}{pairs:7,}{found.seconds:9.1f}{pairs / found.seconds:9.2f}"
        f"{found.sentences / found.seconds:13.1f}{found.peak:9,}{found.at_work:9.1%}"
        + (f"  {ratio:.2f}" if ratio else ""),
        flush=True,
    )


def same(one: Path, other: Path) -> None:
    """Whoever made them, the results are the same bytes."""
    for path in one.glob("*.jsonl"):
        assert path.read_bytes() == (other / path.name).read_bytes(), path


# --- one in twenty of no use


def poisoned(folder: Path, pairs: int) -> None:
    """The command itself, on pairs of which some are missing, binary, empty, endless, unreadable, swapped."""
    manifest = make(folder, pairs)
    lines = manifest.read_text(encoding="utf-8").splitlines()
    choice = random.Random(5)
    (folder / "binary").write_bytes(choice.randbytes(20_000))
    (folder / "empty").touch()
    (folder / "endless").write_bytes(b"a" * 50_000_000)
    (folder / "undecodable").write_bytes(b"\xff\xfe\x00\xd8" * 100)
    bad: dict[str, str] = {}
    for n, number in enumerate(choice.sample(range(pairs), pairs // 20)):
        kind = ("missing", "binary", "empty", "endless", "undecodable", "swapped")[n % 6]
        name, source, _ = lines[number].split("\t")
        bad[name] = kind
        other = f"{(number + pairs // 2) % pairs}.en.txt" if kind == "swapped" else kind
        lines[number] = f"{name}\t{source}\t{other}"
    manifest.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    command = [sys.executable, "-c", "from duiqi.aligner.cli import main; main()", "batch"]
    out = folder / "poisoned"
    ran = subprocess.run([*command, str(manifest), "--out", str(out), "--format", "tmx"], check=False)
    found = [json.loads(line) for line in (out / "report.jsonl").read_text(encoding="utf-8").splitlines()]
    states = {pair["id"]: pair["state"] for pair in found}
    for name, kind in bad.items():
        if states[name] == "done":
            trusted = next(pair["trusted"] for pair in found if pair["id"] == name)
            print(f"{name}: {kind}, and taken for a translation: {trusted:.0%} of the text is trusted")
    good = [name for name in states if name not in bad]
    for name in good:
        if states[name] != "done":
            print(f"{name}: {states[name]}, and there is nothing wrong with it")
    files = {path.name for path in out.iterdir()} - {"report.jsonl", "report.html", "run.sqlite"}
    whole = {f"{n}.{s}" for n, state in states.items() if state != "failed" for s in ("jsonl", "tmx")}
    named = sum(states[name] != "done" for name in bad)
    done = sum(states[name] == "done" for name in good)
    print(f"status {ran.returncode}; {done:,} of {len(good):,} good pairs done")
    print(f"{named} of {len(bad)} poisoned pairs named")
    print(f"files too many: {files - whole or 'none'}; too few: {whole - files or 'none'}")


# --- on paper


def on_paper(folder: Path, pairs: int = 12) -> None:
    """What texts of the UN corpus's mean length take a core, and so the whole corpus."""
    beads = round(UN_BEADS / UN_DOCUMENTS)
    folder.mkdir()
    manifest = make(folder, pairs, typical=beads, spread=0.0)
    out = folder / "out"
    out.mkdir()
    worker = Worker(Setup(base=folder, out=out))
    # Seconds of computing, not on the clock: those are the machine's, whatever else runs on it.
    began = time.process_time()
    sentences = 0
    for n, entry in enumerate(read_manifest(manifest)):
        sentences += worker.do(Job(n, entry.id, entry.id, entry.source, entry.target, "", "", 0)).sentences
    busy = time.process_time() - began
    print(
        f"{pairs} pairs of {beads} beads, {sentences:,} sentences: {busy:.1f} s of one core, "
        f"{sentences / busy:.0f} sentences/s"
    )
    for name, number in MACHINES.items():
        seconds = UN_DOCUMENTS * busy / pairs / number / EFFICIENCY
        print(f"{UN_DOCUMENTS:,} such pairs on {name}: {duration(seconds)}, with a tenth for all else")


def main() -> None:
    """Print a table."""
    options = argparse.ArgumentParser(description="How fast many pairs are aligned.")
    options.add_argument("--pairs", type=int, default=10_000)
    options.add_argument("--typical", type=int, default=TYPICAL, help="beads of a text, the median")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--engines", nargs="*", default=["local", "ray"], choices=["local", "ray"])
    options.add_argument("--poisoned", type=int, default=0, metavar="PAIRS")
    asked = options.parse_args()
    # Ray lets whatever else runs go first; the others do not.
    os.environ.setdefault("RAY_worker_niceness", "0")
    print(f"{cores()} cores; {WORKERS} workers each")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.poisoned:
            poisoned(folder, asked.poisoned)
            return
        if asked.engines:
            rounds(folder, make(folder, asked.pairs, asked.typical), asked.engines, asked.rounds)
        on_paper(folder / "un")


if __name__ == "__main__":
    main()
