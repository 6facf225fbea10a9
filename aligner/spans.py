"""Blocks of consecutive segments for encoders that must read each block anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aligner.bundled import Floats, Ints
from aligner.encoders import Encoder
from aligner.side import MeanSpans

# Larger blocks are the mean of their segments, by length: to read a block of eight for
# every segment would cost thirty times the text.
LARGEST_READ = 3


@dataclass(frozen=True, slots=True)
class EncodedSpans:
    """Embeddings of blocks that an encoder reads when the search asks for them."""

    encoder: Encoder
    texts: tuple[str, ...]
    spaced: bool
    means: MeanSpans

    @classmethod
    def of(cls, encoder: Encoder, texts: Sequence[str], spaced: bool) -> EncodedSpans:
        """Read each segment; `spaced` says whether a space stands between two of a block."""
        lengths = np.array([len(text) for text in texts], np.float32)
        return cls(encoder, tuple(texts), spaced, MeanSpans(encoder.encode(texts), lengths))

    def rows(self, starts: Ints, stops: Ints) -> Floats:
        """One L2-normalised row for each block [starts[k], stops[k])."""
        rows = self.means.rows(starts, stops)
        read = np.flatnonzero((stops - starts > 1) & (stops - starts <= LARGEST_READ))
        if len(read):
            joiner = " " if self.spaced else ""
            blocks = zip(starts[read].tolist(), stops[read].tolist(), strict=True)
            rows[read] = self.encoder.encode([joiner.join(self.texts[start:stop]) for start, stop in blocks])
        return rows

    def part(self, start: int, stop: int) -> EncodedSpans:
        """Of the segments [start, stop)."""
        means = MeanSpans(self.means.single[start:stop], self.means.lengths[start:stop])
        return EncodedSpans(self.encoder, self.texts[start:stop], self.spaced, means)

    def joined(self, others: Sequence[EncodedSpans]) -> EncodedSpans:
        """Of these segments and, behind them, others."""
        every = [self, *others]
        means = MeanSpans(
            np.concatenate([one.means.single for one in every]),
            np.concatenate([one.means.lengths for one in every]),
        )
        texts = tuple(text for one in every for text in one.texts)
        return EncodedSpans(self.encoder, texts, self.spaced, means)
