"""Lines of a light markup language, as its marks say: text, headings, code, or markup and no text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from duiqi.corpus.decode import decode
from duiqi.corpus.layout import Markup, paragraphs
from duiqi.corpus.layout.lines import MASK
from duiqi.corpus.layout.plain_markup import CELL_END
from duiqi.corpus.model import Kind
from duiqi.corpus.readers.content import Content

ALONE: frozenset[Kind] = frozenset({"heading", "caption"})  # a line each


class MarkedLine(NamedTuple):
    """A line of a file: where it begins there, its text without white space around it, its indent."""

    start: int
    text: str
    indent: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class MarkedLines:
    """A text by its lines, and what is found out about each of them."""

    def __init__(self, text: str) -> None:
        self._seen = list(text)
        self.lines: list[MarkedLine] = []
        self.kinds: dict[int, Kind] = {}  # by number
        self._skipped: dict[int, int] = {}  # characters at a line's beginning, by number
        self._cells: dict[int, Kind] = {}  # by offset
        self._closed: set[int] = set()  # numbers
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
        line = self.lines[number]
        for at in range(line.start + start, line.start + stop):
            self._seen[at] = MASK
        if start == 0:
            rest = line.text[stop:]
            self._skipped[number] = stop + len(rest) - len(rest.lstrip())

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

    def markup(self) -> Markup:
        """The text with all of this."""

        def first(number: int) -> int:
            return self.lines[number].start + self._skipped.get(number, 0)

        kinds = {first(number): kind for number, kind in self.kinds.items()} | self._cells
        closed = self._closed | {n for n, kind in self.kinds.items() if kind in ALONE}
        return Markup("".join(self._seen), kinds, soft=True, closed=frozenset(map(first, closed)))


def read_marked(
    data: bytes, name: str, encoding: str | None, marked: Callable[[str], MarkedLines]
) -> Content:
    """Read a text of a light markup language, whose lines `marked` marks."""
    decoded = decode(data, name, encoding)
    return Content(decoded.text, paragraphs(decoded.text, marked(decoded.text).markup()), decoded.warnings)
