"""Where a table has room for the synonyms of a pair: in columns of their own, in rows that it has or gets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from duiqi.corpus.bitext.layout import Layout, Row
from duiqi.corpus.glossary.cells import NONE, abbreviations, synonyms, synonyms_cell
from duiqi.corpus.glossary.model import Synonym, TermPair, TermStatus
from duiqi.corpus.localization import localized, original
from duiqi.exports.glossary.merging.additions import key

FORMULA = "="  # stands for the text of a cell with a formula, or inside a merge


class Further(NamedTuple):
    """A synonym of a pair, and the number of the side that it is of."""

    side: int
    synonym: Synonym


def further(pair: TermPair) -> list[Further]:
    """The synonyms of a pair that are in use; what both languages abbreviate alike is that of the source."""
    shared = {key(own.text) for own in pair.source.synonyms}
    return [
        Further(side, synonym)
        for side, term in enumerate((pair.source, pair.target))
        for synonym in term.synonyms
        if synonym.usage != "deprecated" and not (side and key(synonym.text) in shared)
    ]


def column_for(found: Further, plan: Layout) -> str:
    """The column of a table that has room for a synonym; "" where none has."""
    side = ("source", "target")[found.side]
    names = [f"{side}_synonyms", "synonyms"]
    if found.synonym.usage == "abbreviation":
        names = [f"{side}_abbreviation", "abbreviation", *names]
    return next((name for name in names if name in plan.places), "")


def holds(cell: str, synonym: Synonym) -> bool:
    """Whether a cell has a synonym already."""
    return key(synonym.text) in {key(one.text) for one in (*synonyms(cell), *abbreviations(cell))}


def filled(plan: Layout, members: Iterable[Further]) -> dict[int, str]:
    """The cells of the columns for some synonyms, by the numbers of these columns."""
    columns: dict[str, dict[str, Synonym]] = {}
    for found in members:
        if column := column_for(found, plan):
            columns.setdefault(column, {}).setdefault(key(found.synonym.text), found.synonym)
    return {
        plan.places[column]: synonyms_cell(own.values())
        if plan.is_ours
        else "; ".join(one.text for one in own.values())
        for column, own in columns.items()
    }


class Rows:
    """The rows of a table by their pairs, and the cells of them that are to be filled.

    fills  by the number of the row in its file, as messages name it: the new texts of empty cells, and of
           statuses, by their columns
    """

    def __init__(self, rows: Iterable[Row], plan: Layout) -> None:
        self._plan = plan
        self._rows: dict[tuple[str, str], tuple[int, Sequence[str]]] = {}
        self.fills: dict[int, dict[int, str]] = {}
        for where, row in rows:
            pair = key(plan.cell(row, "source")), key(plan.cell(row, "target"))
            self._rows.setdefault(pair, (int(where.rpartition(" ")[2]), row))

    def take(self, taken: Mapping[int, Set[int]]) -> None:
        """Let cells count as filled that show no text, as those with a formula, by their rows and columns."""
        for pair, (number, row) in self._rows.items():
            if columns := taken.get(number):
                full = [*row, *[""] * (1 + max(columns) - len(row))]
                cells = [cell or FORMULA * (at in columns) for at, cell in enumerate(full)]
                self._rows[pair] = number, cells

    def room(self, pair: TermPair, found: Further) -> bool | None:
        """Whether the row of a pair has an empty cell for a synonym; None where it has the synonym there.

        A cell with `-` or `n/a`, which says that there is none, is empty.
        """
        number, row = self._rows.get((key(pair.source.text), key(pair.target.text)), (0, ()))
        column = column_for(found, self._plan)
        if not number or not column:
            return False
        cell = self._plan.cell(row, column)
        return None if holds(cell, found.synonym) else cell.strip().lower() in NONE

    def fill(self, pair: TermPair, members: Sequence[Further]) -> None:
        """Fill the empty cells of the row of a pair."""
        if members:
            number, _ = self._rows[key(pair.source.text), key(pair.target.text)]
            self.fills.setdefault(number, {}).update(filled(self._plan, members))

    def decide(self, pair: TermPair, status: TermStatus) -> bool:
        """Give the row of a pair in a draft of ours the status that a person chose; whether it had none."""
        number, row = self._rows.get((key(pair.source.text), key(pair.target.text)), (0, ()))
        if not number or not self._plan.is_ours or "status" not in self._plan.places:
            return False
        cell = self._plan.cell(row, "status").strip().lower()
        if original(cell) not in ("", "candidate"):
            return False
        word = localized(status) if cell and cell != original(cell) else status
        self.fills.setdefault(number, {})[self._plan.places["status"]] = word
        return True
