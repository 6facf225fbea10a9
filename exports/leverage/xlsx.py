"""XLSX: leverage as a sheet to translate in, and the report by bands."""

from __future__ import annotations

from typing import BinaryIO

from duiqi.corpus.leverage import Leverage, LeverageReport, names
from duiqi.corpus.localization import localized
from duiqi.exports.leverage.rows import chosen, difference
from duiqi.exports.leverage.tables import COLUMNS, cells
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.pieces import MarkedTexts
from duiqi.exports.workbook import Texts, add_sheet, does_not_fit, gathering, open_row, workbook

WIDTHS = {"number": 7, "source": 50, "target": 46, "match": 12, "difference": 50, "remarks": 30, "origin": 20}
ORDER = (*WIDTHS, *(column for column in COLUMNS if column not in WIDTHS))
NUMBERS = {"number", "score", "words", "characters"}
FIGURES = ("segments", "words", "characters")


def write_xlsx(leverage: Leverage, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write one sheet, a row a segment, the difference to the memory's source in colour."""
    shown = [match or segment.proposal for segment, match in chosen(leverage, Tally())]
    with workbook(stream, options) as book:
        sheet = add_sheet(book, "leverage", ORDER, WIDTHS)
        sheet.freeze_panes(1, 0)
        texts, marks = Texts(book), MarkedTexts(book)
        last = 0
        for row, match in zip(cells(leverage, options, tally, localized), shown, strict=True):
            if does_not_fit(row, last, tally):
                continue
            last += 1
            fields = dict(zip(COLUMNS, row, strict=True))
            with gathering():
                open_row(sheet, last, {name: fields.get(name, fields["source"]) for name in WIDTHS}, WIDTHS)
                for place, column in enumerate(ORDER):
                    if column == "difference":
                        if match and match.differs:
                            marks.put(sheet, last, place, difference(match))
                    elif column in NUMBERS and fields[column]:
                        sheet.write_number(last, place, float(fields[column]))
                    elif fields[column]:
                        texts.put(sheet, last, place, fields[column])
        sheet.autofilter(0, 0, max(1, last), len(ORDER) - 1)


def write_report(report: LeverageReport, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the report by bands: a row for each text and band."""
    order = ("text", "match", *FIGURES, "% of words")
    with workbook(stream, options) as book:
        sheet = add_sheet(book, "bands", order, {"text": 40, "match": 24, **dict.fromkeys(order[2:], 12)})
        sheet.freeze_panes(1, 0)
        texts, share = Texts(book), book.add_format({"num_format": "0.0%"})
        row = 0
        for title, counts in report.rows():
            tally.written += 1
            for name in names():
                row += 1
                texts.put(sheet, row, 0, localized(title))
                texts.put(sheet, row, 1, localized(name))
                for place, value in enumerate(counts[name], 2):
                    sheet.write_number(row, place, value)
                whole = counts["total"].words
                sheet.write_number(row, 5, counts[name].words / whole if whole else 0, share)
        sheet.autofilter(0, 0, max(1, row), len(order) - 1)
