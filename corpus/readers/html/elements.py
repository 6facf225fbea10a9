"""HTML's elements: blocks, hidden ones, and the kinds of paragraphs they make."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from duiqi.corpus.model import Kind
from duiqi.corpus.readers import elements, numbering

if TYPE_CHECKING:
    from lxml.etree import _Element

# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "html", "li", "main", "menu", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
})
HIDDEN = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "nav", "head", "button", "select",
    "textarea", "input", "iframe", "object", "audio", "video", "canvas", "rt", "rp", "del", "s", "strike",
    "datalist", "map",
})
# fmt: on
KINDS: dict[str, Kind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("caption", "figcaption"), "caption"),
    "blockquote": "quotation",
    "li": "item",
}
LISTS = frozenset({"ul", "ol"})
INTEGER = re.compile(r"\s*-?\d{1,9}\s*")


def tag_of(element: _Element) -> str:
    """An element's name in small letters; empty for comments and the like."""
    return elements.tag_of(element).lower()


def is_hidden(element: _Element) -> bool:
    """Whether a browser does not show the element."""
    if tag_of(element) in HIDDEN or not isinstance(element.tag, str):
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "hidden" in element.attrib or "display:none" in style


def label_of(item: _Element) -> str:
    """The bullet or number that a browser draws before a list item."""
    parent = item.getparent()
    if parent is None or tag_of(parent) != "ol":
        return numbering.BULLET
    siblings = [sibling for sibling in parent if tag_of(sibling) == "li"]
    number = _integer(parent.get("start"), 1)
    for sibling in siblings:
        number = _integer(sibling.get("value"), number)
        if sibling is item:
            break
        number += 1
    return numbering.BY_FIRST.get(parent.get("type") or "1", numbering.decimal)(number) + "."


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and INTEGER.fullmatch(text) else otherwise
