"""Edit an alignment by hand: merge, split and move beads, correct texts, accept and reject.

Each edit is a small immutable object that says what to do; `apply` does it to an alignment and
returns the new alignment and the edit that undoes it. So a list of applied edits is a journal,
and the list of their inverses, taken from the end, an undo stack.

>>> from duiqi.corpus.model import Side
>>> bead = Bead.of_texts(range(1), range(2), "7", ["Yes. Come in."], ["是的。", "请进。"])
>>> before = Alignment(Side(lang="en"), Side(lang="zh"), (bead,))
>>> after, undo = Split("7", source=Cursor(0, 5), target=Cursor(1)).apply(before)
>>> [(bead.id, bead.source_texts, bead.target_texts) for bead in after.beads]
[('7', ('Yes.',), ('是的。',)), ('7-2', ('Come in.',), ('请进。',))]
>>> undo.apply(after)[0] == before
True

Edits need an alignment as `tiling.editable` returns it: beads in a tuple, ids unique, segments
numbered without gaps. They keep it so: the beads tile both sides, none is empty, and a bead that
an edit does not touch keeps its id. No text is lost but white space at the place where a segment
is cut; only `EditText` replaces text.

Beads that a person made by merging, splitting, moving or correcting are `corrected`. Their score
and confidence remain the model's: a merged bead has the sum of the scores and the least confidence,
the parts of a split bead have those of the whole.

An edit takes time in proportion to the number of beads, which are copied into a new tuple. Only where
the number of segments changes, by a cut or a join inside a segment, are the beads after it made anew.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Literal

from duiqi.corpus.codes import moved
from duiqi.corpus.cutting import Cursor, Segments, Which, divided, joined, kept_label, segments_of
from duiqi.corpus.errors import ImpossibleEdit
from duiqi.corpus.model import ACCEPTED, Alignment, Bead, BeadSegment, Status
from duiqi.corpus.tiling import (
    Beads,
    beads_of,
    following_id,
    id_of_part,
    ids_of,
    numbered,
    place_of,
    places_of,
    with_status,
)


class Edit(ABC):
    """A change to an alignment."""

    __slots__ = ()

    def splice(self, alignment: Alignment) -> Splice:
        """The beads to replace, and those to put there; ImpossibleEdit where it cannot be done."""
        return self._splice(beads_of(alignment), alignment)

    @abstractmethod
    def _splice(self, beads: Beads, alignment: Alignment) -> Splice: ...

    def apply(self, alignment: Alignment) -> tuple[Alignment, Splice]:
        """The edited alignment, and the edit that restores this one exactly."""
        return self.splice(alignment).apply(alignment)


@dataclass(frozen=True, slots=True)
class Splice(Edit):
    """Replace `count` beads from place `at` on by others; every edit is reduced to this one.

    The new beads' segments are numbered here, and those of all later beads if need be. The
    inverse is a splice as well; it fits the alignment that `apply` returned.
    """

    at: int
    count: int
    beads: tuple[Bead, ...]

    def _splice(self, beads: Beads, alignment: Alignment) -> Splice:
        return self

    def apply(self, alignment: Alignment) -> tuple[Alignment, Splice]:
        """The alignment with the beads replaced, and the splice that puts the old ones back."""
        beads, end = beads_of(alignment), self.at + self.count
        removed = beads[self.at : end]
        first, last = removed[0], removed[-1]
        added = numbered(self.beads, first.source.start, first.target.start)
        ends = added[-1].source.stop, added[-1].target.stop
        changed = list(beads)  # and a tuple of it: half the time of three tuples that are added
        changed[self.at : end] = added
        if ends != (last.source.stop, last.target.stop):
            below = self.at + len(added)
            changed[below:] = numbered(changed[below:], *ends)
        return alignment.with_beads(tuple(changed)), Splice(self.at, len(added), removed)


@dataclass(frozen=True, slots=True)
class Merge(Edit):
    """Merge a bead with the next one. It keeps its id; the notes of both are kept."""

    bead: str

    def _splice(self, beads: Beads, alignment: Alignment) -> Splice:
        at = place_of(beads, self.bead)
        below = _neighbour(beads, at, 1)
        return Splice(at, 2, (_merged(beads[at], beads[below], self.bead),))


@dataclass(frozen=True, slots=True)
class Split(Edit):
    """Split a bead in two: what is before the cursor of each side, and the rest.

    A cursor inside a segment cuts it. Without a cursor a side stays in the first bead whole.
    The first bead keeps the id and the note, the second one has a free one in order, as `7-2`.
    """

    bead: str
    source: Cursor | None = None
    target: Cursor | None = None

    def _splice(self, beads: Beads, alignment: Alignment) -> Splice:
        at = place_of(beads, self.bead)
        bead = beads[at]
        source, rest_of_source = divided(bead, "source", self.source)
        target, rest_of_target = divided(bead, "target", self.target)
        if not (source or target) or not (rest_of_source or rest_of_target):
            raise ImpossibleEdit(f"bead {self.bead}: all of it is on one side of the cursors")
        first = _corrected(bead, source, target)
        second = _corrected(bead, rest_of_source, rest_of_target)
        name = id_of_part(self.bead, following_id(beads, at), ids_of(beads))
        return Splice(at, 1, (first, replace(second, id=name, note="")))


@dataclass(frozen=True, slots=True)
class Move(Edit):
    """Move what is before the cursor to the bead above, or what is after it to the bead below.

    A cursor inside a segment cuts it. Without a cursor one segment moves, the first or the
    last. A bead from which everything moves is merged into its neighbour.
    """

    bead: str
    side: Which
    to: Literal["above", "below"]
    cursor: Cursor | None = None

    def _splice(self, beads: Beads, alignment: Alignment) -> Splice:
        at = place_of(beads, self.bead)
        up = self.to == "above"
        there = _neighbour(beads, at, -1 if up else 1)
        bead, neighbour = beads[at], beads[there]
        if not segments_of(bead, self.side):
            raise ImpossibleEdit(f"bead {self.bead}: its {self.side} is empty, so nothing can be moved")
        before, after = divided(bead, self.side, self.cursor or Cursor(1 if up else -1))
        moved, kept = (before, after) if up else (after, before)
        if not moved:
            raise ImpossibleEdit(
                f"bead {self.bead}: nothing is {'before' if up else 'after'} the cursor, "
                f"so nothing can be moved {self.to}"
            )
        first = min(at, there)
        rest, held = _with(bead, self.side, kept), segments_of(neighbour, self.side)
        if not (rest.source_segments or rest.target_segments):
            merged = _merged(beads[first], beads[first + 1], neighbour.id)
            return Splice(first, 2, (merged,))
        grown = _with(neighbour, self.side, held + moved if up else moved + held)
        return Splice(first, 2, (grown, rest) if up else (rest, grown))


@dataclass(frozen=True, slots=True)
class JoinSegments(Edit):
    """Make one segment of a bead's segment and the next one of its side.

    A space comes between them, unless the language is written without or Han, kana or
    full-width punctuation meet. The joined segment has the label, the kind and the paragraph
    of the first.
    """

    bead: str
    side: Which
    segment: int

    def _splice(self, beads: Beads, alignment: Alignment) -> Splice:
        at = place_of(beads, self.bead)
        segments = segments_of(beads[at], self.side)
        if not 0 <= self.segment < len(segments) - 1:
            raise ImpossibleEdit(
                f"bead {self.bead}: no {self.side} segment {self.segment} with another after it; "
                f"there are {len(segments)}, counted from 0"
            )
        lang = (alignment.source if self.side == "source" else alignment.target).lang
        whole = joined(segments[self.segment], segments[self.segment + 1], lang)
        rest = segments[self.segment + 2 :]
        return Splice(at, 1, (_with(beads[at], self.side, (*segments[: self.segment], whole, *rest)),))


@dataclass(frozen=True, slots=True)
class EditText(Edit):
    """Replace the text of a segment; it keeps its place in the document.

    The number after the last segment's adds one, as where a translation was missing. The
    typed label is dropped where the text no longer opens with it. The same text changes nothing.
    """

    bead: str
    side: Which
    segment: int
    text: str

    def _splice(self, beads: Beads, alignment: Alignment) -> Splice:
        at = place_of(beads, self.bead)
        segments = segments_of(beads[at], self.side)
        if not 0 <= self.segment <= len(segments):
            raise ImpossibleEdit(
                f"bead {self.bead}: no {self.side} segment {self.segment}; "
                f"there are {len(segments)}, counted from 0"
            )
        old = segments[self.segment] if self.segment < len(segments) else BeadSegment("")
        if old.text == self.text:
            return Splice(at, 1, (beads[at],))
        new = old._replace(
            text=self.text,
            label=kept_label(old, self.text),
            codes=moved(old.codes, old.text, self.text),
        )
        rest = segments[self.segment + 1 :]
        return Splice(at, 1, (_with(beads[at], self.side, (*segments[: self.segment], new, *rest)),))


@dataclass(frozen=True, slots=True)
class Mark(Edit):
    """Give beads a status: `accepted`, `rejected`, `untranslated`, or `new` to take it back.

    Accepting a corrected bead leaves it corrected, which says more. A bead with text on both
    sides that is marked as untranslated becomes two: neither side is the other's translation.
    """

    beads: tuple[str, ...]
    status: Status

    def _splice(self, beads: Beads, alignment: Alignment) -> Splice:
        wanted = set(self.beads)
        places = places_of(beads, wanted)
        if not places:
            raise ImpossibleEdit("no bead is named that could be marked")
        at, end = places[0], places[-1] + 1
        taken = ids_of(beads) if self.status == "untranslated" else set[str]()
        marked: list[Bead] = []
        for place, bead in enumerate(beads[at:end], at):
            following = following_id(beads, place)
            marked += self._marked(bead, following, taken) if bead.id in wanted else (bead,)
        return Splice(at, end - at, tuple(marked))

    def _marked(self, bead: Bead, following: str, taken: set[str]) -> tuple[Bead, ...]:
        if self.status == "accepted" and bead.status in ACCEPTED:
            return (bead,)
        bead = with_status(bead, self.status)
        if self.status != "untranslated" or not (bead.source_segments and bead.target_segments):
            return (bead,)
        other = id_of_part(bead.id, following, taken)
        taken.add(other)
        return (
            replace(bead, target_segments=()),
            replace(bead, id=other, source_segments=(), note=""),
        )


@dataclass(frozen=True, slots=True)
class Annotate(Edit):
    """Write a note on a bead, which replaces its note; its status stays."""

    bead: str
    note: str

    def _splice(self, beads: Beads, alignment: Alignment) -> Splice:
        at = place_of(beads, self.bead)
        return Splice(at, 1, (replace(beads[at], note=self.note),))


def _neighbour(beads: Beads, at: int, step: Literal[-1, 1]) -> int:
    if not 0 <= at + step < len(beads):
        raise ImpossibleEdit(f"bead {beads[at].id}: no bead is {'below' if step > 0 else 'above'} it")
    return at + step


def _corrected(bead: Bead, source: Segments, target: Segments) -> Bead:
    return replace(bead, source_segments=source, target_segments=target, status="corrected")


def _with(bead: Bead, side: Which, segments: Segments) -> Bead:
    """The bead with other segments on one side, corrected."""
    if side == "source":
        return _corrected(bead, segments, bead.target_segments)
    return _corrected(bead, bead.source_segments, segments)


def _merged(first: Bead, second: Bead, name: str) -> Bead:
    return Bead(
        first.source,
        first.target,
        name,
        first.source_segments + second.source_segments,
        first.target_segments + second.target_segments,
        round(first.score + second.score, 4),
        min(first.confidence, second.confidence),
        "corrected",
        " / ".join(filter(None, (first.note, second.note))),
        first.records or second.records,
    )
