"""Cosines of blocks of consecutive segments of two texts: embedded each, or as means of their segments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from duiqi.aligner.arrays import Bools, Floats32, Ints
from duiqi.aligner.encoders.blocks import MeanSpans
from duiqi.aligner.evidence.text import EncodedText

# Of the `a` segments from each source segment on, with the `b` from each target segment on:
# (source segments, target segments); of any value where one of these blocks is not known.
Cosines = Callable[[int, int], Floats32]


class BlockCosines(Protocol):
    """The cosines of all blocks that are known, in parts of two texts."""

    def within(self, sources: range, targets: range) -> Cosines:
        """Of the blocks that lie within these segments."""
        ...


class EmbeddedBlocks:
    """Cosines of blocks that are embedded each, as in the close pass.

    A block larger than the encoder's limit (`SpanRows.largest`) gets the mean of its segments' embeddings.

    known  of each side, by `known_blocks`
    """

    def __init__(self, source: EncodedText, target: EncodedText, known: tuple[Bools, Bools]) -> None:
        self._source, self._target = _embedded(source, known[0]), _embedded(target, known[1])

    def within(self, sources: range, targets: range) -> Cosines:
        """Of the blocks that begin at these segments."""
        source = self._source[:, sources.start : sources.stop]
        target = self._target[:, targets.start : targets.stop]
        return lambda a, b: np.asarray(source[a] @ target[b].T)


class MeanBlocks:
    """Cosines of blocks that are the means of their segments' embeddings, as in the rough pass.

    The product of two sums is the sum of the products of their parts: those of single segments are enough.

    known  of each side, by `known_blocks`
    """

    def __init__(self, source: EncodedText, target: EncodedText, known: tuple[Bools, Bools]) -> None:
        self._source, self._target = _weighed(source), _weighed(target)
        self._source_norms = norms_of_sums(self._source, len(known[0]) - 1)
        self._target_norms = norms_of_sums(self._target, len(known[1]) - 1)

    def within(self, sources: range, targets: range) -> Cosines:
        """Of the blocks that lie within these segments."""
        rows, columns = slice(sources.start, sources.stop), slice(targets.start, targets.stop)
        products = SumsOfBlocks(self._source[rows] @ self._target[columns].T)
        source, target = self._source_norms[:, rows], self._target_norms[:, columns]
        return lambda a, b: np.asarray(products.of(a, b) / source[a][:, None] / target[b])


class SumsOfBlocks:
    """The sums of the blocks of a matrix, by their size.

    >>> SumsOfBlocks(np.array([[1, 2], [3, 4], [5, 6]])).of(2, 1).tolist()
    [[4, 6], [8, 10], [5, 6]]
    """

    def __init__(self, values: Floats32) -> None:
        self._sums = {(1, 1): values}

    def of(self, a: int, b: int) -> Floats32:
        """The sum of the `a` rows and `b` columns from each place on, as far as there are any."""
        if (a, b) not in self._sums:
            if a > 1:
                found = self.of(a - 1, b).copy()
                found[: 1 - a] += self.of(1, b)[a - 1 :]
            else:
                found = self.of(a, b - 1).copy()
                found[:, : 1 - b] += self.of(a, 1)[:, b - 1 :]
            self._sums[a, b] = found
        return self._sums[a, b]


def known_blocks(segments: int, starts: Ints, sizes: Ints) -> Bools:
    """Which blocks some bead has, and all of one segment: (sizes + 1, segments), by size and first segment.

    >>> known_blocks(3, np.array([0]), np.array([2])).astype(int).tolist()
    [[0, 0, 0], [1, 1, 1], [1, 0, 0]]
    """
    known = np.zeros((int(sizes.max(initial=1)) + 1, segments), bool)
    known[sizes, starts] = True
    known[1] = True
    return known


def norms_of_sums(rows: Floats32, largest: int) -> Floats32:
    """The norm of the sum of the n rows from row k on, as far as there are any, at [n, k].

    returns  (largest + 1, rows), never zero

    >>> norms_of_sums(np.array([[3, 0], [0, 4]], np.float32), 2)[1:].tolist()
    [[3.0, 4.0], [5.0, 4.0]]
    """
    squares = np.zeros((largest + 1, len(rows) + 1))
    for size in range(1, largest + 1):
        # The square of a sum: those of both sums of one row fewer, less that of what these share, and the
        # product of the first row and the last, twice.
        ends = np.einsum("kd,kd->k", rows[: max(len(rows) - size + 1, 0)], rows[size - 1 :])
        squares[size, : len(ends)] = ends if size == 1 else 2 * ends
        if size > 1:
            squares[size, :-1] += squares[size - 1, :-1] + squares[size - 1, 1:] - squares[size - 2, 1:]
    return np.sqrt(np.maximum(squares[:, :-1], np.finfo(np.float32).tiny)).astype(np.float32)


def _weighed(text: EncodedText) -> Floats32:
    """The embedding of each segment times its weight in the mean of a block: (segments, dimensions)."""
    return np.asarray(text.single * MeanSpans.weights(text.surface.lengths)[:, None])


def _embedded(text: EncodedText, known: Bools) -> Floats32:
    """The embedding of each known block, zero for all others: (sizes + 1, segments, dimensions)."""
    rows = np.zeros((*known.shape, text.single.shape[1]), np.float32)
    rows[1] = text.single
    size, start = (numbers[np.count_nonzero(known[1]) :] for numbers in np.nonzero(known))
    large = size > text.spans.largest(clauses=text.surface.is_cut)
    for spans, of in ((MeanSpans(text.single, text.surface.lengths), large), (text.spans, ~large)):
        if of.any():
            rows[size[of], start[of]] = spans.rows(start[of], start[of] + size[of])
    return rows
