"""The two sides of a bitext as segments, found by the offsets of their visible characters."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from duiqi.aligner.reviewed.places import Place, visible
from duiqi.corpus.cutting import Segments, cut
from duiqi.corpus.model import Bead, BeadSegment


class Box(NamedTuple):
    """The stretches of both sides that a bead occupies, as offsets of visible characters."""

    source: Place
    target: Place

    def length(self) -> int:
        """How many characters both sides have."""
        return self.source.end - self.source.start + self.target.end - self.target.start

    def overlaps(self, other: Box) -> bool:
        """Whether two beads share text, or come in another order on one side than on the other."""
        first, second = (
            (self, other) if (self.source, self.target) <= (other.source, other.target) else (other, self)
        )
        return first.source.end > second.source.start or first.target.end > second.target.start


class BitextSide:
    """One side of an alignment as segments, with the offsets at which they begin."""

    def __init__(self, beads: Sequence[Bead], number: int) -> None:
        self.number = number
        self.segments: list[BeadSegment] = []
        self.counts: list[int] = []
        for bead in beads:
            own = (bead.source_segments, bead.target_segments)[number]
            self.segments += own
            self.counts.append(len(own))
        texts = [visible([segment.text]) for segment in self.segments]
        self.text = "".join(texts)
        self.starts = [0, *accumulate(map(len, texts))]

    def within(self, place: Place) -> Segments:
        """The segments of a stretch; those at its ends are cut where they reach beyond it."""
        found: list[BeadSegment] = []
        if place.start == place.end:
            return ()
        for number in range(max(0, bisect_left(self.starts, place.start + 1) - 1), len(self.segments)):
            start, end = self.starts[number], self.starts[number + 1]
            if start >= place.end:
                break
            segment = self.segments[number]
            if place.end < end:
                segment = cut(segment, _offset(segment.text, place.end - start))[0]
            if place.start > start:
                segment = cut(segment, _offset(segment.text, place.start - start))[-1]
            found.append(segment)
        return tuple(found)


def _offset(text: str, wanted: int) -> int:
    """The offset in a text after so many visible characters."""
    for offset in range(len(text) + 1):
        if len(visible([text[:offset]])) >= wanted:
            return offset
    return len(text)


def boxes_of(sides: tuple[BitextSide, BitextSide]) -> list[Box]:
    """The boxes of the beads that the sides were made of."""
    edges = []
    for side in sides:
        numbers = [0, *accumulate(side.counts)]
        edges.append([side.starts[number] for number in numbers])
    return [
        Box(Place(a, b), Place(c, d))
        for a, b, c, d in zip(edges[0], edges[0][1:], edges[1], edges[1][1:], strict=False)
    ]
