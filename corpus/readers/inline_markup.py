"""Inline markup of light markup languages: marks around text that is read, and stretches that are not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from duiqi.corpus.readers.marks import Mark


class Inline(NamedTuple):
    """Inline markup: the text from `first` to `last` is read, that around it from `start` to `stop` is marks.

    type     of its code (`bold`, `link`); empty where it is none: an escape, an anchor
    instead  shown in place of the first and the last mark
    note     the name of the footnote that is called, and written here if there is text; None for others
    """

    start: int
    first: int
    last: int
    stop: int
    type: str = ""
    instead: tuple[str, str] = ("", "")
    note: str | None = None

    def shifted(self, by: int) -> Inline:
        """The same in a text with so many more characters in front."""
        start, first, last, stop = (place + by for place in self[:4])
        return self._replace(start=start, first=first, last=last, stop=stop)

    def marks(self) -> Iterator[Mark]:
        """Its two marks, where it is a pair."""
        if self.type and self.start < self.first and self.last < self.stop:
            yield Mark(self.start, self.first, "open", self.type)
            yield Mark(self.last, self.stop, "close", self.type)


def hidden(start: int, stop: int) -> Inline:
    """A stretch of which nothing is read."""
    return Inline(start, stop, stop, stop)


def replaced(start: int, stop: int, shown: str) -> Inline:
    """A stretch that another text is shown in place of."""
    return Inline(start, stop, stop, stop, instead=(shown, ""))


Find = Callable[[str], list[Inline]]


class Ends:
    """Searches for the ends of marks in a text up to `stop`; a mark without an end is looked for once."""

    def __init__(self, text: str, stop: int) -> None:
        self._text = text
        self._stop = stop
        self._missing: dict[re.Pattern[str], int] = {}

    def after(self, at: int, end: re.Pattern[str]) -> re.Match[str] | None:
        """The first match of `end` from an offset on."""
        if at >= self._missing.get(end, self._stop + 1):
            return None
        found = end.search(self._text, at, self._stop)
        if found is None:
            self._missing[end] = at
        return found
