"""Blocks of consecutive segments for encoders that must read each block anew."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.bundled import Floats, Ints
from aligner.encoders import Encoder

# Larger blocks are the mean of their segments, by length: to read a block of eight for
# every segment would cost thirty times the text.
LARGEST_READ = 3


class EncodedSpans:
    """Embeddings of blocks, encoded when they are first asked for and then kept."""

    def __init__(self, encoder: Encoder, texts: Sequence[str], spaced: bool) -> None:
        self._encoder, self._texts, self._joiner = encoder, list(texts), " " if spaced else ""
        self._lengths = np.array([len(text) + 1 for text in texts], np.float32)
        self._read: dict[int, Floats] = {}

    def rows(self, starts: Ints, stops: Ints) -> Floats:
        """One L2-normalised row for each block [starts[k], stops[k])."""
        sizes = stops - starts
        if not len(starts):
            return self._of_size(1)[:0]
        rows = np.empty((len(starts), self._of_size(1).shape[1]), np.float32)
        for size in np.unique(sizes).tolist():
            some = np.flatnonzero(sizes == size)
            rows[some] = (
                self._of_size(size)[starts[some]] if size <= LARGEST_READ else self._mean(starts[some], size)
            )
        return rows

    def _of_size(self, size: int) -> Floats:
        """All blocks of one size, in order."""
        if size not in self._read:
            blocks = [
                self._joiner.join(self._texts[k : k + size]) for k in range(len(self._texts) - size + 1)
            ]
            self._read[size] = self._encoder.encode(blocks)
        return self._read[size]

    def _mean(self, starts: Ints, size: int) -> Floats:
        sums = sum(self._of_size(1)[starts + k] * self._lengths[starts + k, None] for k in range(size))
        return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), np.float32)
