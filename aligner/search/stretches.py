"""A long bitext as short ones: read chunk by chunk, cut where both texts surely begin anew.

Time and memory grow with the length of the texts, not with its square: what is in hand
is a chunk of either side. Where a chunk has no sure place to cut, since a chapter is
missing perhaps, more is taken in hand until there is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from duiqi.aligner.evidence.side import Reader, Side
from duiqi.aligner.search.lattice import Corridor, Lattice, Step
from duiqi.aligner.search.passes import narrowed, outline
from duiqi.aligner.search.weights import trained

CHUNK = 1024  # segments of a side in hand
SHORTEST, LONGEST = 256, 512  # segments of a stretch, where there is a choice
LINKED, PASSED = 0.9, 0.99  # probabilities that make a cut sure: of the beads on either side, of the place


class Stretch(NamedTuple):
    """A part of a bitext that is aligned by itself.

    i, j   how many segments stand before it
    path   its best alignment in the rough search, counted from its own beginning
    nodes  where a closer search has to look
    """

    i: int
    j: int
    source: Side
    target: Side
    path: list[Step]
    nodes: Corridor


def stretches(source: Reader, target: Reader) -> Iterator[Stretch]:
    """All of a bitext, in order, each segment in one stretch."""
    i = j = 0
    size = CHUNK
    while i < len(source) or j < len(target):
        rows, columns = range(i, min(i + size, len(source))), range(j, min(j + size, len(target)))
        whole = rows.stop == len(source) and columns.stop == len(target)
        left, right = source.side(rows), target.side(columns)
        rough = outline(left, right, trained("rough"))
        path, _ = rough.best()
        nodes = narrowed(rough, path)
        stops = cuts(rough, path)
        if whole:
            stops = [*stops, (len(left), len(right))]
        x = y = 0
        for row, column in chosen(stops, whole):
            yield Stretch(
                i + x,
                j + y,
                left.part(x, row),
                right.part(y, column),
                [
                    Step(k - x, m - y, a, b)
                    for k, m, a, b in path
                    if x <= k <= row and y <= m <= column and (k, m) != (row, column)
                ],
                nodes.part((x, y), (row, column)),
            )
            x, y = row, column
        size = CHUNK if x or y else 2 * size
        i, j = i + x, j + y


def cuts(rough: Lattice, path: list[Step]) -> list[tuple[int, int]]:
    """The places, ascending, where a rough search is sure that one pair ends and another begins."""
    likely, passing = rough.probabilities(path), rough.passing()
    links = np.array([bool(a and b) for _, _, a, b in path]) & (likely > LINKED)
    places = [path[k][:2] for k in (np.flatnonzero(links[1:] & links[:-1]) + 1).tolist()]
    return [place for place in places if passing[rough.node(*place)] > PASSED]


def chosen(stops: list[tuple[int, int]], whole: bool) -> list[tuple[int, int]]:
    """Some of the places to cut: stretches neither short nor long, where that can be.

    whole  the last place is the end of the texts
    """
    found = []
    begin = (0, 0)
    for number, stop in enumerate(stops):
        length = max(stop[0] - begin[0], stop[1] - begin[1])
        if whole and number == len(stops) - 1:
            found.append(stop)
        elif length >= SHORTEST:
            rest = max(stops[-1][0] - stop[0], stops[-1][1] - stop[1])
            if not whole or rest >= SHORTEST or length >= LONGEST:
                found.append(stop)
                begin = stop
    return found
