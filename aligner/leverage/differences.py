"""The difference of two texts, word by word."""

from __future__ import annotations

import re

from duiqi.aligner.memory.tokens import COMPARED
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.leverage import Edit, Piece

WORD_OR_SPACE = re.compile(rf"{COMPARED.pattern}|\s+")


def difference(old: str, new: str, lang: str) -> tuple[Piece, ...]:
    """The words that both texts have, those of the old one alone, and those of the new one alone.

    Characters in languages without spaces. The pieces that are same or deleted are the old text, those
    that are same or inserted the new one.

    >>> [tuple(piece) for piece in difference("its sixty-fourth session", "its eightieth session", "en")]
    [('same', 'its '), ('deleted', 'sixty-fourth'), ('inserted', 'eightieth'), ('same', ' session')]
    """
    from rapidfuzz.distance import Indel

    before, after = _cut(old, lang), _cut(new, lang)
    pieces: list[Piece] = []
    for code in Indel.opcodes(before, after):
        tag, start, end = code.tag, code.src_start, code.src_end
        first, last = code.dest_start, code.dest_end
        if tag == "equal":
            pieces.append(Piece("same", "".join(before[start:end])))
        elif tag == "delete":
            pieces.append(Piece("deleted", "".join(before[start:end])))
        else:
            pieces.append(Piece("inserted", "".join(after[first:last])))
    return tuple(_tidied(pieces))


def _cut(text: str, lang: str) -> list[str]:
    return WORD_OR_SPACE.findall(text) if is_spaced(lang) else [*text]


def _tidied(pieces: list[Piece]) -> list[Piece]:
    """A space alone between two changes is part of them: one deletion and one insertion, not two each."""
    joined: list[Piece] = []
    deleted = inserted = ""

    def close() -> None:
        nonlocal deleted, inserted
        edits: tuple[tuple[Edit, str], ...] = (("deleted", deleted), ("inserted", inserted))
        joined.extend(Piece(edit, text) for edit, text in edits if text)
        deleted = inserted = ""

    for at, (edit, text) in enumerate(pieces):
        if edit == "deleted":
            deleted += text
        elif edit == "inserted":
            inserted += text
        elif text.isspace() and deleted and inserted and at + 1 < len(pieces):
            deleted += text
            inserted += text
        else:
            close()
            joined.append(Piece(edit, text))
    close()
    return joined
