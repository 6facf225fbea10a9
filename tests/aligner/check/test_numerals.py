"""Numbers in words and figures: what is written for a number is read as that number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.check.numerals.chinese import chinese_numerals
from duiqi.aligner.check.numerals.english import english_numerals
from duiqi.aligner.check.numerals.measures import measures
from duiqi.aligner.check.numerals.numbers import numbers
from duiqi.aligner.check.run import check
from duiqi.corpus.model import Alignment, Bead, Side

HAN = "零一二三四五六七八九"
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
ONES = _ONES.split()
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_chinese(value: int) -> str:
    """A number below 10,000 in characters."""
    if value < 10:
        return HAN[value]
    for unit, character in ((1000, "千"), (100, "百"), (10, "十")):
        if value >= unit:
            rest = value % unit
            gap = "零" if 0 < rest < unit // 10 else ""
            return HAN[value // unit] + character + gap + (in_chinese(rest) if rest else "")
    raise AssertionError


def in_english(value: int) -> str:
    """A number below a million in words."""
    if value < 20:
        return ONES[value]
    if value < 100:
        return TENS[value // 10 - 2] + (f"-{ONES[value % 10]}" if value % 10 else "")
    for unit, word in ((1000, "thousand"), (100, "hundred")):
        if value >= unit:
            rest = (
                f" {'and ' if value % unit < 100 else ''}{in_english(value % unit)}" if value % unit else ""
            )
            return f"{in_english(value // unit)} {word}{rest}"
    raise AssertionError


@given(st.integers(0, 9999))
def test_chinese_numerals_are_read_back(value: int) -> None:
    (reading,) = chinese_numerals(in_chinese(value))
    assert reading.values[0] == value


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_tens_of_thousands(high: int, low: int) -> None:
    gap = "零" if 0 < low < 1000 else ""
    (reading,) = chinese_numerals(f"{in_chinese(high)}万{gap}{in_chinese(low) if low else ''}")
    assert high * 10_000 + low in reading.values


@given(st.integers(0, 999_999))
def test_english_numerals_are_read_back(value: int) -> None:
    (reading,) = (found for found in english_numerals(in_english(value)) if found.span.start == 0)
    assert reading.values[0] == value


@given(st.integers(0, 10**12))
def test_thousands_may_be_divided(value: int) -> None:
    for text in (f"{value}", f"{value:,}", f"{value:,}".replace(",", "\u202f")):
        (number,) = numbers(f"it is {text} of them", "en")
        assert Decimal(value) in number.values
    for text in (f"{value}", f"{value:,}"):
        (number,) = numbers(f"有{text}个", "zh")
        assert Decimal(value) in number.values


@given(st.text(alphabet="一二十百千万亿两零几多年月日第. ,，0123456789aVI点:%", max_size=30))
def test_any_text_can_be_read_and_spans_are_in_it(text: str) -> None:
    for lang in ("en", "zh", "de", "ja"):
        for number in numbers(text, lang):
            assert 0 <= number.span.start < number.span.end <= len(text)
            assert number.values
        for measure in measures(text, lang):
            assert 0 <= measure.span.start < measure.span.end <= len(text)


@pytest.mark.parametrize(
    ("text", "lang"),
    [("千万不要，十分万一", "zh"), ("一定", "zh"), ("a second later, at once", "en"), ("CO2 and H1N1", "en")],
)
def test_words_that_look_like_numbers_are_not_certain(text: str, lang: str) -> None:
    assert not any(number.is_certain for number in numbers(text, lang))


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["9" * 30, "9" * 6000, "亿" * 9000, "1亿" * 40, "nine million " * 400, "一" * 50]
)
def test_long_rows_of_figures_are_no_trouble(text: str) -> None:
    pair = Bead.of_texts(range(1), range(1), "1", [f"{text} A{text}"], [f"第{text}号 B{text}"])
    for langs in (("en", "zh"), ("zh", "en"), ("de", "ja")):
        check(Alignment(Side("", langs[0]), Side("", langs[1]), (pair,)))
