"""A choice changes the probabilities as far as the judge is reliable, and by no more than that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.judging.answers import LOOKED_AT
from duiqi.aligner.judging.belief import LEAST, believed, posterior
from duiqi.aligner.judging.judge import NONE, Choice
from duiqi.aligner.judging.question import Question
from duiqi.aligner.regions.alternatives import Alternative

SHARES = st.floats(0, 1)


@st.composite
def alternatives(draw: st.DrawFn) -> list[Alternative]:
    """One to five, whose probabilities add up to at most 1."""
    parts = draw(st.lists(st.floats(0.01, 1), min_size=2, max_size=6))
    total = sum(parts)
    return [Alternative(part / total, 0, 1, (), k == 0) for k, part in enumerate(parts[1:])]


@given(alternatives(), SHARES, SHARES, st.data())
def test_the_chosen_alternative_becomes_no_less_probable(
    found: list[Alternative], probability: float, reliability: float, data: st.DataObject
) -> None:
    number = data.draw(st.integers(NONE, len(found)))
    after = posterior(found, Choice(number, probability), reliability)
    before = [*(one.probability for one in found), 1 - sum(one.probability for one in found)]
    assert sum(after) == pytest.approx(1)
    assert after[number - 1] >= before[number - 1] - 1e-9


@given(alternatives(), st.floats(0.2, 1))
def test_on_average_an_answer_changes_nothing(found: list[Alternative], reliability: float) -> None:
    """The mean of the probabilities after all answers, as likely as these are, is the probability before.

    This is calibration: a judge that errs as often as it is held to leaves confidence as true as it was.
    """
    before = [*(one.probability for one in found), 1 - sum(one.probability for one in found)]
    others = len(found)
    right = max(reliability, 1 / (others + 1))
    mean = [0.0] * len(before)
    for chosen in range(len(before)):
        number = NONE if chosen == others else chosen + 1
        said = sum(p * (right if k == chosen else (1 - right) / others) for k, p in enumerate(before))
        for k, p in enumerate(posterior(found, Choice(number), reliability)):
            mean[k] += said * p
    assert mean == pytest.approx(before, abs=2 * LEAST)


def test_a_judge_that_guesses_changes_nothing(many: list[Question]) -> None:
    after = posterior(many[0].alternatives, Choice(1, 0.0), 0.9)
    assert after == pytest.approx([0.3, 0.5, 0.1, 0.1])


def test_a_person_wins_against_any_probability() -> None:
    """An answer of a file is taken, however sure the aligner was."""
    found = [Alternative(0.97, 0, 1, (), True), Alternative(0.003, 0, 1, ())]
    after = posterior(found, Choice(2), LOOKED_AT)
    assert after[1] == max(after)


def test_a_bead_is_as_sure_as_the_alternatives_that_have_it(many: list[Question]) -> None:
    """And as the alignments that are no alternative: 0.5, of which 0.3 are in the first alternative."""
    best = believed(many[0].alternatives, [0.9, 0.02, 0.03, 0.05])
    assert [bead.target for bead in best.beads] == [range(1), range(1, 2)]
    assert best.probability == 0.9
    assert [bead.confidence for bead in best.beads] == pytest.approx([0.9 + 0.05] * 2)


def test_that_nothing_is_right_makes_the_present_beads_less_sure(many: list[Question]) -> None:
    found = many[0].alternatives
    after = posterior(found, Choice(NONE), 0.9)
    best = believed(found, after)
    assert after[-1] > 0.5
    assert best.is_present
    assert all(bead.confidence < 0.5 for bead in best.beads)
