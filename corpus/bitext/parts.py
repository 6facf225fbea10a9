"""What the readers share: lazy beads, segment numbers, and the small values in a unit's margin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar, cast, get_args

from duiqi.corpus.model import Bead, Span, Status

T = TypeVar("T")

STATUSES: tuple[str, ...] = get_args(Status)

# A pair in somebody's memory that says nothing of its confidence.
ASSERTED = 1.0


ENDS = re.compile(r"[0-9]+(?: [0-9]+)*")
SPAN = re.compile(r"([0-9]+)-([0-9]+)")


class Request(NamedTuple):
    """What is to be read: the file and, where the caller knows them, its languages."""

    path: Path
    source_lang: str = ""
    target_lang: str = ""


class Lazy(Iterable[T]):
    """Things that are read when asked for, from the start each time."""

    def __init__(self, read: Callable[[], Iterator[T]]) -> None:
        self._read = read

    def __iter__(self) -> Iterator[T]:
        return self._read()


Beads = Lazy[Bead]


class Numbering:
    """Numbers the segments of both sides as they come: what is in the file, without gaps.

    >>> numbering = Numbering()
    >>> numbering.ranges(1, 2), numbering.ranges(1, 0)
    ((range(0, 1), range(0, 2)), (range(1, 2), range(2, 2)))
    """

    def __init__(self) -> None:
        self.source = 0
        self.target = 0

    def ranges(self, source: int, target: int) -> tuple[range, range]:
        """The next so many segments of each side."""
        first, second = self.source, self.target
        self.source += source
        self.target += target
        return range(first, self.source), range(second, self.target)


def cut(text: str, ends: str) -> tuple[str, ...]:
    """A side's segments, cut where `ends` says if that still fits the text; no text, no segments.

    The last end is the text's length. An edited text has another one, most often, and
    is then one segment: its cuts are no longer known.

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


@lru_cache(maxsize=64)
def stem(name: str) -> str:
    """A document's name as it opens the ids of its units: no folder, no suffix, no white space.

    >>> stem("texts/un 62-99.en.txt"), stem("report")
    ('un_62-99.en', 'report')
    """
    base = name.replace("\\", "/").rpartition("/")[2]
    head, _, _ = base.rpartition(".")
    return "_".join((head or base).split())


def span(text: str) -> Span | None:
    """Offsets written as `210-260`; None for anything else, as a spreadsheet makes dates of them."""
    found = SPAN.fullmatch(text) if text else None
    return Span(int(found[1]), int(found[2])) if found else None


def number(text: str, default: float) -> float:
    """A confidence or score as a person or a spreadsheet may have left it; ValueError if it is no number.

    >>> number("0.97", 1), number("0,97", 1), number("97%", 1), number("", 1)
    (0.97, 0.97, 0.97, 1)
    """
    text = text.strip()
    if not text:
        return default
    if text.endswith("%"):
        return float(text[:-1].strip().replace(",", ".")) / 100
    return float(text.replace(",", "."))


def status(text: str) -> Status:
    """A status as written in a margin, empty for new; ValueError if there is no such status."""
    word = text.strip().lower() or "new"
    if word not in STATUSES:
        raise ValueError(text)
    return cast(Status, word)
