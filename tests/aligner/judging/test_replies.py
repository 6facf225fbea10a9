"""A reply that a person would understand is understood; all else is no answer."""

from __future__ import annotations

import pytest

from duiqi.aligner.judging.judge import Choice
from duiqi.aligner.judging.question import Question
from duiqi.aligner.judging.replies import choices_in


@pytest.mark.parametrize(
    ("reply", "choice"),
    [
        ('```json\n{"question": 1, "choice": 2, "probability": 0.9}\n```', Choice(2, 0.9)),
        ('{"answers": [{"question": "Question 1", "choice": "B", "probability": "90%"}]}', Choice(2, 0.9)),
        ("{'question': 1, 'choice': 2, 'probability': 90,}", Choice(2, 0.9)),
        ("{question: 1, choice: 2}", Choice(2)),
        ('{"choice": 2, "probability": "high"}', Choice(2)),
        ('{"question": 1, "choice": [2], "reason": "S2 is 𠀀"}', Choice(2)),
        ('{"1": 2}', Choice(2)),
        (
            '{"question": 1, "choice": 2} I repeat: {"question": 1, "choice": 2, "probability": 0.9}',
            Choice(2, 0.9),
        ),
        ('{"问题": 1, "选择": 2, "概率": 0.9}', Choice(2, 0.9)),
        ("｛“问题”：１，“选择”：“第二种”｝", Choice(2)),
        ('<think>{"question": 1, "choice": 1}</think>\n{"question": 1, "choice": 3}', Choice(3)),
        ('<|channel|>analysis<|message|>1?<|channel|>final<|message|>{"choice": 3}', Choice(3)),
        ("2", Choice(2)),
        ("**B**", Choice(2)),
        ("two", Choice(2)),
        ("第二种。", Choice(2)),
        ("none of them", Choice(0)),
        ("都不对。", Choice(0)),
        ("2 (90%)", Choice(2, 0.9)),
        ("1. 2", Choice(2)),
        ("- Question 1 → alternative 2", Choice(2)),
        ("Question 1: alternative two (90 % sure)", Choice(2, 0.9)),
        ("问题1：选2，概率0.9", Choice(2, 0.9)),
        ("第1题：都不对", Choice(0)),
        ("The correct alternative is 2.", Choice(2)),
        ("I choose alternative B because it fits. Alternative A is worse.", Choice(2)),
        ("答案是第二种。", Choice(2)),
    ],
)
def test_what_a_person_would_understand_is_understood(
    many: list[Question], reply: str, choice: Choice
) -> None:
    assert choices_in(reply, many[:1]) == [choice]


@pytest.mark.parametrize(
    "reply",
    [
        '{"question": 1, "choice": 1}\n{"question": 1, "choice": 2}',
        '{"choice": 1}, or rather {"choice": 0}',
        "Question 1: alternative 1\nQuestion 1: alternative 2",
        '<think>{"question": 1, "choice": 1}',
        '{"question": 1, "choice": null}',
        '{"question": 1, "choice": "1 or 2"}',
        "1: either 1 or 2",
        "both 1 and 2",
        "It could be 1 or 2.",
        "Alternative 1 is wrong.",
        "不选2",
        "Question 1: S1 = T1; S2 = T2",
        "As an AI I cannot answer.",
        "9",
    ],
)
def test_what_can_be_read_in_two_ways_is_no_answer(many: list[Question], reply: str) -> None:
    assert choices_in(reply, many[:1]) == [None]


@pytest.mark.parametrize(
    "reply",
    [
        "[2, 0]",
        "2\n0",
        "1. B\n2. none",
        "Question 1: 2\nQuestion 2: none",
        "问题1：2\n问题2：都不对",
        '{"choice": 2}\n{"choice": 0}',
        '{"question 1": 2, "question 2": 0}',
        '{"question_1": {"choice": 2}, "question_2": {"choice": 0}}',
    ],
)
def test_several_questions_are_answered_in_one_reply(many: list[Question], reply: str) -> None:
    assert choices_in(reply, many[:2]) == [Choice(2), Choice(0)]
    assert choices_in(reply, many[:3])[2] is None
