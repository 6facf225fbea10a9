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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("in the 1840s", "在19世纪40年代"),
        ("During 1912 wailers came from Qufu", "民国元年，曲阜的哭丧户来过"),
        ("in 1936", "民国二十五年"),
        ("a time of 13.21 seconds", "跑出13秒21的成绩"),
        ("the 5.12 earthquake", "5·12地震"),
        ("founded in 1870", "于一八七0年创立"),
        ("the twenty-five soldiers", "这廿五个士兵"),
        ("people over 50", "年过五旬的人"),
        ("a coat with 50 percent off", "打对折的大衣"),
        ("only one thousandth of it", "只是它的千分之一"),
        ("Type 2 diabetes", "II型糖尿病"),
        ("the new energy board in 2009", "09年的新能源板块"),
        ("60 cents a child", "每个孩子0.6美元"),
        ("from 38 to 25 million years ago", "从三千八百万年到二千五百万年前"),
        ("the first 10 days of October", "10月上旬"),
        ("over 100 m. p. h!", "每小时100英里"),
    ],
)
def test_numbers_written_in_other_ways_are_the_same(source: str, target: str) -> None:
    bead = Bead.of_texts(range(1), range(1), "1", [source], [target])
    for sides in ((Side(lang="en"), Side(lang="zh")), (Side(lang="zh"), Side(lang="en"))):
        one = bead if sides[0].lang == "en" else Bead.of_texts(range(1), range(1), "1", [target], [source])
        found = check(Alignment(*sides, (one,)), only=["numbers", "dates", "units"]).findings
        assert [finding.message for finding in found] == []


@pytest.mark.parametrize(
    ("source", "target"),
    [("in the 1850s", "在19世纪40年代"), ("in 1937", "民国二十五年"), ("twenty-six soldiers", "廿五个士兵")],
)
def test_other_numbers_are_still_found(source: str, target: str) -> None:
    bead = Bead.of_texts(range(1), range(1), "1", [source], [target])
    assert check(Alignment(Side(lang="en"), Side(lang="zh"), (bead,)), only=["numbers"]).findings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("İ. Kaya, 3 ev", [3]),  # an initial, no Roman number
        ("two thouſand men", [2]),
        ("4 thouſand", [4000]),
        ("8 ſept. 1702", [1702, 8, 9]),
        ("5\u212a", [5000]),  # the sign of the Kelvin
        ("7 ſeconds, 3 mıles", [3, 7]),
    ],
)
def test_letters_that_are_like_others_but_for_their_case(text: str, expected: list[int]) -> None:
    """An expression without regard to case finds ſ for s, İ and ı for i."""
    found = {value for number in numbers(text, "en") for value in number.values}
    assert found >= set(map(Decimal, expected))
    assert len(list(measures(text, "en"))) == text.count("ſeconds") + text.count("mıles")
