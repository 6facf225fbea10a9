"""The explanation family: which tokens, clauses and numbers of a bead have a counterpart inside it.

An element (a token, a clause or a number) of one side is explained by its most similar element in
the block of the other side. An element that a segment just outside the bead would explain better
indicates a misplaced border.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.evidence.affinity import Affinity, explain_segments
from duiqi.aligner.evidence.features import Named
from duiqi.aligner.evidence.sums import prefix_sums, range_sums
from duiqi.aligner.evidence.view import Direction, PaddedView

MOST_NUMBERS = 4  # a table's row is not a hundred times as sure as a sentence with a date


class Explanation:
    """Explained weights, by the affinities of tokens, clauses and numbers; none in the rough pass."""

    def __init__(self, affinities: Mapping[str, Affinity]) -> None:
        self._affinities = affinities
        # The weight of a segment on the average: of the target, of the source.
        self._mean_weights = {
            element: (affinity.mean_weight, affinity.mirrored().mean_weight)
            for element, affinity in affinities.items()
        }

    def values(self, view: PaddedView) -> Iterator[Named]:
        """The features of this family."""
        for element in ("token", "clause"):
            if element in self._affinities:
                yield from self._shares(element, view)
        if "number" in self._affinities and self._affinities["number"].table.size:
            yield from self._numbers(view)

    def _shares(self, element: str, view: PaddedView) -> Iterator[Named]:
        """How much of the weight of tokens or clauses the beads explain."""
        ways = self._both_ways(element, view)
        weights, inside, beside = zip(*((way.weight, way.inside, way.beside) for way in ways), strict=True)
        means = [way.mean for way in ways]
        share = [i / np.maximum(w, 1e-6) for i, w in zip(inside, weights, strict=True)]
        lost = [o / np.maximum(w, 1e-6) for o, w in zip(beside, weights, strict=True)]
        yield f"{element} mean", share[0] + share[1]
        yield f"{element} least", np.minimum(*share)
        yield f"{element} left", sum((w - i) / m for w, i, m in zip(weights, inside, means, strict=True))
        yield f"{element} beside", sum(o / m for o, m in zip(beside, means, strict=True))
        yield f"{element} beside share", lost[0] + lost[1]
        yield f"{element} beside most", np.maximum(*lost)
        weakest = np.minimum(*(way.weakest() for way in ways))
        yield f"{element} weakest", np.where(view.links.a + view.links.b > 2, weakest, 0)
        # A skipped source segment is explained by targets near it, and the other way round.
        by_source, by_target = (view.nearest(way.single_shares()) for way in ways)
        of_source = view.skips.a == 1
        yield f"{element} skip", np.where(of_source, by_target, by_source)
        if element == "token":
            of_targets = ways[0].weights_of(view.skips.j - view.targets.start, 1) / means[0]
            of_sources = ways[1].weights_of(view.skips.i - view.sources.start, 1) / means[1]
            yield "skip weight", np.where(of_source, of_sources, of_targets)

    def _numbers(self, view: PaddedView) -> Iterator[Named]:
        """Numbers that both sides have, that one side lacks, that are just outside."""
        ways = self._both_ways("number", view)
        met, there = sum(way.inside for way in ways), sum(way.weight for way in ways)
        yield "numbers met", np.minimum(met, MOST_NUMBERS)
        yield "numbers left", np.minimum(there - met, MOST_NUMBERS)
        yield "numbers beside", np.minimum(sum(way.beside for way in ways), MOST_NUMBERS)

    def _both_ways(self, element: str, view: PaddedView) -> tuple[_OneWay, _OneWay]:
        """What source blocks explain of the target, and target blocks of the source."""
        here = self._affinities[element].window(view.sources, view.targets)
        of_target, of_source = self._mean_weights[element]
        forward, backward = view.directions
        return _OneWay(view, forward, here, of_target), _OneWay(view, backward, here.mirrored(), of_source)


class _OneWay:
    """What blocks of one side explain of the other side's segments, in a view.

    mean     the mean weight of a segment of the other side, in the whole text
    weight   (links,) the weight of each link's segments of the other side
    inside   (links,) what its block explains of that weight
    beside   (links,) what the segments next to its block would explain beyond that
    """

    def __init__(self, view: PaddedView, way: Direction, affinity: Affinity, mean: float) -> None:
        self._view, self._way, self.mean = view, way, mean
        self._explained = explain_segments(affinity, way.largest)
        self._weights = prefix_sums(self._explained.weights)
        self.weight = self.weights_of(way.first, way.counts)
        self.inside, self.beside = self._summed(self._explained.inside), self._summed(self._explained.beside)

    @cached_property
    def _shares(self) -> Floats32:
        """The share of each segment that each block explains: (sizes, blocks' side, other side)."""
        inside, _, weights = self._explained
        return np.asarray(inside[1:] / np.maximum(weights, 1e-6), np.float32)

    def weights_of(self, first: Ints, count: Ints | int) -> Floats32:
        """The weight of `count` segments of the other side, from each of the view's `first` on."""
        return range_sums(self._weights, first, count)

    def weakest(self) -> Floats32:
        """For each link, the share explained of its least explained segment: (links,)."""
        return self._view.weakest(self._way, self._shares)

    def single_shares(self) -> Floats32:
        """A plane: the share of each segment that each single segment of the blocks' side explains."""
        stack = self._view.stack(1)
        self._view.put(stack, 0, self._shares[0], self._way.mirrored)
        return stack

    def _summed(self, matrices: Floats32) -> Floats32:
        """For each link, the values of its block summed over its segments of the other side: (links,).

        matrices  (sizes + 1, segments of the blocks' side, segments of the other side)
        """
        stack = self._view.stack(len(matrices))
        sums = np.cumsum(matrices, axis=2)
        self._view.put(stack, slice(None), sums, self._way.mirrored, shift=1)
        take = self._view.take_along
        return take(self._way, stack, self._way.counts) - take(self._way, stack)
