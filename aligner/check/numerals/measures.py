"""Units and currencies beside numbers: 5 km, 5公里, US$ 3.5 million, 350万美元, 50 per cent, 百分之五十."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from duiqi.aligner.check.numerals.numbers import NARROW, numbers
from duiqi.aligner.check.numerals.reading import small
from duiqi.corpus.model import Span

# Each unit with its writings after a number; a word of letters ends at its end. A writing of several
# units belongs to each of them.
UNITS = {
    "percent": "% ％ percent per-cent pct 个百分点 百分点 percentage-points percentage-point",
    "permille": "‰",
    "USD": "dollar dollars USD US-dollars US-dollar United-States-dollars 美元 美金 元 美分 圆",
    "EUR": "€ euro euros EUR 欧元 歐元",
    "GBP": "£ pound pounds GBP sterling 英镑 英鎊 镑 鎊",
    "CNY": "yuan RMB CNY renminbi kuai 元 人民币 块 塊 元人民币",
    "JPY": "yen JPY 日元 日圆 円",
    "km": "km kilometre kilometres kilometer kilometers kilometre-long 公里 千米",
    "m": "m metre metres meter meters 米 公尺",
    "cm": "cm centimetre centimetres centimeter centimeters 厘米 公分",
    "mm": "mm millimetre millimetres millimeter millimeters 毫米",
    "mile": "mile miles 英里 哩",
    "nautical mile": "nautical-mile nautical-miles 海里",
    "foot": "foot feet ft 英尺 呎",
    "inch": "inch inches 英寸 吋",
    "kg": "kg kilo kilos kilogram kilograms kilogramme kilogrammes 公斤 千克",
    "g": "g gram grams gramme grammes 克",
    "t": "t ton tons tonne tonnes metric-tons 吨 噸 公吨",
    "lb": "lb lbs pound pounds 磅 镑 鎊",
    "ha": "ha hectare hectares 公顷 公頃",
    "km²": "km² km2 sq-km square-kilometres square-kilometers square-kilometre 平方公里 平方千米",
    "m²": "m² m2 square-metres square-meters square-metre 平方米 平米",
    "l": "l litre litres liter liters 升 公升",
    "°C": "°C ℃ degrees-Celsius 摄氏度 度",
    "°F": "°F ℉ degrees-Fahrenheit 华氏度 度",
    "hour": "hour hours hr hrs h 小时 小時 个小时 钟头 个钟头",
    "minute": "minute minutes min mins 分钟 分鐘 分",
    "second": "seconds sec secs 秒 秒钟",
    "day": "day days 天 日 晚 夜",
    "week": "week weeks 周 星期 个星期 礼拜 个礼拜",
    "month": "month months 个月 個月",  # 10月 is October
    "year": "year years year-old years-old 年 岁 歲 周年 载",
}
# What a unit is of, and how much: 60公斤 is 132 pounds.
SIZES = {
    "km": ("length", 1000), "m": ("length", 1), "cm": ("length", 0.01), "mm": ("length", 0.001),
    "mile": ("length", 1609), "foot": ("length", 0.3048), "inch": ("length", 0.0254), "kg": ("mass", 1),
    "g": ("mass", 0.001), "t": ("mass", 1000), "lb": ("mass", 0.4536), "ha": ("area", 10_000),
    "km²": ("area", 10**6), "m²": ("area", 1),
}  # fmt: skip
ROUNDING = 0.06  # converted figures are rounded
BEFORE = {
    "percent": "百分之", "permille": "千分之", "USD": "$ US$ USD 美元", "EUR": "€ EUR", "GBP": "£ GBP",
    "CNY": "¥ ￥ RMB CNY 人民币", "JPY": "¥ ￥ JPY JP¥", "HKD": "HK$ HKD 港币", "°C": "摄氏 零下",
    "°F": "华氏",
}  # fmt: skip


def _table(units: dict[str, str]) -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for unit, writings in units.items():
        for writing in writings.split():
            table.setdefault(writing.replace("-", " ").lower(), set()).add(unit)
    return {writing: frozenset(units) for writing, units in table.items()}


AFTER_TABLE, BEFORE_TABLE = _table(UNITS), _table(BEFORE)


def _pattern(writings: dict[str, frozenset[str]], word_end: str) -> str:
    longest_first = sorted(writings, key=len, reverse=True)
    return "|".join(
        re.escape(writing).replace(r"\ ", r"[\s-]+")
        + (word_end if writing[-1].isascii() and writing[-1].isalpha() else "")
        for writing in longest_first
    )


WORD_END = r"(?![A-Za-z]|\.\s?p\b)"  # 100 m.p.h. is no length
AFTER_PATTERN = re.compile(
    r"(?:[多余餘来來]|-plus|\s+or\s+more)?[\s\u00a0\u202f-]*"
    rf"(?P<unit>{_pattern(AFTER_TABLE, WORD_END)})",
    re.IGNORECASE,
)
BEFORE_PATTERN = re.compile(rf"(?P<unit>{_pattern(BEFORE_TABLE, '')})[\s\u00a0]*$", re.IGNORECASE)
LONGEST_BEFORE = 6


class Measure(NamedTuple):
    """A number with its unit: where both are, the values, and the units that the writing may mean.

    number  where the number is without its unit
    """

    span: Span
    number: Span
    values: frozenset[Decimal]
    units: frozenset[str]
    written: str


@lru_cache(maxsize=64)
def measures(text: str, lang: str) -> tuple[Measure, ...]:
    """The numbers of a text that have a unit or a currency beside them.

    >>> [(m.written, sorted(m.units)) for m in measures("5 km, US$ 3.5 million, 50 per cent", "en")]
    [('km', ['km']), ('us$', ['USD']), ('per cent', ['percent'])]
    >>> [(m.written, sorted(m.units)) for m in measures("百分之五十，5公里，350万美元", "zh")]
    [('百分之', ['percent']), ('公里', ['km']), ('美元', ['USD'])]
    """
    return tuple(_measures(text.translate(NARROW), lang))


def is_converted(measure: Measure, other: Measure) -> bool:
    """Whether two measures are the same in different units, rounded.

    >>> is_converted(measures("60公斤", "zh")[0], measures("130 pounds", "en")[0])
    True
    """
    if other.units & measure.units:
        return False
    if {"°C", "°F"} <= measure.units | other.units:
        fahrenheit, celsius = (measure, other) if "°F" in measure.units else (other, measure)
        return any(
            abs((float(f) - 32) / 1.8 - float(c)) <= 1 for f in fahrenheit.values for c in celsius.values
        )
    return any(
        ours[0] == theirs[0]
        and abs(float(a) * ours[1] - float(b) * theirs[1]) <= ROUNDING * float(a) * ours[1]
        for ours in (SIZES[unit] for unit in measure.units if unit in SIZES)
        for theirs in (SIZES[unit] for unit in other.units if unit in SIZES)
        for a in measure.values
        for b in other.values
    )


def _measures(text: str, lang: str) -> Iterator[Measure]:
    for number in numbers(text, lang):
        start, end = number.span
        before = BEFORE_PATTERN.search(text, max(0, start - LONGEST_BEFORE), start)
        after = AFTER_PATTERN.match(text, end)
        for match, table in ((before, BEFORE_TABLE), (after, AFTER_TABLE)):
            if match:
                written = " ".join(re.split(r"[\s-]+", small(match["unit"])))
                span = Span(min(start, match.start("unit")), max(end, match.end("unit")))
                yield Measure(span, number.span, number.said, table[written], written)
                break
