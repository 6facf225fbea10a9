"""Blocks of a PDF column: lines without a wider gap between them, with margins of their own.

A quotation, an abstract or a list is narrower than its column, and the later lines of an entry of a
bibliography are indented. Their lines are given the margins of the column, so that the rules for wrapped
text find their paragraphs as they find others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from duiqi.corpus.layout.contents import LEADERS
from duiqi.corpus.layout.labels import label_at
from duiqi.corpus.layout.lines import ending, opening
from duiqi.corpus.readers.pdf.lines import Line

# In em. Lines begin, or end, at the same place where they differ by less.
SAME = 0.6
# In em. A line that ends so near to its margin may have been broken for want of room.
NEAR = 4.0
# In em. A Chinese line that ends so near to its margin is full: the next character had no room.
FULL = 1.7
# In em. Verse, addresses and lists, whose lines end in commas of their own, are narrower.
WIDE = 24.0
# So many lines of one font size show how far apart they are.
FEWEST_DROPS = 4
CAPTION = re.compile(
    r"(?:fig(?:ure|\.)?|tab(?:le|\.)?|listing|algorithm|plate|chart|scheme|abb(?:ildung|\.)|tabelle|tableau"
    r"|图|圖|表|附图|附表|算法|代码)\s*(?:[A-Z]\.?)?\d+(?:[.．–-]\d+)*\s*(?:[.:：．]\s|[:：|]|\u3000|\s{2}|\Z)",
    re.I,
)
WIDE_CAPTION = re.compile(r"[图圖表]\s*\d+(?:[.．–-]\d+)*\s")
# An item is no heading where only the mark before it is bold.
BULLET = re.compile(r"[•◦▪▸►▶‣·∙●○■□❖➢✓–—*-]\s")
_LEADERS = re.compile("|".join(map(re.escape, LEADERS)))
OTHER_SIZE = 0.04  # to a line's font size
LONGEST_CAPTION = 8  # lines
LONGEST_HEADING = 160  # characters
LONGEST_WIDE_CAPTION = 40  # characters, of a Chinese one without a mark after its number


class Place(NamedTuple):
    """The place that a line is given.

    indent     in points
    shift      the width of its block that is missing from the column's, in points
    begins     whether a paragraph begins with it
    continues  whether it surely continues the line before
    """

    indent: float
    shift: float
    begins: bool = False
    continues: bool = False


def pitches_of(columns: Iterable[Sequence[Line]], body: float) -> dict[int, float]:
    """The usual distance of two baselines of each font size in a document, by its size in points.

    A slide has few lines, and hardly more within its paragraphs than between them: so it is the distance
    that a fifth of them fall short of.
    """
    drops: dict[int, list[float]] = {}
    for lines in columns:
        for size, ones in _drops(lines, body).items():
            drops.setdefault(size, []).extend(drop for drop in ones if drop > 0.9 * size)
    return {size: sorted(ones)[len(ones) // 5] for size, ones in drops.items() if len(ones) >= FEWEST_DROPS}


def _drops(lines: Sequence[Line], body: float) -> dict[int, list[float]]:
    """How far each line of a column is below the one before, by the size of its font in points."""
    drops: dict[int, list[float]] = {}
    for before, line in pairwise(lines):
        if 0 < before.bottom - line.bottom < 4 * body:
            drops.setdefault(round(line.size), []).append(before.bottom - line.bottom)
    return drops


def gaps_before(lines: Sequence[Line], body: float, usually: Mapping[int, float]) -> list[bool]:
    """For each line of a column, whether a wider gap or another font size parts it from the one before.

    usually   the distances of baselines in the document (`pitches_of`), for sizes with few lines in it
    """
    pairs = list(pairwise(lines))
    drops = _drops(lines, body)
    every = [drop for ones in drops.values() for drop in ones]
    general = _pitch(every) if every else body * 1.2
    own = {size: _pitch(ones) for size, ones in drops.items() if len(ones) >= FEWEST_DROPS}
    pitches = {**usually, **own}
    gaps = [True]
    for before, line in pairs:
        usual = pitches.get(round(line.size)) or general * max(1.0, line.size / body)
        drop, usual = before.bottom - line.bottom, max(usual, 1.0)
        gaps.append(drop > 1.3 * usual or drop < -0.5 * usual or abs(line.size - before.size) > 0.15 * body)
    return gaps[: len(lines)]


def _pitch(drops: Sequence[float]) -> float:
    """The usual distance of two baselines: the median without the widest quarter."""
    return median(sorted(drops)[: max(1, (len(drops) * 3 + 3) // 4)])


def hanging(columns: Iterable[Sequence[Line]]) -> frozenset[int]:
    """The indents, in half em, of lines that continue the line before them, which is set further left.

    The first line of a paragraph is indented too: then the line after it is set further left, and
    continues it. Which of both an indent is, sentences that run over two lines show.
    """
    continuing: Counter[int] = Counter()
    opening_lines: Counter[int] = Counter()
    for lines in columns:
        for before, line in pairwise(lines):
            if not _runs_on(before, line):
                continue
            offset = _offset(before, line)
            if offset > 0:
                continuing[offset] += 1
            elif offset < 0:
                opening_lines[-offset] += 1
    return frozenset(offset for offset, count in continuing.items() if count > 2 * opening_lines[offset])


def _runs_on(before: Line, line: Line) -> bool:
    """Whether a sentence most likely runs over two lines that follow one another."""
    if not 0 < before.bottom - line.bottom < 2.5 * line.size or _is_entry(before):
        return False
    return ending(before.text) != "stop" and opening(line.text) != "other"


def _offset(before: Line, line: Line) -> int:
    """How much further right a line begins, in half em; 0 within less than one."""
    return int(2 * (line.left - before.left) / line.size)


def places(lines: Sequence[Line], gaps: Sequence[bool], left: float, hangs: frozenset[int]) -> list[Place]:
    """The places of a column's lines.

    left   the column's left margin
    hangs  of the document (`hanging`)
    """
    if not lines:
        return []
    right = _margin(lines)
    found: list[Place] = []
    start = 0
    for stop in [*(i for i in range(1, len(lines)) if gaps[i]), len(lines)]:
        found += _places_of_block(lines[start:stop], left, right, hangs)
        start = stop
    return found


def _margin(lines: Sequence[Line]) -> float:
    """The right margin of a column: where most lines end that end about as far right as any."""
    ends = Counter(round(line.right / 3) for line in lines)
    often = [end for end, count in ends.items() if count > 2]
    return 3.0 * max(often) if often else max(line.right for line in lines)


def _places_of_block(lines: Sequence[Line], left: float, right: float, hangs: frozenset[int]) -> list[Place]:
    """The places of a block's lines."""
    size = lines[0].size
    edge = max(line.right for line in lines)
    base = min(line.left for line in lines)
    flush = [line for line in lines if line.left - base < SAME * size]
    full = sum(edge - line.right < SAME * size for line in lines)
    is_set = len(lines) > 2 and 2 * len(flush) >= len(lines) and 2 * full >= len(lines) - 1
    shift = max(0.0, right - edge) if is_set else 0.0
    inset = base - left if is_set else 0.0
    found: list[Place] = []
    outer: Line | None = None  # the line whose paragraph the indented ones continue
    inner = 0.0
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else None
        is_broken = before is not None and edge - before.right < NEAR * size and not _is_entry(before)
        continues = is_broken and before is not None and _goes_on(before, line)
        if outer is not None and abs(line.left - inner) < SAME * size:
            found.append(found[-1]._replace(begins=False, continues=continues))
            continue
        closes = outer is not None and line.left < inner
        outer = None
        if before is not None and _offset(before, line) in hangs and is_broken:
            outer, inner = before, line.left
            found.append(found[-1]._replace(begins=False, continues=continues))
            continue
        is_hyphened = before is not None and _is_hyphened(before.text, line.text)
        surely = before is not None and (
            _is_under_indent(before, line, right, found[-1].continues)
            or _is_broken_sentence(before, line, right)
        )
        found.append(Place(line.left - left - inset, shift, closes, is_hyphened or surely))
    return found


def _is_under_indent(before: Line, line: Line, right: float, follows: bool) -> bool:
    """Whether a Chinese line continues a full one that is the indented first line of its paragraph.

    In a text of short paragraphs, as a law is, few lines are wrapped, and nothing else shows it.

    right    the right margin of the column
    follows  the line before itself continues another
    """
    offset = _offset(before, line)
    if not (offset < -1 or (offset == 0 and follows)) or right - before.right >= FULL * line.size:
        return False
    is_open = ending(before.text) != "stop" and opening(line.text) == "wide" and not _is_entry(before)
    return is_open and label_at(line.text, 0, len(line.text)) is None


def _is_broken_sentence(before: Line, line: Line, right: float) -> bool:
    """Whether a sentence goes on after a line that reaches the right margin; on a slide of few lines, too."""
    is_full = right - before.right < NEAR * line.size and abs(_offset(before, line)) <= 1
    same = before.is_fixed == line.is_fixed and before.is_bold == line.is_bold and not _is_entry(before)
    is_wide = right - before.left > WIDE * line.size
    is_open = ending(before.text) == "open" or (is_wide and ending(before.text) == "pause")
    return is_full and same and is_open and _begins_small(line.text)


def _begins_small(text: str) -> bool:
    """Whether a line begins with a word in small letters; a single letter may be a formula's."""
    return opening(text) == "lower" and text[:2].isalpha() and label_at(text, 0, len(text)) is None


def _goes_on(before: Line, line: Line) -> bool:
    """Whether an indented line goes on after a full one: within a sentence a year is no label."""
    return ending(before.text) != "stop" or label_at(line.text, 0, len(line.text)) is None


def _is_entry(line: Line) -> bool:
    """Whether a line is an entry of a table of contents: its end is a page's number, not a line's break."""
    if _LEADERS.search(line.text):
        return True
    return bool(line.gaps) and line.text[line.gaps[-1].stop :].strip().isdecimal()


def _is_hyphened(text: str, following: str) -> bool:
    """Whether a line ends within a word."""
    return len(text) > 1 and text[-1] == "-" and text[-2].isalpha() and following[:1].islower()


def bold_headings(lines: Sequence[Line], gaps: Sequence[bool]) -> frozenset[int]:
    """The lines of headings that are bold: apart from the text before, and no sentence."""
    found: set[int] = set()
    right = _margin(lines) if lines else 0.0
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and _is_bold(lines[stop]) and (stop == at or not gaps[stop]):
            stop += 1
        text = " ".join(line.text for line in lines[at:stop])
        if 0 < len(text) <= LONGEST_HEADING and gaps[at] and ending(text) == "open":
            # A paragraph may begin with a bold word: then its line is full, or its sentence goes on.
            is_apart = stop == len(lines) or gaps[stop]
            is_short = right - lines[stop - 1].right > NEAR * lines[at].size
            goes_on = stop < len(lines) and opening(lines[stop].text) == "lower"
            if any(c.isalpha() for c in text) and (is_apart or is_short) and not goes_on:
                found.update(range(at, stop))
        at = max(stop, at + 1)
    return frozenset(found)


def _is_bold(line: Line) -> bool:
    return line.is_bold and not BULLET.match(line.text)


def captions(lines: Sequence[Line], gaps: Sequence[bool]) -> dict[int, bool]:
    """The lines of captions by number, with whether each continues the one before."""
    found: dict[int, bool] = {}
    for i, line in enumerate(lines):
        # Right under the head of a page, the only distance of lines says nothing.
        is_other = i > 0 and abs(line.size - lines[i - 1].size) > OTHER_SIZE * line.size
        if not (gaps[i] or is_other) or not is_caption(line.text):
            continue
        stop = i + 1
        while stop < len(lines) and not gaps[stop] and stop - i < LONGEST_CAPTION:
            stop += 1
        edge = max(line.right for line in lines[i:stop])
        found[i] = False
        for number in range(i + 1, stop):
            before = lines[number - 1]
            if edge - before.right > NEAR * line.size and ending(before.text) == "stop":
                break
            found[number] = True
    return found


def is_caption(text: str) -> bool:
    """Whether a text begins as the caption of a figure or a table does."""
    if CAPTION.match(text):
        return True
    return bool(WIDE_CAPTION.match(text)) and len(text) <= LONGEST_WIDE_CAPTION and ending(text) == "open"
