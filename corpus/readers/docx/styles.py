"""Paragraph styles: what makes a paragraph a heading, a quotation, a caption or a list item."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from duiqi.corpus.model import Kind
from duiqi.corpus.readers.docx.attributes import attribute, outline_level, value
from duiqi.corpus.readers.docx.lists import Place, place_of
from duiqi.corpus.readers.elements import child_of, tag_of

if TYPE_CHECKING:
    from lxml.etree import _Element

QUOTATION = re.compile(r"quot|zitat|citation|block ?text|引用|引文", re.I)
HEADING = re.compile(r"heading|title|subtitle|überschrift|titre|标题|標題|见出", re.I)
DEEPEST = 32  # styles that a style is based on, one on another; Word allows 11. Some are in a circle
CAPTIONS = frozenset({"caption", "题注", "beschriftung", "légende"})


class Style(NamedTuple):
    """A paragraph style with all that it inherits."""

    name: str = ""
    is_heading: bool = False
    place: Place | None = None  # in a list

    def kind(self, properties: _Element | None, label: str) -> Kind:
        """The kind of a paragraph in this style, with properties and perhaps a label of its own."""
        if self.is_heading or outline_level(properties) is not None:
            return "heading"
        if self.name.lower() in CAPTIONS:
            return "caption"
        if QUOTATION.search(self.name):
            return "quotation"
        return "item" if label else "body"


def styles_of(root: _Element | None) -> dict[str, Style]:
    """The paragraph styles by id.

    root  of word/styles.xml, None where a document has none
    """
    elements = {
        attribute(style, "styleId"): style
        for style in (root if root is not None else ())
        if tag_of(style) == "style" and attribute(style, "type") in {"paragraph", ""}
    }
    return {identity: _style(identity, elements) for identity in elements}


def _style(identity: str, elements: dict[str, _Element]) -> Style:
    chain: list[str] = []
    while identity in elements and len(chain) < DEEPEST:
        chain.append(identity)
        identity = value(child_of(elements[identity], "basedOn"))
    style = Style()
    for ancestor in reversed(chain):
        element = elements[ancestor]
        name, properties = value(child_of(element, "name")), child_of(element, "pPr")
        style = Style(
            name or style.name,
            style.is_heading or bool(HEADING.match(name)) or outline_level(properties) is not None,
            place_of(properties) or style.place,
        )
    return style
