"""Judges decide about doubtful places alone, and an alignment stays one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from duiqi import judged
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.judging.judge import NONE, Choice
from duiqi.aligner.judging.judged import UNANSWERED
from duiqi.aligner.judging.question import Question
from duiqi.corpus.editing import Mark
from duiqi.corpus.model import Alignment
from duiqi.corpus.tiling import beads_of, editable


class Fake:
    """Answers each question as it is told to."""

    name, reliability = "fake", 0.95

    def __init__(self, answer: Callable[[Question], Choice | None]) -> None:
        self.answer = answer
        self.asked: list[Question] = []

    def choose(self, questions: Sequence[Question]) -> list[Choice | None]:
        self.asked += questions
        return [self.answer(question) for question in questions]


def present(question: Question) -> Choice:
    return Choice(next(k for k, one in enumerate(question.alternatives, 1) if one.is_present))


def another(question: Question) -> Choice:
    found = [(one.probability, k) for k, one in enumerate(question.alternatives, 1) if not one.is_present]
    return Choice(max(found)[1])


def test_the_chosen_alternative_replaces_and_is_surer(
    doubtful: Alignment, questions: list[Question], encoders: EncoderPair
) -> None:
    """Both texts are there as before, in order; places that nobody asked about keep their beads."""
    found = judged(doubtful, Fake(another), encoder=encoders)
    assert (found.asked, found.open, found.changed) == (len(questions), (), len(questions))
    for question in questions:
        chosen = question.alternatives[another(question).number - 1]
        ids = {bead.id: bead for bead in beads_of(found.alignment)}
        for bead in chosen.beads:
            assert ids[bead.id].source_segments == bead.source_segments
            assert ids[bead.id].target_segments == bead.target_segments
            assert ids[bead.id].confidence > bead.confidence
    assert editable(found.alignment) == found.alignment
    assert texts(found.alignment) == texts(doubtful)
    asked = {bead.id for question in questions for one in question.alternatives for bead in one.beads}
    kept = [bead for bead in beads_of(doubtful) if bead.id not in asked]
    assert kept
    assert [bead for bead in beads_of(found.alignment) if bead.id not in asked] == kept
    assert found.alignment.signature == f"{doubtful.signature}|judge:fake"


def texts(alignment: Alignment) -> tuple[list[str], list[str]]:
    beads = beads_of(alignment)
    return [t for b in beads for t in b.source_texts], [t for b in beads for t in b.target_texts]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1, 2])
def test_shares_are_between_0_and_1(doubtful: Alignment, encoders: EncoderPair, value: float) -> None:
    unreliable = Fake(present)
    unreliable.reliability = value
    with pytest.raises(ValueError, match=f"fake: a reliability is between 0 and 1, found {value:g}"):
        judged(doubtful, unreliable, encoder=encoders)
    sure = Fake(lambda question: Choice(1, value))
    with pytest.raises(ValueError, match=f"fake: a probability is between 0 and 1, found {value:g}"):
        judged(doubtful, sure, encoder=encoders)


def test_a_judge_that_agrees_changes_the_confidence_alone(doubtful: Alignment, encoders: EncoderPair) -> None:
    found = judged(doubtful, Fake(present), encoder=encoders)
    assert found.changed == 0
    for before, after in zip(beads_of(doubtful), beads_of(found.alignment), strict=True):
        assert replace(after, confidence=before.confidence) == before
        assert after.confidence >= before.confidence
    assert beads_of(found.alignment) != beads_of(doubtful)


def test_a_question_without_an_answer_goes_to_the_next_judge_and_then_stays_open(
    doubtful: Alignment, questions: list[Question], encoders: EncoderPair
) -> None:
    mute, other = Fake(lambda question: None), Fake(lambda question: None)
    found = judged(doubtful, mute, other, encoder=encoders)
    assert len(mute.asked) == len(other.asked) == len(found.open) == len(questions)
    assert beads_of(found.alignment) == beads_of(doubtful)
    assert found.alignment.signature == doubtful.signature
    (doubt,) = set(found.alignment.warnings) - set(doubtful.warnings)
    assert doubt.code == UNANSWERED
    assert str(doubt).startswith(f"questions without an answer: {len(questions)} of {len(questions)}.")


def test_without_a_judge_all_questions_are_open(
    doubtful: Alignment, questions: list[Question], encoders: EncoderPair
) -> None:
    found = judged(doubtful, encoder=encoders)
    assert found.alignment == doubtful
    assert [question.signature for question in found.open] == [one.signature for one in questions]


def test_what_a_person_has_accepted_is_no_question(doubtful: Alignment, encoders: EncoderPair) -> None:
    accepted, _ = Mark(tuple(bead.id for bead in beads_of(doubtful)), "accepted").apply(doubtful)
    assert judged(accepted, Fake(another), encoder=encoders).asked == 0


def test_a_judge_that_breaks_the_protocol_is_an_error(doubtful: Alignment, encoders: EncoderPair) -> None:
    with pytest.raises(ValueError, match="fake: no alternative 99"):
        judged(doubtful, Fake(lambda question: Choice(99)), encoder=encoders)
    silent = Fake(present)
    silent.choose = lambda questions: []  # type: ignore[method-assign]
    with pytest.raises(ValueError, match="questions but 0 choices"):
        judged(doubtful, silent, encoder=encoders)


def test_none_of_them_is_an_answer(
    doubtful: Alignment, questions: list[Question], encoders: EncoderPair
) -> None:
    found = judged(doubtful, Fake(lambda question: Choice(NONE)), encoder=encoders)
    assert (found.open, found.changed) == ((), 0)
    (before,) = (one.probability for question in questions for one in question.alternatives if one.is_present)
    assert min(bead.confidence for bead in beads_of(found.alignment)) < before


def test_the_order_of_alternatives_says_nothing_of_their_probabilities(questions: list[Question]) -> None:
    """A judge that always takes the first must not look as if it agreed with the aligner."""
    for question in questions:
        assert question.pairs == sorted(question.pairs)
        swapped = replace(question, alternatives=question.alternatives[::-1])
        assert swapped.signature != question.signature


def test_the_signature_changes_with_the_texts(many: list[Question]) -> None:
    question = many[0]
    other = replace(question, target=("另一句。", *question.target[1:]))
    assert len({one.signature for one in [*many, other]}) == len(many) + 1
