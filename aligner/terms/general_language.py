"""General language: how surprising a word is outside the text at hand, and whether talk and stories have it.

English by a table of lemma frequencies (`data/README.md`), Chinese by jieba's dictionary, any
other language by the encoder's tokenizer. A surprise is the negative decimal logarithm of a
probability: some 2 for `the`, 4 for `country`, 6 for `landmine`.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from duiqi.aligner.terms.analysis import simplified, words_of
from duiqi.corpus.languages import is_chinese, same_language
from duiqi.segmenters.words import dictionary_words, tokenizer

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import ReadingEncoder

UNKNOWN = 7.0  # of a word that general language does not have
USUAL_PERSONAL = 0.28  # the share of a word's sentences that speak of a person
PERSONAL_LEVELS = 20  # in which the table gives that share
PER_DIGIT = math.log(10)

Surprises = Callable[[str], Sequence[float]]


def surprises(lang: str, encoder: ReadingEncoder) -> Surprises:
    """A function that gives the surprise of each word of a term in a language; none for a term without words.

    encoder  for languages without a table: its mean over the words, as if it were one word

    >>> english = surprises("en", encoder=None)
    >>> english("the")[0] < english("country")[0] < english("landmines")[0]
    True
    """
    if same_language(lang, "en"):
        return _english
    if is_chinese(lang):
        return _chinese
    return lambda term: (encoder.rarity(term) / PER_DIGIT,)


@lru_cache(maxsize=1 << 16)
def _english(term: str) -> tuple[float, ...]:
    table = _english_table()
    parts = words_of(term, "en")
    return tuple(
        table[part.lemma][0] if part.lemma in table else UNKNOWN for part in parts if part.text[0].isalpha()
    )


def is_known(word: str) -> bool:
    """Whether general language has an English word.

    >>> is_known("landmines"), is_known("osseointegration")
    (True, False)
    """
    return any(part.lemma in _english_table() for part in words_of(word, "en"))


@lru_cache(maxsize=1 << 16)
def personal(term: str) -> float:
    """The share of sentences about persons (`he`, `your`) among those with an English word; its words' mean.

    >>> personal("friend") > personal("time") > personal("jurisdiction") > personal("arbitration")
    True
    """
    table = _english_table()
    parts = [part for part in words_of(term, "en") if part.text[0].isalpha()]
    shares = [table[part.lemma][1] if part.lemma in table else USUAL_PERSONAL for part in parts]
    return sum(shares) / len(shares) if shares else USUAL_PERSONAL


@cache
def _english_table() -> dict[str, tuple[float, float]]:
    """The surprise of each lemma, and the share of its sentences that speak of a person."""
    content = gzip.decompress((files(__package__) / "data" / "en.frequencies.gz").read_bytes()).decode()
    lines = (line.split() for line in content.splitlines())
    return {
        lemma: (int(rare) / 10, int(level) / PERSONAL_LEVELS)
        for rare, level, *lemmas in lines
        for lemma in lemmas
    }


@lru_cache(maxsize=1 << 16)
def _chinese(term: str) -> tuple[float, ...]:
    cutter = tokenizer(None)
    least = math.log10(cutter.total)
    return tuple(
        least - math.log10(count) if (count := cutter.FREQ.get(word, 0)) else UNKNOWN
        for word in dictionary_words(simplified(term))
        if any(map(str.isalnum, word))
    )
