"""One reading of one side of a bitext: its blocks, its clauses and its tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.encoders.blocks import ComposedSpans


@dataclass(frozen=True, slots=True)
class Reading:
    """Consecutive sentences as a `ReadingEncoder` read them.

    Sentence k holds the tokens token_starts[k] to token_starts[k + 1], and the clauses
    clause_starts[k] to clause_starts[k + 1]. Clauses here are the stretches between punctuation marks
    inside a sentence; those of `division`, which a side may be cut into, count as sentences.

    spans           embeddings of blocks of the sentences
    tokens          (tokens,) ids
    token_starts    (sentences + 1,)
    clauses         (clauses, dimensions), L2-normalised
    clause_starts   (sentences + 1,)
    clause_lengths  (clauses,) in tokens
    """

    spans: ComposedSpans
    tokens: Ints
    token_starts: Ints
    clauses: Floats32
    clause_starts: Ints
    clause_lengths: Ints

    def part(self, start: int, stop: int) -> Reading:
        """The reading of the sentences [start, stop)."""
        tokens, clauses = self.token_starts[start : stop + 1], self.clause_starts[start : stop + 1]
        return Reading(
            self.spans.part(start, stop),
            self.tokens[tokens[0] : tokens[-1]],
            tokens - tokens[0],
            self.clauses[clauses[0] : clauses[-1]],
            clauses - clauses[0],
            self.clause_lengths[clauses[0] : clauses[-1]],
        )

    def joined(self, others: Sequence[Reading]) -> Reading:
        """The reading of these sentences followed by those of `others`."""
        every = [self, *others]
        return Reading(
            self.spans.joined([other.spans for other in others]),
            np.concatenate([reading.tokens for reading in every]),
            _concatenated_starts([reading.token_starts for reading in every]),
            np.concatenate([reading.clauses for reading in every]),
            _concatenated_starts([reading.clause_starts for reading in every]),
            np.concatenate([reading.clause_lengths for reading in every]),
        )


def _concatenated_starts(starts: Sequence[Ints]) -> Ints:
    """The boundaries of several sequences as those of one sequence after another."""
    before = np.cumsum([0, *(int(these[-1]) for these in starts)])
    moved = [these[:-1] + at for these, at in zip(starts, before[:-1], strict=True)]
    return np.concatenate([*moved, before[-1:]])
