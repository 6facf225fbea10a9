"""A text as the evidence needs it: its surface and everything the encoders computed of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.encoders.bundled import Reading
from duiqi.aligner.evidence.surface import Surface

AT_ONCE = 1024  # segments that are encoded together: enough to share the first layers of their tokens


class SpanRows(Protocol):
    """Embeddings of blocks of consecutive segments."""

    def largest(self, clauses: bool) -> int:
        """The largest block, in segments or in clauses, that is worth its time to encode."""
        ...

    def rows(self, starts: Ints, stops: Ints) -> Floats32:
        """One L2-normalised row for each block [starts[k], stops[k]): (len(starts), dimensions)."""
        ...

    def part(self, start: int, stop: int) -> SpanRows:
        """The segments [start, stop), counted from the first of them."""
        ...

    def joined(self, others: Sequence[Any]) -> SpanRows:
        """These segments and, after them, those of others of the same class."""
        ...


@dataclass(frozen=True, slots=True)
class EncodedText:
    """One side of a bitext, or a part of it, encoded.

    surface  surface features of the segments
    single   (segments, dimensions) L2-normalised embeddings of the segments, by the encoder chosen
    spans    embeddings of blocks of segments, by the encoder chosen
    reading  tokens and clauses, by the bundled encoder
    """

    surface: Surface
    single: Floats32
    spans: SpanRows
    reading: Reading

    def __len__(self) -> int:
        return len(self.single)

    def part(self, start: int, stop: int) -> EncodedText:
        """The segments [start, stop)."""
        return EncodedText(
            self.surface.part(start, stop),
            self.single[start:stop],
            self.spans.part(start, stop),
            self.reading.part(start, stop),
        )

    @classmethod
    def of(cls, surface: Surface, reading: Reading, spans: SpanRows | None = None) -> EncodedText:
        """A text as the bundled encoder read it; with blocks by another encoder where `spans` is given."""
        spans = spans or reading.spans
        numbers = np.arange(len(surface.lengths))
        return cls(surface, spans.rows(numbers, numbers + 1), spans, reading)


class TextReader:
    """One side of a bitext, encoded in parts on demand: each segment once, and dropped after use.

    surface  of all segments
    encode   encodes a range of segments: by the bundled encoder, and the blocks by another one (or None)
    """

    def __init__(self, surface: Surface, encode: Callable[[range], tuple[Reading, SpanRows | None]]) -> None:
        self.surface, self._encode = surface, encode
        self._parts: dict[int, EncodedText] = {}

    def __len__(self) -> int:
        return len(self.surface.lengths)

    def read(self, wanted: range) -> EncodedText:
        """These segments; parts that lie wholly before them are dropped."""
        first, last = wanted.start // AT_ONCE, -(-wanted.stop // AT_ONCE)
        self._parts = {number: part for number, part in self._parts.items() if number >= first}
        for number in range(first, last):
            if number not in self._parts:
                start, stop = number * AT_ONCE, min((number + 1) * AT_ONCE, len(self))
                encoded = self._encode(range(start, stop))
                self._parts[number] = EncodedText.of(self.surface.part(start, stop), *encoded)
        parts = [self._parts[number] for number in range(first, last)]
        start, stop = wanted.start - first * AT_ONCE, wanted.stop - first * AT_ONCE
        return EncodedText(
            self.surface.part(wanted.start, wanted.stop),
            np.concatenate([part.single for part in parts])[start:stop],
            parts[0].spans.joined([part.spans for part in parts[1:]]).part(start, stop),
            parts[0].reading.joined([part.reading for part in parts[1:]]).part(start, stop),
        )
