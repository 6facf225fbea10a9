"""What an encoder is: a name, and sentences in, vectors out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from duiqi.aligner.arrays import Floats32

BUNDLED = "bundled"  # the name of the encoder that is always here


class Encoder(Protocol):
    """Sentences in, L2-normalised float32 rows out.

    Whatever has these two members is an encoder; `name` goes into the alignment's signature.
    """

    @property
    def name(self) -> str:
        """What to call it."""
        ...

    def encode(self, sentences: Sequence[str]) -> Floats32:
        """One row of unit length for each sentence: (len(sentences), dimensions)."""
        ...
