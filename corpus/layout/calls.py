"""Call marks of footnotes: characters in the text that could be one, and how much they look like it.

A mark glued to a word (*conventions1*, *20017 and*, *action**) looks like part of it. Each
candidate has a weight; which of them are calls, the document's footnotes decide (notes.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import NamedTuple

from duiqi.corpus.layout.lines import MASK, OPENERS
from duiqi.corpus.model import Span
from duiqi.corpus.scripts import FIRST_WIDE

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?=\d{1,2}\Z|,\Z)")  # which a call may be glued to: 20017, 1996,2
GLUE = frozenset(",;:.!?)]’”\"'»。，；：！？）》」』")
STARS, BRACKETS = frozenset("*†‡§¶"), frozenset("[〔［")
# The first character is a class, so that the scanner skips to it.
CALL = re.compile(
    r"[\d⁰¹²³⁴-⁹\[〔［①-⑳*†‡§¶](?:"
    r"(?<=\d)\d{0,5}(?!\w)|(?<=[⁰¹²³⁴-⁹])[⁰¹²³⁴-⁹]{0,2}|(?<=[\[〔［])\d{1,3}[\]〕］]"
    r"|(?<=[①-⑳])|(?<=\*)\*{0,3}|(?<=[†‡§¶])[†‡§¶]?)"
)
# Up to the star that closes them: *emphasis* in AsciiDoc, reStructuredText and Markdown.
EMPHASIS = re.compile(r"(?<![A-Za-z0-9*])(\*{1,3})(?=\w)[^*\n]{1,200}\Z")
# Before a power: m², km³, m/s², R², χ².
BASE = re.compile(r"(?<![^\W\d_])(?:[cdhk]m|mm|[µμn]m|ft|in|yd|[A-Za-z\u0391-\u03c9])\Z")
POWERS = frozenset("²³")
AROUND = 20_000  # characters on both sides in which a word with a digit is looked for again


class Candidate(NamedTuple):
    """Characters that could be a call mark; `weight` says how much they look like one, from 0 to 1."""

    mark: str
    span: Span
    weight: float


def plain(mark: str) -> str:
    """A mark as a reader would type it.

    >>> plain("¹²"), plain("[3]"), plain("⑤"), plain("*")
    ('12', '3', '5', '*')
    """
    mark = mark.translate(SUPERSCRIPTS).strip("[]〔〕［］")
    return str(ord(mark) - 0x245F) if "①" <= mark <= "⑳" else mark


def candidates(text: str, marks: Collection[str]) -> list[Candidate]:
    """All characters of the text that could call one of the marks, in order."""
    found = []
    for m in CALL.finditer(text):
        begin, stop = m.span()
        before = text[begin - 1] if begin else " "
        is_number = text[begin].isdecimal()
        if before.isspace() and before != MASK and not is_number:
            continue
        if is_number:
            if len(m[0]) > 3:  # a year with a call: 20017
                begin = begin + 4 if YEAR.match(m[0]) else stop
            elif not (before.isalpha() or before in GLUE):
                continue
        mark = plain(text[begin:stop])
        weight = 0.0
        if mark in marks:
            weight = _weight_of_digits(text, begin, stop) if is_number else _weight_of_sign(text, m)
        if weight:
            found.append(Candidate(mark, Span(begin, stop), weight))
    return found


def between(candidates: Sequence[Candidate], start: int, end: int) -> Sequence[Candidate]:
    """The candidates from `start` to `end`."""
    low = bisect_left(candidates, start, key=_start_of)
    return candidates[low : bisect_left(candidates, end, lo=low, key=_start_of)]


def _start_of(candidate: Candidate) -> int:
    return candidate.span.start


def _weight_of_sign(text: str, m: re.Match[str]) -> float:
    """0 for a star before a word (a bullet, a multiplication), for one that closes `*emphasis*`, and for
    `[1]=` in a program; little for `km²`; 1 for others.
    """
    if m[0] in POWERS and BASE.search(text, max(0, m.start() - 3), m.start()):
        return 0.2
    before, after = text[m.start() - 1], text[m.end() : m.end() + 1]
    is_star = m[0][0] in STARS
    if is_star and (after.isalnum() or not (before.isalnum() or before in GLUE or before == MASK)):
        return 0.0
    if m[0][0] == "*":
        emphasis = EMPHASIS.search(text, max(0, m.start() - 204), m.start())
        if emphasis and emphasis[1] == m[0]:
            return 0.0
    return 0.0 if m[0][0] in BRACKETS and after in {"=", "["} else 1.0


def _weight_of_digits(text: str, start: int, end: int) -> float:
    """0 for digits that are part of a number or a word, up to 1 for digits that can only be a call."""
    before, after = text[start - 1], text[end : end + 2]
    if (after and after[0] in "%/-–‑°") or (after[:1] in ".,:" and after[1:].isalnum()):
        return 0.0
    if before.isdigit():
        return 0.8
    if before.isalpha():
        return _weight_after_word(text, start)
    if before in ".:," and text[start - 2].isdigit():
        # 3.5, 12:30, 1,234; but "1996,2 1998/31" after a year
        year = before == "," and end - start < 3 and YEAR.search(text[start - 6 : start])
        return 0.8 if year else 0.0
    if text[start - 2 : start - 1] in OPENERS or text[start - 2 : start - 1].isspace():  # a lone mark: "?1"
        return 0.0
    if before == ".":
        # No.3, Corr.3, art.5: abbreviations; a sentence's end is followed by another sentence's beginning.
        begins = re.match(r"\s*\Z|\s*\n\s*\n|\s+[\"“‘(]?[^\W\d_]", text[end : end + 40])
        word = re.search(r"([^\W\d_]+)\.\Z", text[max(0, start - 30) : start])
        sentence = (
            begins and not begins[0][-1:].islower() and word and (word[1].islower() or len(word[1]) > 6)
        )
        return 0.7 if sentence else 0.0
    return 1.0


def _weight_after_word(text: str, start: int) -> float:
    """How much a digit glued to a word looks like a call: conventions1, but not CO2 or value1."""
    word = re.search(r"[^\W_]+\Z", text[max(0, start - 30) : start])
    if not word:
        return 0.0
    if len(word[0]) == 1 or any(c.isdigit() for c in word[0]):  # A4, H2, B2B
        return 0.1
    around = text[max(0, start - AROUND) : start + AROUND]
    if len(re.findall(rf"\b{word[0]}\d", around)) > 1:  # value1 and value2: names
        return 0.2
    if word[0].isupper():  # CO2, but also Protocol II10
        return 0.5 if re.search(rf"\b{word[0]}\b", around) else 0.2
    return 0.9 if text[start - 1] < FIRST_WIDE else 0.5
