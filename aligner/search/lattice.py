"""The lattice: the best path through a corridor (Viterbi), and how likely each bead is (forward-backward).

A path leads from the first node of a corridor to the last, bead by bead. Its score is the sum of its
beads' scores, and of `extend` for each deletion that follows another of the same side, because
sentences without a counterpart come in runs. Where both sides have such sentences at one place, the
target's come first, so that each alignment is one path.

The model is a semi-Markov random field (Sarawagi and Cohen 2004): the probability of a path is the
exponential of its score over the partition function, the sum of these over all paths. A path is in
one of three states, by its last bead: LINK, INSERT (a target segment without a counterpart) or DROP
(a source segment without one). This module takes arrays and returns arrays, and never sees a word of text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from duiqi.aligner.arrays import Floats32, Floats64, Ints
from duiqi.aligner.beads import Shape, Step
from duiqi.aligner.search.corridor import Corridor

NEVER = -1e30  # minus infinity for scores; finite, so that differences stay numbers
LINK, INSERT, DROP = range(3)


class Forward(NamedTuple):
    """For each node, the sum or the maximum over paths to it, by the state that they end in: (nodes + 1,)."""

    link: Floats64
    insert: Floats64
    drop: Floats64
    any: Floats64


class _Sums(NamedTuple):
    """Log sums for the marginals, by the state that a bead leads to.

    before  over the paths from the first node to a bead's first node, `extend` included: (nodes + 1,) each
    after   over the paths from a bead's last node to the last node: (nodes + 1,) each
    total   over all paths: the log of the partition function
    """

    before: tuple[Floats64, Floats64, Floats64]
    after: tuple[Floats64, Floats64, Floats64]
    total: float


class Expectations(NamedTuple):
    """What the model expects of a path; the gradient of `log_partition`, for training.

    marginals      (shapes, nodes): the probability of the bead of each shape from each node on
    extensions     the expected number of deletions that follow a deletion of the same side
    log_partition  the log of the sum over all paths
    """

    marginals: Floats64
    extensions: float
    log_partition: float


class Lattice:
    """All paths through a corridor, with their scores.

    shapes  (a, b) of each kind of bead; (1, 0) and (0, 1) must be among them
    scores  (shapes, nodes): of the bead of each shape from each node on; NEVER where it leaves the corridor
    extend  added for each deletion that follows a deletion of the same side

    >>> corridor = Corridor(np.array([0, 0]), np.array([1, 1]))  # one segment a side
    >>> scores = np.array([[0, 1, 0, 0], [0, 0, 2, 0], [4, 0, 0, 0]])
    >>> Lattice(corridor, [(1, 0), (0, 1), (1, 1)], scores, 0).best()
    ([Step(i=0, j=0, a=1, b=1)], 4.0)
    """

    def __init__(self, corridor: Corridor, shapes: Sequence[Shape], scores: Floats32, extend: float) -> None:
        self.corridor, self.scores, self.extend = corridor, scores, extend
        self.shapes = list(shapes)
        self._nodes = int(corridor.starts[-1])
        self._drop, self._insert = self.shapes.index((1, 0)), self.shapes.index((0, 1))
        self._links = [k for k, (a, b) in enumerate(self.shapes) if a and b]
        # Of each row: its nodes, and its links where all are sorted by row (`_row_by_row`).
        self._rows = [
            (slice(*ends), slice(*(len(self._links) * end for end in ends)))
            for ends in pairwise(corridor.starts.tolist())
        ]
        self._i, self._j = corridor.nodes()
        self._sizes = np.array([self.shapes[k] for k in self._links]).reshape(-1, 2, 1)

    def best(self) -> tuple[list[Step], float]:
        """The path with the highest score, and that score: the Viterbi algorithm."""
        reached = self.forward(np.maximum)
        node = self._nodes - 1
        score = float(reached.any[node])
        state = int(np.argmax([reached.link[node], reached.insert[node], reached.drop[node]]))
        beads = []
        while node:
            i, j = int(self._i[node]), int(self._j[node])
            if state == LINK:
                k = int((reached.any[self._link_starts[:, node]] + self._link_scores[:, node]).argmax())
                (a, b), extends = self.shapes[self._links[k]], (0.0, 0.0, 0.0)
                node = int(self._link_starts[k, node])
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
        """The score of one bead."""
        i, j, a, b = bead
        return float(self.scores[self.shapes.index((a, b)), self.corridor.node(i, j)])

    def probabilities(self, beads: Sequence[Step]) -> Floats64:
        """The marginal probability of each of these beads among all paths: (len(beads),)."""
        before, after, total = self._sums
        likely = []
        for i, j, a, b in beads:
            kind, state = self.shapes.index((a, b)), self._state(a, b)
            node, end = self.corridor.node(i, j), self.corridor.node(i + a, j + b)
            likely.append(before[state][node] + self.scores[kind, node] + after[state][end] - total)
        return np.exp(np.minimum(likely, 0.0))

    def path_probability(self, beads: Sequence[Step]) -> float:
        """The probability of a run of consecutive beads, all of them together; 0 where no path has it.

        beads  one or more; of deletions at one place, the target's first
        """
        before, after, total = self._sums
        state, found = LINK, -total
        for number, (i, j, a, b) in enumerate(beads):
            ends = self.corridor.numbers(np.array([i, i + a]), np.array([j, j + b]))
            last, state = state, self._state(a, b)
            is_out_of_order = number > 0 and last == DROP and state == INSERT
            if (a, b) not in self.shapes or (ends == self._nodes).any() or is_out_of_order:
                return 0.0
            node, end = ends.tolist()
            if number == 0:
                found += before[state][node]
            elif state == last != LINK:
                found += self.extend
            found += self.scores[self.shapes.index((a, b)), node]
        return float(np.exp(min(found + after[state][end], 0.0)))

    def part(self, first: tuple[int, int], last: tuple[int, int]) -> Part:
        """The paths from one node to another, both inside, with the sums over the paths on either side."""
        before, after, total = self._sums
        corridor = self.corridor.part(first, last)
        i, j = corridor.nodes()
        scores = self.scores[:, self.corridor.numbers(i + first[0], j + first[1])]
        node, end = self.corridor.node(*first), self.corridor.node(*last)
        return Part(
            Lattice(corridor, self.shapes, scores, self.extend),
            tuple(float(sums[node]) - total for sums in before),
            tuple(float(sums[end]) for sums in after),
        )

    def node_marginals(self) -> Floats64:
        """The probability that a path passes through each node: (nodes,)."""
        _, after, total = self._sums
        reached = self._forward_sums
        states = [reached[state][:-1] + after[state][:-1] - total for state in (LINK, INSERT, DROP)]
        return np.asarray(np.exp(np.minimum(np.logaddexp.reduce(states), 0.0)))

    def expectations(self) -> Expectations:
        """The marginal probability of every bead, and the rest of the model's gradient."""
        before, after, total = self._sums
        marginals = np.zeros(self.scores.shape)
        extensions = 0.0
        for kind, (a, b) in enumerate(self.shapes):
            end = self.corridor.numbers(self._i + a, self._j + b)
            inside = end < self._nodes
            state = self._state(a, b)
            onwards = self.scores[kind] + after[state][end] - total
            marginals[kind, inside] = np.exp(np.minimum(before[state][:-1] + onwards, 0))[inside]
            if state != LINK:
                again = self._forward_sums[state][:-1] + self.extend
                extensions += float(np.exp(np.minimum(again + onwards, 0))[inside].sum())
        return Expectations(marginals, extensions, total)

    def arcs(self, node: int, state: int) -> Iterator[tuple[int, Shape, float]]:
        """The beads that end at a node and lead to a state: where each begins, its shape and its score."""
        if state == LINK:
            for k, start in enumerate(self._link_starts[:, node].tolist()):
                if start < self._nodes:
                    yield start, self.shapes[self._links[k]], float(self._link_scores[k, node])
        elif state == INSERT and self._j[node] > self.corridor.low[self._i[node]]:
            yield node - 1, (0, 1), float(self.scores[self._insert, node - 1])
        elif state == DROP and (start := int(self._above[node])) < self._nodes:
            yield start, (1, 0), float(self.scores[self._drop, start])

    def _state(self, a: int, b: int) -> int:
        """The state of a path after a bead of this shape."""
        return LINK if a and b else DROP if a else INSERT

    # The arrays below have a sentinel last node: all nodes outside the corridor, never reached.

    @cached_property
    def _link_starts(self) -> Ints:
        """The node where each link that ends at a node begins: (links, nodes)."""
        return self.corridor.numbers(self._i - self._sizes[:, 0], self._j - self._sizes[:, 1])

    @cached_property
    def _link_scores(self) -> Floats64:
        """The score of each link that ends at a node: (links, nodes)."""
        scores = np.column_stack([self.scores, np.full(len(self.scores), NEVER)])
        links = np.array(self._links, np.int64)[:, None]
        found: Floats64 = scores[links, self._link_starts].astype(np.float64)
        return found

    @cached_property
    def _above(self) -> Ints:
        """The node in the row above each node, where a drop that ends at it begins: (nodes,)."""
        return self.corridor.numbers(self._i - 1, self._j)

    @cached_property
    def _forward_sums(self) -> Forward:
        return self.forward(np.logaddexp)

    @cached_property
    def _sums(self) -> _Sums:
        reached = self._forward_sums
        before_insert = np.logaddexp(reached.link, reached.insert + self.extend)
        before_drop = np.logaddexp(np.logaddexp(reached.link, reached.insert), reached.drop + self.extend)
        return _Sums(
            (reached.any, before_insert, before_drop),
            self._backward(),
            float(reached.any[self._nodes - 1]),
        )

    @cached_property
    def _runs(self) -> Floats64:
        """What a run of insertions adds along its row, from the first node to each: (nodes,).

        Each with `extend`. Only differences within a row mean something.
        """
        inserted = self.scores[self._insert, :-1].astype(np.float64) + self.extend
        inserted[self.corridor.starts[1:-1] - 1] = 0  # from row to row there is no insertion
        return np.concatenate([[0.0], np.cumsum(inserted)])

    def _row_by_row(self, values: NDArray[Any]) -> NDArray[Any]:
        """(links, nodes) values of links, flat: those of each row's nodes together, link by link."""
        links = len(values)
        first = self.corridor.starts[self._i]
        width = np.diff(self.corridor.starts)[self._i]
        places = links * first + np.arange(self._nodes) - first + np.arange(links)[:, None] * width
        flat = np.empty_like(values, shape=values.size)
        flat[places] = values
        return flat

    def forward(self, combine: np.ufunc, entering: tuple[float, ...] = (0.0, 0.0, 0.0)) -> Forward:
        """The forward pass, row by row: `np.logaddexp` sums over paths, `np.maximum` takes the best.

        entering  added to a path's score by the state that its first bead leads to
        """
        link, insert, drop, not_drop, reached = (np.full(self._nodes + 1, NEVER) for _ in range(5))
        dropped = np.append(self.scores[self._drop].astype(np.float64), NEVER)[self._above]
        starts, scores = self._row_by_row(self._link_starts), self._row_by_row(self._link_scores)
        for number, (row, links) in enumerate(self._rows):
            ways = (reached[starts[links]] + scores[links]).reshape(len(self._links), -1)
            link[row] = linked = combine.reduce(ways, axis=0, initial=NEVER)
            if number == 0:
                link[0] = linked[0] = entering[INSERT]
            else:
                above = self._above[row]
                drop[row] = combine(not_drop[above], drop[above] + self.extend) + dropped[row]
            if len(linked) > 1:
                runs = self._runs[row]
                # A run of insertions to a node begins at one of the nodes to its left.
                begun = combine.accumulate(linked[:-1] - runs[:-1])
                insert[row.start + 1 : row.stop] = begun + (runs[1:] - self.extend)
            not_drop[row] = linked = combine(linked, insert[row])
            reached[row] = combine(linked, drop[row])
            if number == 0:
                not_drop[0], reached[0] = entering[DROP], entering[LINK]
        return Forward(link, insert, drop, reached)

    def _backward(self) -> tuple[Floats64, Floats64, Floats64]:
        """The backward pass: log sums over the paths from each node on, by the state before it."""
        link, insert, drop = (np.full(self._nodes + 1, NEVER) for _ in range(3))
        ends = self.corridor.numbers(self._i + self._sizes[:, 0], self._j + self._sizes[:, 1])
        ends, scores = self._row_by_row(ends), self._row_by_row(self.scores[self._links].astype(np.float64))
        below = self.corridor.numbers(self._i + 1, self._j)
        dropped = self.scores[self._drop].astype(np.float64)
        inserted = self.scores[self._insert].astype(np.float64)
        for row, links in reversed(self._rows):
            ways = (link[ends[links]] + scores[links]).reshape(len(self._links), -1)
            linked = np.logaddexp.reduce(ways, axis=0, initial=NEVER)
            if row.stop == self._nodes:
                linked[-1] = 0.0
            downwards = drop[below[row]] + dropped[row]
            drop[row] = np.logaddexp(linked, downwards + self.extend)
            link[row] = insert[row] = on = np.logaddexp(linked, downwards)
            if len(on) > 1:
                # A run of insertions from a node ends at one of the nodes to its right.
                runs = self._runs[row]
                insert[row] = stopped = np.logaddexp.accumulate((on + runs)[::-1])[::-1] - runs
                stay = slice(row.start, row.stop - 1)
                link[stay] = np.logaddexp(on[:-1], inserted[stay] + stopped[1:])
        return link, insert, drop


class Part(NamedTuple):
    """The paths from one node of a lattice to another.

    lattice   of these paths, counted from the first of the two nodes
    entering  by the state that the first bead leads to, the log sum over all paths to the first node, less
              the log of the partition function
    leaving   by the state that the last bead leads to, the log sum over all paths from the last node on
    """

    lattice: Lattice
    entering: tuple[float, ...]
    leaving: tuple[float, ...]
