"""Runs: consecutive beads that may change, between beads that a person has decided about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from duiqi.aligner.reviewed.carrying import ANCHORS
from duiqi.aligner.reviewed.earlier import reviewed_beads
from duiqi.corpus.model import Alignment, Bead
from duiqi.corpus.tiling import Beads, beads_of

CONTEXT = 64  # beads on either side of a window's place, against which its segments are measured
LONGEST = 512  # segments of one side of a place that are aligned at once, where there is a choice
SURE = 0.9  # confidence from which a long run may be cut between two beads


def runs_between_anchors(alignment: Alignment, place: range) -> list[range]:
    """The runs of beads of a place between those that stay: accepted, corrected, or marked untranslated."""
    beads = beads_of(alignment)
    own = alignment.with_beads(beads[place.start : place.stop])
    staying = {bead.id for bead in reviewed_beads(own) if bead.status in ANCHORS}
    runs, start = [], place.start
    for number in [*(n for n in place if beads[n].id in staying), place.stop]:
        if start < number:
            runs.append(range(start, number))
        start = number + 1
    return runs


def grouped(beads: Beads, runs: Sequence[range], sure: float = SURE) -> Iterator[list[range]]:
    """The runs in groups of up to LONGEST segments a side; longer runs are cut.

    A run is cut between two sure beads, after at least half of LONGEST segments, and not at all where no
    two beads are sure: there the alignment may be wrong from the beginning to the end.

    sure  confidence of a sure bead
    """
    group: list[range] = []
    for run in chain.from_iterable(_cut(beads, run, sure) for run in runs):
        if group and (
            group[-1].stop == run.start or length(beads, range(group[0].start, run.stop)) > LONGEST
        ):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _cut(beads: Beads, run: range, sure: float) -> Iterator[range]:
    start = run.start
    if length(beads, run) > LONGEST:
        segments = 0
        for number in run[:-1]:
            segments += max(len(beads[number].source_segments), len(beads[number].target_segments))
            if 2 * segments >= LONGEST and all(_is_sure(bead, sure) for bead in beads[number : number + 2]):
                yield range(start, number + 1)
                start, segments = number + 1, 0
    yield range(start, run.stop)


def length(beads: Beads, run: range) -> int:
    """The segments of the side that has more of them."""
    some = beads[run.start : run.stop]
    return max(sum(len(b.source_segments) for b in some), sum(len(b.target_segments) for b in some))


def _is_sure(bead: Bead, sure: float) -> bool:
    return bool(bead.source_segments and bead.target_segments) and bead.confidence >= sure


def around(beads: Beads, place: range) -> range:
    """A place with its context."""
    return range(max(place.start - CONTEXT, 0), min(place.stop + CONTEXT, len(beads)))
