"""The shapes of bead that the search tries."""

from __future__ import annotations

from collections.abc import Sequence

from duiqi.aligner.beads import SKIPS, Shape

LARGEST = 8  # segments of one side of a bead
LONGEST_RUN = 24  # clauses of one side of a bead, where that side was cut into clauses
SHAPES: tuple[Shape, ...] = (
    *SKIPS,
    *(
        (a, b)
        for a in range(1, LARGEST + 1)
        for b in range(1, LARGEST + 1)
        if a + b <= 7 or min(a, b) == 1 or a == b
    ),
)
ROUGH_SHAPES: tuple[Shape, ...] = tuple(shape for shape in SHAPES if sum(shape) <= 4)


def shapes_for(source_cut: bool, target_cut: bool, usual: Sequence[Shape] = SHAPES) -> list[Shape]:
    """The usual shapes, and longer runs of a side that was cut into clauses.

    >>> sorted(set(shapes_for(False, True)) - set(SHAPES))[-1]
    (1, 24)
    """
    shapes = list(usual)
    if target_cut:
        shapes += [(1, run) for run in range(2, LONGEST_RUN + 1) if (1, run) not in shapes]
    if source_cut:
        shapes += [(run, 1) for run in range(2, LONGEST_RUN + 1) if (run, 1) not in shapes]
    return shapes
