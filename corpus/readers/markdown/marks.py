"""Marks of emphasis, code, links and pictures as codes, at their places in the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from duiqi.corpus.codes import Role
from duiqi.corpus.readers.marks import Mark

if TYPE_CHECKING:
    from markdown_it.token import Token

TYPES = {"strong": "bold", "em": "italic", "s": "strike", "b": "bold", "i": "italic", "u": "underlined"}
TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")


def marks_of(tokens: Sequence[Token], shift: int = 0) -> list[Mark]:
    """The marks in inline tokens, in order; `shift` is added to their offsets."""
    found: list[Mark] = []
    for token in tokens:
        if token.type == "text":
            continue
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
        elif token.type == "html_inline":
            start, end = meta["whole"]
            found += marks_of_tag(token.content, shift + start, shift + end)
    return found


def marks_of_tag(text: str, start: int, end: int) -> list[Mark]:
    """The mark that a tag is; none where it stands alone, or for a comment."""
    tag = TAG.match(text)
    kind = tag[2].lower() if tag else ""
    if not tag or kind in {"br", "img", "wbr"} or text.endswith("/>"):
        return []
    return [Mark(start, end, "close" if tag[1] else "open", TYPES.get(kind, kind))]
