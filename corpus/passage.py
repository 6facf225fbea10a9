"""Text that remembers its place: spans of a document, and passages made readable from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of character offsets into a document's decoded text."""

    start: int
    end: int


class Time(NamedTuple):
    """When a cue of subtitles is shown, in milliseconds from the beginning of the film."""

    start: int
    end: int


class Run(NamedTuple):
    """Characters that a passage has in common with the document.

    at      where they begin in the passage
    start   where they begin in the document
    length  how many there are
    """

    at: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Passage:
    r"""Readable text, with the place in the document of each stretch of it.

    To make text readable, lines are unwrapped, and call marks and spaces between Chinese
    words taken out; `runs` are the stretches that were kept, in order. A part of a passage
    has its runs as well, so that a clause of a sentence of a paragraph that a page break
    interrupts has its offsets.

    >>> page = "mine action;4\\n\\n2. Calls"
    >>> passage = Passage("mine action;", (Run(0, 0, 12),))
    >>> passage[5:].text, passage[5:].span
    ('action;', Span(start=5, end=12))
    """

    text: str
    runs: tuple[Run, ...]

    @property
    def span(self) -> Span:
        """From the first character that was kept to after the last, interruptions included."""
        if not self.runs:
            return Span(0, 0)
        last = self.runs[-1]
        return Span(self.runs[0].start, last.start + last.length)

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, cut: slice) -> Passage:
        start, stop, step = cut.indices(len(self.text))
        if step != 1:
            raise ValueError("a passage is cut into consecutive characters")
        runs = []
        for at, origin, length in self.runs:
            low, high = max(at, start), min(at + length, stop)
            if low < high:
                runs.append(Run(low - start, origin + low - at, high - low))
        return Passage(self.text[start:stop], tuple(runs))

    def strip(self) -> Passage:
        """The passage without white space at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self[start : max(start, len(self.text.rstrip()))]

    def __add__(self, other: Passage) -> Passage:
        moved = (Run(at + len(self.text), start, length) for at, start, length in other.runs)
        return Passage(self.text + other.text, (*self.runs, *moved))
