"""XLSX: our own workbook after people have worked in it, and plain tables."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from duiqi.corpus.bitext.column_kinds import is_han
from duiqi.corpus.bitext.columns import read_rows
from duiqi.corpus.bitext.conventions import COLUMNS
from duiqi.corpus.bitext.layout import SAMPLE, Row, Wanted, find_layout
from duiqi.corpus.bitext.mending import counted
from duiqi.corpus.bitext.parts import Request
from duiqi.corpus.errors import DuiqiError, UnreadableFile
from duiqi.corpus.model import Alignment, Doubt
from duiqi.corpus.unpacking import DAMAGE, check_sizes

# An escape in a workbook: of a character that XML cannot hold, or of an underscore that would open one.
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")

ERRORS = {"#N/A", "#REF!", "#NAME?", "#DIV/0!", "#VALUE!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
# Cells of a sheet with an error, and with a formula that no program has computed.
WRONG = re.compile(rb"<c\s[^<>]*\bt=\"e\"")
UNKNOWN = re.compile(rb"(?:</f>|<f\b[^<>]*/>)(?:<v\s*/>|<v></v>|(?=</c>))")

MOST_ROWS = 1 << 20  # of Excel; openpyxl fills up the rows before one of any number
MOST_COLUMNS = 2000  # Excel has eight times as many, and openpyxl fills up each row

# The exceptions of openpyxl for a workbook that is damaged or badly made.
DAMAGED = (*DAMAGE, KeyError, IndexError, TypeError, AttributeError, OverflowError, SyntaxError)


def read_xlsx(request: Request) -> Alignment:
    """Read the first sheet of a workbook, with a row of names or without one."""
    alignment = read_rows(request, partial(xlsx_rows, request.path))
    doubts = (Doubt("cells-without-text", text) for text in cells_without_text(request.path))
    others = (Doubt("sheets", text) for text in sheets_left_out(request.path))
    return replace(alignment, warnings=(*alignment.warnings, *doubts, *others))


def xlsx_rows(path: Path) -> Iterator[Row]:
    """The rows that are not empty of the first sheet that has a table, every cell as text."""
    with _book(path) as book:
        yield from _rows(path, _sheet(book.worksheets))


def sheet_part(path: Path) -> str:
    """The name, in the archive, of the sheet that `xlsx_rows` reads."""
    with _book(path) as book:
        part: str = _sheet(book.worksheets)._worksheet_path  # openpyxl has no other name for it
    return part.removeprefix("/")


def sheets_left_out(path: Path) -> list[str]:
    """A sentence about the sheets with aligned text or terms that are not read; none for most workbooks."""
    with zipfile.ZipFile(path) as archive:
        if sum(name.startswith("xl/worksheets/sheet") for name in archive.namelist()) < 2:
            return []  # opening a large workbook takes long
    with _book(path) as book:
        taken = _sheet(book.worksheets)
        others = [
            f"'{sheet.title}'" for sheet in book.worksheets if sheet is not taken and _has_pairs(path, sheet)
        ]
    if not others:
        return []
    return [
        f"{path}: of its sheets '{taken.title}' is read; a table is in {', '.join(others)} as well. "
        "Save each as a file of its own"
    ]


@contextmanager
def _book(path: Path) -> Iterator[Any]:
    """A workbook, open; raises UnreadableFile for a damaged one."""
    from openpyxl import load_workbook

    try:
        with path.open("rb") as file:  # by its name openpyxl takes no workbook that was renamed to .csv
            with warnings.catch_warnings(), zipfile.ZipFile(path) as archive:
                # It warns of drop-downs and colours that it does not keep; nothing is written back here.
                warnings.simplefilter("ignore")
                check_sizes(archive, str(path))
                book = load_workbook(file, read_only=True, data_only=True)
            try:
                yield book
            finally:
                book.close()
    except DAMAGED as error:
        raise UnreadableFile(
            f"{path}: a damaged workbook: {error}. Open it in Excel and save it anew"
        ) from error


def _rows(path: Path, sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # some programs write a wrong size, and rows beyond it would be lost
    width = 0
    for place, row in enumerate(sheet.iter_rows(values_only=True, max_row=MOST_ROWS), start=1):
        if len(row) > MOST_COLUMNS or (place == MOST_ROWS and not any(row)):  # filled up to a row beyond
            raise UnreadableFile(
                f"{path}, row {place}: wider or longer than any table. Save the rows that are used anew"
            )
        width = max(width, len(row))
        cells = [_text(value) for value in row] + [""] * (width - len(row))  # no cell where none was filled
        if any(cell.strip() for cell in cells):
            yield f"row {place}", cells


def _has_pairs(path: Path, sheet: Any) -> bool:
    """Whether a sheet has rows under a heading, or columns in two scripts; remarks have neither."""
    try:
        opening = [row for _, row in islice(_rows(path, sheet), SAMPLE)]
        plan = find_layout(opening, Wanted(), COLUMNS, str(path))
    except DuiqiError:
        return False
    below = opening[plan.skipped :]
    source, target = ([plan.cell(row, side) for row in below] for side in ("source", "target"))
    return bool(below) and (plan.skipped > 0 or is_han(source) != is_han(target))


def cells_without_text(path: Path) -> list[str]:
    """Sentences about cells that are read as empty though a formula is in them; none for most workbooks."""
    wrong = unknown = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.namelist():
                if member.startswith("xl/worksheets/") and member.endswith(".xml"):
                    with archive.open(member) as file:
                        rest = b""
                        while block := file.read(1 << 20):
                            cells, end, rest = (rest + block).rpartition(b"</c>")
                            wrong += len(WRONG.findall(cells + end))
                            unknown += len(UNKNOWN.findall(cells + end))
    except DAMAGED as error:
        raise UnreadableFile(
            f"{path}: a damaged workbook: {error}. Open it in Excel and save it anew"
        ) from error
    found = []
    if unknown:
        cells_with = counted(unknown, "cell with a formula", "cells with formulas")
        found.append(f"{path}: {cells_with} not computed, read as empty. Open it in Excel and save it")
    if wrong:
        cells_with = counted(wrong, "cell with an error", "cells with errors")
        found.append(f"{path}: {cells_with} (#N/A and the like), read as empty")
    return found


def _sheet(sheets: Sequence[Any]) -> Any:
    """The first sheet in which a row has two cells filled: a cover or a page of instructions has one."""
    for sheet in sheets:
        rows = sheet.iter_rows(max_row=SAMPLE, values_only=True)
        filled = [sum(value is not None for value in row) for row in rows]
        if sum(count > 1 for count in filled) > sum(count == 1 for count in filled):
            return sheet
    return sheets[0]


def _text(value: object) -> str:
    """A cell as text: Excel turns ids into numbers, 12 or 12.0; an error of a formula is no text."""
    if value is None or value in ERRORS:
        return ""
    if isinstance(value, bool):
        return str(value).upper()  # as Excel shows it
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), str(value))
