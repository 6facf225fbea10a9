"""Candidates of a language without parts of speech: stretches between stop words.

Good enough for a first draft, and the glossary says that it was made so.
"""

from __future__ import annotations

from duiqi.aligner.terms.analysis import Analysis, Unit, candidate
from duiqi.corpus.languages import FUNCTION_WORDS, is_spaced
from duiqi.segmenters.wordlists import words as listed_words
from duiqi.segmenters.words import words

MOST_WORDS = 5


class NGrams:
    """Analyses texts of any language; words of `stop` open and close no term."""

    has_parts_of_speech = False

    def __init__(self, lang: str, stop: frozenset[str], longest: int) -> None:
        self._lang, self._spaced = lang, is_spaced(lang)
        listed = listed_words(f"{lang}.stop") | FUNCTION_WORDS.get(lang, frozenset())
        self._stop = listed | {word.lower() for word in stop}
        self._longest = min(longest, MOST_WORDS)

    def __call__(self, text: str) -> Analysis:
        """Units and candidates of a text."""
        units = []
        for word in words(text, self._lang):
            is_word = any(map(str.isalnum, word.text))
            content = is_word and word.text.lower() not in self._stop
            units.append(Unit(word.text, word.start, word.end, word.lemma, content))
        candidates = []
        for first, unit in enumerate(units):
            for last in range(first + 1, min(first + self._longest, len(units)) + 1):
                inner = units[last - 1]
                if not any(map(str.isalnum, inner.text)):
                    break
                if not (_may_bound(unit) and _may_bound(inner)) or len(text[unit.start : inner.end]) < 2:
                    continue
                within = sum(not u.content for u in units[first:last])
                if within > 1:
                    break
                clean = 0.6 + 0.2 * _bounded(units, first - 1) + 0.2 * _bounded(units, last)
                prior = clean - 0.2 * within
                candidates.append(candidate(text, units, (first, last), prior, "term", self._spaced))
        return Analysis(units, candidates)


def _may_bound(unit: Unit) -> bool:
    """Whether a term may begin or end with a word: not with `the`, not with 295-298."""
    return unit.content and any(map(str.isalpha, unit.text))


def _bounded(units: list[Unit], k: int) -> bool:
    """Whether what stands beside a candidate is no word that could belong to it."""
    return not (0 <= k < len(units)) or not units[k].content
