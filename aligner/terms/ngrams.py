"""Candidates of a language without parts of speech: n-grams between stop words.

Good enough for a first draft; the glossary carries a warning that says so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from duiqi.aligner.terms.analysis import Analysis, Token, candidate
from duiqi.corpus.languages import FUNCTION_WORDS, is_spaced
from duiqi.segmenters.wordlists import words as listed_words
from duiqi.segmenters.words import words

MAX_WORDS = 5


class NGrams:
    """Analyses texts of any language; no candidate begins or ends with a stop word."""

    has_parts_of_speech = False

    def __init__(self, lang: str, stop_words: frozenset[str], max_words: int) -> None:
        self._lang, self._spaced = lang, is_spaced(lang)
        listed = listed_words(f"{lang}.stop") | FUNCTION_WORDS.get(lang, frozenset())
        self._stop_words = listed | {word.lower() for word in stop_words}
        self._max_words = min(max_words, MAX_WORDS)

    def __call__(self, text: str) -> Analysis:
        """Tokens and candidates of a text."""
        tokens = [
            Token(word.text, word.start, word.end, word.lemma, self._is_content(word.text))
            for word in words(text, self._lang)
        ]
        candidates = []
        for first, opening in enumerate(tokens):
            for stop in range(first + 1, min(first + self._max_words, len(tokens)) + 1):
                closing = tokens[stop - 1]
                if not _is_word(closing.text):
                    break
                if not (_may_bound(opening) and _may_bound(closing)):
                    continue
                if len(text[opening.start : closing.end]) < 2:
                    continue
                stop_words_inside = sum(not token.is_content for token in tokens[first:stop])
                if stop_words_inside > 1:
                    break
                clean = 0.6 + 0.2 * _is_boundary(tokens, first - 1) + 0.2 * _is_boundary(tokens, stop)
                unithood = clean - 0.2 * stop_words_inside
                candidates.append(candidate(text, tokens, (first, stop), unithood, "term", self._spaced))
        return Analysis(tokens, candidates)

    def knowing(self, words: Collection[Sequence[str]]) -> NGrams:
        """The same analyser."""
        return self

    def _is_content(self, word: str) -> bool:
        return _is_word(word) and word.lower() not in self._stop_words


def _is_word(text: str) -> bool:
    """Whether a token is a word or a number rather than a punctuation mark."""
    return any(map(str.isalnum, text))


def _may_bound(token: Token) -> bool:
    """Whether a term may begin or end with a token: not with `the`, not with 295-298."""
    return token.is_content and any(map(str.isalpha, token.text))


def _is_boundary(tokens: list[Token], k: int) -> bool:
    """Whether the token beside a candidate cannot belong to it: a stop word, a mark, an end of the text."""
    return not (0 <= k < len(tokens)) or not tokens[k].is_content
