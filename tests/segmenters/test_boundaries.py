"""Invariants of any text: nothing lost, nothing invented, no time lost on odd input."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.segmenters import clause_ends, sentence_ends

LANGUAGES = ["en", "zh", "zh-Hant", "ja", "de", "fr", "ru", "ar", "ko", "th", "und"]

# Marks, brackets, labels and abbreviations in any order, and letters above U+FFFF.
SNIPPETS = [
    *"。！？…，；：、“”‘’「」『』《》（）()[]\"'.!?,;:-—–•\n\t \u3000\u00a0",
    *"天地玄黄aBI1９㈠①é𠀀𝄞\U0001f600",
    *[
        "Mr. ",
        "p.m. ",
        "No. ",
        "U.S. ",
        "e.g. ",
        "1. ",
        "(a) ",
        ". . . ",
        "…… ",
        "Yahoo! ",
        "他说。",
        "said ",
    ],
]
texts = st.lists(st.one_of(st.sampled_from(SNIPPETS), st.characters()), max_size=60).map("".join)


@pytest.mark.slow
@given(texts, st.sampled_from(LANGUAGES))
def test_sentences_put_back_together_are_the_text(text: str, lang: str) -> None:
    ends = sentence_ends(text, lang)
    assert "".join(text[start:end] for start, end in pairwise([0, *ends])) == text
    assert all(start < end for start, end in pairwise([0, *ends]))
    assert (ends[-1:] == [len(text)]) if text else ends == []


@pytest.mark.slow
@given(texts, st.sampled_from(LANGUAGES))
def test_every_sentence_end_ends_a_clause(text: str, lang: str) -> None:
    ends = clause_ends(text, lang)
    assert all(start < end for start, end in pairwise([0, *ends]))
    assert set(sentence_ends(text, lang)) <= set(ends)


@pytest.mark.slow
@given(texts, st.sampled_from(LANGUAGES))
def test_no_sentence_begins_with_white_space(text: str, lang: str) -> None:
    """White space belongs to the sentence before it."""
    assert not any(text[end].isspace() for end in sentence_ends(text, lang)[:-1])


@given(st.text(alphabet="天地玄黄㈠1a，；：、。（）《》“”《 ", max_size=60))
def test_no_clause_is_a_fragment_of_one_character(text: str) -> None:
    """A production system found one segment in ten to be a single character."""
    sentences = set(sentence_ends(text, "zh"))
    for start, end in pairwise([0, *clause_ends(text, "zh")]):
        inside = start not in sentences | {0} or end not in sentences
        assert not inside or sum(character.isalnum() for character in text[start:end]) > 1


@pytest.mark.parametrize(
    ("lang", "clauses"),
    [
        ("zh", ["大会，", "又，回顾其2005年12月8日第60/97号决议，", "特别注意到报告；"]),
        ("zh", ["敦促所有国家酌情：", "(a)帮助受地（水）雷影响的国家；", "(b)酌情支持国家方案；"]),
        ("zh", ["按照《国际地雷行动标准：总则，定义》办理，", "时间是12:30，", "共1,000人。"]),
        ("zh", ["他说：", "“我不去，你去。”", "说完就走了。"]),
        ("zh", ["“这件事明天再说，”", "他说完就走了。"]),
        ("zh", ["他说：", "“这一次我无论如何也不会再去那个地方了，", "要去你自己去好了。”"]),
        ("zh", ["(e)㈠提供技术援助；", "㈡促进研究。"]),
        ("zh", ["2007年12月17日 ", "1. 注意到报告；", "2. 吁请各国努力。"]),
        ("zh-Hant", ["他說，", "「好，走」這句話，", "她記得。"]),
        (
            "en",
            ["The General Assembly, ", "Recalling its resolution 60/97, ", "all adopted without a vote, "],
        ),
        (
            "en",
            ["Urges all States (in particular, those that can, and do), ", "as well as the System, to act."],
        ),
        ("en", ["It sold 1,000 copies on 5 May, 2007, ", "at 12:30 in the morning."]),
        ("en", ["He never came—", "so I went home."]),
        ("en", ["to act for the safety, health and lives of the local people."]),
        ("de", ["Ich komme heute nicht, ", "weil ich krank bin."]),
        ("ar", ["يولد جميع الناس أحرارا، ", "وقد وهبوا عقلا وضميرا."]),
    ],
)
def test_a_clause_says_something(lang: str, clauses: list[str]) -> None:
    text = "".join(clauses)
    found = [text[start:end] for start, end in pairwise([0, *clause_ends(text, lang)])]
    assert [clause.strip() for clause in found] == [clause.strip() for clause in clauses]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "unit",
    [
        ".",
        ". ",
        "! ",
        "…",
        "“",
        "（",
        "(",
        "《",
        '"',
        " ",
        "\n ",
        "- ",
        "Dr. ",
        "a. ",
        "1. ",
        "，",
        ", ",
        "他说",
        "“a",
    ],
)
def test_odd_input_takes_no_longer_than_prose(lang: str, unit: str) -> None:
    """A file of nothing but dots must not hold up a batch: time grows with the text, not with its square."""
    text = unit * (20_000 // len(unit))
    start = time.process_time()
    clause_ends(text, lang)
    assert time.process_time() - start < 1  # 20 kB of prose take 10 ms; a quadratic pattern, several seconds


def test_a_book_on_one_line_is_not_copied_for_each_of_its_sentences() -> None:
    """Whether a stop is a label's is told from the text beside it."""

    class Book(str):
        def __getitem__(self, key: object) -> str:
            found = super().__getitem__(key)  # type: ignore[index]
            assert len(found) < 1000
            return found

    prose = "The contract is signed. It is valid. "
    assert len(list(sentence_ends(Book(prose * 100), "en"))) == 200


@pytest.mark.slow
def test_importing_loads_nothing_heavy() -> None:
    code = (
        "import sys, segmenters; print(sorted({'jieba', 'simplemma', 'numpy', 'lxml'} & sys.modules.keys()))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert found.stdout == "[]\n"
