"""Tables of contents and indexes in plain text: entries with leaders, titles of several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from duiqi.corpus.layout.labels import label_at
from duiqi.corpus.layout.lines import CELL_END, COLUMN_END, Line, columns, ending, lines_of, opening

_DOTS, _RULES = ".．·‧∙・…⋯", "─━┄┅┈┉╌╍"  # the signs of leaders
SPACES = "\u3000" * 3  # are leaders in Chinese plain text
# One of these is in every leader: they are looked for first.
LEADERS = (
    *("....", ". . .", "……", "．．", "___", "⋯⋯", "・・"),
    *(3 * sign for sign in f"·‧∙{_RULES}"),
    *("· · ·", "‧ ‧ ‧", "∙ ∙ ∙", "・ ・ ・", "… … …"),
)
DASHES = ("----", "————", "––––", "－－－－")  # in other places the rules of a table, a break of thought
_PAGE = r"(?:[A-Z]-)?(?:\d{1,4}|[ivxlc]{1,6}|[IVXLC]{1,6})(?:[–-]\d{1,4})?"
_END = rf"\n\r\f{COLUMN_END}{CELL_END}"
# An entry: a title, dots, the number of its page; of an index the numbers of several, or of lines.
LEADER = re.compile(
    rf"(?:^|(?<=[\f{COLUMN_END}{CELL_END}]))[^\S{_END}]*(?P<title>\S[^{_END}]{{0,200}}?)"
    rf"(?P<leader>{SPACES}\u3000*+[ \t]*+"
    rf"|[^\S{_END}]*+(?:(?:[{_DOTS}_][ \t\u00a0]*+){{4,}}+|…{{2,}}+[ \t]*+"
    rf"|(?:[{_RULES}]{{4,}}+|-{{4,}}+|—{{4,}}+|–{{4,}}+|－{{4,}}+)[ \t]*+))"
    rf"(?={_PAGE}(?:,[ \t]*{_PAGE})*+,?[ \t]*(?:[{_END}]|\Z))",
    re.M,
)
# An entry of contents without line breaks, to the white space after its page; the heading above the entries.
# A leader is looked for where it begins alone, or the time would grow with its square.
_DOT, _RULE = f"[{_DOTS}]", f"[{_RULES}]"
_INLINE = re.compile(
    rf"(?:(?<!{_DOT})(?<!{_DOT}[ \t])(?<!{_DOT}[ \t]{{2}})(?:(?:{_DOT}[ \t]{{0,2}}){{4,}}+|…{{2,}}+)"
    rf"|(?<!{_RULE}){_RULE}{{4,}}+)[ \t]*+"
    rf"(?P<page>\d{{1,4}}|[ivxlc]{{1,6}})(?P<gap>[ \t\u3000])(?=[ \t\u3000]*+[^\s{_DOTS}])"
)
_HEADING = re.compile(
    r"(?<![^ \t\u3000])(?:(?:Table of )?Contents|TABLE OF CONTENTS|CONTENTS|目\s?[录錄次])(?=[ \t\u3000])"
)
NUMBERS = re.compile(rf"{_PAGE}(?:,[ \t]*{_PAGE})*+,?\Z")
# A line is as long as others where its end is at this share of the entry's width; a heading is shorter.
LONG = 0.6
MOST_LINES = 6  # of a title


class Contents(NamedTuple):
    """The entries of a text: matches of LEADER, and their lines, by the offsets of their first characters.

    titles     that begin an entry
    continued  that continue one
    closed     after which a title begins, or an entry ends
    """

    entries: Sequence[re.Match[str]]
    titles: frozenset[int]
    continued: frozenset[int]
    closed: frozenset[int]


def with_entries_apart(text: str) -> str:
    """The text with CELL_END for the white space between entries that are on one line.

    >>> with_entries_apart("A manual Contents 1 Safety .... 3 2 Use .... 7 3 Data .... 9").split(CELL_END)
    ['A manual', 'Contents', '1 Safety .... 3', '2 Use .... 7', '3 Data .... 9']
    """
    if not any(dots in text for dots in LEADERS):
        return text
    lines = text.splitlines(keepends=True)
    return "".join(_apart(line) if _INLINE.search(line) else line for line in lines)


def _apart(line: str) -> str:
    """A line with its entries apart, where there are several, and their pages ascend."""
    found = list(_INLINE.finditer(line))
    pages = [int(entry["page"]) for entry in found if entry["page"].isdecimal()]
    if len(found) < 2 or pages != sorted(pages):
        return line
    gaps = {entry.start("gap") for entry in found}
    if heading := _HEADING.search(line, 0, found[0].start()):
        gaps |= {heading.start() - 1, heading.end()} - {-1}
    return "".join(CELL_END if at in gaps else character for at, character in enumerate(line))


def contents_of(text: str) -> Contents:
    r"""The entries of tables of contents and indexes; none where only one line looks like an entry.

    >>> found = contents_of("1 Of Rights and\n  Duties ..... 3\nPart, see ..... 3, 4,\n  17\n")
    >>> sorted(found.titles), sorted(found.continued)
    ([0, 33], [18, 57])
    """
    entries = list(LEADER.finditer(text)) if any(dots in text for dots in (SPACES, *LEADERS, *DASHES)) else []
    if len(entries) < 2:
        return Contents((), frozenset(), frozenset(), frozenset())
    starts = frozenset(entry.start("title") for entry in entries)
    titles: set[int] = set()
    continued: set[int] = set()
    lines = lines_of(text)
    for i, line in enumerate(lines):
        if line.start not in starts:
            continue
        first = _first(text, lines, i, starts)
        titles.add(lines[first].start)
        continued.update(lines[n].start for n in range(first + 1, i + 1))
        continued.update(_more_numbers(text, lines[i : i + MOST_LINES]))
    closed = {before.start for before, line in pairwise(lines) if line.start in titles}
    return Contents(entries, frozenset(titles), frozenset(continued), starts | continued | closed)


def _first(text: str, lines: Sequence[Line], last: int, starts: frozenset[int]) -> int:
    """The first line of a title whose last line, the one with the leader, is `last`.

    The other lines of a title are long, and end within it; each begins further right than the first one,
    or with a small letter.
    """
    first = last
    for i in range(last, max(0, last - MOST_LINES), -1):
        before, line = lines[i - 1], lines[i]
        if line.gap or line.turn or before.start in starts or not _is_wrapped(text, before, lines[last]):
            break
        if label_at(text, line.start, line.end) is not None:
            break
        if line.indent > before.indent or opening(text[line.start : line.end]) == "lower":
            first = i - 1
        elif line.indent != before.indent:
            break
    return first


def _is_wrapped(text: str, line: Line, entry: Line) -> bool:
    """Whether a line may be one of a title that ends with `entry`: long, not ending in a number or stop."""
    content = text[line.start : line.end]
    width = entry.indent + columns(text[entry.start : entry.end]) - line.indent
    return columns(content) >= LONG * width and not content[-1].isdecimal() and ending(content) != "stop"


def _more_numbers(text: str, lines: Sequence[Line]) -> Iterator[int]:
    """Where the lines of numbers begin that continue those of an entry, the first of the lines."""
    for before, line in pairwise(lines):
        if text[before.end - 1] != "," or line.gap or not NUMBERS.match(text[line.start : line.end]):
            break
        yield line.start
