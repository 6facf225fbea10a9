"""The turns of two languages in one file: which side each line is on where its own letters do not tell.

A number alone, and a line that is the same in both languages (`Docker` under `Docker`), are on the side
whose turn it is. The cells of a column of numbers are on neither side.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

from duiqi.corpus.mixed_lines import is_mixed

FEWEST = 2  # cells of a column of numbers
NARROWEST = 3  # columns of a table with a column of numbers and one for each language
TAKING_TURNS = 0.6  # of neighbouring lines whose languages are known, at least, differ in language
SURE = 0.7  # of the rows of two columns, at least, have the same language first
INSIGNIFICANT = re.compile(r"[\W_]+")


def by_turns(sides: Sequence[int | None]) -> list[int]:
    """The sides of all lines; lines that do not tell, as numbers alone, take turns with their neighbours.

    >>> by_turns([None, 0, 1, None, None, 0, None, 0])
    [1, 0, 1, 0, 1, 0, 1, 0]
    """
    found: list[int] = []
    place, known = next((both for both in enumerate(sides) if both[1] is not None), (0, 0))
    before = (known or 0) if place % 2 else 1 - (known or 0)
    for side in sides:
        before = 1 - before if side is None else side
        found.append(before)
    return found


def without_alike(
    texts: Sequence[str], sides: Sequence[int | None], paragraphs: Sequence[int]
) -> list[int | None]:
    """The sides, None for two lines alike where the file has one line of each language in turn.

    Two lines alike are one of each language where the line before and the line after are what turns
    would have there; a refrain (`No! No!` over `不！不！`) is in one language.

    paragraphs  of each line, the number of its paragraph

    >>> lines = ["安装", "Install", "Docker", "Docker", "确定", "OK"]
    >>> without_alike(lines, [0, 1, 1, 1, 0, 1], range(6))
    [0, 1, None, None, 0, 1]
    """
    alike = _alike(texts)
    refrains = {
        paragraph
        for paragraph, run in groupby(sorted(alike), key=lambda k: paragraphs[k])
        if len({sides[k] for k in run}) > 1
    }
    told = [None if k in alike and paragraphs[k] not in refrains else side for k, side in enumerate(sides)]
    known = [
        told[k] != told[k + 1]
        for k in range(len(told) - 1)
        if told[k] is not None
        and told[k + 1] is not None
        # The lines of a paragraph in one language are no turns.
        and (told[k] != told[k + 1] or paragraphs[k] != paragraphs[k + 1])
    ]
    if not alike or not known or sum(known) < TAKING_TURNS * len(known):
        return list(sides)
    for is_open, run in groupby(range(len(told)), key=lambda k: told[k] is None):
        places = list(run)
        first, stop = places[0], places[-1] + 1
        if is_open and first > 0 and stop < len(told):
            in_turn = (told[first - 1] == told[stop]) == bool(len(places) % 2)
            told[first:stop] = told[first:stop] if in_turn else sides[first:stop]
    return told


def _alike(texts: Sequence[str]) -> set[int]:
    """The places of lines that are the same as their neighbour, two by two; marks and capitals aside."""
    bare = [INSIGNIFICANT.sub("", text).casefold() for text in texts]
    found: set[int] = set()
    for k, (a, b) in enumerate(pairwise(bare)):
        if a and a == b and k not in found:
            found |= {k, k + 1}
    return found


def in_columns(
    texts: Sequence[str], sides: Sequence[int | None], cells: Sequence[int | None]
) -> tuple[list[int | None], int | None]:
    """The sides of lines, those of titles in both languages too, and the side of a table's first column.

    `原文 Original` is on the side of the cells below it. The side is None without a table of two columns.

    cells  of each line, the number of its paragraph where that is a cell of a table

    >>> lines = ["原文 Original", "译文 Translation", "On", "开", "Off", "关"]
    >>> in_columns(lines, [1, 1, 0, 1, 0, 1], range(6))
    ([0, 1, 0, 1, 0, 1], 0)
    """
    found = list(sides)
    firsts: Counter[int] = Counter()
    places: dict[int, list[int]] = {}
    for is_cell, run in groupby(range(len(texts)), key=lambda k: cells[k] is not None):
        if is_cell:
            rows = [list(group) for _, group in groupby(run, key=lambda k: cells[k])]
            counts = _firsts(rows, sides)
            firsts += counts
            if counts and max(counts.values()) >= SURE * counts.total():
                for n, row in enumerate(reversed(rows)):
                    places.setdefault(n % 2, []).extend(row)
    if not firsts or firsts.total() < 2 * FEWEST or max(firsts.values()) < SURE * firsts.total():
        return found, None
    first = firsts.most_common(1)[0][0]
    for column, lines in places.items():
        for k in lines:
            if is_mixed(texts[k]):
                found[k] = first if column else 1 - first
    return found, first


def _firsts(cells: Sequence[Sequence[int]], sides: Sequence[int | None]) -> Counter[int]:
    """How often each side is in the first of two columns, counted from the first and from the last cell.

    Where a cell is missing, both counts contradict each other.
    """
    own = [{sides[k] for k in cell} for cell in cells]
    starts = [*range(0, len(own) - 1, 2), *range(len(own) - 2, -1, -2)]
    pairs = [(own[n], own[n + 1]) for n in starts]
    return Counter(
        side for one, other in pairs for side in one if side is not None and one | other == {0, 1} != one
    )


def number_column(texts: Sequence[str], has_letters: Sequence[bool]) -> set[int]:
    """The places of the cells of a table in a column of numbers, dates or marks, its heading included.

    has_letters  of each cell; a column of numbers has one cell without letters a row, and no equal beside it

    >>> cells = ["No.", "中文", "English", "1", "开", "On", "2", "关", "Off", "3", "停", "Stop"]
    >>> sorted(number_column(cells, [cell.isalpha() for cell in cells]))
    [0, 3, 6, 9]
    """
    alike = _alike(texts)
    bare = [k for k, is_word in enumerate(has_letters) if not is_word and k not in alike]
    alone = [k for k in bare if k - 1 not in bare and k + 1 not in bare]
    steps = Counter(b - a for a, b in pairwise(alone))
    if len(alone) < FEWEST or not steps:
        return set()
    width, count = steps.most_common(1)[0]
    if width < NARROWEST or 2 * count < sum(steps.values()):
        return set()
    found = {k for a, b in pairwise(alone) if b - a == width for k in (a, b)}
    for k in bare:
        if k - width in found:
            found.add(k)
    first = min(found)
    return found | ({first - width} if first >= width else set())
