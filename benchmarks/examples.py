"""Gold documents as the fit of weights takes them: the features of all beads, and which are right.

`benchmarks.train` fits weights to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from duiqi.aligner.arrays import Bools, Floats32, Floats64, Ints
from duiqi.aligner.beads import Beads, Shape, Step
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evaluate import sides
from duiqi.aligner.evidence.extraction import Evidence
from duiqi.aligner.evidence.features import NAMES, NUMBERS
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.search.borders import area_of_clauses, clause_evidence
from duiqi.aligner.search.corridor import Area, Corridor, corridor_around
from duiqi.aligner.search.lattice import NEVER, Expectations, Lattice
from duiqi.aligner.search.passes import close_evidence, learn, narrowed, rough_pass
from duiqi.aligner.search.shapes import ROUGH_SHAPES
from duiqi.aligner.search.weights import Kind, trained

# These features have no weight in the close pass: with them, chapters left out were less likely, and no
# chapter was aligned better. Translators exchange marks of exclamation freely, and the encoder reads both.
UNUSED: dict[Kind, tuple[str, ...]] = {"segments": ("questions", "exclamations")}

RULED_OUT = -1e4  # score of a bead that the gold rules out: the lattice sums insertions' scores, so not NEVER


@dataclass
class Example:
    """A gold document: the features of the beads of its corridor, and which of them are gold.

    features    (beads, 2 * FEATURES) the features, then the features times the likeness of the text; these
                are zero in the rough pass and for clauses, whose weights are the same for every text
    places      (beads,) the index of each in an array of (shapes, nodes), flattened
    gold        (beads,) whether each is gold
    possible    (beads,) whether each is gold, or shares no segment with a gold bead: all ways through the
                segments of a gold bead that no path has are right; None where every path has them all
    extensions  deletions in the gold that follow a deletion of the same side
    share       the weight of the document; 1 for a document of the gold files
    """

    document: dict[str, Any]
    corridor: Corridor
    shapes: list[Shape]
    features: Floats32
    places: Ints
    gold: Bools
    possible: Bools | None
    extensions: int
    share: float

    @classmethod
    def of(cls, document: dict[str, Any], encoder: BundledEncoder, kind: Kind, share: float) -> Example:
        """Compute the features of a gold document, in the rough pass or in the close pass."""
        both = sides(document, encoder)
        rough = rough_pass(*both, trained("rough"))
        path = gold_path(document)
        alike = 0.0
        if kind == "borders":
            return cls._of_clauses(document, *both, _widened(narrowed(rough, rough.best()[0]), path), share)
        if kind == "rough":
            corridor = rough.corridor
            evidence = Evidence(*both, corridor.beads(rough.shapes), rough.shapes)
            path = [part for step in path for part in _parts(step, rough.shapes)]
        else:
            first, _ = rough.best()
            corridor = narrowed(rough, first)
            # Material has clauses without a counterpart that the rough pass took for a part of something.
            corridor = _widened(corridor, path)
            learned = learn(*both, first, encoder)
            evidence = close_evidence(*both, first, corridor, learned.affinities)
            alike = 0.0 if kind == "clauses" else learned.likeness
        beads = evidence.beads
        features = _features(evidence)
        features[:, [NUMBERS[name] for name in UNUSED.get(kind, ())]] = 0
        places = beads.kinds * corridor.starts[-1] + beads.nodes
        gold = np.isin(places, [_place(step, corridor, evidence.shapes) for step in path])
        return cls(
            document,
            corridor,
            evidence.shapes,
            np.hstack([features, features * np.float32(alike)]),
            places,
            gold,
            _possible(beads, gold, len(both[0]), len(both[1])),
            sum(first[2:] == second[2:] and 0 in first[2:] for first, second in pairwise(path)),
            share,
        )

    @classmethod
    def _of_clauses(
        cls,
        document: dict[str, Any],
        source: EncodedText,
        target: EncodedText,
        corridor: Corridor,
        share: float,
    ) -> Example:
        """The features of the beads of a document's clauses, for the weights of borders.

        No gold document says which clauses correspond. But all ways that pass through the ends of the
        gold's beads, and through no other pair of ends of segments, may be right: in a gold bead nothing
        can be parted. Where clauses are too few for such a way, all ways through the bead may be.
        """
        rows, columns = source.reading.clause_starts, target.reading.clause_starts
        area = area_of_clauses(Area(0, 0, corridor), rows, columns)
        inner = area.corridor
        evidence = clause_evidence(source, target, [area])
        beads = evidence.beads
        stop, column = beads.i + beads.a, beads.j + beads.b
        parts = np.isin(stop, rows) & np.isin(column, columns)
        ends = {(0, 0), (len(source), len(target)), *((i + a, j + b) for i, j, a, b in gold_path(document))}
        possible = np.zeros(len(stop), bool)
        for (i, j), (k, m) in pairwise(sorted((int(rows[i]), int(columns[j])) for i, j in ends)):
            inside = np.flatnonzero((beads.i >= i) & (stop <= k) & (beads.j >= j) & (column <= m))
            whole = inside[~parts[inside] | ((stop[inside] == k) & (column[inside] == m))]
            possible[whole if _leads(beads.some(whole), (i, j), (k, m)) else inside] = True
        features = _features(evidence)
        return cls(
            document,
            inner,
            evidence.shapes,
            np.hstack([features, np.zeros_like(features)]),
            beads.kinds * inner.starts[-1] + beads.nodes,
            np.zeros(len(stop), bool),
            possible,
            0,
            share,
        )

    def lattice(self, weights: Floats64) -> Lattice:
        """The lattice of the document under these weights, `extend` last."""
        return self._lattice(self.features @ weights[:-1].astype(np.float32), float(weights[-1]))

    def _lattice(self, of_beads: Floats32, extend: float) -> Lattice:
        scores = np.full(len(self.shapes) * self.corridor.starts[-1], NEVER, np.float32)
        scores[self.places] = of_beads
        return Lattice(self.corridor, self.shapes, scores.reshape(len(self.shapes), -1), extend)

    def wanted(self, lattice: Lattice) -> Expectations:
        """The sums over the paths that have all gold beads, in the form of those over all paths.

        Where no path has a gold bead, the model's own expectation of the ways through its segments.
        """
        if self.possible is not None:
            allowed = np.where(self.possible, lattice.scores.ravel()[self.places], np.float32(RULED_OUT))
            found = self._lattice(allowed, lattice.extend).expectations()
            if found.log_partition > RULED_OUT / 2:
                return found
        marginals = np.zeros(lattice.scores.shape)
        marginals.ravel()[self.places] = self.gold
        score = float(lattice.scores.ravel()[self.places][self.gold].sum())
        return Expectations(marginals, self.extensions, score + lattice.extend * self.extensions)


def _features(evidence: Evidence) -> Floats32:
    """The features of all beads: (beads, FEATURES)."""
    found = np.empty((len(evidence.beads.kinds), len(NAMES)), np.float32)
    for batch, values in evidence.features():
        found[batch] = values.T
    return found


def _leads(beads: Beads, first: tuple[int, int], last: tuple[int, int]) -> bool:
    """Whether some of these beads, one after the other, lead from one node to another."""
    reached = {first}
    for i, j, a, b in sorted(zip(*(values.tolist() for values in beads[2:]), strict=True)):
        if (i, j) in reached:
            reached.add((i + a, j + b))
    return last in reached


def gold_path(document: Mapping[str, Any]) -> list[Step]:
    """The gold beads of a document in the order of the lattice's paths.

    A deletion of several segments becomes several deletions, the target's first. Beads of
    segments that are not consecutive are left out: no path has them.
    """
    links, inserted, dropped = [], [], []
    for source, target in document["gold"]:
        if not source:
            inserted += target
        elif not target:
            dropped += source
        elif max(source) - min(source) < len(source) and max(target) - min(target) < len(target):
            links.append(Step(min(source), min(target), len(source), len(target)))
    path, i, j = [], 0, 0
    for link in [*sorted(links), Step(len(document["src"]), len(document["tgt"]), 0, 0)]:
        path += [Step(i, column, 0, 1) for column in sorted(inserted) if j <= column < link.j]
        path += [Step(row, link.j, 1, 0) for row in sorted(dropped) if i <= row < link.i]
        path.append(link)
        i, j = link.i + link.a, link.j + link.b
    return path[:-1]


def _parts(step: Step, shapes: Sequence[Shape]) -> list[Step]:
    """The bead itself; or, if its shape is not among these, a smaller bead and deletions."""
    i, j, a, b = step
    if (a, b) in shapes:
        return [step]
    rows, columns = max((x, y) for x, y in ROUGH_SHAPES if x <= a and y <= b and x * y)
    inserted = [Step(i + rows, column, 0, 1) for column in range(j + columns, j + b)]
    dropped = [Step(row, j + b, 1, 0) for row in range(i + rows, i + a)]
    return [Step(i, j, rows, columns), *inserted, *dropped]


def _widened(corridor: Corridor, path: Sequence[Step]) -> Corridor:
    """The corridor with the nodes of a path in it."""
    i, j = corridor.nodes()
    ends = np.array([(i, j, i + a, j + b) for i, j, a, b in path], np.int64).reshape(-1, 2)
    rows, columns = np.append(i, ends[:, 0]), np.append(j, ends[:, 1])
    return corridor_around(rows, columns, int(i[-1]), int(j[-1]))


def _possible(beads: Beads, gold: Bools, rows: int, columns: int) -> Bools | None:
    """`Example.possible`."""
    free, is_tiled = gold | True, True
    for starts, counts, segments in ((beads.i, beads.a, rows), (beads.j, beads.b, columns)):
        borders = np.zeros(segments + 1, np.int64)
        np.add.at(borders, starts[gold], 1)
        np.add.at(borders, (starts + counts)[gold], -1)
        taken = np.append(0, np.cumsum(borders[:-1].cumsum()))
        free &= taken[starts + counts] == taken[starts]
        is_tiled &= int(taken[-1]) == segments
    return None if is_tiled else np.asarray(gold | free)


def _place(bead: Step, corridor: Corridor, shapes: list[Shape]) -> int:
    """The index of a bead in an array of (shapes, nodes), flattened; -1 where it is not in the corridor."""
    i, j, a, b = bead
    if (a, b) not in shapes or not corridor.holds(np.array([i]), np.array([j]))[0]:
        return -1
    return int(shapes.index((a, b)) * corridor.starts[-1]) + corridor.node(i, j)
