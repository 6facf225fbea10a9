"""Moved passages: text that the translation has in another place.

The search keeps the order of both texts, as alignment formats do. A moved passage comes
out unpaired or in doubtful beads. Its counterpart is looked for here, to be named in a
warning rather than forced into a bead.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.beads import Step
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.search.anchors import margin

DOUBTFUL = 0.5  # probability below which a bead's segments may belong elsewhere
CLEAR = 0.15  # margin of a pair out of order over its neighbours, at least
FAR = 3  # beads; a nearer pair was paired wrongly rather than moved
MOST = 2000  # doubtful segments of one side that are compared; of more, an even sample


class DoubtfulSegments:
    """The segments of one side without a sure counterpart, added stretch by stretch.

    Of more than MOST an even sample is kept: every second, every fourth, and so on.
    """

    def __init__(self) -> None:
        self._every, self._count = 1, 0
        self._kept: list[tuple[int, int, Floats32]] = []

    def __len__(self) -> int:
        return len(self._kept)

    def add(self, bead: int, segment: int, row: Floats32) -> None:
        """Add a segment: the number of its bead, its own number, and its embedding."""
        self._count += 1
        if self._count % self._every == 0:
            self._kept.append((bead, segment, row.copy()))
        if len(self._kept) > MOST:
            self._kept = self._kept[1::2]
            self._every *= 2

    @property
    def beads(self) -> Ints:
        """The number of each segment's bead."""
        return np.array([bead for bead, _, _ in self._kept])

    @property
    def segments(self) -> Ints:
        """The number of each segment."""
        return np.array([segment for _, segment, _ in self._kept])

    @property
    def rows(self) -> Floats32:
        """The embeddings: (len(self), dimensions)."""
        return np.stack([row for _, _, row in self._kept])


def collect_doubtful(
    path: Sequence[Step],
    likely: Sequence[float],
    texts: tuple[EncodedText, EncodedText],
    doubtful: tuple[DoubtfulSegments, DoubtfulSegments],
    before: tuple[int, int, int],
) -> None:
    """Add the segments of a stretch that are in skips and in doubtful beads.

    path    of the stretch, counted from its beginning
    likely  the probability of each bead
    before  how many beads, source and target segments come before the stretch
    """
    for number, ((i, j, a, b), sure) in enumerate(zip(path, likely, strict=True), before[0]):
        if not (a and b) or sure < DOUBTFUL:
            for kept, text, at, first, count in zip(doubtful, texts, before[1:], (i, j), (a, b), strict=True):
                for segment in range(first, first + count):
                    kept.add(number, at + segment, text.single[segment])


def moved_pairs(source: DoubtfulSegments, target: DoubtfulSegments) -> list[tuple[int, int]]:
    """Pairs (source segment, target segment) that correspond out of order, ascending.

    returns  mutual best pairs only, with a margin above CLEAR, more than FAR beads apart
    """
    if len(source) < 2 or len(target) < 2:
        return []
    gain = margin(source.rows @ target.rows.T, k=3)
    rows = np.arange(len(source))
    columns = gain.argmax(axis=1)
    clear = (gain.argmax(axis=0)[columns] == rows) & (gain[rows, columns] > CLEAR)
    clear &= np.abs(source.beads - target.beads[columns]) > FAR
    chosen = np.flatnonzero(clear)
    return list(zip(source.segments[chosen].tolist(), target.segments[columns[chosen]].tolist(), strict=True))
