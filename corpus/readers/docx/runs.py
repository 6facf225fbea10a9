"""The content of a Word paragraph: text in runs, fields, footnote calls, text boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from duiqi.corpus.codes import Code
from duiqi.corpus.readers.docx.attributes import attribute, is_on, value
from duiqi.corpus.readers.elements import child_of, tag_of
from duiqi.corpus.readers.formatting import Formatting
from duiqi.corpus.readers.pictures import without_pictures
from duiqi.corpus.readers.pieces import Mark, is_shown, plain_text

if TYPE_CHECKING:
    from lxml.etree import _Element

# Removed or moved away by a tracked change, hidden, or shown elsewhere: not read.
GONE = frozenset(
    {"del", "moveFrom", "instrText", "delText", "delInstrText", "annotationRef", "pict", "object"}
)

SWITCHES = {"b": "bold", "i": "italic", "strike": "strike"}
FORMATTING = frozenset({*SWITCHES, "u", "vertAlign"})


@dataclass(slots=True)
class Inline:
    """A paragraph's content; text boxes hang on it.

    fields  of each field that is open, whether its result has begun
    begins  of each field that is open, the number of the piece before which it begins
    links   how many hyperlinks the place that is read is in
    """

    content: list[str | Mark | Code] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    links: int = 0

    @property
    def is_visible(self) -> bool:
        return any(map(is_shown, self.content))


class NoteCall(NamedTuple):
    """A call of a note: the part of the file that has the note, its id there, the mark that is shown."""

    part: str
    id: str
    mark: str


class Runs:
    """Reads paragraphs' contents, and counts the calls of notes in them."""

    def __init__(self) -> None:
        self.calls: list[NoteCall] = []
        self._counted = 0  # calls but those with a mark such as *
        self._fields = 0
        self._formatting = Formatting()

    def read(self, paragraph: _Element, before: Inline | None = None) -> Inline:
        """The content of a paragraph, after that of the one before where the two are joined."""
        inline = before or Inline()
        self._inline(paragraph, inline)
        inline.content += self._formatting.change(())
        return inline

    def _inline(self, element: _Element, to: Inline) -> None:
        for child in element:
            tag = tag_of(child)
            if tag in GONE or tag.endswith("Pr"):
                continue
            if tag == "r":
                self._run(child, to)
            elif tag == "AlternateContent":
                choice = child_of(child, "Choice")
                self._inline(choice if choice is not None else child, to)
            elif tag == "txbxContent":
                to.boxes.append(child)
            elif tag == "hyperlink":
                to.links += 1
                self._inline(child, to)
                to.links -= 1
            else:  # hyperlink, ins, smartTag, sdt, fldSimple, and what else holds runs
                self._inline(child, to)

    def _run(self, run: _Element, to: Inline) -> None:
        properties = _properties_of(run)
        if is_on(properties.get("vanish")):
            return
        fonts = _fonts_of(properties)
        typed_mark = False  # the text that follows is a footnote's mark, typed by hand: *
        for child in run:
            tag = tag_of(child)
            if tag == "fldChar":
                self._turn_field(attribute(child, "fldCharType"), to)
            elif not all(to.fields) or tag in GONE:
                continue
            elif tag == "t" and typed_mark and (text := (child.text or "").strip()):
                self.calls[-1] = self.calls[-1]._replace(mark=text)
                self._counted -= not text.isdecimal()
                to.content.append(Mark(text))
                typed_mark = False
            elif tag in {"footnoteReference", "endnoteReference"}:
                typed_mark = self._call(child, tag, to)
            elif tag in {"AlternateContent", "drawing", "ruby"}:
                self._drawn(child, to)
            elif text := without_pictures(_text(child, tag), fonts):
                to.content += self._formatting.change(_formatting_of(properties, is_link=to.links > 0))
                to.content.append(text)

    def _turn_field(self, point: str, to: Inline) -> None:
        """Follow a field (a page number, a cross-reference): its result is shown, its code is not."""
        if point == "begin":
            to.fields.append(False)
            to.begins.append(len(to.content))
        elif point == "separate" and to.fields:
            to.fields[-1] = True
        elif point == "end" and to.fields:
            to.fields.pop()
            begin = to.begins.pop()
            if plain_text(to.content[begin:]):
                self._fields += 1
                code = Code(0, "open", f"f{self._fields}", type="field")
                to.content.insert(begin, code)
                to.content.append(code._replace(role="close"))

    def _call(self, reference: _Element, tag: str, to: Inline) -> bool:
        """Add a call of a note; return whether its mark comes as text after it."""
        part = "footnotes" if tag == "footnoteReference" else "endnotes"
        is_typed = attribute(reference, "customMarkFollows") not in {"", "0", "false"}
        self._counted += 1
        mark = "" if is_typed else str(self._counted)
        self.calls.append(NoteCall(part, attribute(reference, "id"), mark))
        to.content.append(Code(0, "point", f"n{len(self.calls)}", type="footnote"))
        if mark:
            to.content.append(Mark(mark))
        return is_typed

    def _drawn(self, element: _Element, to: Inline) -> None:
        """Keep the text boxes of a drawing for after the paragraph; of ruby, read the base."""
        if tag_of(element) == "ruby":
            base = child_of(element, "rubyBase")
            if base is not None:
                self._inline(base, to)
            return
        choice = child_of(element, "Choice")
        drawing = choice if choice is not None else element
        to.boxes += _boxes(drawing)


def _boxes(drawing: _Element) -> Iterator[_Element]:
    """The text boxes of a drawing; a box within a box is read with the paragraph that holds it."""
    for child in drawing:
        if tag_of(child) == "txbxContent":
            yield child
        else:
            yield from _boxes(child)


def _properties_of(run: _Element) -> Mapping[str, _Element]:
    """The properties of a run by name, the first of each."""
    properties = child_of(run, "rPr")
    return {} if properties is None else {tag_of(child): child for child in reversed(properties)}


def _formatting_of(properties: Mapping[str, _Element], is_link: bool) -> tuple[str, ...]:
    """The types of a run's own formatting."""
    types = ["link"] if is_link else []
    if FORMATTING.isdisjoint(properties):
        return tuple(types)
    types += [kind for name, kind in SWITCHES.items() if is_on(properties.get(name))]
    if value(properties.get("u")) not in ("", "none"):
        types.append("underlined")
    if (place := value(properties.get("vertAlign"))) in ("superscript", "subscript"):
        types.append(place)
    return tuple(types)


def _fonts_of(properties: Mapping[str, _Element]) -> str:
    """The fonts of a run's Western text, where it names them."""
    fonts = properties.get("rFonts")
    return "" if fonts is None else f"{attribute(fonts, 'ascii')} {attribute(fonts, 'hAnsi')}"


def _text(element: _Element, tag: str) -> str:
    """The text of a run's child, whose name is `tag`; empty for those that have none."""
    match tag:
        case "t":
            return (element.text or "").replace("\n", " ")
        case "tab" | "ptab":
            return "\t"
        case "br" | "cr":
            return "\n"  # of a line, a column or a page
        case "noBreakHyphen":
            return "\u2011"
        case "sym":
            return _symbol(element)
    return ""


def _symbol(element: _Element) -> str:
    """A character of a symbol font; none of a font of pictures."""
    code = attribute(element, "char")
    shown = chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else ""
    return without_pictures(shown, attribute(element, "font"))
