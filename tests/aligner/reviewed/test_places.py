"""Where the beads of an earlier result are: texts that were changed, cut otherwise, or are others."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.reviewed.places import Place, places_of, visible

SOURCE = ["Yes.", "Comein.", "Sitdown.", "Bequiet."]
TARGET = ["是的。", "请进。", "请坐。", "安静。"]


def nodes(source: list[str], target: list[str]) -> list[tuple[int, int]]:
    return list(
        zip(accumulate(map(len, source), initial=0), accumulate(map(len, target), initial=0), strict=True)
    )


NODES = nodes(SOURCE, TARGET)


def starts(found: list[tuple[Place, Place] | None]) -> list[tuple[int, int] | None]:
    return [places and (places[0].start, places[1].start) for places in found]


@pytest.mark.slow
@given(st.lists(st.tuples(st.text("ab。！ 𠀀", max_size=5), st.text("ab.,", max_size=5)), max_size=8))
def test_beads_of_unchanged_texts_are_where_they_were(beads: list[tuple[str, str]]) -> None:
    sides = [visible([source]) for source, _ in beads], [visible([target]) for _, target in beads]
    found = places_of(sides, ("".join(sides[0]), "".join(sides[1])), nodes(*sides))
    for places, source, target in zip(found, *sides, strict=True):
        assert places is not None
        assert (places[0].end - places[0].start, places[1].end - places[1].start) == (
            len(source),
            len(target),
        )


def test_a_changed_bead_is_between_its_neighbours() -> None:
    old = SOURCE, ["是的。", "请您进来吧！", "请坐。", "安静。"]
    assert starts(places_of(old, ("".join(SOURCE), "".join(TARGET)), NODES)) == NODES[:-1]


def test_two_changed_neighbours_meet_where_the_new_alignment_says() -> None:
    old = SOURCE, ["是的。", "进来吧！", "坐下吧！", "安静。"]
    assert starts(places_of(old, ("".join(SOURCE), "".join(TARGET)), NODES)) == NODES[:-1]


def test_text_before_and_after_moves_all() -> None:
    new = ("Listen." + "".join(SOURCE) + "Goodbye.", "听着。" + "".join(TARGET) + "再见。")
    found = places_of((SOURCE, TARGET), new, [(0, 0)])
    assert starts(found) == [(x + 7, y + 3) for x, y in NODES[:-1]]


def test_a_changed_unit_of_a_memory_takes_no_text_that_the_memory_has_not() -> None:
    """The third pair is in no memory, being rejected; the second was corrected."""
    old = ["Yes.", "Comein.", "Bequiet."], ["是的。", "进来吧！", "安静。"]
    found = places_of(old, ("".join(SOURCE), "".join(TARGET)), NODES, is_whole=False)
    assert found[1] == (Place(4, 11), Place(3, 6))


def test_beads_of_another_text_have_no_place() -> None:
    assert places_of((SOURCE, TARGET), ("Something else", "别的东西"), [(0, 0)]) == [None] * 4
