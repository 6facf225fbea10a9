"""Labels of paragraphs: `3.`, `(a)`, `㈠`, `（一）`, `第一条`.

A digit and a dot are a label only in company: 1, 2, 3 in order, a few missing at most.
So *62/99.*, *Corr.3.*, a date or a decimal stay what they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from duiqi.corpus.scripts import FIRST_WIDE

HAN_NUMBER = "〇零一二三四五六七八九十百千两"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

BULLETS = "•‣⁃▪▫●○◦■□◆◇►▶★☆·∙"

LABEL = re.compile(
    rf"""
    (?P<article> 第\s*(?:[{HAN_NUMBER}]+|\d+)\s*[条條款項项] (?:之[{HAN_NUMBER}]+)? (?=[\s\u3000:：]|$) )
  | (?P<enclosed> [㈠-㈩㊀-㊉①-⑳⑴-⒇⒈-⒛⒜-⒵ⓐ-ⓩ㋀-㋋] )
  | (?P<bullet> [{BULLETS}] | [-–—*+] (?=[\s]+\S) )
  | (?P<decimal> \d{{1,3}} (?:\.\d{{1,3}})+ \.? ) (?=\s+\S)
  | (?P<open> [(（] )? \s*
    (?: (?P<number> \d{{1,3}} ) | (?P<letters> [ivxlc]{{1,7}} | [IVXLC]{{1,7}} | [A-Za-z]{{1,2}} )
      | (?P<han> [{HAN_NUMBER}]{{1,4}} ) )
    \s* (?P<close> [.)．）、] )
    (?P<space> [\s\u3000]* ) (?=\S)
    """,
    re.VERBOSE,
)

# Chapters and the like, whose number is part of the heading.
CHAPTER = re.compile(
    rf"(?:第\s*(?:[{HAN_NUMBER}]+|\d+)\s*[章节節回卷篇编編部幕]"
    r"|(?:chapter|part|book|section|article|annex|appendix|kapitel|teil|chapitre|partie|livre)\s+(?:\d+|[IVXLC]+)\b)",
    re.IGNORECASE,
)
# 62/99. Assistance in mine action: a number that no list has.
SERIAL = re.compile(r"\d+/\d+\.\s*\S")


class Label(NamedTuple):
    """A possible label: its text, where it ends, and its numbers in each style that it may belong to."""

    text: str
    start: int
    end: int
    readings: tuple[tuple[str, int], ...]
    sure: bool = False  # needs no company


def label_at(text: str, start: int, end: int) -> Label | None:
    """The label that a paragraph beginning here would have.

    >>> label_at("(b ) 与联合国系统", 0, 10)
    Label(text='(b)', start=0, end=4, readings=(('(a)', 2),), sure=False)
    >>> label_at("62/99. 协助地雷行动", 0, 13) is None
    True
    """
    found = LABEL.match(text, start, end)
    if not found:
        return None
    if found["article"]:
        name = re.sub(r"\s", "", found["article"])
        return Label(name, start, found.end("article"), ((name[-1], _article(name)),), sure=True)
    if found["enclosed"]:
        sign = found["enclosed"]
        value = (
            int(unicodedata.numeric(sign, 0)) or ord(unicodedata.normalize("NFKC", sign).strip("()")[0]) - 96
        )
        return Label(
            sign,
            start,
            found.end("enclosed"),
            ((unicodedata.name(sign).split()[0] + str(ord(sign) >> 5), value),),
        )
    if found["bullet"]:
        return Label(found["bullet"], start, found.end("bullet"), ((found["bullet"], 0),))
    if found["decimal"]:
        parts = found["decimal"].rstrip(".").split(".")
        return Label(
            found["decimal"], start, found.end("decimal"), ((".".join(parts[:-1]) + ".1", int(parts[-1])),)
        )
    return _numbered(found, start)


def _numbered(found: re.Match[str], start: int) -> Label | None:
    opened, close = found["open"] or "", found["close"]
    if opened and close not in ")）":
        return None
    value = found["number"] or found["letters"] or found["han"]
    wide_dot = close in "、．）" or bool(found["han"])
    if not opened and not found["space"] and not wide_dot:
        follower = found.string[found.end() : found.end() + 1]
        # `1.Takes note` and `1.注意到` are labels without a space; `3.5`, `i.e.`, `a.m.` are none.
        if found["letters"] or not (follower.isupper() or follower >= FIRST_WIDE):
            return None
    if found["han"] and not opened and close == ".":
        return None
    text = f"{opened}{value}{close}"
    before, after = ("(" if opened else ""), (")" if close in ")）" else close)
    readings = [(f"{before}{kind}{after}", number) for kind, number in _values(found)]
    return Label(text, start, found.end("close"), tuple(readings)) if readings else None


def _values(found: re.Match[str]) -> Iterable[tuple[str, int]]:
    if found["number"]:
        yield "1", int(found["number"])
    elif found["han"]:
        if number := han_number(found["han"]):
            yield "一", number
    else:
        letters = found["letters"]
        case = "a" if letters.islower() else "A"
        if len(letters) == 1:
            yield case, ord(letters.lower()) - 96
        elif letters[0] == letters[-1] and letters.isalpha():
            yield case * 2, ord(letters[0].lower()) - 96
        if roman := _roman(letters.lower()):
            yield ("i" if case == "a" else "I"), roman


def _article(name: str) -> int:
    number = re.sub(r"之.*", "", name)[1:-1]
    return int(number) if number.isdigit() else han_number(number)


def han_number(text: str) -> int:
    """A Chinese number below ten thousand.

    >>> [han_number(n) for n in ("三", "十二", "二十", "一百零五", "二〇")]
    [3, 12, 20, 105, 20]
    """
    if not set(text) & set(_POWERS):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, 0
    for sign in text:
        if sign in _POWERS:
            total += (digit or 1) * _POWERS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def _roman(text: str) -> int:
    values = [_ROMAN.get(c, 0) for c in text]
    if not all(values) or re.search(r"iiii|xxxx|vv|ll|[ivx]l[ivx]{9}", text):
        return 0
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def in_sequence(labels: Sequence[Label], missing: int = 3) -> set[int]:
    """Which of the labels (by number, in document order) stand in company.

    A label is in company if the one before or after it in its style is a few steps away in
    the right direction: paragraphs may have been left out, `(a)` may begin again.
    """
    accepted = {i for i, label in enumerate(labels) if label.sure}
    last: dict[str, tuple[int, int]] = {}
    for i, label in enumerate(labels):
        for style, value in label.readings:
            if style in last:
                before, previous = last[style]
                if value == previous == 0 or 0 < value - previous <= 1 + missing:
                    accepted.update((before, i))
            last[style] = (i, value)
    return accepted


INLINE = re.compile(
    rf"(?<![\w.])\d{{1,3}}\s?[.．、](?!\d)|[(（]\s?(?:\d{{1,2}}|[a-z]|[{HAN_NUMBER}]{{1,3}})\s?[)）]"
    rf"|(?<![{HAN_NUMBER}])[{HAN_NUMBER}]{{1,3}}、|第\s?(?:[{HAN_NUMBER}]+|\d+)\s?[条條](?=[\s\u3000])"
)
CLAUSE_END = re.compile(r"[;:.!?；：。！？…]\s*\Z|\A\s*\Z")
CHAPTER_INLINE = re.compile(rf"第\s?[{HAN_NUMBER}]{{1,4}}\s?[章编編](?=[\s\u3000])")
BEFORE_ITEM = re.compile(r"[,;:.!?，；：。！？…)\]）】」』”\"*]\s*\Z|\A\s*\Z")


def inline(text: str, start: int, end: int) -> list[Label]:
    """Labels of paragraphs in a text without line breaks, in order: 1., (a), (b), 2. and so on.

    Chains are looked for, the longest first: at least three in a row, then chains inside
    its parts. There two will do, if what stands before each of them ends a clause.
    """
    found = [
        label
        for m in INLINE.finditer(text, start, end)
        if (label := label_at(text, m.start(), end))
        and (label.sure or BEFORE_ITEM.search(text[max(start, m.start() - 6) : m.start()]))
    ]
    return _chains(text, found, start, 3)


def chapters(text: str, start: int, end: int) -> list[int]:
    """Where the chapters of a text without line breaks begin; they have a sequence too: two at least."""
    found = [m.start() for m in CHAPTER_INLINE.finditer(text, start, end)]
    return found if len(found) > 1 else []


def _chains(text: str, found: Sequence[Label], start: int, least: int) -> list[Label]:
    best: list[Label] = []
    for style in dict.fromkeys(style for label in found for style, _ in label.readings):
        of_style = [(label, dict(label.readings)[style]) for label in found if style in dict(label.readings)]
        chain = _longest(of_style)
        if len(chain) > len(best) or (len(chain) == len(best) and chain and chain[0].start < best[0].start):
            best = chain
    apart = all(CLAUSE_END.search(text[max(start, label.start - 6) : label.start]) for label in best)
    if len(best) < least or (len(best) == 2 and not apart):
        return []
    chosen: list[Label] = []
    for before, after in zip([None, *best], [*best, None], strict=True):
        low, high = before.end if before else start, after.start if after else len(text)
        inner = [label for label in found if low <= label.start < high]
        chosen += [before] if before else []
        chosen += _chains(text, inner, low, 2) if inner else []
    return chosen


def _longest(numbered: Sequence[tuple[Label, int]], missing: int = 3) -> list[Label]:
    """The best rising chain that begins near 1: many members, few gaps."""
    scores: list[float] = []
    back: list[int] = []
    for i, (_, value) in enumerate(numbered):
        score, link = (1.0 - 0.3 * (value - 1), -1) if value <= 1 + missing else (-9.0, -1)
        for j in range(max(0, i - 400), i):
            step = value - numbered[j][1]
            if 0 < step <= 1 + missing and scores[j] + 1.3 - 0.3 * step > score:
                score, link = scores[j] + 1.3 - 0.3 * step, j
        scores.append(score)
        back.append(link)
    if not scores or max(scores) <= 0:
        return []
    at = scores.index(max(scores))
    chain = []
    while at >= 0:
        chain.append(numbered[at][0])
        at = back[at]
    return chain[::-1]
