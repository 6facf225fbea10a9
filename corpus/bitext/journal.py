"""The journal of a review: `NAME.jsonl.journal`, the changes that are not yet in `NAME.jsonl`.

The first line names the format. Each later line is a change or a base:

    {"duiqi-journal": 1}
    {"base": "5e88…", "revision": 0}
    {"revision": 1, "time": "2026-11-28T07:12:15Z", "do": {"do": "merge", "bead": "7"},
     "splice": {"at": 6, "count": 2, "beads": [{"id": "7", …}]},
     "inverse": {"at": 6, "count": 1, "beads": [{"id": "7", …}, {"id": "8", …}]}}

A base is the SHA-256 of `NAME.jsonl` with the changes up to a revision. It is written before the file is
replaced: whichever of the two files a kill leaves there, its hash says which changes are not in it. A
journal without the hash belongs to a file that is no longer there, and is ignored.

Beads of a splice are as in `NAME.jsonl`, or `{"same": 3, "count": 2, "status": "accepted"}`: two beads
that the splice removes, from the third one on (counted from 0), with another status or without one as
they were. So the acceptance of 50,000 beads is a line of a few kilobytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, cast

from duiqi.corpus.bitext.conventions import STATUSES, journal_of
from duiqi.corpus.bitext.jsonl import bead as read_bead
from duiqi.corpus.bitext.jsonl import read_jsonl
from duiqi.corpus.bitext.parts import Beads, Request
from duiqi.corpus.editing import Splice
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.files import readable
from duiqi.corpus.model import Alignment, Bead, Status
from duiqi.corpus.tiling import beads_of, editable, with_status

FORMAT = "duiqi-journal"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Change:
    """A splice as the journal has it: its beads may refer to those that it removes."""

    at: int
    count: int
    beads: tuple[Mapping[str, Any], ...]

    def splice(self, alignment: Alignment, place: str) -> Splice:
        """The splice of this change on the alignment for which it was made; MalformedFile for another."""
        beads = beads_of(alignment)
        if not (self.at >= 0 and self.count > 0 and self.at + self.count <= len(beads) and self.beads):
            raise MalformedFile(f"{place}: a change outside the alignment. Was the file edited elsewhere?")
        removed = beads[self.at : self.at + self.count]
        added = tuple(bead for fields in self.beads for bead in _beads(fields, removed, place))
        return Splice(self.at, self.count, added)

    def as_json(self) -> dict[str, Any]:
        """The change as an object of the journal."""
        return {"at": self.at, "count": self.count, "beads": list(self.beads)}


class Entry(NamedTuple):
    """A change that was made, and its inverse.

    do        the edit as it was asked for, or "undo", or "redo"
    revision  its number, from 1
    """

    revision: int
    time: str
    do: Mapping[str, Any] | str
    change: Change
    inverse: Change

    def as_json(self) -> dict[str, Any]:
        """The entry as an object of the journal."""
        return {
            "revision": self.revision,
            "time": self.time,
            "do": self.do,
            "splice": self.change.as_json(),
            "inverse": self.inverse.as_json(),
        }


class History(NamedTuple):
    """The contents of a journal.

    entries  all changes, those that are in the file of record included
    folded   number of entries that are in the file of record; None where the journal belongs to another
    length   bytes up to the end of the last whole line
    """

    entries: tuple[Entry, ...] = ()
    folded: int | None = 0
    length: int = 0

    @property
    def pending(self) -> tuple[Entry, ...]:
        """The changes that are not in the file of record."""
        return () if self.folded is None else self.entries[self.folded :]


def hash_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with readable(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_history(path: Path) -> History:
    """The journal beside a file of record; an empty history where there is none.

    A last line without its end, which a kill in the middle of writing leaves, is dropped. Raises
    MalformedFile, with the line, for a journal that is damaged elsewhere.
    """
    journal = journal_of(path)
    try:
        data = journal.read_bytes()
    except FileNotFoundError:
        return History()
    length = data.rfind(b"\n") + 1
    lines = data[:length].splitlines()
    if not lines:
        return History()
    if _fields(f"{journal}, line 1", lines[0]).get(FORMAT) != VERSION:
        raise MalformedFile(f"{journal}, line 1: not a journal of this version. Move the file away")
    base, folded, entries = hash_of(path), None, list[Entry]()
    for number, line in enumerate(lines[1:], 2):
        fields = _fields(f"{journal}, line {number}", line)
        if "base" in fields:
            folded = fields.get("revision", 0) if fields["base"] == base else folded
        elif "splice" in fields:
            entries.append(_entry(f"{journal}, line {number}", fields))
            if entries[-1].revision != len(entries):
                raise MalformedFile(
                    f"{journal}, line {number}: revision {entries[-1].revision}, expected {len(entries)}. "
                    "Was the file edited elsewhere?"
                )
    return History(tuple(entries), folded, length)


def read_recorded(request: Request) -> Alignment:
    """Read a file of record with the changes of its journal, as if they were in it already."""
    alignment = read_jsonl(request)
    if not journal_of(request.path).exists():
        return alignment
    history = read_history(request.path)
    if not history.pending:
        return alignment
    return alignment.with_beads(Beads(lambda: _changed(alignment, history, request.path)))


def _changed(alignment: Alignment, history: History, path: Path) -> Iterator[Bead]:
    alignment = editable(alignment)
    for entry in history.pending:
        place = f"{journal_of(path)}, revision {entry.revision}"
        alignment, _ = entry.change.splice(alignment, place).apply(alignment)
    yield from alignment.beads


def _fields(place: str, line: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise MalformedFile(f"{place}: damaged. Take the line out, or move the file away")
    return fields


def _entry(place: str, fields: Mapping[str, Any]) -> Entry:
    match fields:
        case {"revision": int(revision), "splice": dict(splice), "inverse": dict(inverse)}:
            done = fields.get("do", "")
            return Entry(
                revision,
                str(fields.get("time", "")),
                done if isinstance(done, dict) else str(done),
                _change(place, splice),
                _change(place, inverse),
            )
    raise MalformedFile(f"{place}: expected a revision, a splice and its inverse. Take the line out")


def _change(place: str, fields: Mapping[str, Any]) -> Change:
    match fields:
        case {"at": int(at), "count": int(count), "beads": list(beads)} if all(
            isinstance(bead, dict) for bead in beads
        ):
            return Change(at, count, tuple(beads))
    raise MalformedFile(f"{place}: expected a place, a count and beads. Take the line out")


def _beads(fields: Mapping[str, Any], removed: tuple[Bead, ...], place: str) -> tuple[Bead, ...]:
    """The beads that an object of a splice means."""
    if "same" not in fields:
        return (read_bead(place, dict(fields)),)
    match fields:
        case {"same": int(first)} if isinstance(fields.get("count", 1), int):
            kept = removed[first : first + fields.get("count", 1)] if first >= 0 else ()
            status = fields.get("status")
            if kept and (status is None or status in STATUSES):
                return kept if status is None else tuple(_marked(kept, cast(Status, status)))
    raise MalformedFile(f"{place}: a bead that is not there. Was the file edited elsewhere?")


def _marked(beads: tuple[Bead, ...], status: Status) -> Iterator[Bead]:
    for bead in beads:
        yield bead if bead.status == status else with_status(bead, status)
