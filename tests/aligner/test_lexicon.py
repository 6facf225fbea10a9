"""The bilingual lexicon."""

from __future__ import annotations

import numpy as np
import pytest

from duiqi.aligner.lexicon import Lexicon, lexicon


@pytest.fixture
def small() -> Lexicon:
    """mine: 地雷 .64, 我的 .25; action: 行动 .5."""
    return Lexicon(
        {"mine": 0, "action": 1},
        {"地雷": 0, "我的": 1, "行动": 2},
        np.array([0, 2, 3]),
        np.array([0, 1, 2], np.int32),
        np.array([0.64, 0.25, 0.5], np.float32),
    )


def test_a_pair_has_its_probability_wherever_its_words_are(small: Lexicon) -> None:
    found = small(["action", "unknown", "mine", "mine"], ["行动", "地雷", "𠀀", "地雷"])
    expected = [[0.5, 0, 0, 0], [0, 0, 0, 0], [0, 0.64, 0, 0.64], [0, 0.64, 0, 0.64]]
    assert np.allclose(found, expected)
    pairs = [(i, j) for i, j, _ in small.found(["mine", "action"], ["地雷", "行动", "地雷"])]
    assert pairs == [(0, 0), (0, 2), (1, 1)]


def test_the_inverse_has_the_same_pairs(small: Lexicon) -> None:
    source, target = ["mine", "action"], ["我的", "行动", "地雷"]
    assert (small.inverse()(target, source) == small(source, target).T).all()
    assert (small.inverse().inverse()(source, target) == small(source, target)).all()


def test_no_words_have_an_empty_table(small: Lexicon) -> None:
    assert small([], ["地雷"]).shape == (0, 1)
    assert small(["mine"], []).shape == (1, 0)


def test_english_and_chinese_have_a_lexicon_in_either_direction() -> None:
    assert lexicon("en-GB", "zh-Hant") is lexicon("en-GB", "zh-Hant")
    assert lexicon("en", "zh")(["treaty"], ["条约"])[0, 0] > 0.2  # type: ignore[misc]
    assert lexicon("zh", "en")(["条约"], ["treaty"])[0, 0] > 0.2  # type: ignore[misc]
    assert lexicon("fr", "zh") is None
