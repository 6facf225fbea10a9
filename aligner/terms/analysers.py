"""The analyser for each language: by rules for English and Chinese, else by n-grams."""

from __future__ import annotations

from functools import cache

from duiqi.aligner.terms.analysis import Analyser
from duiqi.corpus.languages import is_chinese, primary


@cache
def analyser(lang: str, stop_words: frozenset[str], max_words: int) -> Analyser:
    """The analyser for a language; its candidates neither begin nor end with a stop word.

    max_words  of a candidate
    """
    if primary(lang) == "en":
        from duiqi.aligner.terms.english import English

        return English(stop_words, max_words)
    if is_chinese(lang):
        from duiqi.aligner.terms.chinese import Chinese

        return Chinese(stop_words, max_words)
    from duiqi.aligner.terms.ngrams import NGrams

    return NGrams(primary(lang), stop_words, max_words)
