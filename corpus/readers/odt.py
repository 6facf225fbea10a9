"""OpenDocument text (LibreOffice): paragraphs, lists with their numbers, footnotes last."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.model import Kind
from duiqi.corpus.readers import numbering
from duiqi.corpus.readers.archive import Archive
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.elements import child_of, tag_of, text_of
from duiqi.corpus.readers.manuscript import Manuscript
from duiqi.corpus.readers.pictures import without_pictures
from duiqi.corpus.readers.pieces import Mark
from duiqi.corpus.values import whole

if TYPE_CHECKING:
    from lxml.etree import _Element

FORMATS: dict[str, Callable[[int], str]] = {
    **numbering.BY_FIRST,
    "一, 二, 三, ...": numbering.chinese,
    "①, ②, ③, ...": numbering.circled,
    "甲, 乙, 丙, ...": numbering.stem,
    "": numbering.nothing,
}
WHITE = re.compile(r"(?:[\t\n\r]| (?=[ \t\n\r]))[ \t\n\r]*")  # all but a single space
MOST_SPACES = 1000  # in a row; no author types more
QUOTATION = re.compile(r"quotation|quote|block", re.I)
CAPTION = re.compile(r"caption|illustration|^table$|^figure|^drawing", re.I)
TITLE = re.compile(r"(?:sub)?title$|heading", re.I)
CONDITIONAL = frozenset({"section", "hidden-text"})
# Deleted text is kept in `tracked-changes`; the others are not shown in the text.
GONE = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "forms", "sequence-decls", "variable-decls"}
    | {"user-field-decls", "bookmark", "ruby-text", "note-citation", "object", "image", "desc", "title"}
)


_T = TypeVar("_T")


class _Level(NamedTuple):
    """How one level of a list is numbered."""

    style: str
    before: str
    after: str
    start: int
    shown: int  # levels whose numbers are shown: two in 2.1
    pattern: str  # LibreOffice's own, from 7.2 on, instead of the three above: `%1%.%2%)`


class _List(NamedTuple):
    """A list that is open: its levels, and the last number of each."""

    levels: dict[int, _Level]
    counts: dict[int, int]


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read an OpenDocument text."""
    archive = Archive(data, name)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UnreadableFile(f"{name}: protected by a password. Save it without one first")
    root = archive.xml("content.xml")
    body = next(root.iter("{*}text"), None)
    if body is None:
        raise UnreadableFile(f"{name}: an OpenDocument file, but no text document. Save its text as ODT")
    styles = archive.xml("styles.xml") if "styles.xml" in archive else None
    reader = _Reader([part for part in (styles, root) if part is not None])
    reader.blocks(body, "body", None, 0)
    if styles is not None:
        reader.furniture(styles)
    text, found = reader.manuscript.finish()
    if not text.strip():
        raise UnreadableFile(
            f"{name}: a document without text, of pictures perhaps. They have to be recognised (OCR) first"
        )
    return Content(text, found)


class _Reader:
    """A walk through a document's text, which writes a manuscript."""

    def __init__(self, parts: list[_Element]) -> None:
        self.manuscript = Manuscript()
        self.parents: dict[str, str] = {}  # of styles
        self.lists: dict[str, dict[int, _Level]] = {}
        self.hidden: dict[str, bool] = {}  # of the styles that say whether their text is hidden
        self.fonts: dict[str, str] = {}  # of the styles that name one
        for part in parts:
            self._styles(part)
        self.counted: dict[str, dict[int, int]] = {}  # by list style, for a list that continues
        self.marks = 0

    def blocks(self, parent: _Element, kind: Kind, within: _List | None, depth: int, label: str = "") -> None:
        """Write the paragraphs, lists and tables within an element."""
        for child in parent:
            tag = tag_of(child)
            if tag in {"p", "h"}:
                self._paragraph(child, kind, label)
                label = ""
            elif tag == "list":
                self._list(child, kind, within, depth)
            elif tag == "table":
                self._table(child, kind)
            elif tag and tag not in GONE and not self._is_hidden(child, tag):
                # A section, an index, a frame.
                self.blocks(child, kind, within, depth, label)

    def _paragraph(self, element: _Element, kind: Kind, label: str) -> None:
        if self._is_hidden(element, tag_of(element)) or _is_concealed(element):
            return
        content: list[str | Mark] = []
        boxes: list[_Element] = []
        self._inline(element, content, boxes)
        if kind == "body":
            style = self._named(_attribute(element, "style-name"))
            if tag_of(element) == "h" or TITLE.search(style):
                kind = "heading"
            elif QUOTATION.search(style):
                kind = "quotation"
            elif CAPTION.search(style):
                kind = "caption"
            elif label:
                kind = "item"
        self.manuscript.add(content, kind, label)
        for box in boxes:
            self.blocks(box, kind if kind in {"caption", "cell"} else "body", None, 0)

    def _inline(
        self, element: _Element, content: list[str | Mark], boxes: list[_Element], fonts: str = ""
    ) -> None:
        fonts = self._styled(element, self.fonts, otherwise=fonts)
        if element.text:
            content.append(_shown(element.text, fonts))
        for child in element:
            tag = tag_of(child)
            if tag == "s":
                count = _attribute(child, "c")
                content.append(" " * min(whole(count, 1), MOST_SPACES))
            elif tag == "tab":
                content.append("\t")
            elif tag == "line-break":
                content.append("\n")
            elif tag == "note":
                self._note(child, content)
            elif tag and tag not in GONE and not self._is_hidden(child, tag):
                if len(child) and any(tag_of(inner) in {"p", "h", "list"} for inner in child):
                    # A text box, a shape.
                    boxes.append(child)
                else:
                    self._inline(child, content, boxes, fonts)
            if child.tail:
                content.append(_shown(child.tail, fonts))

    def _note(self, note: _Element, content: list[str | Mark]) -> None:
        citation, body = child_of(note, "note-citation"), child_of(note, "note-body")
        self.marks += 1
        mark = text_of(citation).strip() if citation is not None else ""
        mark = mark or str(self.marks)
        content.append(Mark(mark))
        inner: list[str | Mark] = []
        for paragraph in body.iter() if body is not None else ():
            if tag_of(paragraph) in {"p", "h"}:
                inner += ["\n\n"] if inner else []
                self._inline(paragraph, inner, [])
        # The author of a note with a mark of its own (*) has typed it as the citation's label.
        typed = citation is not None and _attribute(citation, "label")
        self.manuscript.note(mark, inner, automatic=not typed)

    # Lists

    def _list(self, element: _Element, kind: Kind, within: _List | None, depth: int) -> None:
        """Write a list; `within` is the list around it, `depth` how deep it is there."""
        style = _attribute(element, "style-name")
        if within is None or (style and style in self.lists and not depth):
            levels = self.lists.get(style, {})
            continues = _attribute(element, "continue-numbering") == "true"
            continues = continues or bool(_attribute(element, "continue-list"))
            counts = self.counted.setdefault(style, {}) if continues else {}
            self.counted[style] = counts
            within = _List(levels, counts)
        elif style in self.lists:
            within = _List(self.lists[style], within.counts)
        depth += 1
        for deeper in [level for level in within.counts if level > depth]:
            del within.counts[deeper]
        if depth > 1:
            within.counts.pop(depth, None)
        for item in element:
            if tag_of(item) not in {"list-item", "list-header"}:
                continue
            label = ""
            holds_text = any(tag_of(child) in {"p", "h"} for child in item)
            if tag_of(item) == "list-item" and holds_text:
                label = self._label(within, depth, _attribute(item, "start-value"))
            self.blocks(item, kind, within, depth, label)

    def _label(self, within: _List, depth: int, start: str) -> str:
        """Count an item, and return its number with those of the levels around it: 2.1."""
        level = within.levels.get(depth)
        if level is None:
            return numbering.BULLET
        counts = within.counts
        counts[depth] = whole(start) if start.isdecimal() else counts.get(depth, level.start - 1) + 1
        if level.style == "bullet":
            return numbering.BULLET

        def numeral(at: int) -> str:
            of = within.levels.get(at, level)
            return FORMATS.get(of.style, numbering.decimal)(counts.get(at, of.start))

        if level.pattern:
            return re.sub(r"%(\d+)%", lambda m: numeral(whole(m[1])), level.pattern).strip()
        numerals = ".".join(numeral(at) for at in range(max(1, depth - level.shown + 1), depth + 1))
        return (level.before + numerals + level.after).strip()

    def _table(self, table: _Element, kind: Kind) -> None:
        for cell in table.iter("{*}table-cell"):
            if next(cell.iterancestors("{*}table")) is table:
                self.blocks(cell, "cell" if kind == "body" else kind, None, 0)

    def furniture(self, styles: _Element) -> None:
        """Write each header and footer once."""
        seen = set()
        for page in styles.iter("{*}master-page"):
            for part in page:
                text = text_of(part).strip()
                if tag_of(part).startswith(("header", "footer")) and text and text not in seen:
                    seen.add(text)
                    self.blocks(part, "furniture", None, 0)

    # Styles

    def _styles(self, root: _Element) -> None:
        for style in root.iter("{*}style", "{*}list-style"):
            name = _attribute(style, "name")
            properties = child_of(style, "text-properties")
            if properties is not None:
                if display := _attribute(properties, "display"):
                    self.hidden[name] = display == "none"
                if font := _attribute(properties, "font-name") or _attribute(properties, "font-family"):
                    self.fonts[name] = font
            if tag_of(style) == "style":
                self.parents[name] = _attribute(style, "parent-style-name")
            else:
                self.lists[name] = {
                    whole(_attribute(level, "level"), 1): _level(level)
                    for level in style
                    if _attribute(level, "level").isdecimal()
                }

    def _is_hidden(self, element: _Element, tag: str) -> bool:
        """Whether its style, or the condition of a section or a field, keeps an element from being shown."""
        if tag in CONDITIONAL:
            states = _attribute(element, "display"), _attribute(element, "is-hidden")
            return states[0] == "none" or states[1] == "true"
        return bool(self.hidden) and self._styled(element, self.hidden, otherwise=False)

    def _styled(self, element: _Element, values: Mapping[str, _T], otherwise: _T) -> _T:
        """What the style of an element says, or the style that it is derived from."""
        style = _attribute(element, "style-name")
        seen: set[str] = set()
        while style and style not in values and style not in seen:
            seen.add(style)
            style = self.parents.get(style, "")
        return values.get(style, otherwise)

    def _named(self, style: str) -> str:
        """The style that a user sees; automatic styles (P1) have it as parent."""
        seen: set[str] = set()
        while self.parents.get(style) and style not in seen and re.fullmatch(r"[A-Z]+\d+", style):
            seen.add(style)
            style = self.parents[style]
        return style.replace("_20_", " ")


def _is_concealed(paragraph: _Element) -> bool:
    """Whether a field in a paragraph hides all of it."""
    field = next(paragraph.iter("{*}hidden-paragraph"), None)
    return field is not None and _attribute(field, "is-hidden") == "true"


def _level(element: _Element) -> _Level:
    start, shown = _attribute(element, "start-value"), _attribute(element, "display-levels")
    return _Level(
        "bullet"
        if "bullet" in tag_of(element) or "image" in tag_of(element)
        else _attribute(element, "num-format"),
        _attribute(element, "num-prefix"),
        _attribute(element, "num-suffix"),
        whole(start, 1),
        whole(shown, 1, most=10),
        _attribute(element, "num-list-format"),
    )


def _shown(text: str, fonts: str) -> str:
    """Text as it is shown in these fonts, white space as one space."""
    return without_pictures(WHITE.sub(" ", text), fonts)


def _attribute(element: _Element, name: str) -> str:
    for key, value in element.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
