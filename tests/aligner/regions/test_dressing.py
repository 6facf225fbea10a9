"""Beads in the place of others have their segments, and ids in the order of the text."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.beads import Step
from duiqi.aligner.regions.dressing import Scored, dressed
from duiqi.corpus.model import Bead

KINDS = st.sampled_from([(1, 1), (1, 2), (2, 1), (2, 2), (0, 1), (1, 0)])


def beads(kinds: list[tuple[int, int]], first: int = 23) -> tuple[Bead, ...]:
    found, i, j = [], 0, 0
    for number, (a, b) in enumerate(kinds, first):
        texts = [f"Text {k} 𠀀" for k in range(i, i + a)], [f"文本{k}𠀀" for k in range(j, j + b)]
        found.append(
            Bead.of_texts(range(i, i + a), range(j, j + b), str(number), *texts, note=f"on {number}")
        )
        i, j = i + a, j + b
    return tuple(found)


def scored(kinds: list[tuple[int, int]]) -> list[Scored]:
    found, i, j = [], 0, 0
    for a, b in kinds:
        found.append(Scored(Step(i, j, a, b), 0.5, 0.5))
        i, j = i + a, j + b
    return found


def key(name: str) -> list[int]:
    return [int(part) for part in name.split("-")]


def ids(old: list[tuple[int, int]], new: list[tuple[int, int]]) -> list[str]:
    made = beads(old)
    return [bead.id for bead in dressed(made, scored(new), {bead.id for bead in made})]


def test_the_part_that_comes_first_has_the_id_of_the_whole() -> None:
    assert ids([(1, 1), (1, 1)], [(0, 1), (1, 0), (1, 1)]) == ["23", "23-2", "24"]
    assert ids([(1, 1), (1, 1)], [(1, 0), (0, 1), (1, 1)]) == ["23", "23-2", "24"]
    assert ids([(1, 1), (1, 1)], [(1, 1), (0, 1), (1, 0)]) == ["23", "23-2", "24"]
    assert ids([(2, 2)], [(0, 1), (1, 0), (1, 1)]) == ["23", "23-2", "23-3"]
    assert ids([(1, 1), (1, 1), (1, 1)], [(2, 1), (0, 1), (1, 1)]) == ["23", "23-2", "25"]


def test_a_part_of_a_part_comes_before_the_part_that_follows() -> None:
    made = (*beads([(2, 2)]), *beads([(1, 1)]))
    old = [replace(made[0], id="23"), replace(made[1], id="23-2")]
    new = scored([(1, 0), (0, 1), (1, 1)])
    found = dressed(old[:1], new, {"23", "23-2"}, "23-2")
    assert [bead.id for bead in found] == ["23", "23-1", "23-1-2"]


@st.composite
def both(draw: st.DrawFn) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Two alignments of the same segments, without two beads that have one side each beside each other."""
    old = draw(st.lists(st.sampled_from([(1, 1), (1, 2), (2, 1), (2, 2)]), min_size=1, max_size=5))
    left = [sum(kind[side] for kind in old) for side in (0, 1)]
    new = []
    while any(left):
        a, b = draw(KINDS)
        a, b = min(a, left[0]), min(b, left[1])
        if a or b:
            new.append((a, b))
            left = [left[0] - a, left[1] - b]
    return old, new


@given(both())
def test_ids_are_in_order_and_each_bead_has_its_own(
    kinds: tuple[list[tuple[int, int]], list[tuple[int, int]]],
) -> None:
    old, new = kinds
    made = beads(old)
    found = dressed(made, scored(new), {bead.id for bead in made})
    assert all(key(one.id) < key(other.id) for one, other in pairwise(found))
    notes = [note for bead in found for note in bead.note.split(" / ") if note]
    assert sorted(notes) == sorted(bead.note for bead in made)
    places = {(bead.source, bead.target): bead.id for bead in made}
    for bead in found:
        assert places.get((bead.source, bead.target), bead.id) == bead.id
