"""Footnotes, and the marks in the text that call them.

A mark glued to a word (*conventions1*, *20017 and*, *action**) looks like part of it. Only
the footnotes that a document really has tell them apart: mark by mark, in order, each called
on its own page or, for notes at the end, anywhere before.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from duiqi.corpus.layout.furniture import RULE
from duiqi.corpus.layout.lines import MASK, OPENERS, Line, ending
from duiqi.corpus.model import Call, Kind, Span
from duiqi.corpus.scripts import FIRST_WIDE

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

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
YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?=\d{1,2}\Z|,\Z)")  # which a call may be glued to: 20017, 1996,2
GLUE = frozenset(",;:.!?)]’”\"'»。，；：！？）》」』")
CALL = re.compile(
    r"(?P<digits>\d{1,6})(?![\d\w])|(?P<raised>[⁰¹²³⁴-⁹]{1,3})|(?P<bracket>[\[〔［]\d{1,3}[\]〕］])"
    r"|(?P<circle>[①-⑳])|(?P<star>\*{1,4}|[†‡§¶]{1,2})"
)


class Note(NamedTuple):
    """A footnote: its mark, the lines it stands on, and where its text begins."""

    mark: str
    first: int
    behind: int
    text_start: int


class Candidate(NamedTuple):
    """Characters that could be a call mark, and how much they look like one (0 to 1)."""

    mark: str
    span: Span
    weight: float


class Notes(NamedTuple):
    """The footnotes of a text, and the marks in it that call them."""

    notes: tuple[Note, ...]
    calls: tuple[Call, ...]


def notes_of(text: str, lines: Sequence[Line], apart: Mapping[int, Kind], barred: Collection[int]) -> Notes:
    """Find the footnotes and their calls.

    apart    lines that are furniture or metadata
    barred   lines at which no note begins: they go on a sentence, or a format says what they are
    """
    opened = {
        i: found
        for i, line in enumerate(lines)
        if text[line.start] in "0123456789*†‡§¶⁰¹²³⁴⁵⁶⁷⁸⁹[〔［①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
        and i not in apart
        and i not in barred
        and (found := NOTE.match(text, line.start, line.end))
    }
    if not opened:
        return Notes((), ())
    candidates = _candidates(text, {plain(found["mark"]) for found in opened.values()})
    notes: list[Note] = []
    calls: list[Call] = []
    page = 0  # the character behind the last block of notes
    behind = 0  # the line behind it
    expected = 1
    for i in opened:
        if i < behind:
            continue
        block = _block(text, lines, apart, opened, i, expected)
        if not block:
            continue
        chosen = _calls(_between(candidates, page, lines[i].start), block)
        if not _believable(text, lines, apart, i, block, chosen, opened[i]["close"]):
            continue
        notes += block
        calls += [Call(candidate.mark, candidate.span) for candidate in chosen]
        behind = block[-1].behind
        page = lines[behind - 1].end
        numbers = [int(plain(note.mark)) for note in block if plain(note.mark).isdigit()]
        expected = numbers[-1] + 1 if numbers else expected
    calls += _repeated(candidates, lines, notes, calls)
    return Notes(tuple(notes), tuple(sorted(calls, key=lambda call: call.span)))


def plain(mark: str) -> str:
    """A mark as a reader would type it.

    >>> plain("¹²"), plain("[3]"), plain("⑤"), plain("*")
    ('12', '3', '5', '*')
    """
    mark = mark.translate(SUPERSCRIPTS).strip("[]〔〕［］")
    return str(ord(mark) - 0x245F) if "①" <= mark <= "⑳" else mark


def _block(
    text: str,
    lines: Sequence[Line],
    apart: Mapping[int, Kind],
    opened: Mapping[int, re.Match[str]],
    start: int,
    expected: int,
) -> list[Note]:
    """Notes one behind the other, in order, from a line that may begin the first."""
    first = plain(opened[start]["mark"])
    if first.isdigit() and int(first) not in (1, expected):
        return []
    number = int(first) if first.isdigit() else expected - 1
    starts = [start]
    for i in range(start + 1, len(lines)):
        if i in apart and not RULE.match(text, lines[i].start, lines[i].end):
            break
        if i in opened:
            mark = plain(opened[i]["mark"])
            follows = mark.isdigit() and int(mark) == number + 1
            if follows or (not mark.isdigit() and not first.isdigit() and mark != first):
                starts.append(i)
                number += follows
                continue
        if _ends_block(text, lines, starts[-1], i):
            break
    ends = [*starts[1:], len(lines)]
    notes = []
    for begin, end in zip(starts, ends, strict=True):
        behind = next(
            (i for i in range(begin + 1, end) if i in apart or _ends_block(text, lines, begin, i)), end
        )
        found = opened[begin]
        notes.append(Note(found["mark"], begin, behind, found.end()))
    return notes


def _ends_block(text: str, lines: Sequence[Line], first: int, i: int) -> bool:
    """Whether line i can be no part of the note that begins at line `first`."""
    line, before = lines[i], lines[i - 1]
    if line.gap or line.turn:
        return True
    finished = ending(text[before.start : before.end]) == "stop"
    hanging = i > first + 1 and line.indent == lines[first + 1].indent
    return finished and line.indent > lines[first].indent and not hanging


def _believable(
    text: str,
    lines: Sequence[Line],
    apart: Mapping[int, Kind],
    i: int,
    block: Sequence[Note],
    calls: Sequence[Candidate],
    closed: str | None,
) -> bool:
    """Whether these are footnotes: called, or under a rule or a heading that says so."""
    called = sum(candidate.weight for candidate in calls)
    before = text[lines[i - 1].start : lines[i - 1].end] if i else ""
    announced = bool(before) and (bool(RULE.match(before)) or bool(HEADING.match(before.strip())))
    if closed:  # "1. See" is a numbered paragraph more often than a note
        return called >= 2 and 5 * called >= 4 * len(block)
    if announced and block[0].mark[0] not in "*":
        return True
    return called >= 0.5 and 2 * called >= len(block)


def _calls(candidates: Sequence[Candidate], block: Sequence[Note]) -> Sequence[Candidate]:
    """The first call of each note: the best rising chain among what stands before the notes."""
    order = {plain(note.mark): number for number, note in enumerate(block)}
    best: list[float] = [0.0] * (len(block) + 1)  # best[n]: the best chain whose last note is n - 1
    chains: list[tuple[Candidate, ...]] = [()] * (len(block) + 1)
    for candidate in candidates:
        if candidate.mark not in order:
            continue
        n = order[candidate.mark] + 1
        before = max(range(n), key=best.__getitem__)
        score = best[before] + candidate.weight
        if score > best[n]:
            best[n], chains[n] = score, (*chains[before], candidate)
    return chains[max(range(len(best)), key=best.__getitem__)]


def _repeated(
    candidates: Sequence[Candidate], lines: Sequence[Line], notes: Sequence[Note], calls: Sequence[Call]
) -> list[Call]:
    """Later calls of a note that has been called, as long as its numbering lasts."""
    numberings: list[list[Note]] = []
    for note in notes:
        mark = plain(note.mark)
        if mark.isdigit() and (not numberings or int(mark) == 1):
            numberings.append([])
        if mark.isdigit():
            numberings[-1].append(note)
    taken = {call.span for call in calls}
    inside = sorted(Span(lines[note.first].start, lines[note.behind - 1].end) for note in notes)
    found = []
    low = 0
    for number, numbering in enumerate(numberings, 1):
        last = number == len(numberings)
        high = candidates[-1].span.end if last and candidates else lines[numbering[-1].behind - 1].end
        first = {call.mark: call.span.start for call in reversed(calls) if low <= call.span.start < high}
        marks = {plain(note.mark) for note in numbering}
        for candidate in _between(candidates, low, high):
            start = candidate.span.start
            at = bisect_right(inside, start, key=lambda span: span.start) - 1
            if (
                candidate.weight >= 0.6
                and candidate.mark in marks
                and first.get(candidate.mark, start) < start
                and candidate.span not in taken
                and not (at >= 0 and start < inside[at].end)
            ):
                found.append(Call(candidate.mark, candidate.span))
        low = high
    return found


def _candidates(text: str, marks: Collection[str]) -> list[Candidate]:
    """Everything in the text that could call one of the marks, in order."""
    found = []
    for m in CALL.finditer(text):
        begin, stop = m.span()
        before = text[begin - 1] if begin else " "
        if before.isspace() and before != MASK and not m["digits"]:
            continue
        if m["digits"]:
            if len(m[0]) > 3:  # a year and a call: 20017
                begin = begin + 4 if YEAR.match(m[0]) else stop
            elif not (before.isalpha() or before in GLUE):
                continue
        mark = plain(text[begin:stop])
        if mark in marks and (
            weight := _weight(text, begin, stop) if m["digits"] else _weight_of_sign(text, m)
        ):
            found.append(Candidate(mark, Span(begin, stop), weight))
    return found


def _between(candidates: Sequence[Candidate], start: int, end: int) -> Sequence[Candidate]:
    low = bisect_left(candidates, start, key=_start_of)
    return candidates[low : bisect_left(candidates, end, lo=low, key=_start_of)]


def _start_of(candidate: Candidate) -> int:
    return candidate.span.start


def _weight_of_sign(text: str, m: re.Match[str]) -> float:
    """A star before a word is a bullet or a multiplication, `[1]=` a program; anything raised is a call."""
    before, after = text[m.start() - 1], text[m.end() : m.end() + 1]
    if m["star"] and (after.isalnum() or not (before.isalnum() or before in GLUE or before == MASK)):
        return 0.0
    return 0.0 if m["bracket"] and after in {"=", "["} else 1.0


def _weight(text: str, start: int, end: int) -> float:
    """How much digits glued to what stands before them look like a call, from 0 (they are none) to 1."""
    before, after = text[start - 1], text[end : end + 2]
    if (after and after[0] in "%/-–‑°") or (after[:1] in ".,:" and after[1:].isalnum()):
        return 0.0
    if before.isdigit():
        return 0.8
    if before.isalpha():
        return _weight_on_word(text, start)
    if before in ".:," and text[start - 2].isdigit():
        # 3.5, 12:30, 1,234; but "1996,2 1998/31" behind a year
        year = before == "," and end - start < 3 and YEAR.search(text[start - 6 : start])
        return 0.8 if year else 0.0
    if text[start - 2 : start - 1] in OPENERS or text[start - 2 : start - 1].isspace():  # a lone mark: "?1"
        return 0.0
    if before == ".":
        # No.3, Corr.3, art.5: abbreviations; a sentence's end is followed by another sentence's beginning.
        begins = re.match(r"\s*\Z|\s*\n\s*\n|\s+[\"“‘(]?[^\W\d_]", text[end : end + 40])
        word = re.search(r"([^\W\d_]+)\.\Z", text[max(0, start - 30) : start])
        sentence = (
            begins and not begins[0][-1:].islower() and word and (word[1].islower() or len(word[1]) > 6)
        )
        return 0.7 if sentence else 0.0
    return 1.0


def _weight_on_word(text: str, start: int) -> float:
    word = re.search(r"[^\W_]+\Z", text[max(0, start - 30) : start])
    if not word:
        return 0.0
    if len(word[0]) == 1 or any(c.isdigit() for c in word[0]):  # A4, H2, B2B
        return 0.1
    around = text[max(0, start - 20_000) : start + 20_000]
    if len(re.findall(rf"\b{word[0]}\d", around)) > 1:  # value1 and value2: names
        return 0.2
    if word[0].isupper():  # CO2, but also Protocol II10
        return 0.5 if re.search(rf"\b{word[0]}\b", around) else 0.2
    return 0.9 if text[start - 1] < FIRST_WIDE else 0.5
