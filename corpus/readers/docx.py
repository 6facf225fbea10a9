"""Word's DOCX: paragraphs as Word shows them with all changes accepted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.model import Kind
from duiqi.corpus.readers import numbering
from duiqi.corpus.readers.archive import Archive
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.manuscript import Manuscript, Mark

if TYPE_CHECKING:
    from lxml.etree import _Element

# Word writes either of two namespaces, "transitional" and "strict".
WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
BULLET = "•"
FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": numbering.decimal,
    "decimalZero": lambda n: f"{n:02}",
    "lowerLetter": numbering.letters,
    "upperLetter": lambda n: numbering.letters(n).upper(),
    "lowerRoman": numbering.roman,
    "upperRoman": lambda n: numbering.roman(n).upper(),
    "ordinal": numbering.ordinal,
    "decimalEnclosedCircle": numbering.circled,
    "decimalEnclosedCircleChinese": numbering.circled,
    "chineseCounting": numbering.chinese,
    "chineseCountingThousand": numbering.chinese,
    "taiwaneseCountingThousand": numbering.chinese,
    "taiwaneseCounting": numbering.chinese,
    "japaneseCounting": numbering.chinese,
    "ideographDigital": numbering.chinese,
    "ideographTraditional": numbering.stem,
    "none": lambda n: "",
}
# Removed or moved away by a tracked change, hidden, or shown elsewhere: no part of what is read.
GONE = frozenset(
    {"del", "moveFrom", "instrText", "delText", "delInstrText", "annotationRef", "pict", "object"}
)
QUOTATION = re.compile(r"quot|zitat|citation|block ?text|引用|引文", re.I)
HEADING = re.compile(r"heading|title|subtitle|überschrift|titre|标题|標題|见出", re.I)


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read a DOCX: automatic list numbers rendered, footnotes last, headers and footers as furniture."""
    archive = Archive(data, name)
    main = "word/document.xml"
    root = archive.xml(main)
    body = next((child for child in root if _tag(child) == "body"), None)
    if body is None:
        raise UnreadableFile(f"{name}: a Word file without a body. Save it again")
    reading = _Reading(archive)
    reading.blocks(body, "body")
    reading.furniture()
    reading.notes()
    text, found = reading.manuscript.finish()
    if not text.strip():
        raise UnreadableFile(
            f"{name}: a Word file without text, of pictures perhaps. They have to be recognised (OCR) first"
        )
    return Content(text, found, tuple(f"{name}: {warning}" for warning in reading.warnings))


@dataclass(slots=True)
class _Style:
    """What matters here of a paragraph style, what it inherits taken in."""

    name: str = ""
    heading: bool = False
    number: tuple[str, int] | None = None  # list and level


@dataclass(slots=True)
class _Level:
    """How one level of a list is numbered."""

    style: str = "decimal"
    pattern: str = ""
    start: int = 1


@dataclass(slots=True)
class _Paragraph:
    """A paragraph's content while it is gathered."""

    content: list[str | Mark] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)  # open fields: is the result being shown?


class _Reading:
    """A walk through the parts of a document."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.manuscript = Manuscript()
        self.warnings: list[str] = []
        self.levels, self.lists = self._numbering()
        self.styles = self._styles()
        self.counters: dict[str, dict[int, int]] = defaultdict(dict)
        self.called: list[tuple[str, str, str]] = []  # part, id, mark

    # Blocks

    def blocks(self, parent: _Element, kind: Kind) -> None:
        """Write the paragraphs and tables within an element."""
        for child in parent:
            tag = _tag(child)
            if tag == "p":
                self._paragraph(child, kind)
            elif tag == "tbl":
                for row in _rows(child):
                    for cell in _cells(row):
                        self.blocks(cell, "cell" if kind == "body" else kind)
            elif tag in {
                "sdt",
                "sdtContent",
                "ins",
                "moveTo",
                "smartTag",
                "customXml",
                "AlternateContent",
                "Choice",
            }:
                self.blocks(child, kind)

    def _paragraph(self, element: _Element, kind: Kind) -> None:
        gathered = _Paragraph()
        self._inline(element, gathered)
        properties = _child(element, "pPr")
        style = (
            self.styles.get(_value(_child(properties, "pStyle")), _Style())
            if properties is not None
            else _Style()
        )
        shown = any(isinstance(piece, Mark) or piece.strip() for piece in gathered.content)
        label = self._label(properties, style) if shown else ""
        if shown:
            own = self._kind(properties, style, label) if kind == "body" else kind
            self.manuscript.add(gathered.content, own, label)
        for box in gathered.boxes:
            self.blocks(box, kind)

    def _kind(self, properties: _Element | None, style: _Style, label: str) -> Kind:
        outline = _value(_child(properties, "outlineLvl")) if properties is not None else ""
        if style.heading or (outline.isdigit() and int(outline) < 9):
            return "heading"
        if style.name.lower() in {"caption", "题注", "beschriftung", "légende"}:
            return "caption"
        if QUOTATION.search(style.name):
            return "quotation"
        return "item" if label else "body"

    # What stands within a paragraph

    def _inline(self, element: _Element, to: _Paragraph) -> None:
        for child in element:
            tag = _tag(child)
            if tag in GONE or tag.endswith("Pr"):
                continue
            if tag == "r":
                self._run(child, to)
            elif tag in {"AlternateContent"}:
                chosen = next((part for part in child if _tag(part) == "Choice"), None)
                self._inline(chosen if chosen is not None else child, to)
            elif tag == "txbxContent":
                to.boxes.append(child)
            else:  # hyperlink, ins, smartTag, sdt, fldSimple, and what else holds runs
                self._inline(child, to)

    def _run(self, run: _Element, to: _Paragraph) -> None:
        properties = _child(run, "rPr")
        if properties is not None and _is_on(_child(properties, "vanish")):
            return
        custom = False
        for child in run:
            tag = _tag(child)
            if tag == "fldChar":
                self._field(_attribute(child, "fldCharType"), to)
            elif not all(to.fields) or tag in GONE:
                continue
            elif tag == "t":
                text = child.text or ""
                if custom and text.strip():  # a footnote whose mark was typed: *
                    part, number, _ = self.called[-1]
                    self.called[-1] = (part, number, text.strip())
                    to.content.append(Mark(text.strip()))
                    custom = False
                else:
                    to.content.append(text)
            elif tag in {"tab", "ptab"}:
                to.content.append("\t")
            elif tag in {"br", "cr"}:
                to.content.append("\n" if _attribute(child, "type") in {"", "textWrapping"} else " ")
            elif tag == "noBreakHyphen":
                to.content.append("\u2011")
            elif tag == "sym":
                to.content.append(_symbol(child))
            elif tag in {"footnoteReference", "endnoteReference"}:
                custom = self._call(child, tag, to)
            elif tag in {"AlternateContent", "drawing", "ruby"}:
                self._drawn(child, to)

    def _field(self, point: str, to: _Paragraph) -> None:
        """Of a field (a page number, a cross-reference) its result is shown, not its code."""
        if point == "begin":
            to.fields.append(False)
        elif point == "separate" and to.fields:
            to.fields[-1] = True
        elif point == "end" and to.fields:
            to.fields.pop()

    def _call(self, reference: _Element, tag: str, to: _Paragraph) -> bool:
        part = "footnotes" if tag == "footnoteReference" else "endnotes"
        custom = _attribute(reference, "customMarkFollows") not in {"", "0", "false"}
        automatic = sum(not mark or mark.isdigit() for _, _, mark in self.called)
        mark = "" if custom else str(automatic + 1)
        self.called.append((part, _attribute(reference, "id"), mark))
        if mark:
            to.content.append(Mark(mark))
        return custom

    def _drawn(self, element: _Element, to: _Paragraph) -> None:
        """Text boxes are written behind the paragraph that they hang on; of ruby, the base."""
        if _tag(element) == "ruby":
            base = next((child for child in element if _tag(child) == "rubyBase"), None)
            if base is not None:
                self._inline(base, to)
            return
        choice = next((part for part in element if _tag(part) == "Choice"), element)
        to.boxes += [box for box in choice.iter() if _tag(box) == "txbxContent"]

    # The other parts

    def furniture(self) -> None:
        """Write each header and footer once."""
        seen = set()
        for member in sorted(self.archive.members):
            if re.fullmatch(r"word/(?:header|footer)\d*\.xml", member):
                root = self.archive.xml(member)
                text = "".join(map(str, root.itertext())).strip()
                if text and text not in seen:
                    seen.add(text)
                    self.blocks(root, "furniture")

    def notes(self) -> None:
        """Keep the footnotes and endnotes that are called, in the order of their calls."""
        parts: dict[str, dict[str, _Element]] = {}
        for part in ("footnotes", "endnotes"):
            member = f"word/{part}.xml"
            root = self.archive.xml(member) if member in self.archive else ()
            parts[part] = {_attribute(note, "id"): note for note in root}
        for part, number, mark in self.called:
            note = parts[part].get(number)
            if note is None:
                continue
            content: list[str | Mark] = []
            for paragraph in note.iter():
                if _tag(paragraph) == "p":
                    gathered = _Paragraph()
                    self._inline(paragraph, gathered)
                    content += ["\n", *gathered.content] if content else gathered.content
            text = "".join(piece for piece in content if isinstance(piece, str)).strip()
            text = text.removeprefix(mark).strip() if mark and not mark.isdigit() else text
            self.manuscript.note(mark or "*", [text])

    # Styles and lists

    def _styles(self) -> dict[str, _Style]:
        if "word/styles.xml" not in self.archive:
            return {}
        elements = {
            _attribute(style, "styleId"): style
            for style in self.archive.xml("word/styles.xml")
            if _tag(style) == "style" and _attribute(style, "type") in {"paragraph", ""}
        }
        return {identity: self._style(identity, elements) for identity in elements}

    def _style(self, identity: str, elements: dict[str, _Element]) -> _Style:
        found = _Style()
        chain = []
        while identity in elements and identity not in chain:
            chain.append(identity)
            identity = _value(_child(elements[identity], "basedOn"))
        for ancestor in reversed(chain):
            element = elements[ancestor]
            name = _value(_child(element, "name"))
            found.name = name or found.name
            found.heading = found.heading or bool(HEADING.match(name))
            properties = _child(element, "pPr")
            if properties is not None:
                outline = _value(_child(properties, "outlineLvl"))
                found.heading = found.heading or (outline.isdigit() and int(outline) < 9)
                found.number = self._number(properties) or found.number
        return found

    def _numbering(self) -> tuple[dict[str, dict[int, _Level]], dict[str, str]]:
        """The levels of each list (w:num), and which lists count on together (w:abstractNum)."""
        if "word/numbering.xml" not in self.archive:
            return {}, {}
        root = self.archive.xml("word/numbering.xml")
        abstract: dict[str, dict[int, _Level]] = {}
        levels: dict[str, dict[int, _Level]] = {}
        lists: dict[str, str] = {}
        for element in root:
            if _tag(element) == "abstractNum":
                abstract[_attribute(element, "abstractNumId")] = {
                    int(_attribute(level, "ilvl") or 0): _level(level)
                    for level in element
                    if _tag(level) == "lvl"
                }
        for element in root:
            if _tag(element) != "num":
                continue
            number, base = _attribute(element, "numId"), _value(_child(element, "abstractNumId"))
            own = dict(abstract.get(base, {}))
            lists[number] = base
            for override in element:
                if _tag(override) == "lvlOverride":
                    at = int(_attribute(override, "ilvl") or 0)
                    level = _child(override, "lvl")
                    start = _value(_child(override, "startOverride"))
                    if level is not None:
                        own[at] = _level(level)
                    if start.isdigit():
                        known = own.get(at, _Level())
                        own[at] = _Level(known.style, known.pattern, int(start))
                        lists[number] = f"{base}/{number}"  # counts for itself
            levels[number] = own
        return levels, lists

    def _number(self, properties: _Element) -> tuple[str, int] | None:
        number = _child(properties, "numPr")
        if number is None:
            return None
        level = _value(_child(number, "ilvl"))
        return _value(_child(number, "numId")), int(level) if level.isdigit() else 0

    def _label(self, properties: _Element | None, style: _Style) -> str:
        """The number that Word puts before a paragraph."""
        number = (self._number(properties) if properties is not None else None) or style.number
        if number is None or number[0] in {"", "0"}:
            return ""
        if style.number and not number[0]:
            number = (style.number[0], number[1])
        identity, at = number
        levels = self.levels.get(identity, {})
        level = levels.get(at)
        if level is None:
            return ""
        counters = self.counters[self.lists.get(identity, identity)]
        counters[at] = counters[at] + 1 if at in counters else level.start
        for deeper in [deeper for deeper in counters if deeper > at]:
            del counters[deeper]
        if level.style == "bullet":
            return BULLET

        def numeral(m: re.Match[str]) -> str:
            i = int(m[1]) - 1
            of = levels.get(i, _Level())
            return FORMATS.get(of.style, numbering.decimal)(counters.get(i, of.start))

        return re.sub(r"%(\d)", numeral, level.pattern).strip()


def _level(element: _Element) -> _Level:
    start = _value(_child(element, "start"))
    return _Level(
        _value(_child(element, "numFmt")) or "decimal",
        _value(_child(element, "lvlText")),
        int(start) if start.isdigit() else 1,
    )


def _rows(table: _Element) -> Iterator[_Element]:
    for child in table:
        if _tag(child) == "tr":
            yield child
        elif _tag(child) in {"sdt", "sdtContent", "ins", "moveTo", "customXml"}:
            yield from _rows(child)


def _cells(row: _Element) -> Iterator[_Element]:
    properties = _child(row, "trPr")
    if properties is not None and _child(properties, "del") is not None:
        return
    for child in row:
        if _tag(child) == "tc":
            yield child
        elif _tag(child) in {"sdt", "sdtContent", "customXml"}:
            yield from _cells(child)


def _symbol(element: _Element) -> str:
    """A character of a symbol font; those of private use mean nothing without the font."""
    code = _attribute(element, "char")
    sign = chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else ""
    return "" if "\ue000" <= sign <= "\uf8ff" else sign


def _tag(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: _Element | None, tag: str) -> _Element | None:
    return next((child for child in element if _tag(child) == tag), None) if element is not None else None


def _attribute(element: _Element, name: str) -> str:
    for namespace in WORD:
        if (value := element.get(namespace + name)) is not None:
            return str(value)
    return ""


def _value(element: _Element | None) -> str:
    return _attribute(element, "val") if element is not None else ""


def _is_on(element: _Element | None) -> bool:
    return element is not None and _value(element) not in {"0", "false", "off"}
