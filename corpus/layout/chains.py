"""Chains of labels, rising numbers of one style: of paragraphs, and in running text.

The latter are found by dynamic programming in linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from duiqi.corpus.layout.labels import Label

MISSING = 3  # so many numbers may be left out between two labels of a sequence
NEAREST = 400  # so many earlier labels of a style may precede a label
DEEPEST = 12  # lists within lists

CLAUSE = re.compile(r"(\d{1,3})\.1")  # the style of `2.1`, `2.2`

Numbered = tuple[Label, int]


def in_sequence(labels: Sequence[Label]) -> set[int]:
    """The labels that belong to a sequence, by their place among those given in document order.

    A label is in company if the one before or after it in its style is a few steps away in
    the right direction: paragraphs may have been left out, `(a)` may begin again. The only clause of
    section 2, `2.1`, is in company of those of section 1.
    """
    accepted = {i for i, label in enumerate(labels) if label.sure}
    last: dict[str, tuple[int, int]] = {}
    section = -1, 0  # of the last clause: its place and number
    for i, label in enumerate(labels):
        for style, value in label.readings:
            if clause := CLAUSE.fullmatch(style):
                number = int(clause[1])
                if value == 1 and number == section[1] + 1 > 1:
                    accepted.update((section[0], i))
                section = i, number
            if style in last and _is_next(label, value, labels[last[style][0]], last[style][1]):
                accepted.update((last[style][0], i))
            last[style] = (i, value)
    return accepted


def _is_next(label: Label, value: int, before: Label, previous: int) -> bool:
    """Whether a label's number is a few steps from that of a label before, or both are bullets."""
    if value == previous:
        return value == 0 or max(label.added, default=0) > max(before.added, default=0)
    return 0 < value - previous <= 1 + MISSING


class _Links(NamedTuple):
    """The best chain that ends at each of some numbered labels: its score, and the label before, or -1."""

    scores: list[float]
    before: list[int]

    def chain(self, end: int) -> list[int]:
        """The places of the labels of the chain that ends at `end`, ascending."""
        found = []
        while end >= 0:
            found.append(end)
            end = self.before[end]
        return found[::-1]


def longest(numbered: Sequence[Numbered]) -> list[Label]:
    """The best rising chain that begins near 1: many members, few gaps; of equal ones the first.

    >>> labels = [Label(f"{n}.", at, at + 2, (("1.", n),)) for at, n in enumerate([7, 1, 2, 2, 4])]
    >>> [label.text for label in longest([(label, label.readings[0][1]) for label in labels])]
    ['1.', '2.', '4.']
    """
    links = _links([value for _, value in numbered])
    if not numbered or max(links.scores) <= 0:
        return []
    return [numbered[place][0] for place in links.chain(links.scores.index(max(links.scores)))]


def _links(values: Sequence[int]) -> _Links:
    """The best chain to each value; its predecessor is up to 1 + MISSING less, of equal ones the nearest."""
    scores: list[float] = []
    before: list[int] = []
    # For each value the places of earlier labels, their scores falling: the first is the best still near.
    earlier: dict[int, deque[int]] = {}
    for i, value in enumerate(values):
        score, link = (1.0 - 0.3 * (value - 1), -1) if value <= 1 + MISSING else (-9.0, -1)
        for step in range(1, 2 + MISSING):
            places = earlier.get(value - step)
            while places and places[0] < i - NEAREST:
                places.popleft()
            if not places:
                continue
            linked = scores[places[0]] + 1.3 - 0.3 * step
            if linked > score or (linked == score and places[0] > link):
                score, link = linked, places[0]
        scores.append(score)
        before.append(link)
        own = earlier.setdefault(value, deque())
        while own and scores[own[-1]] <= score:
            own.pop()
        own.append(i)
    return _Links(scores, before)


def nested(labels: Sequence[Label], least: int, is_firm: Callable[[Label], bool]) -> list[Label]:
    """The longest chain of at least `least` labels, and between its members chains of two and more.

    labels   in the order of the text
    is_firm  whether a label comes after the end of a clause: a chain of two has only such labels

    >>> readings = [("1", 1), ("a", 1), ("a", 2), ("1", 2), ("1", 3), ("a", 1)]
    >>> labels = [Label(f"{style}{n}", at, at, ((style, n),)) for at, (style, n) in enumerate(readings)]
    >>> [label.text for label in nested(labels, 3, lambda label: True)]
    ['11', 'a1', 'a2', '12', '13']
    """
    chains = _chains(labels)
    if not chains or len(chains[0]) < least:
        return []
    return sorted(_fitted(labels, chains, is_firm, DEEPEST), key=attrgetter("start"))


def _chains(labels: Sequence[Label]) -> list[list[Label]]:
    """The best chain from each label that begins one, the longest first; none of a label alone."""
    by_style: dict[str, list[Numbered]] = {}
    for label in labels:
        for style, value in label.readings:
            by_style.setdefault(style, []).append((label, value))
    found: list[list[Label]] = []
    for numbered in by_style.values():
        links = _links([value for _, value in numbered])
        first: list[int] = []  # of the best chain to each label
        best: dict[int, int] = {}  # the end of the best chain, by its first label
        for place, before in enumerate(links.before):
            first.append(place if before < 0 else first[before])
            end = best.setdefault(first[place], place)
            if links.scores[place] > links.scores[end]:
                best[first[place]] = place
        ends = (end for begin, end in best.items() if end > begin and links.scores[end] > 0)
        found += ([numbered[place][0] for place in links.chain(end)] for end in ends)
    return sorted(found, key=lambda chain: (-len(chain), chain[0].start))


def _fitted(
    labels: Sequence[Label], chains: Sequence[list[Label]], is_firm: Callable[[Label], bool], deepest: int
) -> list[Label]:
    """The labels of the chains in turn, but for chains that cross one before; then those of what is left."""
    found: list[Label] = []
    taken: list[int] = []  # where these begin, ascending
    for chain in chains:
        place = bisect_left(taken, chain[0].start)
        if bisect_right(taken, chain[-1].start) > place or (len(chain) == 2 and not all(map(is_firm, chain))):
            continue
        taken[place:place] = [label.start for label in chain]
        found += chain
    if not found or not deepest:
        return found
    starts = set(taken)
    left = [label for label in labels if label.start not in starts]
    for _, between in groupby(left, key=lambda label: bisect_left(taken, label.start)):
        inner = list(between)
        if len(inner) > 1:
            found += _fitted(inner, _chains(inner), is_firm, deepest - 1)
    return found


def with_missing(chain: Sequence[Label], labels: Sequence[Label]) -> list[Label]:
    """The chain, and labels of numbers that it lacks, 1 included: a heading without a mark is before them.

    Between its neighbours there must be one label alone of the number.
    """
    places: dict[tuple[str, int], list[Label]] = {}
    for label in labels:
        for reading in label.readings:
            places.setdefault(reading, []).append(label)
    found = {label.start: label for label in chain}
    last: dict[str, tuple[int, int]] = {}
    for label in chain:
        for style, number in label.readings:
            value, low = last.get(style, (0, 0))
            last[style] = number, label.end
            if number == value + 2:
                missing = places.get((style, number - 1), [])
                first = bisect_left(missing, low, key=attrgetter("start"))
                between = missing[first : bisect_left(missing, label.start, key=attrgetter("start"))]
                if len(between) == 1:
                    found.setdefault(between[0].start, between[0])
    return sorted(found.values(), key=attrgetter("start"))
