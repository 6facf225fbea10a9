"""The lines of PDF pages as plain text, with indents, empty lines, page turns, and marks for its layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from duiqi.corpus.layout.lines import COLUMN_END
from duiqi.corpus.layout.markup import Markup
from duiqi.corpus.layout.plain_markup import markup_of
from duiqi.corpus.model import Kind
from duiqi.corpus.readers.pdf.blocks import (
    Place,
    bold_headings,
    captions,
    gaps_before,
    hanging,
    pitches_of,
    places,
)
from duiqi.corpus.readers.pdf.formulas import formulas_of, without_number
from duiqi.corpus.readers.pdf.lines import Line
from duiqi.corpus.readers.pdf.margins import Mark, marked, recurring, without_numbers
from duiqi.corpus.readers.pdf.notices import notices_of
from duiqi.corpus.readers.pdf.tables import Table, tables_of

# In em. A line of fixed pitch so far from the margin is code, not a part of the sentence around it.
CODE_INDENT = 0.6
# To the font size of most of the text: a heading is larger.
LARGER, LARGER_FIXED = 1.12, 1.15
# Of the size of one line of a heading to that of another, at most.
SAME_SIZE = 1.04


class Column(NamedTuple):
    """The lines of a column, or of the whole page: its left margin in points, its class of width."""

    lines: Sequence[Line]
    left: float
    measure: int


def typed(pages: Sequence[Sequence[Column]]) -> tuple[str, Markup]:
    """The pages as plain text, and what their layout says of it.

    An indent is spaces, a wider gap an empty line, the end of a page a form feed.
    """
    lines = [line for columns in pages for column in columns for line in column.lines]
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0]
    columns_of_all = [column.lines for columns in pages for column in columns]
    heads = recurring([[line for column in columns for line in column.lines] for columns in pages], body)
    sheet = _Typescript(
        _Habits(
            body,
            pitches_of(columns_of_all, body),
            hanging(columns_of_all),
            heads,
            notices_of(columns_of_all, heads, body),
            # In a document all in type of fixed pitch, or all bold, either says nothing.
            2 * sum(line.is_fixed for line in lines) < len(lines),
            2 * sum(line.is_bold for line in lines) < len(lines),
        )
    )
    for number, columns in enumerate(pages):
        if number:
            sheet.put("\f")
        for at, column in enumerate(columns):
            if at:
                sheet.put("\n", COLUMN_END if columns[at - 1].measure else "\n")
            sheet.column(column)
    text, seen = "".join(sheet.text), "".join(sheet.seen)
    # Where a line of code begins with `>`, this is the prompt of a program, and marks no quotation.
    has_prompt = any(kind == "code" and seen[at] == ">" for at, kind in sheet.kinds.items())
    plain = markup_of(seen, quotations=not has_prompt)
    markup = plain or Markup(seen)
    kinds = {**sheet.kinds, **markup.kinds}
    return text, markup._replace(
        kinds=kinds,
        measures=sheet.measures,
        widths=sheet.widths,
        continued=markup.continued | sheet.continued,
    )


class _Habits(NamedTuple):
    """The habits of a document.

    body      the font size of most of its text
    pitches   its usual distances of baselines (`pitches_of`)
    hangs     the indents of lines that continue the one before (`hanging`)
    heads     its recurring lines (`recurring`)
    notices   its lines in small type that interrupt a sentence (`notices_of`)
    has_code  whether type of fixed pitch marks program code
    has_bold  whether bold type marks headings
    """

    body: float
    pitches: Mapping[int, float]
    hangs: frozenset[int]
    heads: frozenset[Mark]
    notices: frozenset[Line]
    has_code: bool
    has_bold: bool


class _Typescript:
    """A text in the making; what is known of its lines, by the offsets of their first characters."""

    def __init__(self, habits: _Habits) -> None:
        self.text: list[str] = []
        self.seen: list[str] = []
        self.kinds: dict[int, Kind] = {}
        self.measures: dict[int, int] = {}
        self.widths: dict[int, int] = {}
        self.continued: set[int] = set()
        self._at = 0
        self._habits = habits

    def put(self, piece: str, looks: str = "") -> None:
        """Append a text; `looks` is the same as its layout sees it: raised digits, ends of columns."""
        self.text.append(piece)
        self.seen.append(looks or piece)
        self._at += len(piece)

    def column(self, column: Column) -> None:
        """Append the lines of a column."""
        lines, numbers = without_numbers(column.lines)
        if numbers:
            column = column._replace(left=min(line.left for line in lines))
        gaps = gaps_before(lines, self._habits.body, self._habits.pitches)
        code = _code(lines, gaps) if self._habits.has_code else frozenset()
        tables = {table.start: table for table in tables_of(lines, code)}
        captioned = captions(lines, gaps)
        bold = bold_headings(lines, gaps) if self._habits.has_bold else frozenset()
        placed = places(lines, gaps, column.left, self._habits.hangs)
        heads = marked(lines, self._habits.heads)
        in_tables = {i for table in tables.values() for i in range(table.start, table.stop)}
        formulas = formulas_of(lines, gaps, heads | in_tables | code | bold | captioned.keys(), column.left)
        headings = [i in bold or self._is_large(line) for i, line in enumerate(lines)]
        at = 0
        while at < len(lines):
            if at:
                is_apart = headings[at - 1] and headings[at] and _differ(lines[at - 1], lines[at])
                self.put("\n\n" if is_apart or gaps[at] or placed[at].begins else "\n")
            if at in tables:
                self._table(tables[at], column)
                at = tables[at].stop
                continue
            line = lines[at]
            number = None
            if at in formulas.lines:  # its raised digits are exponents, and call no notes
                line, number = without_number(line._replace(seen=line.text))
            first = self._line(line, column, placed[at])
            if at in formulas.continued:
                self.continued.add(first)
            if at in heads:
                self.kinds[first] = "furniture"
            elif at in captioned:
                self.kinds[first] = "caption"
                self.continued.update([first] if captioned[at] else [])
            elif at in code:
                self.kinds[first] = "code"
            elif at in bold:
                self.kinds[first] = "heading"
            elif at in formulas.lines:
                self.kinds.update({} if at in formulas.opening else {first: "cell"})
                if number:
                    self.put("\n")
                    self.kinds[self._line(number, column, Place(0.0, 0.0))] = "cell"
            elif line in self._habits.notices:
                self.kinds[first] = "footnote"
                self.continued.update([first] if at and lines[at - 1] in self._habits.notices else [])
            elif headings[at] and any(c.isalpha() for c in line.text):
                self.kinds[first] = "heading"
            at += 1
        self.put("\n")
        if numbers:
            self.kinds[self._at] = "furniture"
            self.put(" ".join(number.text for number in numbers) + "\n")

    def _is_large(self, line: Line) -> bool:
        """Whether a line is in the size of a heading; letters of fixed pitch are often a little larger."""
        larger = LARGER_FIXED if line.is_fixed else LARGER
        return line.size > larger * self._habits.body

    def _line(self, line: Line, column: Column, place: Place) -> int:
        """Append a line; where its first visible character is."""
        em = 0.5 * self._habits.body
        self.put(" " * max(0, min(40, round(place.indent / em))))
        content = line.text.rstrip()
        first = self._at + len(content) - len(content.lstrip())
        if column.measure:
            self.measures[first] = column.measure
        if place.continues:
            self.continued.add(first)
        self.widths[first] = round((line.right + place.shift - column.left) / em)
        self.put(content, line.seen[: len(content)])
        return first

    def _table(self, table: Table, column: Column) -> None:
        """Append the cells of a table, each on lines of its own."""
        for number, cell in enumerate(table.cells):
            for at, line in enumerate(cell):
                self.put("\n" if number or at else "")
                first = self._line(line, column, Place(0.0, 0.0))
                self.kinds[first] = "cell"
                if at:
                    self.continued.add(first)


def _differ(before: Line, line: Line) -> bool:
    """Whether two lines are in different sizes, as a title and the heading under it are."""
    return max(before.size, line.size) > SAME_SIZE * min(before.size, line.size)


def _code(lines: Sequence[Line], gaps: Sequence[bool]) -> frozenset[int]:
    """The lines of program code: of fixed pitch, and set off from the text around them."""
    found: set[int] = set()
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and lines[stop].is_fixed:
            stop += 1
        if stop > at:
            before = lines[at - 1] if at else None
            is_apart = stop - at > 1 or gaps[at] or stop == len(lines) or gaps[stop]
            if is_apart or (before and lines[at].left - before.left > CODE_INDENT * before.size):
                found.update(range(at, stop))
        at = max(stop, at + 1)
    return frozenset(found)
