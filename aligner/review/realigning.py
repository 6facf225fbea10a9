"""The handlers of the aligner at hand: align anew, and the alternatives to a bead."""

from __future__ import annotations

from typing import Any

from duiqi.aligner.review import tasks
from duiqi.aligner.review.answers import Asked
from duiqi.aligner.review.bench import Bench
from duiqi.aligner.review.edits import MalformedRequest
from duiqi.aligner.review.proposals import Part, differing, rounded
from duiqi.aligner.review.rows import row
from duiqi.aligner.review.workspace import Open
from duiqi.corpus.model import ACCEPTED, Alignment
from duiqi.corpus.tiling import Beads, beads_of, place_of

LONGEST = 300.0  # seconds: a book without an accepted bead takes a minute
SCOPES = ("from", "between")


class Realigning:
    """The handlers of anew and alternatives. Nothing is changed until a proposal is taken."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def anew(self, asked: Asked) -> dict[str, Any]:
        """POST documents/ID/anew: the beads from one on, or between accepted ones, aligned anew."""
        opened, alignment, at = self._at(asked, asked.body.text("bead"))
        opened.record.check(asked.body.number("revision"))
        place = scope(beads_of(alignment), at, asked.body.word("scope", SCOPES))
        new = self.bench.jobs.wait(tasks.anew, alignment, place.start, len(place), seconds=LONGEST)
        parts = differing(alignment, place.start, len(place), new)
        proposal = self.bench.proposals.add(opened.id, alignment, parts)
        return {"proposal": proposal.id, "parts": [_shown(part) for part in parts]}

    def alternatives(self, asked: Asked) -> dict[str, Any]:
        """GET documents/ID/alternatives: the next best alignments of a bead's place."""
        name = asked.query.get("bead")
        if name is None:
            raise MalformedRequest("'bead' should be the id of a bead, found nothing")
        opened, alignment, at = self._at(asked, name)
        found = self.bench.jobs.wait(tasks.others, alignment, at, seconds=LONGEST)
        parts = [
            Part(number, one.at, one.count, tuple(map(rounded, one.beads)), one.probability, one.is_present)
            for number, one in enumerate(found)
        ]
        proposal = self.bench.proposals.add(opened.id, alignment, parts, only_one=True)
        return {"proposal": proposal.id, "alternatives": [_shown(part) for part in parts]}

    def _at(self, asked: Asked, name: str) -> tuple[Open, Alignment, int]:
        """The document, its alignment, and the place of a bead in it."""
        opened = self.bench.workspace.open(asked.path["document"])
        alignment = opened.record.alignment
        return opened, alignment, place_of(beads_of(alignment), name)


def scope(beads: Beads, at: int, name: str) -> range:
    """The beads from one on, or those around it between the nearest that a person has accepted."""
    start, end = at, len(beads)
    if name == "between":
        while start and beads[start - 1].status not in ACCEPTED:
            start -= 1
        end = next((place for place in range(at + 1, end) if beads[place].status in ACCEPTED), end)
    return range(start, end)


def _shown(part: Part) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "number": part.number,
        "at": part.at,
        "removed": part.removed,
        "rows": [row(at, bead) for at, bead in enumerate(part.beads, part.at)],
    }
    if part.probability is None:
        return fields
    return fields | {"probability": round(part.probability, 4), "present": part.is_present}
