"""The k best paths: the most probable ways through a part of a lattice, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

import numpy as np

from duiqi.aligner.beads import Step
from duiqi.aligner.search.lattice import DROP, INSERT, LINK, NEVER, Lattice


class Way(NamedTuple):
    """A run of consecutive beads, and the probability of all of them together among all paths."""

    beads: list[Step]
    probability: float


class _Rest(NamedTuple):
    """The end of a way, as a linked list: its first bead and what follows it."""

    bead: Step
    state: int
    then: _Rest | None


def best_ways(lattice: Lattice, first: tuple[int, int], last: tuple[int, int]) -> Iterator[Way]:
    """The ways from one node to another, the most probable first.

    first, last  different nodes (i, j) of the corridor, the first before the last
    returns      each way once. The probabilities of all add up to that of a path through both nodes

    A* search (Hart, Nilsson and Raphael 1968) from the last node backwards: the forward pass gives the
    score of the best way to each node, so no bead is looked at that is in none of the ways asked for.
    """
    part = lattice.part(first, last)
    inner = part.lattice
    reached = inner.forward(np.maximum, part.entering)
    scores = reached.link, reached.insert, reached.drop
    rows, columns = (numbers.tolist() for numbers in inner.corridor.nodes())
    end = len(rows) - 1
    numbers = count()  # of ways with equal scores, the one that was found first
    waiting: list[tuple[float, int, int, int, float, _Rest | None]] = []

    def add(node: int, state: int, score: float, rest: _Rest | None) -> None:
        """Add a rest that begins at a node; the beads before it lead to that state."""
        best = score + (float(scores[state][node]) if node else 0.0)
        if best > NEVER / 2:
            heappush(waiting, (-best, next(numbers), node, state, score, rest))

    for state in (LINK, INSERT, DROP):
        add(end, state, part.leaving[state], None)
    while waiting:
        negative, _, node, state, score, rest = heappop(waiting)
        if not node:
            yield Way(_beads(rest), float(np.exp(min(-negative, 0.0))))
            continue
        for start, (a, b), gain in inner.arcs(node, state):
            bead = Step(first[0] + rows[start], first[1] + columns[start], a, b)
            longer = _Rest(bead, state, rest)
            if not start:
                add(0, state, score + gain + part.entering[state], longer)
                continue
            for before in (LINK, INSERT, DROP):
                if (before, state) != (DROP, INSERT):
                    extend = inner.extend if before == state != LINK else 0.0
                    add(start, before, score + gain + extend, longer)


def _beads(rest: _Rest | None) -> list[Step]:
    found = []
    while rest:
        found.append(rest.bead)
        rest = rest.then
    return found
