"""The padded view: one index finds the values of a bead and of its neighbours, wherever the texts end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.beads import Beads
from duiqi.aligner.evidence.view import NEAR, PaddedView
from duiqi.aligner.search.corridor import Corridor

SHAPES = [(1, 0), (0, 1), (1, 1), (1, 2), (2, 1), (2, 2)]


@st.composite
def views(draw: st.DrawFn) -> tuple[PaddedView, int, int]:
    """Some of all beads of two texts, a link at least, and the texts' numbers of segments."""
    rows, columns = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    beads = Corridor(np.zeros(rows + 1, np.int64), np.full(rows + 1, columns)).beads(SHAPES)
    links = np.flatnonzero(beads.kinds >= 2).tolist()
    chosen = {
        draw(st.sampled_from(links)),
        *draw(st.lists(st.integers(0, len(beads.i) - 1), max_size=9)),
    }
    return PaddedView(beads.some(np.array(sorted(chosen))), SHAPES, rows, columns), rows, columns


def numbered(view: PaddedView) -> np.ndarray:
    """For each segment pair of a view, a number that says which: 100 i + j."""
    i, j = np.array(view.sources), np.array(view.targets)
    return np.asarray(100 * i[:, None] + j, np.float32)


def links(beads: Beads) -> list[tuple[int, int, int, int]]:
    return list(zip(*(part.tolist() for part in (beads.i, beads.j, beads.a, beads.b)), strict=True))


@pytest.mark.slow
@given(views(), st.integers(-NEAR - 1, NEAR + 1), st.integers(-NEAR - 1, NEAR + 1))
def test_a_neighbour_is_found_or_the_padding(case: tuple[PaddedView, int, int], r: int, c: int) -> None:
    """Outside the texts there is padding, never the value of another row or plane."""
    view, rows, columns = case
    stack = view.stack(len(view.shapes) + 1, filling=-1)
    view.put(stack, slice(None), numbered(view))
    found = view.take(stack, view.planes, r, c)
    for (i, j, _, _), value in zip(links(view.links), found.tolist(), strict=True):
        inside = i + r in view.sources and j + c in view.targets
        assert value == (100 * (i + r) + j + c if inside else -1)
        assert inside or not (
            0 <= i + r < rows and 0 <= j + c < columns and -NEAR <= r < NEAR and -NEAR <= c < NEAR
        )


@pytest.mark.slow
@given(views())
def test_every_shape_has_a_plane_and_all_others_share_one(case: tuple[PaddedView, int, int]) -> None:
    view, _, _ = case
    stack = view.stack(len(view.shapes) + 1)
    for a, b in view.shapes:
        view.put(stack, view.plane_of[a, b], np.full((1, 1), 10 * a + b))
        stack[view.plane_of[a, b]] = 10 * a + b
    assert view.take(stack, view.planes).tolist() == [10 * a + b for _, _, a, b in links(view.links)]
    assert view.plane_of[0, 1] == view.plane_of[1, 0] == view.plane_of[3, 3] == len(view.shapes)


@pytest.mark.slow
@given(views(), st.integers(0, 2**32 - 1))
def test_the_weakest_segment_is_looked_for_in_both_directions(
    case: tuple[PaddedView, int, int], seed: int
) -> None:
    """For blocks of the source among target segments, and for blocks of the target among source segments."""
    view, _, _ = case
    for way in view.directions:
        blocks, others = (view.targets, view.sources) if way.mirrored else (view.sources, view.targets)
        values = np.random.default_rng(seed).normal(size=(2, len(blocks), len(others))).astype(np.float32)
        found = view.weakest(way, values)
        for (i, j, a, b), value in zip(links(view.links), found.tolist(), strict=True):
            block, size, first, count = (j, b, i, a) if way.mirrored else (i, a, j, b)
            at, start = block - blocks.start, first - others.start
            assert value == values[size - 1, at, start : start + count].min()


@pytest.mark.slow
@given(views())
def test_a_skip_finds_the_largest_value_near(case: tuple[PaddedView, int, int]) -> None:
    view, _, _ = case
    plane = view.stack(1, filling=-1)
    view.put(plane, 0, numbered(view))
    for (i, j, a, _), value in zip(links(view.skips), view.nearest(plane).tolist(), strict=True):
        steps = range(-NEAR - 1, NEAR + 1)
        near = [(i, j + step) for step in steps] if a else [(i + step, j) for step in steps]
        assert value == max(
            100 * row + column if row in view.sources and column in view.targets else -1
            for row, column in near
        )
