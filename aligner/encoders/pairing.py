"""The two encoders of an alignment: one compares blocks of segments, one reads tokens and clauses."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from duiqi.aligner.encoders.protocol import Encoder, ReadingEncoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duiqi.aligner.arrays import Floats32


@dataclass(frozen=True, slots=True)
class EncoderPair:
    """An encoder that compares, with the one that reads beside it; the same one where it can do both.

    LaBSE gives vectors of whole blocks and nothing below them, so the bundled encoder
    reads the tokens and the clauses. Loading that one takes half a second and some hundred
    megabytes: make the pair once and use it for all texts. A pair is an `Encoder` itself.

    comparing  makes the vectors of blocks and of terms, and names the alignment's encoder
    reading    makes everything below the segment
    """

    comparing: Encoder
    reading: ReadingEncoder
    # Of the rows that came in so far, each number once: all have one length, or cannot be compared.
    _dimensions: set[int] = field(default_factory=set, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, encoder: Encoder | None = None) -> EncoderPair:
        """A pair as it is; any other encoder with the one that reads, by default the bundled one."""
        if isinstance(encoder, EncoderPair):
            return encoder
        if isinstance(encoder, ReadingEncoder):
            return cls(encoder, encoder)
        from duiqi.aligner.encoders.bundled import BundledEncoder

        reading = BundledEncoder()
        return cls(encoder or reading, reading)

    @property
    def name(self) -> str:
        """The name of the encoder that compares."""
        return self.comparing.name

    def encode(self, sentences: Sequence[str]) -> Floats32:
        """One row of unit length for each sentence, by the encoder that compares.

        Raises DuiqiError where that gives no vectors: `rows.unit_rows` says what is one.
        """
        rows = self.comparing.encode(sentences)
        if self.is_one:
            return rows
        from duiqi.aligner.encoders.rows import unit_rows

        found = unit_rows(rows, sentences, self.name, max(self._dimensions, default=0))
        if len(found):
            self._dimensions.add(found.shape[1])
        return found

    @property
    def is_one(self) -> bool:
        """Whether one encoder does both."""
        return self.comparing is self.reading

    @property
    def workers(self) -> int:
        """Threads that may use the pair at a time: one if two encoders differ, as one may hold a GPU."""
        return self.reading.threads if self.is_one else 1

    def single_threaded(self) -> AbstractContextManager[Any]:
        """Keep the reading encoder's libraries to one thread while the caller runs several."""
        return self.reading.single_threaded()

    def alone(self) -> EncoderPair:
        """The same pair for one of the caller's own threads."""
        if not self.is_one:
            return self
        one = self.reading.alone()
        return EncoderPair(one, one)
