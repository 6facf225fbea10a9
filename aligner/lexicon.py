"""A bilingual lexicon of English and Chinese words: the probability that one translates the other.

Learned from example sentences by IBM model 1 in both directions (`benchmarks.lexicon`; its
provenance is in `data/README.md`). English words are lemmas in lower case, Chinese words are
simplified, as jieba cuts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.corpus.languages import is_chinese, same_language

LEVELS = 255  # a probability is stored as its square root, in so many levels


class Lexicon(NamedTuple):
    """Pairs of words, in the order of the source words.

    source, target  the number of each word
    starts          (source words + 1,) where the pairs of each source word begin
    columns         (pairs,) the target word of each pair
    probability     (pairs,) the geometric mean of p(target | source) and p(source | target)
    """

    source: dict[str, int]
    target: dict[str, int]
    starts: Ints
    columns: npt.NDArray[np.int32]
    probability: Floats32

    def __call__(self, source: Sequence[str], target: Sequence[str]) -> Floats32:
        """How likely words are to translate each other: (source, target), 0 for pairs it does not have."""
        likely = np.zeros((len(source), len(target)), np.float32)
        for i, j, probability in self.found(source, target):
            likely[i, j] = probability
        return likely

    def found(self, source: Sequence[str], target: Sequence[str]) -> Iterator[tuple[int, int, float]]:
        """The pairs of these words that it has: the places of both words, and how likely they are."""
        asked: dict[int, list[int]] = {}
        for j, word in enumerate(target):
            if (number := self.target.get(word)) is not None:
                asked.setdefault(number, []).append(j)
        for i, word in enumerate(source):
            if (row := self.source.get(word)) is not None:
                start, stop = self.starts[row : row + 2].tolist()
                for place, number in enumerate(self.columns[start:stop].tolist(), start):
                    for j in asked.get(number, ()):
                        yield i, j, float(self.probability[place])

    def inverse(self) -> Lexicon:
        """The lexicon with its sides exchanged."""
        rows = np.repeat(np.arange(len(self.source), dtype=np.int32), np.diff(self.starts))
        order = np.argsort(self.columns, kind="stable")
        starts = np.searchsorted(self.columns[order], np.arange(len(self.target) + 1))
        return Lexicon(self.target, self.source, starts, rows[order], self.probability[order])


@cache
def lexicon(source_lang: str, target_lang: str) -> Lexicon | None:
    """The lexicon for two languages, loaded when it is first used; None where there is none.

    >>> found = lexicon("en", "zh")(["landmine", "village"], ["村庄", "地雷"])
    >>> found.argmax(axis=1).tolist()
    [1, 0]
    """
    if same_language(source_lang, "en") and is_chinese(target_lang):
        return _english_chinese()
    if is_chinese(source_lang) and same_language(target_lang, "en"):
        return _english_chinese().inverse()
    return None


@cache
def _english_chinese() -> Lexicon:
    with (files("duiqi.aligner") / "data" / "lexicon.npz").open("rb") as file, np.load(file) as arrays:
        vocabularies = (bytes(arrays[side]).decode().split("\n") for side in ("english", "chinese"))
        source, target = (dict(zip(words, range(len(words)), strict=True)) for words in vocabularies)
        levels = arrays["forward"].astype(np.float32) * arrays["backward"]
        starts = np.concatenate([[0], np.cumsum(arrays["counts"], dtype=np.int64)])
        return Lexicon(source, target, starts, arrays["columns"].astype(np.int32), levels / LEVELS**2)
