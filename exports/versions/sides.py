"""The two sides of a change, with the words marked that only one of them has."""

from __future__ import annotations

import re

from duiqi.corpus.scripts import HAN, KANA
from duiqi.corpus.versions import Change
from duiqi.exports.pieces import Look, Piece, clean

LOOKS: dict[str, Look] = {"same": "", "inserted": "inserted", "deleted": "deleted"}
WORD = re.compile(rf"[{HAN}{KANA}]|[^\W{HAN}{KANA}]+(?:[-'’][^\W{HAN}{KANA}]+)*")


def old_pieces(change: Change) -> list[Piece]:
    """The old text, the deleted words marked."""
    return _pieces(change, "inserted")


def new_pieces(change: Change) -> list[Piece]:
    """The new text, the inserted words marked."""
    return _pieces(change, "deleted")


def _pieces(change: Change, without: str) -> list[Piece]:
    marked = (Piece(edit.text, LOOKS[edit.operation]) for edit in change.edits if edit.operation != without)
    return list(clean(marked))


def numbers(paragraphs: range) -> str:
    """Paragraph numbers for people, from 1.

    >>> numbers(range(3, 4)), numbers(range(3, 5)), numbers(range(0))
    ('4', '4–5', '')
    """
    if len(paragraphs) < 2:
        return str(paragraphs.start + 1) if paragraphs else ""
    return f"{paragraphs.start + 1}–{paragraphs.stop}"


def size(text: str) -> int:
    """Words of a text; of Chinese and Japanese the characters."""
    return len(WORD.findall(text))
