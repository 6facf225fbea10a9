"""Attributes of WordprocessingML, in either of the namespaces that Word writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duiqi.corpus.readers.elements import child_of
from duiqi.corpus.values import whole

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",  # "transitional"
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",  # "strict"
)


def attribute(element: _Element, name: str) -> str:
    """An attribute's value, empty where it is missing."""
    for namespace in NAMESPACES:
        if (found := element.get(namespace + name)) is not None:
            return str(found)
    return ""


def value(element: _Element | None) -> str:
    """An element's `w:val`, empty where that or the element is missing."""
    return attribute(element, "val") if element is not None else ""


def is_on(element: _Element | None) -> bool:
    """Whether a property that is either on or off is there and on."""
    return element is not None and value(element) not in {"0", "false", "off"}


def outline_level(properties: _Element | None) -> int | None:
    """The level that a paragraph has in the outline, from 0; None for body text."""
    level = whole(value(child_of(properties, "outlineLvl")), -1, most=8)
    return level if level >= 0 else None
