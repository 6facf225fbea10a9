"""Merge into a workbook: further rows in its sheet of terms, all other parts as they are.

New cells look as those of the last row with text. Ranges that end with that row (the filter, drop-down
lists, colours, a table) go on to the new last row.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from duiqi.corpus.bitext.column_kinds import letter
from duiqi.corpus.bitext.xlsx import sheet_part, xlsx_rows
from duiqi.corpus.errors import UnreadableFile
from duiqi.exports.glossary.merging.additions import Additions
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
BOOK = "xl/workbook.xml"


def merged(path: Path, additions: Additions) -> bytes:
    """The bytes of the workbook with the rows of its new pairs."""
    found = new_rows(path, "xlsx", additions)
    part = sheet_part(path)
    last = max(int(place.rpartition(" ")[2]) for place, _ in xlsx_rows(path))
    stop = last + len(found.rows)
    page = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as after:
        tables = _tables_of(before, part)
        for member in before.infolist():
            contents = before.read(member)
            if member.filename == part:
                contents = _with_rows(path, contents, found, last)
            elif member.filename in tables:
                root = _parsed(contents)
                _extend(root, last, stop)
                contents = _written(root)
            elif member.filename == BOOK:
                text = contents.decode()
                contents = FILTER.sub(
                    lambda m: m[1] + (str(stop) if m[2] == str(last) else m[2]), text
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


def _with_rows(path: Path, contents: bytes, found: NewRows, last: int) -> bytes:
    """The sheet with new rows after row number `last`, the last one with text."""
    root = _parsed(contents)
    data = root.find("{*}sheetData")
    if data is None:
        raise UnreadableFile(f"{path}: no rows in the sheet of the workbook. Save it anew in Excel")
    rows = _numbered(data)
    for number, new in found.fills.items():
        _fill(rows[number], number, new)
    above = rows[last]
    looks = {at: cell.get("s") for at, cell in _placed(above).items()}
    numbers = {found.plan.places.get(name) for name in NUMBERS} if found.plan.is_ours else set()
    numbers |= {
        at for at, cell in _placed(above).items() if at == found.plan.places.get("id") and _is_number(cell)
    }
    at = data.index(above)
    for number, cells in enumerate(found.rows, start=last + 1):
        at += 1
        row = rows.get(number)
        if row is None:
            row = data.makeelement(_named(data, "row"), {"r": str(number)})
            data.insert(at, row)
        empty = _placed(row)  # cells that somebody has formatted for later
        row[:] = [
            _cell(row, f"{letter(place)}{number}", cells.get(place, ""), place in numbers, look)
            for place in sorted({*empty, *(place for place, text in cells.items() if text)})
            for look in [empty[place].get("s") if place in empty else looks.get(place)]
        ]
    _extend(root, last, last + len(found.rows))
    return _written(root)


def _is_number(cell: etree._Element) -> bool:
    return cell.get("t", "n") == "n" and cell.find("{*}v") is not None


def _fill(row: etree._Element, number: int, new: Mapping[int, str]) -> None:
    """Put texts into empty cells of a row, which keep their looks."""
    cells = _placed(row)
    for place, cell in cells.items():
        cell.set("r", f"{letter(place)}{number}")
    for place, text in new.items():
        old = cells.get(place)
        cells[place] = _cell(
            row, f"{letter(place)}{number}", text, False, None if old is None else old.get("s")
        )
    row[:] = [cells[place] for place in sorted(cells)]


def _numbered(data: etree._Element) -> dict[int, etree._Element]:
    """The rows of a sheet by their numbers, which some programs leave out."""
    rows, number = {}, 0
    for row in data:
        number = int(row.get("r") or number + 1)
        rows[number] = row
    return rows


def _placed(row: etree._Element) -> dict[int, etree._Element]:
    """The cells of a row by the numbers of their columns."""
    from openpyxl.utils import column_index_from_string

    cells, at = {}, -1
    for cell in row:
        name = (cell.get("r") or "").rstrip("0123456789")
        at = column_index_from_string(name) - 1 if name else at + 1
        cells[at] = cell
    return cells


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
    """Let the ranges that end with row `last` end with row `stop`."""
    ends = re.compile(rf"(?<=[A-Z]){last}(?![0-9])$")
    for element in root.iter("{*}*"):
        attribute = RANGES.get(str(element.tag).rpartition("}")[2])
        if attribute and (value := element.get(attribute)):
            ranges = (
                ends.sub(str(stop), found) if ":" in found or last == 1 else found for found in value.split()
            )
            element.set(attribute, " ".join(ranges))


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
