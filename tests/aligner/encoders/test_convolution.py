"""Convolution in tiles gives the outputs that a plain convolution gives one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.encoders.convolution import TILES, Convolution, tiled


@pytest.mark.parametrize("tile", TILES)
@pytest.mark.parametrize("width", [1, 2, 3, 5])
def test_tiles_give_what_each_output_by_itself_gives(width: int, tile: int) -> None:
    chance = np.random.default_rng(width)
    taps = chance.standard_normal((width, 64, 32)).astype(np.float32)
    rows = chance.standard_normal((tile + width - 1, 7, 64)).astype(np.float32)
    alone = np.stack([sum(rows[t + k] @ taps[k] for k in range(width)) for t in range(tile)])
    found = Convolution(taps)(rows)
    assert found.shape == (tile, 7, 32)
    assert found.dtype == np.float32
    assert np.abs(found - alone).max() < 1e-4 * np.abs(alone).max()


def test_no_tiles_have_no_outputs() -> None:
    assert Convolution(np.ones((3, 4, 2), np.float32))(np.ones((6, 0, 4), np.float32)).shape == (4, 0, 2)


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 11)), max_size=12))
def test_each_number_has_a_slot_in_a_tile_of_its_own_run(pieces: list[tuple[int, int]]) -> None:
    """A gap, or a new run without a gap, begins a tile; inside a run none is left half empty."""
    numbers: list[int] = []
    runs: list[int] = []
    at = 0
    for run, (gap, length) in enumerate(pieces):
        at += gap - 1
        numbers += range(at, at + length)
        runs += [run] * length
        at += length
    tile, firsts, slots = tiled(np.array(numbers, np.int64), np.array(runs, np.int64))
    assert [firsts[slot // tile] + slot % tile for slot in slots] == numbers
    assert len(set(slots.tolist())) == len(numbers)
    assert len(firsts) == sum(-(-length // tile) for _, length in pieces)


def test_short_runs_get_short_tiles() -> None:
    """Two outputs at a time where runs are no longer, such as the ends of sentences."""
    numbers = np.array([0, 1, 3, 4, 6, 7, 9, 10], np.int64)
    tile, firsts, slots = tiled(numbers, np.zeros_like(numbers))
    assert (tile, firsts.tolist(), slots.tolist()) == (2, [0, 3, 6, 9], list(range(8)))
    assert tiled(np.arange(8), np.zeros(8, np.int64))[0] == 4
