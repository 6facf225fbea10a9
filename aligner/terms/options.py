"""What can be chosen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TermOptions:
    """What is looked for.

    stop           words that open and close no term, of either language
    min_frequency  how often a source term must occur
    top            how many pairs at most
    max_words      of a term
    """

    stop: frozenset[str] = frozenset()
    min_frequency: int = 1
    top: int | None = None
    max_words: int = 12
