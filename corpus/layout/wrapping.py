"""Whether a line's end is the paragraph's end.

A program that wraps text breaks a line only where the next word would not fit. Where it
would have fitted, a writer ended the line: a paragraph, a verse, a heading, an address.
How much fits is learnt from the lines that surely go on: they end within a sentence, and
the next one begins with a small letter (or, in Chinese, with a character).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from corpus.layout.lines import Line, columns, ending, opening

# Nobody wraps prose narrower than this; lists of words and modern verse are.
NARROWEST = 22


class Join(NamedTuple):
    """Two consecutive lines: how the first ends, how the second begins, how wide both would be."""

    ends: str
    begins: str
    width: int  # of the first line
    fill: int  # of the first line with the first word of the second
    indent: int  # of the second line


class Wrapping(NamedTuple):
    """How a text (or a stretch of it) is wrapped.

    `full`     a line filled up to here was broken for want of room
    `widest`   a line wider than this was not wrapped at all
    `margin`   where continuing lines begin; None where they begin anywhere
    """

    full: int
    widest: int
    margin: int | None

    def joins(self, join: Join, next_width: int) -> bool:
        """Whether the paragraph goes on over this line's end."""
        if join.width > self.widest:
            return False
        sure = join.ends != "stop" and join.begins == "lower"
        if sure:
            return join.fill >= 0.6 * self.full
        if next_width > self.widest or (self.margin is not None and join.indent > self.margin):
            return False
        # Letters are not all as wide as each other in print, so a line may end a little early.
        return join.fill >= (0.85 * self.full if join.ends == "open" else self.full)


def join_of(text: str, line: Line, after: Line, end: int | None = None) -> Join:
    """Look at the end of a line; `end` where a call mark or the like is not to count."""
    last = text[line.start : end if end is not None else line.end].rstrip()
    head = text[after.start : min(after.end, after.start + 60)]
    begins = opening(head)
    width = line.indent + columns(text[line.start : line.end])
    word = 2 if begins == "wide" else 1 + columns(head.split(None, 1)[0])
    return Join(ending(last), begins, width, width + word, after.indent)


def wrapping_of(joins: Sequence[Join]) -> Wrapping | None:
    """Learn from the line ends of a text how it is wrapped; None where it is not.

    Verse is not: its lines go on with small letters too, but end wherever they like.
    """
    sure = [
        join
        for join in joins
        if join.fill >= NARROWEST
        and join.ends != "stop"
        and (join.begins == "lower" or (join.begins == "wide" and join.ends == "open"))
    ]
    # Two headings of a Chinese novel look like a sentence that goes on. They are few.
    if not sure or 6 * len(sure) < len(joins):
        return None
    fills = sorted(join.fill for join in sure)
    low, high = fills[len(fills) // 20], fills[-1 - len(fills) // 20]
    widths = sorted(join.width for join in sure)
    typical = widths[len(widths) // 2]
    if low < 0.72 * high and not _mostly_full(fills, typical):
        return None
    low = max(low, round(0.8 * typical))
    widest = max(round(1.15 * widths[-1 - len(widths) // 20]), typical + 8)
    margins = Counter(join.indent for join in sure)
    margin, count = margins.most_common(1)[0]
    return Wrapping(low, widest, margin if 10 * count >= 9 * len(sure) else None)


def _mostly_full(fills: Sequence[int], typical: int) -> bool:
    """A few odd lines (a table, an address) do not unmake a wrapped text."""
    return sum(0.85 * typical <= fill <= 1.4 * typical for fill in fills) >= 0.8 * len(fills)
