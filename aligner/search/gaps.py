"""Gaps: the text between certain beads, aligned in the context of what is around it.

A certain bead is no part of any lattice, so it cannot change; but its segments are neighbours, and
the features of the beads beside it are measured against them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from duiqi.aligner.beads import Beads, Step
from duiqi.aligner.evidence.affinity import Affinities
from duiqi.aligner.evidence.bonus import bonus
from duiqi.aligner.evidence.extraction import Evidence
from duiqi.aligner.evidence.likeness import likeness
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.search.corridor import Corridor
from duiqi.aligner.search.lattice import Lattice
from duiqi.aligner.search.passes import narrowed, rough_pass, scores_of
from duiqi.aligner.search.shapes import shapes_for
from duiqi.aligner.search.weights import Weights, trained

SMALL = 400  # nodes of a gap of which all are looked at; the rough pass takes longer than it saves


class Gap(NamedTuple):
    """Segments that lie between two certain beads; both sides have some.

    i, j      the first source and target segment
    corridor  of the close pass, counted from there
    """

    i: int
    j: int
    corridor: Corridor


def gap_between(
    source: EncodedText,
    target: EncodedText,
    first: tuple[int, int],
    last: tuple[int, int],
    known: Sequence[Step] = (),
) -> Gap:
    """The gap from one node to another; the rough pass narrows it where it is large.

    known  an alignment of it, counted from its beginning, that the corridor is to hold however unlikely
    """
    (i, j), (k, m) = first, last
    if (k - i + 1) * (m - j + 1) <= SMALL:
        return Gap(i, j, Corridor(np.zeros(k - i + 1, np.int64), np.full(k - i + 1, m - j)))
    rough = rough_pass(source.part(i, k), target.part(j, m), trained("rough"))
    path, _ = rough.best()
    return Gap(i, j, narrowed(rough, [*path, *known]))


def gap_lattices(
    source: EncodedText,
    target: EncodedText,
    gaps: Sequence[Gap],
    path: Sequence[Step],
    affinities: Affinities,
    weights: Weights,
) -> list[Lattice]:
    """The lattice of each gap, by all features; these are computed for all gaps at once.

    path  a first alignment of the two texts, which tells their likeness and compares their clocks
    """
    shapes = shapes_for(source.surface.is_cut, target.surface.is_cut)
    ends = np.cumsum([0, *(gap.corridor.size for gap in gaps)]).tolist()
    beads = _joined(
        [
            _moved(gap.corridor.beads(shapes), offset, gap.i, gap.j)
            for gap, offset in zip(gaps, ends, strict=False)
        ]
    )
    evidence = Evidence(
        source, target, beads, shapes, affinities, bonus(source.surface, target.surface, path, beads)
    )
    fitting = weights.of(likeness(path, affinities.token))
    scores = scores_of(evidence, ends[-1], fitting)
    return [
        Lattice(gap.corridor, shapes, scores[:, start:end], fitting.extend)
        for gap, start, end in zip(gaps, ends, ends[1:], strict=False)
    ]


def _moved(beads: Beads, nodes: int, i: int, j: int) -> Beads:
    return beads._replace(nodes=beads.nodes + nodes, i=beads.i + i, j=beads.j + j)


def _joined(several: Sequence[Beads]) -> Beads:
    """Beads of several corridors in one, shape by shape."""
    beads = Beads(*map(np.concatenate, zip(*several, strict=True)))
    return beads.some(np.argsort(beads.kinds, kind="stable"))
