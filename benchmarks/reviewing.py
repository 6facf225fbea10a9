"""What reviewing a tenth of an alignment does for the rest of it, measured with a simulated reviewer.

    python -m benchmarks.reviewing [--share 0.1] [GOLD.jsonl]

"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from duiqi.aligner.beads import Step
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.evaluate import Counted, GoldBead, f1, segments_of
from duiqi.aligner.pipeline import align
from duiqi.aligner.review.anew import aligned_anew
from duiqi.corpus.gold import read_gold
from duiqi.corpus.model import Alignment, Bead
from duiqi.corpus.tiling import editable

EVAL = Path(os.environ.get("DUIQI_EVAL", Path(__file__).parents[2] / "shared" / "eval"))


def gold_tiles(gold: Sequence[GoldBead]) -> dict[Step, list[GoldBead]]:
    """The gold beads by the smallest steps in order that hold them: one each, but where beads cross."""
    tiles: dict[Step, list[GoldBead]] = {}
    i = j = sources = targets = 0
    inside: list[GoldBead] = []
    top = left = 0
    for source, target in gold:
        inside.append((tuple(sorted(source)), tuple(sorted(target))))
        sources, targets = sources + len(source), targets + len(target)
        top, left = max([top, *(k + 1 for k in source)]), max([left, *(k + 1 for k in target)])
        if (sources, targets) == (top, left):
            tiles[Step(i, j, top - i, left - j)] = inside
            i, j, inside = top, left, []
    assert not inside
    return tiles


def as_gold(step: Step) -> GoldBead:
    return tuple(range(step.i, step.i + step.a)), tuple(range(step.j, step.j + step.b))


def reviewed(alignment: Alignment, gold: Sequence[Step], share: float) -> tuple[Alignment, set[Step]]:
    """The alignment after a reviewer put right its most doubtful beads, and the gold beads given."""
    beads = list(alignment.beads)
    given: set[Step] = set()
    covered: set[tuple[int, int]] = set()
    of = {key: step for step in gold for key in keys(step)}
    left = round(share * len(beads))
    for bead in sorted(beads, key=lambda bead: bead.confidence):
        if not left:
            break
        own = keys(Step(bead.source.start, bead.target.start, *bead.kind))
        if own <= covered:
            continue
        left -= 1
        for key in own:
            given.add(of[key])
            covered |= keys(of[key])
    found = {as_gold(Step(b.source.start, b.target.start, *b.kind)) for b in beads}
    sources = [s for b in beads for s in b.source_segments]
    targets = [s for b in beads for s in b.target_segments]
    new: list[Bead] = []
    at = (0, 0)
    for step in [*sorted(given), Step(len(sources), len(targets), 0, 0)]:
        for bead in beads:
            i, k = max(bead.source.start, at[0]), min(bead.source.stop, step.i)
            j, m = max(bead.target.start, at[1]), min(bead.target.stop, step.j)
            if i < k or j < m:
                i, k, j, m = i, max(i, k), j, max(j, m)
                new.append(replace(bead, id="", source=range(i, k), target=range(j, m), source_segments=tuple(sources[i:k]), target_segments=tuple(targets[j:m])))
        at = step.i + step.a, step.j + step.b
        if step.a or step.b:
            i, j, a, b = step
            status = "accepted" if as_gold(step) in found else "corrected"
            new.append(Bead(range(i, i + a), range(j, j + b), "", tuple(sources[i:i+a]), tuple(targets[j:j+b]), status=status, confidence=1.0))
    return editable(alignment.with_beads(tuple(new))), given


def keys(step: Step) -> set[tuple[int, int]]:
    i, j, a, b = step
    return {(0, k) for k in range(i, i + a)} | {(1, k) for k in range(j, j + b)}


@dataclass
class Score:
    found: Counted = field(default_factory=Counted)
    wanted: Counted = field(default_factory=Counted)

    def add(self, beads: Sequence[GoldBead], gold: Sequence[GoldBead]) -> None:
        self.found.add(beads, gold)
        self.wanted.add([g for g in gold if all(g)], [b for b in beads if all(b)])

    @property
    def f1(self) -> float:
        return f1(self.found.strict / max(self.found.beads, 1), self.wanted.strict / max(self.wanted.beads, 1))


def rest_of(alignment: Alignment, given: set[Step]) -> list[GoldBead]:
    reviewed = {as_gold(step) for step in given}
    return [bead for b in alignment.beads if (bead := (tuple(b.source), tuple(b.target))) not in reviewed]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("gold", nargs="?", type=Path, default=EVAL / "mac_dev.jsonl")
    parser.add_argument("--share", type=float, default=0.1)
    wish = parser.parse_args()
    pair = EncoderPair.of()
    scores = [Score() for _ in range(5)]
    for document in read_gold(wish.gold):
        tiles = gold_tiles(document['gold']); gold = list(tiles)
        first = editable(align(*segments_of(document), pair, presegmented=True))
        every = [g for t in tiles.values() for g in t]
        scores[0].add([(tuple(b.source), tuple(b.target)) for b in first.beads], every)
        again = aligned_anew(first, 0, len(first.beads), pair)
        scores[1].add([(tuple(b.source), tuple(b.target)) for b in again], every)
        after, given = reviewed(first, gold, wish.share)
        rest = [g for s, t in tiles.items() if s not in given for g in t]
        scores[2].add(rest_of(first, given), rest)
        scores[3].add(rest_of(after, given), rest)
        t = time.perf_counter()
        new = aligned_anew(after, 0, len(after.beads), pair)
        print(document["id"], len(first.beads), len(given), round(time.perf_counter() - t, 2))
        scores[4].add(rest_of(after.with_beads(new), given), rest)
    print([round(s.f1, 4) for s in scores], [(s.found.beads, s.found.strict, s.wanted.beads) for s in scores])
