"""Versions as a workbook: a row a paragraph, the differing words marked, and a sheet of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from duiqi.corpus.versions import FATES, Versions
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.pieces import MarkedTexts, Piece, clean
from duiqi.exports.versions.sides import new_pieces, numbers, old_pieces, size
from duiqi.exports.workbook import add_sheet, gathering, workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook

WIDTHS = {"change": 13, "old_no": 8, "new_no": 8, "old_label": 9, "new_label": 9, "old": 60, "new": 60}
COLUMNS = tuple(WIDTHS)
FIGURES = {"change": 13, "paragraphs": 12, "words": 12}


def write_xlsx(versions: Versions, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write a sheet of paragraphs and a sheet of figures; Chinese is counted in characters."""
    with workbook(stream, options) as book:
        sheet = add_sheet(book, "paragraphs", COLUMNS, WIDTHS)
        sheet.freeze_panes(1, 0)
        texts = MarkedTexts(book)
        last = 0
        for change in versions.changes:
            tally.written += 1
            cells = {
                "change": [Piece(change.fate)],
                "old_no": [Piece(numbers(change.old))],
                "new_no": [Piece(numbers(change.new))],
                "old_label": list(clean([Piece(change.old_label)])),
                "new_label": list(clean([Piece(change.new_label)])),
                "old": old_pieces(change),
                "new": [] if change.fate == "moved away" else new_pieces(change),
            }
            last = texts.put_row(sheet, last, cells, WIDTHS, tally)
        sheet.autofilter(0, 0, max(1, last), len(COLUMNS) - 1)
        _add_figures(book, versions)


def _add_figures(book: Workbook, versions: Versions) -> None:
    sheet = add_sheet(book, "figures", tuple(FIGURES), FIGURES)
    for row, fate in enumerate(FATES, 1):
        changes = [change for change in versions.changes if change.fate == fate]
        words = sum(size(change.old_text if fate == "dropped" else change.new_text) for change in changes)
        with gathering():
            sheet.write_string(row, 0, fate)
            sheet.write_number(row, 1, len(changes))
            sheet.write_number(row, 2, words)
