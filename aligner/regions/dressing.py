"""Beads from the numbers that the search found: segments, ids and notes from the beads in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from duiqi.aligner.beads import Step
from duiqi.aligner.regions.window import steps_of
from duiqi.corpus.model import Bead
from duiqi.corpus.tiling import free_id, numbered


class Scored(NamedTuple):
    """A bead as numbers, its score, and its probability to be exactly right."""

    step: Step
    score: float
    probability: float


def dressed(old: Sequence[Bead], new: Sequence[Scored], taken: set[str]) -> tuple[Bead, ...]:
    """Beads with their segments; ids, notes and statuses from the beads in whose place they are.

    A bead with the segments of an old one keeps its id, note and status. Another one has the id of the
    first old bead that begins in it, and the notes of all that do, or an id that is free.

    new    tile the segments of the old beads, and are counted from the first of these
    taken  ids that are not free; the new ones are added
    """
    sources = [segment for bead in old for segment in bead.source_segments]
    targets = [segment for bead in old for segment in bead.target_segments]
    same = {_sides(place): bead for place, bead in zip(steps_of(old), old, strict=True)}
    kept = {same[sides].id for sides in (_sides(scored.step) for scored in new) if sides in same}
    begun: dict[tuple[str, int], Bead] = {}
    for (i, j, a, _), bead in zip(steps_of(old), old, strict=True):
        if bead.id not in kept:
            begun["source" if a else "target", i if a else j] = bead
    found = []
    for step, score, probability in new:
        i, j, a, b = step
        own = same.get(_sides(step))
        if own is None:
            keys = [("source", k) for k in range(i, i + a)] + [("target", k) for k in range(j, j + b)]
            own = _renamed([begun[key] for key in keys if key in begun], old[0].id, taken)
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


def _renamed(begun: Sequence[Bead], near: str, taken: set[str]) -> Bead:
    """A new bead in the place of those that begin in it; its segments are still to be given."""
    name = begun[0].id if begun else free_id(near, taken)[0]
    taken.add(name)
    notes = dict.fromkeys(bead.note for bead in begun if bead.note)
    return Bead(range(0), range(0), name, note=" / ".join(notes))


def _sides(step: Step) -> tuple[range | None, range | None]:
    """Which segments a bead has, whatever place an empty side has."""
    i, j, a, b = step
    return (range(i, i + a) if a else None, range(j, j + b) if b else None)
