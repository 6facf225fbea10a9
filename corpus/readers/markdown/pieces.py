"""Pieces of inline source: text, and what other characters stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

RAISED = re.compile(r"[\[(]?(\d{1,3}|\*{1,3}|[†‡§])[\])]?")


class Piece(NamedTuple):
    """What a stretch of inline source is.

    kind   "text": shown as it is; "instead": shown as `shown`; "break": the line ends here;
           "call": a footnote's call, whose name is `shown`; "raised": a superscript mark
    """

    kind: str
    start: int
    end: int
    shown: str = ""


def with_raised(content: str, found: Sequence[Piece]) -> list[Piece]:
    """Pieces with `<sup>1</sup>` as one raised mark, `<br>` as a break, and other tags left out."""
    if all(piece.kind != "html" for piece in found):
        return list(found)
    pieces: list[Piece] = []
    i = 0
    while i < len(found):
        piece = found[i]
        if piece.kind != "html":
            pieces.append(piece)
        elif re.match(r"<br\b", piece.shown, re.I):
            pieces.append(Piece("break", piece.start, piece.end))
        elif piece.shown.lower() == "<sup>":
            close = next((j for j in range(i + 1, min(i + 8, len(found))) if found[j].kind == "html"), None)
            inside = content[piece.end : found[close].start] if close else ""
            mark = RAISED.fullmatch(inside)
            if close and mark and found[close].shown.lower() == "</sup>":
                pieces.append(Piece("raised", piece.end + mark.start(1), piece.end + mark.end(1), mark[1]))
                i = close
        i += 1
    return pieces
