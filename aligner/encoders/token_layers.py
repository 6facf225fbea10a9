"""The layers of the bundled encoder that depend on a token alone: computed once for each distinct token."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints, distinct
from duiqi.aligner.encoders.weights import BRANCHES, DIMENSIONS, PARTS, Weights


class EmbeddingTable:
    """The quantised embeddings of all tokens."""

    def __init__(self, weights: Weights) -> None:
        self._parts = [weights[part] for part in PARTS]
        self._scale, self._low = weights["scale"], weights["lo"]

    def rows(self, ids: Ints) -> Floats32:
        """The embeddings of tokens: (len(ids), 512)."""
        parts = ids % len(self._parts)
        rows = np.empty((len(ids), DIMENSIONS), np.float32)
        for number, part in enumerate(self._parts):
            chosen = np.flatnonzero(parts == number)
            rows[chosen] = part[ids[chosen] // len(self._parts)]
        rows *= self._scale[parts, None]
        rows += self._low[parts, None]
        return rows

    def unit_rows(self, ids: Ints) -> Floats32:
        """The embeddings of tokens, L2-normalised: (len(ids), 512)."""
        rows = self.rows(ids)
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
        return rows


class LayersOfTypes(NamedTuple):
    """What the distinct tokens of a text give to the convolutions.

    A sentinel last row of each array is zero: no token, beyond the end of a sequence.

    which       (tokens,) the row of each token of the text
    embeddings  (types + 1, 512)
    hidden      of each branch: (types + 1, CHANNELS)
    slots       of each branch and each slot of its first convolution's windows: (types + 1, CHANNELS)
    """

    which: Ints
    embeddings: Floats32
    hidden: list[Floats32]
    slots: list[list[Floats32]]


class TokenLayers:
    """Embedding, projection, layer normalisation, and the products of the first convolution."""

    def __init__(self, table: EmbeddingTable, vocabulary: int, weights: Weights) -> None:
        self._table, self._vocabulary = table, vocabulary
        widths = [width for width, _ in BRANCHES]
        self._project = np.concatenate([weights[f"proj{n}"] for n in widths], axis=1)
        self._project_bias = np.concatenate([weights[f"proj_b{n}"] for n in widths])
        self._gain = np.concatenate([weights[f"ln_g{n}"] for n in widths])
        self._shift = np.concatenate([weights[f"ln_b{n}"] for n in widths])
        self._epsilon = np.float32(weights["eps"])
        # The first convolution slot by slot: (CHANNELS, CHANNELS) each.
        self._first = [np.split(weights[f"w1_{n}"], n) for n in widths]
        self._first_bias = [weights[f"b1_{n}"] for n in widths]

    def __call__(self, tokens: Ints) -> LayersOfTypes:
        """Compute the layers of the distinct tokens of a text.

        Not kept for the next text: the rows that a matrix product has decide its last
        decimals, and the same text must come out the same whatever was read before.
        """
        types, which = distinct(tokens, self._vocabulary)
        embeddings = np.concatenate([self._table.rows(types), np.zeros((1, DIMENSIONS), np.float32)])
        hidden = embeddings @ self._project + self._project_bias
        self._normalise(hidden)
        hidden[-1] = 0
        branches = np.split(hidden, len(BRANCHES), axis=1)
        slots = []
        for (_, left), branch, first, bias in zip(
            BRANCHES, branches, self._first, self._first_bias, strict=True
        ):
            slots.append([branch @ weights for weights in first])
            slots[-1][left] += bias  # a token itself is always there, its neighbours are not
        return LayersOfTypes(which, embeddings, [np.ascontiguousarray(branch) for branch in branches], slots)

    def _normalise(self, rows: Floats32) -> None:
        """Layer normalisation, in place."""
        rows -= rows.mean(axis=1, keepdims=True)
        deviation = np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + self._epsilon)
        rows /= deviation[:, None]
        rows *= self._gain
        rows += self._shift
