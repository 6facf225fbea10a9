"""How fast a memory takes units and finds them, and how many fuzzy matches it misses.

    python -m benchmarks.memory PAIRS.tsv[.xz] [--units 1000000] [--lookups 1000] [--sample 50]

The file has a source and a target a line, tab-separated. Prints the time to add the units, to look up
changed copies of some of them in both directions, and for concordances; then the recall of matches of 75 %
and above against an exhaustive search of a sample.
"""

from __future__ import annotations

import argparse
import lzma
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from duiqi.aligner.memory.memory import Memory
from duiqi.aligner.memory.similarity import percentage
from duiqi.aligner.memory.tokens import compared
from duiqi.corpus.bitext.parts import Lazy
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.model import Alignment, Bead, Side

QUERIES = ("the", "的", "地雷", "in spite of", '"of the"', "联合国", "economic development", "経済", "是的是")
LANGS = ("en", "zh")


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--lookups", type=int, default=1000)
    parser.add_argument("--sample", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Memory(Path(folder) / "benchmark.memory") as memory:
        add(memory, options.pairs, options.units)
        chance = random.Random(5)
        texts = [pair for pair in pairs(options.pairs, options.units) if chance.random() < 0.01]
        for side in (0, 1):
            chosen = [
                changed(text[side], LANGS[side], chance) for text in chance.sample(texts, options.lookups)
            ]
            look_up(memory, chosen, side)
        for query in QUERIES:
            for fuzzy in (False, True):
                start = time.perf_counter()
                found = memory.search(query, fuzzy=fuzzy)
                spent = time.perf_counter() - start
                print(f"{spent:8.3f} s  {query}{' --fuzzy' if fuzzy else ''}: {len(found)}")
        for side in (0, 1):
            chosen = [
                changed(text[side], LANGS[side], chance) for text in chance.sample(texts, options.sample)
            ]
            print(f"recall {LANGS[side]}: {recall(memory, chosen, side):.4f}")


def pairs(path: Path, most: int) -> Iterator[tuple[str, str]]:
    """The pairs of a table, at most so many."""
    with (
        lzma.open(path, "rt", encoding="utf-8")
        if path.suffix == ".xz"
        else path.open(encoding="utf-8") as file
    ):
        for line in islice(file, most):
            source, target, *_ = [*line.rstrip("\n").split("\t"), "", ""]
            yield source, target


def add(memory: Memory, path: Path, units: int) -> None:
    """Add the pairs, and print the time."""

    def beads() -> Iterator[Bead]:
        for n, (source, target) in enumerate(pairs(path, units)):
            yield Bead.of_texts(range(n, n + 1), range(n, n + 1), str(n), [source], [target], confidence=1.0)

    start = time.perf_counter()
    done = memory.add(Alignment(Side("a", LANGS[0]), Side("b", LANGS[1]), Lazy(beads)))
    size = memory.path.stat().st_size / 1e6
    print(f"{time.perf_counter() - start:8.1f} s  {done.added:,} units added, {size:.0f} MB")


def changed(text: str, lang: str, chance: random.Random) -> str:
    """A text with up to a fifth of its words repeated from elsewhere in it."""
    tokens = compared(text, lang)
    for _ in range(int(len(tokens) * chance.choice((0, 0.1, 0.2)))):
        tokens[chance.randrange(len(tokens))] = chance.choice(tokens)
    return (" " if is_spaced(lang) else "").join(tokens)


def look_up(memory: Memory, texts: list[str], side: int) -> None:
    """Look texts up, and print the time."""
    start = time.perf_counter()
    found = sum(bool(memory.lookup(text, LANGS[side], LANGS[1 - side])) for text in texts)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{time.perf_counter() - start:8.1f} s  {len(texts):,} lookups, {found:,} found something; {used} MB"
    )


def recall(memory: Memory, texts: list[str], side: int) -> float:
    """The share of the units that agree by 75 % or more with these texts, and are found."""
    every = [(unit.source, unit.target)[side] for unit in islice(memory.units(), 100_000)]
    tokens = [compared(text, LANGS[side]) for text in every]
    expected = found = 0
    for text in texts:
        wanted = compared(text, LANGS[side])
        alike = {one for one, some in zip(every, tokens, strict=True) if percentage(wanted, some, 75)}
        matches = memory.lookup(text, LANGS[side], LANGS[1 - side], limit=1_000_000)
        expected += len(alike)
        found += len(alike & {match.unit.source for match in matches})
    return found / max(expected, 1)


if __name__ == "__main__":
    main()
