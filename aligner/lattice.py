"""The search space and the sums over it: which beads, in which order, and how likely.

Nodes are pairs of positions (i, j), `i` source and `j` target segments being behind us;
a bead leads from one node to another. Only nodes inside a corridor are looked at. The
functions take arrays and return arrays and never see a word of text.

A path's score is the sum of its beads', and of `extend` for each deletion that follows
another, because sentences without a counterpart come in runs. Read as a semi-Markov
random field (Sarawagi and Cohen 2004), the same sums give each bead's probability.
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
    extend  added for each deletion that follows a deletion

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
        link, skip = self._forward(np.maximum)
        i, j = self.rows - 1, int(self.corridor.high[-1])
        node = self._node(i, j)
        score = max(link[node], skip[node])
        linked = bool(link[node] >= skip[node])
        beads = []
        while (i, j) != (0, 0):
            node = self._node(i, j)
            if linked:
                sources, values = self._arrivals(i, np.array([j]), np.maximum(link, skip))
                k = int(values[:, 0].argmax())
                a, b = int(self._a[k]), int(self._b[k])
                came = int(sources[k, 0])
                linked = bool(link[came] >= skip[came])
            else:
                ways = []
                if i > 0 and self._inside(i - 1, j):
                    ways.append((self._drop, self._node(i - 1, j), (1, 0)))
                if j > self.corridor.low[i]:
                    ways.append((self._insert, node - 1, (0, 1)))
                entered = [
                    (max(link[came], skip[came] + self.extend) + self.scores[kind, came], came, shape)
                    for kind, came, shape in ways
                ]
                _, came, (a, b) = max(entered, key=lambda way: way[0])
                linked = bool(link[came] >= skip[came] + self.extend)
            i, j = i - a, j - b
            beads.append((i, j, a, b))
        return beads[::-1], float(score)

    def score(self, bead: tuple[int, int, int, int]) -> float:
        """The score of the bead (i, j, a, b)."""
        i, j, a, b = bead
        return float(self.scores[self.shapes.index((a, b)), self._node(i, j)])

    def probabilities(self, beads: Sequence[tuple[int, int, int, int]]) -> Floats:
        """How likely each of these beads is among all paths: (len(beads),)."""
        before, after, total = self._sums()
        likely = []
        for i, j, a, b in beads:
            node, end = self._node(i, j), self._node(i + a, j + b)
            score = self.scores[self.shapes.index((a, b)), node]
            if a and b:
                log = before.any[node] + score + after.link[end]
            else:
                log = before.any_skipping[node] + score + after.skip[end]
            likely.append(log - total)
        return np.exp(np.minimum(likely, 0.0))

    def expectations(self) -> tuple[Floats, float, float]:
        """Each bead's probability (shapes, nodes), how many `extend` to expect, and the log of the sum.

        The gradient of the last, with respect to the scores and to `extend`.
        """
        before, after, total = self._sums()
        likely = np.zeros(self.scores.shape)
        i, j = self.corridor.nodes(0, self.rows)
        extended = 0.0
        for kind, (a, b) in enumerate(self.shapes):
            end, ok = self._ends(i + a, j + b)
            if a and b:
                log = before.any + self.scores[kind] + after.link[end]
            else:
                log = before.any_skipping + self.scores[kind] + after.skip[end]
                again = before.skip + self.extend + self.scores[kind] + after.skip[end]
                extended += float(np.exp(np.minimum(again[ok] - total, 0)).sum())
            likely[kind, ok] = np.exp(np.minimum(log[ok] - total, 0))
        return likely, extended, total

    def _sums(self) -> tuple[_Before, _After, float]:
        link, skip = self._forward(np.logaddexp)
        before = _Before(skip, np.logaddexp(link, skip), np.logaddexp(link, skip + self.extend))
        total = float(before.any[self._node(self.rows - 1, int(self.corridor.high[-1]))])
        return before, self._backward(), total

    def _forward(self, either: np.ufunc) -> tuple[Floats, Floats]:
        """For each node, the paths to it whose last bead is a link, and those that end in a deletion."""
        nodes = int(self._starts[-1])
        link, skip = np.full(nodes, NEVER), np.full(nodes, NEVER)
        reached = np.full(nodes + 1, NEVER)
        for i in range(self.rows):
            row = slice(self._starts[i], self._starts[i + 1])
            low, high = int(self.corridor.low[i]), int(self.corridor.high[i])
            columns = np.arange(low, high + 1)
            arrived = either.reduce(self._arrivals(i, columns, reached)[1], axis=0)
            if i == 0:
                arrived[0] = 0.0
            entered = np.full(high - low + 1, NEVER)
            if i > 0:
                above, ok = self._ends(np.full(len(columns), i - 1), columns)
                down = either(link[above], skip[above] + self.extend) + self.scores[self._drop, above]
                entered[ok] = down[ok]
            inserted = self.scores[self._insert, row][:-1].astype(np.float64)
            entered[1:] = either(entered[1:], arrived[:-1] + inserted)
            steps = np.concatenate([[0.0], np.cumsum(inserted + self.extend)])
            link[row] = arrived
            skip[row] = either.accumulate(entered - steps) + steps
            reached[row] = either(link[row], skip[row])
        return link, skip

    def _backward(self) -> _After:
        """For each node, the log sum of the ways on from it, behind a link and behind a deletion."""
        nodes = int(self._starts[-1])
        link, skip = np.full(nodes, NEVER), np.full(nodes, NEVER)
        for i in range(self.rows - 1, -1, -1):
            row = slice(self._starts[i], self._starts[i + 1])
            columns = np.arange(self.corridor.low[i], self.corridor.high[i] + 1)
            ends, ok = self._ends(i + self._a[:, None], columns + self._b[:, None])
            ways = np.where(ok, link[ends] + self.scores[self._links, row], NEVER)
            linked = np.logaddexp.reduce(ways, axis=0)
            if i == self.rows - 1:
                linked[-1] = 0.0
            dropped = np.full(len(columns), NEVER)
            if i < self.rows - 1:
                below, ok = self._ends(np.full(len(columns), i + 1), columns)
                dropped[ok] = (skip[below] + self.scores[self._drop, row])[ok]
            inserted = self.scores[self._insert, row][:-1].astype(np.float64)
            on = np.logaddexp(linked, dropped + self.extend)[::-1]
            steps = np.concatenate([[0.0], np.cumsum((inserted + self.extend)[::-1])])
            skip[row] = (np.logaddexp.accumulate(on - steps) + steps)[::-1]
            link[row] = np.logaddexp(linked, dropped)
            link[row][:-1] = np.logaddexp(link[row][:-1], inserted + skip[row][1:])
        return _After(link, skip)

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

    def _inside(self, i: int, j: int) -> bool:
        return bool(self.corridor.low[i] <= j <= self.corridor.high[i])


class _Before(NamedTuple):
    """Log sums of the paths to each node: that end in a deletion, all, and all before a deletion."""

    skip: Floats
    any: Floats
    any_skipping: Floats


class _After(NamedTuple):
    """Log sums of the ways on from each node, behind a link and behind a deletion."""

    link: Floats
    skip: Floats
