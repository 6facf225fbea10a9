"""HTML's elements: blocks, hidden ones, lists and their numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

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
# The classes of links that belong to the page, not to its text: MediaWiki's, and those that are not printed.
CONTROLS = frozenset({"mw-editsection", "noprint", "headerlink"})
LISTS = frozenset({"ul", "ol"})
INTEGER = re.compile(r"\s*-?\d{1,9}\s*")


def tag_of(element: _Element) -> str:
    """An element's name in small letters; empty for comments and the like."""
    return elements.tag_of(element).lower()


def is_concealed(element: _Element) -> bool:
    """Whether its attributes say that an element is no text.

    It is not shown by a browser, is a number of Word's, or a link to edit the page.
    """
    style = (element.get("style") or "").replace(" ", "").lower()
    if element.get("hidden") is not None or "display:none" in style or "mso-list:ignore" in style:
        return True
    return not CONTROLS.isdisjoint((element.get("class") or "").split())


def labels_of(parent: _Element | None) -> Mapping[_Element, str]:
    """The numbers that a browser draws before the items of a list; none where it draws bullets."""
    if parent is None or tag_of(parent) != "ol":
        return {}
    numeral = numbering.BY_FIRST.get(parent.get("type") or "1", numbering.decimal)
    number, labels = _integer(parent.get("start"), 1), {}
    for item in parent:
        if tag_of(item) == "li":
            number = _integer(item.get("value"), number)
            labels[item] = f"{numeral(number)}."
            number += 1
    return labels


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and INTEGER.fullmatch(text) else otherwise
