"""Figures in a text: numbers, ordinals, dates, document symbols and letters of annexes, with their places.

A figure of a text and of its translation have equal values: 8 December 2005 and 2005年12月8日,
sixty-fourth and 第六十四, 2 million and 200万, Annex A and 附件A. So a figure that changes in the one can be
changed in the other.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from duiqi.corpus.english_numbers import MONTHS, ONES, ORDINAL_ONES, ORDINAL_TENS, TENS
from duiqi.corpus.languages import is_chinese, primary
from duiqi.corpus.readers.numbering import chinese, ordinal

Sort = Literal["date", "symbol", "ordinal", "number", "label"]
Value = tuple[int | str, ...]


def cardinal_word(number: int) -> str:
    """A number below a hundred in English.

    >>> cardinal_word(7), cardinal_word(64)
    ('seven', 'sixty-four')
    """
    return _written(number, ONES, TENS)


def ordinal_word(number: int) -> str:
    """An ordinal below a hundred in English.

    >>> ordinal_word(64), ordinal_word(80), ordinal_word(12)
    ('sixty-fourth', 'eightieth', 'twelfth')
    """
    return _written(number, ORDINAL_ONES, ORDINAL_TENS)


def _written(number: int, ones: list[str], tens: list[str]) -> str:
    if number < 20:
        return ones[number]
    return f"{TENS[number // 10 - 2]}-{ones[number % 10]}" if number % 10 else tens[number // 10 - 2]


_CARDINALS = {cardinal_word(number): number for number in range(2, 100)}
_ORDINALS = {ordinal_word(number): number for number in range(1, 100)}
_ORDINAL_WORDS = "|".join(sorted(_ORDINALS, key=len, reverse=True)).replace("-", "[- ]")
_CARDINAL_WORDS = "|".join(sorted(_CARDINALS, key=len, reverse=True)).replace("-", "[- ]")
_MONTH = "|".join(MONTHS)
_HAN_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
# Multiples after figures in digits: 2 million is 200万.
_SCALES = {
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "万": 10**4,
    "萬": 10**4,
    "亿": 10**8,
    "億": 10**8,
}
_SCALE = r"[\ \u00a0](?:thousand|million|billion)\b|[万萬亿億]"
_PLACES = 2  # decimals with a multiple: 345.68万; a number of more is not written so
_DIGITS = r"(?:(?<![\d.,/])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|(?<![\d/])\d+(?:\.\d+)?)"
# Parts of a text that have a letter or a Roman number: Annex A, Part II, 附件A.
_LETTER = r"(?:[A-Z]|[IVX]{2,5})(?![A-Za-z0-9/-])"
_PARTS = "Annex|Appendix|Schedule|Exhibit|Attachment|Part|Section|Chapter|Table|Figure|Form|Option|Group"
_HAN_PARTS = "附件|附录|附錄|附表|附图|附圖|部分|章|节|節|表|图|圖|方案|组|組"
_HAN_NUMBER = "[零〇一二三四五六七八九十百两兩]{1,12}"  # bounded: a text of nothing else takes no longer

_COMMON = rf"""
    (?P<symbol>
      (?<![A-Za-z0-9/])
      (?:[A-Z][A-Z0-9.()]{{0,20}}/[A-Z0-9./()-]{{0,40}}\d[A-Za-z]?|\d+/\d+(?:-\d+|[A-Z])?) (?![A-Za-z0-9])
    )
  | (?P<number>{_DIGITS}(?P<scale>{_SCALE})?)
"""
_ENGLISH = re.compile(
    rf"""
    (?P<day>\b(?P<d>\d{{1,2}})\ (?P<m>{_MONTH})\ (?P<y>\d{{4}})\b)
  | (?P<american>\b(?P<am>{_MONTH})\ (?P<ad>\d{{1,2}}),\ (?P<ay>\d{{4}})\b)
  | (?P<month>\b(?P<mm>{_MONTH})\ (?P<my>\d{{4}})\b)
  | (?P<ordinal>\b(?:(?i:{_ORDINAL_WORDS})|\d+(?:st|nd|rd|th))\b)
  | (?P<cardinal>\b(?i:{_CARDINAL_WORDS})\b)
  | \b(?i:{_PARTS})\ (?P<label>{_LETTER})
  | {_COMMON}
    """,
    re.VERBOSE,
)
_CHINESE = re.compile(
    rf"""
    (?P<day>(?P<y>\d{{4}})\s?年\s?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日)
  | (?P<month>(?P<my>\d{{4}})\s?年\s?(?P<mm>\d{{1,2}})\s?月)
  | 第\s?(?P<ordinal>{_HAN_NUMBER}|\d+(?![\d/]))(?=\s?[届屆次个個周週期章条條段节節项項委轮輪])
  | (?P<cardinal>{_HAN_NUMBER})(?=\s?(?:周年|週年|[届屆次个個年月日种種项項国國名]))
  | (?:{_HAN_PARTS})\s?(?P<label>{_LETTER})
  | {_COMMON}
    """,
    re.VERBOSE,
)


class Figure(NamedTuple):
    """A figure of a text, its place, and its value, which is that of its translation too.

    >>> text = "its sixty-fourth session, 62/99 of 17 December 2007"
    >>> [(figure.sort, figure.value) for figure in figures(text, "en")]
    [('ordinal', (64,)), ('symbol', ('62/99',)), ('date', (2007, 12, 17))]
    >>> [(figure.sort, figure.value) for figure in figures("第六十四届会议，2007年12月17日第62/99号", "zh")]
    [('ordinal', (64,)), ('date', (2007, 12, 17)), ('symbol', ('62/99',))]
    """

    text: str
    start: int
    end: int
    sort: Sort
    value: Value


def figures(text: str, lang: str) -> list[Figure]:
    """The figures of a text, in order; of languages other than English and Chinese those in digits."""
    pattern = _CHINESE if is_chinese(lang) else _ENGLISH
    return [figure for found in pattern.finditer(text) if (figure := _figure(found, is_chinese(lang)))]


def _figure(found: re.Match[str], in_chinese: bool) -> Figure | None:
    sort, value = _value(found, in_chinese)
    if value is None:
        return None
    name = found.lastgroup if found.lastgroup in ("ordinal", "cardinal", "label") else None
    start, end = found.span(name) if name else found.span()
    return Figure(found.string[start:end], start, end, sort, value)


def _value(found: re.Match[str], in_chinese: bool) -> tuple[Sort, Value | None]:
    groups = found.groupdict()
    if groups.get("day"):
        month = int(groups["m"]) if in_chinese else MONTHS.index(groups["m"]) + 1
        return "date", (int(groups["y"]), month, int(groups["d"]))
    if groups.get("american"):
        return "date", (int(groups["ay"]), MONTHS.index(groups["am"]) + 1, int(groups["ad"]))
    if groups.get("month"):
        month = int(groups["mm"]) if in_chinese else MONTHS.index(groups["mm"]) + 1
        return "date", (int(groups["my"]), month)
    if groups.get("symbol"):
        return "symbol", (groups["symbol"],)
    if groups.get("label"):
        return "label", (groups["label"],)
    if groups.get("ordinal"):
        return "ordinal", _whole(groups["ordinal"], in_chinese)
    if groups.get("cardinal"):
        return "number", _whole(groups["cardinal"], in_chinese)
    digits = groups["number"].removesuffix(groups["scale"] or "").replace(",", "")
    if groups["scale"]:
        return "number", (_plain(Decimal(digits) * _SCALES[groups["scale"].strip()]),)
    return "number", (int(digits) if digits.isdigit() else digits,)


def _plain(number: Decimal) -> int | str:
    """A number as a value: whole ones as such, others in digits."""
    return int(number) if number == int(number) else f"{number.normalize():f}"


def _whole(written: str, in_chinese: bool) -> Value | None:
    digits = re.match(r"\d+", written)
    if digits:
        return (int(digits[0]),)
    if in_chinese:
        number = regular_han_number(written)
        return None if number is None else (number,)
    word = written.lower().replace(" ", "-")
    return (_ORDINALS.get(word, _CARDINALS.get(word, 0)),)


def regular_han_number(written: str) -> int | None:
    """The value of a Chinese number below a thousand written out, 一百零五; None for any other.

    >>> [regular_han_number(word) for word in ("六十四", "十", "一百零五", "二〇", "十十")]
    [64, 10, 105, None, None]
    """
    plain = written.replace("兩", "二").replace("两", "二").replace("〇", "零")
    total, rest = 0, plain
    for sign, scale in (("百", 100), ("十", 10)):
        head, found, tail = rest.partition(sign)
        if found:
            head = head.lstrip("零")
            if len(head) > 1 or (head and head not in _HAN_DIGITS):
                return None
            total += scale * (_HAN_DIGITS[head] if head else 1)
            rest = tail
    rest = rest.lstrip("零") if total else rest
    if rest and (len(rest) > 1 or rest not in _HAN_DIGITS):
        return None
    return total + (_HAN_DIGITS[rest] if rest else 0)


def rendered(figure: Figure, new: Figure, lang: str) -> str | None:
    """The value of `new` in the form that `figure` has in a text of this language; None where it has none.

    >>> old, = figures("第六十四届会议", "zh")
    >>> new, = figures("eightieth session", "en")
    >>> rendered(old, new, "zh")
    '八十'
    """
    if figure.sort != new.sort or len(figure.value) != len(new.value):
        return None
    if new.sort == "date":
        return _date(figure, new, lang)
    value = new.value[0]
    if new.sort in ("symbol", "label"):
        return str(value)
    if figure.text[0].isdigit():
        if new.sort == "ordinal" and not is_chinese(lang):
            return ordinal(int(value))
        return _in_digits(figure, str(value))
    number = int(value) if str(value).isdigit() else -1
    if is_chinese(lang):
        return chinese(number) if 0 < number < 1000 else None
    if not 0 < number < 100:
        return None
    word = ordinal_word(number) if new.sort == "ordinal" else cardinal_word(number)
    return word.capitalize() if figure.text[0].isupper() else word


def _in_digits(figure: Figure, value: str) -> str | None:
    """A number with the multiple, or else with the commas, that a figure in digits has.

    >>> old, = figures("200万", "zh")
    >>> _in_digits(old, "3500000"), _in_digits(old, "1234567")
    ('350万', None)
    >>> old, = figures("1,250.50", "en")
    >>> _in_digits(old, "1375.00")
    '1,375.00'
    """
    scale = re.search(rf"(?:{_SCALE})$", figure.text)
    if scale:
        scaled = _plain(Decimal(value) / _SCALES[scale[0].strip()])
        return f"{scaled}{scale[0]}" if len(str(scaled).partition(".")[2]) <= _PLACES else None
    whole, point, rest = value.partition(".")
    return f"{int(whole):,}{point}{rest}" if "," in figure.text else value


def _date(figure: Figure, new: Figure, lang: str) -> str | None:
    year, month, *day = (int(part) for part in new.value)
    if is_chinese(lang):
        return f"{year}年{month}月" + (f"{day[0]}日" if day else "")
    if primary(lang) != "en":
        return None
    name = MONTHS[month - 1]
    if not day:
        return f"{name} {year}"
    return f"{day[0]} {name} {year}" if figure.text[0].isdigit() else f"{name} {day[0]}, {year}"
