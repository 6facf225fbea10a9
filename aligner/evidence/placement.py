"""The placement family: in which segment of the other text each piece of a segment is likely to be said.

A sentence that belongs to its neighbour's bead is still similar to its own: they are of one story. But
each of its clauses is more similar to one segment of the other text than to those around it. A piece is a
clause, or a part of a long one. The candidates of a piece are the segments that beads of the corridor
pair with its own, and AROUND more on either side; its probabilities are a softmax over these and over
having no counterpart. `benchmarks/placement.py` fits COEFFICIENTS to gold alignments.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from duiqi.aligner.arrays import Bools, Floats32, Ints
from duiqi.aligner.beads import SKIPS, Beads
from duiqi.aligner.evidence.affinity import SegmentAffinity
from duiqi.aligner.evidence.features import Named
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.evidence.view import PaddedView

LONGEST_PIECE = 10  # tokens
AROUND = 2  # segments
# Pieces of a segment, in the mean of a text: sentences have up to five. Of paragraphs, which have more, one
# piece that seems to be elsewhere says the less the more there are.
USUAL_PIECES = 5
LEAST = 0.1  # added to both probabilities of a log odds: none is ever nearly infinite
# Of the explained share of a piece's tokens, of the cosine with the most similar clause, and of that with
# the whole segment; the same three times log(1 + tokens of the piece).
COEFFICIENTS = np.array([0.42, 2.6, 1.45, 4.85, 3.01, 0.68], np.float32)
NOWHERE = (-0.88, 2.63)  # of having no counterpart: a constant, and times log(1 + tokens)


class Pieces(NamedTuple):
    """The pieces of one side and their candidates in the other text.

    starts      (segments + 1,) the first piece of each segment
    lengths     (pieces,) in tokens
    candidates  (pieces, candidates) segments of the other text
    valid       (pieces, candidates) whether a candidate is one
    measures    (pieces, candidates, 3) share of the tokens explained, cosine of clauses, cosine with segment
    """

    starts: Ints
    lengths: Ints
    candidates: Ints
    valid: Bools
    measures: Floats32

    @classmethod
    def of(
        cls,
        own: EncodedText,
        other: EncodedText,
        tokens: SegmentAffinity,
        clauses: Floats32,
        ranges: tuple[Ints, Ints],
    ) -> Pieces:
        """Cut segments into pieces and compare each with its candidates.

        tokens   affinities of the segments of `other` with the tokens of `own`
        clauses  (clauses of own, clauses of other) their cosines
        ranges   for each segment of `own`, its first candidate and the one after its last
        """
        clause, first, owner = _cut(own.reading.clause_lengths, own.reading.clause_starts)
        last = np.append(first[1:], len(tokens.types))
        low, high = ranges[0][owner], ranges[1][owner]
        candidates = low[:, None] + np.arange(int((high - low).max(initial=1)))
        valid = candidates < high[:, None]
        candidates = np.minimum(candidates, len(other) - 1)
        weights = np.add.reduceat(tokens.weights, first)
        piece = np.repeat(np.arange(len(first)), last - first)
        explained = tokens.table[candidates[piece], tokens.types[:, None]] * tokens.weights[:, None]
        shares = np.add.reduceat(explained, first) / np.maximum(weights, 1e-6)[:, None]
        similar = np.pad(clauses, ((0, 0), (0, 1)), constant_values=-1)  # for a last segment without clauses
        near = np.maximum.reduceat(similar, other.reading.clause_starts[:-1], axis=1)
        whole = own.reading.clauses @ other.read.T
        measures = [shares, near[clause[:, None], candidates], whole[clause[:, None], candidates]]
        return cls(
            np.searchsorted(owner, np.arange(len(own) + 1)),
            last - first,
            candidates,
            valid,
            np.stack(measures, axis=2).astype(np.float32),
        )

    def design(self) -> Floats32:
        """What the coefficients are multiplied with: (pieces, candidates, len(COEFFICIENTS))."""
        length = np.log1p(self.lengths).astype(np.float32)[:, None, None]
        return np.concatenate([self.measures, self.measures * length], axis=2)

    def probabilities(self) -> Floats32:
        """The probability of each candidate: (pieces, candidates); what is left is of no counterpart."""
        scores = np.where(self.valid, self.design() @ COEFFICIENTS, -np.inf)
        nowhere = NOWHERE[0] + NOWHERE[1] * np.log1p(self.lengths)
        largest = np.maximum(scores.max(axis=1), nowhere)[:, None]
        exponentials = np.exp(scores - largest)
        total = exponentials.sum(axis=1) + np.exp(nowhere - largest[:, 0])
        return np.asarray(exponentials / total[:, None], np.float32)


class Placement:
    """The probabilities of the pieces of both sides, summed over the other side of each bead."""

    def __init__(
        self,
        source: EncodedText,
        target: EncodedText,
        beads: Beads,
        tokens: tuple[SegmentAffinity, SegmentAffinity],
    ) -> None:
        links = beads.some(beads.kinds >= len(SKIPS))
        mirrored = links._replace(i=links.j, j=links.i, a=links.b, b=links.a)
        clauses = source.reading.clauses @ target.reading.clauses.T
        self._sides = tuple(
            _Side(Pieces.of(*texts, *similar, candidate_ranges(some, *map(len, texts))), len(texts[1]))
            for texts, similar, some in (
                ((source, target), (tokens[1], clauses), links),
                ((target, source), (tokens[0], clauses.T), mirrored),
            )
        )

    def values(self, view: PaddedView) -> Iterator[Named]:
        """The features of this family."""
        _, _, i, j, a, b = view.links
        ways = (i, a, j, b), (j, b, i, a)
        of_source, of_target = (side.misplaced(*way) for side, way in zip(self._sides, ways, strict=True))
        yield "misplaced", np.maximum(of_source, of_target)


class _Side:
    """The pieces of one side, and the cumulated probabilities of the other side's segments.

    until   (pieces, other segments + 1): the probability that a piece is in the first n segments
    """

    def __init__(self, pieces: Pieces, others: int) -> None:
        self._starts = pieces.starts
        self._share = min(1.0, USUAL_PIECES * (len(pieces.starts) - 1) / max(len(pieces.lengths), 1))
        self._until = np.zeros((len(pieces.lengths), others + 1), np.float32)
        rows = np.arange(len(pieces.lengths))[:, None]
        np.add.at(self._until, (rows, pieces.candidates + 1), pieces.probabilities())
        np.cumsum(self._until, axis=1, out=self._until)

    def misplaced(self, first: Ints, count: Ints, other: Ints, others: Ints) -> Floats32:
        """The largest log odds that a piece of a block is outside a block of the other side: (blocks,).

        A piece that may as well be inside has none: a sentence said twice is of two neighbours.
        """
        low, high = self._starts[first], self._starts[first + count]
        found = np.zeros(len(low), np.float32)  # zero where a block has no pieces
        has = high > low
        counts, low, other, others = (high - low)[has], low[has], other[has], others[has]
        begins = np.cumsum(counts) - counts
        block = np.repeat(np.arange(len(counts)), counts)
        piece = np.arange(len(block)) + (low - begins)[block]
        before = self._until[piece, other[block]]
        until = self._until[piece, (other + others)[block]]
        after = self._until[piece, -1] - until
        odds = (np.maximum(before, after) + LEAST) / (np.maximum(until - before, 0) + LEAST)
        found[has] = np.maximum.reduceat(np.log(np.maximum(odds, 1)), begins) * self._share
        return found


def candidate_ranges(links: Beads, segments: int, others: int) -> tuple[Ints, Ints]:
    """For each source segment, the target segments that beads pair it with, and AROUND more on either side.

    returns  the first candidate of each, and the one after its last; both ascending
    """
    low, high = np.full(segments, others), np.zeros(segments, np.int64)
    np.minimum.at(low, links.i, links.j)
    np.maximum.at(high, links.i, links.j + links.b)
    # A segment that begins no bead lies between those of its neighbours.
    low = np.minimum.accumulate(low[::-1])[::-1]
    high = np.maximum(np.maximum.accumulate(high), low + 1)
    return np.maximum(low - AROUND, 0), np.minimum(high + AROUND, others)


def _cut(clause_lengths: Ints, clause_starts: Ints) -> tuple[Ints, Ints, Ints]:
    """Cut clauses into pieces of about equal length: the clause, first token and segment of each piece."""
    parts = np.maximum(-(-clause_lengths // LONGEST_PIECE), 1)
    clauses = np.repeat(np.arange(len(parts)), parts)
    number = np.arange(len(clauses)) - (np.cumsum(parts) - parts)[clauses]
    begins = (np.cumsum(clause_lengths) - clause_lengths)[clauses]
    owner = np.repeat(np.arange(len(clause_starts) - 1), np.diff(clause_starts))
    return clauses, begins + number * clause_lengths[clauses] // parts[clauses], owner[clauses]
