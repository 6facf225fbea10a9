"""How reviewing a part of an alignment helps the rest of it, with a simulated reviewer.

    python -m benchmarks.reviewing [GOLD.jsonl]

The gold is MAC-Dev (../shared/eval, or the folder that DUIQI_EVAL names) unless a file is given. The
reviewer goes through the beads in order of doubt, up to a share of them, and puts the gold beads of their
segments in their place. Beads beside these lose the segments that the reviewer has given to others; their
other segments stay together. The rest is the text that the reviewer has not given. Its beads are scored
three times (strict F1): as aligned first, after the review, and aligned anew between the reviewed beads. A
bead that is partly in the rest is not counted as found; the review itself cuts it. The calibration error
is of the rest as aligned first, and anew. Last, a check that aligning anew can change the rest: in each
run of unreviewed beads, every target segment at a border slips into the bead above, and the beads are
counted that come back.

Below the table: for each wrong bead of the first alignment, whether the gold is among the alternatives that
`alternatives` offers for it. `benchmarks.questions` measures the questions about a text.

The weights are those that ship, which were fitted on MAC-Dev among others.

Whether a review could teach more was measured in November 2026, each document with weights of the others.
F1 of the rest with 3, 10 and 30 % of the beads reviewed:

- .936, .967, .984 between reviewed beads, with words learned from the rough pass (as aligned first, .935,
  .966, .984);
- .937, .967, .984 with words learned from the close pass, in which a reviewed bead counts for 1 or 2 beads,
  or no bead is reviewed; with 5, .965 at 10 %;
- .928, .960, .984 with nine weights (prices of shapes and of deletions) that are shifted for the text, by the
  likelihood of the reviewed beads, with a ridge of 1; .934, .967, .984 with 5; .936, .967, .984 with 20;
- .940, .967, .984 with words learned from the whole gold, and .942, .967 (30 % not measured) with weights
  shifted by the whole gold: the most that a review could teach.

With the first 30 % reviewed in the text's order instead, the rest has .912 as aligned first and between
reviewed beads; .918 with words learned from the close pass without a review, .914 with reviewed beads counted
twice; .911 with shifted weights (ridge 5), .907 (20); .926 with words learned from the whole gold.

The beads that are wrong where the reviewer has not looked are mostly parts of one gold bead, or have a border
one segment away; the words and prices of a text do not decide these. So the weights are not shifted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any

from benchmarks.gold import EVAL
from duiqi.aligner.beads import Step
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.evaluate import Counted, GoldBead, calibration_error, f1, segments_of
from duiqi.aligner.pipeline import align
from duiqi.aligner.regions.alternatives import Alternative, alternatives
from duiqi.aligner.review.anew import aligned_anew
from duiqi.corpus.gold import read_gold
from duiqi.corpus.model import Alignment, Bead
from duiqi.corpus.tiling import beads_of, editable

SHARES = (0.03, 0.1, 0.3)
COLUMNS = (
    *("reviewed", "beads of the rest", "F1 as aligned", "F1 reviewed", "F1 anew", "changed by aligning anew"),
    *("calibration error", "anew", "slipped", "come back"),
)
Place = tuple[int, int]  # a segment: 0 for the source, 1 for the target; its number


@dataclass
class Score:
    """Beads found and wanted, with those that are strictly right."""

    found: Counted = field(default_factory=Counted)
    wanted: Counted = field(default_factory=Counted)

    def add(self, beads: Sequence[GoldBead], gold: Sequence[GoldBead]) -> None:
        """Add the beads of a document."""
        self.found.add(beads, gold)
        self.wanted.add([bead for bead in gold if all(bead)], [bead for bead in beads if all(bead)])

    @property
    def f1(self) -> float:
        """Strict F1; deletions count in precision, not in recall."""
        precision = self.found.strict / max(self.found.beads, 1)
        return f1(precision, self.wanted.strict / max(self.wanted.beads, 1))


def gold_tiles(gold: Iterable[Sequence[Sequence[int]]]) -> dict[Step, list[GoldBead]]:
    """The gold beads by the smallest steps in order that hold them: one each, but where beads cross."""
    tiles: dict[Step, list[GoldBead]] = {}
    i = j = top = left = sources = targets = 0
    inside: list[GoldBead] = []
    for source, target in gold:
        inside.append((tuple(sorted(source)), tuple(sorted(target))))
        sources, targets = sources + len(source), targets + len(target)
        top, left = max([top, *(k + 1 for k in source)]), max([left, *(k + 1 for k in target)])
        if (sources, targets) == (top, left):
            tiles[Step(i, j, top - i, left - j)] = inside
            i, j, inside = top, left, []
    return tiles


def places(step: Step) -> set[Place]:
    """The segments of a step."""
    i, j, a, b = step
    return {(0, k) for k in range(i, i + a)} | {(1, k) for k in range(j, j + b)}


def as_gold(beads: Iterable[Bead]) -> list[GoldBead]:
    """Beads as the gold has them."""
    return [(tuple(bead.source), tuple(bead.target)) for bead in beads]


def doubted(alignment: Alignment, tiles: Iterable[Step], share: float) -> list[Step]:
    """The gold's steps that a reviewer gives who looks at this share of the beads, in order of doubt."""
    beads = beads_of(alignment)
    tile_of = {place: tile for tile in tiles for place in places(tile)}
    given: set[Step] = set()
    left = round(share * len(beads))
    for bead in sorted(beads, key=lambda bead: bead.confidence):
        found = {tile_of[place] for place in places(Step(bead.source.start, bead.target.start, *bead.kind))}
        if left and not found <= given:
            given |= found
            left -= 1
    return sorted(given)


def reviewed(alignment: Alignment, given: Sequence[Step]) -> Alignment:
    """The alignment with these steps as corrected beads, and without their segments in all others."""
    beads = beads_of(alignment)
    sources = [segment for bead in beads for segment in bead.source_segments]
    targets = [segment for bead in beads for segment in bead.target_segments]
    found: list[Bead] = []

    def add(bead: Bead, i: int, j: int, k: int, m: int) -> None:
        sides = tuple(sources[i:k]), tuple(targets[j:m])
        found.append(replace(bead, id="", source_segments=sides[0], target_segments=sides[1]))

    x = y = 0
    for step in [*given, Step(len(sources), len(targets), 0, 0)]:
        for bead in beads:
            i, k = max(bead.source.start, x), min(bead.source.stop, step.i)
            j, m = max(bead.target.start, y), min(bead.target.stop, step.j)
            if i < k or j < m:
                add(bead, i, j, max(i, k), max(j, m))
        x, y = step.i + step.a, step.j + step.b
        if step.a or step.b:
            add(Bead(range(0), range(0), status="corrected", confidence=1.0), step.i, step.j, x, y)
    return editable(alignment.with_beads(tuple(found)))


def slipped(alignment: Alignment) -> Alignment:
    """The alignment with each run of unreviewed links out of step by one target segment."""
    found: list[Bead] = []
    for is_free, several in groupby(
        beads_of(alignment), lambda bead: bead.status == "new" and all(bead.kind)
    ):
        run = list(several)
        if not is_free:
            found += run
            continue
        targets = [segment for bead in run for segment in bead.target_segments]
        ends = [0, *(end + 1 for end in accumulate(bead.kind[1] for bead in run))]
        found += [
            replace(bead, target_segments=tuple(targets[start:end]))
            for bead, start, end in zip(run, ends, ends[1:], strict=False)
        ]
    return editable(alignment.with_beads(tuple(found)))


def anew(alignment: Alignment, encoders: EncoderPair) -> Alignment:
    """The whole alignment, aligned anew between reviewed beads."""
    return alignment.with_beads(aligned_anew(alignment, 0, len(beads_of(alignment)), encoders))


def rest_of(alignment: Alignment, given: Iterable[Step]) -> list[Bead]:
    """The beads of which a reviewer has not given a segment."""
    own = {place for step in given for place in places(step)}
    return [
        bead
        for bead in alignment.beads
        if own.isdisjoint(places(Step(bead.source.start, bead.target.start, *bead.kind)))
    ]


def row(cases: Sequence[tuple[dict[str, Any], Alignment]], share: float, encoders: EncoderPair) -> str:
    """The table's row for a share of beads that are reviewed."""
    scores = [Score() for _ in range(3)]
    sure: list[list[tuple[float, bool]]] = [[] for _ in range(3)]
    changed = moved = back = 0
    for document, first in cases:
        tiles = gold_tiles(document["gold"])
        given = doubted(first, tiles, share)
        gold = [bead for tile, beads in tiles.items() if tile not in given for bead in beads]
        after = reviewed(first, given)
        new, slip = anew(after, encoders), slipped(after)
        for k, alignment in enumerate((first, after, new)):
            rest = rest_of(alignment, given)
            scores[k].add(as_gold(rest), gold)
            right = (bead in gold for bead in as_gold(rest))
            sure[k] += zip((bead.confidence for bead in rest), right, strict=True)
        changed += len(set(as_gold(after.beads)) - set(as_gold(new.beads)))
        lost = set(as_gold(new.beads)) - set(as_gold(slip.beads))
        moved += len(lost)
        back += len(lost & set(as_gold(anew(slip, encoders).beads)))
    figures = [f"{score.f1:.4f}" for score in scores]
    errors = [f"{calibration_error(sure[k]):.4f}" for k in (0, 2)]
    cells = [f"{share:.0%}", scores[1].found.beads, *figures, changed, *errors, moved, back]
    return f"| {' | '.join(map(str, cells))} |"


def is_among(found: Iterable[Alternative], gold: Sequence[GoldBead]) -> bool:
    """Whether all beads of one alternative are in the gold."""
    return any(all(bead in gold for bead in as_gold(each.beads)) for each in found)


def main() -> None:
    """Print the table, then the figure about alternatives."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("gold", nargs="?", type=Path, default=EVAL / "mac_dev.jsonl", metavar="GOLD.jsonl")
    path = parser.parse_args().gold
    if not path.is_file():
        sys.exit(f"{path}: no such file. DUIQI_EVAL names the folder of the gold data")
    encoders = EncoderPair.of()
    cases = [
        (document, editable(align(*segments_of(document), encoders, presegmented=True)))
        for document in read_gold(path)
    ]
    print(f"{path.stem}, {beads_of(cases[0][1]) and cases[0][1].signature}\n")
    print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
    for share in SHARES:
        print(row(cases, share, encoders), flush=True)
    wrong = among = 0
    for document, first in cases:
        gold = [bead for beads in gold_tiles(document["gold"]).values() for bead in beads]
        for at, bead in enumerate(as_gold(first.beads)):
            if bead not in gold:
                wrong += 1
                among += is_among(alternatives(first, at, encoders), gold)
    print(f"\nWrong beads: {wrong}; the gold is among the alternatives of {among / max(wrong, 1):.0%}.")


if __name__ == "__main__":
    main()
