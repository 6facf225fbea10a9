"""Marks of light markup around text, and the codes that they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duiqi.corpus.codes import Code, Role
from duiqi.corpus.deferred import Deferred


class Mark(NamedTuple):
    """A stretch of inline source that is markup around text."""

    start: int
    end: int
    role: Role
    type: str


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
        for number in range(len(self._opened) - 1, -1, -1):
            code = self._opened[number]
            if code.type == mark.type:
                del self._opened[number:]
                self._codes.append(Code(start, "close", code.id, native, mark.type))
                return

    @property
    def codes(self) -> Sequence[Code]:
        """The codes of pairs, in order; of marks that follow one another, all at the text that they touch.

        They are found when they are looked at.
        """
        return Deferred(self._paired)

    def _paired(self) -> list[Code]:
        closed = {code.id for code in self._codes if code.role == "close"}
        found = sorted((code for code in self._codes if code.id in closed), key=lambda code: code.at)
        end, at = -1, 0
        for number, code in enumerate(found):
            if code.role == "close":
                at = at if end == code.at else code.at
                end = code.at + len(code.native)
                if at != code.at:
                    found[number] = code._replace(at=at)
        start = -1
        for number in range(len(found) - 1, -1, -1):
            code = found[number]
            if code.role == "open":
                at = at if start == code.at else code.at
                start = code.at - len(code.native)
                if at != code.at:
                    found[number] = code._replace(at=at)
        return found
