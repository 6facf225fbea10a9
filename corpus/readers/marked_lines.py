"""Lines of a light markup language, as its marks say: text, headings, code, or markup and no text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from duiqi.corpus.decode import decode
from duiqi.corpus.layout.assembly import paragraphs
from duiqi.corpus.layout.lines import CELL_END, MASK
from duiqi.corpus.layout.markup import Markup
from duiqi.corpus.layout.passages import Cut
from duiqi.corpus.model import APART, Kind, Paragraph, Span
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.gathered import Gathered, with_gathered
from duiqi.corpus.readers.inline_markup import Find, Inline
from duiqi.corpus.readers.marks import Mark, Marks

SHOWN = re.compile(f"[^{MASK}{CELL_END}]+")
LINE = re.compile(r"\S(?:[^\n\r]*\S)?")
ITEM_OF_CELL = re.compile(r"(?:[-*+•]|#\.)[ \t]+(?=\S)")
LEFT_OUT = "x"  # seen in place of lines that are left out within a paragraph
ALONE: frozenset[Kind] = frozenset({"heading", "caption"})  # a line each


class MarkedLine(NamedTuple):
    """A line of a file: where it begins there, its text without white space around it, its indent."""

    start: int
    text: str
    indent: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def stripped(self, start: int, stop: int) -> Span:
        """A stretch of the line's text, in the file, without white space around it."""
        text = self.text[start:stop]
        begin = self.start + start + len(text) - len(text.lstrip())
        return Span(begin, max(begin, self.start + start + len(text.rstrip())))


class MarkedLines:
    """A text by its lines, and what is found out about each of them."""

    def __init__(self, text: str) -> None:
        self._seen = list(text)
        self.lines: list[MarkedLine] = []
        self.kinds: dict[int, Kind] = {}  # by number
        self._cells: dict[int, Kind] = {}  # by offset
        self._closed: set[int] = set()  # numbers
        self._parted: dict[int, int] = {}  # by number, where in a line another paragraph begins
        self._gathered: list[Gathered] = []
        self._calls: list[tuple[str, Span]] = []  # of footnotes, but for those in what is gathered
        self._instead: list[Cut] = []
        self.text = text
        self.marks = Marks(text)
        at = 0
        for raw in text.splitlines(keepends=True):
            content = raw.strip()
            head = len(raw) - len(raw.lstrip())
            self.lines.append(MarkedLine(at + head, content, len(raw[:head].expandtabs(8))))
            at += len(raw)

    def block(self, first: int, indent: int) -> int:
        """The number of the line after a block: its lines are empty or indented by more than `indent`."""
        stop = first
        for number in range(first, len(self.lines)):
            line = self.lines[number]
            if line.text and line.indent <= indent:
                break
            if line.text:
                stop = number + 1
        return stop

    def mark(self, numbers: range, kind: Kind) -> None:
        """Give lines that are not empty a kind; no paragraph goes on after them."""
        for number in numbers:
            if self.lines[number].text:
                self.kinds[number] = kind
        self.close(numbers.start - 1)

    def item(self, number: int, mark: int) -> None:
        """Begin an item of a list with a line, whose first `mark` characters are hidden."""
        self.close(number - 1)
        self.hide(number, 0, mark)
        self.kinds[number] = "item"

    def goes_on(self, number: int) -> None:
        """Let a line continue the paragraph or the item of the line before."""
        if self.kinds.get(number - 1) == "item" and number not in self.kinds:
            self.kinds[number] = "item"

    def close(self, number: int) -> None:
        """End a paragraph with a line, or with the last line before it that is not empty."""
        while number >= 0 and not self.lines[number].text:
            number -= 1
        if number >= 0:
            self._closed.add(number)

    def hide(self, number: int, start: int, stop: int) -> None:
        """Hide the characters from `start` to `stop` of a line's text."""
        begin = self.lines[number].start
        self._mask(begin + start, begin + stop)

    def _mask(self, start: int, stop: int) -> None:
        for at in range(start, stop):
            self._seen[at] = MASK

    def part(self, number: int, start: int, stop: int) -> None:
        """Hide the characters from `start` to `stop` of a line, and begin another paragraph after them."""
        begin = self.lines[number].start
        self.hide(number, start, stop)
        if start < stop < len(self.lines[number].text):
            self._seen[begin + start] = CELL_END
            self._parted[number] = begin + stop
        else:
            self.close(number)

    def gather(self, kind: Kind, stretches: Iterable[Span], note: str | None = None) -> None:
        """Make stretches, one a line, paragraphs of a kind; a stretch that is empty ends a paragraph.

        note  the name of the footnote that begins with the first of them
        """
        own: list[Span] = []
        for stretch in [*stretches, Span(0, 0)]:
            if stretch.start < stretch.end:
                self._mask(*stretch)
                own.append(stretch)
            elif own:
                self._gathered.append(Gathered(kind, own, note))
                own, note = [], None

    def cell(self, stretches: Iterable[Span]) -> None:
        """Make stretches, one a line, a cell of a table; each item of a list in it is a paragraph."""
        found: list[Span] = []
        for stretch in stretches:
            item = ITEM_OF_CELL.match(self.text, *stretch)
            found += [Span(0, 0), Span(item.end(), stretch.end)] if item else [stretch]
        self.gather("cell", found)

    def cover(self, numbers: range) -> None:
        """Hide lines whose paragraphs have been gathered."""
        for number in numbers:
            self.hide(number, 0, len(self.lines[number].text))
        self.close(numbers.start - 1)

    def cut(self, number: int, between: re.Pattern[str]) -> None:
        """Make a line a row of a table: its cells are what is between the matches."""
        line = self.lines[number]
        at = 0
        for found in [*between.finditer(line.text), None]:
            start, stop = found.span() if found else (len(line.text), len(line.text))
            if start > at:
                self._cells[line.start + at] = "cell"
            self.hide(number, start, stop)
            if 0 < start < stop:
                self._seen[line.start + start] = CELL_END
            at = stop
        self.close(number - 1)
        self.close(number)

    def inline(self, find: Find) -> None:
        """Hide the inline markup of every paragraph, and gather the footnotes that are within sentences."""
        for start, stop in self._paragraphs():
            marks: list[Mark] = []
            for found in find(self.text[start:stop]):
                placed = found.shifted(start)
                if placed.note is None:
                    self._hide(placed)
                    marks += placed.marks()
                else:
                    call = Span(placed.start, placed.stop)
                    self._calls.append(self._note(placed.note, [Span(placed.first, placed.last)], call))
                    self._leave_out(call)
            self._add(marks)
        for one in self._gathered:  # more of them where there are footnotes in cells
            self._inline_of(one, find)

    def _inline_of(self, one: Gathered, find: Find) -> None:
        """Leave out the inline markup of a gathered paragraph."""
        marks: list[Mark] = []
        for found in find(one.text(self.text)):
            if found.note is None:
                one.hide(found)
                for mark in found.marks():
                    places = one.places(mark.start, mark.end)
                    marks.append(mark._replace(start=places[0].start, end=places[-1].end))
            else:
                places = one.places(found.start, found.stop)
                call = Span(places[0].start, places[-1].end)
                one.calls.append(self._note(found.note, one.places(found.first, found.last), call))
                one.cuts += [Cut(*place) for place in places]
        self._add(marks)

    def _add(self, marks: list[Mark]) -> None:
        for mark in sorted(marks):
            self.marks.add(mark.start, mark.end, mark)
        self.marks.end()

    def _note(self, name: str, inside: Sequence[Span], call: Span) -> tuple[str, Span]:
        """Gather a footnote that is written where it is called, if it is; return its name and its call."""
        lines = [Span(*line.span()) for span in inside for line in LINE.finditer(self.text, *span)]
        name = name or f"at {call.start}"
        if lines:
            self._gathered.append(Gathered("footnote", lines, name))
        return name, call

    def _leave_out(self, stretch: Span) -> None:
        """Leave out a stretch of several lines, perhaps; a line without anything else is no empty line."""
        self._mask(*stretch)
        for line in LINE.finditer(self.text, *stretch):
            if line.start() > stretch.start:
                self._seen[line.start()] = LEFT_OUT
                self._instead.append(Cut(line.start(), line.start() + 1))

    def _paragraphs(self) -> Iterator[tuple[int, int]]:
        """Where the paragraphs are that hold inline markup; each cell is one."""
        first: int | None = None
        for number, line in enumerate([*self.lines, MarkedLine(0, "", 0)]):
            is_end = not line.text or self._is_alone(number) or self._is_alone(number - 1)
            if first is not None and (is_end or number - 1 in self._closed):
                yield from self._between(self.lines[first].start, self.lines[number - 1].end)
                first = None
            if first is None and line.text and self.kinds.get(number) not in APART:
                first = number

    def _is_alone(self, number: int) -> bool:
        kind = self.kinds.get(number)
        return kind in ALONE or kind in APART

    def _between(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """A paragraph without the marks of its lines, by its cells."""
        for found in SHOWN.finditer("".join(self._seen[start:stop])):
            yield start + found.start(), start + found.end()

    def _hide(self, found: Inline) -> None:
        self._mask(found.start, found.first)
        self._mask(found.last, found.stop)
        for at, shown in zip((found.first - 1, found.last), found.instead, strict=True):
            if shown:
                self._seen[at] = (shown.strip() or LEFT_OUT)[0]
                self._instead.append(Cut(at, at + 1, shown))

    def markup(self) -> Markup:
        """The text with all of this."""
        seen = "".join(self._seen)

        def first(at: int) -> int:
            """The offset of the first character that is seen from an offset on."""
            return at + len(seen[at : at + 2000]) - len(seen[at : at + 2000].lstrip())

        starts = {number: first(line.start) for number, line in enumerate(self.lines) if line.text}
        kinds = {starts[number]: kind for number, kind in self.kinds.items()}
        kinds |= {first(at): kind for at, kind in self._cells.items()}
        closed = self._closed | {n for n, kind in self.kinds.items() if kind in ALONE}
        ends = {starts[number] for number in self._parted}
        ends |= {first(self._parted.get(n, self.lines[n].start)) for n in closed}
        return Markup(seen, kinds, tuple(sorted(self._instead)), soft=True, closed=frozenset(ends))

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the lines, and those that are gathered."""
        return with_gathered(self.text, paragraphs(self.text, self.markup()), self._gathered, self._calls)


def read_marked(
    data: bytes, name: str, encoding: str | None, marked: Callable[[str], MarkedLines]
) -> Content:
    """Read a text of a light markup language, whose lines `marked` marks."""
    decoded = decode(data, name, encoding)
    found = marked(decoded.text)
    return Content(
        decoded.text,
        found.paragraphs(),
        decoded.warnings,
        codes=found.marks.codes,
    )
