"""What tokens, clauses and numbers of one side explain of the other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints, distinct, reduce_runs
from duiqi.aligner.encoders.protocol import ReadingEncoder
from duiqi.aligner.evidence.side import Side

NEAREST = 10  # tokens of the other side, whose similarity is nothing special
SURE_MARGIN = 0.6  # by which a token must be nearer than its neighbours to be a translation
UNRELATED_CLAUSES, SAME_CLAUSES = 0.25, 0.6  # cosines


class Affinity(NamedTuple):
    """How much the units of one side, tokens or clauses, speak for those of the other.

    table    (source types, target types), 0 to 1
    source   (units,) the type of each source unit, in order
    starts   (segments + 1,) the first unit of each source segment
    weights  (units,) what it counts to have a unit explained
    and the same for the target
    """

    table: Floats32
    source: Ints
    source_starts: Ints
    source_weights: Floats32
    target: Ints
    target_starts: Ints
    target_weights: Floats32

    def window(self, source: range, target: range) -> Affinity:
        """The affinity of a stretch of segments of each side."""
        s = slice(self.source_starts[source.start], self.source_starts[source.stop])
        t = slice(self.target_starts[target.start], self.target_starts[target.stop])
        rows, source_types = distinct(self.source[s], self.table.shape[0])
        columns, target_types = distinct(self.target[t], self.table.shape[1])
        return Affinity(
            self.table[np.ix_(rows, columns)],
            source_types,
            self.source_starts[source.start : source.stop + 1] - s.start,
            self.source_weights[s],
            target_types,
            self.target_starts[target.start : target.stop + 1] - t.start,
            self.target_weights[t],
        )

    @property
    def mean_weight(self) -> float:
        """What there is to explain in a target segment, on the average."""
        return float(self.target_weights.sum()) / max(len(self.target_starts) - 1, 1) or 1.0

    def mirrored(self) -> Affinity:
        """The same, seen from the other side."""
        return Affinity(self.table.T, *self[4:7], *self[1:4])


class Explained(NamedTuple):
    """How well blocks of source segments explain each target segment, in units of weight.

    inside   (largest + 1, source segments, target segments): weight explained by the block
             of so many segments from each source segment on; zero where there is none
    beside   what the segments next to the block would explain beyond that
    weights  (target segments,) the weight that there is to explain
    """

    inside: Floats32
    beside: Floats32
    weights: Floats32


def explained(affinity: Affinity, largest: int) -> Explained:
    """Take each target unit's best partner within a block and just outside it.

    >>> table = np.array([[1, 0], [0, 0.5]], np.float32)  # two words a side
    >>> units, starts, ones = np.array([0, 1]), np.array([0, 1, 2]), np.ones(2, np.float32)
    >>> seen = explained(Affinity(table, units, starts, ones, units, starts, ones), 2)
    >>> seen.inside[1].tolist(), seen.beside[1].tolist()
    ([[1.0, 0.0], [0.0, 0.5]], [[0.0, 0.5], [1.0, 0.0]])
    >>> seen.inside[2].tolist()
    [[1.0, 0.5], [0.0, 0.0]]
    """
    sources, targets = len(affinity.source_starts) - 1, len(affinity.target_starts) - 1
    types = affinity.table.shape[1]
    rows = affinity.table.take(affinity.source, axis=0)
    best = reduce_runs(np.maximum, rows, affinity.source_starts[:-1], affinity.source_starts[1:])
    owner = np.repeat(np.arange(targets), np.diff(affinity.target_starts))
    weights = np.zeros((types, targets), np.float32)
    np.add.at(weights, (affinity.target, owner), affinity.target_weights)
    # Block and surroundings of every size and place, so that one product weighs them all.
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


class Units(NamedTuple):
    """What stands below the segment, and how it speaks for the other side's."""

    token: Affinity
    clause: Affinity
    number: Affinity


def units_of(source: Side, target: Side, encoder: ReadingEncoder) -> Units:
    """The affinities of the tokens, the clauses and the numbers of two texts."""
    return Units(_tokens(source, target, encoder), _clauses(source, target), _numbers(source, target))


def _tokens(source: Side, target: Side, encoder: ReadingEncoder) -> Affinity:
    """Two tokens speak for each other by how much closer they are than their neighbours.

    Being a margin over the nearest ten of each side, it makes the encoder a dictionary of
    its sixteen languages; what is written alike on both sides (60/97, NATO) is the same.
    A token's weight is the rarity of the segments that hold it.
    """
    left, right = source.reading, target.reading
    left_types, left_tokens = distinct(left.tokens, encoder.vocabulary)
    right_types, right_tokens = distinct(right.tokens, encoder.vocabulary)
    table = encoder.token_vectors(left_types) @ encoder.token_vectors(right_types).T
    near = min(NEAREST, *table.shape)
    usual = _nearest(table, near)[:, None] + _nearest(np.ascontiguousarray(table.T), near)
    table *= 2
    table -= usual
    table /= SURE_MARGIN
    np.clip(table, 0, 1, out=table)
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


def _nearest(cosine: Floats32, count: int) -> Floats32:
    """The mean of each row's largest values."""
    return np.asarray(np.partition(cosine, -count, axis=1)[:, -count:].sum(axis=1) / max(count, 1))


def _clauses(source: Side, target: Side) -> Affinity:
    """Clauses speak for each other by how similar they are; each counts by its tokens."""
    left, right = source.reading, target.reading
    similar = left.clauses @ right.clauses.T
    return Affinity(
        np.clip((similar - UNRELATED_CLAUSES) / (SAME_CLAUSES - UNRELATED_CLAUSES), 0, 1),
        np.arange(len(left.clauses)),
        left.clause_starts,
        left.clause_lengths.astype(np.float32),
        np.arange(len(right.clauses)),
        right.clause_starts,
        right.clause_lengths.astype(np.float32),
    )


def _numbers(source: Side, target: Side) -> Affinity:
    """Numbers speak for each other when they are the same."""
    types = {
        number: k
        for k, number in enumerate(
            sorted({n for s in (source, target) for row in s.form.numbers for n in row})
        )
    }

    def flat(side: Side) -> tuple[Ints, Ints, Floats32]:
        units = np.array([types[number] for row in side.form.numbers for number in row], np.int64)
        starts = np.cumsum([0, *(len(row) for row in side.form.numbers)])
        return units, starts, np.ones(len(units), np.float32)

    return Affinity(np.eye(len(types), dtype=np.float32), *flat(source), *flat(target))


def _alike(left: Ints, right: Ints, encoder: ReadingEncoder) -> tuple[list[int], list[int]]:
    """Rows and columns of the tokens that are written alike, case and word starts aside."""
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
    """The logarithm of how few segments hold each token's type."""
    segments = len(starts) - 1
    owner = np.repeat(np.arange(segments), np.diff(starts))
    held = np.unique(types * segments + owner) // segments
    count = np.bincount(held, minlength=int(types.max(initial=-1)) + 1)
    return np.log((segments + 1) / count)[types].astype(np.float32)


def learn(tokens: Affinity, source: Ints, target: Ints) -> Affinity:
    """Add to a dictionary what a first alignment of the same text teaches.

    No encoder knows that 韦小宝 is called Trinket; but they turn up in the same beads. Two
    tokens are associated by Dice's coefficient, less what chance and one meeting give.

    source, target  the number of the bead that each segment is in
    """
    beads = int(max(source.max(), target.max())) + 1
    rows, seen = _several(beads, np.repeat(source, np.diff(tokens.source_starts)), tokens.source)
    columns, met = _several(beads, np.repeat(target, np.diff(tokens.target_starts)), tokens.target)
    often, there = seen.sum(axis=0)[:, None], met.sum(axis=0)[None]
    learned = seen.T @ met
    learned -= often * there / beads
    learned -= 1
    np.maximum(learned, 0, out=learned)
    learned *= 2
    learned /= often + there
    learned *= 1.5
    np.minimum(learned, 1, out=learned)
    table, places = tokens.table.copy(), np.ix_(rows, columns)
    table[places] = np.maximum(table[places], learned)
    return tokens._replace(table=table)


def _several(beads: int, bead: Ints, types: Ints) -> tuple[Ints, Floats32]:
    """The types that are in several beads, for one meeting teaches nothing; and which beads hold them."""
    held = np.zeros((beads, int(types.max(initial=-1)) + 1), np.float32)
    held[bead, types] = 1
    several = np.flatnonzero(held.sum(axis=0) > 1)
    return several, held[:, several]
