"""The percentage of a match: the share of words that need not be changed."""

from __future__ import annotations

from collections.abc import Sequence

EXACT = 100


def percentage(text: Sequence[str], other: Sequence[str], floor: int = 0) -> int:
    """100 × (1 - edit distance / tokens of the longer text), rounded down; 0 where it is below the floor.

    Insertions, deletions and substitutions of a token count 1 each (Levenshtein). Rounded down, one
    word that differs in a thousand is no exact match.

    text, other  the tokens of `tokens.compared`: words and marks, or characters

    >>> percentage(["Urges", "all", "States", "to", "act"], ["Urges", "States", "to", "act"])
    80
    >>> percentage([*"协助地雷行动"], [*"协助扫雷行动"])
    83
    """
    from rapidfuzz.distance import Levenshtein

    if floor > EXACT:
        return 0
    longer = max(len(text), len(other))
    if not longer:
        return EXACT
    most = longer * (EXACT - floor) // EXACT
    distance = Levenshtein.distance(text, other, score_cutoff=most)
    found = EXACT * (longer - distance) // longer
    return found if distance <= most and found >= floor else 0
