"""Kinds of columns by their cells (numbers, ids, languages, one value, text), and their letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duiqi.corpus.bitext.headings import NAMES, heading, language_named
from duiqi.corpus.scripts import HAN

MOST = 0.8  # the share of cells that makes a column one of numbers, codes or text

# A cell that is no text: a number, date or time, an id, an address, a file's name.
NUMBER = re.compile(r"(?=\D*+\d)[-+~≈]?+[\d.,:/\s年月日%-]++(?:[TZ][\d:.+Z-]*+)?")
CODE = re.compile(
    r"(?=[^\d\s]*+\d)[A-Za-z0-9_.#:~/{}-]++|[^\s@]++@[^\s@.]++\.\S++|\S+\.(?:txt|docx?|pdf|html?|xml|tmx|xlsx?|odt|rtf|sdlxliff)|https?://\S+"
    r"|(?=/|.*\.\w{1,5}(?::\d+)?$)[\w.@-]*+(?:/[\w.@-]++)++(?::\d+)?|[\w.-]+\.(?:py|js|ts|java|cs?|cpp|h|php|rb|go)(?::\d+)?",
    re.ASCII | re.IGNORECASE,
)
HAN_CHARACTER = re.compile(f"[{HAN}]")


def kind_of(cells: Sequence[str]) -> str:
    """What a column has: nothing, numbers, ids, codes of languages, one value throughout, or text."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return "nothing"
    share = MOST * len(filled)
    if sum(NUMBER.fullmatch(cell) is not None for cell in filled) >= share:
        return "numbers"
    if sum(bool(language_named(cell)) and cell.lower() not in NAMES for cell in filled) >= share:
        return "languages"
    if sum(CODE.fullmatch(cell) is not None for cell in filled) >= share:
        return "ids"
    return "one value" if len(filled) > 2 and len(set(filled)) == 1 else "text"


def is_han(cells: Sequence[str]) -> bool:
    """Whether a column is mostly in Chinese characters."""
    filled = [cell for cell in cells if cell.strip()]
    return sum(HAN_CHARACTER.search(cell) is not None for cell in filled) > len(filled) / 2


def is_named(source: Sequence[str], target: Sequence[str]) -> bool:
    """Whether the first cells of two columns of text are their names, only one of which is known.

    Both are in one script then, and the texts below them in two.

    >>> is_named(["Source", "Yes.", "No."], ["MT", "是。", "不。"])
    True
    >>> is_named(["Source", "Yes.", "No."], ["来源", "是。", "不。"])
    False
    """
    if len(source) < 3 or not (heading(source[0]).part or heading(target[0]).part):
        return False
    return is_han(source[:1]) == is_han(target[:1]) and is_han(source[1:]) != is_han(target[1:])


def letter(at: int) -> str:
    """A column's letters as spreadsheets count.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    return (letter(at // 26 - 1) if at >= 26 else "") + chr(65 + at % 26)


def columns_shown(row: Sequence[str], kinds: Sequence[str]) -> str:
    """The columns for a message: `A "12" (numbers), B "law" (text)`."""
    shown = (
        f'{letter(at)} "{cell.strip()[:20]}" ({kind})'
        for at, (cell, kind) in enumerate(zip([*row, *[""] * len(kinds)], kinds, strict=False))
    )
    return ", ".join(list(shown)[:8])
