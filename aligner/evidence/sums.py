"""Prefix sums and running minima: values of a run of segments without a loop over runs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints


def prefix_sums(values: Floats32) -> Floats32:
    """Sums of the first 0, 1, 2, … rows: (rows + 1, …).

    >>> prefix_sums(np.array([2, 3, 4], np.float32)).tolist()
    [0.0, 2.0, 5.0, 9.0]
    """
    sums: Floats32 = np.concatenate([np.zeros_like(values[:1]), np.cumsum(values, axis=0)])
    return sums


def range_sums(prefix: Floats32, first: Ints, count: Ints | int) -> Floats32:
    """Sums of the `count` rows from each of `first` on, by prefix sums; rows beyond the last add nothing."""
    last = len(prefix) - 1
    return np.asarray(prefix[np.minimum(first + count, last)] - prefix[np.minimum(first, last)])


def running_minima(values: Floats32, longest: int) -> Iterator[Floats32]:
    """For runs of 1, 2, … `longest` columns, the minimum of the run from each column on.

    >>> [minima.tolist() for minima in running_minima(np.array([3, 1, 2], np.float32), 2)]
    [[3.0, 1.0, 2.0], [1.0, 1.0]]
    """
    minima = values
    yield minima
    for run in range(2, min(longest, values.shape[-1]) + 1):
        minima = np.minimum(minima[..., :-1], values[..., run - 1 :])
        yield minima
