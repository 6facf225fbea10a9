"""A walk through a page in reading order, which writes its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from duiqi.corpus.layout.spaces import needs_space
from duiqi.corpus.model import Kind
from duiqi.corpus.readers import numbering
from duiqi.corpus.readers.elements import text_of
from duiqi.corpus.readers.html.code import is_code
from duiqi.corpus.readers.html.elements import BLOCKS, HIDDEN, LISTS, is_concealed, labels_of, tag_of
from duiqi.corpus.readers.html.inline import VOID, CodedBlock, Edge
from duiqi.corpus.readers.html.notes import Book, has_mark, note_text, notes_of
from duiqi.corpus.readers.html_kinds import KINDS
from duiqi.corpus.readers.manuscript import Manuscript
from duiqi.corpus.readers.pieces import Mark, is_shown

if TYPE_CHECKING:
    from lxml.etree import _Element

WHITE = re.compile(r"(?:[\t\n\r\f]| (?=[ \t\n\r\f]))[ \t\n\r\f]*")  # all but a single space
# White space with a line's end in it, until the characters on both of its sides are known; a note's mark.
LINE_END, MARK = "\r", "\0"
# Each branch begins with a character, so that the scanner skips to it.
AROUND_LINE_END = re.compile(f"(?:{LINE_END}| (?<!  )(?= *{LINE_END}))[ {LINE_END}]*")
PIECE = re.compile(f"[{MARK}\n]|[^{MARK}\n]+")


def write(root: _Element, manuscript: Manuscript, slash: str = "", book: Book | None = None) -> None:
    """Write a page's paragraphs to a manuscript.

    slash  is before the end of the tags of empty elements
    book   whose file the page is
    """
    _Page(root, manuscript, slash, book).write()


class _Page:
    """A page, and the content of the paragraph that is being gathered.

    A label is handed on from element to element until a paragraph takes it.
    """

    def __init__(self, root: _Element, manuscript: Manuscript, slash: str, book: Book | None) -> None:
        self._root = root
        self._manuscript = manuscript
        self._slash = slash
        self._content: list[str | Mark | Edge] = []
        self._count = 0  # of the elements within paragraphs
        self._calls, self._notes = notes_of(root, book)
        self._labels: dict[_Element | None, Mapping[_Element, str]] = {}

    def write(self) -> None:
        self._block(self._root, "body", "")
        self._flush("body", "")

    def _block(self, element: _Element, kind: Kind, label: str) -> None:
        """Write an element that begins and ends a paragraph."""
        mark = self._notes.get(element)
        if mark is not None:
            self._manuscript.note(mark, [note_text(element)], automatic=not has_mark(element, mark))
            return
        tag, parent = tag_of(element), element.getparent()
        own = KINDS.get(tag, kind)
        if tag == "li":
            label = self._label(element, parent)
        if tag == "footer" and parent is not None and tag_of(parent) == "body":
            own = "furniture"
        is_preformatted = tag == "pre"
        if is_preformatted and is_code(element):
            self._code_block(element)
            return
        self._text(element.text, is_preformatted)
        for child in element:
            label = self._child(child, own, label, is_preformatted)
        self._flush(own, label)

    def _code_block(self, element: _Element) -> None:
        """Write code; no label is before it."""
        for br in element.iter("br", "BR"):
            br.tail = "\n" + (br.tail or "")
        self._manuscript.code(text_of(element))

    def _label(self, item: _Element, parent: _Element | None) -> str:
        """The number or bullet of a list's item; those of one list are counted together."""
        if parent not in self._labels:
            self._labels[parent] = labels_of(parent)
        return self._labels[parent].get(item, numbering.BULLET)

    def _child(self, child: _Element, kind: Kind, label: str, is_preformatted: bool) -> str:
        """Write a child and the text after it; return the label if no paragraph has taken it."""
        tag = tag_of(child)
        if child in self._calls:
            self._content.append(Mark(self._calls[child]))
        elif tag == "br":
            self._count += 1
            self._content += [(tag, "point", self._count), "\n"]
        elif not tag or tag in HIDDEN or (child.keys() and is_concealed(child)):
            pass
        elif tag in BLOCKS or child in self._notes:
            label = self._flush(kind, label)
            self._block(child, kind, label)
            label = label if tag in LISTS else ""
        else:
            self._count += 1
            number = self._count
            self._content.append((tag, "point" if tag in VOID else "open", number))
            self._text(child.text, is_preformatted)
            for grandchild in child:
                label = self._child(grandchild, kind, label, is_preformatted)
            if tag not in VOID:
                self._content.append((tag, "close", number))
        self._text(child.tail, is_preformatted)
        return label

    def _text(self, text: str | None, is_preformatted: bool) -> None:
        if text:
            if is_preformatted:
                self._content.append(text.replace("\r\n", "\n").replace("\r", "\n"))
            else:
                self._content.append(WHITE.sub(_collapsed, text))

    def _flush(self, kind: Kind, label: str) -> str:
        """Write the paragraphs gathered; return the label if there was none to take it."""
        content, self._content = self._content, []
        if not any(map(is_shown, content)):
            return label
        plain = [piece for piece in content if isinstance(piece, (str, Mark))]
        paragraphs = [pieces for pieces in _paragraphs(_unwrapped(plain)) if any(map(is_shown, pieces))]
        block = CodedBlock(content, paragraphs, self._slash) if len(plain) < len(content) else None
        for number, pieces in enumerate(paragraphs):
            coded = partial(block.paragraph, number) if block else None
            self._manuscript.add(pieces, kind, label, coded=coded)
            label = ""
        return label


def _collapsed(white: re.Match[str]) -> str:
    return LINE_END if "\n" in white[0] else " "


def _unwrapped(content: list[str | Mark]) -> list[str | Mark]:
    """The content with the ends of the file's lines as spaces, or as nothing between Chinese characters.

    So CSS Text 3 has it (segment break transformation rules); authors wrap the lines of Chinese pages.
    """
    if not any(isinstance(piece, str) and LINE_END in piece for piece in content):
        return content
    marks = iter([piece for piece in content if isinstance(piece, Mark)])
    text = "".join(piece if isinstance(piece, str) else MARK for piece in content)
    return [
        next(marks) if piece == MARK else piece
        for piece in PIECE.findall(AROUND_LINE_END.sub(_space_for, text))
    ]


def _space_for(line_end: re.Match[str]) -> str:
    """The space, or nothing, in place of a line's end; a note's mark is not counted as its neighbour."""
    text, start, end = line_end.string, line_end.start(), line_end.end()
    while start and text[start - 1] == MARK:
        start -= 1
    last = text[start - 1 : start]
    first = text[end : end + 4].lstrip(MARK)[:1]
    return " " if not last or not first or needs_space(last, first) else ""


def _paragraphs(content: list[str | Mark]) -> list[list[str | Mark]]:
    """Content cut where two line breaks follow one another: people end paragraphs so, too."""
    paragraphs: list[list[str | Mark]] = [[]]
    breaks = 0
    for piece in content:
        if piece == "\n":
            breaks += 1
        elif isinstance(piece, str) and not piece.strip(" "):
            if not breaks:
                paragraphs[-1].append(piece)
        else:
            if breaks > 1:
                paragraphs.append([])
            elif breaks and paragraphs[-1]:
                paragraphs[-1].append("\n")
            paragraphs[-1].append(piece)
            breaks = 0
    return paragraphs
