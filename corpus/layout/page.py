"""A text's lines, analysed before paragraphs are made of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from duiqi.corpus.layout import furniture
from duiqi.corpus.layout.entries import entries_of
from duiqi.corpus.layout.lines import Line, ending, lines_of, width
from duiqi.corpus.layout.markup import Markup
from duiqi.corpus.layout.notes import Notes, notes_of
from duiqi.corpus.layout.wrapping import (
    NARROWEST,
    NARROWEST_COLUMN,
    Join,
    Wrapping,
    cut_words,
    join_of,
    widths_in_characters,
    wrapping_of,
)
from duiqi.corpus.model import APART, Call, Kind, Span

# Kinds that a format marks line by line.
ALONE: frozenset[Kind] = frozenset({"heading", "cell", "caption", "footnote"})
# So many paragraphs without a mark at their ends, to each end of a sentence, are a habit.
FEWEST_UNMARKED, MANY_UNMARKED = 4, 2
SENTENCE_END = re.compile(r"[.!?][\"”’)]?(?=\s)|[。！？]")


class Wrapped(NamedTuple):
    """How the lines of a text meet: how it is wrapped, and which lines surely continue the one before.

    joins      by line, how it meets the one before; none after an empty line
    wrapping   how the text is wrapped; None where it is not
    by_measure the same for the lines of each class of width, where there are several
    continued  lines that surely continue the one before
    divided_clauses  how many line ends are after a comma within a Chinese sentence
    broken     how many line ends are within a sentence that goes on with a small letter
    widest     the width of the widest line that another directly follows
    widths     of lines by their offsets, where they are not the columns of a terminal
    is_unmarked  whether paragraphs end without a mark, as on slides
    cut        where lines begin that were cut off the one before without a space (`cut_words`)
    entries    lines that are entries, `Date: 5 March`
    """

    joins: Mapping[int, Join]
    wrapping: Wrapping | None
    by_measure: Mapping[int, Wrapping | None]
    continued: frozenset[int]
    divided_clauses: int
    broken: int
    widest: int
    widths: Mapping[int, int]
    is_unmarked: bool
    cut: frozenset[int]
    entries: frozenset[int]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole text, of one printed page or many, with its lines numbered from 0.

    text     with the format's marks hidden
    kinds    by line, its kind as the format's marks say
    apart    by line, "furniture" or "metadata" where it is either
    wrapped  how the lines meet
    notes    footnotes and their calls
    """

    text: str
    markup: Markup
    lines: Sequence[Line]
    kinds: Mapping[int, Kind]
    apart: Mapping[int, Kind]
    wrapped: Wrapped
    notes: Notes

    @classmethod
    def of(cls, markup: Markup) -> Page:
        """Analyse the lines of a text: furniture, wrapping, footnotes."""
        text, lines = markup.seen, lines_of(markup.seen)
        kinds = {i: kind for i, line in enumerate(lines) if (kind := markup.kinds.get(line.start))}
        apart = {
            i: kind for i, kind in furniture.apart(text, lines).items() if not _is_of_text(markup, lines[i])
        }
        apart |= {i: k for i, k in kinds.items() if k in APART}
        wrapped = _wrapped(markup, lines, kinds, apart)
        barred = wrapped.continued | {i for i, kind in kinds.items() if kind in ALONE}
        notes = notes_of(text, lines, apart, barred)
        return cls(text, markup, lines, kinds, apart, wrapped, notes)

    def span(self, i: int) -> Span:
        """Where a line is in the text."""
        return Span(self.lines[i].start, self.lines[i].end)

    def wrapping_at(self, i: int) -> Wrapping | None:
        """How the lines as wide as line i may be are wrapped."""
        measure = self.markup.measures.get(self.lines[i].start, 0)
        return self.wrapped.by_measure.get(measure, self.wrapped.wrapping)

    def width(self, i: int) -> int:
        """The column at which line i ends."""
        after = self.wrapped.joins.get(i + 1)
        return after.width if after else _width(self.text, self.lines[i], self.wrapped.widths)

    def calls(self, span: Span) -> Sequence[Call]:
        """The footnotes' calls within a span."""
        calls = self.notes.calls
        low = bisect_left(calls, span.start, key=_start_of)
        return calls[low : bisect_left(calls, span.end, lo=low, key=_start_of)]

    def end_without_call(self, end: int) -> int:
        """The end of a text without the footnote's call right before it; `end` itself where there is none."""
        calls = self.notes.calls
        at = bisect_left(calls, end, key=_end_of)
        return calls[at].span.start if at < len(calls) and calls[at].span.end == end else end


def _wrapped(
    markup: Markup, lines: Sequence[Line], kinds: Mapping[int, Kind], apart: Mapping[int, Kind]
) -> Wrapped:
    """Learn how a text is wrapped from its lines that directly follow one another."""
    counted = {} if markup.widths else widths_in_characters(markup.seen, lines)
    widths = counted or markup.widths
    entries = frozenset[int]() if markup.soft else entries_of(markup.seen, lines)
    joins = {}
    for i, line in enumerate(lines[1:], 1):
        set_apart = i in apart or i - 1 in apart or kinds.get(i) in ALONE or i in entries
        if not (line.gap or line.turn or set_apart):
            joins[i] = join_of(markup.seen, lines[i - 1], line, _width(markup.seen, lines[i - 1], widths))
            if counted and line.indent == 1:  # such a program breaks lines before a space, too
                joins[i] = joins[i]._replace(indent=0)
    wrapping = wrapping_of(markup.seen, list(joins.values()))
    measures = {i: markup.measures.get(lines[i].start, 0) for i in joins} if markup.measures else {}
    by_measure = {
        measure: wrapping_of(
            markup.seen,
            [join for i, join in joins.items() if measures[i] == measure],
            NARROWEST_COLUMN if measure else NARROWEST,
        )
        or wrapping
        for measure in set(measures.values())
    }
    divided = sum(join.divides_clause for join in joins.values())
    broken = sum(join.ends == "open" and join.begins == "lower" for join in joins.values())
    widest = max((join.width for join in joins.values()), default=0)
    cut = cut_words(markup.seen, lines, counted)
    is_unmarked = bool(markup.widths) and _is_unmarked(markup.seen, lines, kinds, apart)
    found = Wrapped(
        joins, wrapping, by_measure, frozenset(), divided, broken, widest, widths, is_unmarked, cut, entries
    )
    if wrapping is None or markup.soft:
        return found
    continued = set()
    for i, join in joins.items():
        own = by_measure[measures[i]] if measures else wrapping
        if join.ends == "open" and own is not None and own.joins(join, 0):
            continued.add(i)
    return found._replace(continued=frozenset(continued))


def _is_unmarked(
    text: str, lines: Sequence[Line], kinds: Mapping[int, Kind], apart: Mapping[int, Kind]
) -> bool:
    """Whether in print far more paragraphs end without a mark than sentences end with one, as on slides."""
    ends = [
        i
        for i, after in enumerate(lines[1:])
        if (after.gap or after.turn) and i not in apart and kinds.get(i) not in ALONE
    ]
    unmarked = sum(ending(text[lines[i].start : lines[i].end]) == "open" for i in ends)
    return unmarked >= FEWEST_UNMARKED and unmarked > MANY_UNMARKED * len(SENTENCE_END.findall(text))


def _is_of_text(markup: Markup, line: Line) -> bool:
    """Whether the format's marks say that a line is no furniture: a number in a cell is no page's number."""
    return line.start in markup.continued or markup.kinds.get(line.start) == "cell"


def _width(text: str, line: Line, widths: Mapping[int, int]) -> int:
    found = widths.get(line.start) if widths else None
    return width(text, line) if found is None else found


def _start_of(call: Call) -> int:
    return call.span.start


def _end_of(call: Call) -> int:
    return call.span.end
