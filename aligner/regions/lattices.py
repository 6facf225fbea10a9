"""The lattices of runs of beads that may change, in the context of the beads around them that stay."""

from __future__ import annotations

from collections.abc import Sequence

from duiqi.aligner.regions.window import Window, canonical, steps_of
from duiqi.aligner.search.gaps import gap_between, gap_lattices
from duiqi.aligner.search.lattice import Lattice


def lattices_of(window: Window, runs: Sequence[range], *, hold: bool) -> list[Lattice | None]:
    """The lattice of each run of beads; all other beads of the window stay as they are.

    runs     numbers of beads of the window
    hold     whether the lattices hold the present alignment, too, however unlikely it is
    returns  for each run, a lattice counted from the run's beginning; None where a side has no segment
    """
    gaps = {}
    for number, run in enumerate(runs):
        first, last = window.nodes[run.start], window.nodes[run.stop]
        if first[0] < last[0] and first[1] < last[1]:
            known = canonical(steps_of(window.beads[run.start : run.stop])) if hold else ()
            gaps[number] = gap_between(window.source, window.target, first, last, known)
    if not gaps:
        return [None] * len(runs)
    path = list(steps_of(window.beads))
    lattices = gap_lattices(
        window.source, window.target, list(gaps.values()), path, window.affinities(), window.weights
    )
    by_run = dict(zip(gaps, lattices, strict=True))
    return [by_run.get(number) for number in range(len(runs))]
