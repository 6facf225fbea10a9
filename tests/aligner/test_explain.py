"""An explanation adds up, and its rivals are rivals."""

from __future__ import annotations

from typing import Any

import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.explain import Considered, as_text, explain
from duiqi.corpus import DuiqiError

DOCUMENT: dict[str, Any] = {
    "id": "water",
    "src_lang": "en",
    "tgt_lang": "zh",
    "src": ["The committee met on Monday.", "It discussed the water supply.", "Nobody objected to the plan."],
    "tgt": ["委员会星期一开会，", "讨论了供水问题。", "没有人反对这项计划。"],
    "gold": [[[0], [0]], [[1], [1]], [[2], [2]]],
}


@pytest.fixture(scope="module")
def considered(encoder: BundledEncoder) -> list[Considered]:
    return explain(DOCUMENT, 2, encoder)


@pytest.mark.slow
def test_the_bead_comes_first_and_its_rivals_share_a_segment_with_it(considered: list[Considered]) -> None:
    bead, *rivals = considered
    assert (bead.source, bead.target) == (range(1, 2), range(1, 2))
    assert rivals
    for rival in rivals:
        assert (rival.source, rival.target) != (bead.source, bead.target)
        assert 1 in rival.source or 1 in rival.target


@pytest.mark.slow
def test_what_the_features_add_is_the_score(considered: list[Considered]) -> None:
    for each in considered:
        assert sum(each.contributions.values()) == pytest.approx(each.score, abs=1e-3)


def test_the_bead_is_likelier_than_its_rivals_together(considered: list[Considered]) -> None:
    bead, *rivals = considered
    assert 1 >= bead.probability > sum(rival.probability for rival in rivals)


def test_the_text_shows_both_sides_and_says_whether_it_is_right(considered: list[Considered]) -> None:
    lines = as_text(DOCUMENT, considered).splitlines()
    assert lines[0].startswith("1-1, probability 0.9")
    assert lines[0].endswith(", is in the gold")
    assert lines[1:3] == ["  source 1: It discussed the water supply.", "  target 1: 讨论了供水问题。"]
    assert sum("rival, with its differences:" in line for line in lines) == len(considered) - 1


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 4])
def test_a_bead_that_there_is_not(number: int, encoder: BundledEncoder) -> None:
    with pytest.raises(DuiqiError) as caught:
        explain(DOCUMENT, number, encoder)
    assert str(caught.value) == f"water: no bead {number}. They are counted from 1 to 3"
