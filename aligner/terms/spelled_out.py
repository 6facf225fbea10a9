"""The words before an abbreviation in brackets of which it has the initials: overall survival (OS)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duiqi.aligner.terms.english_tags import Tagged

_ABBREVIATION = re.compile("[A-Za-z]?[A-Z]{2,8}")
_SKIPPED = frozenset(("of", "and", "for", "the", "in", "to", "on"))  # words of which it may have no initial


def spelled_out(tokens: Sequence[Tagged]) -> Iterator[tuple[int, int]]:
    """First and stop of the words that are spelled out before their abbreviation."""
    words = [tagged.token.text for tagged in tokens]
    for k in range(2, len(words) - 2) if "(" in words else ():
        if words[k] == "(" and words[k + 2] == ")" and _ABBREVIATION.fullmatch(words[k + 1]):
            first = _first([word.lower() for word in words[:k]], words[k + 1].lower())
            if first is not None:
                yield first, k


def _first(words: Sequence[str], letters: str) -> int | None:
    """The first of the last words of which the letters are the initials, if they are."""
    k, left = len(words), len(letters)
    while k and left and words[k - 1][0].isalpha():
        k -= 1
        if words[k][0] == letters[left - 1]:
            left -= 1
        elif words[k] not in _SKIPPED:
            return None
    return None if left else k
