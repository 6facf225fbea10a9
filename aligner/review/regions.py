"""Regions: beads that are in doubt together, with the most probable alternatives to them.

A region ends where nearly all alignments of the text have the end of a bead. So its alternatives exclude
each other, all have the same segments, and are read as answers to one question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from duiqi.aligner.beads import Step
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.encoders.protocol import Encoder
from duiqi.aligner.foreign import mark_untranslated
from duiqi.aligner.review.dressing import Scored, dressed
from duiqi.aligner.review.lattices import lattices_of
from duiqi.aligner.review.runs import SURE as CUT
from duiqi.aligner.review.runs import around, grouped, runs_between_anchors
from duiqi.aligner.review.window import Window, canonical, steps_of
from duiqi.aligner.search.lattice import Lattice
from duiqi.aligner.search.ways import best_ways
from duiqi.corpus.model import Alignment, Bead
from duiqi.corpus.tiling import beads_of, ids_of

MOST = 5  # alternatives of a region
# The probability from which a bead is no question, and that of a node from which a region may end there. On
# MAC-Dev .8 and .95 ask about 29 % of the text, and with right answers F1 is .977; .9 and .95 ask about
# 37 %, for .981. With .8 and .9 the gold is an answer to 76 % of the questions about wrong beads, with .95 to
# 82 %, with .98 to 79 %: small regions cut beads of the gold, large ones have too many combinations.
SURE = 0.8
PASSED = 0.95
NEAR = 16  # beads before and after a doubtful one that may change with it
LONGEST = 12  # beads of a region, where none of its ends would be passed
LEAST = 1e-3  # probability of an alternative


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
    (questions,) = _questions(alignment, [range(start, stop)], EncoderPair.of(encoder))
    return list(questions.region(questions.around(at), most).alternatives)


def regions(alignment: Alignment, encoder: Encoder | None = None, most: int = MOST) -> Iterator[Region]:
    """All regions of an alignment, in order, each with up to `most` alternatives.

    Beads that a person has accepted are in none.
    """
    beads = beads_of(alignment)
    encoders = EncoderPair.of(encoder)
    # Beads of a memory have no confidence; its runs are cut anywhere.
    sure = CUT if any(bead.confidence >= CUT for bead in beads) else 0.0
    for group in grouped(beads, runs_between_anchors(alignment, range(len(beads))), sure):
        for questions in _questions(alignment, group, encoders):
            for place in questions.doubtful():
                yield questions.region(place, most)


class _Questions:
    """The lattice of a run of beads, and the regions in it.

    run      the numbers of those that may change
    lattice  counted from the run's beginning; None where a side has no segment
    """

    def __init__(self, alignment: Alignment, run: range, lattice: Lattice | None) -> None:
        beads = beads_of(alignment)
        self.beads, self.run, self.lattice = beads, run, lattice
        self.langs = alignment.source.lang, alignment.target.lang
        self._steps = list(steps_of(beads[run.start : run.stop]))
        last = self._steps[-1]
        self._nodes = [(step.i, step.j) for step in self._steps] + [(last.i + last.a, last.j + last.b)]
        self._passing = [1.0] * len(self._nodes)
        if lattice is not None:
            # The node between deletions in an order that no path has may be outside: 0.
            marginals = np.append(lattice.node_marginals(), 0.0)
            i, j = np.array(self._nodes).T
            self._passing = marginals[lattice.corridor.numbers(i, j)].tolist()

    def is_sure(self, number: int) -> bool:
        """Whether a bead is no question, by its probability."""
        return self._probability(range(number, number + 1)) >= SURE

    def around(self, number: int) -> range:
        """The region around a bead. That of a sure bead has its neighbours, too: else it has one way only."""
        place = range(number, number + 1)
        if self.is_sure(number):
            place = range(max(number - 1, self.run.start), min(number + 2, self.run.stop))
        return self._grown(place)

    def doubtful(self) -> Iterator[range]:
        """The places of all regions of the run, in order."""
        place = None
        for number in self.run:
            if (place and number < place.stop) or self.is_sure(number):
                continue
            found = self._grown(range(number, number + 1))
            if place and found.start < place.stop:
                place = range(place.start, found.stop)
                continue
            if place:
                yield place
            place = found
        if place:
            yield place

    def _grown(self, place: range) -> range:
        """The place up to the nearest ends of beads that nearly all alignments have."""
        start, stop = place.start, place.stop
        while start > self.run.start and self._goes_on(start, stop - start):
            start -= 1
        while stop < self.run.stop and self._goes_on(stop, stop - start):
            stop += 1
        return range(start, stop)

    def _goes_on(self, number: int, size: int) -> bool:
        """Whether a region of so many beads cannot begin with this bead, or end before it."""
        return self._passed(number) < (PASSED if size < LONGEST else LEAST)

    def _passed(self, number: int) -> float:
        """The probability that a bead ends before this one on both sides."""
        return self._passing[number - self.run.start]

    def _canonical(self, place: range) -> list[Step]:
        return canonical(self._steps[place.start - self.run.start : place.stop - self.run.start])

    def _probability(self, place: range) -> float:
        return self.lattice.path_probability(self._canonical(place)) if self.lattice else 1.0

    def region(self, place: range, most: int) -> Region:
        """The region of these beads."""
        present = self._canonical(place)
        own = Alternative(
            self._probability(place), place.start, len(place), self.beads[place.start : place.stop], True
        )
        found = [own]
        if self.lattice is not None:
            ends = (self._nodes[number - self.run.start] for number in (place.start, place.stop))
            ways = [way for way in islice(best_ways(self.lattice, *ends), most) if way.probability >= LEAST]
            others = [way for way in ways if way.beads != present][: most - 1]
            found += [
                Alternative(way.probability, place.start, len(place), self._beads(place, way.beads))
                for way in others
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
        new = dressed(old, scored, ids_of(self.beads))
        return tuple(mark_untranslated(new, *self.langs))


def _questions(alignment: Alignment, runs: Sequence[range], encoders: EncoderPair) -> Iterator[_Questions]:
    """The questions of each run of a group."""
    beads = beads_of(alignment)
    window = around(beads, range(runs[0].start, runs[-1].stop))
    with encoders.single_threaded():
        inner = [range(run.start - window.start, run.stop - window.start) for run in runs]
        lattices = lattices_of(Window(alignment, window, encoders), inner, hold=True)
    for run, lattice in zip(runs, lattices, strict=True):
        yield _Questions(alignment, run, lattice)
