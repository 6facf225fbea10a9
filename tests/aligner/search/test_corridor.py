"""The corridor: ascending, wide where anchors are sparse, and its nodes numbered row by row."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.search.corridor import Corridor, corridor_along, corridor_around


def assert_is_corridor(found: Corridor, rows: int, columns: int) -> None:
    """Ascending, from the first node to the last, every row touching the next."""
    low, high = found.low, found.high
    assert len(low) == len(high) == rows + 1
    assert (low[0], high[-1]) == (0, columns)
    assert (low >= 0).all()
    assert (high <= columns).all()
    assert (low <= high).all()
    assert (np.diff(low) >= 0).all()
    assert (np.diff(high) >= 0).all()
    assert (low[1:] <= high[:-1]).all()


@st.composite
def anchored(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, int, int]:
    """Anchors of a text of some segments and one of others."""
    rows, columns = draw(st.integers(0, 60)), draw(st.integers(0, 60))
    count = draw(st.integers(0, min(rows, columns)))
    i = sorted(draw(st.permutations(range(rows)))[:count])
    j = sorted(draw(st.permutations(range(columns)))[:count])
    return np.array(i, np.int64), np.array(j, np.int64), rows, columns


@pytest.mark.slow
@given(anchored())
def test_between_any_anchors_there_is_a_corridor(case: tuple[np.ndarray, np.ndarray, int, int]) -> None:
    assert_is_corridor(corridor_along(*case), case[2], case[3])


@pytest.mark.slow
@given(anchored(), st.integers(0, 5))
def test_every_path_through_two_anchors_stays_inside(
    case: tuple[np.ndarray, np.ndarray, int, int], room: int
) -> None:
    """Also the two that go around the corners: all of one side first, then all of the other."""
    i, j, rows, columns = case
    found = corridor_along(*case, room=room)
    for (row, column), (last_row, last_column) in zip(
        [(0, 0), *zip(i + 1, j + 1, strict=True)], [*zip(i, j, strict=True), (rows, columns)], strict=True
    ):
        assert (found.low[row : last_row + 1] <= column).all()
        assert (found.high[row : last_row + 1] >= last_column).all()


@given(st.integers(0, 40), st.integers(0, 40))
def test_without_anchors_the_corridor_is_the_square(rows: int, columns: int) -> None:
    none = np.array([], np.int64)
    found = corridor_along(none, none, rows, columns)
    assert_is_corridor(found, rows, columns)
    assert found.low.tolist() == [0] * (rows + 1)
    assert found.high.tolist() == [columns] * (rows + 1)


def test_between_far_anchors_only_their_surroundings_are_looked_at() -> None:
    """A hundred thousand nodes for each thousand segments, not a million."""
    none = np.array([], np.int64)
    found = corridor_along(none, none, 5000, 7000)
    assert_is_corridor(found, 5000, 7000)
    assert int(found.starts[-1]) < 5000 * 600 + 7000


@st.composite
def corridors(draw: st.DrawFn, most: int = 6) -> Corridor:
    """Corridors of all forms in which every row touches the next."""
    rows, columns = draw(st.integers(0, most)), draw(st.integers(0, most))
    high = [*sorted(draw(st.lists(st.integers(0, columns), min_size=rows, max_size=rows))), columns]
    low = [0]
    for row in range(1, rows + 1):
        low.append(draw(st.integers(low[-1], high[row - 1])))
    return Corridor(np.array(low), np.array(high))


@pytest.mark.slow
@given(corridors())
def test_nodes_are_numbered_row_by_row(corridor: Corridor) -> None:
    i, j = corridor.nodes()
    nodes = list(zip(i.tolist(), j.tolist(), strict=True))
    assert nodes == [
        (row, column)
        for row in range(corridor.rows)
        for column in range(corridor.low[row], corridor.high[row] + 1)
    ]
    assert [corridor.node(*node) for node in nodes] == [*range(corridor.starts[-1])]


@pytest.mark.slow
@given(corridors())
def test_nodes_outside_have_the_number_after_the_last(corridor: Corridor) -> None:
    """Also those before the first row and after the last one."""
    rows, columns = (part.ravel() - 2 for part in np.indices((corridor.rows + 4, corridor.high[-1] + 5)))
    numbers = dict(zip(zip(*map(np.ndarray.tolist, corridor.nodes()), strict=True), range(1000)))  # noqa: B905
    places = list(zip(rows.tolist(), columns.tolist(), strict=True))
    assert corridor.numbers(rows, columns).tolist() == [
        numbers.get(place, corridor.starts[-1]) for place in places
    ]
    assert corridor.holds(rows, columns).tolist() == [place in numbers for place in places]


@pytest.mark.slow
@given(corridors(), st.data())
def test_the_corridor_around_nodes_is_the_smallest(corridor: Corridor, data: st.DataObject) -> None:
    """Its first and its last column in each row are due to a node there, before it or after it."""
    i, j = corridor.nodes()
    chosen = data.draw(st.lists(st.integers(0, len(i) - 1)))
    nodes = np.array(sorted({0, len(i) - 1, *chosen}))
    rows, columns = i[nodes], j[nodes]
    found = corridor_around(rows, columns, corridor.rows - 1, int(corridor.high[-1]))
    assert found.holds(rows, columns).all()
    assert (np.diff(found.low) >= 0).all()
    assert (np.diff(found.high) >= 0).all()
    for row in range(found.rows):
        before, after = columns[rows <= row].max(), columns[rows >= row].min()
        assert (found.low[row], found.high[row]) == (min(before, after), max(before, after))


@pytest.mark.slow
@given(corridors(), st.data())
def test_a_part_holds_what_the_whole_holds_there(corridor: Corridor, data: st.DataObject) -> None:
    i, j = corridor.nodes()
    last = data.draw(st.integers(0, len(i) - 1))
    first = data.draw(st.integers(0, last))
    begin, end = (int(i[first]), int(j[first])), (int(i[last]), int(j[last]))
    if begin[1] > end[1]:
        begin, end = (begin[0], end[1]), (end[0], begin[1])
        if not corridor.holds(np.array([begin[0], end[0]]), np.array([begin[1], end[1]])).all():
            return
    part = corridor.part(begin, end)
    rows, columns = np.indices((end[0] - begin[0] + 1, end[1] - begin[1] + 1)).reshape(2, -1)
    whole = corridor.holds(rows + begin[0], columns + begin[1])
    assert (part.low[0], part.high[-1]) == (0, end[1] - begin[1])
    assert part.holds(rows[whole], columns[whole]).all()
