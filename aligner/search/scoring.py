"""Scores of beads, their features weighed, and the lattices of these."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.evidence.extraction import Evidence
from duiqi.aligner.search.corridor import Corridor
from duiqi.aligner.search.lattice import NEVER, Lattice
from duiqi.aligner.search.weights import Weights


def scores_of(evidence: Evidence, nodes: int, weights: Weights) -> Floats32:
    """The scores of beads: (shapes, nodes), NEVER for beads that leave the corridor.

    A score is the weighted sum of the bead's features, and its bonus where there are any.
    """
    scores: Floats32 = np.full((len(evidence.shapes), nodes), NEVER, np.float32)
    beads = evidence.beads
    for batch, found in evidence.weighed(weights.features):
        if evidence.bonus is not None:
            found += evidence.bonus[batch]
        scores[beads.kinds[batch], beads.nodes[batch]] = found
    return scores


def lattices(evidence: Evidence, corridors: Sequence[Corridor], weights: Weights) -> list[Lattice]:
    """The lattice of each corridor, whose nodes are numbered on from corridor to corridor."""
    starts = np.cumsum([0, *(corridor.size for corridor in corridors)]).tolist()
    scores = scores_of(evidence, starts[-1], weights)
    return [
        Lattice(corridor, evidence.shapes, scores[:, start:end], weights.extend)
        for corridor, (start, end) in zip(corridors, pairwise(starts), strict=True)
    ]
