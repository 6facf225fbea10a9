"""XLSX: the table in which people check beads, and which comes back.

The row of names stays in sight, the texts are wrapped, the confidence is coloured by what
stands in the cell (so it follows an edit), the status is chosen from a list, and the columns
that only a program needs are there but folded away.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from corpus.bitext.columns import COLUMNS, FORMULA
from corpus.bitext.parts import STATUSES
from corpus.errors import UnwritableFile
from corpus.model import Alignment
from exports.bands import BANDS
from exports.options import Tally, WriteOptions
from exports.tables import rows
from exports.xml import TOOL

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

# The order for people, and how wide each is; what has no width is folded away.
WIDTHS = {"id": 7, "status": 11, "confidence": 11, "kind": 6, "source": 62, "target": 50, "note": 26}
ORDER = (*WIDTHS, *(column for column in COLUMNS if column not in WIDTHS))
NUMBERS = {"confidence", "score"}

# Excel's own limits. Beyond them it offers to "repair" the file.
LONGEST_CELL = 32767
LAST_ROW = 1048576
TOO_LONG = f"longer than the {LONGEST_CELL:,} characters that a cell holds"
TOO_MANY = f"beyond the {LAST_ROW:,} rows that a sheet holds"


def write_xlsx(alignment: Alignment, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write one sheet, a row a bead, beads with an empty side included."""
    from xlsxwriter import Workbook

    with _gathering():
        # Each row goes to a temporary file as soon as the next one begins: memory stays flat.
        book = Workbook(stream, {"constant_memory": True})
        book.use_zip64()
        book.set_properties({"author": TOOL, "created": options.date().replace(tzinfo=None)})
        sheet = book.add_worksheet("bitext")
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(ORDER):
        if column in WIDTHS:
            sheet.set_column(place, place, WIDTHS[column])
        else:
            sheet.set_column(place, place, 14, None, {"hidden": True, "level": 1})
    last = _fill(book, sheet, alignment, options, tally)
    _dress(book, sheet, max(1, last))
    with _gathering():
        book.close()


def _fill(book: Workbook, sheet: Worksheet, alignment: Alignment, options: WriteOptions, tally: Tally) -> int:
    """Write the rows, and return the number of the last one."""
    heading = book.add_format({"bold": True, "bottom": 1})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    figure = book.add_format({"num_format": "0.00", "valign": "top"})
    # With this the cell stays text also when someone edits it in Excel.
    armed = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    places = [(place, column in NUMBERS, COLUMNS.index(column)) for place, column in enumerate(ORDER)]
    for place, column in enumerate(ORDER):
        sheet.write_string(0, place, column, heading)
    last = 0
    for row in rows(alignment, options, tally, unpaired=True):
        if (
            problem := TOO_MANY
            if last >= LAST_ROW - 1
            else TOO_LONG
            if max(map(len, row)) > LONGEST_CELL
            else ""
        ):
            tally.written -= 1
            tally.left_out[problem] += 1
            continue
        last += 1
        with _gathering():
            for place, is_number, origin in places:
                if not (value := row[origin]):
                    continue
                if is_number:
                    sheet.write_number(last, place, float(value), figure)
                else:
                    sheet.write_string(last, place, value, armed if FORMULA.match(value) else text)
    return last


def _dress(book: Workbook, sheet: Worksheet, last: int) -> None:
    """Colours, filters and the list of statuses, for the rows from the second to the last."""
    confidence, status = ORDER.index("confidence"), ORDER.index("status")
    for band in BANDS:
        rule = {"type": "cell", "criteria": ">=", "value": band.low, "stop_if_true": True}
        fill = book.add_format({"bg_color": f"#{band.colour}"})
        sheet.conditional_format(1, confidence, last, confidence, rule | {"format": fill})
    told = f"One of {', '.join(STATUSES)}"
    choice = {"validate": "list", "source": list(STATUSES), "error_message": told}
    sheet.data_validation(1, status, last, status, choice)
    sheet.autofilter(0, 0, last, len(ORDER) - 1)


@contextmanager
def _gathering() -> Iterator[None]:
    """The sheet is gathered in the temporary folder first, which has a disk to fill as well."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        yield
    except (OSError, FileCreateError) as error:
        raise UnwritableFile(
            f"the temporary folder cannot be used: {str(error).lower()}. Set TMPDIR to another one"
        ) from error
