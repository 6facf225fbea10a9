"""Affinities: how well the tokens, clauses and numbers of one side explain those of the other.

A token, a clause or a number is called an element here. Its weight is how much it matters that it has
a counterpart (a rare word matters more than a common one); its affinity with an element of the other
side, from 0 to 1, is how surely that one is the counterpart.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints, distinct, submatrix, transposed
from duiqi.aligner.encoders.protocol import ReadingEncoder
from duiqi.aligner.evidence.names import shared
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.threads import each

NEAREST = 10  # tokens of the other side, whose mean similarity the margin is measured against
ROWS_AT_ONCE = 256  # tokens whose similarities are measured at a time
SURE_MARGIN = 0.6  # twice the similarity less both means: from here on the affinity is 1
UNRELATED_CLAUSES, SAME_CLAUSES = 0.25, 0.6  # cosines that give an affinity of 0 and of 1
ASSOCIATION = 1.5  # affinity for a Dice coefficient of 1, before it is cut off at 1


class Affinity(NamedTuple):
    """The affinity of each element of one side with each of the other, all of one kind.

    table           (source types, target types), 0 to 1; equal tokens are one type
    source          (elements,) the type of each source element, in the order of the text
    source_starts   (segments + 1,) the first element of each source segment
    source_weights  (elements,)
    target…         the same for the target
    """

    table: Floats32
    source: Ints
    source_starts: Ints
    source_weights: Floats32
    target: Ints
    target_starts: Ints
    target_weights: Floats32

    def window(self, source: range, target: range) -> Affinity:
        """The affinity between a range of segments of either side."""
        s = slice(self.source_starts[source.start], self.source_starts[source.stop])
        t = slice(self.target_starts[target.start], self.target_starts[target.stop])
        rows, source_types = distinct(self.source[s], self.table.shape[0])
        columns, target_types = distinct(self.target[t], self.table.shape[1])
        return Affinity(
            submatrix(self.table, rows, columns),
            source_types,
            self.source_starts[source.start : source.stop + 1] - s.start,
            self.source_weights[s],
            target_types,
            self.target_starts[target.start : target.stop + 1] - t.start,
            self.target_weights[t],
        )

    def mirrored(self) -> Affinity:
        """The same affinity with source and target exchanged."""
        return Affinity(transposed(self.table), *self[4:7], *self[1:4])

    def by_segment(self) -> tuple[SegmentAffinity, SegmentAffinity]:
        """The affinities of source segments with target elements, and the other way round."""
        return _of_segments(self), _of_segments(self.mirrored())


class SegmentAffinity(NamedTuple):
    """The affinity of each segment of one side, the explaining one, with each element of the other.

    It is the largest that an element of the segment has, and 0 for a segment without elements.

    table    (explaining segments, types of elements) 0 to 1
    types    (elements,) the type of each element of the explained side, in the order of the text
    starts   (explained segments + 1,) the first element of each segment
    weights  (elements,)
    """

    table: Floats32
    types: Ints
    starts: Ints
    weights: Floats32

    def window(self, explaining: range, explained: range) -> SegmentAffinity:
        """The affinity between a range of segments of either side."""
        elements = slice(self.starts[explained.start], self.starts[explained.stop])
        columns, types = distinct(self.types[elements], self.table.shape[1])
        return SegmentAffinity(
            self.table[explaining.start : explaining.stop].take(columns, axis=1),
            types,
            self.starts[explained.start : explained.stop + 1] - elements.start,
            self.weights[elements],
        )

    @property
    def mean_weight(self) -> float:
        """The mean weight of an explained segment; 1 where no segment has any."""
        return float(self.weights.sum()) / max(len(self.starts) - 1, 1) or 1.0


def _of_segments(affinity: Affinity) -> SegmentAffinity:
    """The affinity of source segments with target elements."""
    table, source, starts = affinity[:3]
    largest = np.zeros((len(starts) - 1, table.shape[1]), np.float32)
    for row, start, stop in zip(largest, starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        if start < stop:
            np.maximum.reduce(table.take(source[start:stop], axis=0), axis=0, out=row)
    return SegmentAffinity(largest, *affinity[4:])


class Explained(NamedTuple):
    """How much of each target segment's weight each block of source segments explains.

    inside   (largest + 1, source segments, target segments): [n, i, j] is what the n source segments
             from i on explain of target segment j; zero where there is no such block
    beside   the same shape: what the segments before and after that block would explain in addition
    weights  (target segments,) the weight of each target segment's elements together
    """

    inside: Floats32
    beside: Floats32
    weights: Floats32


def explain_segments(affinity: SegmentAffinity, largest: int) -> Explained:
    """How much of each target segment's weight each block of up to `largest` source segments explains.

    Of a target element, a block explains the element's weight times its largest affinity with any
    element of the block.

    >>> table = np.array([[1, 0], [0, 0.5]], np.float32)  # two words a side
    >>> types, starts, ones = np.array([0, 1]), np.array([0, 1, 2]), np.ones(2, np.float32)
    >>> of_target, of_source = Affinity(table, types, starts, ones, types, starts, ones).by_segment()
    >>> found = explain_segments(of_target, 2)
    >>> found.inside[1].tolist(), found.beside[1].tolist()
    ([[1.0, 0.0], [0.0, 0.5]], [[0.0, 0.5], [1.0, 0.0]])
    >>> found.inside[2].tolist()
    [[1.0, 0.5], [0.0, 0.0]]
    """
    best = affinity.table
    sources, types = best.shape
    targets = len(affinity.starts) - 1
    owner = np.repeat(np.arange(targets), np.diff(affinity.starts))
    weights = np.zeros((types, targets), np.float32)
    np.add.at(weights, (affinity.types, owner), affinity.weights)
    # Blocks of all sizes and their neighbours in one array, so that one product sums them all by segment.
    blocks = np.zeros((2, largest + 1, sources, types), np.float32)
    inside, beside = blocks
    for size in range(1, min(largest, sources) + 1):
        count = sources - size + 1
        block = inside[size, :count]
        block[:] = np.maximum(inside[size - 1, :count], best[size - 1 :])
        around = beside[size, :count]
        around[1:] = best[: count - 1]
        np.maximum(around[:-1], best[size:], out=around[:-1])
        around -= block
        np.maximum(around, 0, out=around)
    weighed = (blocks.reshape(2 * (largest + 1) * sources, types) @ weights).reshape(
        2, largest + 1, sources, targets
    )
    return Explained(weighed[0], weighed[1], weights.sum(axis=0))


class Affinities(NamedTuple):
    """The affinities of two texts, by kind of element."""

    token: Affinity
    clause: Affinity
    number: Affinity

    def window(self, source: range, target: range) -> Affinities:
        """The affinities between a range of segments of either side."""
        if (len(source) + 1, len(target) + 1) == (
            len(self.token.source_starts),
            len(self.token.target_starts),
        ):
            return self  # the whole text: its tables are large
        return Affinities(*(affinity.window(source, target) for affinity in self))

    def by_segment(self) -> dict[str, tuple[SegmentAffinity, SegmentAffinity]]:
        """The same by segments: see `Affinity.by_segment`."""
        return {kind: affinity.by_segment() for kind, affinity in self._asdict().items()}


def affinities_of(source: EncodedText, target: EncodedText, encoder: ReadingEncoder) -> Affinities:
    """The affinities of the tokens, the clauses and the numbers of two texts."""
    return Affinities(_tokens(source, target, encoder), _clauses(source, target), _numbers(source, target))


def _tokens(source: EncodedText, target: EncodedText, encoder: ReadingEncoder) -> Affinity:
    """The affinity of two tokens is the margin of their similarity over that of their neighbours.

    The margin over the nearest ten of each side makes the encoder a dictionary of its sixteen
    languages. Tokens that are written alike on both sides (60/97, NATO) have affinity 1. The weight
    of a token is its inverse document frequency, a segment being a document.
    """
    left, right = source.reading, target.reading
    left_types, left_tokens = distinct(left.tokens, encoder.vocabulary)
    right_types, right_tokens = distinct(right.tokens, encoder.vocabulary)
    vectors = encoder.token_vectors(left_types), encoder.token_vectors(right_types)
    table = _margins(*vectors, encoder.threads)
    rows, columns = _alike(left_types, right_types, encoder)
    table[rows, columns] = 1
    return Affinity(
        table,
        left_tokens,
        left.token_starts,
        _rarity(left_tokens, left.token_starts),
        right_tokens,
        right.token_starts,
        _rarity(right_tokens, right.token_starts),
    )


def _margins(source: Floats32, target: Floats32, threads: int) -> Floats32:
    """The margins of token vectors, from 0 to 1: (source tokens, target tokens).

    In batches of rows that fit into the cache, and that are the same for any number of threads.
    """
    table = np.empty((len(source), len(target)), np.float32)
    usual = np.empty(len(source), np.float32), np.empty(len(target), np.float32)
    near = min(NEAREST, *table.shape)

    def compare(rows: slice) -> None:
        np.matmul(source[rows], target.T, out=table[rows])
        usual[0][rows] = _nearest(table[rows].copy(), near)

    def compare_mirrored(columns: slice) -> None:
        usual[1][columns] = _nearest(transposed(table[:, columns]), near)

    def rescale(rows: slice) -> None:
        part = table[rows]
        part *= 2
        part -= usual[0][rows, None] + usual[1]
        part /= SURE_MARGIN
        np.clip(part, 0, 1, out=part)

    for do, length in ((compare, len(source)), (compare_mirrored, len(target)), (rescale, len(source))):
        each(do, [slice(k, k + ROWS_AT_ONCE) for k in range(0, length, ROWS_AT_ONCE)], threads)
    return table


def _nearest(cosine: Floats32, count: int) -> Floats32:
    """The mean of the `count` largest values of each row, which are put in another order: (rows,)."""
    cosine.partition(-count, axis=1)
    return np.asarray(cosine[:, -count:].sum(axis=1) / max(count, 1))


def _clauses(source: EncodedText, target: EncodedText) -> Affinity:
    """The affinity of two clauses is the cosine of their embeddings, rescaled; a clause weighs its tokens."""
    left, right = source.reading, target.reading
    table: Floats32 = left.clauses @ right.clauses.T
    table -= UNRELATED_CLAUSES
    table /= SAME_CLAUSES - UNRELATED_CLAUSES
    np.clip(table, 0, 1, out=table)
    return Affinity(
        table,
        np.arange(len(left.clauses)),
        left.clause_starts,
        left.clause_lengths.astype(np.float32),
        np.arange(len(right.clauses)),
        right.clause_starts,
        right.clause_lengths.astype(np.float32),
    )


def _numbers(source: EncodedText, target: EncodedText) -> Affinity:
    """Two numbers, or names that both texts write alike, have affinity 1 if equal, else 0; all weigh 1."""
    sides = source.surface, target.surface
    words = shared(*(side.words for side in sides))
    rows = [
        [(*numbers, *names) for numbers, names in zip(side.numbers, of_side, strict=True)]
        for side, of_side in zip(sides, words, strict=True)
    ]
    types = {name: k for k, name in enumerate(sorted({n for side in rows for row in side for n in row}))}

    def flat(side: list[tuple[str, ...]]) -> tuple[Ints, Ints, Floats32]:
        elements = np.array([types[name] for row in side for name in row], np.int64)
        starts = np.cumsum([0, *map(len, side)])
        return elements, starts, np.ones(len(elements), np.float32)

    return Affinity(np.eye(len(types), dtype=np.float32), *flat(rows[0]), *flat(rows[1]))


def _alike(left: Ints, right: Ints, encoder: ReadingEncoder) -> tuple[list[int], list[int]]:
    """Rows and columns of the tokens that are written alike, but for the mark of a word's start."""
    written: dict[str, list[int]] = {}
    for row, token in enumerate(left.tolist()):
        written.setdefault(encoder.piece(token), []).append(row)
    pairs = [
        (row, column)
        for column, token in enumerate(right.tolist())
        if any(map(str.isalnum, piece := encoder.piece(token)))
        for row in written.get(piece, ())
    ]
    return [row for row, _ in pairs], [column for _, column in pairs]


def _rarity(types: Ints, starts: Ints) -> Floats32:
    """The inverse document frequency of each token: minus the log of the share of segments that hold it."""
    segments = len(starts) - 1
    owner = np.repeat(np.arange(segments), np.diff(starts))
    # `numpy.unique` imports NumPy's masked arrays first: 20 ms of a run of one second.
    pairs = np.sort(types * segments + owner)
    held = pairs[np.diff(pairs, prepend=-1) > 0] // segments
    count = np.bincount(held, minlength=int(types.max(initial=-1)) + 1)
    return np.log((segments + 1) / count)[types].astype(np.float32)


def learn_cooccurrences(
    tokens: Affinity, source: Ints, target: Ints, weights: Floats32 | None = None
) -> None:
    """Raise, in place, the affinities of tokens that occur in the same beads of a first alignment.

    No encoder knows that 韦小宝 is called Trinket; but the two occur in the same beads. Their
    association is Dice's coefficient, of the co-occurrences less those expected by chance and less one.

    source, target  (segments,) the number of the bead that each segment is in
    weights         (beads,) how many beads each counts for: more than 1 if a person has accepted it; by
                    default 1
    """
    beads = int(max(source.max(), target.max())) + 1
    source_beads = np.repeat(source, np.diff(tokens.source_starts))
    target_beads = np.repeat(target, np.diff(tokens.target_starts))
    rows, in_source = _held_by_several(beads, source_beads, tokens.source)
    columns, in_target = _held_by_several(beads, target_beads, tokens.target)
    weights = np.ones(beads, np.float32) if weights is None else weights
    source_count, target_count = (weights @ in_source)[:, None], (weights @ in_target)[None]
    learned = (in_source * weights[:, None]).T @ in_target
    learned -= source_count * target_count / float(weights.sum())
    learned -= 1
    # Nearly all pairs of tokens meet no more often than by chance.
    x, y = np.divmod(np.flatnonzero(learned > 0), len(columns))
    dice = 2 * learned[x, y] / (source_count[x, 0] + target_count[0, y])
    places = rows[x], columns[y]
    tokens.table[places] = np.maximum(tokens.table[places], np.minimum(dice * ASSOCIATION, 1))


def _held_by_several(beads: int, bead: Ints, types: Ints) -> tuple[Ints, Floats32]:
    """The types that occur in several beads, since one co-occurrence proves nothing; and in which beads.

    returns  (types,) ascending, and (beads, types) 1 where a bead holds a type
    """
    held = np.zeros((beads, int(types.max(initial=-1)) + 1), np.float32)
    held[bead, types] = 1
    several = np.flatnonzero(held.sum(axis=0) > 1)
    return several, held[:, several]
