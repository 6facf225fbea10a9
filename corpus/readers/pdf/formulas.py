"""Displayed formulas of a PDF: their scattered lines found, and the sentences that they are parts of.

A formula has its limits, fractions and brackets at levels of their own, so it is many lines. The sentence
before it ends in it or goes on after it: `we write x = y + z, (3) where z is`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from duiqi.corpus.layout.lines import ending, opening, wide_run
from duiqi.corpus.readers.pdf.lines import Line

# In em. A displayed formula is indented by so much at least; the first line of a paragraph is, too, but for
# one with a wider gap before it.
INDENT, INDENT_AFTER_GAP = 1.5, 0.5
# Formulas without one have a number: `(59)`.
RELATION = re.compile(r"[=<>≤≥≈≡∼≃∝∈⊂⊆→←↔⇒⇔≠≔∑∏∫]")
# Greek letters, operators, brackets of several lines.
MATHEMATICS = re.compile(
    r"[\u0370-\u03ff\u2200-\u22ff\u239b-\u23ad\u27c0-\u27ef\u2980-\u2aff\U0001d400-\U0001d7ff+^|]"
)
WORD = re.compile(r"[^\W\d_]{4,}")
FEWEST_WORDS = 3
LONGEST = 60  # lines
ITEM = re.compile(r"[•◦▪▸►▶‣○●■□]|(?:\d{1,2}|[a-z])[.)]\s")
# The number of a formula at its end: (3), (2.14a).
NUMBER = re.compile(r"[(（]\s?(?:[A-Z]\.?)?\d[\d.–-]*+[a-z]?\s?[)）]\Z")


class Formulas(NamedTuple):
    """The displayed formulas of a column, by the numbers of lines.

    lines      of formulas
    opening    of formulas that sentences begin with
    continued  that continue the line before: of a formula, or of the sentence around it
    """

    lines: frozenset[int]
    opening: frozenset[int]
    continued: frozenset[int]


def formulas_of(lines: Sequence[Line], gaps: Sequence[bool], apart: Collection[int], left: float) -> Formulas:
    """The displayed formulas among the lines of a column.

    gaps   for each line, whether a wider gap parts it from the one before
    apart  the numbers of lines that are known as something else: code, captions, headings, tables
    left   the column's left margin in points
    """
    found: set[int] = set()
    first: set[int] = set()
    continued: set[int] = set()
    at = 0
    while at < len(lines):
        stop = at
        while stop < min(len(lines), at + LONGEST) and stop not in apart:
            if not _may_be(lines[stop], left, gaps[stop]):
                break
            stop += 1
        if stop > at and any(_is_sure(line) for line in lines[at:stop]):
            found.update(range(at, stop))
            continued.update(range(at + 1, stop))
            if (
                stop - 1 > at
                and NUMBER.match(lines[stop - 1].text)
                and ending(lines[stop - 2].text) == "stop"
            ):
                continued.discard(stop - 1)
            before = lines[at - 1] if at and at - 1 not in apart else None
            after = lines[stop] if stop < len(lines) and stop not in apart else None
            is_within = before is not None and _is_within_sentence(before)
            goes_on = after is not None and _goes_on(lines[stop - 1], after, is_within)
            continued.update([at] if is_within else [], [stop] if goes_on else [])
            first.update([at] if goes_on and not is_within else [])
        at = max(stop, at + 1)
    return Formulas(frozenset(found), frozenset(first), frozenset(continued))


def _is_sure(line: Line) -> bool:
    """Whether a line has a sign of relation, or white space and a formula's number at its end."""
    return bool(RELATION.search(line.text)) or bool(
        NUMBER.match(line.text, line.gaps[-1].stop if line.gaps else 0)
    )


def _may_be(line: Line, left: float, after_gap: bool) -> bool:
    """Whether a line may be a part of a formula: indented, almost without words, or without any."""
    if wide_run().search(line.text) or ITEM.match(line.text):
        return False
    has_relation = bool(RELATION.search(line.text))
    least = INDENT_AFTER_GAP if after_gap and has_relation else INDENT
    if line.left - left < least * line.size:
        return False
    words = len(WORD.findall(line.text))
    return not words or (words < FEWEST_WORDS and (has_relation or bool(MATHEMATICS.search(line.text))))


def _is_within_sentence(line: Line) -> bool:
    """Whether a line of words does not end its sentence; a colon may end it."""
    text = line.text.rstrip()
    return (
        ending(text) != "stop"
        and text[-1:] not in ":："
        and bool(WORD.search(text) or wide_run().search(text))
    )


def _goes_on(formula: Line, after: Line, is_within: bool) -> bool:
    """Whether a sentence goes on in the line after a formula.

    is_within  whether the sentence begins before the formula: then a Chinese line, too, goes on
    """
    if opening(after.text) == "lower" and after.text[:2].isalpha():
        return True
    return (
        is_within
        and opening(after.text) == "wide"
        and ending(NUMBER.sub("", formula.text).rstrip()) != "stop"
    )


def without_number(line: Line) -> tuple[Line, Line | None]:
    """A formula's line without its number where a sentence ends before it, and the number."""
    if not line.gaps:
        return line, None
    formula = line.part(0, line.gaps[-1].start, line.left, line.gaps[-1].left)
    if ending(formula.text) != "stop" or not NUMBER.match(line.text[line.gaps[-1].stop :]):
        return line, None
    return formula, line.part(line.gaps[-1].stop, len(line.text), line.gaps[-1].right, line.right)
