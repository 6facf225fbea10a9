"""Findings as a workbook: a row a finding, the hits marked in both texts, to filter and work through."""

from __future__ import annotations

from typing import BinaryIO

from duiqi.corpus.findings import Findings
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.pieces import MarkedTexts, Piece, clean, pieces
from duiqi.exports.workbook import add_sheet, gathering, workbook

# `done` is for the reviser.
WIDTHS = {
    "place": 18, "severity": 10, "code": 13, "message": 40, "source": 56, "target": 46, "done": 8,
}  # fmt: skip
COLUMNS = tuple(WIDTHS)
SEVERITY = COLUMNS.index("severity")
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
                "message": list(clean([Piece(finding.message)])),
                "source": pieces(finding.source, finding.source_spans),
                "target": pieces(finding.target, finding.target_spans),
            }
            before, last = last, texts.put_row(sheet, last, cells, WIDTHS, tally)
            if last > before:
                with gathering():
                    sheet.write_string(last, SEVERITY, finding.severity, shades[finding.severity])
        sheet.autofilter(0, 0, max(1, last), len(COLUMNS) - 1)
