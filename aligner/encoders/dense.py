"""The last layers of the bundled encoder: from sums of token features to unit vectors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.encoders.weights import DIMENSIONS, Weights
from duiqi.aligner.threads import each

ROWS_A_BATCH = 512


class DenseLayers:
    """A projection, which is linear, and two dense layers with residuals over the mean."""

    def __init__(self, weights: Weights) -> None:
        # The gain and shift of a token's normalisation are linear too, and become part of the projection.
        self._project = weights["ln_g"][:, None] * weights["cnn_W"]
        self._bias = weights["ln_b"] @ weights["cnn_W"] + weights["cnn_b"]
        self._layers = {key: weights[key] for key in ("d0", "d1", "d2", "d3", "p1", "p3")}

    def project(self, sums: Floats32, counts: Ints, threads: int) -> Floats32:
        """Project sums over so many tokens; projected sums may be added: (len(sums), 512)."""
        projected = _in_batches(lambda part: sums[part] @ self._project, len(sums), threads)
        projected += counts[:, None].astype(np.float32) * self._bias
        return projected

    def compose(self, sums: Floats32, lengths: Ints, threads: int) -> Floats32:
        """Vectors of unit length from projected sums over so many tokens: (len(sums), 512)."""
        return _in_batches(lambda part: self._vectors(sums[part], lengths[part]), len(sums), threads)

    def _vectors(self, sums: Floats32, lengths: Ints) -> Floats32:
        layers = self._layers
        mean = sums / np.sqrt(lengths, dtype=np.float32)[:, None]  # by the root: so the model was trained
        inner = mean @ layers["p1"]
        inner += np.maximum(mean @ layers["d0"], 0) @ layers["d1"]
        np.maximum(inner, 0, out=inner)
        rows: Floats32 = inner @ layers["p3"]
        rows += np.maximum(inner @ layers["d2"], 0) @ layers["d3"]
        np.tanh(rows, out=rows)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


def _in_batches(do: Callable[[slice], Floats32], count: int, threads: int) -> Floats32:
    """Apply `do` to batches of rows and concatenate: (count, 512)."""
    parts = [slice(low, low + ROWS_A_BATCH) for low in range(0, count, ROWS_A_BATCH)]
    return np.concatenate(each(do, parts, threads) or [np.zeros((0, DIMENSIONS), np.float32)])
