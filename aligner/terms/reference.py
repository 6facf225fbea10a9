"""Keyness: how much commoner the terms of a text are in it than in reference texts.

A term that reference texts have as often, for their size, is half as likely to be worth a row; one
that they do not have is as likely as without them. The idea is that of the keywords of corpus
linguistics, by the ratio of relative frequencies (Kilgarriff 2009, "Simple maths for keywords").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from duiqi.aligner.terms.analysis import Analyser
from duiqi.aligner.terms.collection import BeadTexts
from duiqi.aligner.terms.features import BestPair
from duiqi.aligner.terms.schema import ReferenceCount
from duiqi.aligner.terms.store import SOURCE, TARGET, Store, term_number

TERMS_AT_A_TIME = 100_000  # counted in memory
UNSEEN = 0.5  # occurrences that a term of no occurrence in the reference counts for


def count_reference(beads: Iterable[BeadTexts], analysers: tuple[Analyser, Analyser], store: Store) -> None:
    """Fill the table of reference counts."""
    counts: Counter[tuple[int, int]] = Counter()
    for texts in beads:
        for side, text in ((SOURCE, texts.source), (TARGET, texts.target)):
            found = analysers[side](text).candidates
            counts.update((side, term_number(candidate.key)) for candidate in found)
        if len(counts) > TERMS_AT_A_TIME:
            _insert(store, counts)
            counts.clear()
    _insert(store, counts)
    store.index(ReferenceCount)


def _insert(store: Store, counts: Counter[tuple[int, int]]) -> None:
    rows = (ReferenceCount(*term, frequency) for term, frequency in counts.items())
    store.insert(ReferenceCount, rows)


class Keyness:
    """The keyness of pairs against the reference texts of a store; 1 for all where there are none."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._size = store.number("select sum(frequency) from reference_counts")
        self._text_size = store.number("select sum(frequency) from terms")

    def __call__(self, pair: BestPair) -> float:
        """This text's share in the relative frequencies of a pair's terms: 1/2 where both texts agree."""
        if not self._size:
            return 1.0
        there = self._frequency(SOURCE, pair.source) + self._frequency(TARGET, pair.target)
        here = (pair.source_frequency + pair.target_frequency) / self._text_size
        return here / (here + (there or UNSEEN) / self._size)

    def _frequency(self, side: int, term: int) -> int:
        query = "select sum(frequency) from reference_counts where side = :side and term = :term"
        return self._store.number(query, side=side, term=term)
