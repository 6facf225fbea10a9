"""Chinese numbers of several numerals or none: 19世纪40年代 (1840s), 民国元年 (1912), 13秒21, 年过五旬."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from duiqi.aligner.check.numerals.chinese import DIGITS, chinese_numerals
from duiqi.aligner.check.numerals.reading import Reading
from duiqi.corpus.model import Span

_NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
# The year before the first of an era.
ERAS = {"民国": 1911, "民國": 1911, "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
SHARES = {"千分之一": 1000, "万分之一": 10_000, "萬分之一": 10_000}


def _era(match: re.Match[str]) -> tuple[Decimal, ...]:
    year = Decimal(1) if match[2] == "元" else _value(match[2])
    return (ERAS[match[1]] + year, year)


def _decade(match: re.Match[str]) -> tuple[Decimal, ...]:
    return (100 * (_value(match[1]) - 1) + _value(match[2]),)


def _decimal(match: re.Match[str]) -> tuple[Decimal, ...]:
    return (Decimal(f"{match[1]}.{match[2]}"),)


def _time(match: re.Match[str]) -> tuple[Decimal, ...]:
    """9时30分 as 9.30, as some write it in English, and its hour and its minutes."""
    hour, minutes = _value(match[1]), _value(match[2]) if match[2] else Decimal(30)
    return (hour + minutes / 100, hour, minutes)


def _spelled(match: re.Match[str]) -> tuple[Decimal, ...]:
    return (Decimal("".join("0" if sign == "0" else str(DIGITS[sign]) for sign in match[0])),)


def _twenties(match: re.Match[str]) -> tuple[Decimal, ...]:
    return (Decimal({"廿": 20, "卅": 30}[match[0][0]] + DIGITS[match[0][1]]),)


def _decades_of_age(match: re.Match[str]) -> tuple[Decimal, ...]:
    return (Decimal(10 * DIGITS[match[0][0]]),)


def _share(match: re.Match[str]) -> tuple[Decimal, ...]:
    whole = Decimal(SHARES[match[0]])
    return (1 / whole, whole)


def _half(_: re.Match[str]) -> tuple[Decimal, ...]:
    return (Decimal(50), Decimal("0.5"))


PHRASES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[Decimal, ...]]], ...] = (
    (re.compile(rf"({'|'.join(ERAS)})(元|{_NUMERAL})年"), _era),
    (re.compile(rf"({_NUMERAL})世[纪紀]({_NUMERAL})年代"), _decade),
    (re.compile(r"(?<!\d)(\d+)[秒米](\d{1,2})(?!\d)"), _decimal),
    (re.compile(rf"(?<![\d一二三四五六七八九十])({_NUMERAL})[时時点點](?:半|({_NUMERAL})分)"), _time),
    (re.compile(r"(?<![\d·])(\d{1,2})·(\d{1,2})(?![\d·])"), _decimal),  # 5·12地震
    (re.compile(r"(?=[一二三四五六七八九]+0)[一二三四五六七八九0]{4}(?=年)"), _spelled),  # 一八七0年
    (re.compile("[廿卅][一二三四五六七八九]"), _twenties),
    (re.compile("[三四五六七八九]旬"), _decades_of_age),
    (re.compile("|".join(SHARES)), _share),
    (re.compile("[对對]折"), _half),
)


def chinese_phrases(text: str) -> Iterator[Reading]:
    """The numbers that phrases say; none is certain but times, and the numerals within them are not either.

    >>> [list(map(str, reading.values)) for reading in chinese_phrases("19世纪40年代，13秒21，廿五个")]
    [['1840'], ['13.21'], ['25']]
    """
    for pattern, values in PHRASES:
        for match in pattern.finditer(text):
            yield Reading(Span(*match.span()), values(match), values is _time)


def _value(numeral: str) -> Decimal:
    return next(chinese_numerals(numeral)).values[0]
