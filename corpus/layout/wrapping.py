"""Line wrapping: whether a line's end is the paragraph's end.

A program that wraps text breaks a line only where the next word would not fit. Where it
would have fitted, a writer ended the line: a paragraph, a verse, a heading, an address.
How much fits is learnt from the lines that surely continue: they end within a sentence, and
the next one begins with a small letter (or, in Chinese, with a character).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from duiqi.corpus.layout.lines import CLOSERS, PAUSES, STOPS, Line, columns, ending, opening, wide_run

# In columns. Nobody wraps prose narrower than this; lists of words and modern verse are.
NARROWEST = 22
# The same in print, where the lines of a column are known as such.
NARROWEST_COLUMN = 12
# In columns. A shorter line that ends in a comma is a salutation or a verse (7 characters and a mark).
SHORTEST_CLAUSE = 28
# In columns. Where lines so wide continue, and none is wider, a few of them are enough to be sure of.
FILLED = 55
# Short Chinese lines that are wrapped are equally long, but for a Latin word or a mark that had no room.
SAME_LENGTH = 1.15
# Of a text that was wrapped after a number of characters: this number, and lines that have it.
FEWEST_CHARACTERS, MOST_CHARACTERS = 12, 100
FEWEST_FULL = 4
NEVER_FIRST = frozenset(PAUSES + STOPS + CLOSERS)  # marks that begin no line
UNDER = 4  # columns by which a text is indented under its heading, at least
SAMPLE = 200_000  # characters, enough to count by
# A sentence, or a clause, that ends within a line and has a capital after it.
WITHIN = {
    "stop": re.compile(r"[.!?](?<=[^\W\d_]{3}.)[.!?]*+[\"”’)\]]*+ ++[\"“‘(\[]*+[A-Z]"),
    "pause": re.compile(r"[,;:](?<=[^\W\d_].)[\"”’)\]]*+ ++[\"“‘(\[]*+[A-Z]"),
}


class Join(NamedTuple):
    """Two consecutive lines: how the first ends, how the second begins, how wide both would be."""

    ends: str
    begins: str
    width: int  # of the first line
    fill: int  # of the first line with the first word of the second
    indent: int  # of the second line
    deeper: int = 0  # how much further than the first the second line is indented

    @property
    def divides_clause(self) -> bool:
        """Whether the line end is after a comma within a Chinese sentence."""
        return self.ends == "pause" and self.begins == "wide" and self.width >= SHORTEST_CLAUSE


class Wrapping(NamedTuple):
    """How a text is wrapped.

    full     a line filled up to this column was broken for want of room
    widest   a line wider than this was not wrapped at all
    margin   the column in which continuing lines begin; None where they begin anywhere
    closing  the ends ("stop", "pause") at which a full line more likely closes its paragraph
    """

    full: int
    widest: int
    margin: int | None
    closing: frozenset[str] = frozenset()

    def joins(self, join: Join, next_width: int) -> bool:
        """Whether the paragraph continues after this line's end; `next_width` is the next line's width."""
        if join.width > self.widest:
            return False
        if join.ends != "stop" and join.begins == "lower":
            return join.fill >= 0.6 * self.full
        if next_width > self.widest or (self.margin is not None and join.indent > self.margin):
            return False
        if join.ends == "open":
            # Letters are not all as wide as each other in print, so a line may end a little early.
            return join.fill >= 0.85 * self.full
        return join.fill >= self.full and not (join.ends in self.closing and join.begins == "upper")


def join_of(text: str, line: Line, after: Line, reach: int, end: int | None = None) -> Join:
    """How a line meets the one after it.

    reach   the column at which the line ends
    end     its end without a call mark, where it has one
    """
    head = text[after.start : min(after.end, after.start + 40)]
    begins = opening(head)
    word = 2 if begins == "wide" else 1 + columns(_first_word(head))
    last = text[max(line.start, line.end - 40) : end if end is not None else line.end]
    return Join(ending(last.rstrip()), begins, reach, reach + word, after.indent, after.indent - line.indent)


def _first_word(line: str) -> str:
    """The word that a line begins with: up to white space or a Chinese character; a mark stays with it."""
    word = line.split(None, 1)[0]
    wide = None if word.isascii() else wide_run().search(word, 1)
    if wide is None:
        return word
    return word[: wide.start() + (wide[0][0] in NEVER_FIRST)]


def wrapping_of(text: str, joins: Sequence[Join], narrowest: int = NARROWEST) -> Wrapping | None:
    """Learn from the line ends of a text how it is wrapped; None where it is not.

    Verse is not: its lines continue with small letters too, but end at any width.
    """
    sure = [
        join
        for join in joins
        if join.fill >= narrowest
        and join.ends != "stop"
        and (join.begins == "lower" or (join.begins == "wide" and join.ends == "open"))
    ]
    # A heading or a term that its text is indented under, as on a manual page, does not continue in it.
    most = max((join.fill for join in sure), default=0)
    sure = [join for join in sure if join.deeper < UNDER or join.fill >= 0.6 * most]
    # Two headings of a Chinese novel look like a sentence that continues. They are few.
    if not sure or (6 * len(sure) < len(joins) and not _is_filled(sure, joins)):
        return None
    sure = _full_ones(sure)
    if not sure:
        return None
    fills, widths = sorted(join.fill for join in sure), sorted(join.width for join in sure)
    low, typical = fills[len(fills) // 20], widths[len(widths) // 2]
    widest = widths[-1 - len(widths) // 50]
    # Where every line was filled as far as possible, one with room for a word was ended by its writer.
    full = widest + 1 if fills[0] > widths[-1] else max(low, round(0.8 * typical))
    margins = Counter(join.indent for join in sure)
    margin, count = margins.most_common(1)[0]
    found = Wrapping(
        full, max(round(1.15 * widest), typical + 8), margin if 10 * count >= 9 * len(sure) else None
    )
    return found._replace(closing=_closing(text, joins, found, typical))


def widths_in_characters(text: str, lines: Sequence[Line]) -> dict[int, int]:
    """The widths of the lines of a text that was wrapped after a number of characters, by their offsets.

    A program that counts characters takes a Latin one for as wide as a Chinese one, so that lines with both
    differ in columns. Each character counts as two columns here. Empty where the text is not wrapped so.
    """
    if text.isascii():
        return {}
    # A space before the line break is counted, too.
    lengths = [line.indent + line.end - line.start + text.startswith(" ", line.end) for line in lines]
    fullest = max(lengths, default=0)
    full = [line for line, length in zip(lines, lengths, strict=True) if length >= fullest - 1]
    if not FEWEST_CHARACTERS <= fullest <= MOST_CHARACTERS or len(full) < max(FEWEST_FULL, len(lines) / 5):
        return {}
    wide = {columns(text[line.start : line.end]) for line in full}
    if max(wide) - min(wide) <= 2 or max(wide) <= fullest:
        return {}
    return {line.start: 2 * length for line, length in zip(lines, lengths, strict=True)}


def cut_words(text: str, lines: Sequence[Line], widths: Mapping[int, int]) -> frozenset[int]:
    """Where lines begin that were cut off the line before without a space, often within a word.

    A program that counts characters keeps the space at a cut, at the end of a line or before the next one:
    in a text that has one there, a full line without one was cut between two letters.

    widths  of the lines (`widths_in_characters`)
    """
    fullest = max(widths.values(), default=0)
    cuts = [
        (text.startswith(" ", before.end) or line.indent == 1, line)
        for before, line in pairwise(lines)
        if not line.gap and line.indent < 2 and widths.get(before.start) == fullest
    ]
    if not any(has_space for has_space, _ in cuts):
        return frozenset()
    return frozenset(line.start for has_space, line in cuts if not has_space)


def _is_filled(sure: Sequence[Join], joins: Sequence[Join]) -> bool:
    """Whether a few lines alone continue, each as wide as the text is, and no line is wider.

    A text of headings, items and short paragraphs is wrapped so. Verse has no such lines alone.
    """
    widest = max(join.width for join in joins)
    return all(
        join.begins == "lower" and join.ends == "open" and join.fill > widest >= FILLED for join in sure
    )


def _full_ones(sure: Sequence[Join]) -> list[Join]:
    """The lines of about the commonest length; none where no length is common enough for wrapped prose.

    A table, an address or a program between the paragraphs of a wrapped text leaves it wrapped. Short
    Chinese lines are those of a list where they are not equally long.
    """
    fills = sorted(join.fill for join in sure)
    is_wide = all(join.begins == "wide" for join in sure)

    def most(fill: int) -> float:
        """The fill of the longest line that is about as long."""
        return fill * (SAME_LENGTH if is_wide and 1.4 * fill < FILLED else 1.4)

    count, low = max((bisect_right(fills, most(fill)) - i, fill) for i, fill in enumerate(fills))
    return [join for join in sure if low <= join.fill <= most(low)] if 5 * count >= 3 * len(fills) else []


def _closing(text: str, joins: Sequence[Join], wrapping: Wrapping, typical: int) -> frozenset[str]:
    """The ends at which a full line more likely closes its paragraph than continues it.

    Without empty lines and indents, a paragraph's last line that happens to be full looks
    like any other. Two counts are compared for each end: full last lines, estimated from the
    paragraphs that end in a short line, and full lines within a paragraph, estimated from the
    sentences that end within lines.
    """
    found = set()
    sample = text[:SAMPLE]
    for end, within in WITHIN.items():
        short = sum(
            join.ends == end and join.begins == "upper" and join.fill < wrapping.full for join in joins
        )
        if not short:
            continue
        word = 6  # columns of an average word with its space: what may be missing from a full line
        closed = short * word / max(typical - word, word)
        continued = sum(1 for _ in within.finditer(sample)) * len(text) / len(sample) * word / typical
        if closed > continued:
            found.add(end)
    return frozenset(found)
