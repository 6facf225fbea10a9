"""Arrays that are copied batch by batch are those that NumPy copies at once."""

from __future__ import annotations

import numpy as np
import pytest

from duiqi.aligner.arrays import ROWS_AT_ONCE, submatrix, transposed

LENGTHS = (0, 1, ROWS_AT_ONCE - 1, ROWS_AT_ONCE, 2 * ROWS_AT_ONCE + 1)


@pytest.mark.parametrize("rows", LENGTHS)
@pytest.mark.parametrize("columns", [0, 1, 5])
def test_a_transpose_is_that_of_numpy(rows: int, columns: int) -> None:
    table = np.random.default_rng(rows).uniform(size=(rows, columns)).astype(np.float32)
    for given in (table, np.asfortranarray(table)):
        assert np.array_equal(transposed(given), table.T)
        assert transposed(given).flags.c_contiguous


@pytest.mark.parametrize("count", LENGTHS)
def test_a_submatrix_has_the_rows_and_columns_asked_for(count: int) -> None:
    chance = np.random.default_rng(count)
    table = chance.uniform(size=(40, 30)).astype(np.float32)
    rows, columns = chance.integers(0, 40, count), chance.integers(0, 30, 7)
    assert np.array_equal(submatrix(table, rows, columns), table[np.ix_(rows, columns)])
