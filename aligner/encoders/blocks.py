"""Embeddings of blocks of consecutive segments: composed, read anew, or averaged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints


class SpanRows(Protocol):
    """Embeddings of blocks of consecutive segments, made when they are asked for."""

    def largest(self, clauses: bool) -> int:
        """The size up to which blocks, of segments or of clauses, are worth the time that they take."""
        ...

    def rows(self, starts: Ints, stops: Ints) -> Floats32:
        """One L2-normalised row for each block [starts[k], stops[k]): (len(starts), dimensions)."""
        ...

    def part(self, start: int, stop: int) -> Self:
        """The same for the segments [start, stop), counted from the first of them."""
        ...

    def joined(self, others: Sequence[Self]) -> Self:
        """The same for these segments followed by those of `others`."""
        ...


@dataclass(frozen=True, slots=True)
class ComposedSpans:
    """Blocks composed from sums of their segments' token features: nothing is read again.

    `inner`, `opening` and `closing` are of shape (segments, dimensions): a segment's sum
    among its neighbours, and the differences that the begin and the end mark make to it
    where it opens or closes a block.

    compose  makes unit vectors of sums and their lengths: `ReadingEncoder.compose`
    lengths  (segments,) tokens of each segment
    bare     (segments,) 1 where a segment has one token more when it opens a block, else 0
    """

    compose: Callable[[Floats32, Ints], Floats32]
    inner: Floats32
    opening: Floats32
    closing: Floats32
    lengths: Ints
    bare: Ints

    def largest(self, clauses: bool) -> int:
        """Four segments; any number of clauses, for a bead may hold all of a side without divisions."""
        return len(self.lengths) if clauses else 4

    def rows(self, starts: Ints, stops: Ints) -> Floats32:
        """One L2-normalised row for each block [starts[k], stops[k]): (len(starts), dimensions)."""
        sums = self.opening[starts] + self.closing[stops - 1]
        lengths = 2 + self.bare[starts]  # the begin and the end mark
        for step in range(int((stops - starts).max(initial=0))):
            inside = np.flatnonzero(starts + step < stops)
            sums[inside] += self.inner[starts[inside] + step]
            lengths[inside] += self.lengths[starts[inside] + step]
        return self.compose(sums, lengths)

    def part(self, start: int, stop: int) -> ComposedSpans:
        """Blocks of the segments [start, stop)."""
        here = slice(start, stop)
        return ComposedSpans(
            self.compose,
            self.inner[here],
            self.opening[here],
            self.closing[here],
            self.lengths[here],
            self.bare[here],
        )

    def joined(self, others: Sequence[ComposedSpans]) -> ComposedSpans:
        """Blocks of these segments followed by those of `others`."""
        if not others:
            return self
        every = (self, *others)
        return ComposedSpans(
            self.compose,
            np.concatenate([one.inner for one in every]),
            np.concatenate([one.opening for one in every]),
            np.concatenate([one.closing for one in every]),
            np.concatenate([one.lengths for one in every]),
            np.concatenate([one.bare for one in every]),
        )


@dataclass(frozen=True, slots=True)
class EncodedSpans:
    """Blocks whose text an encoder reads anew for each of them.

    encode  `Encoder.encode`
    texts   of the segments
    spaced  whether a space separates two segments of a block
    """

    encode: Callable[[Sequence[str]], Floats32]
    texts: tuple[str, ...]
    spaced: bool

    def largest(self, clauses: bool) -> int:
        """Three: blocks of four for every segment would cost ten times the text."""
        return 3

    def rows(self, starts: Ints, stops: Ints) -> Floats32:
        """One L2-normalised row for each block [starts[k], stops[k]): (len(starts), dimensions)."""
        joiner = " " if self.spaced else ""
        blocks = zip(starts.tolist(), stops.tolist(), strict=True)
        return self.encode([joiner.join(self.texts[start:stop]) for start, stop in blocks])

    def part(self, start: int, stop: int) -> EncodedSpans:
        """Blocks of the segments [start, stop)."""
        return EncodedSpans(self.encode, self.texts[start:stop], self.spaced)

    def joined(self, others: Sequence[EncodedSpans]) -> EncodedSpans:
        """Blocks of these segments followed by those of `others`."""
        texts = tuple(text for one in (self, *others) for text in one.texts)
        return EncodedSpans(self.encode, texts, self.spaced)


@dataclass(frozen=True, slots=True)
class MeanSpans:
    """Blocks as the means of their segments' embeddings, weighted by length: nothing is read again.

    single   (segments, dimensions), L2-normalised
    lengths  (segments,) characters
    """

    single: Floats32
    lengths: Floats32

    def rows(self, starts: Ints, stops: Ints) -> Floats32:
        """One L2-normalised row for each block [starts[k], stops[k]): (len(starts), dimensions)."""
        weights = self.weights(self.lengths)[:, None]
        sums = self.single[starts] * weights[starts]
        for step in range(1, int((stops - starts).max(initial=0))):
            inside = np.flatnonzero(starts + step < stops)
            sums[inside] += self.single[starts[inside] + step] * weights[starts[inside] + step]
        sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), np.finfo(np.float32).tiny)
        return np.asarray(sums, np.float32)

    @staticmethod
    def weights(lengths: Floats32) -> Floats32:
        """How much each segment counts in a mean, by its length: (segments,)."""
        return lengths + 1
