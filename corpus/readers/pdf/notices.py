"""Notices at the foot of a PDF page or column, in smaller type than the sentence that they interrupt.

On the first page of a paper are its dates, its copyright, the addresses of its authors. Nothing calls
them, as a number in the text calls a footnote.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from duiqi.corpus.layout.lines import ending, opening, wide_run
from duiqi.corpus.readers.pdf.blocks import is_caption
from duiqi.corpus.readers.pdf.lines import Line
from duiqi.corpus.readers.pdf.margins import Mark, marked

# To the font size of the text around: a notice is smaller, and the text before and after it the same.
SMALLER, SAME = 0.92, 0.03
LONGEST = 20  # lines
# The beginning of a notice: a word or ©, also in a font without names for its characters.
BEGINNING = re.compile(r"©|[\x00-\x1f]?[^\W\d_]")
RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹*†‡")  # marks of footnotes
WORD = re.compile(r"[^\W\d_]{3,}")
FEWEST_WORDS = 2


def notices_of(columns: Sequence[Sequence[Line]], heads: Collection[Mark], body: float) -> frozenset[Line]:
    """The lines of notices in a document.

    columns   the lines of each column, in reading order
    heads     the marks of recurring lines, which are no part of the text
    body      the font size of most of the text
    """
    found: set[Line] = set()
    texts = [_without(lines, marked(lines, heads)) for lines in columns]
    flow = [(number, line) for number, lines in enumerate(texts) for line in lines if _has_letter(line)]
    for at, ((place, before), (_, line)) in enumerate(pairwise(flow), 1):
        if not _is_below(line, before) or abs(before.size - body) > SAME * body:
            continue
        stop = at
        while stop < min(len(flow), at + LONGEST) and flow[stop][1].size < SMALLER * before.size:
            stop += 1
        run = [line for _, line in flow[at:stop]]
        if stop < len(flow) and place < flow[stop][0] and _is_cut(before, flow[stop][1]) and _is_prose(run):
            found.update(run)
    return frozenset(found)


def _without(lines: Sequence[Line], numbers: Collection[int]) -> Sequence[Line]:
    return [line for number, line in enumerate(lines) if number not in numbers]


def _has_letter(line: Line) -> bool:
    """Whether a line is more than the number of a page, or a sign of a formula."""
    return any(map(str.isalpha, line.text))


def _is_below(line: Line, before: Line) -> bool:
    """Whether a line is in smaller type than the one before and below it."""
    return line.size < SMALLER * before.size and line.bottom < before.bottom


def _is_cut(before: Line, after: Line) -> bool:
    """Whether a sentence most likely goes on from one line to the other; a row of a table is none."""
    is_same = abs(after.size - before.size) <= SAME * before.size
    is_sentence = _has_words(before) and not before.gaps and ending(before.text) != "stop"
    return is_same and is_sentence and opening(after.text) == "lower"


def _has_words(line: Line) -> bool:
    return len(WORD.findall(line.text)) >= FEWEST_WORDS or bool(wide_run().search(line.text))


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether lines begin with words, and no code, caption or footnote with a mark is among them."""
    is_apart = any(line.is_fixed or line.seen[0] in RAISED or is_caption(line.text) for line in lines)
    return bool(BEGINNING.match(lines[0].text)) and _has_words(lines[0]) and not is_apart
