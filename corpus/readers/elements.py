"""XML elements whatever their namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def tag_of(element: _Element) -> str:
    """An element's name without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_of(element: _Element) -> str:
    """All the text within an element."""
    return "".join(map(str, element.itertext()))


def child_of(element: _Element | None, tag: str) -> _Element | None:
    """The first child of a name; None where there is none, or no element."""
    return next(element.iterchildren(f"{{*}}{tag}"), None) if element is not None else None
