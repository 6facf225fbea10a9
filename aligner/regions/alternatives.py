"""Alternatives: the regions of an alignment that are in doubt, each with its most probable alignments.

The alternatives of a region exclude each other and all have the same segments, so they are read as answers
to one question. `partition` explains where a region ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duiqi.aligner.beads import Step
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.encoders.protocol import Encoder
from duiqi.aligner.foreign import mark_untranslated
from duiqi.aligner.regions.dressing import Scored, dressed
from duiqi.aligner.regions.lattices import lattices_of
from duiqi.aligner.regions.partition import MOST, Partition
from duiqi.aligner.regions.runs import SURE as CUT
from duiqi.aligner.regions.runs import around, grouped, runs_between_anchors
from duiqi.aligner.regions.window import Window, canonical, steps_of
from duiqi.aligner.search.lattice import Lattice
from duiqi.corpus.model import Alignment, Bead
from duiqi.corpus.tiling import beads_of, following_id, ids_of

NEAR = 16  # beads before and after a doubtful one that may change with it


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to align a region: beads that may be in the place of `count` beads from `at` on.

    probability  of all these beads together, among all alignments that keep what a person has accepted.
                 Of the alternatives of one region, these add up to at most 1
    is_present   whether this is the alignment as it is
    """

    probability: float
    at: int
    count: int
    beads: tuple[Bead, ...]
    is_present: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """Consecutive beads that are in doubt together, and their alternatives, the most probable first.

    One alternative is the alignment as it is.
    """

    at: int
    count: int
    alternatives: tuple[Alternative, ...]


def alternatives(
    alignment: Alignment, at: int, encoder: Encoder | None = None, most: int = MOST
) -> list[Alternative]:
    """The alternatives of the region around a bead, the alignment as it is among them.

    at       the number of the bead. It may change, even where a person has accepted it; other accepted
             beads stay
    returns  one to `most` of them, the most probable first, all in the place of the same beads. Sure
             beads beside the doubtful one are left out of the region
    """
    beads = beads_of(alignment)
    place = range(max(at - NEAR, 0), min(at + NEAR + 1, len(beads)))
    before = runs_between_anchors(alignment, range(place.start, at))
    after = runs_between_anchors(alignment, range(at + 1, place.stop))
    start = before[-1].start if before and before[-1].stop == at else at
    stop = after[0].stop if after and after[0].start == at + 1 else at + 1
    (run,) = _runs(alignment, [range(start, stop)], EncoderPair.of(encoder), most)
    return list(run.region(run.around(at)).alternatives)


def regions(alignment: Alignment, encoder: Encoder | None) -> Iterator[Region]:
    """All regions of an alignment, in order, each with up to MOST alternatives.

    Beads that a person has accepted are in none.
    """
    beads = beads_of(alignment)
    encoders = EncoderPair.of(encoder)
    # Beads of a memory have no confidence; its runs are cut anywhere.
    sure = CUT if any(bead.confidence >= CUT for bead in beads) else 0.0
    for group in grouped(beads, runs_between_anchors(alignment, range(len(beads))), sure):
        for run in _runs(alignment, group, encoders, MOST):
            for place in run.places():
                yield run.region(place)


class _Run:
    """A run of beads that may change, and the regions in it.

    run      the numbers of the beads
    lattice  counted from the run's beginning; None where a side has no segment
    most     alternatives of a region
    """

    def __init__(self, alignment: Alignment, run: range, lattice: Lattice | None, most: int) -> None:
        beads = beads_of(alignment)
        self.beads, self.run, self.lattice, self.most = beads, run, lattice, most
        self.langs = alignment.source.lang, alignment.target.lang
        self._steps = list(steps_of(beads[run.start : run.stop]))
        last = self._steps[-1]
        self._nodes = [(step.i, step.j) for step in self._steps] + [(last.i + last.a, last.j + last.b)]
        self._partition = None
        if lattice is not None:
            likely = [lattice.path_probability(canonical([step])) for step in self._steps]
            self._partition = Partition(lattice, self._nodes, likely, most)

    def places(self) -> list[range]:
        """The regions that are worth asking about, as numbers of the alignment's beads."""
        found = self._partition.regions() if self._partition else []
        return [range(place.start + self.run.start, place.stop + self.run.start) for place in found]

    def around(self, number: int) -> range:
        """The region around a bead of the alignment."""
        if self._partition is None:
            return range(number, number + 1)
        place = self._partition.around(number - self.run.start)
        return range(place.start + self.run.start, place.stop + self.run.start)

    def region(self, place: range) -> Region:
        """The region of these beads."""
        inner = range(place.start - self.run.start, place.stop - self.run.start)
        present = canonical(self._steps[inner.start : inner.stop])
        probability = self.lattice.path_probability(present) if self.lattice else 1.0
        own = self.beads[place.start : place.stop]
        found = [Alternative(probability, place.start, len(place), own, is_present=True)]
        if self._partition is not None:
            others = [way for way in self._partition.ways(inner) if way.beads != present]
            found += [
                Alternative(way.probability, place.start, len(place), self._beads(place, way.beads))
                for way in others[: self.most - 1]
            ]
        found.sort(key=lambda one: -one.probability)
        return Region(place.start, len(place), tuple(found))

    def _beads(self, place: range, steps: Sequence[Step]) -> tuple[Bead, ...]:
        """The beads of a way, with ids that are free."""
        assert self.lattice is not None
        old = self.beads[place.start : place.stop]
        i, j = self._nodes[place.start - self.run.start]
        scored = [
            Scored(Step(step.i - i, step.j - j, step.a, step.b), self.lattice.score(step), probability)
            for step, probability in zip(steps, self.lattice.probabilities(steps).tolist(), strict=True)
        ]
        new = dressed(old, scored, ids_of(self.beads), following_id(self.beads, place.stop - 1))
        return tuple(mark_untranslated(new, *self.langs))


def _runs(alignment: Alignment, runs: Sequence[range], encoders: EncoderPair, most: int) -> Iterator[_Run]:
    """The runs of a group, each with its lattice."""
    beads = beads_of(alignment)
    window = around(beads, range(runs[0].start, runs[-1].stop))
    with encoders.single_threaded():
        inner = [range(run.start - window.start, run.stop - window.start) for run in runs]
        lattices = lattices_of(Window(alignment, window, encoders), inner, hold=True)
    for run, lattice in zip(runs, lattices, strict=True):
        yield _Run(alignment, run, lattice, most)
