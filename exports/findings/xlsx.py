"""Findings as a workbook: a row a finding, the hits marked in both texts, to filter and work through."""

from __future__ import annotations

from typing import BinaryIO

from duiqi.corpus.findings import Findings
from duiqi.corpus.localization import localized
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.pieces import MarkedTexts, Piece, clean, pieces
from duiqi.exports.workbook import add_sheet, does_not_fit, gathering, open_row, workbook

# `done` is for the reviser.
WIDTHS = {
    "place": 18, "severity": 10, "code": 13, "message": 40, "source": 56, "target": 46, "done": 8,
}  # fmt: skip
COLUMNS = tuple(WIDTHS)
COLOURS = {"error": "F8CBAD", "warning": "FFF1B8", "note": "ECEFF3"}


def write_xlsx(report: Findings, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write one sheet with every finding."""
    with workbook(stream, options) as book:
        sheet = add_sheet(book, "findings", COLUMNS, WIDTHS)
        sheet.freeze_panes(1, 0)
        texts = MarkedTexts(book)
        shades = {
            severity: book.add_format({"bg_color": f"#{colour}", "valign": "top"})
            for severity, colour in COLOURS.items()
        }
        last = 0
        for finding in report.findings:
            tally.written += 1
            cells = {
                "place": list(clean([Piece(str(finding.place))])),
                "code": [Piece(finding.code)],
                "message": list(clean([Piece(localized(finding.message))])),
                "source": pieces(finding.source, finding.source_spans),
                "target": pieces(finding.target, finding.target_spans),
            }
            plain = {column: "".join(piece.text for piece in marked) for column, marked in cells.items()}
            if does_not_fit(list(plain.values()), last, tally):
                continue
            last += 1
            with gathering():
                open_row(sheet, last, plain, WIDTHS)
                for place, column in enumerate(COLUMNS):
                    if column == "severity":
                        sheet.write_string(last, place, localized(finding.severity), shades[finding.severity])
                    elif cells.get(column):
                        texts.put(sheet, last, place, cells[column])
        sheet.autofilter(0, 0, max(1, last), len(COLUMNS) - 1)
