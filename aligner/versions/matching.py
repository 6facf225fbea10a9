"""Paragraphs of two versions paired by the words that they share, in whatever order they are.

The similarity of two paragraphs is the Dice coefficient of their words, each weighted by its inverse
document frequency, so that the words of every paragraph say little. Pairs are taken from the most similar
on; those off the heaviest increasing subsequence are moved.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from duiqi.aligner.versions.candidates import WordIndex, best, nearest_pairs

Words = Counter[str]
# Below it two paragraphs are about the same matter, but not versions of one another; where they are not in
# the order of their neighbours, they must be more alike.
LEAST = 0.4
LEAST_MOVED = 0.55
DIVIDED = 0.5  # the share of a paragraph's words that its other half must explain
ROUNDING = 1e-9
BETTER = 0.05  # what the other half adds to the similarity


class Match(NamedTuple):
    """Paragraphs of the old version and of the new one that are the same, as half-open ranges."""

    old: range
    new: range


class Matcher:
    """Pairs the paragraphs of two versions, given the words of each.

    notes  of both versions, whether a paragraph is a footnote: those are paired with one another only
    """

    def __init__(
        self, old: Sequence[Words], new: Sequence[Words], notes: tuple[Sequence[bool], Sequence[bool]]
    ) -> None:
        self.old, self.new, self.notes = old, new, notes
        frequencies = Counter(word for words in (*old, *new) for word in words)
        total = len(old) + len(new)
        self.weights = {word: math.log(1 + total / frequency) for word, frequency in frequencies.items()}

    def matches(self) -> tuple[list[Match], set[int]]:
        """The pairs, in the order of the new version, and the numbers of those that are in order."""
        paired = sorted(self._one_to_one(), key=lambda pair: pair[1])
        found = [Match(range(i, i + 1), range(j, j + 1)) for i, j in paired]
        chain = in_order(found, [self._weight(self.new[j]) + 1 for _, j in paired])
        sure = [
            number in chain or self.similarity(self.old[i], self.new[j]) >= LEAST_MOVED
            for number, (i, j) in enumerate(paired)
        ]
        ordered = {j for number, (_, j) in enumerate(paired) if number in chain}
        kept = {match.new.start: match for match, is_sure in zip(found, sure, strict=True) if is_sure}
        matches = sorted(self._with_halves(kept), key=lambda match: match.new.start)
        return matches, {n for n, match in enumerate(matches) if ordered.intersection(match.new)}

    def similarity(self, ours: Words, theirs: Words) -> float:
        """The Dice coefficient of two paragraphs, 0 to 1; the empty ones are the same."""
        total = self._weight(ours) + self._weight(theirs)
        return 2 * self._weight(ours & theirs) / total if total else 1.0

    def _weight(self, words: Words) -> float:
        return sum(self.weights[word] * number for word, number in words.items())

    def _one_to_one(self) -> list[tuple[int, int]]:
        """The most similar pairs; of equals the one whose places are nearest to one another."""
        pairs = self._equal()
        taken = [{pair[side] for pair in pairs} for side in (0, 1)]
        free = tuple(
            [n for n, words in enumerate(words_of) if words and n not in used]
            for words_of, used in zip((self.old, self.new), taken, strict=True)
        )
        # A paragraph whose candidates are all taken by others has its turn among those that are left.
        while scored := sorted(self._similar(*free)):
            left: tuple[set[int], set[int]] = {i for *_, i, _ in scored}, {j for *_, j in scored}
            for *_, i, j in scored:
                if i in left[0] and j in left[1]:
                    left[0].discard(i)
                    left[1].discard(j)
                    pairs.append((i, j))
            free = tuple(sorted(side) for side in left)
        return pairs

    def _equal(self) -> list[tuple[int, int]]:
        """Pairs of paragraphs with the same words."""
        groups: dict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, (words_of, notes) in enumerate(zip((self.old, self.new), self.notes, strict=True)):
            for number, (words, note) in enumerate(zip(words_of, notes, strict=True)):
                if words:
                    groups[note, frozenset(words.items())][side].append(number)
        return [
            (old[i], new[j])
            for old, new in groups.values()
            for i, j in nearest_pairs([i / len(self.old) for i in old], [j / len(self.new) for j in new])
        ]

    def _similar(self, old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[float, float, int, int]]:
        """The candidates of paragraphs: dissimilarity, how far apart they are, and the two numbers.

        old, new  the numbers of the paragraphs that are looked at
        """
        numbers = np.array(old, np.int64)
        notes = np.array([self.notes[0][i] for i in old], bool)
        index = WordIndex([self.old[i] for i in old], self.weights)
        for rank, j in enumerate(new):
            likeness = index.similarities(self.new[j])
            alike = np.flatnonzero((likeness > LEAST - ROUNDING) & (notes == self.notes[1][j]))
            rounded = likeness[alike].round(3)
            # By their places among those that are looked at: many equally similar paragraphs that were moved
            # as one block have each other's counterparts for candidates.
            chosen = best(rounded, abs(alike / len(old) - rank / len(new)))
            for i, like in zip(numbers[alike[chosen]].tolist(), rounded[chosen].tolist(), strict=True):
                yield -like, abs(i / len(self.old) - j / len(self.new)), i, j

    def _with_halves(self, found: dict[int, Match]) -> list[Match]:
        """The matches, each with the unpaired neighbour of a side that is its other half, if there is one."""
        free_old = set(range(len(self.old))) - {match.old.start for match in found.values()}
        free_new = set(range(len(self.new))) - set(found)
        matches = []
        for i, j in sorted((match.old.start, match.new.start) for match in found.values()):
            match, likeness = (
                Match(range(i, i + 1), range(j, j + 1)),
                self.similarity(self.old[i], self.new[j]),
            )
            for near in (j - 1, j + 1):
                if near in free_new and self._is_half(self.old[i], self.new[j], self.new[near], likeness):
                    match = Match(match.old, range(min(j, near), max(j, near) + 1))
                    free_new.discard(near)
                    break
            for near in (i - 1, i + 1):
                is_free = len(match.new) == 1 and near in free_old
                if is_free and self._is_half(self.new[j], self.old[i], self.old[near], likeness):
                    match = Match(range(min(i, near), max(i, near) + 1), match.new)
                    free_old.discard(near)
                    break
            matches.append(match)
        return matches

    def _is_half(self, whole: Words, half: Words, other: Words, likeness: float) -> bool:
        """Whether a paragraph is a half and another one together."""
        weight = self._weight(other)
        explained = self._weight((whole - half) & other)
        return explained >= DIVIDED * weight > 0 and self.similarity(whole, half + other) >= likeness + BETTER


def in_order(matches: Sequence[Match], weights: Sequence[float]) -> set[int]:
    """Which matches keep their order: the numbers of the heaviest sequence that ascends on both sides.

    matches  in the order of the new version
    weights  of each: the longer a paragraph, the sooner others are said to have been moved round it

    >>> pairs = [Match(range(i, i + 1), range(j, j + 1)) for j, i in enumerate([1, 2, 0])]
    >>> sorted(in_order(pairs, [1, 1, 1]))
    [0, 1]
    """
    # The best sums of sequences by the old number in which they end, ascending in both.
    ends: list[int] = []
    sums: list[float] = []
    last: list[int] = []
    before: dict[int, int | None] = {}
    for number, (match, weight) in enumerate(zip(matches, weights, strict=True)):
        place = bisect_left(ends, match.old.start)
        before[number] = last[place - 1] if place else None
        total = weight + (sums[place - 1] if place else 0.0)
        stop = place
        while stop < len(ends) and sums[stop] <= total:
            stop += 1
        ends[place:stop], sums[place:stop], last[place:stop] = [match.old.start], [total], [number]
    chain, number_or_none = set(), last[-1] if last else None
    while number_or_none is not None:
        chain.add(number_or_none)
        number_or_none = before[number_or_none]
    return chain
