"""XLSX: leverage as a sheet to translate in, and the report by bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from duiqi.corpus.leverage import Leverage, LeverageReport, Match, names
from duiqi.exports.leverage.rows import Cleaners, chosen, stretch
from duiqi.exports.leverage.tables import COLUMNS, cells
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.workbook import ESCAPE, Texts, add_sheet, does_not_fit, gathering, open_row, workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

WIDTHS = {"number": 7, "source": 50, "target": 46, "match": 12, "difference": 50, "remarks": 30, "origin": 20}
ORDER = (*WIDTHS, *(column for column in COLUMNS if column not in WIDTHS))
NUMBERS = {"number", "score", "words", "characters"}
FIGURES = ("segments", "words", "characters")


def write_xlsx(leverage: Leverage, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write one sheet, a row a segment, the difference to the memory's source in colour."""
    clean = Cleaners.of(leverage, Tally(), options.plain_spaces)
    shown = [match or segment.proposal for segment, match in chosen(leverage, Tally())]
    with workbook(stream, options) as book:
        sheet = add_sheet(book, "leverage", ORDER, WIDTHS)
        sheet.freeze_panes(1, 0)
        texts, marks = Texts(book), _marks(book)
        last = 0
        for row, match in zip(cells(leverage, options, tally), shown, strict=True):
            if does_not_fit(row, last, tally):
                continue
            last += 1
            fields = dict(zip(COLUMNS, row, strict=True))
            with gathering():
                open_row(sheet, last, {name: fields.get(name, fields["source"]) for name in WIDTHS}, WIDTHS)
                for place, column in enumerate(ORDER):
                    if column == "difference":
                        _difference(sheet, last, place, match, (texts, marks), clean)
                    elif column in NUMBERS and fields[column]:
                        sheet.write_number(last, place, float(fields[column]))
                    elif fields[column]:
                        texts.put(sheet, last, place, fields[column])
        sheet.autofilter(0, 0, max(1, last), len(ORDER) - 1)


def _marks(book: Workbook) -> dict[str, Any]:
    return {
        "inserted": book.add_format({"font_color": "#0B5394", "underline": 1}),
        "deleted": book.add_format({"font_color": "#B45F06", "font_strikeout": True}),
    }


def _difference(
    sheet: Worksheet,
    row: int,
    place: int,
    match: Match | None,
    looks: tuple[Texts, dict[str, Any]],
    clean: Cleaners,
) -> None:
    """The difference of the sources; empty where there is none, or the text was put together."""
    texts, marks = looks
    pieces = [(edit, stretch(text, clean)) for edit, text in match.pieces] if match else []
    pieces = [(edit, text) for edit, text in pieces if text]
    if all(edit == "same" for edit, _ in pieces):
        return
    plain = "".join(text for _, text in pieces)
    if len(pieces) < 2 or ESCAPE.search(plain):
        texts.put(sheet, row, place, plain)
        return
    fragments: list[Any] = []
    for edit, text in pieces:
        fragments += [text] if edit == "same" else [marks[edit], text]
    sheet.write_rich_string(row, place, *fragments, texts.text)


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
                texts.put(sheet, row, 0, title)
                texts.put(sheet, row, 1, name)
                for place, value in enumerate(counts[name], 2):
                    sheet.write_number(row, place, value)
                whole = counts["total"].words
                sheet.write_number(row, 5, counts[name].words / whole if whole else 0, share)
        sheet.autofilter(0, 0, max(1, row), len(order) - 1)
