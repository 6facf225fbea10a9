"""Scores of beads: their features, weighed."""

from __future__ import annotations

import numpy as np

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.evidence.extraction import Evidence
from duiqi.aligner.search.lattice import NEVER
from duiqi.aligner.search.weights import Weights


def scores_of(evidence: Evidence, nodes: int, weights: Weights) -> Floats32:
    """The scores of beads: (shapes, nodes), NEVER for beads that leave the corridor.

    A score is the weighted sum of the bead's features, and its bonus where there are any.
    """
    scores: Floats32 = np.full((len(evidence.shapes), nodes), NEVER, np.float32)
    beads = evidence.beads
    for batch, values in evidence.features():
        found = weights.features @ values
        if evidence.bonus is not None:
            found += evidence.bonus[batch]
        scores[beads.kinds[batch], beads.nodes[batch]] = found
    return scores
