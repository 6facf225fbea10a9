"""Candidates of two versions: the nearest first, every paragraph once, in time by the length of the text."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.versions.candidates import nearest_pairs
from duiqi.aligner.versions.matching import Matcher

PLACES = st.lists(st.integers(0, 30), max_size=12, unique=True).map(sorted)


@pytest.mark.slow
@given(PLACES, PLACES)
def test_the_nearest_pairs_are_those_of_a_look_at_every_pair(old: list[int], new: list[int]) -> None:
    every = sorted((abs(a - b), i, j) for i, a in enumerate(old) for j, b in enumerate(new))
    expected: list[tuple[int, int]] = []
    for _, i, j in every:
        if all(i != x and j != y for x, y in expected):
            expected.append((i, j))
    assert nearest_pairs(old, new) == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "paired"),
    [
        (["the committee met again"] * 4000, ["the committee met again"] * 3900, 3900),
        (["the committee met again"] * 200, ["the committee met twice"] * 500, 200),
        ([f"item {n} of the long list" for n in range(300)], ["item x of the long list"] * 300, 300),
    ],
    ids=["equal", "similar", "numbered"],
)
def test_lines_that_are_all_alike_are_paired_once_each(old: list[str], new: list[str], paired: int) -> None:
    """Sixteen million pairs of equal lines took minutes and gigabytes."""
    words = [[Counter(line.split()) for line in lines] for lines in (old, new)]
    matches, in_order = Matcher(*words, notes=([False] * len(old), [False] * len(new))).matches()
    assert len({i for match in matches for i in match.old}) >= paired
    assert len({j for match in matches for j in match.new}) >= paired
    if old[0] == new[0]:
        assert len(in_order) == paired
