"""Tables of a PDF: rows found by the white space that runs down between their columns, cells by column.

A row of a table looks like a line with wide gaps. Where gaps of consecutive lines are one above the
other, they part columns. The lines of a wrapped cell are put together again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from duiqi.corpus.layout.contents import LEADERS
from duiqi.corpus.layout.lines import ending, opening
from duiqi.corpus.readers.pdf.lines import Gap, Line

# A label at the beginning of a line, with white space after it: a number with its mark, a bullet.
LABEL = re.compile(r"\s*(?:[(（\[]?\w{1,4}[.)）、\]]+|[^\w\s])\Z")

# In em. White space between columns is at least so wide, after it is narrowed by all rows.
NARROWEST = 0.7
# A table has so many rows at least, or two of three cells.
FEWEST_ROWS = 3
# In em. A cell's line that ends so near to its column's edge may be wrapped.
NEAR = 3.0
# In em. A Chinese line that ends so near is full: the next character had no room.
FULL = 1.7
# A cell of the first column has so many lines without others beside them at most.
MOST_OF_CELL = 4
# In em, from one baseline to the next: rows are nearer than this.
FARTHEST = 3.0
# In letters on average: cells shorter than this are the words of a line set wide.
SHORTEST_CELL = 2


class Table(NamedTuple):
    """Rows of a table: the number of its first line, the one after its last, its cells as lists of lines."""

    start: int
    stop: int
    cells: list[list[Line]]


def tables_of(lines: Sequence[Line], code: Collection[int] = ()) -> Iterator[Table]:
    """The tables among the lines of a column, in order.

    code   the numbers of lines of program code: a table ends before one that is no row, and no table
           begins with one and is mostly of them
    """
    i = 0
    while i < len(lines):
        rows, rivers = _run(lines, i, code)
        if rivers:
            cells = list(_cells(rows, rivers))
            letters = sum(len(line.text) for cell in cells for line in cell)
            is_code = i in code and 2 * sum(n in code for n in range(i, i + len(rows))) > len(rows)
            is_table = not (is_code or _are_prose(rows) or _are_notes(rows, rivers))
            if is_table and letters >= SHORTEST_CELL * sum(map(len, cells)):
                yield Table(i, i + len(rows), cells)
            i += len(rows)
        else:
            i += 1


def _are_prose(rows: Sequence[Line]) -> bool:
    """Whether most rows are justified lines of few words, the spaces of no two below each other."""
    if 2 * sum(row.is_justified for row in rows) < len(rows):
        return False
    ends = [[round(gap.right) for gap in row.gaps] for row in rows]
    return all(above != below for above, below in pairwise(ends))


def _are_notes(rows: Sequence[Line], rivers: Sequence[Gap]) -> bool:
    """Whether the first of two columns numbers the sentences in the second, or lines of code.

    So footnotes look. Some lines have no number, where the text before goes on in them. The entries of a
    list without marks at their ends stay cells: nothing else keeps them apart.
    """
    if len(rivers) != 1:
        return False
    heads = [piece.text.strip() for row in rows for column, piece in _pieces(row, rivers) if column == 0]
    if len(heads) < 2 or not all(head.isdecimal() for head in heads):
        return False
    sentences = sum(row.is_fixed or ending(row.text) == "stop" for row in rows)
    return 2 * sentences > len(heads) and all(int(b) - int(a) == 1 for a, b in pairwise(heads))


def _run(lines: Sequence[Line], first: int, code: Collection[int]) -> tuple[Sequence[Line], Sequence[Gap]]:
    """The lines of a table that begins with line `first`, and the gaps that run through all its rows."""
    rivers = _gaps(lines[first])
    stop, found = first + 1, rivers
    shared = [len(rivers)]  # of each row, how many of its gaps are in rivers
    for at in range(first + 1, len(lines) if rivers else 0):
        line, before = lines[at], lines[at - 1]
        drop, farthest = before.bottom - line.bottom, FARTHEST * max(line.size, before.size)
        # A cell of several lines may be drawn before the next one, which begins beside its first line.
        if not 0 < drop < farthest and not (-farthest < drop <= 0 and line.left > before.right):
            break
        gaps = _gaps(line)
        narrowed, count = _narrowed(found, gaps, line)
        if count:
            # In a table of several rows, one whose cell is wider than its column changes no column.
            if len(shared) < FEWEST_ROWS or len(narrowed) in (len(found), 1):
                found = narrowed
            stop = at + 1
            shared.append(count)
            continue
        # A line within one column belongs to a cell; in the first one only if more of the table follows.
        column = _column(line.left, found)
        if len(narrowed) < len(found) or at in code or (gaps and column) or at - stop >= MOST_OF_CELL:
            break
        found = narrowed
        stop = at + 1 if column else stop
    if len(shared) < FEWEST_ROWS and (len(shared) < FEWEST_ROWS - 1 or min(shared) < 2):
        return (), ()
    return lines[first:stop], found


def _gaps(line: Line) -> Sequence[Gap]:
    """The gaps that may part columns; the one after a label is none."""
    if not line.gaps or any(dots in line.text for dots in LEADERS):
        return ()
    return line.gaps[1:] if LABEL.match(line.text[: line.gaps[0].start]) else line.gaps


def _narrowed(rivers: Sequence[Gap], gaps: Sequence[Gap], line: Line) -> tuple[list[Gap], int]:
    """The white space that rivers and one more line have in common, and how much of it is within the line.

    gaps   those of the line that may part columns; white space is before and after it, too
    """
    around = [Gap(float("-inf"), line.left, 0, 0), Gap(line.right, float("inf"), 0, 0)]
    found: list[Gap] = []
    within = 0
    for river in rivers:
        for gap in [*gaps, *around]:
            left, right = max(river.left, gap.left), min(river.right, gap.right)
            if right - left >= NARROWEST * line.size:
                found.append(Gap(left, right, 0, 0))
                within += gap in gaps
    return found, within


def _column(x: float, rivers: Sequence[Gap]) -> int:
    return sum(x > (river.left + river.right) / 2 for river in rivers)


def _cells(rows: Sequence[Line], rivers: Sequence[Gap]) -> Iterator[list[Line]]:
    """The cells row by row, each a list of its lines."""
    pieces = [list(_pieces(row, rivers)) for row in rows]
    edges = [0.0] * (len(rivers) + 1)
    for row in pieces:
        for column, piece in row:
            edges[column] = max(edges[column], piece.right)
    open_cells: dict[int, list[Line]] = {}
    for row in pieces:
        if _is_of_row(row, open_cells, edges):
            for column, piece in row:
                open_cells.setdefault(column, []).append(piece)
            continue
        yield from _ordered(open_cells)
        open_cells = {column: [piece] for column, piece in row}
    yield from _ordered(open_cells)


def _ordered(cells: Mapping[int, list[Line]]) -> Iterator[list[Line]]:
    """The cells of a row from left to right."""
    return (cells[column] for column in sorted(cells))


def _is_of_row(
    row: Sequence[tuple[int, Line]], cells: Mapping[int, list[Line]], edges: Sequence[float]
) -> bool:
    """Whether the pieces of a line belong to the row so far: each continues a cell, or is the first of one.

    A first cell goes on in lines of its own, or where it alone was there before.

    edges   the right edges of the columns
    """
    if not cells:
        return False
    columns = {column for column, _ in row}
    if 0 in columns:
        line, after = cells[0][-1] if 0 in cells else None, row[0][1]
        if line is None or (len(columns) > 1 and len(cells) > 1):
            return False
        is_full = opening(after.text) == "wide" and edges[0] - line.right < FULL * line.size
        if len(cells) > 1 and opening(after.text) != "lower" and not is_full:
            return False
    elif not (columns & cells.keys()) and max(cells) > min(columns):
        return False
    return all(
        column not in cells or _continues(cells[column][-1], piece, edges[column]) for column, piece in row
    )


def _continues(line: Line, after: Line, edge: float) -> bool:
    """Whether a line of a cell goes on in the one below it; a number does not go on in another one."""
    if line.text.strip().isdecimal() and after.text.strip().isdecimal():
        return False
    if opening(after.text) == "lower" or ending(line.text) == "pause" or line.text.endswith("-"):
        return True
    return ending(line.text) == "open" and edge - line.right < NEAR * line.size


def _pieces(row: Line, rivers: Sequence[Gap]) -> Iterator[tuple[int, Line]]:
    """The parts of a row between the rivers, each with the number of its column; at most one a column."""
    start, left = 0, row.left
    for gap in row.gaps:
        is_river = any(gap.left < river.right and river.left < gap.right for river in rivers)
        if is_river and _column(gap.right, rivers) > _column(left, rivers):
            yield _column(left, rivers), row.part(start, gap.start, left, gap.left)
            start, left = gap.stop, gap.right
    yield _column(left, rivers), row.part(start, len(row.text), left, row.right)
