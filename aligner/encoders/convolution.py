"""One-dimensional convolution with half the matrix products: Winograd's minimal filtering.

Winograd (1980; for neural networks: Lavin and Gray 2016, arXiv:1509.09308), in the form of
Toom and Cook: neighbouring outputs are the coefficients of a product of two polynomials,
and n coefficients are determined by the product's values at n points. Four outputs of five
taps take eight matrix products instead of twenty, two outputs six instead of ten; the
weighted sums before and after the products cost little beside them. In single precision
the results are right to about 1e-5.
"""

from __future__ import annotations

import numpy as np

from duiqi.aligner.arrays import Floats32, Floats64, Ints

TILES = (4, 2)  # neighbouring outputs computed together: inside a text, and at its ends
TAPS = 3  # of most convolutions
POINTS = (0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5)  # and infinity: enough for four outputs of five taps


class Convolution:
    """A convolution of rows with matrices: output t of a tile is the sum over k of rows[t + k] @ taps[k].

    taps  (taps, channels in, channels out)
    """

    def __init__(self, taps: Floats32) -> None:
        # By the number of points: weights of the sums before the products, the matrices, weights after.
        self._steps: dict[int, tuple[Floats32, Floats32, Floats32]] = {}
        for tile in TILES:
            points = tile + len(taps) - 1
            before = np.linalg.inv(_values(points, points)).T
            size = np.abs(before).max(axis=1, keepdims=True)  # keeps the summands of one magnitude
            self._steps[points] = (
                (before / size).astype(np.float32),
                np.tensordot(size * _values(points, len(taps)), taps, 1).astype(np.float32),
                _values(points, tile).T.astype(np.float32),
            )

    def __call__(self, rows: Floats32) -> Floats32:
        """Convolve tiles of shape (tile + taps - 1, tiles, channels in): (tile, tiles, channels out)."""
        before, taps, after = self._steps[len(rows)]
        return _mixed(after, _mixed(before, rows) @ taps)


def _mixed(weights: Floats32, rows: Floats32) -> Floats32:
    """Weighted sums along the first axis."""
    mixed: Floats32 = weights @ rows.reshape(len(rows), rows[0].size)
    return mixed.reshape(len(weights), *rows.shape[1:])


def _values(points: int, coefficients: int) -> Floats64:
    """The matrix that evaluates a polynomial at so many points, the last of them infinity."""
    powers = np.vander(POINTS[: points - 1], coefficients, increasing=True)
    return np.vstack([powers, np.eye(coefficients)[-1:]])


def tiled(numbers: Ints, runs: Ints) -> tuple[int, Ints, Ints]:
    """Cut runs of consecutive numbers into tiles of the size that needs the fewest matrix products.

    numbers  ascending
    runs     of each number, its run: no tile reaches from one run into the next
    returns  the size of the tiles, the first number of each tile, the slot of each number in the tiles

    >>> size, firsts, slots = tiled(np.array([0, 1, 2, 3, 4, 5, 6, 9]), np.zeros(8, np.int64))
    >>> size, firsts.tolist(), slots.tolist()
    (4, [0, 4, 9], [0, 1, 2, 3, 4, 5, 6, 8])
    """
    opens = np.ones(len(numbers), bool)
    opens[1:] = (np.diff(numbers) != 1) | (np.diff(runs) != 0)
    begin = np.flatnonzero(opens)
    lengths = np.diff(begin, append=len(numbers))
    tile = min(TILES, key=lambda tile: int((-(-lengths // tile)).sum()) * (tile + TAPS - 1))
    place = np.arange(len(numbers)) - np.repeat(begin, lengths)
    opens = place % tile == 0
    return tile, numbers[opens], tile * (np.cumsum(opens) - 1) + place % tile
