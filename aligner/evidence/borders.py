"""The borders family: whether a bead ends where its clauses can be parted.

`search.borders` finds how likely that is, by an alignment of the clauses.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.beads import Beads
from duiqi.aligner.evidence.features import Named
from duiqi.aligner.evidence.view import PaddedView


class Borders:
    """The log odds at the end of each bead, looked up for those of a view.

    beads  ascending by kind, and those of one kind by node
    odds   (beads,)
    """

    def __init__(self, beads: Beads, odds: Floats32) -> None:
        self._nodes = int(beads.nodes.max(initial=0)) + 1
        self._places, self._odds = self._place(beads), odds

    def values(self, view: PaddedView) -> Iterator[Named]:
        """The features of this family."""
        for name, beads in (("border", view.links), ("skip border", view.skips)):
            yield name, self._odds[np.searchsorted(self._places, self._place(beads))]

    def _place(self, beads: Beads) -> Ints:
        return beads.kinds * self._nodes + beads.nodes
