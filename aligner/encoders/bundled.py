"""The bundled encoder: universal-sentence-encoder-multilingual 3 on NumPy.

Google's model (Yang et al. 2020, arXiv:1907.04307; Apache-2.0) knows 16 languages. A
sentence's vector is a small dense network over the sum of its tokens' features, and a
token's features see four tokens to either side. Two things follow, and make this encoder
fast:

- the first layers depend on the token alone, so they are computed once for each
  distinct token (`token_layers`);
- a block of consecutive sentences needs no second reading: its sum is the sum of its
  sentences' sums, except at its ends, which meet the begin and end marks (`blocks`).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from copy import copy
from typing import Any

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints, reduce_runs
from duiqi.aligner.encoders.blocks import ComposedSpans
from duiqi.aligner.encoders.dense import DenseLayers
from duiqi.aligner.encoders.protocol import BUNDLED
from duiqi.aligner.encoders.reading import Reading
from duiqi.aligner.encoders.sequences import Edges, Sequences, batches, clauses
from duiqi.aligner.encoders.token_layers import EmbeddingTable, TokenLayers
from duiqi.aligner.encoders.token_sums import TOKENS_A_PASS, TokenSums
from duiqi.aligner.encoders.tokenizer import BEGIN, END, Tokenizer
from duiqi.aligner.encoders.weights import DIMENSIONS, load_weights
from duiqi.aligner.threads import ONE_BLAS_THREAD, cores


class BundledEncoder:
    """Multilingual sentence embeddings without a download; a `ReadingEncoder`.

    threads  that one call may use, each with one BLAS thread: half of the work is no matrix
             product. All cores by default

    >>> encoder = BundledEncoder()
    >>> rows = encoder.encode(["mine clearance", "扫雷", "provisional agenda"])
    >>> rows.shape, bool(rows[0] @ rows[1] > rows[1] @ rows[2])
    ((3, 512), True)
    """

    name = BUNDLED
    dimensions = DIMENSIONS

    def __init__(self, threads: int | None = None) -> None:
        self.threads = threads or cores()
        with ThreadPoolExecutor(1) as pool:
            tokenizer = pool.submit(Tokenizer)
            weights = load_weights()
            self._tokenizer = tokenizer.result()
        self.vocabulary = self._tokenizer.vocabulary
        self._table = EmbeddingTable(weights)
        self._sums = TokenSums(TokenLayers(self._table, self.vocabulary, weights), weights)
        self._dense = DenseLayers(weights)

    def single_threaded(self) -> AbstractContextManager[Any]:
        """Keep BLAS to one thread while the caller runs several."""
        return ONE_BLAS_THREAD

    def alone(self) -> BundledEncoder:
        """The same encoder without threads of its own, for a caller that runs several."""
        one = copy(self)
        one.threads = 1
        return one

    def encode(self, sentences: Sequence[str]) -> Floats32:
        """One L2-normalised row for each sentence: (len(sentences), 512)."""
        ids = [[BEGIN, *tokens, END] for tokens in self.tokenize(sentences)]
        lengths = np.array([len(tokens) for tokens in ids], np.int64)
        rows = np.empty((len(ids), self.dimensions), np.float32)
        for first, last in batches(lengths, TOKENS_A_PASS):
            tokens, starts, ends = Sequences.of(ids[first:last])
            counts = lengths[first:last]
            sums = self._sums(tokens, counts, starts, ends, self.threads)
            rows[first:last] = self.compose(self._dense.project(sums, counts, self.threads), counts)
        return rows

    def tokenize(self, sentences: Sequence[str]) -> list[list[int]]:
        """The ids of each sentence's tokens, without begin and end marks."""
        return self._tokenizer.ids(sentences)

    def read(self, sentences: Sequence[str], spaced: bool) -> Reading:
        """Read consecutive sentences once: their blocks, clauses and tokens.

        `spaced` says whether a space separates two sentences of a block.
        """
        ids = self.tokenize(sentences)
        # SentencePiece puts the mark of a space before every text. Between two Chinese
        # sentences there is none, so it opens a block and is left out inside.
        word_start = self._tokenizer.word_start
        bare = [not spaced and len(tokens) > 1 and tokens[0] == word_start for tokens in ids]
        text = Sequences.of([tokens[1:] if b else tokens for tokens, b in zip(ids, bare, strict=True)])
        edges = Edges.of(text, [[BEGIN, word_start] if b else [BEGIN] for b in bare])
        ranges = clauses(text, self.vocabulary, self.piece)
        parts, marked = self._sums_of_parts(
            text, np.concatenate([edges.heads, edges.tails, ranges], axis=1), edges
        )
        head, tail, of_clauses = np.split(parts, [len(ids), 2 * len(ids)])
        clause_lengths = ranges[1] - ranges[0]
        projected = self._dense.project(of_clauses, clause_lengths, self.threads)
        token_starts = np.append(text.starts, len(text.tokens))
        clause_starts = np.searchsorted(ranges[0], token_starts)
        # A mark changes the features of the tokens next to it: the difference is the sum of an end read
        # with its mark, less the sum of that end within the text.
        before, after = edges.added
        spans = ComposedSpans(
            compose=self.compose,
            inner=reduce_runs(np.add, projected, clause_starts[:-1], clause_starts[1:]),
            opening=self._dense.project(marked[0::2] - head, before, self.threads),
            closing=self._dense.project(marked[1::2] - tail, after, self.threads),
            lengths=text.lengths,
            bare=np.array(bare, np.int64),
        )
        return Reading(
            spans=spans,
            tokens=text.tokens,
            token_starts=token_starts,
            clauses=self.compose(projected, clause_lengths),
            clause_starts=clause_starts,
            clause_lengths=clause_lengths,
        )

    def _sums_of_parts(self, text: Sequences, ranges: Ints, edges: Edges) -> tuple[Floats32, Floats32]:
        """Sums of token features of ranges of a text, (2, n), and of the ends next to their marks."""
        order = np.argsort(ranges[0], kind="stable")
        length = len(text.tokens)
        sums = self._sums(
            np.concatenate([text.tokens, edges.marked.tokens]),
            np.concatenate([[length], edges.marked.lengths]),
            np.concatenate([ranges[0, order], edges.low + length]),
            np.concatenate([ranges[1, order], edges.high + length]),
            self.threads,
        )
        of_ranges = np.empty_like(sums[: len(order)])
        of_ranges[order] = sums[: len(order)]
        return of_ranges, sums[len(order) :]

    def compose(self, sums: Floats32, lengths: Ints) -> Floats32:
        """Vectors of unit length from sums of token features: (len(sums), 512)."""
        return self._dense.compose(sums, lengths, self.threads)

    def token_vectors(self, ids: Ints) -> Floats32:
        """Vectors of unit length of tokens out of context, from the embedding table: (len(ids), 512)."""
        return self._table.unit_rows(ids)

    def piece(self, token: int) -> str:
        """The characters of a token."""
        return self._tokenizer.piece(token)

    def rarity(self, text: str) -> float:
        """Mean negative log-probability of a text's words, by the tokenizer's unigram model."""
        return self._tokenizer.rarity(text)
