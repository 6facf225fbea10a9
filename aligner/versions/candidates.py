"""Paragraphs of two versions that may be the same: equal ones, and similar ones by their common words.

A text may repeat one line thousands of times, and every line is then as good a counterpart as any other. So
equal paragraphs are paired by their places alone, and of similar ones a few are candidates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise

import numpy as np

from duiqi.aligner.arrays import Floats64, Ints

Words = Mapping[str, int]
MOST = 48  # candidates of a paragraph


def nearest_pairs(old: Sequence[float], new: Sequence[float]) -> list[tuple[int, int]]:
    """Pair the members of two ascending sequences of places one to one, the nearest first: their numbers.

    The nearest two of different sequences have no third between them, so a heap of neighbours does: the time
    grows with n log n.

    >>> nearest_pairs([0.1, 0.5, 0.9], [0.2, 0.85])
    [(2, 1), (0, 0)]
    """
    items = sorted([(at, 0, i) for i, at in enumerate(old)] + [(at, 1, j) for j, at in enumerate(new)])
    before, after = [*range(-1, len(items) - 1)], [*range(1, len(items)), -1]

    def neighbours(left: int, right: int) -> tuple[float, int, int, int, int]:
        i, j = (left, right) if items[left][1] == 0 else (right, left)
        return abs(items[i][0] - items[j][0]), items[i][2], items[j][2], left, right

    heap = [
        neighbours(*pair) for pair in pairwise(range(len(items))) if items[pair[0]][1] != items[pair[1]][1]
    ]
    heapify(heap)
    taken = [False] * len(items)
    pairs = []
    while heap:
        _, i, j, left, right = heappop(heap)
        if taken[left] or taken[right]:
            continue
        taken[left] = taken[right] = True
        pairs.append((i, j))
        low, high = before[left], after[right]
        if low >= 0:
            after[low] = high
        if high >= 0:
            before[high] = low
        if low >= 0 and high >= 0 and items[low][1] != items[high][1]:
            heappush(heap, neighbours(low, high))
    return pairs


class WordIndex:
    """Which paragraphs have a word, and how often: the similarity of another paragraph to all of them.

    paragraphs  the words of each
    weights     of each word
    """

    def __init__(self, paragraphs: Sequence[Words], weights: Mapping[str, float]) -> None:
        places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, words in enumerate(paragraphs):
            for word, count in words.items():
                places[word].append((number, count))
        self._places = {word: np.array(found, np.int64).T for word, found in places.items()}
        self._weights = weights
        self._totals = np.array([self._weight(words) for words in paragraphs], np.float64)

    def similarities(self, words: Words) -> Floats64:
        """The Dice coefficient of the words with those of each paragraph: (paragraphs,), 0 to 1."""
        shared = np.zeros(len(self._totals))
        for word, count in words.items():
            if (found := self._places.get(word)) is not None:
                shared[found[0]] += self._weights[word] * np.minimum(found[1], count)
        return 2 * shared / (self._totals + self._weight(words))

    def _weight(self, words: Words) -> float:
        return sum(self._weights[word] * count for word, count in words.items())


def best(likeness: Floats64, apart: Floats64) -> Ints:
    """The numbers of at most MOST candidates: the most similar, of equals the nearest, in no order.

    likeness, apart  of each candidate: similarity in thousandths, and how far away it is, 0 to 1
    """
    if len(likeness) <= MOST:
        return np.arange(len(likeness))
    return np.argpartition(apart / 2 - likeness, MOST)[:MOST]
