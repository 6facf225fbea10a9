"""The given pairing of a bilingual file as evidence."""

from __future__ import annotations

import numpy as np

from duiqi.aligner.beads import Beads
from duiqi.aligner.evidence.bonus import OTHER_PAIR, _of_pairing


def test_a_bead_that_unites_pairs_is_against_the_pairing() -> None:
    """Two pairs in one bead begin and end with the same pair on both sides, and are united all the same."""
    pairs = np.array([0, 0, 1, 2])
    one, two, united, across = (0, 0, 2, 2), (2, 2, 1, 1), (0, 0, 3, 3), (2, 3, 1, 1)
    starts = np.array([one, two, united, across]).T
    i, j, a, b = starts
    links = Beads(i * 0, j * 0, i, j, a, b)
    assert _of_pairing(pairs, pairs, links).tolist() == [0, 0, OTHER_PAIR, 2 * OTHER_PAIR]
