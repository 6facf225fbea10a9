"""The search space and the sums over it: which beads, in which order, and how likely.

Nodes are pairs of positions (i, j), `i` source and `j` target segments being behind us;
a bead leads from one node to another. Only nodes inside a corridor are looked at. The
functions take arrays and return arrays and never see a word of text.

A path's score is the sum of its beads', and of `extend` for each deletion that follows
another of the same side, because sentences without a counterpart come in runs. Where
both sides have some, those of the target come first, so that each alignment is one path.
Read as a semi-Markov random field (Sarawagi and Cohen 2004), the same sums give each
bead's probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from duiqi.aligner.arrays import Bools, Floats32, Floats64, Ints

NEVER = -1e30  # the score of what cannot be; finite, so that differences stay numbers
Shape = tuple[int, int]
LINK, INSERT, DROP = range(3)  # the states of a path, by its last bead
_States = tuple[Floats64, Floats64, Floats64]  # an array of nodes for each


class Step(NamedTuple):
    """A bead as the search sees it: source segments [i, i + a) with target segments [j, j + b)."""

    i: int
    j: int
    a: int
    b: int


class Beads(NamedTuple):
    """Beads of a corridor, all of shape (beads,).

    kinds  the number of each one's shape
    nodes  the number of the node that it leads on from, (i, j)
    a, b   how many source and target segments it has
    """

    kinds: Ints
    nodes: Ints
    i: Ints
    j: Ints
    a: Ints
    b: Ints

    def some(self, which: Ints | Bools) -> Beads:
        """These of them."""
        return Beads(*(values[which] for values in self))


@dataclass(frozen=True, slots=True)
class Corridor:
    """The nodes that the search looks at: from low[i] to high[i], both included, in row i.

    low, high  (source segments + 1,), ascending; low[0] is 0 and high[-1] the number of
               target segments
    """

    low: Ints
    high: Ints

    @property
    def starts(self) -> Ints:
        """The number of each row's first node, nodes being counted row by row; then of all nodes."""
        return np.concatenate([[0], np.cumsum(self.high - self.low + 1)])

    def nodes(self, first: int, last: int) -> tuple[Ints, Ints]:
        """The coordinates of all nodes of rows `first` to `last`, exclusive."""
        widths = (self.high - self.low + 1)[first:last]
        i = np.repeat(np.arange(first, last), widths)
        offsets = np.arange(len(i)) - np.repeat(np.cumsum(widths) - widths, widths)
        return i, self.low[i] + offsets

    def part(self, first: tuple[int, int], last: tuple[int, int]) -> Corridor:
        """Between two nodes, which are counted as the first and the last one."""
        (i, j), (k, m) = first, last
        low, high = (np.clip(bound[i : k + 1], j, m) - j for bound in (self.low, self.high))
        low[0], high[-1] = 0, m - j
        return Corridor(low, high)

    def beads(self, shapes: Sequence[Shape]) -> Beads:
        """All beads of these shapes that begin and end inside, shape by shape and row by row."""
        i, j = self.nodes(0, len(self.low))
        inside = [np.flatnonzero(self.holds(i + a, j + b)) for a, b in shapes]
        kinds = np.repeat(np.arange(len(shapes)), [len(nodes) for nodes in inside])
        nodes = np.concatenate(inside)
        sizes = np.array(shapes)[kinds]
        return Beads(kinds, nodes, i[nodes], j[nodes], sizes[:, 0], sizes[:, 1])

    def holds(self, i: Ints, j: Ints) -> Bools:
        """Whether these nodes are in the corridor."""
        row = np.minimum(i, len(self.low) - 1)
        inside: Bools = (i == row) & (j >= self.low[row]) & (j <= self.high[row])
        return inside


class Lattice:
    """Sums and maxima over all paths through a corridor.

    shapes  (a, b) of each kind of bead; deletions are (1, 0) and (0, 1)
    scores  (shapes, nodes): of the bead of each shape from each node on
    extend  added for each deletion that follows a deletion of the same side

    >>> corridor = Corridor(np.array([0, 0]), np.array([1, 1]))  # one segment a side
    >>> scores = np.array([[0, 1, 0, 0], [0, 0, 2, 0], [4, 0, 0, 0]])
    >>> Lattice(corridor, [(1, 0), (0, 1), (1, 1)], scores, 0).best()
    ([Step(i=0, j=0, a=1, b=1)], 4.0)
    """

    def __init__(self, corridor: Corridor, shapes: Sequence[Shape], scores: Floats32, extend: float) -> None:
        self.corridor, self.scores, self.extend = corridor, scores, extend
        self.shapes = list(shapes)
        self._starts = corridor.starts
        self._bounds = [slice(*ends) for ends in pairwise(self._starts.tolist())]
        self._nodes = int(self._starts[-1])
        self._drop, self._insert = self.shapes.index((1, 0)), self.shapes.index((0, 1))
        self._links = [k for k, (a, b) in enumerate(self.shapes) if a and b]
        self._i, self._j = corridor.nodes(0, self.rows)
        self._sizes = np.array([self.shapes[k] for k in self._links]).reshape(-1, 2, 1)

    @property
    def rows(self) -> int:
        """How many rows of nodes there are, one more than source segments."""
        return len(self.corridor.low)

    def best(self) -> tuple[list[Step], float]:
        """The path of the highest score, as steps in order, and its score."""
        reached = self._forward(np.maximum)
        node = self._nodes - 1
        score = float(reached.any[node])
        state = int(np.argmax([reached.link[node], reached.insert[node], reached.drop[node]]))
        beads = []
        while node:
            i, j = int(self._i[node]), int(self._j[node])
            if state == LINK:
                k = int((reached.any[self._came[:, node]] + self._brought[:, node]).argmax())
                (a, b), extends = self.shapes[self._links[k]], (0.0, 0.0, 0.0)
                node = int(self._came[k, node])
            elif state == INSERT:
                a, b, extends = 0, 1, (0.0, self.extend, NEVER)
                node -= 1
            else:
                a, b, extends = 1, 0, (0.0, 0.0, self.extend)
                node = int(self._above[node])
            before = reached.link[node], reached.insert[node], reached.drop[node]
            state = int(np.argmax(np.add(before, extends)))
            beads.append(Step(i - a, j - b, a, b))
        return beads[::-1], score

    def score(self, bead: Step) -> float:
        """The score of the bead (i, j, a, b)."""
        i, j, a, b = bead
        return float(self.scores[self.shapes.index((a, b)), self.node(i, j)])

    def probabilities(self, beads: Sequence[Step]) -> Floats64:
        """How likely each of these beads is among all paths: (len(beads),)."""
        before, after, total = self._sums
        likely = []
        for i, j, a, b in beads:
            kind, node, end = self.shapes.index((a, b)), self.node(i, j), self.node(i + a, j + b)
            state = self._state(kind)
            likely.append(before[state][node] + self.scores[kind, node] + after[state][end] - total)
        return np.exp(np.minimum(likely, 0.0))

    def passing(self) -> Floats64:
        """How likely a path passes through each node: (nodes,)."""
        _, after, total = self._sums
        states = [self._reached[state][:-1] + after[state][:-1] - total for state in (LINK, INSERT, DROP)]
        return np.asarray(np.exp(np.minimum(np.logaddexp.reduce(states), 0.0)))

    def expectations(self) -> tuple[Floats64, float, float]:
        """Each bead's probability (shapes, nodes), how many `extend` to expect, and the log of the sum.

        The gradient of the last, with respect to the scores and to `extend`.
        """
        before, after, total = self._sums
        likely = np.zeros(self.scores.shape)
        extended = 0.0
        for kind, (a, b) in enumerate(self.shapes):
            end = self._ends(self._i + a, self._j + b)
            ok = end < self._nodes
            state = self._state(kind)
            onwards = self.scores[kind] + after[state][end] - total
            likely[kind, ok] = np.exp(np.minimum(before[state][:-1] + onwards, 0))[ok]
            if state != LINK:
                again = self._reached[state][:-1] + self.extend
                extended += float(np.exp(np.minimum(again + onwards, 0))[ok].sum())
        return likely, extended, total

    def _state(self, kind: int) -> int:
        return {self._insert: INSERT, self._drop: DROP}.get(kind, LINK)

    # All below have one node more than there are: it stands for those outside, where nothing leads.

    @cached_property
    def _came(self) -> Ints:
        """The nodes from which links arrive at each node: (links, nodes)."""
        return self._ends(self._i - self._sizes[:, 0], self._j - self._sizes[:, 1])

    @cached_property
    def _brought(self) -> Floats64:
        """The scores of the links that arrive at each node: (links, nodes)."""
        scores = np.column_stack([self.scores, np.full(len(self.scores), NEVER)])
        found: Floats64 = scores[np.array(self._links, np.int64)[:, None], self._came].astype(np.float64)
        return found

    @cached_property
    def _above(self) -> Ints:
        """The node from which a drop arrives at each node."""
        return self._ends(self._i - 1, self._j)

    @cached_property
    def _reached(self) -> _Reached:
        return self._forward(np.logaddexp)

    @cached_property
    def _sums(self) -> tuple[_States, _States, float]:
        """Log sums before a bead of each state, behind it, and of all paths."""
        reached = self._reached
        before_insert = np.logaddexp(reached.link, reached.insert + self.extend)
        before_drop = np.logaddexp(np.logaddexp(reached.link, reached.insert), reached.drop + self.extend)
        return (
            (reached.any, before_insert, before_drop),
            self._backward(),
            float(reached.any[self._nodes - 1]),
        )

    def _forward(self, either: np.ufunc) -> _Reached:
        """For each node, the paths to it, by the state of their last bead."""
        link, insert, drop, steady, reached = (np.full(self._nodes + 1, NEVER) for _ in range(5))
        dropped = np.append(self.scores[self._drop].astype(np.float64), NEVER)[self._above]
        inserted = self.scores[self._insert].astype(np.float64)
        came, brought = np.ascontiguousarray(self._came.T), np.ascontiguousarray(self._brought.T)
        for number, row in enumerate(self._bounds):
            link[row] = either.reduce(reached[came[row]] + brought[row], axis=1, initial=NEVER)
            if number == 0:
                link[0] = 0.0
            else:
                above = self._above[row]
                drop[row] = either(steady[above], drop[above] + self.extend) + dropped[row]
            if row.stop - row.start > 1:
                step = inserted[row.start : row.stop - 1]
                run = np.cumsum(step + self.extend)
                entered = link[row.start : row.stop - 1] + step - run
                insert[row.start + 1 : row.stop] = either.accumulate(entered) + run
            steady[row] = either(link[row], insert[row])
            reached[row] = either(steady[row], drop[row])
        return _Reached(link, insert, drop, reached)

    def _backward(self) -> _States:
        """For each node, the log sum of the ways on from it, by the state of the bead before."""
        link, insert, drop = (np.full(self._nodes + 1, NEVER) for _ in range(3))
        ends = np.ascontiguousarray(self._ends(self._i + self._sizes[:, 0], self._j + self._sizes[:, 1]).T)
        ahead = np.ascontiguousarray(self.scores[self._links].T.astype(np.float64))
        below = self._ends(self._i + 1, self._j)
        dropped = self.scores[self._drop].astype(np.float64)
        inserted = self.scores[self._insert].astype(np.float64)
        for row in reversed(self._bounds):
            linked = np.logaddexp.reduce(link[ends[row]] + ahead[row], axis=1, initial=NEVER)
            if row.stop == self._nodes:
                linked[-1] = 0.0
            downwards = drop[below[row]] + dropped[row]
            drop[row] = np.logaddexp(linked, downwards + self.extend)
            on = np.logaddexp(linked, downwards)
            link[row] = insert[row] = on
            if row.stop - row.start > 1:
                step = inserted[row.start : row.stop - 1]
                # A run of insertions from a node ends at one of the nodes to its right.
                run = np.append(0.0, np.cumsum((step + self.extend)[::-1]))
                insert[row] = (np.logaddexp.accumulate(on[::-1] - run) + run)[::-1]
                stay = slice(row.start, row.stop - 1)
                link[stay] = np.logaddexp(on[:-1], step + insert[row.start + 1 : row.stop])
        return link, insert, drop

    def _ends(self, i: Ints, j: Ints) -> Ints:
        """The numbers of nodes; of those outside the corridor, the number of nodes."""
        row = np.clip(i, 0, self.rows - 1)
        low = self.corridor.low[row]
        ok = (i == row) & (j >= low) & (j <= self.corridor.high[row])
        return np.where(ok, self._starts[row] + j - low, self._nodes)

    def node(self, i: int, j: int) -> int:
        """The number of the node (i, j)."""
        return int(self._starts[i] + j - self.corridor.low[i])


class _Reached(NamedTuple):
    """For each node, the paths to it that end in a link, an insertion, a drop; and all."""

    link: Floats64
    insert: Floats64
    drop: Floats64
    any: Floats64
