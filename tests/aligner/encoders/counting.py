"""The vectors of a made encoder: what characters a sentence has."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duiqi.aligner.arrays import Floats32


def counted(sentences: Sequence[str]) -> Floats32:
    """A row of unit length for each sentence, of its hashed characters: (sentences, 16)."""
    rows = np.full((len(sentences), 16), 0.01, np.float32)
    for row, sentence in zip(rows, sentences, strict=True):
        for sign in sentence:
            row[ord(sign) % 16] += 1
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
