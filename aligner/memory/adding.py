"""Add the beads of a bitext to a memory, each unit once.

The identity of a unit. A bitext is known by the hashes of its two files where it has them (JSONL and
XLIFF of ours), else by the names of both. In a bitext with hashes a unit is the n-th with its source
text: what a reviewer changes in its translation, status or note changes the unit. A bitext without
hashes (a TMX, a table) may be another one of the same name: there source and translation together are
the identity, and the same pair is a unit once; only a reviewed pair takes the place of the one
unreviewed unit with its source. An unreviewed bead never changes a reviewed unit: aligning a text
anew takes no review back.

A reviewer may also merge or split beads. So the units of the same two files that overlap a reviewed
one, and that are not in the bitext any more, are deleted.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from duiqi.aligner.memory.postings import Entry, add_block
from duiqi.aligner.memory.records import Placed, Record, Recorder
from duiqi.aligner.memory.store import transaction
from duiqi.aligner.memory.tokens import compared, indexed
from duiqi.aligner.memory.units import bare
from duiqi.corpus.languages import canonical
from duiqi.corpus.model import ACCEPTED, REFUSED, Alignment, Side

BATCH = 20_000  # units that are committed together: smaller batches take longer in all
ASKED = 500  # keys in a query; SQLite's oldest limit is 999

Progress = Callable[["Added"], None]


class Added(NamedTuple):
    """How many beads of a bitext were added so far; all of them are on the disk.

    added      new units
    changed    units that a review or a better reading changed
    known      units that were there already
    left_out   beads with an empty side, or refused by a person, which no unit had
    replaced   units deleted since a reviewer merged or split them
    """

    added: int = 0
    changed: int = 0
    known: int = 0
    left_out: int = 0
    replaced: int = 0


class _Known(NamedTuple):
    """A unit that is in the memory."""

    number: int
    key: bytes
    source: str
    target: str
    source_label: str
    target_label: str
    status: str
    confidence: float
    note: str
    codes: str


class Adding:
    """Adds the beads of one bitext."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, alignment: Alignment, placed: Iterable[Placed]
    ) -> None:
        self._connection, self._path, self._alignment, self._placed = connection, path, alignment, placed
        self._langs = canonical(alignment.source.lang), canonical(alignment.target.lang)
        self._hashed = bool(alignment.source.sha256 and alignment.target.sha256)
        self._recorder = Recorder(self._langs, self._hashed)
        self._in_bitext: set[int] = set()
        self._has_review = False

    def batches(self) -> Iterator[Added]:
        """Add batch after batch; what is yielded is committed."""
        counts = Counter[str]()
        document = self._document()
        records = self._records(counts)
        while batch := list(islice(records, BATCH)):
            with transaction(self._connection, self._path, write=True):
                fresh = Counter[str]()
                self._add(document, batch, fresh)
            counts += fresh
            yield Added(**counts)
        if self._hashed and self._has_review:
            with transaction(self._connection, self._path, write=True):
                counts["replaced"] = self._replace_overlapped(document)
        yield Added(**counts)

    def _document(self) -> int:
        sides = self._alignment.source, self._alignment.target
        names = [_name(side, self._hashed) for side in sides]
        hashes = [side.sha256 if self._hashed else "" for side in sides]
        key = (*names, *self._langs, *hashes)
        with transaction(self._connection, self._path, write=True):
            columns = "source_name, target_name, source_lang, target_lang, source_sha256, target_sha256"
            where = " AND ".join(
                f"{column} = ?" for column in columns.split(", ")[2 if self._hashed else 0 :]
            )
            found = self._connection.execute(
                f"SELECT number FROM documents WHERE {where}", key[2 if self._hashed else 0 :]
            ).fetchone()
            if found:
                return int(found[0])
            made = self._connection.execute(
                f"INSERT INTO documents ({columns}) VALUES (?, ?, ?, ?, ?, ?)", key
            )
            return int(made.lastrowid or 0)

    def _records(self, counts: Counter[str]) -> Iterator[Record]:
        for placed in self._placed:
            record = self._recorder.record(placed)
            if record is None:
                counts["left_out"] += 1
            else:
                self._has_review |= record.reviewed
                yield record

    def _add(self, document: int, batch: list[Record], counts: Counter[str]) -> None:
        """Add a batch, in a transaction."""
        stamp = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        batch = [record._replace(key=record.key + document.to_bytes(8, "little")) for record in batch]
        known = self._known(record.key for record in batch)
        fresh: dict[bytes, tuple[Record, str]] = {}
        for record in batch:
            if record.key in fresh:
                counts["known"] += 1
                continue
            found = known.get(record.key) or self._unreviewed_twin(document, record)
            if found is None:
                if record.status in REFUSED:
                    counts["left_out"] += 1
                    continue
                counts["added"] += 1
                fresh[record.key] = record, record.added or stamp
            elif not self._differs(found, record):
                counts["known"] += 1
                self._in_bitext.add(found.number)
            elif (found.source, found.target, found.source_label, found.target_label) == record[2:6] or (
                record.status in REFUSED
            ):
                counts["changed"] += 1
                self._in_bitext.add(found.number)
                self._connection.execute(
                    "UPDATE units SET status = ?, confidence = ?, note = ?, codes = ?, changed = ? "
                    "WHERE number = ?",
                    (
                        record.status,
                        record.confidence,
                        record.note,
                        record.codes,
                        record.changed or stamp,
                        found.number,
                    ),
                )
            else:
                counts["changed"] += 1
                added = delete(self._connection, found.number)
                fresh[record.key] = record, added
        self._insert(document, fresh, stamp)

    def _differs(self, found: _Known, record: Record) -> bool:
        """Whether the bead changes the unit."""
        if found.status in ACCEPTED | REFUSED and record.status == "new":
            return False
        texts = record.target, record.source_label, record.target_label
        same_texts = (
            found.target,
            found.source_label,
            found.target_label,
        ) == texts or record.status in REFUSED
        return not same_texts or (found.status, found.confidence, found.note, found.codes) != (
            record.status,
            record.confidence,
            record.note,
            record.codes,
        )

    def _known(self, keys: Iterator[bytes]) -> dict[bytes, _Known]:
        wanted, found = list(keys), {}
        for low in range(0, len(wanted), ASKED):
            some = wanted[low : low + ASKED]
            rows = self._connection.execute(
                f"SELECT {', '.join(_Known._fields)} FROM units WHERE key IN ({','.join('?' * len(some))})",
                some,
            )
            found.update({row[1]: _Known(*row) for row in rows})
        return found

    def _unreviewed_twin(self, document: int, record: Record) -> _Known | None:
        """The one unreviewed unit with the source of a reviewed record, in a bitext without hashes."""
        if self._hashed or not record.reviewed:
            return None
        rows = self._connection.execute(
            f"SELECT {', '.join(_Known._fields)} FROM units "
            "WHERE source_hash = ? AND document = ? AND source = ? AND status = 'new' LIMIT 2",
            (record.source_hash, document, record.source),
        ).fetchall()
        return _Known(*rows[0]) if len(rows) == 1 else None

    def _insert(self, document: int, fresh: dict[bytes, tuple[Record, str]], stamp: str) -> None:
        if not fresh:
            return
        last = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'units'").fetchone()
        first = last[0] + 1 if last else 1
        numbered = list(enumerate(fresh.values(), first))
        self._in_bitext.update(range(first, first + len(numbered)) if self._hashed else ())
        self._connection.executemany(
            f"INSERT INTO units VALUES ({', '.join('?' * 19)})",
            (
                (
                    number,
                    record.key,
                    document,
                    *record[1:12],
                    record.author,
                    record.note,
                    added,
                    record.changed or stamp,
                    record.codes,
                )
                for number, (record, added) in numbered
            ),
        )
        self._connection.executemany(
            "INSERT INTO words (rowid, source, target) VALUES (?, ?, ?)",
            ((number, indexed(record.source), indexed(record.target)) for number, (record, _) in numbered),
        )
        add_block(self._connection, first, len(numbered), self._entries(numbered))

    def _entries(self, numbered: list[tuple[int, tuple[Record, str]]]) -> Iterator[Entry]:
        for number, (record, _) in numbered:
            texts = bare(record.source, record.source_label), bare(record.target, record.target_label)
            for side, (text, lang) in enumerate(zip(texts, self._langs, strict=True)):
                yield Entry(2 * number + side, lang, compared(text, lang))

    def _replace_overlapped(self, document: int) -> int:
        """Delete the units that overlap a reviewed one of this bitext, and are not in it."""
        rows = self._connection.execute(
            "SELECT number, start, stop, status FROM units "
            "WHERE document = ? AND start IS NOT NULL ORDER BY start, stop",
            (document,),
        ).fetchall()
        reviewed = [row[1:3] for row in rows if row[0] in self._in_bitext and row[3] in ACCEPTED]
        replaced, at = 0, 0
        for number, start, stop, _ in rows:
            while at < len(reviewed) and reviewed[at][1] <= start:
                at += 1
            if number not in self._in_bitext and at < len(reviewed) and reviewed[at][0] < stop:
                delete(self._connection, number)
                replaced += 1
        return replaced


def delete(connection: sqlite3.Connection, number: int) -> str:
    """Delete a unit, in a transaction of the caller's.

    returns  the date when it was added; empty where there is no such unit any more
    """
    # The index has no copy of the texts: it deletes the words that it is given.
    row = connection.execute("SELECT source, target, added FROM units WHERE number = ?", (number,)).fetchone()
    if row is None:
        return ""
    connection.execute(
        "INSERT INTO words (words, rowid, source, target) VALUES ('delete', ?, ?, ?)",
        (number, indexed(row[0]), indexed(row[1])),
    )
    connection.execute("DELETE FROM units WHERE number = ?", (number,))
    return str(row[2])


def _name(side: Side, hashed: bool) -> str:
    return Path(side.name).name if hashed else side.name
