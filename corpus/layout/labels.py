"""Labels of paragraphs, `3.`, `(a)`, `㈠`, `（一）`, `第一条`, and the numbers they stand for.

A match here is a candidate; whether it is a label, its neighbours decide (chains.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from duiqi.corpus.layout.number_words import ENGLISH_WORDS
from duiqi.corpus.layout.numerals import (
    HAN_NUMBER,
    STEMS,
    addition_numbers,
    han_number,
    numeral_readings,
    roman_number,
)
from duiqi.corpus.scripts import FIRST_WIDE

BULLETS = "•‣⁃▪▫●○◦■□◆◇►▶★☆·∙"

LABEL = re.compile(
    rf"""
    (?P<article> 第\s*(?P<count>[{HAN_NUMBER}]{{1,9}}|\d{{1,5}})\s*(?P<unit>[条條款項项])
        (?:之(?P<added>[{HAN_NUMBER}]{{1,9}}))? ) (?: [:：] | 、(?!第) | (?=[\s\u3000]|$) )
  | (?P<enclosed> [㈠-㈩㊀-㊉①-⑳⑴-⒇⒈-⒛⒜-⒵ⓐ-ⓩ㋀-㋋] )
  | (?P<bullet> [{BULLETS}] | [-–—*+] (?=[\s]+\S) )
  | (?P<decimal> \d{{1,3}} (?:\.\d{{1,3}})+ \.? ) (?=\s+\S)
  | (?P<open> [(（] )? \s*
    (?: (?P<number> \d{{1,3}} ) | (?P<letters> [ivxlc]{{1,7}} | [IVXLC]{{1,7}} | [A-Za-z]{{1,2}} )
      | (?P<han> [{HAN_NUMBER}]{{1,4}} ) | (?P<stem> [{STEMS}](?!、?\s?[{STEMS}]) ) )
    \s* (?P<close> [.)．）、] )
    (?P<space> [\s\u3000]* ) (?=\S)
    """,
    re.VERBOSE,
)

LIST_MARK = re.compile(r"[-*+]|[0-9]{1,9}[.)]")

# Words after a label in a sentence that speaks of it: 第四条规定; but 第四条规划部门, 第二条中国公民.
SPEAKING = (
    "(?:[规規]定|所(?![有属屬得])|的|[和与與](?![平谐諧解会會])|或|至(?!少)|到(?![期会會])|及(?!时|時)|之|第"
    "|中(?![国國央小介外心华華医醫等])|[款项項])"
)
# The next three are compiled at their first use: few texts need them.


@cache
def _article_run_in() -> re.Pattern[str]:
    """An article whose text follows without a space; 第四条规定 and 第四条第二款 refer to one."""
    return re.compile(
        rf"第\s?(?P<count>[{HAN_NUMBER}]{{1,9}}|\d{{1,5}})\s?(?P<unit>[条條])(?:之(?P<added>[{HAN_NUMBER}]{{1,3}}))?"
        rf"(?=\w)(?!{SPEAKING})"
    )


@cache
def chapter() -> re.Pattern[str]:
    """The beginning of the heading of a chapter or the like, whose number is part of it."""
    return re.compile(
        rf"(?:第\s*(?:[{HAN_NUMBER}]{{1,9}}|\d{{1,5}})\s*[章节節回卷篇编編部幕]"
        r"|(?:chapter|part|book|section|article|annex|appendix|kapitel|teil|chapitre|partie|livre)"
        r"\s{1,8}(?:\d+|[IVXLC]+)\b"
        rf"|(?:chapter|part|book|act)\s{{1,8}}{ENGLISH_WORDS}(?!\s{{1,8}}(?-i:[a-z])))",
        re.IGNORECASE,
    )


@cache
def _heading_run_in() -> re.Pattern[str]:
    """The same and annexes in a text without line breaks: candidates, even where a sentence refers to one."""
    return re.compile(
        rf"""
        (?: 第\s?(?P<han> [{HAN_NUMBER}]+ | \d+ )\s?(?P<part> 分?[章節节编編] | 部分 )
          | (?P<annex> 附[件录錄] )\s?(?P<count> [{HAN_NUMBER}]+ (?![{HAN_NUMBER}]) | \d{{1,2}} ) )
        (?! \s?(?: {SPEAKING} | [式字、，] ) )
      | \b(?P<name> Article | Section | Clause | Chapter | Part | Schedule | Annex | Appendix | Rule
                 | ARTICLE | SECTION | CLAUSE | CHAPTER | PART | SCHEDULE | ANNEX | APPENDIX | RULE )
        \s (?P<number> \d{{1,3}} | [IVXLC]+ | [A-Z] )(?: [.:]? (?=\s) )
        """,
        re.VERBOSE,
    )


# 62/99. Assistance in mine action: the number of a resolution, in no list.
SERIAL = re.compile(r"\d+/\d+\.\s*\S")


class Label(NamedTuple):
    """A candidate for a label.

    readings  its number in each style it may be of: `(i)` is 1 in Roman numerals and 9 in letters
    sure      it is a label wherever it is found
    added     the places that it may have among the articles inserted after its number (第二十条之一)
    """

    text: str
    start: int
    end: int
    readings: tuple[tuple[str, int], ...]
    sure: bool = False
    added: tuple[int, ...] = ()

    @property
    def is_list_mark(self) -> bool:
        """Whether Markdown would take the label for the mark of a list's item."""
        return bool(LIST_MARK.fullmatch(self.text))


def label_at(text: str, start: int, end: int) -> Label | None:
    """The label of a paragraph that begins at `start`; None where there is no candidate for one.

    >>> label_at("(b ) 与联合国系统", 0, 10)[:4]
    ('(b)', 0, 4, (('(a)', 2),))
    >>> label_at("62/99. 协助地雷行动", 0, 13) is None
    True
    """
    found = LABEL.match(text, start, end)
    if not found:
        return None
    if found["article"]:
        return _article(found, re.sub(r"\s", "", found["article"]))._replace(sure=True)
    if found["enclosed"]:
        return Label(found["enclosed"], start, found.end("enclosed"), (_enclosed(found["enclosed"]),))
    if found["bullet"]:
        return Label(found["bullet"], start, found.end("bullet"), ((found["bullet"], 0),))
    if found["decimal"]:
        *section, last = found["decimal"].rstrip(".").split(".")
        reading = ".".join(section) + ".1", int(last)
        return Label(found["decimal"], start, found.end("decimal"), (reading,))
    return _numbered(found, start)


def run_in_articles(text: str, start: int, end: int) -> Iterator[Label]:
    """Articles whose text follows without a space, in order; candidates even in the middle of a sentence.

    >>> [label.text for label in run_in_articles("第一条人人生而自由。第二条规定了权利。", 0, 19)]
    ['第一条']
    """
    for found in _article_run_in().finditer(text, start, end):
        yield _article(found, re.sub(r"\s", "", found[0]))


def run_in_headings(text: str, start: int, end: int) -> Iterator[Label]:
    """Headings of chapters, sections and annexes in running text, in order; candidates, as above.

    >>> [label.readings for label in run_in_headings("第一章总则第一节适用范围", 0, 12)]
    [(('章', 1),), (('节', 1),)]
    >>> [label.text for label in run_in_headings("Section II Leave. See Section 3, above.", 0, 39)]
    ['Section II']
    """
    for found in _heading_run_in().finditer(text, start, end):
        numeral = found["han"] or found["count"] or found["number"]
        style = found["part"] or found["annex"] or found["name"].lower()
        readings = tuple((style + kind, number) for kind, number in numeral_readings(numeral) if number)
        if readings:
            yield Label(found[0].rstrip(".: "), *found.span(), readings)


def _enclosed(character: str) -> tuple[str, int]:
    """Style and number of ①, ㈠, ⑴ or ⓐ; each of Unicode's rows of 32 characters is a style."""
    number = int(unicodedata.numeric(character, 0))
    letter = unicodedata.normalize("NFKC", character).strip("()")[0]
    return f"{unicodedata.name(character).split()[0]}{ord(character) >> 5}", number or ord(letter) - 96


def _numbered(found: re.Match[str], start: int) -> Label | None:
    """A label of a number, letters or a Chinese numeral with a dot or brackets."""
    opened, close = found["open"] or "", found["close"]
    if opened and close not in ")）":
        return None
    value = found["number"] or found["letters"] or found["han"] or found["stem"]
    is_wide = close in "、．）" or bool(found["han"] or found["stem"])
    if not opened and not found["space"] and not is_wide:
        follower = found.string[found.end() : found.end() + 1]
        # `1.Takes note` and `1.注意到` are labels without a space; `3.5`, `i.e.`, `a.m.` are none.
        if found["letters"] or not (follower.isupper() or follower >= FIRST_WIDE):
            return None
    if (found["han"] or found["stem"]) and not opened and close == ".":
        return None
    text = f"{opened}{value}{close}"
    before, after = ("(" if opened else ""), (")" if close in ")）" else close)
    readings = [(f"{before}{kind}{after}", number) for kind, number in _values(found)]
    return Label(text, start, found.end("close"), tuple(readings)) if readings else None


def _values(found: re.Match[str]) -> Iterable[tuple[str, int]]:
    """The numeral's possible styles, each by its first member, and its number there."""
    if found["number"]:
        yield "1", int(found["number"])
    elif found["han"]:
        if number := han_number(found["han"]):
            yield "一", number
    elif found["stem"]:
        yield "甲", 1 + STEMS.index(found["stem"])
    else:
        letters = found["letters"]
        case = "a" if letters.islower() else "A"
        if len(letters) == 1:
            yield case, ord(letters.lower()) - 96
        elif letters[0] == letters[-1] and letters.isalpha():
            yield case * 2, ord(letters[0].lower()) - 96
        if roman := roman_number(letters.lower()):
            yield ("i" if case == "a" else "I"), roman


def _article(found: re.Match[str], name: str) -> Label:
    ((_, number),) = numeral_readings(found["count"])
    added = addition_numbers(found["added"]) if found["added"] else ()
    return Label(name, *found.span(), ((found["unit"], number),), added=added)
