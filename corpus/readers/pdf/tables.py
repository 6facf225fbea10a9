"""Tables of a PDF: rows found by the white space that runs down between their columns, cells by column.

A row of a table looks like a line with wide gaps. Where gaps of consecutive lines are one above the
other, they part columns. The lines of a wrapped cell are put together again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from duiqi.corpus.layout.lines import ending, opening
from duiqi.corpus.layout.plain_markup import LEADERS
from duiqi.corpus.readers.pdf.lines import Gap, Line

# A label at the beginning of a line, with white space after it: a number with its mark, a bullet.
LABEL = re.compile(r"\s*(?:[(（\[]?\w{1,4}[.)）、\]]+|[^\w\s])\Z")

# In em. White space between columns is at least so wide, after it is narrowed by all rows.
NARROWEST = 0.7
# A table has so many rows at least, or two of three cells.
FEWEST_ROWS = 3
# In em. A cell's line that ends so near to its column's edge may be wrapped.
NEAR = 3.0
# In em, from one baseline to the next: rows are nearer than this.
FARTHEST = 3.0
# In letters on average: cells shorter than this are the words of a line set wide.
SHORTEST_CELL = 2


class Table(NamedTuple):
    """Rows of a table: the number of its first line, the one after its last, its cells as lists of lines."""

    start: int
    stop: int
    cells: list[list[Line]]


def tables_of(lines: Sequence[Line]) -> Iterator[Table]:
    """The tables among the lines of a column, in order."""
    i = 0
    while i < len(lines):
        rows, rivers = _run(lines, i)
        if rivers:
            cells = list(_cells(rows, rivers))
            letters = sum(len(line.text) for cell in cells for line in cell)
            is_table = not _are_notes(rows, rivers)
            if is_table and letters >= SHORTEST_CELL * sum(map(len, cells)):
                yield Table(i, i + len(rows), cells)
            i += len(rows)
        else:
            i += 1


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


def _run(lines: Sequence[Line], first: int) -> tuple[Sequence[Line], Sequence[Gap]]:
    """The lines of a table that begins with line `first`, and the gaps that run through all its rows."""
    rivers = _gaps(lines[first])
    stop, rows, found = first + 1, 1, rivers
    for at in range(first + 1, len(lines) if rivers else 0):
        line, before = lines[at], lines[at - 1]
        if not 0 < before.bottom - line.bottom < FARTHEST * max(line.size, before.size):
            break
        gaps = _gaps(line)
        if gaps:
            shared = _shared(found, gaps, line.size)
            if not shared:
                break
            found, stop, rows = shared, at + 1, rows + 1
        elif _is_within(line, found):
            stop = at + 1
        else:
            break
    if rows < FEWEST_ROWS and not (rows == 2 and len(found) > 1):
        return (), ()
    return lines[first:stop], found


def _gaps(line: Line) -> Sequence[Gap]:
    """The gaps that may part columns; the one after a label is none."""
    if not line.gaps or any(dots in line.text for dots in LEADERS):
        return ()
    return line.gaps[1:] if LABEL.match(line.text[: line.gaps[0].start]) else line.gaps


def _shared(rivers: Sequence[Gap], gaps: Sequence[Gap], size: float) -> list[Gap]:
    """The white space that rivers and the gaps of one more line have in common."""
    shared = []
    for river in rivers:
        for gap in gaps:
            left, right = max(river.left, gap.left), min(river.right, gap.right)
            if right - left >= NARROWEST * size:
                shared.append(Gap(left, right, 0, 0))
    return shared


def _is_within(line: Line, rivers: Sequence[Gap]) -> bool:
    """Whether a line is within one column that is not the first: it belongs to a cell above."""
    column = _column(line.left, rivers)
    return column > 0 and _column(line.right, rivers) == column


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
        continuing = row[0][0] > 0 and all(
            column in open_cells and _continues(open_cells[column][-1], piece, edges[column])
            for column, piece in row
        )
        if continuing:
            for column, piece in row:
                open_cells[column].append(piece)
            continue
        yield from open_cells.values()
        open_cells = {column: [piece] for column, piece in row}
    yield from open_cells.values()


def _continues(line: Line, after: Line, edge: float) -> bool:
    """Whether a line of a cell goes on in the one below it."""
    if opening(after.text) == "lower" or ending(line.text) == "pause" or line.text.endswith("-"):
        return True
    return ending(line.text) == "open" and edge - line.right < NEAR * line.size


def _pieces(row: Line, rivers: Sequence[Gap]) -> Iterator[tuple[int, Line]]:
    """The parts of a row between the rivers, each with the number of its column."""
    start, left = 0, row.left
    for gap in row.gaps:
        if any(gap.left < river.right and river.left < gap.right for river in rivers):
            yield _column(left, rivers), _part(row, start, gap.start, left, gap.left)
            start, left = gap.stop, gap.right
    yield _column(left, rivers), _part(row, start, len(row.text), left, row.right)


def _part(row: Line, start: int, stop: int, left: float, right: float) -> Line:
    """A part of a line as a line."""
    return row._replace(text=row.text[start:stop], seen=row.seen[start:stop], left=left, right=right, gaps=())
