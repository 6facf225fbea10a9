"""The text of a segment without its inline elements, for TMX and XLIFF alike.

Formatting codes are removed with the native code that they may hold: `bpt`, `ept`, `ph`, `it`,
`ut`, `x`, `bx`, `ex`, `sc` and `ec`. Of elements around text (`hi`, `g`, `pc`, `mrk`) the text
is kept. A code for a line break or a tab becomes a space, or the words beside it would run
together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from duiqi.corpus.languages import is_spaced

if TYPE_CHECKING:
    from lxml import etree

CODES = {"bpt", "ept", "ph", "it", "ut", "x", "bx", "ex", "sc", "ec", "sm", "em", "sub"}
DIVIDING = {
    "lb",
    "x-lb",
    "pb",
    "x-pb",
    "br",
    "x-br",
    "tab",
    "x-tab",
    "linebreak",
    "newline",
    "xlf:lb",
    "xlf:pb",
}
TYPES = ("type", "ctype", "subType")
WRAPPED = re.compile(r"(?<![ \t])[ \t]*[\r\n\t]\s*")


def plain(element: etree._Element | None, lang: str) -> str:
    """The element's text, trimmed, without the line breaks and indents of a pretty-printer."""
    if element is None:
        return ""
    text = element.text or "" if not len(element) else "".join(_pieces(element))
    if "\n" in text or "\t" in text or "\r" in text:
        text = WRAPPED.sub(" " if is_spaced(lang) else "", text.strip())
    return text.strip()


def _pieces(element: etree._Element) -> list[str]:
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            name = child.tag.rpartition("}")[2]
            if name == "cp":
                pieces.append(_character(child.get("hex", "")))
            elif name not in CODES:
                pieces += _pieces(child)
            elif any(child.get(key, "").lower() in DIVIDING for key in TYPES):
                pieces.append(" ")
        pieces.append(child.tail or "")
    return pieces


def _character(code: str) -> str:
    """The character that XLIFF 2 writes as `<cp hex="000b"/>`, since XML cannot hold it."""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
