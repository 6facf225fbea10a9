"""Where a table has room for the synonyms and definitions of a pair: in their columns, in old rows or new."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from duiqi.corpus.bitext.layout import Layout, Row
from duiqi.corpus.glossary.cells import NONE, abbreviations, synonyms, synonyms_cell
from duiqi.corpus.glossary.model import Synonym, TermPair, TermStatus
from duiqi.corpus.languages import is_chinese
from duiqi.corpus.localization import localized, original
from duiqi.corpus.scripts import HAN
from duiqi.exports.glossary.merging.additions import key, number_key

HAN_CHARACTER = re.compile(f"[{HAN}]")

FORMULA = "="  # stands for the text of a cell with a formula, or inside a merge


class Further(NamedTuple):
    """A synonym of a pair, and the number of the side that it is of."""

    side: int
    synonym: Synonym


def further(pair: TermPair) -> list[Further]:
    """The synonyms of a pair that are in use; what both languages abbreviate alike is that of the source."""
    shared = {number_key(own.text, "en") for own in pair.source.synonyms}
    return [
        Further(side, synonym)
        for side, term in enumerate((pair.source, pair.target))
        for synonym in term.synonyms
        if synonym.usage != "deprecated" and not (side and number_key(synonym.text, "en") in shared)
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


def definition_sides(
    plan: Layout, heading: str, cells: Iterable[str], langs: tuple[str, str]
) -> tuple[int, ...]:
    """The sides whose definitions a column for both takes, the first that has one.

    Of Chinese and another language it is that of the definitions there are, else Chinese if its heading is:
    释义 of a table of English and Chinese.
    """
    chinese = [is_chinese(lang or own) for lang, own in zip(langs, plan.langs, strict=True)]
    if sum(chinese) != 1:
        return 0, 1
    side = chinese.index(True)
    are_han = [bool(HAN_CHARACTER.search(cell)) for cell in cells if cell.strip()]
    if are_han:
        return (side,) if 2 * sum(are_han) >= len(are_han) else (1 - side,)
    return (side,) if HAN_CHARACTER.search(heading) else (1 - side, side)


def definitions(pair: TermPair, plan: Layout, sides: Sequence[int]) -> dict[int, str]:
    """The definitions of a pair by the numbers of their columns; `sides` are those of a column for both."""
    texts = pair.source.definition, pair.target.definition
    found = {
        "source_definition": texts[0],
        "target_definition": texts[1],
        "definition": next((texts[side] for side in sides if texts[side]), ""),
    }
    return {plan.places[name]: text for name, text in found.items() if text and name in plan.places}


class Rows:
    """The rows of a table by their pairs, and the cells of them that are to be filled.

    fills  by the number of the row in its file, as messages name it: the new texts of empty cells, and of
           statuses, by their columns
    """

    def __init__(self, rows: Iterable[Row], plan: Layout, langs: tuple[str, str]) -> None:
        self._plan, self._langs = plan, langs
        self._rows: dict[tuple[str, str], tuple[int, Sequence[str]]] = {}
        self.fills: dict[int, dict[int, str]] = {}
        for where, row in rows:
            pair = key(plan.cell(row, "source")), key(plan.cell(row, "target"))
            self._rows.setdefault(pair, (int(where.rpartition(" ")[2]), row))
        self._in_any_number = {self._number_keys(*pair): found for pair, found in self._rows.items()}

    def take(self, taken: Mapping[int, Set[int]]) -> None:
        """Let cells count as filled that show no text, as those with a formula, by their rows and columns."""
        for pair, (number, row) in self._rows.items():
            if columns := taken.get(number):
                full = [*row, *[""] * (1 + max(columns) - len(row))]
                cells = [cell or FORMULA * (at in columns) for at, cell in enumerate(full)]
                self._rows[pair] = self._in_any_number[self._number_keys(*pair)] = number, cells

    def room(self, pair: TermPair, found: Further) -> bool | None:
        """Whether the row of a pair has an empty cell for a synonym; None where it has the synonym there.

        A cell with `-` or `n/a`, which says that there is none, is empty.
        """
        number, row = self._row(pair)
        column = column_for(found, self._plan)
        if not number or not column:
            return False
        cell = self._plan.cell(row, column)
        return None if holds(cell, found.synonym) else cell.strip().lower() in NONE

    def fill(self, pair: TermPair, members: Sequence[Further]) -> None:
        """Fill the empty cells of the row of a pair."""
        if members:
            number, _ = self._row(pair)
            self.fills.setdefault(number, {}).update(filled(self._plan, members))

    def define(self, pair: TermPair, texts: Mapping[int, str]) -> bool:
        """Fill the empty cells for definitions, by their columns, of the row of a pair; whether any."""
        number, row = self._row(pair)
        empty = {at: text for at, text in texts.items() if not "".join(row[at : at + 1]).strip()}
        if number and empty:
            self.fills.setdefault(number, {}).update(empty)
        return bool(number and empty)

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

    def _row(self, pair: TermPair) -> tuple[int, Sequence[str]]:
        """The number and the cells of the row of a pair, else of the pair in another number; 0 for none."""
        texts = key(pair.source.text), key(pair.target.text)
        return self._rows.get(texts) or self._in_any_number.get(self._number_keys(*texts), (0, ()))

    def _number_keys(self, source: str, target: str) -> tuple[str, str]:
        return number_key(source, self._langs[0]), number_key(target, self._langs[1])
