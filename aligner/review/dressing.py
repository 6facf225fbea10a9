"""Beads from the numbers that the search found: segments, ids and notes from the beads in their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from duiqi.aligner.beads import Step
from duiqi.aligner.review.window import steps_of
from duiqi.corpus.model import Bead
from duiqi.corpus.tiling import Beads, free_id


class Scored(NamedTuple):
    """A bead as numbers, its score, and its probability to be exactly right."""

    step: Step
    score: float
    probability: float


def dressed(old: Beads, new: Sequence[Scored], taken: set[str]) -> Iterator[Bead]:
    """Beads with their segments; ids, notes and statuses from the beads in whose place they are.

    new    tile the segments of the old beads
    taken  ids that are not free; those of the new beads are added
    """
    sources = [segment for bead in old for segment in bead.source_segments]
    targets = [segment for bead in old for segment in bead.target_segments]
    places = list(steps_of(old))
    same = {_sides(place): bead for place, bead in zip(places, old, strict=True)}
    kept = {same[sides].id for step, _, _ in new if (sides := _sides(step)) in same}
    opened: dict[tuple[int, int], list[Bead]] = {}
    for (i, j, a, _), bead in zip(places, old, strict=True):
        opened.setdefault((0, i) if a else (1, j), []).append(bead)
    for step, score, probability in new:
        i, j, a, b = step
        bead = same.get(_sides(step))
        if bead is None:
            inside = [(0, k) for k in range(i, i + a)] + [(1, k) for k in range(j, j + b)]
            gone = [one for key in inside for one in opened.get(key, ()) if one.id not in kept]
            name = gone[0].id if gone else free_id(old[0].id, taken)[0]
            kept.add(name)
            taken.add(name)
            notes = dict.fromkeys(one.note for one in gone if one.note)
            bead = Bead(range(0), range(0), name, note=" / ".join(notes))
            kept.update(one.id for one in gone)
        yield replace(
            bead,
            source_segments=tuple(sources[i : i + a]),
            target_segments=tuple(targets[j : j + b]),
            score=round(score, 4),
            confidence=round(probability, 4),
        )


def _sides(step: Step) -> tuple[range | None, range | None]:
    """Which segments a bead has, whatever place an empty side has."""
    i, j, a, b = step
    return (range(i, i + a) if a else None, range(j, j + b) if b else None)
