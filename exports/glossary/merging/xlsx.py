"""Merge into a workbook: further rows in its sheet of terms, all other parts as they are.

New cells look as those of the last row with text. Ranges that end with that row or below it (the filter,
drop-down lists, colours, a table) go on to the new last row. Formulas are never overwritten, and nothing is
written into a merge but its first cell.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from duiqi.corpus.bitext.column_kinds import letter
from duiqi.corpus.bitext.xlsx import sheet_part
from duiqi.corpus.errors import UnreadableFile
from duiqi.exports.glossary.merging.additions import Additions
from duiqi.exports.glossary.merging.sheets import Sheet, numbered, placed
from duiqi.exports.glossary.merging.tables import NewRows, new_rows
from duiqi.exports.glossary.xlsx import NUMBERS

if TYPE_CHECKING:
    from lxml import etree

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Elements with a range of cells, and the attribute that has it.
RANGES = {
    "autoFilter": "ref",
    "conditionalFormatting": "sqref",
    "dataValidation": "sqref",
    "dimension": "ref",
    "table": "ref",
}
UNDERSCORE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # one that would open an escape
TABLE = re.compile(rb'Target="[^"]*?tables/([^"/]+)"')
FILTER = re.compile(r"(name=\"_xlnm\._FilterDatabase\"[^<>]*>[^<>]*\$)([0-9]+)(?=<)")
END = re.compile(r"(?<=[A-Z])[0-9]+$")  # the row with which a range ends
BOOK = "xl/workbook.xml"


def merged(path: Path, additions: Additions) -> bytes:
    """The bytes of the workbook with the rows of its new pairs."""
    part = sheet_part(path)
    page = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as after:
        root = _parsed(before.read(part))
        data = root.find("{*}sheetData")
        if data is None:
            raise UnreadableFile(f"{path}: no rows in the sheet of the workbook. Save it anew in Excel")
        sheet = Sheet(root, data)
        found = new_rows(path, "xlsx", additions, sheet.taken)
        last = sheet.last
        stop = _add_rows(root, data, found, sheet)
        tables = _tables_of(before, part)
        for member in before.infolist():
            contents = before.read(member)
            if member.filename == part:
                contents = _written(root)
            elif member.filename in tables:
                table = _parsed(contents)
                _extend(table, last, stop)
                contents = _written(table)
            elif member.filename == BOOK:
                text = contents.decode()
                contents = FILTER.sub(
                    lambda m: m[1] + (str(stop) if last <= int(m[2]) < stop else m[2]), text
                ).encode()
            after.writestr(member, contents, zipfile.ZIP_DEFLATED)
    return page.getvalue()


def _tables_of(archive: zipfile.ZipFile, sheet: str) -> frozenset[str]:
    """The parts with the tables of a sheet."""
    folder, _, name = sheet.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return frozenset()
    return frozenset(f"xl/tables/{found.decode()}" for found in TABLE.findall(archive.read(relations)))


def _add_rows(root: etree._Element, data: etree._Element, found: NewRows, sheet: Sheet) -> int:
    """Fill cells of the sheet and add its new rows; returns the number of the last one.

    A formula laid down the column for later rows stays, and takes the place of a number or a status.
    """
    rows = numbered(data)
    for number, new in found.fills.items():
        _fill(rows[number], number, new)
    if not found.rows:
        return sheet.last
    above = placed(rows[sheet.last])
    looks = {at: cell.get("s") for at, cell in above.items()}
    places = found.plan.places
    numbers = {places.get(name) for name in NUMBERS} if found.plan.is_ours else set()
    numbers |= {at for at, cell in above.items() if at == places.get("id") and _is_number(cell)}
    given_way = {places.get("id"), places.get("status")}
    start = sheet.room([{at for at, text in cells.items() if text} - given_way for cells in found.rows])
    at = data.index(rows[max(number for number in rows if number <= start)])
    for number, cells in enumerate(found.rows, start=start + 1):
        at += 1
        row = rows.get(number)
        if row is None:
            row = data.makeelement(_named(data, "row"), {"r": str(number)})
            data.insert(at, row)
        before = placed(row)  # cells that somebody has formatted for later, or laid a formula in
        row[:] = [
            before[place]
            if place in sheet.taken.get(number, ())
            else _cell(row, f"{letter(place)}{number}", cells.get(place, ""), place in numbers, look)
            for place in sorted({*before, *(place for place, text in cells.items() if text)})
            for look in [before[place].get("s") if place in before else looks.get(place)]
        ]
    stop = start + len(found.rows)
    _extend(root, sheet.last, stop)
    return stop


def _is_number(cell: etree._Element) -> bool:
    return cell.get("t", "n") == "n" and cell.find("{*}v") is not None


def _fill(row: etree._Element, number: int, new: Mapping[int, str]) -> None:
    """Put texts into empty cells of a row, which keep their looks."""
    cells = placed(row)
    for place, cell in cells.items():
        cell.set("r", f"{letter(place)}{number}")
    for place, text in new.items():
        old = cells.get(place)
        cells[place] = _cell(
            row, f"{letter(place)}{number}", text, False, None if old is None else old.get("s")
        )
    row[:] = [cells[place] for place in sorted(cells)]


def _cell(row: etree._Element, name: str, text: str, is_number: bool, look: str | None) -> etree._Element:
    """A cell with a text or a number, empty where there is no text."""
    cell = row.makeelement(_named(row, "c"), {"r": name} | ({"s": look} if look else {}))
    if not text:
        return cell
    if is_number:
        value = cell.makeelement(_named(row, "v"))
        value.text = text
        cell.append(value)
        return cell
    cell.set("t", "inlineStr")
    inline, shown = (
        cell.makeelement(_named(row, "is")),
        cell.makeelement(_named(row, "t"), {SPACE: "preserve"}),
    )
    shown.text = UNDERSCORE.sub("_x005F_", text)
    inline.append(shown)
    cell.append(inline)
    return cell


def _extend(root: etree._Element, last: int, stop: int) -> None:
    """Let the ranges that end with row `last`, or between it and row `stop`, end with row `stop`."""

    def extended(found: str) -> str:
        ends = END.search(found)
        if ends is None or not last <= int(ends[0]) < stop or (":" not in found and last > 1):
            return found
        return found[: ends.start()] + str(stop)

    for element in root.iter("{*}*"):
        attribute = RANGES.get(str(element.tag).rpartition("}")[2])
        if attribute and (value := element.get(attribute)):
            element.set(attribute, " ".join(map(extended, value.split())))


def _named(element: etree._Element, name: str) -> str:
    """A name in the namespace of an element."""
    namespace, bracket, _ = str(element.tag).rpartition("}")
    return f"{namespace}{bracket}{name}"


def _parsed(contents: bytes) -> etree._Element:
    from lxml import etree

    return etree.fromstring(
        contents, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    )


def _written(root: etree._Element) -> bytes:
    from lxml import etree

    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
