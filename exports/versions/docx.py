"""Versions as a Word file with tracked changes: accept all for the new version, reject all for the old one.

Paragraphs that were moved are moves to Word, too: it shows both places and connects them.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from duiqi.corpus.languages import is_right_to_left
from duiqi.corpus.versions import Change, Edit, Operation, Versions
from duiqi.exports.checksum import DOCUMENT
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.pieces import Piece, clean
from duiqi.exports.word import DECLARATION, LATIN, MIME, OFFICE, PACKAGE, WORD, font_of, member
from duiqi.exports.xml import TOOL

CONTENT_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MIME}.wordprocessingml.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{MIME}.wordprocessingml.styles+xml"/></Types>'
)
RELATIONSHIPS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="document" '
    f'Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
OF_DOCUMENT = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="styles" '
    f'Type="{OFFICE}/relationships/styles" Target="styles.xml"/></Relationships>'
)
ELEMENTS = {"inserted": "ins", "deleted": "del"}


def write_docx(versions: Versions, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the new version, what differs from the old one as tracked changes."""
    date = options.date()
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "word/_rels/document.xml.rels": OF_DOCUMENT,
        "word/styles.xml": _styles(versions.new.lang, options.code(versions.new.lang)),
        DOCUMENT: "".join(Body(f"{date:%Y-%m-%dT%H:%M:%SZ}").of(versions)),
    }
    tally.written += sum(change.fate != "moved away" for change in versions.changes)
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            with member(archive, name, date) as part:
                part.write((DECLARATION + text).encode())


class Body:
    """The document, each of its tracked changes with a number of its own."""

    def __init__(self, date: str) -> None:
        self.date = date
        self.number = 0

    def of(self, versions: Versions) -> Iterator[str]:
        """The parts of the document, in order."""
        yield f"<w:document {WORD}><w:body>"
        for change in versions.changes:
            yield self._paragraph(change, [*_label(change), *change.edits])
        yield '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" '
        yield 'w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
        yield "</w:body></w:document>"

    def _paragraph(self, change: Change, edits: list[Edit]) -> str:
        if change.fate == "new":
            return self._whole("ins", [Edit("inserted", edit.text) for edit in edits])
        if change.fate == "dropped":
            return self._whole("del", [Edit("deleted", edit.text) for edit in edits])
        if change.fate in ("moved", "moved away"):
            return self._moved(change, edits)
        return f"<w:p>{''.join(map(self._run, edits))}</w:p>"

    def _whole(self, element: str, edits: list[Edit]) -> str:
        """A paragraph whose end is inserted or deleted with it."""
        end = f"<w:pPr><w:rPr><w:{element} {self._mark()}/></w:rPr></w:pPr>"
        return f"<w:p>{end}{''.join(map(self._run, edits))}</w:p>"

    def _moved(self, change: Change, edits: list[Edit]) -> str:
        """A paragraph at its new place, or at the old one, which is named after the new one."""
        direction = "To" if change.fate == "moved" else "From"
        mark, name = self._mark(), f"move{change.new.start + 1}"
        end = f"<w:pPr><w:rPr><w:move{direction} {self._mark()}/></w:rPr></w:pPr>"
        if direction == "From":
            runs = self._tracked("moveFrom", "".join(edit.text for edit in edits))
        else:
            # Words that changed on the way are insertions; the deleted ones are in the old place.
            runs = "".join(
                self._tracked("moveTo", edit.text) if edit.operation == "same" else self._run(edit)
                for edit in edits
                if edit.operation != "deleted"
            )
        number = mark.split('"')[1]
        return (
            f'<w:p>{end}<w:move{direction}RangeStart {mark} w:name="{name}"/>{runs}'
            f'<w:move{direction}RangeEnd w:id="{number}"/></w:p>'
        )

    def _run(self, edit: Edit) -> str:
        if edit.operation == "same":
            return _text("w:t", edit.text)
        return self._tracked(ELEMENTS[edit.operation], edit.text)

    def _tracked(self, element: str, text: str) -> str:
        run = _text("w:delText" if element == "del" else "w:t", text)
        return f"<w:{element} {self._mark()}>{run}</w:{element}>" if run else ""

    def _mark(self) -> str:
        self.number += 1
        return f'w:id="{self.number}" w:author="{TOOL}" w:date="{self.date}"'


def _label(change: Change) -> list[Edit]:
    """The label with a space after it, as it was and as it is."""
    old, new = (f"{label} " if label else "" for label in (change.old_label, change.new_label))
    if old == new:
        return [Edit("same", old)] if old else []
    both: tuple[tuple[Operation, str], ...] = (("deleted", old), ("inserted", new))
    return [Edit(operation, text) for operation, text in both if text]


def _text(element: str, text: str) -> str:
    cleaned = "".join(piece.text for piece in clean([Piece(text)]))
    inside = f'<{element} xml:space="preserve">{escape(cleaned, quote=False)}</{element}>'
    return f"<w:r>{inside}</w:r>" if cleaned else ""


def _styles(lang: str, code: str) -> str:
    east_asian = font_of(code)
    font = f' w:eastAsia="{east_asian}"' if east_asian else ""
    which = "w:eastAsia" if east_asian else "w:bidi" if is_right_to_left(lang) else "w:val"
    return (
        f"<w:styles {WORD}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}"{font}/>'
        f'<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang {which}="{escape(code)}"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults></w:styles>'
    )
