"""XLSX: the workbook in which people check beads; it can be read back.

The heading stays in sight, the texts are wrapped, the confidence is coloured by the value of
the cell (so the colour follows an edit), the status is chosen from a list, and the columns
that only a program needs are there but folded away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from duiqi.corpus.bitext.conventions import COLUMNS, STATUSES
from duiqi.corpus.localization import localized
from duiqi.corpus.model import Alignment
from duiqi.exports.bands import BANDS
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.tables import rows
from duiqi.exports.workbook import Texts, add_sheet, does_not_fit, gathering, offer, open_row, workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

# The columns in the order for people, with their widths; the others follow, folded away.
WIDTHS = {"id": 7, "status": 11, "confidence": 11, "kind": 6, "source": 62, "target": 50, "note": 26}
ORDER = (*WIDTHS, *(column for column in COLUMNS if column not in WIDTHS))
NUMBERS = {"confidence", "score"}
STATUS, SOURCE, TARGET, NOTE = map(COLUMNS.index, ("status", "source", "target", "note"))


def write_xlsx(alignment: Alignment, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write one sheet, a row a bead, beads with an empty side included."""
    with workbook(stream, options) as book:
        sheet = add_sheet(book, "bitext", ORDER, WIDTHS)
        sheet.freeze_panes(1, 0)
        last = _fill(book, sheet, alignment, options, tally)
        _dress(book, sheet, max(1, last))


def _fill(book: Workbook, sheet: Worksheet, alignment: Alignment, options: WriteOptions, tally: Tally) -> int:
    """Write the rows, and return the number of the last one."""
    texts = Texts(book)
    figure = book.add_format({"num_format": "0.00", "valign": "top"})
    places = [(place, column in NUMBERS, COLUMNS.index(column)) for place, column in enumerate(ORDER)]
    last = 0
    for row in rows(alignment, options, tally):
        if does_not_fit(row, last, tally):
            continue
        last += 1
        with gathering():
            open_row(sheet, last, {"source": row[SOURCE], "target": row[TARGET], "note": row[NOTE]}, WIDTHS)
            for place, is_number, origin in places:
                if not (value := row[origin]):
                    continue
                if is_number:
                    sheet.write_number(last, place, float(value), figure)
                else:
                    texts.put(sheet, last, place, localized(value) if origin == STATUS else value)
    return last


def _dress(book: Workbook, sheet: Worksheet, last: int) -> None:
    """Colours, filters and the list of statuses, for the rows from the second to the last."""
    confidence = ORDER.index("confidence")
    for band in BANDS:
        rule = {"type": "cell", "criteria": ">=", "value": band.low, "stop_if_true": True}
        fill = book.add_format({"bg_color": f"#{band.colour}"})
        sheet.conditional_format(1, confidence, last, confidence, rule | {"format": fill})
    offer(sheet, last, ORDER.index("status"), STATUSES)
    sheet.autofilter(0, 0, last, len(ORDER) - 1)
