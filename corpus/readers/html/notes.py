"""Footnotes of a page: links that call them, elements that hold them.

A call is a link to a place further down whose text is a mark and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from duiqi.corpus.layout.calls import plain
from duiqi.corpus.readers.elements import text_of
from duiqi.corpus.readers.html.elements import BLOCKS, HIDDEN, tag_of

if TYPE_CHECKING:
    from lxml.etree import _Element

MARK = re.compile(
    r"\s*+(?:[\[(（〔]\s*+)?(\d{1,3}|[*†‡§]{1,3}|[a-z]|[①-⑳⁰¹²³⁴-⁹]{1,3})\s*+(?:[\])）〕]\s*+)?\Z"
)
BACK = re.compile(r"[↩↑^⏎]\ufe0e?|\s*")
NOTE_NAME = re.compile(r"foot|end|note|^fn|^_ftn|^cite", re.I)
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
HOLDERS = frozenset({"li", "p", "aside", "div", "dd", "td", "section"})
MARK_BEFORE = re.compile(r"^[\[(（〔]?(?:\d{1,3}|[*†‡])[.)\]）〕]?\s+(?=\S)|^[.\]):：]\s*")


class Notes(NamedTuple):
    """The marks of a page's footnotes: by the elements that call them, by the elements that hold them."""

    calls: Mapping[_Element, str]
    holders: Mapping[_Element, str]


def notes_of(root: _Element) -> Notes:
    """Find the footnotes of a page."""
    places, order = _places(root)
    calls: dict[_Element, str] = {}
    holders: dict[_Element, str] = {}
    for link in root.iter("a", "{*}a"):
        target = places.get((link.get("href") or "").rpartition("#")[2])
        mark = MARK.match(text_of(link))
        if target is None or not mark or order[target] <= order[link]:
            continue
        block = _block_around(target)
        if tag_of(block) not in HOLDERS or block in link.iterancestors():
            continue
        has_brackets = mark[1] != text_of(link).strip()
        if has_brackets or _is_raised(link) or _is_named_note(link, target):
            calls[_outermost(link)] = plain(mark[1])
            holders[block] = plain(mark[1])
    return Notes(calls, holders)


def note_text(holder: _Element) -> str:
    """The text of the element that holds a note, without its mark and the link back to its call."""
    text = " ".join("".join(_shown(holder)).split())
    return MARK_BEFORE.sub("", text)


def has_mark(holder: _Element, mark: str) -> bool:
    """Whether a note's mark is in its text; a list counts its items, a reading system its notes."""
    links = (text_of(link).strip(" []()（）〔〕") for link in holder.iter("a", "{*}a"))
    return mark in links or re.match(rf"[\s\[(（〔]*{re.escape(mark)}(?!\w)", text_of(holder)) is not None


def _places(root: _Element) -> tuple[dict[str, _Element], dict[_Element, int]]:
    """The elements that links can lead to, by name, and the order of all elements."""
    places: dict[str, _Element] = {}
    order: dict[_Element, int] = {}
    for number, element in enumerate(root.iter()):
        order[element] = number
        for name in (element.get("id"), element.get("name") if tag_of(element) == "a" else None):
            if name:
                places.setdefault(name, element)
    return places, order


def _block_around(element: _Element) -> _Element:
    while tag_of(element) not in BLOCKS and (parent := element.getparent()) is not None:
        element = parent
    return element


def _is_raised(link: _Element) -> bool:
    return any(tag_of(a) == "sup" for a in link.iterancestors()) or link.find(".//sup") is not None


def _is_named_note(link: _Element, target: _Element) -> bool:
    """Whether the link's type or its target's id says that it is a footnote's."""
    epub_type = link.get(EPUB_TYPE) or link.get("epub:type") or ""
    return bool(NOTE_NAME.search(target.get("id") or "")) or "noteref" in epub_type


def _outermost(link: _Element) -> _Element:
    """The raised element around a call, with its brackets."""
    parent = link.getparent()
    if parent is not None and tag_of(parent) in {"sup", "span"} and MARK.match(text_of(parent)):
        return parent
    return link


def _shown(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        tag = tag_of(child)
        is_mark = tag == "sup" and MARK.match(text_of(child))
        if tag not in HIDDEN and not is_mark and not _is_way_back(child):
            yield from _shown(child)
            if tag in BLOCKS:
                yield " "
        yield child.tail or ""


def _is_way_back(element: _Element) -> bool:
    """Whether an element is a link from a note to its call: ↩, or the mark again."""
    if tag_of(element) != "a" or "#" not in (element.get("href") or ""):
        return False
    text = text_of(element)
    return bool(MARK.match(text) or BACK.fullmatch(text.strip()))
