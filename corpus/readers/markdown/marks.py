"""Marks of emphasis, code, links and pictures as codes, at their places in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from duiqi.corpus.codes import Code, Role

if TYPE_CHECKING:
    from markdown_it.token import Token

TYPES = {"strong": "bold", "em": "italic", "s": "strike", "b": "bold", "i": "italic", "u": "underlined"}
TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")


class Mark(NamedTuple):
    """A stretch of inline source that is markup around text."""

    start: int
    end: int
    role: Role
    type: str


def marks_of(tokens: Sequence[Token], shift: int = 0) -> list[Mark]:
    """The marks in inline tokens, in order; `shift` is added to their offsets."""
    found: list[Mark] = []
    for token in tokens:
        meta = token.meta
        name, _, side = token.type.rpartition("_")
        role: Role = "open" if side == "open" else "close"
        if name in TYPES and meta.get("text"):
            start, end = meta["text"][0]
            more = len(token.markup) - (end - start)  # `**` is two tokens, of which the inner one is kept
            start, end = (start - more, end) if role == "open" else (start, end + more)
            found.append(Mark(shift + start, shift + end, role, TYPES[name]))
        elif name == "link" and "mark" in meta:
            start, end = meta["mark"]
            found.append(Mark(shift + start, shift + end, role, "link"))
        elif token.type == "code_inline":
            start, end = meta["code"]
            first, last = meta["whole"]
            found.append(Mark(shift + first, shift + start, "open", "code"))
            found.append(Mark(shift + end, shift + last, "close", "code"))
        elif token.type == "image" and token.children:
            start, end = meta["whole"]
            label = start + 2 + len(token.content)
            found.append(Mark(shift + start, shift + start + 2, "open", "image"))
            found += marks_of(token.children, shift + start + 2)
            found.append(Mark(shift + label, shift + end, "close", "image"))
        elif token.type == "html_inline" and (tag := TAG.match(token.content)):
            start, end = meta["whole"]
            kind = tag[2].lower()
            if kind not in {"br", "img", "wbr"} and not token.content.endswith("/>"):
                role = "close" if tag[1] else "open"
                found.append(Mark(shift + start, shift + end, role, TYPES.get(kind, kind)))
    return found


class Marks:
    """The codes of a file, gathered paragraph by paragraph."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._codes: list[Code] = []
        self._opened: list[Code] = []
        self._count = 0

    def end(self) -> None:
        """End a paragraph: a mark that is open is not closed in the next."""
        self._opened = []

    def add(self, start: int, end: int, mark: Mark) -> None:
        """Add a mark that is at this stretch of the file; one that closes none is left out."""
        native = self._text[start:end]
        if mark.role == "open":
            self._count += 1
            code = Code(end, "open", str(self._count), native, mark.type)
            self._opened.append(code)
            self._codes.append(code)
            return
        for number, code in reversed(list(enumerate(self._opened))):
            if code.type == mark.type:
                del self._opened[number:]
                self._codes.append(Code(start, "close", code.id, native, mark.type))
                return

    def codes(self) -> tuple[Code, ...]:
        """The codes of pairs, in order; of marks that follow one another, all at the text that they touch."""
        closed = {code.id for code in self._codes if code.role == "close"}
        found = sorted((code for code in self._codes if code.id in closed), key=lambda code: code.at)
        end, at = -1, 0
        for number, code in enumerate(found):
            if code.role == "close":
                at = at if end == code.at else code.at
                end = code.at + len(code.native)
                found[number] = code._replace(at=at)
        start = -1
        for number in range(len(found) - 1, -1, -1):
            code = found[number]
            if code.role == "open":
                at = at if start == code.at else code.at
                start = code.at - len(code.native)
                found[number] = code._replace(at=at)
        return tuple(found)
