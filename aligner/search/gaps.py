"""Gaps: the text between certain beads, aligned in the context of what is around it.

A certain bead is no part of any lattice, so it cannot change; but its segments are neighbours, and
the features of the beads beside it are measured against them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duiqi.aligner.beads import Step
from duiqi.aligner.evidence.affinity import Affinities
from duiqi.aligner.evidence.bonus import bonus
from duiqi.aligner.evidence.extraction import Evidence
from duiqi.aligner.evidence.likeness import likeness
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.search.borders import border_odds
from duiqi.aligner.search.corridor import Area, Corridor, beads_of
from duiqi.aligner.search.lattice import Lattice
from duiqi.aligner.search.passes import narrowed, rough_pass
from duiqi.aligner.search.scoring import lattices
from duiqi.aligner.search.shapes import shapes_for
from duiqi.aligner.search.weights import Weights, trained

SMALL = 400  # nodes of a gap of which all are looked at; the rough pass takes longer than it saves


def gap_between(
    source: EncodedText,
    target: EncodedText,
    first: tuple[int, int],
    last: tuple[int, int],
    known: Sequence[Step] = (),
) -> Area:
    """The gap from one node to another; the rough pass narrows it where it is large.

    known  an alignment of it, counted from its beginning, that the corridor is to hold however unlikely
    """
    (i, j), (k, m) = first, last
    if (k - i + 1) * (m - j + 1) <= SMALL:
        return Area(i, j, Corridor(np.zeros(k - i + 1, np.int64), np.full(k - i + 1, m - j)))
    rough = rough_pass(source.part(i, k), target.part(j, m), trained("rough"))
    path, _ = rough.best()
    return Area(i, j, narrowed(rough, [*path, *known]))


def gap_lattices(
    source: EncodedText,
    target: EncodedText,
    gaps: Sequence[Area],
    path: Sequence[Step],
    affinities: Affinities,
    weights: Weights,
) -> list[Lattice]:
    """The lattice of each gap, by all features; these are computed for all gaps at once.

    path  a first alignment of the two texts, which tells their likeness and compares their clocks
    """
    shapes = shapes_for(source.surface.is_cut, target.surface.is_cut)
    beads = beads_of(gaps, shapes)
    known = bonus(source.surface, target.surface, path, beads)
    borders = border_odds(source, target, gaps, beads)
    evidence = Evidence(source, target, beads, shapes, affinities, known, borders)
    return lattices(evidence, [gap.corridor for gap in gaps], weights.of(likeness(path, affinities.token)))
