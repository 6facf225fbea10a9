"""Blocks of consecutive segments for encoders that must read each block anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.encoders.protocol import Encoder


@dataclass(frozen=True, slots=True)
class EncodedSpans:
    """Embeddings of blocks that an encoder reads when the search asks for them.

    `spaced` says whether a space stands between two segments of a block.
    """

    encoder: Encoder
    texts: tuple[str, ...]
    spaced: bool

    def largest(self, clauses: bool) -> int:
        """Three: blocks of four for every segment would cost ten times the text."""
        return 3

    def rows(self, starts: Ints, stops: Ints) -> Floats32:
        """One L2-normalised row for each block [starts[k], stops[k])."""
        joiner = " " if self.spaced else ""
        blocks = zip(starts.tolist(), stops.tolist(), strict=True)
        return self.encoder.encode([joiner.join(self.texts[start:stop]) for start, stop in blocks])

    def part(self, start: int, stop: int) -> EncodedSpans:
        """Of the segments [start, stop)."""
        return EncodedSpans(self.encoder, self.texts[start:stop], self.spaced)

    def joined(self, others: Sequence[EncodedSpans]) -> EncodedSpans:
        """Of these segments and, behind them, others."""
        texts = tuple(text for one in (self, *others) for text in one.texts)
        return EncodedSpans(self.encoder, texts, self.spaced)
