"""Words beside a pair of terms that translate one of them better than the other term does.

Where a text has `starting and finishing time`, 起止时间 is more than `finishing time`: its 起 translates
`starting`, which stands beside. In 特许经营协议 the words 经营协议 are less than `franchise agreement`. Told
by the characters of a word's translations in the lexicon, because a text cuts compounds in other places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from duiqi.aligner.lexicon import lexicon
from duiqi.aligner.terms.analysis import simplified, words_of
from duiqi.aligner.terms.store import Store
from duiqi.corpus.languages import FUNCTION_WORDS, is_chinese, same_language
from duiqi.corpus.scripts import IDEOGRAPHS
from duiqi.segmenters.wordlists import headed

LINKS = 3  # of a pair that are looked at
WORDS, CHARACTERS = 2, 2  # on either side of a term
UNEXPLAINED = 0.05  # the share of an English word's translations that have a character, or less
MISSING = 0.2  # the share of an English word's translations without a character of the Chinese term, or less
_FUNCTION = frozenset("的等其在对以为之由从向所和与及或")
_WORD = re.compile("[A-Za-z]+")
_HAN = re.compile(f"[{IDEOGRAPHS}]")


class _Context(NamedTuple):
    """What stands before and after the two terms of a link."""

    source_before: str
    source_after: str
    target_before: str
    target_after: str


_CONTEXTS = """
select substr(b.source_text, max(l.source_start - 40, 0) + 1, min(l.source_start, 40)),
       substr(b.source_text, l.source_end + 1, 40),
       substr(b.target_text, max(l.target_start - 40, 0) + 1, min(l.target_start, 40)),
       substr(b.target_text, l.target_end + 1, 40)
from links l join beads b on b.number = l.bead
where l.source = :source and l.target = :target
order by l.bead, l.source_start limit :most
"""


class Surroundings:
    """Compares the terms of a pair with the words beside them, for English and Chinese."""

    def __init__(self, store: Store, langs: tuple[str, str]) -> None:
        self._store = store
        self._english = 0 if same_language(langs[0], "en") else 1
        both = same_language(langs[self._english], "en") and is_chinese(langs[1 - self._english])
        self._lexicon = lexicon("en", "zh") if both else None
        self._translations = [""] if self._lexicon is None else list(self._lexicon.target)
        self._shares: dict[str, Mapping[str, float]] = {}

    def __call__(self, source: int, target: int, texts: tuple[str, str]) -> tuple[float, float]:
        """How much a word and a character beside a pair belong to it: 0 to 1 each, the mean of its links.

        An English word, that translates a character of the Chinese term which the English term does not;
        a Chinese character, that translates a word of the English term better than the Chinese term does.
        """
        if self._lexicon is None:
            return 0.0, 0.0
        own = [self._characters(lemma) for lemma in _content(texts[self._english])]
        chinese = simplified(texts[1 - self._english])
        unexplained = {
            character: best
            for character in _characters(chinese)
            if (best := max((shares.get(character, 0.0) for shares in own), default=0.0)) < UNEXPLAINED
        }
        missing = [
            (shares, 1 - max((shares.get(character, 0.0) for character in chinese), default=0.0))
            for shares in own
            if shares
        ]
        missing = [(shares, rest) for shares, rest in missing if rest > MISSING]
        if not unexplained and not missing:
            return 0.0, 0.0
        words, characters, count = 0.0, 0.0, 0
        query = self._store.rows(_Context, _CONTEXTS, source=source, target=target, most=LINKS)
        for context in query:
            sides = context[:2], context[2:]
            words += self._word(unexplained, own, *sides[self._english]) if unexplained else 0.0
            characters += _character(chinese, missing, *sides[1 - self._english])
            count += 1
        return words / max(count, 1), characters / max(count, 1)

    def _word(
        self, unexplained: Mapping[str, float], own: Sequence[Mapping[str, float]], before: str, after: str
    ) -> float:
        """How surely an English word beside translates an unexplained character."""
        beside = [*_content(before)[-WORDS:], *_content(after)[:WORDS]]
        others = [shares for shares in map(self._characters, beside) if shares and shares not in own]
        gains = (
            shares.get(character, 0.0) - best for shares in others for character, best in unexplained.items()
        )
        return max(gains, default=0.0)

    def _characters(self, lemma: str) -> Mapping[str, float]:
        """The share of a word's translations that have each character."""
        if lemma not in self._shares:
            self._shares[lemma] = dict(self._counted(lemma))
        return self._shares[lemma]

    def _counted(self, lemma: str) -> Iterator[tuple[str, float]]:
        known = self._lexicon
        if known is None or (row := known.source.get(lemma)) is None:
            return
        start, stop = known.starts[row : row + 2].tolist()
        probabilities = known.probability[start:stop].tolist()
        found: dict[str, float] = {}
        for number, probability in zip(known.columns[start:stop].tolist(), probabilities, strict=True):
            for character in set(self._translations[number]):
                found[character] = found.get(character, 0.0) + probability
        total = sum(probabilities)
        yield from ((character, value / total) for character, value in found.items())


def _character(
    chinese: str, missing: Sequence[tuple[Mapping[str, float], float]], before: str, after: str
) -> float:
    """How surely a character beside translates a word that the Chinese term does not translate.

    missing  of each word, the share of its translations that have each character, and the share that has
             no character of the term
    """
    start = len(before)
    text = simplified(before + chinese + after)
    beside = text[max(start - CHARACTERS, 0) : start] + text[start + len(chinese) :][:CHARACTERS]
    others = [character for character in _characters(beside) if character not in chinese]
    return max((shares.get(c, 0.0) * rest for shares, rest in missing for c in others), default=0.0)


def _characters(text: str) -> list[str]:
    return [character for character in _HAN.findall(text) if character not in _FUNCTION]


def _content(text: str) -> list[str]:
    """The lemmas of the content words of an English text."""
    never = _function_words()
    return [_lemma(word) for word in _WORD.findall(text.lower()) if word not in never]


@cache
def _function_words() -> frozenset[str]:
    lists = headed("en.terms")
    return FUNCTION_WORDS["en"] | lists["determiners"] | lists["prepositions"]


@lru_cache(maxsize=1 << 14)
def _lemma(word: str) -> str:
    return words_of(word, "en")[0].lemma
