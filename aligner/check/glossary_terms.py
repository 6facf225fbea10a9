"""Terms that are not translated as the glossary has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from duiqi.aligner.check.unit import Hit, Unit
from duiqi.aligner.terms.analysers import analyser
from duiqi.aligner.terms.known_terms import KnownTerms
from duiqi.corpus.glossary.model import Glossary
from duiqi.corpus.model import Span

MAX_WORDS = 1  # of a candidate: candidates are not looked at, only words


def term_check(glossary: Glossary, langs: tuple[str, str]) -> Callable[[Unit], Iterator[Hit]]:
    """A check of terms against a glossary, inflected forms included; the longest term counts."""
    analysers = tuple(analyser(lang, frozenset(), MAX_WORDS) for lang in langs)
    source_analyser, target_analyser = analysers
    known = KnownTerms(glossary, (source_analyser, target_analyser), langs)

    def check_terms(unit: Unit) -> Iterator[Hit]:
        if not unit.is_paired:
            return
        terms = known.find(unit.source, source_analyser(unit.source))
        if not terms:
            return
        rendered = {
            match.entry for match in known.find_equivalents(unit.target, target_analyser(unit.target))
        }
        target = unit.target.lower()
        missing: dict[int, list[Span]] = {}
        for match in terms:
            # An equivalent inside a longer known one is not found by itself.
            inside = any(form.lower() in target for form in known.entries[match.entry].targets)
            if match.entry not in rendered and not inside:
                missing.setdefault(match.entry, []).append(match.span)
        for number, where in missing.items():
            entry = known.entries[number]
            equivalents = " or ".join(f"“{form}”" for form in entry.targets)
            yield Hit(f"“{entry.source}” is not translated as {equivalents}", tuple(where))

    return check_terms
