"""The explanation family: which tokens, clauses and numbers of a bead have a counterpart inside it.

Names that both texts write alike count as numbers. An element (a token, a clause or a number) of one
side is explained by its most similar element in the block of the other side. An element that a segment
just outside the bead would explain better indicates a misplaced border.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.evidence.affinity import SegmentAffinity, explain_segments
from duiqi.aligner.evidence.features import Named
from duiqi.aligner.evidence.sums import prefix_sums, range_sums
from duiqi.aligner.evidence.view import Direction, PaddedView

TINY = 1e-6  # weight of a segment without elements, to divide by
MOST_NUMBERS = 4  # a table's row is not a hundred times as sure as a sentence with a date


class Explanation:
    """Explained weights, by the affinities of tokens, clauses and numbers; none in the rough pass.

    affinities  by kind of element, those that explain the target, and those that explain the source
    """

    def __init__(self, affinities: Mapping[str, tuple[SegmentAffinity, SegmentAffinity]]) -> None:
        self._affinities = affinities

    def values(self, view: PaddedView) -> Iterator[Named]:
        """The features of this family."""
        for element in ("token", "clause"):
            if element in self._affinities:
                yield from self._shares(element, view)
        if "number" in self._affinities and self._affinities["number"][0].table.size:
            yield from self._numbers(view)

    def _shares(self, element: str, view: PaddedView) -> Iterator[Named]:
        """How much of the weight of tokens or clauses the beads explain."""
        target, source = self._explained(element, view)
        inside = target.share(target.inside), source.share(source.inside)
        beside = target.share(target.beside), source.share(source.beside)
        left = target.relative(target.weight - target.inside), source.relative(source.weight - source.inside)
        yield f"{element} mean", inside[0] + inside[1]
        yield f"{element} least", np.minimum(*inside)
        yield f"{element} left", left[0] + left[1]
        yield f"{element} beside", target.relative(target.beside) + source.relative(source.beside)
        yield f"{element} beside share", beside[0] + beside[1]
        yield f"{element} beside most", np.maximum(*beside)
        weakest = np.minimum(target.weakest(), source.weakest())
        yield f"{element} weakest", np.where(view.links.a + view.links.b > 2, weakest, 0)
        is_source = view.skips.a == 1
        shares = view.nearest(source.single_shares()), view.nearest(target.single_shares())
        yield f"{element} skip", np.where(is_source, *shares)
        if element == "token":
            of_source = source.weight_of(view.skips.i - view.sources.start, 1)
            of_target = target.weight_of(view.skips.j - view.targets.start, 1)
            weights = source.relative(of_source), target.relative(of_target)
            yield "skip weight", np.where(is_source, *weights)

    def _numbers(self, view: PaddedView) -> Iterator[Named]:
        """How many numbers and names both sides have, one side only, and the other side just outside."""
        target, source = self._explained("number", view)
        met = target.inside + source.inside
        yield "numbers met", np.minimum(met, MOST_NUMBERS)
        yield "numbers left", np.minimum(target.weight + source.weight - met, MOST_NUMBERS)
        yield "numbers beside", np.minimum(target.beside + source.beside, MOST_NUMBERS)

    def _explained(self, element: str, view: PaddedView) -> tuple[_ExplainedSide, _ExplainedSide]:
        """The target explained by blocks of the source, and the source by blocks of the target."""
        target, source = self._affinities[element]
        by_source, by_target = view.directions
        return (
            _ExplainedSide(view, by_source, target, view.sources, view.targets),
            _ExplainedSide(view, by_target, source, view.targets, view.sources),
        )


class _ExplainedSide:
    """One side of a view, and what blocks of the other side explain of it.

    weight   (links,) the weight of each link's segments of this side
    inside   (links,) what the link's block of the other side explains of that weight
    beside   (links,) what the segments next to that block would explain beyond that
    """

    def __init__(
        self,
        view: PaddedView,
        way: Direction,
        affinity: SegmentAffinity,
        explaining: range,
        explained: range,
    ) -> None:
        self._view, self._way, self._mean_weight = view, way, affinity.mean_weight
        self._explained = explain_segments(affinity.window(explaining, explained), way.largest)
        self._weights = prefix_sums(self._explained.weights)
        self.weight = self.weight_of(way.first, way.counts)
        self.inside, self.beside = self._summed(self._explained.inside), self._summed(self._explained.beside)

    def weight_of(self, first: Ints, count: Ints | int) -> Floats32:
        """The weight of `count` segments of this side, from each of the view's `first` on."""
        return range_sums(self._weights, first, count)

    def share(self, weight: Floats32) -> Floats32:
        """A weight as a share of that of the link's segments: (links,)."""
        return np.asarray(weight / np.maximum(self.weight, TINY))

    def relative(self, weight: Floats32) -> Floats32:
        """A weight relative to that of a mean segment of this side in the whole text."""
        return np.asarray(weight / self._mean_weight)

    def weakest(self) -> Floats32:
        """For each link, the explained share of its least explained segment: (links,)."""
        return self._view.weakest(self._way, self._shares)

    def single_shares(self) -> Floats32:
        """A plane: the share of each segment that each single segment of the other side explains."""
        stack = self._view.stack(1)
        self._view.put(stack, 0, self._shares[0], self._way.mirrored)
        return stack

    @cached_property
    def _shares(self) -> Floats32:
        """The share of each segment that each block explains: (sizes, blocks' side, this side)."""
        inside, _, weights = self._explained
        return np.asarray(inside[1:] / np.maximum(weights, TINY), np.float32)

    def _summed(self, matrices: Floats32) -> Floats32:
        """For each link, the values of its block summed over its segments of this side: (links,).

        matrices  (sizes + 1, segments of the blocks' side, segments of this side)
        """
        stack = self._view.stack(len(matrices))
        sums = np.cumsum(matrices, axis=2)
        self._view.put(stack, slice(None), sums, self._way.mirrored, shift=1)
        take = self._view.take_along
        return take(self._way, stack, self._way.counts) - take(self._way, stack)
