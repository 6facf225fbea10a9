"""The words of two texts compared: what is the same, deleted, inserted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from duiqi.corpus.languages import is_spaced
from duiqi.corpus.versions import Edit, Operation
from duiqi.segmenters.words import words

# A word with its apostrophes and hyphens, a number with its marks, white space, any other mark.
TOKEN = re.compile(r"\w+(?:[-'’./,:]\w+)*|\s+|[^\w\s]")
# What two texts share between two differences is no island to stand on where it is this short.
SHORT = 2  # characters


def tokens(text: str, lang: str) -> list[str]:
    """The text cut into words, marks and white space; put together again they are the text.

    >>> tokens("Mine action, 62/99", "en"), tokens("协助地雷行动", "zh")
    (['Mine', ' ', 'action', ',', ' ', '62/99'], ['协助', '地雷', '行动'])
    """
    if is_spaced(lang):
        return TOKEN.findall(text)
    found, end = [], 0
    for word in words(text, lang):
        found += [text[end : word.start], word.text]
        end = word.end
    return [token for token in (*found, text[end:]) if token]


def edits(old: str, new: str, lang: str) -> tuple[Edit, ...]:
    """The differences of two texts, word by word.

    >>> edits("the sixty-fourth session of it", "the eightieth session of it", "en")[:3]
    (Edit(operation='same', text='the '), Edit(operation='deleted', text='sixty-fourth'), \
Edit(operation='inserted', text='eightieth'))
    """
    if old == new:
        return (Edit("same", old),) if old else ()
    ours, theirs = tokens(old, lang), tokens(new, lang)
    codes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    parts = [("".join(ours[a:b]), "".join(theirs[c:d]), tag == "equal") for tag, a, b, c, d in codes]
    return tuple(_joined(_without_islands(parts)))


Part = tuple[str, str, bool]  # the old text, the new one, whether they are the same


def _without_islands(parts: list[Part]) -> Iterator[Part]:
    """The parts; a space or a mark alone between two differences belongs to them."""
    for place, (old, new, same) in enumerate(parts):
        inside = 0 < place < len(parts) - 1
        yield old, new, same and not (inside and len(old.strip()) <= SHORT and _is_weak(parts, place))


def _is_weak(parts: list[Part], place: int) -> bool:
    """Whether what both texts share is shorter than the differences on either side of it."""
    shared = len(parts[place][0])
    return all(max(len(parts[n][0]), len(parts[n][1])) > shared for n in (place - 1, place + 1))


def _joined(parts: Iterable[Part]) -> Iterator[Edit]:
    """Edits; of differences that follow one another, what was deleted comes first."""
    deleted = inserted = ""
    for old, new, same in parts:
        if not same:
            deleted, inserted = deleted + old, inserted + new
            continue
        yield from _differing(deleted, inserted)
        deleted = inserted = ""
        yield Edit("same", old)
    yield from _differing(deleted, inserted)


def _differing(deleted: str, inserted: str) -> Iterator[Edit]:
    operations: tuple[tuple[Operation, str], ...] = (("deleted", deleted), ("inserted", inserted))
    yield from (Edit(operation, text) for operation, text in operations if text)
