"""From evidence to a score for each bead: a weighted sum, its weights learned from gold.

The search is done twice. A rough one, by the similarity of small blocks alone, says where
the path can be at all, and teaches the words of this very text; the other weighs all the
evidence, but only for the beads that are left.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.encoders.protocol import ReadingEncoder
from duiqi.aligner.evidence.affinity import learn, units_of
from duiqi.aligner.evidence.features import OUTLINE, Evidence, shapes_of
from duiqi.aligner.evidence.side import Side
from duiqi.aligner.search.anchors import corridor
from duiqi.aligner.search.lattice import NEVER, Corridor, Lattice, Step
from duiqi.aligner.search.weights import Weights, trained

IMPOSSIBLE = 1e-3  # what is less likely in the rough search is not looked at again


def search(source: Side, target: Side, encoder: ReadingEncoder, weights: Weights) -> tuple[Lattice, Evidence]:
    """All alignments of two texts that are not out of the question, scored, and the evidence for them."""
    rough = outline(source, target, trained("rough"))
    path, _ = rough.best()
    return closer(source, target, path, narrowed(rough, path), encoder, weights)


def outline(source: Side, target: Side, weights: Weights) -> Lattice:
    """The rough search: small beads, by the similarity of blocks, around the anchors."""
    nodes = corridor(source.single, target.single)
    shapes = shapes_of(source, target, OUTLINE)
    evidence = Evidence(source, target, nodes.beads(shapes), shapes)
    return Lattice(nodes, shapes, score(evidence, nodes, weights), weights.extend)


def closer(
    source: Side,
    target: Side,
    path: Sequence[Step],
    nodes: Corridor,
    encoder: ReadingEncoder,
    weights: Weights,
) -> tuple[Lattice, Evidence]:
    """The other search, along the path that a rough one found and among the nodes that it left."""
    evidence = evidence_of(source, target, path, nodes, encoder)
    return Lattice(nodes, evidence.shapes, score(evidence, nodes, weights), weights.extend), evidence


def evidence_of(
    source: Side, target: Side, path: Sequence[Step], nodes: Corridor, encoder: ReadingEncoder
) -> Evidence:
    """All that can be said of a corridor's beads; the path teaches names and terms that no encoder knows."""
    units = units_of(source, target, encoder)
    tokens = learn(units.token, *_beads_of_segments(path, len(source), len(target)))
    shapes = shapes_of(source, target)
    return Evidence(source, target, nodes.beads(shapes), shapes, units._replace(token=tokens))


def narrowed(rough: Lattice, path: Sequence[Step]) -> Corridor:
    """The corridor of the nodes that a path may well pass through, those of the best path among them."""
    i, j = rough.corridor.nodes(0, rough.rows)
    likely = rough.passing() > IMPOSSIBLE
    best = np.array([(x, y) for x, y, _, _ in path] + [(i[-1], j[-1])], np.int64)
    rows, columns = np.concatenate([i[likely], best[:, 0]]), np.concatenate([j[likely], best[:, 1]])
    last = int(rough.corridor.high[-1])
    low, high = np.full(rough.rows, last), np.zeros(rough.rows, np.int64)
    np.minimum.at(low, rows, columns)
    np.maximum.at(high, rows, columns)
    low, high = np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high)
    # A row that every path leaps over has the columns between its neighbours'.
    return Corridor(np.minimum(low, high), np.maximum(low, high))


def score(evidence: Evidence, nodes: Corridor, weights: Weights) -> Floats32:
    """Weigh the features of every bead of a corridor: (shapes, nodes), NEVER for what leaves it."""
    scores: Floats32 = np.full((len(evidence.shapes), nodes.starts[-1]), NEVER, np.float32)
    beads = evidence.beads
    for some, values in evidence.features():
        scores[beads.kinds[some], beads.nodes[some]] = weights.features @ values
    return scores


def _beads_of_segments(beads: Sequence[Step], rows: int, columns: int) -> tuple[Ints, Ints]:
    """The number of the bead that each segment of either side is in."""
    source, target = np.empty(rows, np.int64), np.empty(columns, np.int64)
    for number, (i, j, a, b) in enumerate(beads):
        source[i : i + a] = number
        target[j : j + b] = number
    return source, target
