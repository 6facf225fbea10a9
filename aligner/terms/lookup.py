"""Terms that a glossary has already: found in a text, and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from duiqi.aligner.terms.analysis import Analyser, Analysis, candidate, key_of
from duiqi.aligner.terms.store import number_of
from duiqi.corpus.glossary.model import Glossary, Term
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.model import Span


class Entry(NamedTuple):
    """A known source term and all that it may be rendered as."""

    source: str
    targets: tuple[str, ...]


class Known:
    """Finds the terms of a glossary in texts, by dictionary forms, or by characters in Chinese.

    The longest match wins: where `mine action programme` is known, no `mine action` is
    found inside it.
    """

    # What a source term is known as, by the number that it has in the store.
    renderings: dict[int, str]

    def __init__(
        self, glossary: Glossary, analysers: tuple[Analyser, Analyser], langs: tuple[str, str]
    ) -> None:
        targets: dict[str, dict[str, None]] = {}
        forms: dict[str, dict[str, None]] = {}
        for pair in glossary.pairs:
            if pair.status != "dropped" and pair.source.text.strip() and pair.target.text.strip():
                key = pair.source.text.strip().lower()
                targets.setdefault(key, {}).update(dict.fromkeys(_forms(pair.target)))
                forms.setdefault(key, {}).update(dict.fromkeys(_forms(pair.source)))
        self.entries = [Entry(next(iter(forms[key])), tuple(targets[key])) for key in targets]
        self.renderings = {}
        for n, key in enumerate(forms):
            known_as = "; ".join(self.entries[n].targets)
            for form in forms[key]:
                self.renderings.setdefault(number_of(key_of(form, analysers[0], langs[0])), known_as)
        self._spaced = is_spaced(langs[0]), is_spaced(langs[1])
        self._source = _Finder(
            analysers[0], langs[0], ((n, form) for n, key in enumerate(forms) for form in forms[key])
        )
        self._target = _Finder(
            analysers[1],
            langs[1],
            ((n, form) for n, entry in enumerate(self.entries) for form in entry.targets),
        )

    def sides(
        self, source: str, target: str, sides: tuple[Analysis, Analysis]
    ) -> tuple[list[tuple[int, Span]], set[int], tuple[Analysis, Analysis]]:
        """Source terms found, entries whose target stands there, sides with both as candidates."""
        found = list(self._source.find(source, sides[0]))
        answers = list(self._target.find(target, sides[1]))
        return (
            found,
            {entry for entry, _ in answers},
            (
                _with(source, sides[0], found, self._spaced[0]),
                _with(target, sides[1], answers, self._spaced[1]),
            ),
        )


def _forms(term: Term) -> list[str]:
    return [text.strip() for text in (term.text, *(text for text, _ in term.variants)) if text.strip()]


class _Finder:
    """Finds entries in the texts of one language."""

    def __init__(self, analyse: Analyser, lang: str, forms: Iterable[tuple[int, str]]) -> None:
        self._spaced = is_spaced(lang)
        # The longest first, by what they begin with; several entries may share a target.
        self._forms: dict[str, dict[tuple[str, ...], list[int]]] = {}
        for entry, form in forms:
            parts = tuple(unit.key for unit in analyse(form).units) if self._spaced else tuple(form.lower())
            if parts:
                self._forms.setdefault(parts[0], {}).setdefault(parts, []).append(entry)
        for first, found in self._forms.items():
            self._forms[first] = dict(sorted(found.items(), key=lambda form: -len(form[0])))

    def find(self, text: str, analysis: Analysis) -> Iterator[tuple[int, Span]]:
        parts = [unit.key for unit in analysis.units] if self._spaced else list(text.lower())
        k = 0
        while k < len(parts):
            length = 1
            for form, entries in self._forms.get(parts[k], {}).items():
                if tuple(parts[k : k + len(form)]) == form:
                    length = len(form)
                    for entry in entries:
                        yield entry, self._span(analysis, k, k + length)
                    break
            k += length

    def _span(self, analysis: Analysis, first: int, last: int) -> Span:
        if not self._spaced:
            return Span(first, last)
        return Span(analysis.units[first].start, analysis.units[last - 1].end)


def _with(text: str, analysis: Analysis, found: Iterable[tuple[int, Span]], spaced: bool) -> Analysis:
    """The analysis with what is known among its candidates, where words begin and end there."""
    starts = {unit.start: k for k, unit in enumerate(analysis.units)}
    ends = {unit.end: k + 1 for k, unit in enumerate(analysis.units)}
    spans = {(c.first, c.last): c for c in analysis.candidates}
    for _, (start, end) in found:
        if start not in starts or end not in ends:
            continue
        span = starts[start], ends[end]
        if span in spans:
            spans[span] = spans[span]._replace(prior=1.0)
        else:
            spans[span] = candidate(text, analysis.units, span, 1.0, "term", spaced)
    return Analysis(analysis.units, [spans[span] for span in sorted(spans)])
