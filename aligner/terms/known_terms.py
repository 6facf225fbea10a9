"""Terms of a known glossary: found in texts, and compared with their known equivalents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from duiqi.aligner.terms.analysis import Analyser, Analysis, candidate, composed, key_of
from duiqi.aligner.terms.decisions import Decisions
from duiqi.aligner.terms.store import term_number
from duiqi.corpus.glossary.model import Comparison, Glossary, Term, TermPair
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.model import Span
from duiqi.corpus.variants import simplifying


class KnownEntry(NamedTuple):
    """A source term of the known glossary with all its equivalents there."""

    source: str
    targets: tuple[str, ...]


class Match(NamedTuple):
    """An occurrence of a known term: the number of its entry, and where it is."""

    entry: int
    span: Span


class Accepted(NamedTuple):
    """An occurrence of a term of an accepted pair: the number of that, the side, and where it is."""

    number: int
    side: int
    span: Span


class KnownAs(NamedTuple):
    """What the known glossary has of a pair: the equivalents of its source term, and how it compares."""

    equivalents: str
    comparison: Comparison


class KnownTerms:
    """Finds the terms of a known glossary in texts: by lemmas, or by characters where words have no spaces.

    The longest match wins: where `mine action programme` is known, no `mine action` is
    found inside it.

    entries      one for each source term, whatever its case
    equivalents  by the number of a source term (`store.term_number`): its known equivalents, joined by `;`
    decisions    what a reviewer accepted, corrected or dropped
    """

    entries: list[KnownEntry]
    equivalents: dict[int, str]
    decisions: Decisions

    def __init__(
        self, glossary: Glossary, analysers: tuple[Analyser, Analyser], langs: tuple[str, str]
    ) -> None:
        pairs = tuple(glossary.pairs)
        self.decisions = Decisions(pairs, analysers, langs)
        targets: dict[str, dict[str, None]] = {}
        forms: dict[str, dict[str, None]] = {}
        for pair in pairs:
            if pair.status != "dropped" and pair.source.text.strip() and pair.target.text.strip():
                key = pair.source.text.strip().lower()
                targets.setdefault(key, {}).update(dict.fromkeys(_forms(pair.target)))
                forms.setdefault(key, {}).update(dict.fromkeys(_forms(pair.source)))
        self.entries = [KnownEntry(next(iter(forms[key])), tuple(targets[key])) for key in targets]
        self.equivalents = {}
        self._entries_of: dict[int, list[KnownEntry]] = {}
        self._analyse_target, self._target_lang = analysers[1], langs[1]
        self._source_analysis = analysers[0], langs[0]
        for entry, key in zip(self.entries, forms, strict=True):
            for form in forms[key]:
                number = term_number(key_of(form, analysers[0], langs[0]))
                self.equivalents.setdefault(number, "; ".join(entry.targets))
                self._entries_of.setdefault(number, []).append(entry)
        self._spaced = is_spaced(langs[0]), is_spaced(langs[1])
        source_forms = ((n, form) for n, key in enumerate(forms) for form in forms[key])
        target_forms = ((n, form) for n, entry in enumerate(self.entries) for form in entry.targets)
        self._accepted = tuple(
            _Finder(analysers[side], langs[side], _accepted_forms(self.decisions, side)) for side in (0, 1)
        )
        self._source = _Finder(analysers[0], langs[0], source_forms)
        self._target = _Finder(analysers[1], langs[1], target_forms)

    def has(self, pair: TermPair) -> bool:
        """Whether the known glossary has the source term of a pair, or the pair as one that was dropped."""
        return bool(pair.known) or pair.status == "dropped"

    def compare(self, source: int, target: int) -> Comparison:
        """How a pair of terms, by their numbers, compares with the known glossary.

        Inflected forms of a known equivalent are the same term.
        """
        entries = self._entries_of.get(source)
        if not entries:
            return "new"
        is_known = any(target in self.target_terms(entry) for entry in entries)
        return "confirmed" if is_known else "changed"

    def known_as(self, source: int, target: int, shorts: Iterable[int]) -> KnownAs:
        """What is known of a pair; of a long form that is not, what is of its abbreviation and equivalent.

        shorts  the numbers of the abbreviations of the source term
        """
        known = (one for one in shorts if self.compare(one, target) == "confirmed")
        if source not in self.equivalents and (short := next(known, None)) is not None:
            source = short
        return KnownAs(self.equivalents.get(source, ""), self.compare(source, target))

    def target_terms(self, entry: KnownEntry) -> frozenset[int]:
        """The numbers of the equivalents of an entry."""
        keys = (key_of(form, self._analyse_target, self._target_lang) for form in entry.targets)
        return frozenset(map(term_number, keys))

    def find(self, source: str, analysis: Analysis) -> list[Match]:
        """The known source terms in a source text."""
        return list(self._source.find(source, analysis))

    def find_equivalents(self, target: str, analysis: Analysis) -> list[Match]:
        """The known equivalents in a target text; several entries may share one."""
        return list(self._target.find(target, analysis))

    def rendered(self, target: str, analysis: Analysis) -> frozenset[int]:
        """The entries with an equivalent anywhere in a target text, inside longer equivalents too."""
        return frozenset(match.entry for match in self._target.find(target, analysis, overlapping=True))

    def find_accepted(self, texts: tuple[str, str], sides: tuple[Analysis, Analysis]) -> Iterator[Accepted]:
        """The terms of accepted pairs in a bead: the longest of the source, and all of the target.

        A character alone is a term only where it is a word.
        """
        for side, (finder, text, analysis) in enumerate(zip(self._accepted, texts, sides, strict=True)):
            whole = {Span(token.start, token.end) for token in analysis.tokens}
            for number, span in finder.find(text, analysis, overlapping=side == 1):
                if span.end - span.start > 1 or span in whole:
                    yield Accepted(number, side, span)

    def equivalents_of(self, pair: TermPair) -> str:
        """The known equivalents of the source term of a pair of the glossary."""
        return self.equivalents[term_number(key_of(pair.source.text, *self._source_analysis))]

    def add_candidates(self, text: str, analysis: Analysis, matches: Iterable[Match], side: int) -> Analysis:
        """The analysis of a side with the matches that begin and end with a word among its candidates."""
        starts = {token.start: k for k, token in enumerate(analysis.tokens)}
        stops = {token.end: k + 1 for k, token in enumerate(analysis.tokens)}
        spans = {(c.first, c.stop): c for c in analysis.candidates}
        for _, (start, end) in matches:
            if start not in starts or end not in stops:
                continue
            span = starts[start], stops[end]
            if span in spans:
                spans[span] = spans[span]._replace(unithood=1.0, doubtful=False)
            else:
                spans[span] = candidate(text, analysis.tokens, span, 1.0, "term", self._spaced[side])
        return Analysis(analysis.tokens, [spans[span] for span in sorted(spans)])


def _forms(term: Term) -> list[str]:
    """A term's forms, the commonest first."""
    return [text.strip() for text in term.forms if text.strip()]


def _accepted_forms(decisions: Decisions, side: int) -> Iterator[tuple[int, str]]:
    """The term of each accepted pair and its variants, with the number of the pair."""
    for number, pair in enumerate(decisions.accepted):
        term = (pair.source, pair.target)[side]
        for form in (term.text, *(text for text, _ in term.variants)):
            yield number, form


class _Finder:
    """Finds numbered forms in the texts of one language, the longest first."""

    def __init__(self, analyse: Analyser, lang: str, forms: Iterable[tuple[int, str]]) -> None:
        self._spaced = is_spaced(lang)
        # By first key, then the longest first: form, and the entries that have it.
        self._forms: dict[str, dict[tuple[str, ...], list[int]]] = {}
        for entry, form in ((entry, composed(form)) for entry, form in forms):
            if keys := tuple(self._keys(form, analyse(form))):
                self._forms.setdefault(keys[0], {}).setdefault(keys, []).append(entry)
        for first, found in self._forms.items():
            self._forms[first] = dict(sorted(found.items(), key=lambda form: -len(form[0])))

    def find(self, text: str, analysis: Analysis, *, overlapping: bool = False) -> Iterator[Match]:
        """The longest forms, one after the other; with `overlapping`, every form wherever it begins."""
        keys = self._keys(text, analysis)
        k = 0
        while k < len(keys):
            length = 1
            for form, entries in self._forms.get(keys[k], {}).items():
                if tuple(keys[k : k + len(form)]) == form:
                    for entry in entries:
                        yield Match(entry, self._span(analysis, k, k + len(form)))
                    if not overlapping:
                        length = len(form)
                        break
            k += length

    def _keys(self, text: str, analysis: Analysis) -> list[str]:
        """The lemmas of a text, or its characters, simplified.

        Characters one by one: `İ` in lower case is two, and the offsets after it would be wrong.
        """
        if self._spaced:
            return [token.key for token in analysis.tokens]
        return [character.lower() for character in text.translate(simplifying())]

    def _span(self, analysis: Analysis, first: int, stop: int) -> Span:
        if not self._spaced:
            return Span(first, stop)
        return Span(analysis.tokens[first].start, analysis.tokens[stop - 1].end)
