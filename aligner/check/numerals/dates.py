"""Dates: 8 December 2005, December 8th, 2005年12月8日, 二〇〇五年十二月八日, 2005-12-08."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from duiqi.aligner.check.numerals.chinese import chinese_numerals
from duiqi.aligner.check.numerals.reading import small
from duiqi.corpus.english_numbers import MONTHS
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.model import Span

_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS if name != "May") + "|May|Sept"
_DAY = r"(?:(?P<{0}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?)"
ENGLISH = re.compile(
    rf"\b(?:{_DAY.format('day')}\s+(?:of\s+)?)?(?P<month>{_MONTH})\b\.?"
    rf"(?:\s+{_DAY.format('after')}\b(?!\s*:))?(?:,?\s+(?P<year>[12]\d{{3}})\b)?",
    re.IGNORECASE,
)
_HAN = "〇○零一二三四五六七八九"
CHINESE = re.compile(
    rf"(?:(?P<year>[12]\d{{3}}|\d\d|[{_HAN}]{{4}}|[{_HAN}]{{2}})\s*年\s*)?"
    rf"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])\s*月(?!份?[来前后])"
    rf"(?:\s*(?P<day>3[01]|[12]\d|0?[1-9]|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])\s*[日号號])?"
)
ISO = re.compile(
    r"(?<![\d./-])(?P<year>[12]\d{3})([-/.])(?P<month>0?[1-9]|1[0-2])\2(?P<day>0?[1-9]|[12]\d|3[01])(?![\d/-])"
)


class Date(NamedTuple):
    """A date: where it is, and its parts, 0 for one that is not said."""

    span: Span
    year: int
    month: int
    day: int


def dates(text: str, lang: str) -> Iterator[Date]:
    """The dates that name a month, with a day or a year beside it.

    >>> [date[1:] for date in dates("of 8 December 2005 and of May 3rd, but may 12 people", "en")]
    [(2005, 12, 8), (0, 5, 3)]
    >>> [date[1:] for date in dates("二〇〇五年十二月八日和5月3日", "zh")]
    [(2005, 12, 8), (0, 5, 3)]
    """
    yield from (
        Date(Span(*m.span()), int(m["year"]), int(m["month"]), int(m["day"])) for m in ISO.finditer(text)
    )
    for match in (ENGLISH if is_spaced(lang) else CHINESE).finditer(text):
        day = match["day"] or (match["after"] if is_spaced(lang) else None)
        if not (day or match["year"]) or match["month"] in ("may", "mar", "march"):
            continue
        if is_spaced(lang):
            begins = small(match["month"])[:3].title()
            month = next(n for n, name in enumerate(MONTHS, 1) if name.startswith(begins))
        else:
            month = _number(match["month"])
        yield Date(Span(*match.span()), _number(match["year"]), month, _number(day))


def _number(text: str | None) -> int:
    return int(next(chinese_numerals(text)).values[0]) if text else 0
