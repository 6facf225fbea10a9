"""HTML within Markdown: raw blocks of it, whose tags may run over several lines."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from duiqi.corpus.model import Kind
from duiqi.corpus.readers.html_kinds import KINDS
from duiqi.corpus.readers.markdown.html_names import HTML_NAMES
from duiqi.corpus.readers.markdown.pieces import Piece

TOKEN = re.compile(
    r"(?P<comment><!--.*?(?:-->|\Z))"
    r"|<(?P<verbatim>pre|script|style|textarea)\b[^<>]*>(?P<inside>.*?)(?:</(?P=verbatim)\s*>|\Z)"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][\w.:-]*)(?P<rest>(?:\s(?:[^<>\"']++|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,200}+)?/?)>"
    r"|<[!?][^<>]*>"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)",
    re.S | re.I,
)
# fmt: off
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr", "img",
})
# fmt: on


class Part(NamedTuple):
    """A paragraph of a raw block: its kind and its pieces; code and comments have their extent only."""

    kind: Kind
    pieces: list[Piece]


def parts_of(content: str) -> Iterator[Part]:
    """The paragraphs in a raw HTML block, in order."""
    kinds: list[tuple[str, Kind]] = []
    pieces: list[Piece] = []
    at = 0

    def kind() -> Kind:
        return kinds[-1][1] if kinds else "body"

    for found in TOKEN.finditer(content):
        if found.start() > at:
            pieces.append(Piece("text", at, found.start()))
        at = found.end()
        name = (found["name"] or "").lower()
        if found["entity"]:
            sign = re.sub(r"\s", " ", html.unescape(found[0]))
            pieces.append(Piece("instead" if sign != found[0] else "text", *found.span(), sign))
            continue
        if name in INLINE or (name and name not in HTML_NAMES and "-" not in name and not name[0].isupper()):
            continue
        yield Part(kind(), pieces)
        pieces = []
        if found["comment"]:
            yield Part(
                "metadata", [Piece("text", found.start() + 4, found.end() - 3 * found[0].endswith("-->"))]
            )
        elif found["verbatim"]:
            inside: Kind = "metadata" if found["verbatim"].lower() in {"script", "style"} else "code"
            yield Part(inside, [Piece("text", *found.span("inside"))])
        elif found["close"]:
            while kinds and (name in KINDS or name == "table") and kinds.pop()[0] != name:
                pass
        elif name in KINDS and not found["rest"].endswith("/"):
            kinds.append((name, KINDS[name]))
    if at < len(content):
        pieces.append(Piece("text", at, len(content)))
    yield Part(kind(), pieces)
