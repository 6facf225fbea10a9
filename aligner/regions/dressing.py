"""Beads from the numbers that the search found: segments, ids and notes from the beads in their place."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from duiqi.aligner.beads import Step
from duiqi.aligner.regions.window import steps_of
from duiqi.corpus.model import Bead
from duiqi.corpus.tiling import id_of_part, numbered


class Scored(NamedTuple):
    """A bead as numbers, its score, and its probability to be exactly right."""

    step: Step
    score: float
    probability: float


def dressed(
    old: Sequence[Bead], new: Sequence[Scored], taken: set[str], following: str = ""
) -> tuple[Bead, ...]:
    """Beads with their segments; ids, notes and statuses from the beads in whose place they are.

    A bead with the segments of an old one keeps its id, note and status. Another one has the notes of the old
    beads that begin in it, and the id of one of them, or one that is free, so that ids stay in order: of
    23, from whose source its target is parted, the parts are 23 and 23-2, whichever comes first.

    new        tile the segments of the old beads, and are counted from the first of these
    taken      ids that are not free; the new ones are added
    following  the id of the bead after the old ones
    """
    sources = [segment for bead in old for segment in bead.source_segments]
    targets = [segment for bead in old for segment in bead.target_segments]
    same = {_sides(place): bead for place, bead in zip(steps_of(old), old, strict=True)}
    kept = {same[sides].id for sides in (_sides(scored.step) for scored in new) if sides in same}
    begun: dict[tuple[str, int], Bead] = {}
    for (i, j, a, _), bead in zip(steps_of(old), old, strict=True):
        if bead.id not in kept:
            begun["source" if a else "target", i if a else j] = bead
    names = _Names([*(bead.id for bead in old), following], kept, taken)
    found = []
    for step, score, probability in new:
        i, j, a, b = step
        own = same.get(_sides(step))
        if own is not None:
            names.pass_over(own.id)
        else:
            keys = [("source", k) for k in range(i, i + a)] + [("target", k) for k in range(j, j + b)]
            here = [begun[key] for key in keys if key in begun]
            notes = dict.fromkeys(bead.note for bead in here if bead.note)
            own = Bead(range(0), range(0), names.give(here), note=" / ".join(notes))
        found.append(
            replace(
                own,
                source_segments=tuple(sources[i : i + a]),
                target_segments=tuple(targets[j : j + b]),
                score=round(score, 4),
                confidence=round(probability, 4),
            )
        )
    return numbered(found, old[0].source.start, old[0].target.start)


class _Names:
    """Ids for new beads, one after the other, in the order of the old beads' ids.

    old    the ids of the old beads, and of the one after them
    kept   ids that new beads keep
    taken  ids that are not free; those that are given are added
    """

    def __init__(self, old: Sequence[str], kept: Set[str], taken: set[str]) -> None:
        self._places = {name: place for place, name in enumerate(old)}
        self._old, self._kept, self._taken = old, kept, taken
        self._first = self._last = old[0]
        self._place = -1  # of the last old id that a new bead has

    def pass_over(self, name: str) -> None:
        """Take note of a new bead that keeps its id."""
        if self._places[name] > self._place:
            self._last, self._place = name, self._places[name]

    def give(self, begun: Sequence[Bead]) -> str:
        """The id for the next bead, in which these old ones begin."""
        later = [bead.id for bead in begun if self._places[bead.id] > self._place]
        if not later and self._place < 0 and self._first not in self._kept:
            later = [self._first]  # it begins in one of the next beads, which goes by another id then
        if not later:
            following = self._old[self._place + 1]
            name = id_of_part(self._last, following, self._taken)
            if following.startswith(f"{self._last}-"):  # the next part is between this one and that bead
                self._last = name
        else:
            name = min(later, key=self._places.__getitem__)
            self.pass_over(name)
        self._taken.add(name)
        return name


def _sides(step: Step) -> tuple[range | None, range | None]:
    """Which segments a bead has, whatever place an empty side has."""
    i, j, a, b = step
    return (range(i, i + a) if a else None, range(j, j + b) if b else None)
