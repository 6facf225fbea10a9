"""The usual inline Markdown, read in one pass: code, emphasis, links, addresses and tags, well nested.

Most paragraphs of a manual have no other markup, and markdown-it makes objects of every part of
them. What asks for more (an image, an escape, a mark that nothing closes) is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from unicodedata import category

from markdown_it.common.utils import isWhiteSpace, normalizeReference

from duiqi.corpus.readers.markdown.html_names import is_tag
from duiqi.corpus.readers.markdown.marks import marks_of_tag
from duiqi.corpus.readers.markdown.pieces import Piece
from duiqi.corpus.readers.marks import Mark
from duiqi.corpus.scripts import FIRST_WIDE

# A text without SPECIAL has nothing of Markdown but its lines. Both patterns begin with a class of
# characters, since a search then skips the rest of a text fast.
SPECIAL = re.compile(
    r"[*<\[\\_`{!&=~\n](?:(?<=[*<\[\\_`{])|(?<=!)\[|(?<=&)#?\w{1,31};|(?<==)=|(?<=~)~|(?<= \n))"
)
MARKUP = re.compile(
    r"[\n`*_\[\]<{\\!&=~](?:"
    r"(?P<line>(?<=\n)(?<! \n)[ \t]*+)"
    r"|(?P<code>(?<=`)(?=[^`\s])[^`\n]*+`(?!`))"
    r"|(?P<run>(?<=\*)\*?(?!\*)|(?<=_)_?(?!_))"
    r"|(?P<open>(?<=\[)(?!\^))"
    r"|(?P<close>(?<=\])(?:\([^\s\x00-\x1f\x7f()<>\\`]*+\)|\[[^\[\]<>\\`*_]*+\]|(?![(\[])))"
    r"|(?P<address>(?<=<)(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*+"
    r"|[\w.+-]++@[A-Za-z0-9]++(?:[.-][A-Za-z0-9]++)*+)>)"
    r"|(?P<tag>(?<=<)/?[A-Za-z][A-Za-z0-9-]*+(?: [a-z]++=\"[^\"<>\n]*+\")*+>)"
    r"|(?P<other>(?<=[\n`*_\[\]{\\])|(?<=<)(?=[A-Za-z/!?])|(?<=!)(?=\[)|(?<=&)(?=#?\w{1,31};)|(?<==)(?==)|(?<=~)(?=~)))"
)
KINDS = {"*": "italic", "_": "italic", "**": "bold", "__": "bold"}
SHOWN = ("<br", "<sup")  # tags that a reader sees: the end of a line, a raised mark
DEEPEST = 8  # marks that are open at once


class _Opened(NamedTuple):
    """A mark that waits for its end."""

    sign: str
    start: int
    end: int


def usual(content: str, env: Mapping[str, Any]) -> tuple[list[Piece], list[Mark]] | None:
    """The pieces and the marks of inline source; None where the parser has to read it.

    env  what the parser must know: the links that the file defines, the tags that it closes

    >>> pieces, marks = usual("See *the* [`log`](log.md).", {})
    >>> [mark.type for mark in marks], [(piece.start, piece.end) for piece in pieces]
    (['italic', 'italic', 'link', 'code', 'code', 'link'], [(0, 4), (5, 8), (9, 10), (12, 15), (25, 26)])
    """
    reading = _Reading(content, env)
    for found in MARKUP.finditer(content):
        if not reading.take(found.lastgroup or "", found[0], found.start(), found.end()):
            return None
    if any(one.sign != "[" for one in reading.opened):
        return None
    return reading.pieces(), sorted(reading.marks)


class _Reading:
    """What has been read of a paragraph, and the marks that are open."""

    def __init__(self, content: str, env: Mapping[str, Any]) -> None:
        self.content, self.env = content, env
        self.opened: list[_Opened] = []
        self.marks: list[Mark] = []
        self._hidden: list[tuple[int, int]] = []

    def pieces(self) -> list[Piece]:
        """The text between what is hidden."""
        found, at = [], 0
        for start, end in [*sorted(self._hidden), (len(self.content),) * 2]:
            if at < start:
                found.append(Piece("text", at, start))
            at = end
        return found

    def take(self, kind: str, text: str, start: int, end: int) -> bool:
        """Read a piece of markup; false where the parser has to."""
        if kind == "line":
            self._hidden.append((start, end))
        elif kind == "code":
            self._pair("code", (start, start + 1), (end - 1, end))
        elif kind == "run":
            return self._emphasis(text, start, end)
        elif kind == "open":
            self.opened.append(_Opened(text, start, end))
        elif kind == "close":
            return self._bracket(text, start, end)
        elif kind == "tag":
            return self._tag(text, start, end)
        elif kind == "address":
            self._hidden += (start, start + 1), (end - 1, end)
        return kind != "other" and len(self.opened) < DEEPEST

    def _pair(self, kind: str, first: tuple[int, int], last: tuple[int, int]) -> None:
        self._hidden += first, last
        self.marks += Mark(*first, "open", kind), Mark(*last, "close", kind)

    def _emphasis(self, sign: str, start: int, end: int) -> bool:
        """Stars or underscores that open, close or are text; one sort within itself is not usual."""
        opens, closes = _flanks(self.content, start, end)
        if closes and any(one.sign[0] == sign[0] for one in self.opened):
            opening = self.opened.pop()
            self._pair(KINDS[sign], (opening.start, opening.end), (start, end))
            return opening.sign == sign
        if opens:
            self.opened.append(_Opened(sign, start, end))
        return True

    def _tag(self, text: str, start: int, end: int) -> bool:
        """A tag; one that shows as something, and a name in angle brackets that is no tag, are not usual."""
        self._hidden.append((start, end))
        self.marks += marks_of_tag(text, start, end)
        return not text.lower().startswith(SHOWN) and is_tag(text, 0, self.env)

    def _bracket(self, text: str, start: int, end: int) -> bool:
        """The end of a link, or of a bracket that is text."""
        if not self.opened:
            return text == "]"
        opening = self.opened.pop()
        if opening.sign != "[":
            return False
        is_link = text[1:2] == "("
        if not is_link:
            label = text[2:-1] or self.content[opening.end : start]
            is_link = normalizeReference(label) in self.env.get("references", ())
        if is_link:
            self._pair("link", (opening.start, opening.end), (start, end))
            return all(one.sign != "[" for one in self.opened)
        return text == "]"


def _flanks(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether a run of marks can open and can close emphasis, as the parser has it."""
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    mark_before, mark_after = category(before)[0] in "PS", category(after)[0] in "PS"
    left = not (space_after or (mark_after and not (space_before or mark_before)))
    right = not (space_before or (mark_before and not (space_after or mark_after)))
    if text[start] == "_":
        return left and (not right or mark_before), right and (not left or mark_after)
    return beside_chinese(left, right, before, after)


def beside_chinese(opens: bool, closes: bool, before: str, after: str) -> tuple[bool, bool]:
    """Whether marks between two characters can open and close emphasis: the answers of CommonMark, amended.

    CommonMark asks for a space or a mark outside of `**注意：**` and `**“引文”**`, since it ends
    with a mark itself; beside Chinese, which writes no spaces, it can open and close without.
    """
    if max(before, after) < FIRST_WIDE:
        return opens, closes
    return opens or not after.isspace(), closes or not before.isspace()
