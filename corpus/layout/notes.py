"""Footnotes, and the marks in the text that call them.

Notes are found in blocks: lines that begin with marks in order. A block is believed where
the text before it has calls of its marks in the same order, each on the note's own page or,
for notes at the end, anywhere before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from duiqi.corpus.layout.calls import Candidate, between, candidates, plain
from duiqi.corpus.layout.furniture import RULE
from duiqi.corpus.layout.lines import Line, ending
from duiqi.corpus.model import Call, Kind, Span

NOTE = re.compile(
    r"(?P<mark>\d{1,3}(?=[.)]?[\s\u3000]+\S)|[⁰¹²³⁴-⁹]{1,3}(?=\s*\S)|[\[〔［]\d{1,3}[\]〕］](?=\s*\S)"
    r"|[①-⑳](?=\s*\S)|(?:\*{1,3}|[†‡§¶]{1,2})(?=\s?[^\s*†‡§¶_]))"
    r"(?P<close>[.)])?[\s\u3000]*"
)
HEADING = re.compile(
    r"(?:foot|end)?notes?:?\Z|references:?\Z|anmerkungen:?\Z"
    r"|notes de bas.*\Z|注释?[:：]?\Z|註釋?[:：]?\Z|脚注\Z|尾注\Z",
    re.I,
)
FIRST_OF_NOTE = frozenset("0123456789*†‡§¶⁰¹²³⁴⁵⁶⁷⁸⁹[〔［①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
CALLED_WITH_CLOSE = 2  # calls that show "1. See" to be a note, not a numbered paragraph
LONGEST = 300  # lines of one note; time grows with it
SURE = 0.6  # weight of a candidate that is certainly a call, or taken for a later one


class Note(NamedTuple):
    """A footnote: its mark, its lines (`first` to `stop`, half-open), and where its text begins."""

    mark: str
    first: int
    stop: int
    text_start: int

    @property
    def number(self) -> int | None:
        """The mark as a number; None for stars and daggers."""
        mark = plain(self.mark)
        return int(mark) if mark.isdecimal() else None


class Notes(NamedTuple):
    """The footnotes of a text, and the marks in it that call them, both in order."""

    notes: tuple[Note, ...]
    calls: tuple[Call, ...]


class _Openings(NamedTuple):
    """A text's lines, and for those that may begin a note the match of its mark."""

    text: str
    lines: Sequence[Line]
    apart: Mapping[int, Kind]
    matches: Mapping[int, re.Match[str]]

    def mark(self, i: int) -> str:
        return plain(self.matches[i]["mark"])


def notes_of(text: str, lines: Sequence[Line], apart: Mapping[int, Kind], barred: Collection[int]) -> Notes:
    """Find the footnotes and their calls.

    apart    lines that are furniture or metadata
    barred   lines at which no note begins: they continue a sentence, or a format names their kind
    """
    matches = {
        i: match
        for i, line in enumerate(lines)
        if text[line.start] in FIRST_OF_NOTE
        and i not in apart
        and i not in barred
        and (match := NOTE.match(text, line.start, line.end))
    }
    if not matches:
        return Notes((), ())
    openings = _Openings(text, lines, apart, matches)
    found = candidates(text, {openings.mark(i) for i in matches})
    notes: list[Note] = []
    calls: list[Call] = []
    expected = 1  # the next note's number, where numbers run on from page to page
    stop = 0  # the line after the last block
    for i in matches:
        if i < stop:
            continue
        since = lines[stop - 1].end if stop else 0
        possible = between(found, since, lines[i].start)
        if not _may_begin(openings, i, possible):
            continue
        block = _block(openings, i, expected)
        if not block:
            continue
        chosen = _first_calls(possible, block)
        if not _is_believable(openings, block, chosen, expected):
            continue
        notes += block
        calls += [Call(candidate.mark, candidate.span) for candidate in chosen]
        stop = block[-1].stop
        numbers = [note.number for note in block if note.number is not None]
        expected = numbers[-1] + 1 if numbers else expected
    calls += _later_calls(found, lines, notes, calls)
    return Notes(tuple(notes), tuple(sorted(calls, key=lambda call: call.span)))


def _may_begin(openings: _Openings, i: int, possible: Sequence[Candidate]) -> bool:
    """Whether notes that begin at line i could be believed, however many they are: a test in no time."""
    if openings.matches[i]["close"]:
        return len(possible) >= CALLED_WITH_CLOSE
    return bool(possible) or _is_announced(openings, i)


def _block(openings: _Openings, start: int, expected: int) -> list[Note]:
    """Consecutive notes with marks in order, from a line that may begin the first; none where it does not."""
    first = openings.mark(start)
    if first.isdecimal() and int(first) not in (1, expected) and not _is_announced(openings, start):
        return []
    if first[0] == "*" and any(
        i in openings.matches and openings.mark(i) == first for i in (start - 1, start + 1)
    ):
        return []  # a list
    number = int(first) if first.isdecimal() else expected - 1
    starts = [start]
    for i in range(start + 1, len(openings.lines)):
        line = openings.lines[i]
        if i in openings.apart and not RULE.match(openings.text, line.start, line.end):
            break
        if i in openings.matches:
            mark = openings.mark(i)
            is_next = mark.isdecimal() and int(mark) == number + 1
            if is_next or (not mark.isdecimal() and not first.isdecimal() and mark != first):
                starts.append(i)
                number += is_next
                continue
        if _ends_note(openings, starts[-1], i) or i - starts[-1] > LONGEST:
            break
    return [
        _note(openings, begin, end)
        for begin, end in zip(starts, [*starts[1:], len(openings.lines)], strict=True)
    ]


def _note(openings: _Openings, begin: int, end: int) -> Note:
    """The note that begins at a line, up to line `end` at most."""
    lines = range(begin + 1, end)
    stop = next((i for i in lines if i in openings.apart or _ends_note(openings, begin, i)), end)
    match = openings.matches[begin]
    return Note(match["mark"], begin, stop, match.end())


def _ends_note(openings: _Openings, first: int, i: int) -> bool:
    """Whether line i cannot belong to the note that begins at line `first`."""
    lines = openings.lines
    line, before = lines[i], lines[i - 1]
    if line.gap or line.turn:
        return True
    is_finished = ending(openings.text[before.start : before.end]) == "stop"
    is_hanging = i > first + 1 and line.indent == lines[first + 1].indent
    return is_finished and line.indent > lines[first].indent and not is_hanging


def _is_believable(
    openings: _Openings, block: Sequence[Note], calls: Sequence[Candidate], expected: int
) -> bool:
    """Whether these are footnotes: half of them called, or under a rule or a heading such as "Notes".

    Scanned text has lost some of its calls, and so have excerpts.
    """
    called = sum(1 if candidate.weight >= SURE else candidate.weight for candidate in calls)
    first = block[0].first
    if openings.matches[first]["close"]:  # "1. See" is a numbered paragraph more often than a note
        return called >= CALLED_WITH_CLOSE and 5 * called >= 4 * len(block)
    if block[0].mark[0] != "*" and _is_announced(openings, first):
        return bool(calls) or block[0].number in (None, 1, expected)
    return called >= 0.5 and 2 * called >= len(block)


def _is_announced(openings: _Openings, first: int) -> bool:
    """Whether a rule or a heading such as "Notes" is before a line."""
    line = openings.lines[first - 1] if first else None
    before = openings.text[line.start : line.end] if line else ""
    return bool(before and (RULE.match(before) or HEADING.match(before.strip())))


def _first_calls(found: Sequence[Candidate], block: Sequence[Note]) -> Sequence[Candidate]:
    """The first call of each note: the best rising chain of candidates. Dynamic programming."""
    order = {plain(note.mark): number for number, note in enumerate(block)}
    best: list[float] = [0.0] * (len(block) + 1)  # best[n]: the best chain whose last note is n - 1
    chains: list[tuple[Candidate, ...]] = [()] * (len(block) + 1)
    for candidate in found:
        if candidate.mark not in order:
            continue
        n = order[candidate.mark] + 1
        before = max(range(n), key=best.__getitem__)
        score = best[before] + candidate.weight
        if score > best[n]:
            best[n], chains[n] = score, (*chains[before], candidate)
    return chains[max(range(len(best)), key=best.__getitem__)]


def _later_calls(
    found: Sequence[Candidate], lines: Sequence[Line], notes: Sequence[Note], calls: Sequence[Call]
) -> list[Call]:
    """Later calls of notes that have been called, each within the reach of its numbering."""
    taken = {call.span for call in calls}
    inside = sorted(Span(lines[note.first].start, lines[note.stop - 1].end) for note in notes)
    numberings = _numberings(notes)
    later = []
    low = 0
    for number, numbering in enumerate(numberings, 1):
        is_last = number == len(numberings) and found
        high = found[-1].span.end if is_last else lines[numbering[-1].stop - 1].end
        first = {call.mark: call.span.start for call in reversed(calls) if low <= call.span.start < high}
        marks = {plain(note.mark) for note in numbering}
        for candidate in between(found, low, high):
            start = candidate.span.start
            at = bisect_right(inside, start, key=lambda span: span.start) - 1
            if (
                candidate.weight >= SURE
                and candidate.mark in marks
                and first.get(candidate.mark, start) < start
                and candidate.span not in taken
                and not (at >= 0 and start < inside[at].end)
            ):
                later.append(Call(candidate.mark, candidate.span))
        low = high
    return later


def _numberings(notes: Sequence[Note]) -> list[list[Note]]:
    """Numbered notes, from each 1 to the next."""
    numberings: list[list[Note]] = []
    for note in notes:
        if note.number is not None and (not numberings or note.number == 1):
            numberings.append([])
        if note.number is not None:
            numberings[-1].append(note)
    return numberings
