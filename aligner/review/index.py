"""The texts and marks of an open record, kept ready so that a filter takes milliseconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from duiqi.aligner.review.columns import Column
from duiqi.aligner.review.marks import Mark, marks_at
from duiqi.aligner.review.record import OpenRecord, Place
from duiqi.aligner.review.rows import letter, outline
from duiqi.corpus.joining import join_segments
from duiqi.corpus.model import Bead
from duiqi.corpus.tiling import beads_of
from duiqi.exports.bands import BANDS
from duiqi.exports.units import kind

SOME = 20  # beads whose marks are looked for at once: some ten milliseconds

Marks = tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter of beads; an empty field, or False, lets all through.

    text   in the source, the target or both; case is ignored
    kind   as `1-2`, or a letter of the outline
    bead   the id of the only bead
    marks  only beads with numbers or symbols that differ
    """

    text: str = ""
    side: Literal["source", "target", "both"] = "both"
    band: str = ""
    status: str = ""
    kind: str = ""
    bead: str = ""
    marks: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Columns of one revision, a value a bead.

    beads           of a record that is not read whole yet, each is parsed when it is asked for
    source, target  texts in lower case, None where nobody has searched yet
    marks           None where nobody has looked yet
    """

    beads: Sequence[Bead]
    revision: int
    source: Column[str]
    target: Column[str]
    marks: Column[Marks]


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
        self._record = record
        self._langs = record.header.source.lang, record.header.target.lang
        beads, count = record.beads, len(record.beads)
        self._now = Snapshot(
            beads, record.revision, Column.unknown(count), Column.unknown(count), Column.unknown(count)
        )
        record.listeners.append(self._changed)

    @property
    def now(self) -> Snapshot:
        """The columns of the present revision."""
        return self._now

    def outline(self) -> tuple[int, dict[str, Any]]:
        """The revision, and the outline of its beads."""
        now, preview = self._now, self._record.preview
        if preview and preview.beads is now.beads:
            return now.revision, {
                "confidence": preview.confidence,
                "status": preview.status,
                "kind": preview.kind,
            }
        return now.revision, outline(now.beads)

    def _whole(self) -> Snapshot:
        """The snapshot with all its beads read."""
        if not isinstance(self._now.beads, tuple):
            self._record.read()
            with self._record.unchanging():
                if not isinstance(self._now.beads, tuple):
                    self._now = replace(self._now, beads=beads_of(self._record.alignment))
        return self._now

    def _changed(self, place: Place) -> None:
        old, beads = self._now, beads_of(self._record.alignment)
        at, end = place.at, place.at + place.removed
        added = beads[at : at + place.added]
        if _same_texts(old.beads[at:end], added):  # a status or a note: texts and marks stay
            self._now = replace(old, beads=beads, revision=self._record.revision)
            return
        # The numbers of a bead may be answered by its neighbours.
        near = range(max(at - 1, 0), min(end + 1, len(old.marks)))
        self._now = Snapshot(
            beads,
            self._record.revision,
            old.source.spliced(at, place.removed, place.added),
            old.target.spliced(at, place.removed, place.added),
            old.marks.spliced(near.start, len(near), len(near) - place.removed + place.added),
        )

    def marks(self, snapshot: Snapshot, at: int) -> Marks:
        """The marks of the bead at a place; none where a person has rejected it."""
        if snapshot.beads[at].status == "rejected":
            return ()
        found = snapshot.marks[at]
        if found is None:
            found = snapshot.marks[at] = marks_at(snapshot.beads, at, self._langs)
        return found

    def prepare(self) -> Iterator[None]:
        """Read all beads, fold their texts and look for their marks, some at a time, until all are known."""
        place = 0
        while place < len(self._now.beads):
            yield
            place = self._fold_texts(self._now, place)  # some fifteen milliseconds, most of them for parsing
        yield
        self._whole()
        place = 0
        while place < len(self._now.beads):
            yield
            snapshot = self._now
            self._look_for_marks(snapshot, range(place, min(place + SOME, len(snapshot.beads))))
            place += SOME

    def _look_for_marks(self, snapshot: Snapshot, places: range) -> None:
        for at in places:
            self.marks(snapshot, at)

    def _fold_texts(self, snapshot: Snapshot, at: int) -> int:
        """Make the texts that are searched of the block at a place, unless they are made; returns its end."""
        places = snapshot.source.block(at)
        source_lang, target_lang = self._langs
        if not snapshot.target.is_known(at):
            beads = snapshot.beads[places.start : places.stop]
            source = [join_segments(bead.source_segments, source_lang).casefold() for bead in beads]
            target = [join_segments(bead.target_segments, target_lang).casefold() for bead in beads]
            snapshot.source.set_block(places, source)
            snapshot.target.set_block(places, target)
        return places.stop

    def find(self, wanted: Wanted) -> tuple[int, list[int]]:
        """The revision, and the places of the beads that a filter lets through."""
        snapshot = self._whole()
        beads = snapshot.beads
        found: Sequence[int] = self._holding(snapshot, wanted) if wanted.text else range(len(beads))
        if wanted.status:
            found = [at for at in found if beads[at].status == wanted.status]
        if wanted.band:
            low, high = bounds(wanted.band)
            found = [at for at in found if low <= beads[at].confidence < high]
        if wanted.kind:
            of = letter if wanted.kind in ("1", "j", "o") else kind
            found = [at for at in found if of(beads[at]) == wanted.kind]
        if wanted.bead:
            found = [at for at in found if beads[at].id == wanted.bead]
        if wanted.marks:
            found = [at for at in found if self.marks(snapshot, at)]
        return snapshot.revision, list(found)

    def _holding(self, snapshot: Snapshot, wanted: Wanted) -> Sequence[int]:
        """The places of the beads that hold a text."""
        place = 0
        while place < len(snapshot.beads):
            place = self._fold_texts(snapshot, place)
        needle = wanted.text.casefold()
        source, target = cast(Iterable[str], snapshot.source), cast(Iterable[str], snapshot.target)
        if wanted.side == "both":
            pairs = enumerate(zip(source, target, strict=True))
            return [at for at, (one, other) in pairs if needle in one or needle in other]
        return [at for at, text in enumerate(source if wanted.side == "source" else target) if needle in text]
