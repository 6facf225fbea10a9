"""The protocols of an encoder: sentences to vectors, and one reading of a whole text."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from duiqi.aligner.arrays import Floats32, Ints
    from duiqi.aligner.encoders.reading import Reading

BUNDLED = "bundled"  # the name of the encoder that every installation has


class Encoder(Protocol):
    """Sentences in, L2-normalised float32 rows out.

    Whatever has these two members is an encoder; `name` goes into the alignment's signature.
    """

    @property
    def name(self) -> str:
        """The encoder's name."""
        ...

    def encode(self, sentences: Sequence[str]) -> Floats32:
        """One row of unit length for each sentence: (len(sentences), dimensions).

        Rows of other lengths are normalised; a row of zeros is similar to nothing. What is no table
        of finite numbers, one row for each sentence, is a `DuiqiError` of whoever asked for it.
        """
        ...


@runtime_checkable
class ReadingEncoder(Encoder, Protocol):
    """An encoder that reads a text once, and composes blocks, clauses and tokens from that reading.

    An `Encoder` has to read each block of segments anew. This one keeps a sum of token
    features for each sentence: a block's vector is `compose` of the sum of its sentences'
    sums, so a text is read once however many blocks the search asks for. Its token vectors
    serve as a bilingual dictionary. The bundled encoder is one; whatever has these members
    is another, and aligns by itself. Safe to call from several threads.
    """

    @property
    def dimensions(self) -> int:
        """Columns of its vectors, and of the sums that it composes them of."""
        ...

    @property
    def vocabulary(self) -> int:
        """How many different tokens there are: ids are below this number."""
        ...

    @property
    def threads(self) -> int:
        """How many threads can call it at the same time and still gain by it."""
        ...

    def read(self, sentences: Sequence[str], spaced: bool) -> Reading:
        """Read consecutive sentences once; `spaced` says whether a space separates two of them."""
        ...

    def compose(self, sums: Floats32, lengths: Ints) -> Floats32:
        """Vectors of unit length from sums of token features: (len(sums), dimensions).

        sums     (n, dimensions)
        lengths  (n,) tokens in each sum
        """
        ...

    def token_vectors(self, ids: Ints) -> Floats32:
        """Vectors of unit length of tokens out of context: (len(ids), dimensions)."""
        ...

    def piece(self, token: int) -> str:
        """The characters of a token, without the mark of a word's beginning."""
        ...

    def rarity(self, text: str) -> float:
        """Mean negative log-probability of a text's words, by the tokenizer's unigram model."""
        ...

    def single_threaded(self) -> AbstractContextManager[Any]:
        """Keep the encoder's libraries to one thread while the caller runs several."""
        ...

    def alone(self) -> ReadingEncoder:
        """The same encoder without threads of its own, for a caller that runs several."""
        ...
