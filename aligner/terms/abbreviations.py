"""Abbreviations with their long forms, where a text introduces them.

`battery management system (BMS)`, `personal income tax ("PIT")`, `BMS (battery management system)`,
`非小细胞肺癌（NSCLC）`, `国家税务总局（以下简称“税务总局”）`, and two names in quotation marks:
`“air traffic control” or “ATC”`. Where words have spaces, the letters of the abbreviation tell where its long
form begins (Schwartz and Hearst 2003); where they have none, only the translation does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from duiqi.aligner.terms.analysis import simplified
from duiqi.corpus.model import Span
from duiqi.corpus.scripts import IDEOGRAPHS

MOST_LETTERS = 10  # of an abbreviation
MORE_WORDS = 5  # than letters that a long form may have
UNKNOWN = -1  # the start of a long form of which only the end is known
_LATIN = re.compile(rf"[A-Za-z][A-Za-z0-9&/.-]{{1,{MOST_LETTERS - 1}}}")
_CHINESE = re.compile(rf"[{IDEOGRAPHS}]{{2,10}}")
_RUN = re.compile(rf"[{IDEOGRAPHS}]{{3,20}}\Z")
_WHOLE = re.compile(rf"[A-Za-z ]{{0,20}}[{IDEOGRAPHS}]{{2,20}}")  # JMX（Java 管理扩展）
_CALLED = (
    r"(?:以下|下文)?(?:英文)?(?:简称|簡稱|缩写|縮寫)[为為]?|(?:以下|下文|下|合|统|統){1,2}[称稱][为為]?"
    r"|hereinafter(?: referred to as| called)?|abbreviated(?: as| to)?|the|or"
)
_OPEN, _CLOSE = r"[“\"「『‘']", r"[”\"」』’']"
_BRACKETS = re.compile(
    rf"[(（]\s?(?:(?P<called>{_CALLED})|即|[称稱][为為]?)?[,，:：]?\s?(?:the )?"
    rf"(?P<quote>{_OPEN}?)(?:the )?(?P<inner>[^()（）“”\"「」『』‘;；]{{1,60}}?)"
    rf"(?:{_CLOSE}?\s?|{_CLOSE}(?:或者?|、|和){_OPEN}(?P<further>{_CHINESE.pattern}){_CLOSE})[)）]"
)
# The same after a comma: 安全管理体系，简称SMS，应当 …; visual flight rules, or VFR, apply.
_AFTER_COMMA = re.compile(
    r"[,，]\s?(?:(?:以下|下文)?(?:英文)?(?:简称|簡稱|缩写|縮寫)[为為]?|abbreviated(?: as| to)?|or)"
    rf"[:：]?\s?(?:the )?(?P<quote>{_OPEN}?)(?P<inner>{_LATIN.pattern}|{_CHINESE.pattern})"
    rf"(?={_CLOSE}?[,，。；;:：.)）])"
)
# Two names of one thing, each in quotation marks, and the words between that say so.
_NAME = r"[“\"「『](?:[Tt]he |[Aa]n? )?([^“”\"「」『』]{2,60})[”\"」』]"
_BETWEEN = (
    r"(?:or|hereinafter(?: also)?(?: referred to as| called)?|also (?:known|referred to) as|also called"
    r"|abbreviated(?: as| to)?|(?:is )?short for|stands for"
    r"|或者?称?|又称|以下简称|以下簡稱|下称|下稱|英文?(?:简称|縮寫|缩写)|简称|簡稱|缩写|縮寫|即)[为為]?"
)
_TWO_NAMES = re.compile(rf"{_NAME}[,，、]?\s?{_BETWEEN}[:：,，]?\s?(?:the |an? )?(?={_NAME})", re.IGNORECASE)
_CLOSING = ' \u3000”"」』’'  # between a long form and the bracket
_CLOSES = frozenset("”\"」』’'")
_OPENING = '“"‘「『(（['
_SHORT_BEFORE = re.compile(rf"(?<![A-Za-z0-9])({_LATIN.pattern})\s?\Z")
_MARK = re.compile(r"[,;:.!?()“”\"，。；：！？（）、]")


class Introduction(NamedTuple):
    """The spans of an abbreviation and of its long form, whose start may be UNKNOWN."""

    short: Span
    long: Span


def introductions(text: str, spaced: bool) -> Iterator[Introduction]:
    """The abbreviations that a text introduces.

    spaced  whether its language separates words by spaces

    >>> text = "The battery management system (BMS) failed."
    >>> [(text[slice(*short)], text[slice(*long)]) for short, long in introductions(text, True)]
    [('BMS', 'battery management system')]
    >>> list(introductions("国家税务总局（以下简称“税务总局”）", False))
    [Introduction(short=Span(start=12, end=16), long=Span(start=-1, end=6))]
    """
    for found in _BRACKETS.finditer(text) if "(" in text or "（" in text else ():
        stop = len(text[: found.start()].rstrip(_CLOSING))
        inner = Span(*found.span("inner"))
        if found["further"] and not _CHINESE.fullmatch(found["inner"]):
            continue  # two names of which the one is short for the other, as below
        if is_abbreviation(found["inner"]):
            start = _long_start(text[:stop], found["inner"]) if spaced else _quoted_start(text, stop)
            if start is not None:
                yield Introduction(inner, Span(start, stop))
        elif (
            not spaced
            and _CHINESE.fullmatch(found["inner"])
            and (found["called"] or found["quote"] or _leaves_out(found["inner"], text[:stop]))
        ):
            yield Introduction(inner, Span(_quoted_start(text, stop), stop))
            if found["further"]:
                yield Introduction(Span(*found.span("further")), Span(_quoted_start(text, stop), stop))
        elif (before := _SHORT_BEFORE.search(text[:stop])) and is_abbreviation(before[1]):
            whole = not spaced and _WHOLE.fullmatch(found["inner"])
            if whole or (spaced and _long_start(found["inner"], before[1]) == 0):
                yield Introduction(Span(*before.span(1)), inner)
    for found in _AFTER_COMMA.finditer(text):
        stop = len(text[: found.start()].rstrip(_CLOSING))
        short = found["inner"]
        if found["quote"] and text[found.start() - 1 : found.start()] in _CLOSES:
            continue  # two names in quotation marks
        if not (short.isascii() or found["quote"]):
            run = _RUN.search(text[:stop])
            if run is None or not abbreviates(short, run[0]):
                continue  # 不规范的用法，缩写单词很少被接受
        if is_abbreviation(short) if spaced else is_abbreviation(short) or not short.isascii():
            start = _long_start(text[:stop], short) if spaced else _quoted_start(text, stop)
            if start is not None:
                yield Introduction(Span(*found.span("inner")), Span(start, stop))
    for names in _TWO_NAMES.finditer(text):
        first, second = Span(*names.span(1)), Span(*names.span(2))
        for short, long in ((first, second), (second, first)):
            if _is_short_for(text[slice(*short)], text[slice(*long)], spaced):
                yield Introduction(short, long)


def _leaves_out(short: str, before: str) -> bool:
    """Whether a word in brackets leaves out characters of the Chinese before: 世界卫生组织（世卫组织）.

    What stands there as it is may be anything: 董事会会议（董事会）.
    """
    run = _RUN.search(before)
    return bool(run and short not in run[0] and short[-1] in run[0][-3:] and abbreviates(short, run[0]))


def _is_short_for(short: str, long: str, spaced: bool) -> bool:
    """Whether a name may be the abbreviation of another; without spaces, one in Latin letters of any."""
    if spaced or not is_abbreviation(short):
        return abbreviates(short, long)
    return bool(_WHOLE.fullmatch(long))


def _quoted_start(text: str, stop: int) -> int:
    """Where the quotation begins that ends at an offset, UNKNOWN where none does: “不良事件”（AE）."""
    start = max(text.rfind(mark, 0, stop) for mark in "“「『") + 1
    return start if start and text[stop : stop + 1] in ("”", "」", "』") else UNKNOWN


def is_abbreviation(text: str) -> bool:
    """Whether a word has the form of an abbreviation in Latin letters: two capitals or more.

    >>> is_abbreviation("eCRF"), is_abbreviation("Lender"), is_abbreviation("P&L")
    (True, False, True)
    """
    return bool(_LATIN.fullmatch(text)) and sum(map(str.isupper, text)) > 1


def abbreviates(short: str, long: str) -> bool:
    """Whether a term may be abbreviated so: its letters begin the words, or its characters are in the term.

    >>> abbreviates("个税", "个人所得税"), abbreviates("贷款人", "东溪银行有限公司")
    (True, False)
    >>> abbreviates("WTO", "World Trade Organization"), abbreviates("tax", "income tax")
    (True, False)
    """
    if is_abbreviation(short):
        return _long_start(long, short) == 0
    if short.isascii():
        return False
    characters = iter(simplified(long))
    return len(short) < len(long) and all(character in characters for character in simplified(short))


def _long_start(text: str, short: str) -> int | None:
    """Where the long form of an abbreviation begins that ends with the text; None where it has none.

    Its letters are looked for from the last to the first, which begins a word. Where two of them are in one
    word, the word before may be meant: Energy Efficiency Existing Ship Index (EEXI).
    """
    letters = [letter for letter in short.removesuffix("s").lower() if letter.isalnum()]
    lowered = text.lower() if len(text.lower()) == len(text) else text
    k = len(lowered)
    words = set()
    for number, letter in reversed(list(enumerate(letters))):
        k -= 1
        while k >= 0 and (lowered[k] != letter or (number == 0 and k > 0 and lowered[k - 1].isalnum())):
            k -= 1
        if k < 0:
            return None
        words.add(lowered.rfind(" ", 0, k) + 1)
    start = lowered.rfind(" ", 0, k) + 1
    before = lowered.rfind(" ", 0, max(start - 1, 0)) + 1
    if len(words) < len(letters) and lowered.startswith(letters[0], before):
        start = before
    start += len(text[start:]) - len(text[start:].lstrip(_OPENING))
    long = text[start:]
    too_long = len(long.split()) > min(len(letters) + MORE_WORDS, 2 * len(letters))
    if too_long or len(long) <= len(short) or _MARK.search(long) or short in re.split(r"\W+", long):
        return None
    return start
