"""Decisions: what a reviewer accepted, corrected or dropped stays so when a glossary is drafted again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from duiqi.aligner.terms.analysis import Analyser, key_of
from duiqi.aligner.terms.store import term_number
from duiqi.corpus.glossary.model import Context, Synonym, Term, TermPair
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.model import Span


class Decisions:
    """The reviewed pairs of a known glossary, by the numbers of their terms (`store.term_number`).

    accepted  the pairs that were accepted, one of each two terms
    """

    accepted: list[TermPair]

    def __init__(
        self, pairs: Iterable[TermPair], analysers: tuple[Analyser, Analyser], langs: tuple[str, str]
    ) -> None:
        self._analysers, self._langs = analysers, langs
        self._decided: dict[int, dict[int, TermPair]] = {}
        for pair in sorted(pairs, key=lambda pair: pair.status == "dropped"):
            if pair.status != "candidate" and pair.source.text.strip() and pair.target.text.strip():
                source, target = self._terms(pair)
                self._decided.setdefault(source, {}).setdefault(target, pair)
        decided = [
            (source, target, pair)
            for source, targets in self._decided.items()
            for target, pair in targets.items()
            if pair.status == "accepted"
        ]
        self.accepted = [pair for _, _, pair in decided]
        self._numbers = {(source, target): n for n, (source, target, _) in enumerate(decided)}

    def has(self, source: int, target: int) -> bool:
        """Whether a reviewer decided on a pair of these terms."""
        return target in self._decided.get(source, {})

    def accepted_of(self, source: int) -> list[int]:
        """The numbers in `accepted` of the pairs with a source term."""
        targets = self._decided.get(source, {})
        return [self._numbers[source, target] for target in targets if (source, target) in self._numbers]

    def number(self, pair: TermPair) -> int | None:
        """The number in `accepted` of the pair with the same terms."""
        source, target = self._terms(pair)
        return self._numbers.get((source, target))

    def _terms(self, pair: TermPair) -> tuple[int, int]:
        source, target = (
            term_number(key_of(term.text, analyse, lang))
            for term, analyse, lang in zip(
                (pair.source, pair.target), self._analysers, self._langs, strict=True
            )
        )
        return source, target

    def decide(self, source: int, target: int, pair: TermPair) -> TermPair:
        """A pair of these terms with what a reviewer decided of it: status, texts, descriptions, note.

        Another equivalent that was accepted takes the place of its own where the text has that: in every
        context of the pair, or where a context is one in which it was accepted.
        """
        decided = self._decided.get(source, {})
        same = decided.get(target)
        if same is None or same.status == "dropped":
            accepted = (other for other in decided.values() if other.status == "accepted")
            corrected = next((other for other in accepted if _is_correction(other, pair)), None)
            if corrected:
                pair, same = _with_target(pair, corrected.target), corrected
        if same is None:
            return pair
        if same.status == "dropped":
            return replace(pair, status="dropped", note=same.note or pair.note, comparison="")
        return replace(
            pair,
            status="accepted",
            source=_as_accepted(pair.source, same.source),
            target=_as_accepted(pair.target, same.target),
            note=same.note or pair.note,
            comparison="confirmed",
            subject=same.subject,
            customer=same.customer,
        )


def _is_correction(accepted: TermPair, pair: TermPair) -> bool:
    seen = {(context.source, context.target) for context in accepted.contexts}
    if any((context.source, context.target) in seen for context in pair.contexts):
        return True
    # Licence is 许可证 in a text without 许可.
    text = accepted.target.text
    has = (text.casefold() in context.target.casefold() for context in pair.contexts)
    return text.casefold() not in pair.target.text.casefold() and bool(pair.contexts) and all(has)


def _with_target(pair: TermPair, target: Term) -> TermPair:
    """The pair with another equivalent, its own the first of the runners-up."""
    others = (pair.target.text, pair.score, pair.frequency), *pair.others
    return replace(
        pair,
        target=Term(target.text, pair.target.lang, definition=pair.target.definition),
        others=tuple(other for other in others if other[0] != target.text),
        contexts=tuple(_with_span(context, target.text) for context in pair.contexts),
    )


def _with_span(context: Context, text: str) -> Context:
    start = context.target.find(text)
    return replace(context, target_span=Span(start, start + len(text)) if start >= 0 else None)


def _as_accepted(term: Term, accepted: Term) -> Term:
    """The term as it was accepted; its abbreviations are those of the text where it was accepted with none.

    Without spaces another text of the same term is that of the other script.
    """
    has_abbreviation = any(synonym.usage == "abbreviation" for synonym in accepted.synonyms)
    known = {synonym.text for synonym in accepted.synonyms}
    new: list[Synonym] = [] if has_abbreviation else [one for one in term.synonyms if one.text not in known]
    text = accepted.text if is_spaced(term.lang) else term.text
    definition = accepted.definition or term.definition
    return replace(term, text=text, synonyms=(*accepted.synonyms, *new), definition=definition)
