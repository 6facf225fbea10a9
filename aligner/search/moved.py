"""Text that the translation has in another place.

The search keeps the order of both texts, as alignment formats do. What was moved comes
out unpaired or in doubtful beads; here its counterpart is looked for all the same, to
be named in a warning rather than forced into a bead.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.evidence.side import Side
from duiqi.aligner.search.anchors import margin
from duiqi.aligner.search.lattice import Step

DOUBTFUL = 0.5  # beads below this confidence may be wrong for want of the right place
CLEAR = 0.15  # margin by which a pair out of order must beat its neighbours
FAR = 3  # beads; what is nearer was paired wrongly rather than moved
MOST = 2000  # doubtful segments of one side that are compared; of more, every so many


class Loose:
    """The segments of one side that have no counterpart or a doubtful one, as the alignment goes on."""

    def __init__(self) -> None:
        self._every, self._met = 1, 0
        self._found: list[tuple[int, int, Floats32]] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, bead: int, segment: int, row: Floats32) -> None:
        """A segment's number, that of its bead, and its embedding."""
        self._met += 1
        if self._met % self._every == 0:
            self._found.append((bead, segment, row.copy()))
        if len(self._found) > MOST:
            self._found = self._found[1::2]
            self._every *= 2

    @property
    def beads(self) -> Ints:
        return np.array([bead for bead, _, _ in self._found])

    @property
    def segments(self) -> Ints:
        return np.array([segment for _, segment, _ in self._found])

    @property
    def rows(self) -> Floats32:
        return np.stack([row for _, _, row in self._found])


def sort_out(
    steps: Sequence[Step],
    likely: Sequence[float],
    sides: tuple[Side, Side],
    loose: tuple[Loose, Loose],
    before: tuple[int, int, int],
) -> None:
    """Add the loose segments of a stretch.

    steps   (i, j, a, b): where a bead begins on either side of the stretch, and its segments there
    likely  how likely each is right
    before  how many beads, source and target segments stand before the stretch
    """
    for number, ((i, j, a, b), sure) in enumerate(zip(steps, likely, strict=True), before[0]):
        if not (a and b) or sure < DOUBTFUL:
            for found, side, at, first, count in zip(loose, sides, before[1:], (i, j), (a, b), strict=True):
                for segment in range(first, first + count):
                    found.add(number, at + segment, side.single[segment])


def moved(source: Loose, target: Loose) -> list[tuple[int, int]]:
    """Pairs (source segment, target segment) that belong together across the order, ascending.

    returns only mutual best pairs, far better than any other partner of either, and more
            than a few beads apart
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
