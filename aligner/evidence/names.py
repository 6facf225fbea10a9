"""Words that both texts write alike: names, and words of common origin.

Many translations keep names (Basel, Hartog, NullPointerException), and related languages share much of
their vocabulary: geologisch and géologie begin alike. Like a number, such a word tells which segments
belong together. Words with the same beginning count as cognates after Simard, Foster and Isabelle (1992).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

FEWEST_LETTERS = 4  # of a word: shorter ones are alike by chance (des, die, sur)
BEGINNING = 6  # letters that are compared
# Words in more than this share of a text's segments, and in more than FEW segments, are in no bead for sure.
USUAL, FEW = 0.03, 3
_WORD = re.compile(
    r"[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
    rf"{{{FEWEST_LETTERS},}}"
)


def beginnings(text: str) -> tuple[str, ...]:
    """The beginning of each word of an alphabet, in small letters without accents, in order.

    >>> beginnings("Das Buch « Makalu » von Jean Franco (Grenoble), 1956")
    ('buch', 'makalu', 'jean', 'franco', 'grenob')
    >>> beginnings("géologique"), beginnings("用 NullPointerException 表示")
    (('geolog',), ('nullpo',))
    """
    words = map(_folded, _WORD.findall(unicodedata.normalize("NFC", text)))
    return tuple(word[:BEGINNING] for word in words)


def shared(
    source: Sequence[Sequence[str]], target: Sequence[Sequence[str]]
) -> tuple[list[list[str]], list[list[str]]]:
    """Of the words of each segment, those that both texts have, and that few segments of either have.

    >>> shared([["makalu", "buch"], ["basel"]], [["livre", "makalu"], ["basel", "basel"]])
    ([['makalu'], ['basel']], [['makalu'], ['basel', 'basel']])
    """
    rare = set.intersection(*(_rare(rows) for rows in (source, target)))
    left, right = ([[word for word in row if word in rare] for row in rows] for rows in (source, target))
    return left, right


def _rare(rows: Sequence[Sequence[str]]) -> set[str]:
    counts = Counter(word for row in rows for word in set(row))
    most = max(FEW, USUAL * len(rows))
    return {word for word, count in counts.items() if count <= most}


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
