"""The texts and marks of an open record, kept ready so that a filter takes milliseconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from duiqi.aligner.review.marks import Mark, marks_at
from duiqi.aligner.review.record import OpenRecord, Place
from duiqi.aligner.review.rows import letter
from duiqi.corpus.joining import join_segments
from duiqi.corpus.model import Bead
from duiqi.corpus.tiling import Beads, beads_of
from duiqi.exports.bands import BANDS
from duiqi.exports.units import kind

SOME = 20  # beads whose marks are looked for at once: some ten milliseconds

Marks = tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter of beads; an empty field, or False, lets all through.

    text   in the source, the target or both; case is ignored
    kind   as `1-2`, or a letter of the outline
    marks  only beads with numbers or symbols that differ
    """

    text: str = ""
    side: Literal["source", "target", "both"] = "both"
    band: str = ""
    status: str = ""
    kind: str = ""
    marks: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Columns of one revision, a value a bead.

    source, target  texts in lower case; empty lists until somebody searches
    marks           None where nobody has looked yet
    """

    beads: Beads
    revision: int
    source: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    marks: list[Marks | None] = field(default_factory=list)


def _same_texts(some: Sequence[Bead], others: Sequence[Bead]) -> bool:
    """Whether beads have the same segments, bead by bead."""
    return len(some) == len(others) and all(
        one.source_segments == other.source_segments and one.target_segments == other.target_segments
        for one, other in zip(some, others, strict=True)
    )


def bounds(name: str) -> tuple[float, float]:
    """The confidences of a band: from the first on, below the second; none for an unknown name.

    >>> bounds("fair"), bounds("sure")
    ((0.6, 0.9), (0.9, inf))
    """
    high = float("inf")
    for band in BANDS:
        if band.name == name:
            return band.low, high
        high = band.low
    return high, high


class Index:
    """The columns of an open record; each change replaces the snapshot, so readers need no lock."""

    def __init__(self, record: OpenRecord) -> None:
        alignment, revision = record.state()
        self._record = record
        self._langs = alignment.source.lang, alignment.target.lang
        beads = beads_of(alignment)
        self._now = Snapshot(beads, revision, marks=[None] * len(beads))
        record.listeners.append(self._changed)

    @property
    def now(self) -> Snapshot:
        """The columns of the present revision."""
        return self._now

    def _changed(self, place: Place) -> None:
        old, beads = self._now, beads_of(self._record.alignment)
        at, end = place.at, place.at + place.removed
        added = beads[at : at + place.added]
        if _same_texts(old.beads[at:end], added):  # a status or a note: texts and marks stay
            self._now = Snapshot(beads, self._record.revision, old.source, old.target, old.marks)
            return
        marks = old.marks.copy()
        marks[at:end] = [None] * place.added
        # The numbers of a bead may be answered by its neighbours.
        for near in (at - 1, at + place.added):
            if 0 <= near < len(marks):
                marks[near] = None
        columns = old.source.copy(), old.target.copy()
        for side, texts in enumerate(columns):
            if texts:
                texts[at:end] = self._texts(added, side)
        self._now = Snapshot(beads, self._record.revision, *columns, marks)

    def _texts(self, beads: Sequence[Bead], side: int) -> list[str]:
        lang = self._langs[side]
        return [
            join_segments(bead.target_segments if side else bead.source_segments, lang).casefold()
            for bead in beads
        ]

    def marks(self, snapshot: Snapshot, at: int) -> Marks:
        """The marks of the bead at a place; none where a person has rejected it."""
        if snapshot.beads[at].status == "rejected":
            return ()
        found = snapshot.marks[at]
        if found is None:
            found = snapshot.marks[at] = marks_at(snapshot.beads, at, self._langs)
        return found

    def prepare(self) -> Iterator[None]:
        """Look for the marks of all beads, some at a time, until all are known."""
        place = 0
        while place < len(self._now.marks):
            snapshot = self._now
            for at in range(place, min(place + SOME, len(snapshot.marks))):
                self.marks(snapshot, at)
            place += SOME
            yield

    def find(self, wanted: Wanted) -> tuple[int, list[int]]:
        """The revision, and the places of the beads that a filter lets through."""
        snapshot = self._searchable() if wanted.text else self._now
        beads = snapshot.beads
        found: Sequence[int] = range(len(beads))
        if wanted.status:
            found = [at for at in found if beads[at].status == wanted.status]
        if wanted.band:
            low, high = bounds(wanted.band)
            found = [at for at in found if low <= beads[at].confidence < high]
        if wanted.kind:
            of = letter if wanted.kind in ("1", "j", "o") else kind
            found = [at for at in found if of(beads[at]) == wanted.kind]
        if wanted.text:
            needle = wanted.text.casefold()
            columns = {
                "source": (snapshot.source,),
                "target": (snapshot.target,),
                "both": (snapshot.source, snapshot.target),
            }[wanted.side]
            found = [at for at in found if any(needle in column[at] for column in columns)]
        if wanted.marks:
            found = [at for at in found if self.marks(snapshot, at)]
        return snapshot.revision, list(found)

    def _searchable(self) -> Snapshot:
        """The snapshot with its texts, which are made when they are first searched."""
        if not self._now.source and self._now.beads:
            with self._record.unchanging():
                now = self._now
                texts = self._texts(now.beads, 0), self._texts(now.beads, 1)
                self._now = Snapshot(now.beads, now.revision, *texts, now.marks)
        return self._now
