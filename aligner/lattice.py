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
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Scores = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NEVER = -1e30  # the score of what cannot be; finite, so that differences stay numbers
Shape = tuple[int, int]
LINK, INSERT, DROP = range(3)  # the states of a path, by its last bead
_States = tuple[Floats, Floats, Floats]  # an array of nodes for each


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
    ([(0, 0, 1, 1)], 4.0)
    """

    def __init__(self, corridor: Corridor, shapes: Sequence[Shape], scores: Scores, extend: float) -> None:
        self.corridor, self.scores, self.extend = corridor, scores, extend
        self.shapes = list(shapes)
        self._starts = corridor.starts
        self._links = [k for k, (a, b) in enumerate(self.shapes) if a and b]
        self._a = np.array([self.shapes[k][0] for k in self._links])
        self._b = np.array([self.shapes[k][1] for k in self._links])
        self._drop, self._insert = self.shapes.index((1, 0)), self.shapes.index((0, 1))
        self._flat = np.append(scores.ravel().astype(np.float64), NEVER)

    @property
    def rows(self) -> int:
        """How many rows of nodes there are, one more than source segments."""
        return len(self.corridor.low)

    def best(self) -> tuple[list[tuple[int, int, int, int]], float]:
        """The path of the highest score, as beads (i, j, a, b) in order, and its score."""
        reached = self._forward(np.maximum)
        i, j = self.rows - 1, int(self.corridor.high[-1])
        node = self._node(i, j)
        score = float(reached.any[node])
        state = int(np.argmax([reached.link[node], reached.insert[node], reached.drop[node]]))
        beads = []
        while (i, j) != (0, 0):
            if state == LINK:
                sources, values = self._arrivals(i, np.array([j]), reached.any)
                k = int(values[:, 0].argmax())
                a, b = int(self._a[k]), int(self._b[k])
                came, extends = int(sources[k, 0]), (0.0, 0.0, 0.0)
            elif state == INSERT:
                a, b = 0, 1
                came, extends = self._node(i, j - 1), (0.0, self.extend, NEVER)
            else:
                a, b = 1, 0
                came, extends = self._node(i - 1, j), (0.0, 0.0, self.extend)
            before = reached.link[came], reached.insert[came], reached.drop[came]
            state = int(np.argmax(np.add(before, extends)))
            i, j = i - a, j - b
            beads.append((i, j, a, b))
        return beads[::-1], score

    def score(self, bead: tuple[int, int, int, int]) -> float:
        """The score of the bead (i, j, a, b)."""
        i, j, a, b = bead
        return float(self.scores[self.shapes.index((a, b)), self._node(i, j)])

    def probabilities(self, beads: Sequence[tuple[int, int, int, int]]) -> Floats:
        """How likely each of these beads is among all paths: (len(beads),)."""
        before, after, total = self._sums()
        likely = []
        for i, j, a, b in beads:
            kind, node, end = self.shapes.index((a, b)), self._node(i, j), self._node(i + a, j + b)
            state = self._state(kind)
            likely.append(before[state][node] + self.scores[kind, node] + after[state][end] - total)
        return np.exp(np.minimum(likely, 0.0))

    def expectations(self) -> tuple[Floats, float, float]:
        """Each bead's probability (shapes, nodes), how many `extend` to expect, and the log of the sum.

        The gradient of the last, with respect to the scores and to `extend`.
        """
        reached = self._forward(np.logaddexp)
        before, after, total = self._sums(reached)
        likely = np.zeros(self.scores.shape)
        i, j = self.corridor.nodes(0, self.rows)
        extended = 0.0
        for kind, (a, b) in enumerate(self.shapes):
            end, ok = self._ends(i + a, j + b)
            state = self._state(kind)
            onwards = self.scores[kind] + after[state][end] - total
            likely[kind, ok] = np.exp(np.minimum(before[state] + onwards, 0))[ok]
            if state != LINK:
                again = (reached.insert if state == INSERT else reached.drop) + self.extend
                extended += float(np.exp(np.minimum(again + onwards, 0))[ok].sum())
        return likely, extended, total

    def _state(self, kind: int) -> int:
        return {self._insert: INSERT, self._drop: DROP}.get(kind, LINK)

    def _sums(self, reached: _Reached | None = None) -> tuple[_States, _States, float]:
        """Log sums before a bead of each state, behind it, and of all paths."""
        reached = reached or self._forward(np.logaddexp)
        before_insert = np.logaddexp(reached.link, reached.insert + self.extend)
        before_drop = np.logaddexp(np.logaddexp(reached.link, reached.insert), reached.drop + self.extend)
        total = float(reached.any[self._node(self.rows - 1, int(self.corridor.high[-1]))])
        return (reached.any, before_insert, before_drop), self._backward(), total

    def _forward(self, either: np.ufunc) -> _Reached:
        """For each node, the paths to it, by the state of their last bead."""
        nodes = int(self._starts[-1])
        link, insert, drop, reached = (np.full(nodes + 1, NEVER) for _ in range(4))
        for i in range(self.rows):
            row = slice(self._starts[i], self._starts[i + 1])
            columns = np.arange(self.corridor.low[i], self.corridor.high[i] + 1)
            link[row] = either.reduce(self._arrivals(i, columns, reached)[1], axis=0)
            if i == 0:
                link[0] = 0.0
            else:
                above, ok = self._ends(np.full(len(columns), i - 1), columns)
                down = either(either(link[above], insert[above]), drop[above] + self.extend)
                drop[row] = np.where(ok, down + self.scores[self._drop, above], NEVER)
            inserted = self.scores[self._insert, row][:-1].astype(np.float64)
            entered = np.append(NEVER, link[row][:-1] + inserted)
            steps = np.concatenate([[0.0], np.cumsum(inserted + self.extend)])
            insert[row] = either.accumulate(entered - steps) + steps
            reached[row] = either(either(link[row], insert[row]), drop[row])
        return _Reached(link[:-1], insert[:-1], drop[:-1], reached[:-1])

    def _backward(self) -> _States:
        """For each node, the log sum of the ways on from it, by the state of the bead before."""
        nodes = int(self._starts[-1])
        link, insert, drop = np.full(nodes, NEVER), np.full(nodes, NEVER), np.full(nodes, NEVER)
        for i in range(self.rows - 1, -1, -1):
            row = slice(self._starts[i], self._starts[i + 1])
            columns = np.arange(self.corridor.low[i], self.corridor.high[i] + 1)
            ends, ok = self._ends(i + self._a[:, None], columns + self._b[:, None])
            ways = np.where(ok, link[ends] + self.scores[self._links, row], NEVER)
            linked = np.logaddexp.reduce(ways, axis=0)
            if i == self.rows - 1:
                linked[-1] = 0.0
            below, ok = self._ends(np.full(len(columns), i + 1), columns)
            dropped = np.where(ok, drop[below] + self.scores[self._drop, row], NEVER)
            drop[row] = np.logaddexp(linked, dropped + self.extend)
            on = np.logaddexp(linked, dropped)
            inserted = self.scores[self._insert, row][:-1].astype(np.float64)
            steps = np.concatenate([[0.0], np.cumsum((inserted + self.extend)[::-1])])
            insert[row] = (np.logaddexp.accumulate(on[::-1] - steps) + steps)[::-1]
            link[row] = np.logaddexp(on, np.append(inserted + insert[row][1:], NEVER))
        return link, insert, drop

    def _arrivals(self, i: int, columns: Ints, reached: Floats) -> tuple[Ints, Floats]:
        """Where links into nodes of row i come from, and what they bring: (links, columns) each."""
        sources, ok = self._ends(i - self._a[:, None], columns - self._b[:, None])
        values = (
            reached[sources] + self._flat[np.array(self._links)[:, None] * self.scores.shape[1] + sources]
        )
        return sources, np.where(ok, values, NEVER)

    def _ends(self, i: Ints, j: Ints) -> tuple[Ints, Bools]:
        """The numbers of nodes, and whether they are in the corridor; 0 for those that are not."""
        row = np.clip(i, 0, self.rows - 1)
        low, high = self.corridor.low[row], self.corridor.high[row]
        ok = (i == row) & (j >= low) & (j <= high)
        return np.where(ok, self._starts[row] + j - low, 0), ok

    def _node(self, i: int, j: int) -> int:
        return int(self._starts[i] + j - self.corridor.low[i])


class _Reached(NamedTuple):
    """For each node, the paths to it that end in a link, an insertion, a drop; and all."""

    link: Floats
    insert: Floats
    drop: Floats
    any: Floats
