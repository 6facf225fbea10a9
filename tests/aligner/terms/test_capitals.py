"""Capitals of English terms: those of a sentence's first word go, those of names stay."""

from __future__ import annotations

import pytest

from duiqi.aligner.terms.capitals import without_sentence_capital

OPENING = [
    "{}", "1. {}", "(a) {}", "2.1 {}", "– {}", "It is so. {}", "“{}", "He said: “{}",
]  # fmt: skip
NAMES = [
    ("Poisson distribution", "泊松分布"),
    ("Roman numerals", "罗马数字"),
    ("Newton's law", "牛顿定律"),
    ("Linux kernel", "内核"),
    ("Christmas trees", "圣诞树"),
    ("Monday", "星期一"),
    ("Welsh corgi", "柯基犬"),
    ("Jordanian dinar", "第纳尔"),
    ("Kubernetes cluster", "Kubernetes集群"),
]


@pytest.mark.parametrize("opening", OPENING)
def test_a_term_that_only_opens_sentences_loses_its_capital(opening: str) -> None:
    text = opening.format("Rennet tank is clean.")
    assert without_sentence_capital("Rennet tank", "凝乳罐", [(text, text.index("Rennet"))]) == "rennet tank"


@pytest.mark.parametrize("before", ["The ", "of the Agreement, ", "a 3.5 ", "和"])
def test_a_capital_within_a_sentence_stays(before: str) -> None:
    assert (
        without_sentence_capital("Licensor", "许可方", [(f"{before}Licensor pays.", len(before))])
        == "Licensor"
    )


def test_another_form_within_a_sentence_tells_nothing() -> None:
    """Air Traffic Control, written so elsewhere, is no evidence for Air traffic control."""
    places = [("Air traffic control answers.", 0), ("The Air Traffic Control answers.", 4)]
    assert without_sentence_capital("Air traffic control", "空中交通管制", places) == "air traffic control"


@pytest.mark.parametrize(("name", "other"), NAMES)
def test_names_keep_their_capital(name: str, other: str) -> None:
    assert without_sentence_capital(name, other, [(f"{name} is here.", 0)]) == name


@pytest.mark.parametrize("term", ["iPhone case", "DNA test", "United Nations", "water", "É", "𝐀b", ""])
def test_what_has_no_sentence_capital_is_as_it_was(term: str) -> None:
    assert without_sentence_capital(term, "词", [(term, 0)]) == term


def test_words_that_general_language_does_not_have_are_no_names_for_that() -> None:
    assert without_sentence_capital(
        "Osseointegration", "骨结合", [("Osseointegration takes months.", 0)]
    ) == ("osseointegration")
