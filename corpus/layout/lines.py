"""The lines of a text: indents, widths, how they begin and how they end."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from duiqi.corpus.scripts import FIRST_WIDE, WIDE

# Replaces characters of markup where a text is searched without its markup. Python takes this
# one, the unit separator, for white space but not for the end of a line.
MASK = "\x1f"
# Ends a line at the end of a column. The group separator: for Python the end of a line, and in no text.
COLUMN_END = "\x1d"
# Ends a line at the end of a cell, or of an entry of contents. The record separator: the same holds for it.
CELL_END = "\x1e"
ENUMERATED = re.compile(r"[(（]\s*\w{1,4}\s*[)）]|(?:[a-z]|[ivxlc]{2,5})[.)]\s")
OPENERS = "\"'“‘„‚«‹([{（［｛〔【《〈「『¿¡"
CLOSERS = "\"'”’»›)]}）］｝〕】》〉」』"
AFTER_END = CLOSERS + "¹²³⁴⁵⁶⁷⁸⁹⁰"  # what may be after a mark: closing marks, the call of a note
STOPS = ".!?。！？…．｡‽؟۔"
PAUSES = ",;:，；：、､،؛"


def word_list(text: str) -> frozenset[str]:
    """The words of a list that is written as one text."""
    return frozenset(text.split())


# The last word of no paragraph, heading or item.
UNFINISHED = word_list(
    "the a an of to and or with by for from at as than into upon between per its their our your whose "
    "which is are was were be been shall will would should must "
    "der den dem des und oder von zu mit für im le les du des et ou à au aux el los del y di gli della"
)


class Line(NamedTuple):
    """A line that is not empty, without the white space around it."""

    start: int
    end: int
    indent: int  # columns
    gap: int  # empty lines before it
    turn: bool = False  # after the end of a page or column
    page: bool = False  # after a form feed


def lines_of(text: str) -> list[Line]:
    r"""The lines of a text that are not empty.

    All of Unicode's line ends count: LF, CR LF, CR, form feed, vertical tab (Word's soft
    break), NEL, U+2028, U+2029.

    >>> [(line.start, line.end, line.indent, line.gap) for line in lines_of("One\r\n\r\n\tTwo \n")]
    [(0, 3, 0, 0), (8, 11, 8, 1)]
    """
    lines = []
    at, gap, turn, page = 0, 0, False, False
    for raw in text.splitlines(keepends=True):
        content = raw.strip()
        if content:
            head = len(raw) - len(raw.lstrip())
            indent = columns(raw[:head].expandtabs(8)) if head else 0
            lines.append(Line(at + head, at + head + len(content), indent, gap, turn, page))
            gap, turn, page = 0, False, False
        else:
            gap += 1
        page = page or raw[-1] == "\f"
        turn = page or turn or raw[-1] == COLUMN_END
        at += len(raw)
    return lines


@cache
def wide_run() -> re.Pattern[str]:
    """A run of wide characters. Compiled at its first use: with so large classes that is slow."""
    return re.compile(f"[{WIDE}][{WIDE}]*+")  # not `+`, before which the scanner cannot skip


def columns(text: str) -> int:
    """The width of a text on a terminal; a Chinese character takes two columns.

    >>> columns("mine"), columns("地雷")
    (4, 4)
    """
    return len(text) if text.isascii() else len(text) + sum(map(len, wide_run().findall(text)))


def width(text: str, line: Line) -> int:
    """The column at which a line ends; for a line longer than any page is wide, its length."""
    length = line.end - line.start
    return line.indent + (length if length > 300 else columns(text[line.start : line.end]))


def ending(text: str) -> str:
    """How a line ends: at a "stop", at a "pause", or "open".

    >>> ending("Come in.”"), ending("a vote;¹"), ending("the United"), ending("12 m²")
    ('stop', 'pause', 'open', 'open')
    """
    last = text[-1:]
    if last in AFTER_END:
        last = text.rstrip(AFTER_END)[-1:]
    if not last:
        return "open"
    return "stop" if last in STOPS else "pause" if last in PAUSES else "open"


def opening(text: str) -> str:
    """How a line begins: "lower" or "upper" case, a "wide" character, or "other".

    >>> opening("“come in"), opening("Come"), opening("《地雷》"), opening("1998/76"), opening("(a) to")
    ('lower', 'upper', 'wide', 'other', 'other')
    """
    first = text[:1]
    if first in OPENERS:
        first = text.lstrip(OPENERS)[:1]
    if first.islower():
        labelled = ("." in text[:6] or ")" in text[:6]) and ENUMERATED.match(text)
        return "other" if labelled else "lower"
    if first.isupper() or first.istitle():
        return "upper"
    first = first or text[:1]
    return "wide" if first >= FIRST_WIDE and wide_run().match(first) else "other"
