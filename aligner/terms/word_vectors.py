"""Vectors of words, computed once for all the beads in which a word occurs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from duiqi.aligner.arrays import Floats32

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import Encoder


class WordVectors:
    """The vectors of an encoder for words, kept while they are in use.

    Two generations, so that memory is bounded and common words are never computed again: a word that is
    looked up joins the younger one; when that has more than MOST words, it becomes the older one, and
    the words of the older one that were not looked up since are forgotten. An `Encoder` itself, of terms:
    a fifth to a quarter of a text's terms are single words that its word alignment has looked up.
    """

    MOST = 60_000

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._younger: dict[str, Floats32] = {}
        self._older: dict[str, Floats32] = {}

    def __call__(self, words: Sequence[str]) -> Floats32:
        """One row for each word, which is kept: (len(words), dimensions)."""
        if len(self._younger) > self.MOST:
            self._younger, self._older = {}, self._younger
        younger, older = self._younger, self._older
        missing = [word for word in dict.fromkeys(words) if word not in younger]
        # Copied, since a row is a view of all the words that were computed with it.
        younger.update((word, older[word].copy()) for word in missing if word in older)
        new = [word for word in missing if word not in older]
        if new:
            younger.update(zip(new, self._encoder.encode(new), strict=True))
        return np.stack([younger[word] for word in words])

    @property
    def name(self) -> str:
        """The name of the encoder."""
        return self._encoder.name

    def encode(self, sentences: Sequence[str]) -> Floats32:
        """One row for each text, as the encoder's own; those that are in use are not computed again."""
        kept = [self._younger.get(text, self._older.get(text)) for text in sentences]
        new = [text for text, row in zip(sentences, kept, strict=True) if row is None]
        rows = iter(self._encoder.encode(new) if new else ())
        return np.stack([next(rows) if row is None else row for row in kept])
