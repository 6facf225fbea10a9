"""A convolution along a text that multiplies half as often.

Winograd's minimal filtering (1980; for neural networks: Lavin and Gray 2016,
arXiv:1509.09308), of Toom and Cook's kind: neighbouring outputs are the coefficients of a
product of two polynomials, which so many values at so many points determine. Four outputs
of five taps take eight products of matrices and not twenty; the sums before and behind
cost little beside them. In single precision the results are right to some 1e-5.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

TILE = 4  # neighbouring outputs that are computed together
POINTS = (0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5)  # and infinity: enough for five taps


class Convolution:
    """Outputs number t of a tile are the sum over taps k of `rows[t + k] @ taps[k]`.

    taps  (taps, channels in, channels out)
    """

    def __init__(self, taps: Floats) -> None:
        points = TILE + len(taps) - 1
        values = _values(points, points)
        before = np.linalg.inv(values).T
        size = np.abs(before).max(axis=1, keepdims=True)  # keeps what is summed of one magnitude
        self._before = (before / size).astype(np.float32)
        self._taps = np.tensordot(size * _values(points, len(taps)), taps, 1).astype(np.float32)
        self._behind = _values(points, TILE).T.astype(np.float32)

    def __call__(self, rows: Floats) -> Floats:
        """Of tiles (TILE + taps - 1, tiles, channels in), in order: (TILE, tiles, channels out)."""
        return _mixed(self._behind, _mixed(self._before, rows) @ self._taps)


def _mixed(weights: Floats, rows: Floats) -> Floats:
    """Weighted sums along the first axis."""
    mixed: Floats = weights @ rows.reshape(len(rows), rows[0].size)
    return mixed.reshape(len(weights), *rows.shape[1:])


def _values(points: int, coefficients: int) -> Doubles:
    """What takes a polynomial to its values at so many points, the last of them infinity."""
    powers = np.vander(POINTS[: points - 1], coefficients, increasing=True)
    return np.vstack([powers, np.eye(coefficients)[-1:]])


def tiled(numbers: Ints, runs: Ints) -> tuple[Ints, Ints]:
    """Cut runs of consecutive numbers into tiles: the first number of each, and each number's slot.

    numbers  ascending
    runs     something that changes, at the latest, where no tile may reach across

    >>> firsts, slots = tiled(np.array([0, 1, 2, 3, 4, 9]), np.zeros(6, np.int64))
    >>> firsts.tolist(), slots.tolist()
    ([0, 4, 9], [0, 1, 2, 3, 4, 8])
    """
    opens = np.ones(len(numbers), bool)
    opens[1:] = (np.diff(numbers) != 1) | (np.diff(runs) != 0)
    begin = np.flatnonzero(opens)
    place = np.arange(len(numbers)) - np.repeat(begin, np.diff(begin, append=len(numbers)))
    opens = place % TILE == 0
    return numbers[opens], TILE * (np.cumsum(opens) - 1) + place % TILE
