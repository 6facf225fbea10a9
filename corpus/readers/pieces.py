"""The pieces of a paragraph's content: text, the marks of its notes, its codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from duiqi.corpus.codes import Code

LINE_END = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")  # as str.splitlines has them


class Mark(NamedTuple):
    """A footnote's call mark within the content of a paragraph."""

    text: str


Content = Iterable[str | Mark | Code]
Line = Sequence[str | Mark]


def is_shown(piece: object) -> bool:
    """Whether a piece of a paragraph's content is more than white space and codes."""
    return piece.strip() != "" if isinstance(piece, str) else isinstance(piece, Mark)


def plain_text(content: Iterable[object]) -> str:
    """The text of a paragraph's content, codes and marks left out."""
    return "".join(piece for piece in content if isinstance(piece, str))


def length_of(piece: str | Mark) -> int:
    """How many characters of the manuscript a piece is."""
    return len(piece) if isinstance(piece, str) else len(piece.text)


def merged(content: Iterable[str | Mark]) -> list[str | Mark]:
    """Consecutive strings as one: word processors cut a text wherever a cursor has been."""
    pieces: list[str | Mark] = []
    for piece in content:
        if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def stripped(pieces: list[str | Mark]) -> list[str | Mark]:
    """Merged pieces without the white space around all of them."""
    if pieces and isinstance(pieces[0], str):
        pieces = [pieces[0].lstrip(), *pieces[1:]]
    if pieces and isinstance(pieces[-1], str):
        pieces = [*pieces[:-1], pieces[-1].rstrip()]
    return pieces


def lines_of(content: Sequence[str | Mark]) -> list[Line]:
    """The lines of a paragraph, without the white space around all of it; none where it has no text."""
    words = [piece for piece in content if isinstance(piece, str)]
    text = "".join(words).strip()
    if not text:
        return []
    if len(words) == len(content):
        return [[line] if line else [] for line in text.splitlines()]
    lines: list[list[str | Mark]] = [[]]
    for piece in stripped(merged(content)):
        if isinstance(piece, Mark):
            lines[-1].append(piece)
            continue
        first, *others = LINE_END.split(piece)
        lines[-1] += [first] if first else []
        lines += [[other] if other else [] for other in others]
    return list(lines)
