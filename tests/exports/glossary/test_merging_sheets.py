"""Terms merged into a workbook: its formulas and the cells that it has merged stay as they were."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from duiqi.corpus.glossary.model import Glossary, Synonym, Term, TermPair
from duiqi.exports.glossary.merging import merge

openpyxl = pytest.importorskip("openpyxl")

HEADING = ["No.", "English", "中文", "Abbr.", "Owner"]
ROWS = [["1", "air traffic control", "空中交通管制"], ["2", "apron", "停机坪"]]


def short(source: str, target: str, *abbreviations: str) -> TermPair:
    synonyms = tuple(Synonym(text, "abbreviation") for text in abbreviations)
    return TermPair("1", Term(source, "en", synonyms=synonyms), Term(target, "zh"), status="accepted")


NEW = Glossary(
    "en",
    "zh",
    (short("air traffic control", "空中交通管制", "ATC"), short("bay 𠀀", "湾"), short("unit", "装置", "U")),
)


def merged(
    folder: Path, cells: Mapping[str, str] | None = None, change: Callable[[Any], object] = str
) -> tuple[list[list[object]], Any]:
    """The rows of the merged sheet, and the sheet; merging again alters nothing."""
    base, out, again = (folder / f"{name}.xlsx" for name in ("base", "out", "again"))
    book = openpyxl.Workbook()
    for row in (HEADING, *ROWS):
        book.active.append(row)
    for place, text in (cells or {}).items():
        book.active[place] = text
    change(book.active)
    book.save(base)
    merge(NEW, base, out)
    assert merge(NEW, out, again).confirmed == 3
    assert again.read_bytes() == out.read_bytes()
    sheet = openpyxl.load_workbook(out).active
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)], sheet


def test_a_formula_without_a_value_is_not_an_empty_cell(tmp_path: Path) -> None:
    rows, _ = merged(tmp_path, {"D2": "=VLOOKUP(B2,B:C,2,0)"})
    assert rows == [
        ["1", "air traffic control", "空中交通管制", "=VLOOKUP(B2,B:C,2,0)", None],
        ["2", "apron", "停机坪", None, None],
        ["3", "ATC", "空中交通管制", None, None],
        ["4", "bay 𠀀", "湾", None, None],
        ["5", "unit", "装置", "U", None],
    ]


def test_rows_go_into_those_with_formulas_laid_down_for_them(tmp_path: Path) -> None:
    """A formula for the number or the owner stays; ranges that ended there reach the new last row."""
    formulas = {f"{column}{row}": f'=IF(B{row}="","",ROW()-1)' for row in (4, 5, 6) for column in "AE"}

    def filtered(sheet: Any) -> None:
        sheet.auto_filter.ref = "A1:E4"

    rows, sheet = merged(tmp_path, formulas, filtered)
    assert rows[2:] == [
        [formulas["A4"], "bay 𠀀", "湾", None, formulas["E4"]],
        [formulas["A5"], "unit", "装置", "U", formulas["E5"]],
        [formulas["A6"], None, None, None, formulas["E6"]],
    ]
    assert rows[0][3] == "ATC"
    assert sheet.auto_filter.ref == "A1:E5"


def test_rows_go_below_formulas_that_are_in_the_way(tmp_path: Path) -> None:
    rows, _ = merged(tmp_path, {"C4": "=Other!A1", "D6": "=1"})
    assert rows[2] == [None, None, "=Other!A1", None, None]
    assert rows[4] == [None, None, None, "=1", None]
    assert [row[1] for row in rows] == ["air traffic control", "apron", None, None, None, "bay 𠀀", "unit"]


def test_nothing_is_written_into_a_merge_but_its_first_cell(tmp_path: Path) -> None:
    """The abbreviation gets a row of its own, and new rows go below a merge, where Excel shows them."""

    def merge_cells(sheet: Any) -> None:
        sheet.merge_cells("C2:D2")
        sheet.merge_cells("A4:C5")

    rows, _ = merged(tmp_path, change=merge_cells)
    assert rows[0] == ["1", "air traffic control", "空中交通管制", None, None]
    assert [row[1] for row in rows[2:]] == [None, None, "ATC", "bay 𠀀", "unit"]


def test_the_first_cell_of_a_merge_takes_a_text(tmp_path: Path) -> None:
    rows, _ = merged(tmp_path, change=lambda sheet: sheet.merge_cells("D2:D3"))
    assert [row[3] for row in rows] == ["ATC", None, None, "U"]
