"""Which cells of a sheet are taken though they show no text: those with a formula, or inside a merge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

MOST_COLUMNS = 2000  # as for reading: beyond it no sheet is a table


class Sheet:
    """What a sheet has in its cells, before anything is merged.

    last   the number of the last row with anything but formulas in it
    taken  by the number of a row the columns, from 0, of cells that are never written to
    """

    def __init__(self, root: etree._Element, data: etree._Element) -> None:
        rows = numbered(data)
        self.last = max((number for number, row in rows.items() if any(map(_has_text, row))), default=1)
        self._stop = max(rows, default=1)
        self._merges = [_corners(found.get("ref", "A1")) for found in root.iter("{*}mergeCell")]
        self.taken: dict[int, set[int]] = {}
        self._formulas = 0
        for number, row in rows.items():
            for at, cell in placed(row).items():
                formula = cell.find("{*}f")
                if formula is None:
                    continue
                self._formulas = max(self._formulas, number)
                self.taken.setdefault(number, set()).add(at)
                if formula.get("t") in ("array", "dataTable") and (area := formula.get("ref")):
                    self._take(_corners(area))
        for top, left, bottom, right in self._merges:
            had = left in self.taken.get(top, set())
            self._take((top, left, bottom, right))
            if not had:
                self.taken[top].discard(left)

    def room(self, rows: Sequence[AbstractSet[int]]) -> int:
        """The number of the row below which new rows may be put, that write to these columns.

        Below all merges, and below all formulas where these are in columns that are written to.
        """
        start = max([self.last, *(bottom for _, _, bottom, _ in self._merges)])
        if any(
            columns & self.taken.get(number, set()) for number, columns in enumerate(rows, start=start + 1)
        ):
            return max(start, self._formulas)
        return start

    def _take(self, corners: tuple[int, int, int, int]) -> None:
        top, left, bottom, right = corners
        for number in range(top, min(bottom, self._stop) + 1):
            self.taken.setdefault(number, set()).update(range(left, min(right, MOST_COLUMNS) + 1))


def numbered(data: etree._Element) -> dict[int, etree._Element]:
    """The rows of a sheet by their numbers, which some programs leave out."""
    rows, number = {}, 0
    for row in data.iterchildren("{*}row"):
        number = int(row.get("r") or number + 1)
        rows[number] = row
    return rows


def placed(row: etree._Element) -> dict[int, etree._Element]:
    """The cells of a row by the numbers of their columns."""
    from openpyxl.utils import column_index_from_string

    cells, at = {}, -1
    for cell in row.iterchildren("{*}c"):
        name = (cell.get("r") or "").rstrip("0123456789")
        at = column_index_from_string(name) - 1 if name else at + 1
        cells[at] = cell
    return cells


def _corners(area: str) -> tuple[int, int, int, int]:
    """The first row and column of a range and its last, rows from 1, columns from 0."""
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = (number or 1 for number in range_boundaries(area))
    return top, left - 1, bottom, right - 1


def _has_text(cell: etree._Element) -> bool:
    """Whether a cell has a value of its own, not that of a formula."""
    return cell.find("{*}f") is None and any(_texts(cell))


def _texts(cell: etree._Element) -> Iterator[str]:
    for child in cell.iterchildren("{*}v", "{*}is"):
        yield "".join(map(str, child.itertext())).strip()
