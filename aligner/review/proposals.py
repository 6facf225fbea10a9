"""Proposals: other alignments of a place, shown before anything is changed, taken in whole or in part."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from duiqi.aligner.review.workspace import Missing
from duiqi.corpus.editing import Splice
from duiqi.corpus.errors import ImpossibleEdit
from duiqi.corpus.model import Alignment, Bead
from duiqi.corpus.tiling import Beads, beads_of, numbered

KEPT = 20


class Part(NamedTuple):
    """Beads [at, at + removed) and the beads that would replace them.

    number       by which the part is taken
    probability  of an alternative, that it is exactly right
    is_present   an alternative that is the alignment as it is
    """

    number: int
    at: int
    removed: int
    beads: Beads
    probability: float | None = None
    is_present: bool = False


class Proposal(NamedTuple):
    """The parts of a proposal, and the alignment to which they belong.

    only_one  the parts exclude each other: one of them can be taken
    """

    id: str
    document: str
    alignment: Alignment
    parts: tuple[Part, ...]
    only_one: bool


class Proposals:
    """The last proposals, by id."""

    def __init__(self) -> None:
        self._known: dict[str, Proposal] = {}

    def add(
        self, document: str, alignment: Alignment, parts: Iterable[Part], *, only_one: bool = False
    ) -> Proposal:
        """Keep a proposal, so that it can be taken."""
        found = Proposal(secrets.token_urlsafe(9), document, alignment, tuple(parts), only_one)
        self._known[found.id] = found
        for old in list(self._known)[:-KEPT]:
            del self._known[old]
        return found

    def taken(self, name: str, document: str, numbers: Sequence[int] | None, alignment: Alignment) -> Splice:
        """The change that taking a proposal, or some of its parts, makes to the alignment.

        raises  Missing for a proposal that there is not, ImpossibleEdit where the alignment was
                changed since, and where two alternatives are taken, or none
        """
        found = self._known.get(name)
        if found is None or found.document != document:
            raise Missing("This proposal is not here any more. Ask for it again")
        if found.alignment is not alignment:
            raise ImpossibleEdit("the alignment was changed after this proposal was made. Ask for it again")
        parts = [part for part in found.parts if numbers is None or part.number in numbers]
        if not parts or (numbers and len(parts) < len(set(numbers))):
            raise ImpossibleEdit("nothing of the proposal is chosen")
        if found.only_one and len(parts) > 1:
            raise ImpossibleEdit("of alternatives only one can be taken")
        return _spliced(beads_of(alignment), parts, chosen=found.only_one)


def _spliced(beads: Beads, parts: Sequence[Part], *, chosen: bool) -> Splice:
    """One splice from the first part to the last.

    chosen  a person has looked at each bead and chosen it: its pairs count as accepted where they are
            as before, else as corrected
    """
    start, end = parts[0].at, parts[-1].at + parts[-1].removed
    before = {(bead.source_segments, bead.target_segments) for bead in beads[start:end]}
    new: list[Bead] = []
    at = start
    for part in parts:
        new += beads[at : part.at]
        for bead in part.beads:
            sides = bead.source_segments, bead.target_segments
            if chosen and bead.status == "new" and all(sides):
                bead = replace(bead, status="accepted" if sides in before else "corrected")
            new.append(bead)
        at = part.at + part.removed
    return Splice(start, end - start, tuple(new))


def differing(alignment: Alignment, at: int, count: int, new: Sequence[Bead]) -> list[Part]:
    """The parts in which new beads of a place differ from the present ones.

    new  beads of the same segments, numbered or not
    """
    old = beads_of(alignment)[at : at + count]
    new = [rounded(bead) for bead in numbered(new, old[0].source.start, old[0].target.start)]
    parts: list[Part] = []
    i = j = 0
    while i < len(old):
        first, second = i, j
        ends = _end(old[i]), _end(new[j])
        while ends[0] != ends[1]:
            if sum(ends[0]) < sum(ends[1]):
                i += 1
                ends = _end(old[i]), ends[1]
            else:
                j += 1
                ends = ends[0], _end(new[j])
        i, j = i + 1, j + 1
        if (i - first, j - second) == (1, 1):
            continue
        parts.append(Part(len(parts), at + first, i - first, tuple(new[second:j])))
    return parts


def _end(bead: Bead) -> tuple[int, int]:
    return bead.source.stop, bead.target.stop


def rounded(bead: Bead) -> Bead:
    """A bead with the decimals that the file of record keeps."""
    return replace(bead, score=round(bead.score, 4), confidence=round(bead.confidence, 4))
