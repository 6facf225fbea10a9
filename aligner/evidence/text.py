"""One side of a bitext as the evidence needs it: its surface, and what the encoders made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.encoders.blocks import SpanRows
from duiqi.aligner.encoders.reading import Reading
from duiqi.aligner.evidence.surface import Surface

AT_ONCE = 1024  # segments that are encoded together: enough to share the first layers of their tokens


@dataclass(frozen=True, slots=True)
class EncodedText:
    """One side of a bitext, or a part of it, encoded.

    surface  surface features of the segments
    single   (segments, dimensions) L2-normalised embeddings of the segments, by `EncoderPair.comparing`
    read     the same by `EncoderPair.reading`, as the clauses are; of other dimensions where the two differ
    spans    embeddings of blocks of segments, by the same encoder
    reading  tokens and clauses, by `EncoderPair.reading`
    """

    surface: Surface
    single: Floats32
    read: Floats32
    spans: SpanRows
    reading: Reading

    def __len__(self) -> int:
        return len(self.single)

    def part(self, start: int, stop: int) -> EncodedText:
        """The segments [start, stop)."""
        return EncodedText(
            self.surface.part(start, stop),
            self.single[start:stop],
            self.read[start:stop],
            self.spans.part(start, stop),
            self.reading.part(start, stop),
        )

    @classmethod
    def of(cls, surface: Surface, reading: Reading, spans: SpanRows | None = None) -> EncodedText:
        """A text from its reading.

        spans  blocks by another encoder than the one that reads; by default those of the reading
        """
        numbers = np.arange(len(surface.lengths))
        read = reading.spans.rows(numbers, numbers + 1)
        single = spans.rows(numbers, numbers + 1) if spans else read
        return cls(surface, single, read, spans or reading.spans, reading)


class TextReader:
    """One side of a bitext, encoded in parts on demand: each segment once, and dropped after use.

    surface  of all segments
    encode   gives the reading of a range of segments, and their blocks by another encoder: None where
             one encoder does both
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
            np.concatenate([part.read for part in parts])[start:stop],
            parts[0].spans.joined([part.spans for part in parts[1:]]).part(start, stop),
            parts[0].reading.joined([part.reading for part in parts[1:]]).part(start, stop),
        )
