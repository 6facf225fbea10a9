"""The text of a segment and its inline codes, for TMX and XLIFF alike.

Of `bpt`, `ept`, `ph`, `it`, `ut`, `x`, `bx`, `ex`, `sc` and `ec` nothing is text: the markup that they
hold is the code's own. Of elements around text (`hi`, `g`, `pc`, `mrk`) the text is kept, between two
codes. A code for a line break or a tab is shown in the text as a space, or the words beside it would
run together. Text that a tracked change has deleted is no part of the segment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from duiqi.corpus.codes import Code, Codes, Role, relocated
from duiqi.corpus.languages import is_spaced

if TYPE_CHECKING:
    from lxml import etree

ROLES: dict[str, Role] = {
    "bpt": "open", "bx": "open", "sc": "open", "sm": "open",
    "ept": "close", "ex": "close", "ec": "close", "em": "close",
    "ph": "point", "x": "point", "ut": "point", "it": "point", "sub": "point",
}  # fmt: skip
AROUND = {"hi", "g", "pc", "mrk"}
ENDS = {"end", "close"}

TYPES = ("type", "ctype", "subType")
DIVIDING = {"lb", "pb", "br", "tab", "linebreak", "newline"}
# A line break or a tab as documents write it: <br/>, <w:tab/>, \n, U+000B.
BREAK = re.compile(
    r"\s*+(?:<(?:\w++:)?(?:br|cr|lb|tab)\b[^<>]*+>|\\[nrt]|U\+00(?:0[9A-D]|1[C-F]|85))\s*+|[^\S\r\n\t]*+[\r\n\t]\s*+",
    re.IGNORECASE,
)
# The names by which our codes go, for those of TMX and of XLIFF 2.
NAMES = {
    "ulined": "underlined",
    "xlf:b": "bold",
    "xlf:i": "italic",
    "xlf:u": "underlined",
    "xlf:lb": "lb",
    "xlf:pb": "pb",
}
# Marks of an editor that say nothing about the document: segments, places of comments, inserted text.
TRANSPARENT = re.compile(r"seg$|x-sdl-|x-mq-ins|x-.*(?:added|inserted)$|x-ins$")
DELETED = re.compile(r"x-.*(?:deleted|removed)$|(?:x-)?(?:.*-)?del$|deletion$")

WRAPPED = re.compile(r"(?<![ \t])[ \t]*[\r\n\t]\s*")


class Inline(NamedTuple):
    """A segment's plain text, and its codes at offsets into it."""

    text: str
    codes: Codes = ()


def plain(element: etree._Element | None, lang: str) -> str:
    """The element's text alone."""
    return inline(element, lang).text.strip()


def inline(element: etree._Element | None, lang: str) -> Inline:
    """The element's text, trimmed, without the line breaks and indents of a pretty-printer, and its codes.

    White space between a code and the text is not trimmed.
    """
    if element is None:
        return Inline("")
    if not len(element):
        text = element.text or ""
        if "\n" in text or "\t" in text or "\r" in text:
            text = WRAPPED.sub(" " if is_spaced(lang) else "", text.strip())
        return Inline(text.strip())
    reading = _Reading()
    reading.content(element)
    text, places = _unwrapped(reading.text, " " if is_spaced(lang) else "", reading.codes)
    return Inline(text, relocated(tuple(reading.codes), places))


def _unwrapped(text: str, space: str, codes: list[Code]) -> tuple[str, list[tuple[int, int]]]:
    """The text trimmed and unwrapped, and the first and the last place of each code in it."""
    # White space between a code and the text belongs to the text: `<ph/> files`.
    first, last = (codes[0].at, codes[-1].at) if codes else (len(text), 0)
    start, end = min(len(text) - len(text.lstrip()), first), max(len(text.rstrip()), last)
    pieces, cuts, at = [], [(0, start, 0)], start
    for found in WRAPPED.finditer(text, start, max(start, end)):
        pieces += [text[at : found.start()], space]
        cuts.append((found.start(), found.end(), len(space)))
        at = found.end()
    pieces.append(text[at : max(start, end)])
    whole = "".join(pieces)

    def place(offset: int) -> int:
        by = 0
        for first, last, kept in cuts:
            if offset <= first:
                break
            by += min(offset, last) - first - min(kept, offset - first)
        return min(offset - by, len(whole))

    return whole, [(place(code.at), place(code.at + code.length)) for code in codes]


class _Reading:
    """The text and the codes of a segment, as far as it has been read."""

    def __init__(self) -> None:
        self.text = ""
        self.codes: list[Code] = []
        self.names: dict[str, str] = {}  # the ids of opening codes by the `rid` that their ends give

    def content(self, element: etree._Element) -> None:
        """Add what is inside an element."""
        self._add(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, child.tag.rpartition("}")[2])
            self._add(child.tail)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        last = self.codes[-1] if self.codes else None
        if last and last.length and last.at + last.length == len(self.text) and text[0].isspace():
            self.text = self.text[: last.at]  # the text has a space of its own there
            self.codes[-1] = last._replace(length=0)
        self.text += text

    def _child(self, child: etree._Element, name: str) -> None:
        kind = child.get("mtype") or child.get("type") or ""
        if name == "cp":
            self._character(child.get("hex", ""))
        elif name in AROUND:
            if name == "mrk" and DELETED.match(kind):
                return
            if name == "mrk" and child.get("mtype") and TRANSPARENT.match(kind):
                self.content(child)
                return
            self._around(child, name)
        elif name in ROLES:
            self._code(child, name)
        elif not DELETED.match(f"x-{name.lower().removesuffix('text')}"):
            self.content(child)

    def _around(self, child: etree._Element, name: str) -> None:
        """A pair of codes, from an element around text."""
        alike = sum(code.element == name and code.role == "open" for code in self.codes)
        identity = child.get("id") or child.get("x") or f"{name}{alike + 1}"
        native = child.get("comment") or child.get("value") or child.get("equivStart") or ""
        self.codes.append(
            Code(len(self.text), "open", identity, data(child, "dataRefStart") or native, _type(child), name)
        )
        self.content(child)
        end = data(child, "dataRefEnd") or child.get("equivEnd") or ""
        self.codes.append(Code(len(self.text), "close", identity, end, _type(child), name))

    def _code(self, child: etree._Element, name: str) -> None:
        native = data(child, "dataRef") or _words(child) or _first(child, "equiv-text", "equiv", "disp")
        role = ROLES[name]
        if name == "it":
            role = "close" if child.get("pos") in ENDS else "open"
        kind, identity = _type(child), self._identity(child, name)
        if role == "close" and not kind:
            kind = next((code.type for code in self.codes if code.id == identity), "")
        dividing = kind in DIVIDING or BREAK.fullmatch(native) is not None
        divides = role == "point" and dividing and self.text[-1:].strip() != ""
        self.codes.append(Code(len(self.text), role, identity, native, kind, name, int(divides)))
        self.text += " " if divides else ""

    def _identity(self, child: etree._Element, name: str) -> str:
        """The code's id; that of its opening code for a closing one."""
        number, identity = _first(child, "i"), _first(child, "id", "x")
        if name == "bpt" and number:
            identity = _first(child, "x") or number
            identity = f"i{number}" if identity in self.names.values() else identity
            self.names[number] = identity
        elif name == "ept" and number:
            identity = self.names.get(number, number)
        elif name in ("bpt", "bx"):
            self.names[_first(child, "rid", "id")] = identity
        elif name in ("ept", "ex"):
            reference = _first(child, "rid", "id")
            identity = self.names.get(reference, reference)
        elif name in ("ec", "em"):
            identity = _first(child, "startRef", "id")
        return identity

    def _character(self, code: str) -> None:
        """A character that XLIFF 2 writes as `<cp hex="000b"/>`, since XML cannot hold it."""
        try:
            character = chr(int(code, 16))
        except (ValueError, OverflowError):
            return
        if character.isprintable():
            self._add(character)
        else:
            divides = character.isspace() and self.text[-1:].strip() != ""
            self.codes.append(Code(len(self.text), native=character, element="cp", length=int(divides)))
            self.text += " " if divides else ""


def _type(child: etree._Element) -> str:
    """The code's type by our names; of XLIFF 2 the more exact of its two."""
    ours = (child.get("mtype") or child.get("ctype") or "").removeprefix("x-")
    kind = (child.get("subType") or "").removeprefix("duiqi:") or ours or child.get("type") or ""
    if child.get("translate") == "no" and kind in ("", "generic"):
        kind = "protected"
    plain_kind = kind.lower().removeprefix("x-")
    return plain_kind if plain_kind in DIVIDING else NAMES.get(kind, kind)


def _first(child: etree._Element, *keys: str) -> str:
    """The first of these attributes that is there and not empty, else nothing."""
    return next((value for key in keys if (value := child.get(key, ""))), "")


def _words(child: etree._Element) -> str:
    """All text inside an element."""
    return "".join(map(str, child.itertext()))


def data(child: etree._Element, reference: str) -> str:
    """The original data of XLIFF 2 that a code refers to, from the same unit."""
    wanted = child.get(reference)
    unit = next(child.iterancestors("{*}unit"), None) if wanted else None
    if unit is None:
        return ""
    found = (entry for entry in unit.iterfind("{*}originalData/{*}data") if entry.get("id") == wanted)
    return next((_words(entry) for entry in found), "")
