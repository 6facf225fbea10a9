"""What can be chosen."""

from __future__ import annotations

from dataclasses import dataclass

from duiqi.corpus.glossary.model import Glossary


@dataclass(frozen=True, slots=True)
class TermOptions:
    """What is looked for.

    stop           words that open and close no term, of either language
    min_frequency  how often a source term must occur
    top            how many pairs at most
    max_words      of a term
    known          terms that a glossary has already: looked for wherever they occur,
                   named in the pairs of the same source term, and checked by `known`
    """

    stop: frozenset[str] = frozenset()
    min_frequency: int = 1
    top: int | None = None
    max_words: int = 12
    known: Glossary | None = None
