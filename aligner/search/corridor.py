"""The corridor: the part of the search space that is looked at.

The search space is the grid of nodes (i, j): the first `i` source and the first `j` target segments
are aligned. A bead leads from one node to another. In a corridor each row `i` has one range of
columns, so the search takes time by the length of the texts rather than by its square.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from duiqi.aligner.arrays import Bools, Ints
from duiqi.aligner.beads import Beads, Shape

ROOM = 8  # nodes to either side of the line through the anchors
LARGEST = 1 << 18  # nodes between two anchors; of a larger rectangle only the edges are looked at
NEAR = 128  # along such an edge, segments to either side; and the rows after which it changes edges


@dataclass(frozen=True)
class Corridor:
    """Nodes from low[i] to high[i], both included, in each row i.

    low, high  (source segments + 1,), ascending; low[0] is 0 and high[-1] the number of
               target segments

    Nodes are numbered row by row.
    """

    low: Ints
    high: Ints

    @property
    def rows(self) -> int:
        """The number of rows: one more than there are source segments."""
        return len(self.low)

    @cached_property
    def starts(self) -> Ints:
        """The number of each row's first node; last, how many nodes there are: (rows + 1,)."""
        return np.concatenate([[0], np.cumsum(self.high - self.low + 1)])

    @property
    def size(self) -> int:
        """The number of nodes."""
        return int(self.starts[-1])

    def nodes(self) -> tuple[Ints, Ints]:
        """The coordinates i and j of all nodes, each (nodes,)."""
        i = np.repeat(np.arange(self.rows), self.high - self.low + 1)
        return i, self.low[i] + np.arange(len(i)) - self.starts[i]

    def node(self, i: int, j: int) -> int:
        """The number of the node (i, j), which must be inside."""
        return int(self.starts[i] + j - self.low[i])

    def numbers(self, i: Ints, j: Ints) -> Ints:
        """The numbers of many nodes; for a node outside, the number of nodes."""
        row, inside = self._inside(i, j)
        return np.where(inside, self.starts[row] + j - self.low[row], self.starts[-1])

    def holds(self, i: Ints, j: Ints) -> Bools:
        """Whether each of these nodes is inside."""
        return self._inside(i, j)[1]

    def _inside(self, i: Ints, j: Ints) -> tuple[Ints, Bools]:
        row = np.clip(i, 0, self.rows - 1)
        inside: Bools = (i == row) & (j >= self.low[row]) & (j <= self.high[row])
        return row, inside

    def part(self, first: tuple[int, int], last: tuple[int, int]) -> Corridor:
        """The corridor from one node to another, counted from the first of them."""
        (i, j), (k, m) = first, last
        low, high = (np.clip(bound[i : k + 1], j, m) - j for bound in (self.low, self.high))
        low[0], high[-1] = 0, m - j
        return Corridor(low, high)

    def beads(self, shapes: Sequence[Shape]) -> Beads:
        """All beads of these shapes that begin and end inside, shape by shape and row by row."""
        i, j = self.nodes()
        inside = [np.flatnonzero(self.holds(i + a, j + b)) for a, b in shapes]
        kinds = np.repeat(np.arange(len(shapes)), [len(nodes) for nodes in inside])
        nodes = np.concatenate(inside)
        sizes = np.array(shapes)[kinds]
        return Beads(kinds, nodes, i[nodes], j[nodes], sizes[:, 0], sizes[:, 1])


class Area(NamedTuple):
    """A corridor within longer texts.

    i, j      the segments of either text before it
    corridor  counted from there
    """

    i: int
    j: int
    corridor: Corridor


def beads_of(areas: Sequence[Area], shapes: Sequence[Shape]) -> Beads:
    """All beads of several areas by shape: segments counted in the whole texts, nodes from area to area."""
    if len(areas) == 1:
        i, j, corridor = areas[0]
        beads = corridor.beads(shapes)
        return beads._replace(i=beads.i + i, j=beads.j + j)
    several, nodes = [], 0
    for i, j, corridor in areas:
        beads = corridor.beads(shapes)
        several.append(beads._replace(nodes=beads.nodes + nodes, i=beads.i + i, j=beads.j + j))
        nodes += corridor.size
    joined = Beads(*map(np.concatenate, zip(*several, strict=True)))
    return joined.some(np.argsort(joined.kinds, kind="stable"))


def corridor_along(i: Ints, j: Ints, rows: int, columns: int, room: int = ROOM) -> Corridor:
    """The corridor along anchors, wide where they are sparse.

    Between two anchors it holds every node that a path through both can visit, so a
    missing chapter widens it by just that chapter.

    i, j           (anchors,) the source and target segment of each, both ascending
    rows, columns  how many source and target segments there are
    room           nodes added to either side of each row
    """
    xs = np.concatenate([[0], i + 0.5, [rows]])
    ys = np.concatenate([[0], j + 0.5, [columns]])
    at = np.arange(rows + 1)
    # The corners of the grid are anchors too: each row has one before it and one after it.
    before = np.maximum(np.searchsorted(xs, at, side="left") - 1, 0)
    after = np.minimum(np.searchsorted(xs, at, side="right"), len(xs) - 1)
    low = np.floor(ys[before]).astype(np.int64) - room
    high = np.ceil(ys[after]).astype(np.int64) + room
    for gap in np.flatnonzero(np.diff(xs) * np.diff(ys) > LARGEST).tolist():
        # A long passage on each side without an anchor: nothing indicates which parts correspond. The
        # corridor goes down the left edge for NEAR rows, across one row, and down the right edge.
        top, bottom = int(np.ceil(xs[gap])), int(np.floor(xs[gap + 1]))
        turn = min(top + NEAR, (top + bottom) // 2)
        high[top:turn] = np.minimum(high[top:turn], low[top:turn] + 2 * (NEAR + room))
        low[turn + 1 : bottom + 1] = np.maximum(
            low[turn + 1 : bottom + 1], high[turn + 1 : bottom + 1] - 2 * (NEAR + room)
        )
    return Corridor(np.clip(low, 0, columns), np.clip(high, 0, columns))


def corridor_around(i: Ints, j: Ints, rows: int, columns: int) -> Corridor:
    """The smallest corridor that holds these nodes.

    i, j           (nodes,) coordinates, the first and the last node of the grid among them
    rows, columns  how many source and target segments there are
    """
    low, high = np.full(rows + 1, columns), np.zeros(rows + 1, np.int64)
    np.minimum.at(low, i, j)
    np.maximum.at(high, i, j)
    low, high = np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high)
    # A row without a node has the columns between those of its neighbours.
    return Corridor(np.minimum(low, high), np.maximum(low, high))
