"""Passages from stretches of a document: lines joined, marks and extra spaces out, offsets kept."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from duiqi.corpus import scripts
from duiqi.corpus.layout.hyphens import HYPHENS, Hyphens
from duiqi.corpus.layout.lines import MASK
from duiqi.corpus.layout.spaces import SPACE, has_word_spaces, needs_space, word_space
from duiqi.corpus.model import Passage, Run, Span

MASKED = re.compile(f"{MASK}{MASK}*+")  # not `+`, before which the scanner cannot skip; so below
_CONTROL = "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]"
CONTROL = re.compile(f"{_CONTROL}{_CONTROL}*+")
SOFT_HYPHEN = "\u00ad"  # shown at a line's end only, where the lines are joined without it
WITHIN_LINE = re.compile(f"{SOFT_HYPHEN}{SOFT_HYPHEN}*(?=\\S)")
# A line that ends, or begins, with one of these is joined to its neighbour by a space, whatever that is. So
# is one with a letter of a script that precedes Thai in Unicode: all of them put spaces between words.
PLAIN_ENDS, PLAIN_BEGINNINGS = frozenset(',;.:!?)"”’'), frozenset('("“‘')


_END = itemgetter(1)


class Cut(NamedTuple):
    """Characters of the document that a passage leaves out, and their replacement."""

    start: int
    end: int
    instead: str = ""


class Mender:
    r"""Makes passages from stretches of one document.

    What needs the whole document is done once: whether Chinese words are separated by
    spaces, and which hyphens at line ends belong to their words.

    seen  the text with a format's marks hidden (`Markup.seen`), where there are any
    word_spaces  where false, spaces between Chinese words are the writer's and stay
    cut   where lines begin that are joined without a space
    by_hand  whether the writer has ended the lines: no program has broken words

    >>> Mender("to  remove land-\nmines,1 all").passage([Span(0, 16), Span(17, 28)], [Cut(23, 24)]).text
    'to remove landmines, all'
    """

    def __init__(
        self,
        text: str,
        seen: str | None = None,
        *,
        word_spaces: bool = True,
        cut: frozenset[int] = frozenset(),
        by_hand: bool = False,
    ) -> None:
        self._text = text
        self._cut = cut
        self._hyphens = Hyphens(seen or text, by_hand=by_hand)
        spaces = SPACE.finditer(text)
        cuts = [(*m.span(), " ") for m in spaces if text[m.start() - 1 : m.start()].strip()]
        cuts += [(*m.span(), "") for m in CONTROL.finditer(text)]
        if SOFT_HYPHEN in text:
            cuts += [(*m.span(), "") for m in WITHIN_LINE.finditer(text)]
        if word_spaces and has_word_spaces(text):
            cuts += [(*m.span(), "") for m in word_space().finditer(text)]
        if seen is not None:
            cuts += [(*m.span(), "") for m in MASKED.finditer(seen)]
        self._cuts: list[tuple[int, int, str]] = []  # plain tuples, since there are many
        reached = 0
        for found in sorted(cuts):
            if found[1] > reached:  # not within another
                self._cuts.append(found)
                reached = found[1]

    def passage(self, stretches: Sequence[Span], cuts: Sequence[Cut] = ()) -> Passage:
        """Join the stretches of a paragraph, one for each of its lines, without the cuts.

        Spaces and tabs in a row become one space; control characters go, since no format of
        a translation memory can hold them.
        """
        if joined := self._joined(stretches, cuts):
            return joined
        writing = _Writer(self._text, self._hyphens, self._cut)
        for start, end in stretches:
            writing.break_line()
            for low, high, instead in self._within(start, end, cuts):
                writing.keep(start, low)
                writing.put(instead)
                start = max(start, high)
            writing.keep(start, end)
        return writing.passage()

    def lead(self, stretches: Sequence[Span], passage: Passage, cuts: Sequence[Cut] = ()) -> str:
        """The label of a paragraph and the white space after it, as they are before its passage.

        stretches  of the paragraph, the label included

        >>> text = "第一条　 为了"
        >>> Mender(text).lead([Span(0, 7)], Mender(text).passage([Span(5, 7)]))
        '第一条 '
        """
        if not passage.runs:
            return ""
        first = passage.runs[0]
        head = [Span(start, min(end, first.start + 1)) for start, end in stretches if start <= first.start]
        text = self.passage(head, cuts).text
        return text[: len(text) - first.at - 1]

    def _joined(self, stretches: Sequence[Span], cuts: Sequence[Cut]) -> Passage | None:
        """The passage where nothing stands for a cut and spaces join all lines, as is usual; a fast path."""
        if self._cut and any(stretch.start in self._cut for stretch in stretches):
            return None
        text = self._text
        parts: list[str] = []
        runs: list[Run] = []
        at, last = 0, " "
        for start, end in stretches:
            if parts:
                if not _is_plain(last, PLAIN_ENDS):
                    return None
                parts.append(" ")
                at, last = at + 1, ""
            for low, high, instead in [*self._within(start, end, cuts), (end, end, "")]:
                if instead:
                    return None
                if start < low:
                    first = text[start]
                    if last == " " and first.isspace():
                        return None
                    if not last and not _is_plain(first, PLAIN_BEGINNINGS):
                        return None
                    parts.append(text[start:low])
                    runs.append(Run(at, start, low - start))
                    at, last = at + low - start, text[low - 1]
                start = max(start, high)
            if not last:
                return None  # a line of which nothing is left
        return None if last.isspace() else Passage("".join(parts), tuple(runs))

    def _within(self, start: int, end: int, cuts: Sequence[Cut]) -> Sequence[tuple[int, int, str]]:
        """The cuts in a stretch, the document's own and this paragraph's."""
        low = bisect_right(self._cuts, start, key=_END)
        found = self._cuts[low : bisect_left(self._cuts, (end,), lo=low)]
        if own := [cut for cut in cuts if start < cut.end and cut.start < end]:
            found = sorted([*found, *own])
        return found


def _is_plain(character: str, marks: frozenset[str]) -> bool:
    """Whether a line's first or last character always has a space between it and the next line."""
    return (character < scripts.THAI[0] and character.isalnum()) or character in marks


class _Writer:
    """A passage in the making: its text in parts, and the runs of it that are in the document."""

    def __init__(self, text: str, hyphens: Hyphens, cut: frozenset[int]) -> None:
        self._text = text
        self._hyphens = hyphens
        self._cut = cut
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._at = 0
        self._line_ended = False

    def break_line(self) -> None:
        """End the line: the next characters begin a new one."""
        self._line_ended = bool(self._parts)

    def put(self, instead: str) -> None:
        """Append text that is not in the document."""
        if not instead or (instead == " " and (not self._parts or self._parts[-1][-1] == " ")):
            return
        if self._line_ended:
            if instead == " ":
                return
            self._close_line("")
        self._parts.append(instead)
        self._at += len(instead)

    def keep(self, start: int, end: int) -> None:
        """Append text[start:end], without spaces at its beginning that would double one."""
        if start >= end:
            return
        text = self._text
        if self._line_ended or not self._parts or self._parts[-1][-1] == " ":
            while start < end and text[start].isspace():
                start += 1
            if start == end:
                return
        if self._line_ended:
            self._close_line(text[start], start)
        self._parts.append(text[start:end])
        last = self._runs[-1] if self._runs else None
        if last and last.start + last.length == start and last.at + last.length == self._at:
            self._runs[-1] = Run(last.at, last.start, last.length + end - start)
        else:
            self._runs.append(Run(self._at, start, end - start))
        self._at += end - start

    def passage(self) -> Passage:
        whole = Passage("".join(self._parts), tuple(self._runs))
        return whole.strip() if whole.text[-1:].isspace() or whole.text[:1].isspace() else whole

    def _close_line(self, first: str, start: int = -1) -> None:
        """Append the space that belongs between two lines; take away a hyphen that does not.

        first, start  the first character of the next line, and its offset if it has one
        """
        self._line_ended = False
        while self._parts and self._parts[-1][-1].isspace():
            self._drop(len(self._parts[-1]) - len(self._parts[-1].rstrip()))
        if not self._parts:
            return
        last = self._parts[-1][-1]
        if last == SOFT_HYPHEN:
            self._drop(1)
        elif last in HYPHENS and self._parts[-1][-2:-1].isalnum() and self._runs and start >= 0:
            end = self._runs[-1].start + self._runs[-1].length
            if not self._hyphens.stay(self._text, end, start):
                self._drop(1)
        elif start not in self._cut and needs_space(last, first):
            self._parts.append(" ")
            self._at += 1

    def _drop(self, count: int) -> None:
        """Take characters off the end."""
        part = self._parts.pop()
        if len(part) > count:
            self._parts.append(part[:-count])
        self._at -= count
        if self._runs and self._runs[-1].at + self._runs[-1].length > self._at:
            at, start, length = self._runs.pop()
            if length > count:
                self._runs.append(Run(at, start, length - count))
