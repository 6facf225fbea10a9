"""Paragraphs gathered from parts of lines: cells of several lines, footnotes within sentences.

The layout of plain text reads a text line by line. A cell of a table has a part of each of its lines, and a
footnote may be written within a line of the sentence that calls it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from duiqi.corpus.layout.passages import Cut, Mender
from duiqi.corpus.model import Call, Kind, Paragraph, Span
from duiqi.corpus.readers.inline_markup import Inline

SIGNS = ("#", "*")  # names of footnotes without a name of their own: their n-th call calls the n-th of them


@dataclass(slots=True)
class Gathered:
    """A paragraph made of stretches of the file, one for each of its lines.

    note   the name of the footnote that it is, None where it is none
    cuts   its markup
    calls  the names of footnotes, and where they are called in it
    """

    kind: Kind
    stretches: list[Span]
    note: str | None = None
    cuts: list[Cut] = field(default_factory=list)
    calls: list[tuple[str, Span]] = field(default_factory=list)
    _at: list[int] = field(init=False, repr=False)  # where the stretches begin in its text

    def __post_init__(self) -> None:
        sizes = (end - start + 1 for start, end in self.stretches)
        self._at = [*accumulate(sizes, initial=0)]

    def text(self, whole: str) -> str:
        """Its lines in the file."""
        return "\n".join(whole[start:end] for start, end in self.stretches)

    def places(self, start: int, stop: int) -> list[Span]:
        """Where in the file the characters from `start` to `stop` of its text are, line by line."""
        found: list[Span] = []
        for number in range(max(bisect_right(self._at, start) - 1, 0), len(self.stretches)):
            at, (begin, end) = self._at[number], self.stretches[number]
            if at >= stop:
                break
            low, high = max(start, at), min(stop, at + end - begin)
            if low < high:
                found.append(Span(begin + low - at, begin + high - at))
        return found

    def hide(self, found: Inline) -> None:
        """Leave the marks of inline markup out."""
        marks = ((found.start, found.first), (found.last, found.stop))
        for mark, shown in zip(marks, found.instead, strict=True):
            for n, place in enumerate(self.places(*mark)):
                self.cuts.append(Cut(*place, "" if n else shown))


def with_gathered(
    text: str,
    paragraphs: Sequence[Paragraph],
    gathered: Sequence[Gathered],
    calls: Sequence[tuple[str, Span]],
) -> tuple[Paragraph, ...]:
    """The paragraphs of a text and those gathered from it in reading order, footnotes last.

    calls  the names of footnotes, and where they are called in `paragraphs`
    """
    if not gathered and not calls:
        return tuple(paragraphs)
    gathered = sorted(gathered, key=lambda one: one.stretches[0])
    notes = [(one.note, one.stretches[0].start) for one in gathered if one.note is not None]
    marks = _marks([name for name, _ in notes])
    labels = {start: mark for (_, start), mark in zip(notes, marks, strict=True)}
    by_name: dict[str, list[str]] = defaultdict(list)
    for (name, _), mark in zip(notes, marks, strict=True):
        by_name[name].append(mark)
    named = _named([*calls, *(call for one in gathered for call in one.calls)], by_name)
    mender = Mender(text, by_hand=True)
    made = [_paragraph(one, labels, named, mender) for one in gathered]
    own = [named[span.start] for _, span in sorted(calls, key=lambda call: call[1]) if span.start in named]
    found = [*_calling(paragraphs, own), *(paragraph for paragraph in made if paragraph.text)]
    found.sort(key=lambda paragraph: (paragraph.kind == "footnote", paragraph.span.start))
    return tuple(found)


def _calling(paragraphs: Sequence[Paragraph], calls: Sequence[Call]) -> Iterator[Paragraph]:
    """The paragraphs with the calls that are in them; both are in the order of the text."""
    waiting = list(reversed(calls))
    for paragraph in sorted(paragraphs, key=lambda one: one.span):
        own: list[Call] = []
        while waiting and waiting[-1].span.start < paragraph.span.end:
            call = waiting.pop()
            if call.span.start >= paragraph.span.start:
                own.append(call)
        yield replace(paragraph, calls=(*paragraph.calls, *own)) if own else paragraph


def _marks(names: Sequence[str]) -> list[str]:
    """The marks of footnotes: a short number is its own mark, and so is a star; others are counted.

    >>> _marks(["why", "1", "*", "#"])
    ['2', '1', '*', '3']
    """
    taken = set(names)
    marks: list[str] = []
    count = 0
    for name in names:
        if (name.isdecimal() and len(name) < 4) or name == "*":
            marks.append(name)
            continue
        count += 1
        while str(count) in taken:
            count += 1
        marks.append(str(count))
    return marks


def _named(calls: Sequence[tuple[str, Span]], by_name: Mapping[str, Sequence[str]]) -> dict[int, Call]:
    """The calls of footnotes that there are, with their marks, by their offsets."""
    count: dict[str, int] = defaultdict(int)
    found: dict[int, Call] = {}
    for name, span in sorted(calls, key=lambda call: call[1]):
        number = count[name] if name in SIGNS else 0
        count[name] += 1
        if number < len(marks := by_name.get(name, ())):
            found[span.start] = Call(marks[number], span)
    return found


def _paragraph(
    one: Gathered, labels: Mapping[int, str], named: Mapping[int, Call], mender: Mender
) -> Paragraph:
    calls = tuple(named[span.start] for _, span in one.calls if span.start in named)
    passage = mender.passage(one.stretches, one.cuts).strip()
    label = labels.get(one.stretches[0].start, "") if one.note is not None else ""
    return Paragraph(passage, one.kind, label, tuple(one.stretches), calls)
