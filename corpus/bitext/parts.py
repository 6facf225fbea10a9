"""Shared by the readers: lazy beads, segment numbers, and the values of a unit's properties."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from duiqi.corpus.bitext.conventions import STATUSES
from duiqi.corpus.bitext.inline import Inline
from duiqi.corpus.bitext.layout import Wanted
from duiqi.corpus.codes import cut_codes
from duiqi.corpus.localization import original
from duiqi.corpus.model import Bead, BeadSegment, Span, Status

T = TypeVar("T")

ASSERTED = 1.0  # the confidence of a pair in a file that gives none

ENDS = re.compile(r"[0-9]{1,12}(?: [0-9]{1,12})*")
SPAN = re.compile(r"([0-9]{1,12})-([0-9]{1,12})")


class Request(NamedTuple):
    """The file to read and, where the caller knows them, its languages and a table's two columns."""

    path: Path
    source_lang: str = ""
    target_lang: str = ""
    columns: tuple[str, str] | None = None

    @property
    def wanted(self) -> Wanted:
        """What `layout.find_layout` is asked for."""
        return Wanted(self.source_lang, self.target_lang, self.columns)


class Lazy(Iterable[T]):
    """An iterable that calls `read` for each iteration, so that nothing is held in memory."""

    def __init__(self, read: Callable[[], Iterator[T]]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[T]:
        return self._read()


Beads = Lazy[Bead]


class Numbering:
    """Numbers the segments of both sides as they are read, without gaps.

    >>> numbering = Numbering()
    >>> numbering.ranges(1, 2), numbering.ranges(1, 0)
    ((range(0, 1), range(0, 2)), (range(1, 2), range(2, 2)))
    """

    def __init__(self) -> None:
        self.source = 0
        self.target = 0

    def ranges(self, source: int, target: int) -> tuple[range, range]:
        """The numbers of the next segments, given how many there are on each side."""
        first, second = self.source, self.target
        self.source += source
        self.target += target
        return range(first, self.source), range(second, self.target)


def cut(text: str, ends: str) -> tuple[str, ...]:
    """The segments of a text, cut at `ends` where these still fit; none for an empty text.

    The last end is the length of the text. An edited text mostly has another length, and is one
    segment then: where it should be cut is no longer known.

    >>> cut("Yes. Come in.", "4 13"), cut("Yes. Do come in.", "4 13"), cut("", "")
    (('Yes.', 'Come in.'), ('Yes. Do come in.',), ())
    """
    if not text:
        return ()
    if not ends:
        return (text,)
    places = [int(place) for place in ends.split()] if ENDS.fullmatch(ends) else []
    if len(places) < 2 or places[-1] != len(text) or places != sorted(places):
        return (text,)
    return tuple(text[start:end].strip() for start, end in zip([0, *places], places, strict=False))


def cut_inline(inline: Inline, ends: str, place: Span | None, label: str) -> tuple[BeadSegment, ...]:
    """The segments of a text with its inline codes, cut at `ends` where these still fit."""
    texts = cut(inline.text, ends)
    segments = BeadSegment.of_texts(texts, place, label)
    if not inline.codes:
        return segments
    found, codes, at = [], inline.codes, 0
    for number, segment in enumerate(segments, 1):
        length = len(segment.text)
        if number < len(segments):
            start = inline.text.index(texts[number], at + length)
            own, codes = cut_codes(codes, length, start - at)
            at = start
        else:
            own = codes
        found.append(segment._replace(codes=own))
    return tuple(found)


def span(text: str) -> Span | None:
    """Offsets written as `210-260`; None for anything else, as spreadsheets turn them into dates."""
    found = SPAN.fullmatch(text) if text else None
    return Span(int(found[1]), int(found[2])) if found else None


def number(text: str, default: float) -> float:
    """A confidence or score as a person or a spreadsheet writes it; ValueError if it is no number.

    >>> number("0.97", 1), number("0,97", 1), number("97%", 1), number("", 1)
    (0.97, 0.97, 0.97, 1)
    """
    text = text.strip()
    if not text:
        return default
    if text.endswith("%"):
        return _finite(text[:-1]) / 100
    return _finite(text)


def _finite(text: str) -> float:
    value = float(text.strip().replace(",", "."))
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def status(text: str) -> Status:
    """A status as written in a file, in English or as a workbook shows it, empty for new.

    Raises ValueError if there is no such status.

    >>> status("Accepted"), status("已接受"), status("")
    ('accepted', 'accepted', 'new')
    """
    word = original(text.strip().lower() or "new")
    if word not in STATUSES:
        raise ValueError(text)
    return cast(Status, word)
