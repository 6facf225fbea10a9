"""All numbers of a text: figures, words, Roman numerals, months; each with what it may mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from duiqi.aligner.check.numerals.chinese import FIGURES, chinese_numerals, figures
from duiqi.aligner.check.numerals.chinese_phrases import chinese_phrases
from duiqi.aligner.check.numerals.dates import dates
from duiqi.aligner.check.numerals.english import SCALES, english_numerals
from duiqi.aligner.check.numerals.reading import Reading, small
from duiqi.corpus.languages import is_chinese, primary
from duiqi.corpus.layout.numerals import roman_number
from duiqi.corpus.model import Span

# Full-width figures and signs as their half-width twins, one character for one.
NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF05, 0xFF0E)}
# Languages whose decimal mark is a comma, and whose thousands are divided by full stops or spaces.
_COMMA_LANGS = "cs da de es fi fr hu id it nb nl nn no pl pt ro ru sv tr uk vi"
COMMA_LANGS = frozenset(_COMMA_LANGS.split())
COMMA_FIGURES = re.compile(r"\d{1,3}(?:[. \u00a0\u202f]\d{3})+(?:,\d+)?(?!\d)|\d+(?:,\d+)?")
POINT_FIGURES = re.compile(rf"\d{{1,3}}(?:[\u00a0\u202f\u2009]\d{{3}})+(?!\d)|{FIGURES}")
MULTIPLE = re.compile(
    r"(?:[\s\u00a0-]*(?P<scale>hundred|thousand|million|billion|trillion|dozen|bn|mn)|(?P<letter>[km]))\b",
    re.IGNORECASE,
)
# 5 to 10 million: the scale of the second number may be that of the first.
RANGE = re.compile(
    r"\s?(?:to|and|or|[-–—])\s?(?:US)?[$€£]?\d[\d.,]*[\s-](?P<scale>thousand|million|billion|trillion)\b",
    re.IGNORECASE,
)
SHORT = {"bn": 10**9, "mn": 10**6, "m": 10**6, "k": 1000, "dozen": 12}
ROMAN = re.compile(
    r"(?<![A-Za-z0-9_])(?=[IVXLC]|[ivxlc]{2})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?<=[IVXLC])(?![A-Za-z0-9_])",
    re.IGNORECASE | re.ASCII,  # II型 is II: Han beside it is no part of the word; and İ is no I
)
ROMAN_SIGNS = re.compile("[\u2160-\u217f\u2460-\u249b\u3220-\u3229\u3280-\u3289]")
FRACTIONS = {
    "½": ("0.5", "1", "2"),
    "¼": ("0.25", "1", "4"),
    "¾": ("0.75", "3", "4"),
    "⅓": ("1", "3"),
    "⅔": ("2", "3"),
}
# A list label or a clause number that opens a text: often only one side has it typed.
LABEL = re.compile(
    r"\s*[(（\[【第]?\s*(?:\d+(?:\.\d+)*|[a-z]|[ivx]+|[一二三四五六七八九十]+)\s*[)）\]】.．、:：章节条](?!\d)"
)
HALF_DAY = Decimal(12)
LARGEST = Decimal(10**15)  # a longer row of figures is a key or an account, and is compared as it is
SPELLED = 13  # below it, languages whose number words are not known here spell numbers out
# 半 is half of anything, a year, an hour, a month; 双 and 对 are two; 刻 is a quarter of an hour.
HAN_SAYING = {
    "双": ("2",), "雙": ("2",), "对": ("2",), "對": ("2",), "俩": ("2",), "倆": ("2",), "翻番": ("2",),
    "倍": ("2",), "首": ("1",), "单": ("1",), "每": ("1",), "元月": ("1",), "正月": ("1",), "仨": ("3",),
    "半": ("0.5", "2", "6", "15", "30", "50"), "周": ("7",), "旬": ("10",), "冬月": ("11",), "打": ("12",),
    "腊月": ("12",), "刻": ("15",), "廿": ("20",), "卅": ("30",), "全": ("100",), "无": ("0",),
}  # fmt: skip
HAN_WORD = re.compile("|".join(sorted(HAN_SAYING, key=len, reverse=True)))


class Number(NamedTuple):
    """A number in a text: where it is, what it may be, whether it must be in a translation.

    said  what it may be as it is written, without what the words around it suggest
    """

    span: Span
    values: frozenset[Decimal]
    said: frozenset[Decimal]
    is_certain: bool
    in_date: bool


@lru_cache(maxsize=64)
def numbers(text: str, lang: str) -> tuple[Number, ...]:
    """The numbers of a text, in order.

    >>> [sorted(map(int, number.values)) for number in numbers("At 3 p.m. on 8 December 2005", "en")]
    [[3, 15], [8], [12], [2005]]
    >>> [sorted(map(int, number.values)) for number in numbers("第六十四届会议，350万", "zh")]
    [[64], [3500000]]
    """
    text = text.translate(NARROW)
    phrases = list(chinese_phrases(text)) if is_chinese(lang) else []
    said_with_others = [phrase.span for phrase in phrases]
    found = [*_readings(text, lang), *phrases]
    in_dates = [date.span for date in dates(text, lang)]
    label = LABEL.match(text)
    opening = label.end() if label else 0
    numbers = []
    for span, values, is_certain in sorted(found, key=lambda reading: reading.span):
        in_date = any(date.start <= span.start and span.end <= date.end for date in in_dates)
        within = any(phrase.start <= span.start and span.end <= phrase.end for phrase in said_with_others)
        is_certain = (is_certain or in_date) and span.start >= opening and not within
        numbers.append(Number(span, _meant(text, span, values), frozenset(values), is_certain, in_date))
    return tuple(numbers)


def _readings(text: str, lang: str) -> Iterator[Reading]:
    if is_chinese(lang):
        yield from map(_checked(text, lang), chinese_numerals(text))
        for match in HAN_WORD.finditer(text):
            yield Reading(Span(*match.span()), tuple(map(Decimal, HAN_SAYING[match[0]])), False)
    else:
        yield from map(_checked(text, lang), _figures(text, lang))
    # English words and months are read in any language: names and quotations are left in English.
    yield from english_numerals(text)
    for match in ROMAN.finditer(text):
        yield Reading(Span(*match.span()), (Decimal(roman_number(match[0].lower())),), False)
    for match in ROMAN_SIGNS.finditer(text):
        yield Reading(Span(*match.span()), (Decimal(str(_numeric(match[0]))),), False)
    for sign, values in FRACTIONS.items():
        for place in (at for at, character in enumerate(text) if character == sign):
            yield Reading(Span(place, place + 1), tuple(map(Decimal, values)), False)
    if not is_chinese(lang):
        yield from _months(text)


def _checked(text: str, lang: str) -> Callable[[Reading], Reading]:
    """A function that takes certainty from figures that are part of a name: CO2, H1N1, conventions1."""

    def check(reading: Reading) -> Reading:
        before, after = text[reading.span.start - 1 : reading.span.start], text[reading.span.end :][:1]
        in_name = before.isascii() and (before.isalpha() or before in ("_", "^"))
        small = primary(lang) not in ("en", "zh") and max(reading.values) < SPELLED
        bare_one = reading.values == (Decimal(1),)
        # AV-4 is a code, of which another check takes care.
        in_name |= before == "-" and text[: reading.span.start - 1][-1:].isupper()
        # A footnote's call, or a verse: products.27
        in_name |= before in tuple(".。”") and after == "" and text[: reading.span.start - 1][-1:].isalpha()
        in_list = before in ("(", "（") and after in (")", "）") and max(reading.values) < SPELLED
        doubted = in_name or small or bare_one or in_list or after == "_"
        return reading._replace(is_certain=reading.is_certain and not doubted)

    return check


def _figures(text: str, lang: str) -> Iterator[Reading]:
    has_comma = primary(lang) in COMMA_LANGS
    for match in (COMMA_FIGURES if has_comma else POINT_FIGURES).finditer(text):
        token = re.sub("[\u00a0\u202f\u2009]", "", match[0])
        if has_comma:
            token = token.replace(" ", "")
            values = [Decimal(token.replace(".", "").replace(",", "."))]
            if token.count(".") == 1:
                values.append(Decimal(token.replace(",", "")))
        else:
            values = list(figures(token))
        end = match.end()
        if multiple := MULTIPLE.match(text, end):
            word = small(multiple["scale"] or multiple["letter"])
            scaled = [value * (SCALES.get(word) or SHORT[word]) for value in values]
            values = values + scaled if word in ("m", "k", "dozen") else scaled
            end = multiple.end()
        elif ranged := RANGE.match(text, end):
            values += [value * SCALES[small(ranged["scale"])] for value in values]
        yield Reading(Span(match.start(), end), tuple(values), True)


def _months(text: str) -> Iterator[Reading]:
    for match in MONTH_NAME.finditer(text):
        yield Reading(Span(*match.span()), (Decimal(_month(match[0])),), False)


MONTH_NAME = re.compile(
    r"\b(?!may\b|mar(?:ch)?\b|dec\b)(?i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_STARTS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def _month(name: str) -> int:
    return _STARTS.index(name[:3].title()) + 1


def _meant(text: str, span: Span, values: tuple[Decimal, ...]) -> frozenset[Decimal]:
    """The values with those that the words around them suggest: 3 p.m. is 15, 98年 is 1998, 三成 is 30 %."""
    meant = set(values)
    before, after = text[max(0, span.start - 4) : span.start], text[span.end : span.end + 8]
    for value in values:
        if value >= LARGEST:
            continue
        if value <= HALF_DAY and (TIME_AFTER.match(after) or DAY_PART.search(before)):
            meant.add(value + HALF_DAY)
        if HALF_DAY < value <= 24 and (after[:1] in ("时", "時", "点", "點", ":", "：") or "h" in after[:3]):
            meant.add(value - HALF_DAY)
        if (10 <= value < 100 or (text[span.start] == "0" and value > 0)) and (
            after.startswith(("年", "级")) or before.endswith(("'", "’", "‘"))
        ):
            meant.update({value + 1900, value + 2000})
        if 1900 <= value < 2100:
            if value % 100 > 9:
                meant.add(value % 100)
            if after.startswith(("s", "'s", "’s")):
                meant.update({value // 100, value // 100 + 1})
        if after.startswith(("世纪", "世紀")):
            meant.add((value - 1) * 100)
        for noun, times in TIMES.items():
            if after.lower().startswith(noun):
                meant.add(value * times)
        if value % 6 == 0 and MONTHS_AFTER.match(after):
            meant.add(value / 12)
        if text[span.start] == "0" and value >= 100:
            meant.add(value // 100)
        if AND_A_HALF.match(text, span.end):
            meant.add(value + Decimal("0.5"))
        if after.startswith("倍"):
            meant.update({value + 1, value * 100, (value + 1) * 100})
        if after.startswith(("成", "折")):
            meant.update({value * 10, 100 - value * 10})
        if after.startswith(("个半", "個半", "年半", "点半", "點半", "倍半")):
            meant.add(value + Decimal("0.5"))
    return frozenset(meant)


TIMES: dict[str, int | Decimal] = {
    " cents": Decimal("0.01"),
    "美分": Decimal("0.01"),
    "分钱": Decimal("0.01"),
    " decade": 10,
    "-decade": 10,
    " centur": 100,
    " dozen": 12,
    " score": 20,
    " mega": 10**6,
    "-mega": 10**6,
    "mega": 10**6,
    " kilo": 1000,
    " giga": 10**9,
    " lac": 10**5,
    " lakh": 10**5,
    " crore": 10**7,
    "个世纪": 100,
    "個世紀": 100,
    "打": 12,
}
MONTHS_AFTER = re.compile(r"[\s-]months?\b|个月|個月")
AND_A_HALF = re.compile(r"[\s-]+and[\s-]+a[\s-]+half\b")
TIME_AFTER = re.compile(r"[:：]\d\d|\s*(?:o.clock|[ap]\.?\s?m\b)|[点點时時]")
DAY_PART = re.compile("[午晚夜昏]$|[午晚夜昏上].?$")


def _numeric(character: str) -> int:
    import unicodedata

    return int(unicodedata.numeric(character, 0))
