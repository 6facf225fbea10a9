"""A Word document's paragraphs and tables in reading order, then headers and footers, then notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from duiqi.corpus.codes import Code
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.model import Kind
from duiqi.corpus.readers.archive import Archive
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.docx.attributes import attribute, value
from duiqi.corpus.readers.docx.lists import Lists, place_of
from duiqi.corpus.readers.docx.package import Package
from duiqi.corpus.readers.docx.runs import Inline, NoteCall, Runs
from duiqi.corpus.readers.docx.styles import Style, styles_of
from duiqi.corpus.readers.elements import child_of, tag_of, text_of
from duiqi.corpus.readers.formatting import numbered_tags
from duiqi.corpus.readers.manuscript import Manuscript
from duiqi.corpus.readers.pieces import Mark

if TYPE_CHECKING:
    from lxml.etree import _Element

# Wrappers around paragraphs and tables: content controls, accepted changes, alternatives.
WRAPPERS = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "AlternateContent", "Choice"}
)
ROW_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml"})
CELL_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml"})


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read a DOCX: automatic list numbers rendered, footnotes last, headers and footers as furniture."""
    package = Package(Archive(data, name))
    body = child_of(package.main, "body")
    if body is None:
        raise UnreadableFile(f"{name}: a Word file without a body. Save it again")
    reader = _Reader(package)
    reader.blocks(body, "body")
    reader.furniture()
    reader.notes()
    text, paragraphs = reader.manuscript.finish()
    if not text.strip():
        raise UnreadableFile(
            f"{name}: a Word file without text, of pictures perhaps. They have to be recognised (OCR) first"
        )
    return Content(text, paragraphs, codes=reader.manuscript.codes)


class _Unended(NamedTuple):
    """A paragraph that has been read and may go on in the next."""

    inline: Inline
    properties: _Element | None


class _Reader:
    """A walk through the parts of a document, which writes a manuscript."""

    def __init__(self, package: Package) -> None:
        self.manuscript = Manuscript(numbered_tags)
        self._package = package
        self._lists = Lists(package.part("numbering"))
        self._styles = styles_of(package.part("styles"))
        self._runs = Runs()
        self._unended: _Unended | None = None

    def blocks(self, parent: _Element, kind: Kind) -> None:
        """Write the paragraphs and tables within an element that holds text of its own."""
        self._walk(parent, kind)
        self._end(kind)

    def _walk(self, parent: _Element, kind: Kind) -> None:
        for child in parent:
            tag = tag_of(child)
            if tag == "p":
                self._paragraph(child, kind)
            elif tag == "tbl":
                self._end(kind)
                for row in _rows(child):
                    for cell in _cells(row):
                        self.blocks(cell, "cell" if kind == "body" else kind)
            elif tag in WRAPPERS:
                self._walk(child, kind)

    def furniture(self) -> None:
        """Write each header and footer once."""
        seen = set()
        for root in self._package.furniture():
            text = text_of(root).strip()
            if text and text not in seen:
                seen.add(text)
                self.blocks(root, "furniture")

    def notes(self) -> None:
        """Write the footnotes and endnotes that are called, in the order of their calls."""
        notes = {
            (part, attribute(note, "id")): note
            for part in ("footnotes", "endnotes")
            if (root := self._package.part(part)) is not None
            for note in root
        }
        written = set()
        of_text = len(self._runs.calls)
        for number, call in enumerate(self._runs.calls):  # grows where notes call notes, themselves perhaps
            note = notes.get((call.part, call.id))
            if note is not None and (number < of_text or (call.part, call.id) not in written):
                written.add((call.part, call.id))
                text = self._note_text(note, call)
                self.manuscript.note(call.mark or "*", [text], automatic=call.mark.isdecimal())

    def _note_text(self, note: _Element, call: NoteCall) -> str:
        """The text of a note, without the mark typed before it."""
        content: list[str | Mark | Code] = []
        joins = False
        for paragraph in note.iter():
            if tag_of(paragraph) == "p":
                found = self._runs.read(paragraph).content
                content += ["\n\n", *found] if content and not joins else found
                joins = not _has_mark(child_of(paragraph, "pPr"))
        text = "".join(piece for piece in content if isinstance(piece, str)).strip()
        is_typed = call.mark and not call.mark.isdecimal()
        return text.removeprefix(call.mark).strip() if is_typed else text

    def _paragraph(self, element: _Element, kind: Kind) -> None:
        """Write a paragraph, or keep it for the next one where a tracked change deletes its end."""
        inline = self._runs.read(element, self._unended.inline if self._unended else None)
        properties = child_of(element, "pPr")
        self._unended = _Unended(inline, properties)
        if _has_mark(properties):
            self._end(kind)

    def _end(self, kind: Kind) -> None:
        """Write the paragraph that has been read; the last of joined paragraphs has named its style."""
        if self._unended is None:
            return
        inline, properties = self._unended
        self._unended = None
        if inline.is_visible:
            style = self._styles.get(value(child_of(properties, "pStyle")), Style())
            label = self._lists.next_label(place_of(properties) or style.place)
            own = style.kind(properties, label) if kind == "body" else kind
            self.manuscript.add(inline.content, own, label)
        for box in inline.boxes:
            self.blocks(box, kind)


def _has_mark(properties: _Element | None) -> bool:
    """Whether the mark of a paragraph with such properties is there, and no tracked change takes it away."""
    mark = child_of(properties, "rPr")
    return mark is None or next(mark.iterchildren("{*}del", "{*}moveFrom"), None) is None


def _rows(table: _Element) -> Iterator[_Element]:
    for child in table:
        if tag_of(child) == "tr":
            yield child
        elif tag_of(child) in ROW_WRAPPERS:
            yield from _rows(child)


def _cells(row: _Element) -> Iterator[_Element]:
    """The cells of a row; none of one that a tracked change deletes."""
    if child_of(child_of(row, "trPr"), "del") is not None:
        return
    for child in row:
        if tag_of(child) == "tc":
            yield child
        elif tag_of(child) in CELL_WRAPPERS:
            yield from _cells(child)
