"""Where the beads of an earlier result are in texts that may have changed since.

Places are offsets into the visible characters of a side: white space and invisible characters
are left out, as formats treat them differently. So a text that was cut into other segments, or
cleaned for a memory, is found all the same.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

INVISIBLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ud800-\udfff\ufffe\uffff]+")
PIECE = re.compile(r"[^。！？；，、.!?;:,：]*[。！？；，、.!?;:,：]+|[^。！？；，、.!?;:,：]+")
LARGEST = 4_000_000  # product of two lengths up to which changed text is compared by characters
SHORTEST = 4  # characters of a match within changed text: fewer occur anywhere
# In a file that has not all of the text, a changed side may be so many times longer than it was, or than
# its counterpart suggests, and so many characters more; a longer one holds text that the file has not.
LONGER, MORE = 2, 20


class Place(NamedTuple):
    """The stretch of one side that a bead occupies: half-open offsets of visible characters."""

    start: int
    end: int


class _Match(NamedTuple):
    """Equal stretches of the old and the new text."""

    old: int
    new: int
    length: int


def visible(texts: Iterable[str]) -> str:
    """The visible characters of texts, one after another.

    >>> visible(["Yes.  Come in.", "Now"])
    'Yes.Comein.Now'
    """
    return "".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)) for text in texts)


def places_of(
    old: tuple[Sequence[str], Sequence[str]],
    new: tuple[str, str],
    nodes: Sequence[tuple[int, int]],
    *,
    is_whole: bool = True,
) -> list[tuple[Place, Place] | None]:
    """Where beads, which follow each other, are in both sides of a bitext; None where they are not.

    A side that was changed has its place between its neighbours' places. Where two neighbours were
    changed, the border between them is where a new alignment puts it.

    old      the visible characters of each bead, side by side
    new      those of both texts as they are now
    nodes    the borders of a new alignment's beads: offsets into both texts, ascending
    is_whole the beads are all of both texts, so that nothing else can be between two of them
    returns  the places of each bead
    """
    edges = _edges(old[0], new[0]), _edges(old[1], new[1])
    across = _unique(nodes), _unique([(y, x) for x, y in nodes])
    found: list[tuple[Place, Place] | None] = []
    for number, texts in enumerate(zip(*old, strict=True)):
        places = []
        for side, text in enumerate(texts):
            own, other = edges[side][number], edges[1 - side][number]
            start, end = (
                _first(*((known, beside, border) if is_whole else (known, border, beside)))
                for (known, beside), border in zip(own, map(across[1 - side].get, _known(other)), strict=True)
            )
            if not text:
                start = end = start if start is not None else end
            usual = max(len(text), len(texts[1 - side]) * len(new[side]) // max(len(new[1 - side]), 1))
            most = len(new[side]) if is_whole else LONGER * usual + MORE
            if start is not None and end is not None and start <= end <= start + most:
                places.append(Place(start, end))
        found.append((places[0], places[1]) if len(places) == 2 else None)
    return found


def _unique(pairs: Iterable[tuple[int, int]]) -> dict[int | None, int]:
    """The second number of each pair by its first, where that has one only."""
    counted = Counter(first for first, _ in pairs)
    return {first: second for first, second in pairs if counted[first] == 1}


class _Edge(NamedTuple):
    """An offset in the new text, None where it is not known.

    own     where the text's own first or last character is
    beside  where the nearest text before or after it ends or begins
    """

    own: int | None
    beside: int | None


def _first(*offsets: int | None) -> int | None:
    """The first of some offsets that is known."""
    return next((offset for offset in offsets if offset is not None), None)


def _known(edges: Iterable[_Edge]) -> Iterator[int | None]:
    return (_first(*edge) for edge in edges)


def _edges(old: Sequence[str], new: str) -> list[tuple[_Edge, _Edge]]:
    """Where each of some texts begins and ends in a new text."""
    matches = list(_matches("".join(old), new))
    starts = [match.old for match in matches]

    def there(offset: int) -> int | None:
        """The new offset of an old character."""
        number = bisect_right(starts, offset) - 1
        if number >= 0 and offset < matches[number].old + matches[number].length:
            return matches[number].new + offset - matches[number].old
        return None

    if old and not matches and new and any(old):  # another text altogether
        return [(_Edge(None, None), _Edge(None, None))] * len(old)
    ends = [0, *accumulate(map(len, old))]
    firsts = [there(start) if text else None for start, text in zip(ends, old, strict=False)]
    lasts = [there(end - 1) if text else None for end, text in zip(ends[1:], old, strict=True)]
    stops = [None if last is None else last + 1 for last in lasts]
    before, after = _nearest(stops, old, 0), _nearest(firsts[::-1], old[::-1], len(new))[::-1]
    return [
        (_Edge(first, left), _Edge(stop, right))
        for first, stop, left, right in zip(firsts, stops, before, after, strict=True)
    ]


def _nearest(edges: Sequence[int | None], texts: Sequence[str], border: int) -> list[int | None]:
    """For each text the edge of the one before it that is not empty; the text's border for the first."""
    found: list[int | None] = []
    last: int | None = border
    for edge, text in zip(edges, texts, strict=True):
        found.append(last)
        last = edge if text else last
    return found


def _matches(old: str, new: str) -> Iterator[_Match]:
    """Equal stretches of two texts, in order: whole clauses, and characters within changed ones."""
    pieces = PIECE.findall(old), PIECE.findall(new)
    starts = tuple([0, *accumulate(map(len, side))] for side in pieces)
    if old == new:
        if old:
            yield _Match(0, 0, len(old))
        return
    for tag, i, i2, j, j2 in SequenceMatcher(None, *pieces).get_opcodes():
        a, a2, b, b2 = starts[0][i], starts[0][i2], starts[1][j], starts[1][j2]
        if tag == "equal":
            yield _Match(a, b, a2 - a)
        elif tag == "replace" and (a2 - a) * (b2 - b) <= LARGEST:
            for match in SequenceMatcher(None, old[a:a2], new[b:b2], autojunk=False).get_matching_blocks():
                at_edge = match.a == match.b == 0 or (
                    (a + match.a + match.size, b + match.b + match.size) == (a2, b2)
                )
                if match.size >= SHORTEST or (match.size and at_edge):
                    yield _Match(a + match.a, b + match.b, match.size)
