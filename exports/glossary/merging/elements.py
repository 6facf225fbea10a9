"""Elements of the tree of a termbase: put on lines of their own, nested, and left out."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from duiqi.corpus.bitext.trees import name

if TYPE_CHECKING:
    from lxml import etree


def after(element: etree._Element, new: etree._Element) -> etree._Element:
    """Put a new element after another, on a line of its own where the other is; returns the new one."""
    before = element.getprevious()
    tail = element.tail
    element.addnext(new)  # takes the tail along
    parent = element.getparent()
    element.tail = before.tail if before is not None else parent.text if parent is not None else None
    new.tail = tail
    return new


def nest(element: etree._Element) -> None:
    """Turn the simple terms of version 2 into nested ones: term and notes in a group of their own."""
    for term in [element, *element.iter("{*}tig")]:
        if name(term) != "tig":
            continue
        term.tag = str(term.tag)[:-3] + "ntig"
        group = term.makeelement(str(term.tag)[:-4] + "termGrp")
        group.extend([child for child in term if name(child) in ("term", "termNote")])
        term.insert(0, group)


def leave_out(element: etree._Element, namespaces: Set[str]) -> None:
    """Take the categories of some namespaces out of an element, and groups that are empty then."""
    for child in list(element.iter("{*}*")):
        parent = child.getparent()
        if parent is not None and str(child.tag).rpartition("}")[0].removeprefix("{") in namespaces:
            parent.remove(child)
    for group in list(element.iter("{*}descripGrp")):
        parent = group.getparent()
        if parent is not None and not len(group):
            parent.remove(group)
