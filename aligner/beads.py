"""Beads as numbers: which segments of either side, and nothing of their text.

`evidence` computes features of such beads and `search` finds the best sequence of them; what both
need is here, below either.
"""

from __future__ import annotations

from typing import NamedTuple

from duiqi.aligner.arrays import Bools, Ints

Shape = tuple[int, int]  # how many source and target segments a bead has
# A skip is one segment without a counterpart; every other shape is a link. A skip of either side is also
# called a deletion; the lattice, which has to tell the sides apart, drops a source segment and inserts a
# target segment.
SKIPS: tuple[Shape, ...] = ((1, 0), (0, 1))


class Step(NamedTuple):
    """One bead of a path: source segments [i, i + a) with target segments [j, j + b)."""

    i: int
    j: int
    a: int
    b: int


class Beads(NamedTuple):
    """Many beads of a corridor, as arrays of shape (beads,).

    kinds  the number of each bead's shape, in a list of shapes
    nodes  the number of the corridor's node (i, j) where the bead begins
    i, j   its first source and target segment
    a, b   how many source and target segments it has
    """

    kinds: Ints
    nodes: Ints
    i: Ints
    j: Ints
    a: Ints
    b: Ints

    def some(self, which: Ints | Bools) -> Beads:
        """The beads at these places, or where a mask is true."""
        return Beads(*(values[which] for values in self))
