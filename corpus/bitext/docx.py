"""DOCX: our bilingual table after a client has worked in it, and plain tables of two columns.

The text is read as Word shows it with all changes accepted. A row whose texts carry tracked
changes, or are no longer those of its checksum, was corrected by somebody, and comments are notes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from duiqi.corpus.bitext.columns import read_rows, shown
from duiqi.corpus.bitext.conventions import BOOKMARK, COLUMNS
from duiqi.corpus.bitext.headings import OURS
from duiqi.corpus.bitext.layout import SAMPLE, Layout, Row, find_layout
from duiqi.corpus.bitext.parts import Request
from duiqi.corpus.bitext.trees import events, forget, name
from duiqi.corpus.errors import MalformedFile, UnreadableFile
from duiqi.corpus.localization import original
from duiqi.corpus.model import Alignment
from duiqi.corpus.unpacking import DAMAGE, check_sizes

if TYPE_CHECKING:
    from lxml import etree

# Elements of a paragraph or a cell without text that is shown: what a tracked change has taken
# away, text boxes, the older form of a picture that is there in two forms.
GONE = {"del", "moveFrom", "txbxContent", "Fallback"}
CHANGES = ("{*}ins", "{*}del", "{*}moveFrom", "{*}moveTo")
WITHIN = {"tbl", "tr", "tc", "sdt", "sdtContent", "customXml", "ins", "moveTo"}
SPELT = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
CHECKSUM = re.compile(BOOKMARK.format(checksum="([0-9a-f]+)", place="[0-9]+"))

# The exceptions of zipfile and lxml for a damaged file.
DAMAGED = (*DAMAGE, KeyError, SyntaxError)


class Cell(NamedTuple):
    """A table cell: its paragraphs but empty ones, whether changes are tracked in it, ids of comments.

    checksums  those of rows whose bookmarks the cell has
    """

    paragraphs: tuple[str, ...]
    changed: bool
    comments: tuple[str, ...]
    checksums: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.paragraphs)

    @property
    def ends(self) -> str:
        """The offsets at which the paragraphs end in the text, as `9 21`; empty for one paragraph."""
        ends, end = [], -1
        for paragraph in self.paragraphs:
            end += 1 + len(paragraph)
            ends.append(str(end))
        return " ".join(ends) if len(ends) > 1 else ""


def read_docx(request: Request) -> Alignment:
    """Read the first table of two columns or more, with a row of names or without one.

    Each paragraph of a cell is a segment.
    """
    return read_rows(request._replace(columns=None), partial(docx_rows, request))


def docx_rows(request: Request) -> Iterator[Row]:
    """The rows of the table in the order of our own columns, a row of names first."""
    path = request.path
    try:
        with zipfile.ZipFile(path) as archive:
            check_sizes(archive, str(path))
            rows = _table(archive)
            opening = list(islice(rows, SAMPLE))
            if not opening:
                raise UnreadableFile(
                    f"{path}: a Word file without a table of two columns. "
                    "Is it a text? duiqi align pairs texts"
                )
            texts = [[cell.text for cell in row] for row in opening]
            plan = find_layout(texts, request.wanted, COLUMNS, str(path))
            origin = dict(zip(("source_lang", "target_lang"), plan.langs, strict=True)) | _documents(archive)
            comments = _comments(archive)
            # In capitals the names are known, but not ours, among which any other word is a mistake.
            others = (name.upper() for name in COLUMNS if name in plan.places or name not in OURS)
            names = COLUMNS if plan.is_ours else tuple(others)
            yield "row 1", names
            width = 1 + max(plan.places["source"], plan.places["target"])
            for place, cells in enumerate(chain(opening[plan.skipped :], rows), start=1):
                where = f"row {place + plan.skipped}"
                if len(cells) < width:
                    raise MalformedFile(
                        f"{path}, {where}: expected at least {width} columns, found {len(cells)}: "
                        f"{shown([cell.text for cell in cells])}"
                    )
                row = _row(plan, cells, comments) | origin
                yield where, [row.get(column.lower(), "") for column in names]
    except DAMAGED as error:
        raise UnreadableFile(
            f"{path}: a damaged Word file: {error}. Open it in Word and save it anew"
        ) from error


def _row(plan: Layout, cells: list[Cell], comments: dict[str, str]) -> dict[str, str]:
    """The cells of a row by the names of their columns."""
    row = {column: cells[place].text for column, place in plan.places.items() if place < len(cells)}
    source, target = cells[plan.places["source"]], cells[plan.places["target"]]
    row |= {"source_ends": source.ends, "target_ends": target.ends}
    if (source.changed or target.changed) and original(row.get("status", "").strip().lower()) in ("", "new"):
        row["status"] = "corrected"
    # Where a row was deleted, a program may leave its bookmark to the next one: then none is known to be its.
    checksums = [checksum for cell in cells for checksum in cell.checksums]
    row["checksum"] = checksums[0] if len(checksums) == 1 else ""
    said = (comments.get(number, "") for cell in cells for number in cell.comments)
    row["note"] = " / ".join(dict.fromkeys(filter(None, (row.get("note", ""), *said))))
    return row


def _table(archive: zipfile.ZipFile) -> Iterator[list[Cell]]:
    """The rows of the first table with two columns or more; rows that a tracked change deletes are gone."""
    table = None
    with archive.open("word/document.xml") as part:
        for event, row in events(part, "tr"):
            if event == "start" or next(row.iterancestors("{*}tc"), None) is not None:
                continue  # a row of a table within a cell is that cell's text
            home = next(row.iterancestors("{*}tbl"), None)
            if table is not None and home is not table:
                return
            cells = [_cell(cell) for cell in _cells(row)]
            if table is None and len(cells) > 1:
                table = home
            if table is not None and any(cell.paragraphs for cell in cells):
                yield cells
            forget(row)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    if row.find("{*}trPr/{*}del") is not None:
        return
    for child in row:
        if name(child) == "tc":
            yield child
        elif name(child) in WITHIN:
            yield from _cells(child)


def _cell(cell: etree._Element) -> Cell:
    texts = ("".join(_pieces(paragraph)).strip() for paragraph in _paragraphs(cell))
    changed = next(cell.iter(*CHANGES), None) is not None
    comments = tuple(_value(element, "id") for element in cell.iter("{*}commentReference"))
    names = (CHECKSUM.fullmatch(_value(mark, "name")) for mark in cell.iter("{*}bookmarkStart"))
    return Cell(tuple(filter(None, texts)), changed, comments, tuple(found[1] for found in names if found))


def _paragraphs(parent: etree._Element) -> Iterator[etree._Element]:
    for child in parent:
        if name(child) == "p":
            yield child
        elif name(child) in WITHIN:
            yield from _paragraphs(child)


def _pieces(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph in pieces, without what is hidden or deleted."""
    for child in element:
        tag = name(child)
        if tag == "t":
            yield child.text or ""
        elif tag in SPELT:
            yield SPELT[tag]
        elif tag not in GONE and not tag.endswith("Pr") and not (tag == "r" and _is_hidden(child)):
            yield from _pieces(child)


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find("{*}rPr/{*}vanish")
    return vanish is not None and _value(vanish, "val") not in ("0", "false", "off")


def _value(element: etree._Element, attribute: str) -> str:
    """An attribute of Word's, in whichever of its two namespaces."""
    return next((str(value) for key, value in element.items() if str(key).endswith("}" + attribute)), "")


def _comments(archive: zipfile.ZipFile) -> dict[str, str]:
    """The comments by their number."""
    if "word/comments.xml" not in archive.namelist():
        return {}
    with archive.open("word/comments.xml") as part:
        return {
            _value(comment, "id"): " ".join(
                filter(None, ("".join(_pieces(paragraph)).strip() for paragraph in _paragraphs(comment)))
            )
            for event, comment in events(part, "comment")
            if event == "end"
        }


def _documents(archive: zipfile.ZipFile) -> dict[str, str]:
    """The names of the two texts, by the columns that hold them, where the file has kept them."""
    if "docProps/custom.xml" not in archive.namelist():
        return {}
    with archive.open("docProps/custom.xml") as part:
        return {
            item.get("name", ""): "".join(map(str, item.itertext()))
            for event, item in events(part, "property")
            if event == "end" and item.get("name") in ("source_document", "target_document")
        }
