"""Workbooks for people, written a row at a time.

The heading stays in sight, long texts are wrapped, a person's decisions are chosen from a
list, and columns that are seldom needed are there but folded away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from duiqi.corpus.bitext.conventions import FORMULA
from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.localization import localized
from duiqi.corpus.model import Span
from duiqi.corpus.scripts import FIRST_WIDE
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.xml import TOOL

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

# Excel's own limits. Beyond them it offers to "repair" the file.
LONGEST_CELL = 32767
LAST_ROW = 1048576
TOO_LONG = f"longer than the {LONGEST_CELL:,} characters that a cell holds"
TOO_MANY = f"beyond the {LAST_ROW:,} rows that a sheet holds"

LINE, HIGHEST_ROW = 15, 409

# In a text of several fonts XlsxWriter escapes once too often what looks like an escape.
ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")


@contextmanager
def workbook(stream: BinaryIO, options: WriteOptions) -> Iterator[Workbook]:
    """A workbook that is written to the stream when the block ends without an error."""
    from xlsxwriter import Workbook

    with gathering():
        # Each row goes to a temporary file as soon as the next one begins: memory stays flat.
        book = Workbook(stream, {"constant_memory": True})
        book.use_zip64()
        book.set_properties({"author": TOOL, "created": options.date().replace(tzinfo=None)})
    yield book
    with gathering():
        book.close()


@contextmanager
def gathering() -> Iterator[None]:
    """Report errors of the temporary folder, where XlsxWriter collects the sheets: its disk can be full."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        yield
    except (OSError, FileCreateError) as error:
        raise UnwritableFile(
            f"the temporary folder cannot be used: {str(error).lower()}. Set TMPDIR to another one"
        ) from error


def add_sheet(book: Workbook, name: str, order: Sequence[str], widths: Mapping[str, int]) -> Worksheet:
    """A sheet with its heading; a column without a width is folded away."""
    with gathering():
        sheet = book.add_worksheet(name)
    for place, column in enumerate(order):
        if column in widths:
            sheet.set_column(place, place, widths[column])
        else:
            sheet.set_column(place, place, 14, None, {"hidden": True, "level": 1})
    heading = book.add_format({"bold": True, "bottom": 1})
    for place, column in enumerate(order):
        sheet.write_string(0, place, localized(column), heading)
    return sheet


class Texts:
    """Writes texts into cells: wrapped, aligned to the top, and never run as a formula."""

    def __init__(self, book: Workbook) -> None:
        look = {"text_wrap": True, "valign": "top"}
        self.text = book.add_format(look)
        # With this prefix the cell remains text when someone edits it in Excel.
        self.armed = book.add_format(look | {"quote_prefix": True})
        self.mark = book.add_format({"bold": True, "font_color": "#C00000"})

    def put(self, sheet: Worksheet, row: int, place: int, text: str, marked: Span | None = None) -> None:
        """Write a text, its `marked` span in bold and in colour."""
        look = self.armed if FORMULA.match(text) else self.text
        if marked and marked.start < marked.end and not ESCAPE.search(text):
            before, term, after = text[: marked.start], text[slice(*marked)], text[marked.end :]
            pieces = [*filter(None, [before]), self.mark, term, *filter(None, [after])]
            if len(pieces) > 2:  # else the term is all there is
                sheet.write_rich_string(row, place, *pieces, look)
                return
        sheet.write_string(row, place, text, look)


def open_row(sheet: Worksheet, row: int, texts: Mapping[str, str], widths: Mapping[str, int]) -> None:
    """Begin a row as high as its texts need, which not all programs work out when they open a file."""
    needed = max(
        (lines(text, widths[column]) for column, text in texts.items() if column in widths), default=1
    )
    sheet.set_row(row, min(LINE * needed, HIGHEST_ROW))


def lines(text: str, width: int) -> int:
    """How many lines a text takes in a column, an ideograph as wide as two letters.

    >>> lines("mine action", 24), lines("联合国协助地雷行动自愿信托基金", 24)
    (1, 2)
    """
    columns = len(text) + sum(sign >= FIRST_WIDE for sign in text)
    # A line of words ends before the column does, by half a word on the average.
    return 1 if columns <= width else -(-columns // max(1, width - 3))


def does_not_fit(row: Sequence[str], last: int, tally: Tally) -> bool:
    """Whether Excel has no room for another row after the row `last`; the tally counts the row then."""
    problem = TOO_MANY if last >= LAST_ROW - 1 else TOO_LONG if max(map(len, row)) > LONGEST_CELL else ""
    if problem:
        tally.written -= 1
        tally.left_out[problem] += 1
    return bool(problem)


def offer(sheet: Worksheet, last: int, place: int, choices: Sequence[str]) -> None:
    """Give the cells of a column, from the second row to the last, a list to choose from."""
    shown = [localized(choice) for choice in choices]
    message = localized(f"One of {', '.join(shown)}")
    choice = {"validate": "list", "source": shown, "error_message": message}
    sheet.data_validation(1, place, last, place, choice)
