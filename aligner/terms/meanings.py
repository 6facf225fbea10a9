"""Meanings: how much the embedding of a term looks like one of a trade, rather than of any text.

A direction among the vectors of the bundled encoder, fitted to judged rows together with the weights of
termhood (`benchmarks.termhood`): of `time` or `route` as against `jurisdiction` or `stator`.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from duiqi.aligner.arrays import Floats32

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import Encoder

ROWS = 8192  # that are projected at a time


class Meanings(NamedTuple):
    """A number for each embedded term of either side, in log odds of a term; 0 is the usual one."""

    source: Floats32
    target: Floats32

    def __call__(self, source: int, target: int) -> float:
        """The mean of two terms, by the rows of their embeddings."""
        return float(self.source[source] + self.target[target]) / 2

    @classmethod
    def of(
        cls, source: npt.NDArray[np.float16], target: npt.NDArray[np.float16], encoder: Encoder
    ) -> Meanings:
        """Those of embeddings by an encoder; all 0 unless it is the one that the direction was fitted to."""
        name, direction, usual = fitted_direction()
        if encoder.name != name:
            return cls(np.zeros(len(source), np.float32), np.zeros(len(target), np.float32))
        return cls(*(_projected(rows, direction) - usual for rows in (source, target)))


@cache
def fitted_direction() -> tuple[str, Floats32, float]:
    """The encoder that it was fitted to, the direction, and the mean of the terms that it was fitted to."""
    found = json.loads((files(__package__) / "data" / "termhood.json").read_text(encoding="utf-8"))["meaning"]
    return found["encoder"], np.array(found["direction"], np.float32), found["usual"]


def _projected(rows: npt.NDArray[np.float16], direction: Floats32) -> Floats32:
    """Each row along the direction; in batches, since the rows may be in a file."""
    found = np.zeros(len(rows), np.float32)
    for low in range(0, len(rows), ROWS):
        found[low : low + ROWS] = rows[low : low + ROWS].astype(np.float32) @ direction
    return found
