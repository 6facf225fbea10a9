"""The two passes of the search, each from features by trained weights to a lattice.

The rough pass weighs the similarity and the surface of small beads, in a corridor around the anchors. It
leaves a narrower corridor, of the nodes that a path may well pass through, and a first alignment, from
which the counterparts of the text's own names and terms are learned. The close pass weighs all features,
of all shapes of bead, in the narrower corridor.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from duiqi.aligner.arrays import Ints
from duiqi.aligner.beads import Step
from duiqi.aligner.encoders.protocol import ReadingEncoder
from duiqi.aligner.evidence.affinity import Affinities, affinities_of, learn_cooccurrences
from duiqi.aligner.evidence.bonus import bonus
from duiqi.aligner.evidence.extraction import Evidence
from duiqi.aligner.evidence.likeness import likeness
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.search.anchors import find_anchors
from duiqi.aligner.search.borders import border_odds
from duiqi.aligner.search.corridor import Area, Corridor, corridor_along, corridor_around
from duiqi.aligner.search.lattice import Lattice
from duiqi.aligner.search.scoring import lattices
from duiqi.aligner.search.shapes import ROUGH_SHAPES, shapes_for
from duiqi.aligner.search.weights import Weights, trained

IMPOSSIBLE = 1e-3  # probability in the rough pass below which the close pass does without a node


class Learned(NamedTuple):
    """What a first alignment teaches of two texts: their words, and how alike they are.

    affinities  of tokens, clauses and numbers, with the names and terms that were learned
    likeness    by which weights vary
    """

    affinities: Affinities
    likeness: float

    def window(self, source: range, target: range) -> Learned:
        """The same for a range of segments of either side, whose likeness is that of the whole."""
        return self._replace(affinities=self.affinities.window(source, target))


class ClosePass(NamedTuple):
    """What the close pass finds.

    weights  that the features were given, for texts of this likeness
    """

    lattice: Lattice
    evidence: Evidence
    weights: Weights


def search(source: EncodedText, target: EncodedText, encoder: ReadingEncoder, weights: Weights) -> ClosePass:
    """Both passes over two short texts, not cut into stretches."""
    rough = rough_pass(source, target, trained("rough"))
    path, _ = rough.best()
    learned = learn(source, target, path, encoder)
    return close_pass(source, target, path, narrowed(rough, path), learned, weights)


def rough_pass(source: EncodedText, target: EncodedText, weights: Weights) -> Lattice:
    """The lattice of small beads around the anchors, scored by the similarity of blocks and by surface."""
    corridor = corridor_along(*find_anchors(source.single, target.single), len(source), len(target))
    shapes = shapes_for(source.surface.is_cut, target.surface.is_cut, ROUGH_SHAPES)
    evidence = Evidence(source, target, corridor.beads(shapes), shapes)
    return lattices(evidence, [corridor], weights)[0]


def close_pass(
    source: EncodedText,
    target: EncodedText,
    path: Sequence[Step],
    corridor: Corridor,
    learned: Learned,
    weights: Weights,
) -> ClosePass:
    """The lattice of a narrow corridor, scored by all features.

    path     a first alignment of the two texts, from the rough pass
    learned  from it, or from an alignment of more of the texts
    """
    evidence = close_evidence(source, target, path, corridor, learned.affinities)
    fitting = weights.of(learned.likeness)
    return ClosePass(lattices(evidence, [corridor], fitting)[0], evidence, fitting)


def close_evidence(
    source: EncodedText,
    target: EncodedText,
    path: Sequence[Step],
    corridor: Corridor,
    affinities: Affinities,
) -> Evidence:
    """All features of a corridor's beads."""
    shapes = shapes_for(source.surface.is_cut, target.surface.is_cut)
    beads = corridor.beads(shapes)
    known = bonus(source.surface, target.surface, path, beads)
    borders = border_odds(source, target, [Area(0, 0, corridor)], beads)
    return Evidence(source, target, beads, shapes, affinities, known, borders)


def learn(source: EncodedText, target: EncodedText, path: Sequence[Step], encoder: ReadingEncoder) -> Learned:
    """What a first alignment teaches of two texts.

    The more text, the more is learned: a name that occurs once in each stretch of a text is learned from
    the whole text only. So this is taken from the largest part of the text that is at hand.
    """
    affinities = affinities_of(source, target, encoder)
    learn_cooccurrences(affinities.token, *_beads_of_segments(path, len(source), len(target)))
    return Learned(affinities, likeness(path, affinities.token))


def narrowed(rough: Lattice, path: Sequence[Step]) -> Corridor:
    """The corridor around the nodes that are more likely than IMPOSSIBLE, and those of the best path."""
    i, j = rough.corridor.nodes()
    likely = rough.node_marginals() > IMPOSSIBLE
    best = np.array([(x, y) for x, y, _, _ in path] + [(i[-1], j[-1])], np.int64)
    rows, columns = np.concatenate([i[likely], best[:, 0]]), np.concatenate([j[likely], best[:, 1]])
    return corridor_around(rows, columns, int(i[-1]), int(j[-1]))


def _beads_of_segments(path: Sequence[Step], rows: int, columns: int) -> tuple[Ints, Ints]:
    """The number of the bead that each source and each target segment is in."""
    source, target = np.empty(rows, np.int64), np.empty(columns, np.int64)
    for number, (i, j, a, b) in enumerate(path):
        source[i : i + a] = number
        target[j : j + b] = number
    return source, target
