"""The margins of PDF pages: heads, feet and navigation that recur from page to page; numbers of lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from duiqi.corpus.layout.lines import ending, opening
from duiqi.corpus.readers.pdf.lines import Line

NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
# A head or foot is at the same height on so many pages, and on a third of all.
FEWEST_PAGES = 4
# Of a shorter document, on two pages, and no larger than the text: slides have their titles there.
FEWEST_OF_FEW = 2
# So is any line on so many pages, and on most. Slides show a text again and again, with a line more.
FEWEST_OF_MOST, MOST = 8, 0.6
# In em, from one baseline to the next: a head or foot is so far from the text, and has so many lines at most.
APART, MOST_LINES = 1.7, 3
# To the text's font size: a larger line is a heading.
LARGEST = 1.1
# In points. Lines are at the same height where they differ by less.
SAME_HEIGHT = 3.0
# So many lines of a column with rising numbers before them are numbered lines.
FEWEST_NUMBERED = 5

Mark = tuple[str, int]


def recurring(pages: Sequence[Sequence[Line]], body: float) -> frozenset[Mark]:
    """The marks of lines that recur at their height from page to page, numbers in them aside.

    body  the font size of most of the text
    """
    pages = [[line for line in lines if not _is_note(line)] for lines in pages]
    always = _first_and_last(pages, body)
    edges = [_edges(lines) for lines in pages]
    if len(pages) < FEWEST_PAGES:
        counts = _count([line for line in lines if line.size <= LARGEST * body] for lines in edges)
        return always | frozenset(m for m, count in counts.items() if count >= FEWEST_OF_FEW)
    often = max(FEWEST_PAGES, len(pages) / 3)
    mostly = max(FEWEST_OF_MOST, MOST * len(pages))
    heights = Counter(height for lines in pages for height in {_height(line) for line in lines})
    anywhere = _count([line for line in lines if heights[_height(line)] >= mostly] for lines in pages)
    return (
        always
        | frozenset(m for m, count in anywhere.items() if count >= mostly)
        | frozenset(m for m, count in _count(edges).items() if count >= often)
    )


def _count(pages: Iterable[Sequence[Line]]) -> Counter[Mark]:
    """On how many pages each mark is."""
    return Counter(found for lines in pages for found in {mark(line) for line in lines})


def _first_and_last(pages: Sequence[Sequence[Line]], body: float) -> frozenset[Mark]:
    """The marks of first and last lines that all pages have but one, whatever space is beside them."""
    ends = (
        [line for line in (max(lines, key=_bottom), min(lines, key=_bottom)) if line.size <= LARGEST * body]
        for lines in pages
        if lines
    )
    least = max(FEWEST_OF_FEW, len(pages) - 1)
    return frozenset(m for m, count in _count(ends).items() if count >= least)


def _bottom(line: Line) -> float:
    return line.bottom


def _height(line: Line) -> int:
    """The height of a line on its page, the same where two differ by little."""
    return round(line.bottom / SAME_HEIGHT)


def _is_note(line: Line) -> bool:
    """Whether a line may be a footnote, `3 See section 4.`: those of two pages differ in numbers only."""
    return line.text[:1].isdecimal() and ending(line.text) == "stop" and len(NUMBER.findall(line.text)) > 1


def _edges(lines: Sequence[Line]) -> list[Line]:
    """The lines at the top and the bottom of a page that white space parts from the others."""
    ordered = sorted(lines, key=lambda line: -line.bottom)
    return [*_edge(ordered), *_edge(ordered[::-1])]


def _edge(ordered: Sequence[Line]) -> Sequence[Line]:
    for count, (line, inner) in enumerate(pairwise(ordered[: MOST_LINES + 1]), 1):
        if abs(line.bottom - inner.bottom) > APART * max(line.size, inner.size):
            return ordered[:count]
    return ()


def mark(line: Line) -> Mark:
    """The text of a line without its numbers, and its height: the same for a head on any page."""
    return NUMBER.sub("#", line.text.casefold()), _height(line)


def marked(lines: Sequence[Line], marks: Collection[Mark]) -> set[int]:
    """The numbers of the lines whose marks are among these."""
    heights = {height for _, height in marks}
    return {i for i, line in enumerate(lines) if _height(line) in heights and mark(line) in marks}


def without_numbers(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of a column without the numbers before them, and these numbers; none where it has none.

    Manuscripts and pleadings number their lines, and sentences run over the ends of numbered lines.
    A table or a list may number its rows: there each begins with a capital or a number.
    """
    numbered = [
        i for i, line in enumerate(lines) if line.gaps and line.text[: line.gaps[0].start].isdecimal()
    ]
    values = [int(lines[i].text[: lines[i].gaps[0].start]) for i in numbered]
    rising = sum(b - a == 1 for a, b in pairwise(values))
    running = sum(opening(lines[i].text[lines[i].gaps[0].stop :]) == "lower" for i in numbered)
    if len(numbered) < FEWEST_NUMBERED or 5 * rising < 4 * (len(numbered) - 1) or 4 * running < len(numbered):
        return list(lines), []
    rest = list(lines)
    for i in numbered:
        rest[i] = _without_head(lines[i])
    return rest, [_head(lines[i]) for i in numbered]


def _head(line: Line) -> Line:
    """The part of a line before its first gap."""
    gap = line.gaps[0]
    return line.part(0, gap.start, line.left, gap.left)


def _without_head(line: Line) -> Line:
    """The part of a line after its first gap."""
    gap, *others = line.gaps
    moved = tuple(g._replace(start=g.start - gap.stop, stop=g.stop - gap.stop) for g in others)
    return line._replace(text=line.text[gap.stop :], seen=line.seen[gap.stop :], left=gap.right, gaps=moved)
