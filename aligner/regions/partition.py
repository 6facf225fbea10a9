"""The partition of a run into regions: which beads are asked about together.

A region's question has a few answers, the most probable ways through it. A small region cuts beads that the
right alignment has across its ends; a large one has more combinations than answers. Both show in one
number, the probability that the right way is among the answers, so the regions are those that make
the most of it: dynamic programming over the ends of beads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, islice, pairwise

import numpy as np

from duiqi.aligner.search.lattice import Lattice
from duiqi.aligner.search.ways import Way, best_ways

# Fitted on MAC-Dev and the development part of Text+Berg by `benchmarks.questions`. On MAC-Dev, each document
# with weights of the others, 40 questions are about wrong beads, and the gold is among the answers to 90 % of
# these; right answers to all questions, 26 % of the text, raise F1 from .942 to .986.
DOUBTFUL = 0.95  # probability under which a bead is asked about; with .9, 89 %, 20 % of the text, .982
# Right beads that a question without the right answer costs; with 2 nothing but more questions, 28 % of the
# text.
MISSED = 3.0
READING = 0.004  # right beads that it costs to read a segment; with .007, 89 %, 24 % of the text, .982
PASSED = 0.1  # probability of a node from which a region may end there
# Probability of a node from which no region goes on past it; with .97, 39 questions about wrong beads, 21 %
# of the text, .985.
CERTAIN = 0.99
LONGEST = 16  # beads of a region
LEAST = 3e-3  # probability of an answer
MOST = 6  # answers; more are hardly ever likely enough

Node = tuple[int, int]


class Partition:
    """The regions of a run of beads, by the lattice of all alignments of the run.

    nodes   the node before each bead, then the node after the last; one outside the corridor ends no region
    likely  the probability of each bead
    most    answers to a question
    """

    def __init__(
        self, lattice: Lattice, nodes: Sequence[Node], likely: Sequence[float], most: int = MOST
    ) -> None:
        self.lattice, self.nodes, self.likely, self.most = lattice, nodes, likely, most
        marginals = np.append(lattice.node_marginals(), 0.0)
        i, j = np.array(nodes).T
        self.passing = marginals[lattice.corridor.numbers(i, j)].tolist()
        self.passing[0] = self.passing[-1] = 1.0
        kinds = [(k - i, m - j) for (i, j), (k, m) in pairwise(nodes)]
        self._segments = list(accumulate(map(sum, kinds), initial=0))
        # Several deletions in one bead are as many beads of the lattice.
        expected = (p if a and b else p * (a + b) for (a, b), p in zip(kinds, likely, strict=True))
        self._expected = list(accumulate(expected, initial=0.0))

    def regions(self) -> list[range]:
        """The regions that are worth asking about, in order: numbers of beads."""
        best, last = [0.0], [range(0)]  # up to each node: the most that regions are worth; the one at its end
        for stop in range(1, len(self.nodes)):
            best.append(best[-1])
            last.append(range(stop, stop))
            for start in self._starts(stop):
                worth = best[start] + self.worth(range(start, stop))
                if worth > best[stop]:
                    best[stop], last[stop] = worth, range(start, stop)
        found = []
        stop = len(best) - 1
        while stop:
            found += [last[stop]] if last[stop] else []
            stop = last[stop].start if last[stop] else stop - 1
        return found[::-1]

    def around(self, number: int) -> range:
        """The region around a bead. That of a sure bead has its neighbours, too: else it has one way only."""
        least = range(number, number + 1)
        if self.likely[number] >= DOUBTFUL:
            least = range(max(number - 1, 0), min(number + 2, len(self.likely)))
        starts = self._ends(range(least.start, max(least.start - LONGEST, -1), -1)) or [
            self._nearest(range(least.start, -1, -1))
        ]
        stops = self._ends(range(least.stop, min(least.stop + LONGEST, len(self.nodes)))) or [
            self._nearest(range(least.stop, len(self.nodes)))
        ]
        places = [range(start, stop) for start in starts for stop in stops]
        return max(places, key=self.worth) if len(places) > 1 else places[0]

    def ways(self, place: range) -> list[Way]:
        """The most probable ways through a region, at most `most`, each with LEAST or more."""
        found = best_ways(self.lattice, self.nodes[place.start], self.nodes[place.stop])
        return [way for way in islice(found, self.most) if way.probability >= LEAST]

    def worth(self, place: range) -> float:
        """The beads that the answer to a region's question is expected to put right, less its cost."""
        ways = self.ways(place)
        gain = sum(way.probability * len(way.beads) for way in ways)
        missed = 1 - sum(way.probability for way in ways)
        segments = self._segments[place.stop] - self._segments[place.start]
        present = self._expected[place.stop] - self._expected[place.start]
        return gain - present - MISSED * missed - READING * segments

    def _starts(self, stop: int) -> Iterator[int]:
        """Where a region that ends at a node and has a doubtful bead may begin, from the node backwards."""
        if self.passing[stop] >= PASSED:
            for start in self._ends(range(stop - 1, max(stop - 1 - LONGEST, -1), -1)):
                if min(self.likely[start:stop]) < DOUBTFUL:
                    yield start

    def _ends(self, numbers: range) -> list[int]:
        """Those of the nodes where a region may end, up to the first that is certain."""
        found = []
        for number in numbers:
            if self.passing[number] >= PASSED:
                found.append(number)
            if self.passing[number] >= CERTAIN:
                break
        return found

    def _nearest(self, numbers: range) -> int:
        """The first of the nodes that some alignment has; the end of the run is one."""
        return next(number for number in numbers if self.passing[number] >= LEAST)
