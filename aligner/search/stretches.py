"""Stretches: a long bitext is read window by window and cut where both texts surely begin a new bead.

Time and memory grow with the length of the texts rather than with its square. Where a window has no
sure place to cut, since a chapter is missing perhaps, the window is doubled until there is one. What is
learned from a text, its names and terms, is learned from a window at once, rather than from each stretch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np

from duiqi.aligner.beads import Step
from duiqi.aligner.encoders.protocol import ReadingEncoder
from duiqi.aligner.evidence.text import EncodedText, TextReader
from duiqi.aligner.search.corridor import Corridor
from duiqi.aligner.search.lattice import Lattice
from duiqi.aligner.search.passes import Learned, learn, narrowed, rough_pass
from duiqi.aligner.search.weights import trained

WINDOW = 1024  # segments of each side that are read at a time
SHORTEST, LONGEST = 256, 512  # segments of a stretch, where there is a choice
# A cut is sure where both beads that meet there are at least LINKED probable, and the node PASSED.
LINKED, PASSED = 0.9, 0.99


class Stretch(NamedTuple):
    """A part of a bitext that is aligned by itself.

    i, j      the first source and target segment of the stretch, in the whole bitext
    path      its best alignment in the rough pass, counted from the stretch's beginning
    corridor  of the close pass
    learned   computes its share of what was learned from the whole window
    """

    i: int
    j: int
    source: EncodedText
    target: EncodedText
    path: list[Step]
    corridor: Corridor
    learned: Callable[[], Learned]


def stretches(source: TextReader, target: TextReader, encoder: ReadingEncoder) -> Iterator[Stretch]:
    """Cut a bitext into stretches, in order; each window gets the rough pass, which finds the places."""
    i = j = 0
    size = WINDOW
    while i < len(source) or j < len(target):
        rows, columns = range(i, min(i + size, len(source))), range(j, min(j + size, len(target)))
        whole = rows.stop == len(source) and columns.stop == len(target)
        left, right = source.read(rows), target.read(columns)
        rough = rough_pass(left, right, trained("rough"))
        path, _ = rough.best()
        corridor = narrowed(rough, path)
        places = sure_cuts(rough, path)
        if whole:
            places = [*places, (len(left), len(right))]
        x = y = 0
        cuts = choose_cuts(places, whole)
        # The tables grow with the square of the window: one that was doubled learns stretch by stretch.
        known = learn(left, right, path, encoder) if cuts and size == WINDOW else None
        for row, column in cuts:
            parts = left.part(x, row), right.part(y, column)
            steps = [
                Step(k - x, m - y, a, b)
                for k, m, a, b in path
                if x <= k <= row and y <= m <= column and (k, m) != (row, column)
            ]
            yield Stretch(
                i + x,
                j + y,
                *parts,
                steps,
                corridor.part((x, y), (row, column)),
                partial(known.window, range(x, row), range(y, column))
                if known
                else partial(learn, *parts, steps, encoder),
            )
            x, y = row, column
        size = WINDOW if x or y else 2 * size
        i, j = i + x, j + y


def sure_cuts(rough: Lattice, path: list[Step]) -> list[tuple[int, int]]:
    """The nodes of a path, ascending, between two links that the rough pass is sure of."""
    likely, passing = rough.probabilities(path), rough.node_marginals()
    links = np.array([bool(a and b) for _, _, a, b in path]) & (likely > LINKED)
    places = [path[k][:2] for k in (np.flatnonzero(links[1:] & links[:-1]) + 1).tolist()]
    return [place for place in places if passing[rough.corridor.node(*place)] > PASSED]


def choose_cuts(places: list[tuple[int, int]], whole: bool) -> list[tuple[int, int]]:
    """The nodes to cut at: stretches of SHORTEST to LONGEST segments, where that is possible.

    whole  the last place is the end of the texts
    """
    found = []
    begin = (0, 0)
    for number, place in enumerate(places):
        length = max(place[0] - begin[0], place[1] - begin[1])
        if whole and number == len(places) - 1:
            found.append(place)
        elif length >= SHORTEST:
            rest = max(places[-1][0] - place[0], places[-1][1] - place[1])
            if not whole or rest >= SHORTEST or length >= LONGEST:
                found.append(place)
                begin = place
    return found
