"""The pairs that a table has, as those that are merged into it are compared with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duiqi.corpus.glossary.model import Term, TermPair
from duiqi.exports.glossary.merging.additions import key, known_equivalents, may_be_form, number_key


class KnownPairs:
    """Pairs by their terms; a pair in another number (bearings 支座) is the same where it is in use.

    langs  of the terms
    """

    def __init__(self, pairs: Iterable[TermPair], langs: tuple[str, str]) -> None:
        self._langs = langs
        self._equivalents: dict[str, dict[str, bool]] = {}  # of a term, and whether the pair is in use
        self._in_any_number: set[tuple[str, str]] = set()
        for pair in pairs:
            for source, is_source_used in _forms(pair.source):
                for target, is_target_used in _forms(pair.target):
                    in_use = pair.status != "dropped" and is_source_used and is_target_used
                    self._add(source, target, in_use=in_use)

    def add(self, pair: TermPair) -> None:
        """Add the two terms of a pair, without its synonyms."""
        self._add(pair.source.text, pair.target.text, in_use=True)

    def find(self, pair: TermPair) -> bool | None:
        """Whether a pair that is there is in use, not deprecated; None for one that is not there."""
        found = self._equivalents.get(key(pair.source.text), {}).get(key(pair.target.text))
        if found is None and (self._number_keys(pair) in self._in_any_number or self._has_known(pair)):
            return True
        return found

    def has_source(self, pair: TermPair) -> bool:
        """Whether the source term of a pair is there, as it is written."""
        return key(pair.source.text) in self._equivalents

    def sources(self) -> frozenset[str]:
        """All source terms, as they are compared."""
        return frozenset(self._equivalents)

    def _add(self, source: str, target: str, *, in_use: bool) -> None:
        equivalents = self._equivalents.setdefault(key(source), {})
        equivalents[key(target)] = equivalents.get(key(target), False) or in_use
        if in_use:
            self._in_any_number.add((number_key(source, self._langs[0]), number_key(target, self._langs[1])))

    def _number_keys(self, pair: TermPair) -> tuple[str, str]:
        source, target = pair.source.text, pair.target.text
        return number_key(source, self._langs[0]), number_key(target, self._langs[1])

    def _has_known(self, pair: TermPair) -> bool:
        """Whether a source term that is not there is another form of one that is, with its equivalent."""
        target = key(pair.target.text)
        return (
            not self.has_source(pair)
            and target in map(key, known_equivalents(pair))
            and any(
                target in equivalents and may_be_form(pair.source.text, source)
                for source, equivalents in self._equivalents.items()
            )
        )


def _forms(term: Term) -> Iterator[tuple[str, bool]]:
    """All texts of a term, and whether each is in use, not deprecated."""
    yield from ((text, True) for text in term.forms)
    yield from ((found.text, False) for found in term.synonyms if found.usage == "deprecated")
