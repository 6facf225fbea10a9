"""Sequences of tokens in one array, their clauses, and their ends next to the begin and end marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from duiqi.aligner.arrays import Ints, distinct
from duiqi.aligner.encoders.tokenizer import END
from duiqi.aligner.encoders.weights import REACH

EDGE = 1  # tokens at each end of a sentence that are read again for blocks that begin or end there
CLAUSE_MARKS = frozenset(",;:.!?，；：。！？…—–()（）")
SHORTEST_CLAUSE = 3  # tokens


class Sequences(NamedTuple):
    """Sequences of tokens one after another: sequence k is tokens[starts[k]:ends[k]]."""

    tokens: Ints
    starts: Ints
    ends: Ints

    @classmethod
    def of(cls, sequences: Sequence[Sequence[int]]) -> Sequences:
        """Concatenate sequences of token ids."""
        lengths = np.array([len(tokens) for tokens in sequences], np.int64)
        ends = np.cumsum(lengths)
        return cls(np.array(list(chain.from_iterable(sequences)), np.int64), ends - lengths, ends)

    @property
    def lengths(self) -> Ints:
        """How many tokens each sequence has."""
        return self.ends - self.starts


class Edges(NamedTuple):
    """The ends of sentences, in the text and beside the marks that they meet where a block begins or ends.

    heads, tails  (2, sentences) ranges of tokens in the text: the first and the last of each sentence
    marked        the same ends with their marks, each a sequence long enough for the tokens' features:
                  2k is the beginning of sentence k, 2k + 1 its end
    low, high     (2 * sentences,) the ranges within `marked` of the mark and the end's own tokens
    """

    heads: Ints
    tails: Ints
    marked: Sequences
    low: Ints
    high: Ints

    @classmethod
    def of(cls, text: Sequences, openings: Sequence[Sequence[int]]) -> Edges:
        """Cut out the ends of sentences; `openings` are the tokens put before each."""
        tokens, starts, ends = text
        heads = np.stack([starts, np.minimum(starts + EDGE, ends)])
        tails = np.stack([np.maximum(ends - EDGE, starts), ends])
        marked = Sequences.of(
            [
                edge
                for opening, start, end in zip(openings, starts, ends, strict=True)
                for edge in (
                    [*opening, *tokens[start : start + EDGE + REACH]],
                    [*tokens[max(end - EDGE - REACH, 0) : end], END],
                )
            ]
        )
        low, high = marked.starts.copy(), marked.ends.copy()
        high[0::2] = low[0::2] + [len(opening) for opening in openings] + heads[1] - heads[0]
        low[1::2] = high[1::2] - 1 - (tails[1] - tails[0])
        return cls(heads, tails, marked, low, high)

    @property
    def added(self) -> tuple[Ints, Ints]:
        """How many tokens the marks add at the beginning and at the end of each sentence."""
        counts = self.high - self.low
        return counts[0::2] - (self.heads[1] - self.heads[0]), counts[1::2] - (self.tails[1] - self.tails[0])


def clauses(text: Sequences, vocabulary: int, piece: Callable[[int], str]) -> Ints:
    """Ranges of tokens between marks of punctuation, within sentences: (2, clauses)."""
    types, which = distinct(text.tokens, vocabulary)
    closes = np.array([not CLAUSE_MARKS.isdisjoint(piece(token)) for token in types.tolist()], bool)
    length = len(text.tokens)
    cuts = np.zeros(length + 1, bool)
    cuts[1:] = closes[which]
    cuts[text.starts] = True
    cuts[length] = True
    at = np.flatnonzero(cuts)
    # A mark, or two words and a mark, is no clause: it belongs to the clause before it.
    begins = np.zeros(length + 1, bool)
    begins[text.starts] = True
    keep = begins[at] | (np.diff(at, append=length + SHORTEST_CLAUSE) >= SHORTEST_CLAUSE)
    keep[-1] = True
    at = at[keep]
    return np.stack([at[:-1], at[1:]])


def batches(lengths: Ints, budget: int) -> Iterator[tuple[int, int]]:
    """Ranges of consecutive items whose lengths together are within the budget, or of one item.

    >>> list(batches(np.array([2, 2, 9, 1]), 4))
    [(0, 2), (2, 3), (3, 4)]
    """
    low, total = 0, 0
    for number, length in enumerate(lengths.tolist()):
        if number > low and total + length > budget:
            yield low, number
            low, total = number, 0
        total += length
    if low < len(lengths):
        yield low, len(lengths)
