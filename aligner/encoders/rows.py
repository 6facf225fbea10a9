"""The vectors of an encoder that somebody else wrote, checked where they come in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from duiqi.aligner.arrays import Floats32, Floats64
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.printable import printable

UNIT = 1e-4  # a length so near to 1 is 1: rounding to float32 changes it less
SHOWN = 40  # characters of a sentence in a message


def unit_rows(found: Any, sentences: Sequence[str], name: str, dimensions: int = 0) -> Floats32:
    """The vectors of sentences as rows of unit length; DuiqiError where they are no vectors.

    Cosines are computed as products of unit rows, and many models do not normalise theirs. A row of
    zeros has no direction: it stays, and is similar to nothing.

    found       what `Encoder.encode` returned: whatever NumPy makes a table of numbers of
    name        of the encoder, for the message
    dimensions  of the rows that it returned before; 0 for none
    returns     (len(sentences), dimensions); float32 rows of unit length as they are

    >>> unit_rows([[3, 4], [0, 0]], ["far", ""], "mine").round(1).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    rows = _table(found, len(sentences), name)
    width = rows.shape[1]
    if len(rows) and dimensions not in (0, width):
        raise DuiqiError(
            f"encoder '{name}': expected rows of {dimensions} numbers, as it gave before, found {width}"
        )
    largest = np.abs(rows).max(axis=1, initial=0)
    if not np.isfinite(largest).all():
        sentence = printable(sentences[int(np.argmin(np.isfinite(largest)))])[:SHOWN]
        raise DuiqiError(
            f"encoder '{name}': the row of '{sentence}' has values that are not finite (NaN or infinity)"
        )
    # Scaled by their largest value first, so that no square overflows or vanishes.
    directions = rows / np.where(largest, largest, 1)[:, None]
    scaled = np.linalg.norm(directions, axis=1)
    other = (largest > 0) & ~(np.abs(scaled * largest - 1) <= UNIT)
    if other.any():
        rows[other] = directions[other] / scaled[other, None]
    return rows.astype(np.float32)


def _table(found: Any, count: int, name: str) -> Floats64:
    """A copy of what an encoder returned as a table of so many rows."""
    array = rows = None
    try:
        array = np.asarray(found)
        rows = array.astype(np.float64) if array.dtype.kind in "fiubO" else None
    except (TypeError, ValueError, RuntimeError):  # rows of several lengths; a tensor that cannot be read
        pass
    if rows is not None and not count and not rows.size:
        return rows.reshape(0, rows.shape[1] if rows.ndim == 2 else 0)
    if rows is None or rows.ndim != 2 or len(rows) != count or not rows.size:
        what = type(found).__name__
        if array is not None and array.ndim:
            what = f"an array of {array.dtype} in the shape {array.shape}"
        raise DuiqiError(
            f"encoder '{name}': expected {count} rows of numbers, one for each sentence, found {what}"
        )
    return rows
