"""The percentage of a match is the usual one."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.memory.similarity import percentage
from duiqi.aligner.memory.tokens import compared

WORDS = ["mine", "action", "states", "the", "of", "to", "and", "resolution", ",", "62/99"]


def distance(text: Sequence[str], other: Sequence[str]) -> int:
    """Levenshtein's distance by its definition, a row of the table at a time."""
    row = list(range(len(other) + 1))
    for i, token in enumerate(text, 1):
        above, row = row, [i]
        for j, second in enumerate(other, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (token != second)))
    return row[-1]


def reference(text: Sequence[str], other: Sequence[str]) -> int:
    longer = max(len(text), len(other), 1)
    return 100 * (longer - distance(text, other)) // longer


def test_the_percentage_is_the_reference_of_a_thousand_random_pairs() -> None:
    chance = random.Random(62_99)
    for _ in range(1000):
        text = chance.choices(WORDS, k=chance.randrange(1, 30))
        other = [word for word in text if chance.random() < 0.8] + chance.choices(
            WORDS, k=chance.randrange(6)
        )
        assert percentage(text, other) == (reference(text, other) if other else 0)


@pytest.mark.slow
@given(
    st.lists(st.sampled_from(WORDS), max_size=12),
    st.lists(st.sampled_from(WORDS), max_size=12),
    st.integers(1, 100),
)
def test_a_floor_changes_nothing_above_it(text: list[str], other: list[str], floor: int) -> None:
    whole = percentage(text, other)
    assert percentage(text, other, floor) == (whole if whole >= floor else 0)


def test_only_the_same_text_agrees_wholly() -> None:
    long = ["word"] * 1000
    assert percentage(long, long) == 100
    assert percentage(long, [*long[:-1], "other"]) == 99


def test_chinese_is_compared_by_characters_and_spaces_do_not_count() -> None:
    assert percentage(compared("协助 地雷 行动", "zh"), compared("协助地雷行动", "zh")) == 100
    assert percentage(compared("协助扫雷行动", "zh"), compared("协助地雷行动", "zh")) == 83
    assert percentage(compared("𠀀𠀁", "zh"), compared("𠀀𠀂", "zh")) == 50
