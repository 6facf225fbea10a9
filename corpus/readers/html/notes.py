"""Footnotes of a page or a book: links that call them, elements that hold them.

A call is a link whose text is a mark and nothing else; it leads further down, or to a later file of the book.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from duiqi.corpus.layout.calls import plain
from duiqi.corpus.readers.elements import text_of
from duiqi.corpus.readers.html.elements import BLOCKS, HIDDEN, tag_of

if TYPE_CHECKING:
    from lxml.etree import _Element

MARK = re.compile(
    r"\s*+(?:[\[(（〔]\s*+)?(\d{1,3}|[*†‡§]{1,3}|[a-z]|[①-⑳⁰¹²³⁴-⁹]{1,3})\s*+(?:[\])）〕]\s*+)?\Z"
)
BACK = re.compile(r"[↩↑^⏎]\ufe0e?|\[?(?:back|return|返回)\]?|\s*", re.I)
NOTE_NAME = re.compile(r"foot|end|note|^fn|^_ftn|^cite", re.I)
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
HOLDERS = frozenset({"li", "p", "aside", "div", "dd", "td", "section"})
MARK_BEFORE = re.compile(r"^[\[(（〔]?(?:\d{1,3}|[*†‡])[.)\]）〕]?\s+(?=\S)|^[.\]):：]\s*")


class Notes(NamedTuple):
    """The marks of a page's footnotes: by the elements that call them, by the elements that hold them."""

    calls: Mapping[_Element, str]
    holders: Mapping[_Element, str]


class Book:
    """The files of a book, and the footnotes that one of them calls and a later one holds.

    files  in the order of reading
    file   the one that is read
    """

    def __init__(self, files: Sequence[str]) -> None:
        self._order = {file: number for number, file in enumerate(files)}
        self._called: dict[str, dict[str, str]] = {}
        self.file = ""

    def file_of(self, href: str) -> str:
        """The file that a link leads to."""
        path = unquote(href.rpartition("#")[0])
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.file), path)) if path else self.file

    def call(self, file: str, name: str, mark: str) -> bool:
        """Note a call of a footnote of a later file, or of none that is read; whether it is one."""
        if self._order.get(file, len(self._order)) <= self._order.get(self.file, -1):
            return False
        self._called.setdefault(file, {})[name] = mark
        return True

    def called(self) -> Mapping[str, str]:
        """The marks of the footnotes of this file that others have called, by the names of their places."""
        return self._called.get(self.file, {})


def notes_of(root: _Element, book: Book | None = None) -> Notes:
    """Find the footnotes of a page, a file of a book perhaps."""
    links = [(link, mark) for link in root.iter("a", "{*}a") if (mark := MARK.match(text_of(link)))]
    called_before = book.called() if book else {}
    if not links and not called_before:
        return Notes({}, {})
    places, order = _places(root)
    calls: dict[_Element, str] = {}
    holders: dict[_Element, str] = {}
    for link, mark in links:
        href = link.get("href") or ""
        name = href.rpartition("#")[2]
        target = places.get(name)
        if book and "#" in href and (file := book.file_of(href)) != book.file:
            is_note = _is_raised(link) or _is_named_note(link, name)
            if is_note and book.call(file, name, plain(mark[1])):
                calls[_outermost(link)] = plain(mark[1])
            continue
        if target is None or order[target] <= order[link]:
            continue
        block = _block_around(target)
        if tag_of(block) not in HOLDERS or block in link.iterancestors():
            continue
        has_brackets = mark[1] != text_of(link).strip()
        if has_brackets or _is_raised(link) or _is_named_note(link, target.get("id") or ""):
            calls[_outermost(link)] = plain(mark[1])
            holders[block] = plain(mark[1])
    for name, called in called_before.items():
        if name in places and tag_of(block := _block_around(places[name])) in HOLDERS:
            holders.setdefault(block, called)
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


def _is_named_note(link: _Element, name: str) -> bool:
    """Whether the link's type or the name of its place says that it is a footnote's."""
    epub_type = link.get(EPUB_TYPE) or link.get("epub:type") or ""
    return bool(NOTE_NAME.search(name)) or "noteref" in epub_type


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
