"""What a run knows of its pairs, on disk, so that a killed run goes on where it was.

One SQLite file in the run's folder, written by the parent process alone. Its write-ahead
log makes each step whole or nothing; the exclusive lock needs no shared memory, so that it
works on network disks too, and keeps a second run out of the folder. A pair's outcome is
noted after its files are in place: what a kill can cost is work, never a result.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from duiqi.aligner.batch.job import Job, Outcome
from duiqi.aligner.batch.manifest import Entry
from duiqi.aligner.batch.names import file_name, key
from duiqi.corpus.errors import DuiqiError, MalformedFile, UnreadableFile, UnwritableFile

FILE = "run.sqlite"
LARGE = 1_000_000  # bytes of both texts together: one of these may take minutes and a gigabyte
ATTEMPTS = 2  # for a pair whose worker died: it may have been another's fault
ARCHIVES = frozenset({".pdf", ".docx", ".odt", ".epub"})
PACKED = 10  # times an archive, with its pictures and fonts, is larger than its text
TAKEN = frozenset({"report"})  # report.jsonl and report.html are no pair's
SPARE = re.compile(r"\..*\.[0-9a-f]{8}\.part")  # what exports.replacing has not finished

# Lanes: small pairs run in the manifest's order; large ones the largest first, few at a time;
# those that need more memory than a worker's share at the end, with all of it.
SMALL, BIG, ALONE = range(3)

TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE pairs (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, place TEXT NOT NULL,
  name TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL, target TEXT NOT NULL, source_lang TEXT NOT NULL, target_lang TEXT NOT NULL,
  bytes INTEGER NOT NULL, lane INTEGER NOT NULL, rank INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting', attempts INTEGER NOT NULL DEFAULT 0,
  sentences INTEGER NOT NULL DEFAULT 0, trusted REAL NOT NULL DEFAULT 0, report TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX queue ON pairs (state, lane, rank);
"""
JOB = "number, id, name, source, target, source_lang, target_lang, bytes, lane = 2"


class Counts(NamedTuple):
    """How far a run is, in pairs, bytes and sentences."""

    pairs: Mapping[str, int]
    bytes_waiting: int
    sentences: int

    @property
    def total(self) -> int:
        """All pairs of the run."""
        return sum(self.pairs.values())


class State:
    """The run's record in a folder; a new one, or the one that is there.

    Raises DuiqiError where another run is at work in the folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE
        self.is_new = True
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UnwritableFile(f"{folder}: cannot be made: {reason}. Give another folder") from error
        try:
            self._base = sqlite3.connect(self.path, timeout=0.5, isolation_level=None)
            self._base.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.execute("BEGIN EXCLUSIVE")
            self.is_new = not self._base.execute(
                "SELECT 1 FROM sqlite_master WHERE name = 'facts'"
            ).fetchone()
            self._base.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise DuiqiError(
                    f"{folder}: another run is at work in this folder. Wait for it, or give another one"
                ) from error
            raise UnwritableFile(f"{self.path}: cannot be used: {error}. Give another folder") from error
        except sqlite3.DatabaseError as error:
            raise UnreadableFile(f"{self.path}: no record of a run: {error}. Give another folder") from error

    def close(self) -> None:
        """Let go of the folder."""
        self._base.close()

    # --- beginning and going on

    def begin(self, entries: Iterable[Entry], base: Path, facts: Mapping[str, str]) -> None:
        """Note all pairs of a new run, whole or not at all.

        base   what the entries' paths are relative to
        facts  what else is to be remembered of the run
        """
        with self._transaction():
            for statement in filter(None, map(str.strip, TABLES.split(";"))):
                self._base.execute(statement)
            self._base.executemany("INSERT INTO facts VALUES (?, ?)", facts.items())
            for number, entry in enumerate(entries):
                self._add(number, entry, base)

    def _add(self, number: int, entry: Entry, base: Path) -> None:
        if twin := self._base.execute("SELECT place FROM pairs WHERE id = ?", (entry.id,)).fetchone():
            raise MalformedFile(f"{entry.place}: the id '{entry.id}' is that of {twin[0]} already")
        name = wanted = file_name(entry.id)
        times = 1
        while key(name) in TAKEN or self.has_name(name):
            times += 1
            name = f"{wanted}~{times}"
        size = _weight(base / entry.source) + _weight(base / entry.target)
        lane = BIG if size >= LARGE else SMALL
        self._base.execute(
            "INSERT INTO pairs (number, id, place, name, key, source, target, source_lang, target_lang, "
            "bytes, lane, rank) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number, entry.id, entry.place, name, key(name), entry.source, entry.target,
                entry.source_lang, entry.target_lang, size, lane, -size if lane == BIG else number,
            ),
        )  # fmt: skip

    def has_name(self, name: str) -> bool:
        """Whether a pair's files are called so, or nearly so."""
        return self._base.execute("SELECT 1 FROM pairs WHERE key = ?", (key(name),)).fetchone() is not None

    def check(self, entries: Iterable[Entry], facts: Mapping[str, str]) -> None:
        """Raise DuiqiError, which says what differs, unless this run is the one that was begun here."""
        was = dict(self._base.execute("SELECT name, value FROM facts"))
        changes = [
            f"{name} was {was.get(name) or 'not given'}, now {facts.get(name) or 'not given'}"
            for name in facts
            if was.get(name, "") != facts[name]
        ]
        if changes:
            raise self._other("; ".join(changes))
        before = self._base.execute(
            "SELECT id, source, target, source_lang, target_lang FROM pairs ORDER BY number"
        )
        for number, (then, entry) in enumerate(zip_longest(before, entries)):
            if entry is None:
                raise self._other(f"the manifest had more than {number:,} pairs, '{then[0]}' next")
            if then is None:
                raise self._other(f"{entry.place}: '{entry.id}' is new, the manifest had {number:,} pairs")
            if then != tuple(entry[1:]):
                raise self._other(f"{entry.place}: {_difference(then, entry)}")

    def _other(self, difference: str) -> DuiqiError:
        return DuiqiError(
            f"{self.folder}: holds another run. {difference}. Give another --out, or go on with the same"
        )

    def fact(self, name: str) -> str:
        """What was noted when the run began."""
        row = self._base.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def resume(self, base: Path, retry: bool) -> None:
        """Have everything done that was in flight, or whose file has gone; on demand what failed."""
        again = ["running", "lost", *(["failed"] if retry else [])]
        with self._transaction():
            for number, source, target in self._base.execute(
                f"SELECT number, source, target FROM pairs WHERE state IN ({','.join('?' * len(again))})",
                again,
            ).fetchall():
                size = _weight(base / source) + _weight(base / target)
                lane = BIG if size >= LARGE else SMALL
                self._base.execute(
                    "UPDATE pairs SET state = 'waiting', bytes = ?, lane = ?, rank = ? WHERE number = ?",
                    (size, lane, -size if lane == BIG else number, number),
                )
            finished = self._base.execute(
                "SELECT number, name FROM pairs WHERE state IN ('done', 'doubtful')"
            )
            gone = [(number,) for number, name in finished if not (self.folder / f"{name}.jsonl").exists()]
            self._base.executemany("UPDATE pairs SET state = 'waiting' WHERE number = ?", gone)
            self._base.execute("UPDATE pairs SET attempts = 0 WHERE state = 'waiting'")

    def sweep(self) -> None:
        """Remove what killed workers left unfinished."""
        for path in self.folder.iterdir():
            if SPARE.fullmatch(path.name):
                with suppress(OSError):
                    path.unlink()

    # --- the queue

    def waiting(self) -> bool:
        """Whether anything is left to do."""
        return (
            self._base.execute("SELECT 1 FROM pairs WHERE state = 'waiting' LIMIT 1").fetchone() is not None
        )

    def take(self, lane: int) -> Job | None:
        """The next pair of a lane, if one is waiting there."""
        row = self._base.execute(
            "UPDATE pairs SET state = 'running', attempts = attempts + 1 WHERE number = (SELECT number "
            f"FROM pairs WHERE state = 'waiting' AND lane = ? ORDER BY rank LIMIT 1) RETURNING {JOB}",
            (lane,),
        ).fetchall()
        return Job(*row[0]) if row else None

    def record(self, job: Job, outcome: Outcome) -> None:
        """Note how a pair came out; its files, if it has any, are in place."""
        self._base.execute(
            "UPDATE pairs SET state = ?, sentences = ?, trusted = ?, report = ? WHERE number = ?",
            (
                outcome.state, outcome.sentences, outcome.trusted,
                json.dumps(outcome.report, ensure_ascii=False), job.number,
            ),
        )  # fmt: skip

    def put_back(self, job: Job, *, alone: bool = False, begun: bool = True) -> None:
        """Have a pair done later: alone, with all the memory there is, or as before."""
        lane = "lane = 2, rank = number, " if alone else ""
        self._base.execute(
            f"UPDATE pairs SET {lane}state = 'waiting', attempts = attempts - ? WHERE number = ?",
            (not begun, job.number),
        )

    def put_all_back(self) -> None:
        """Have everything that is in flight done later."""
        self._base.execute("UPDATE pairs SET state = 'waiting' WHERE state = 'running'")

    def may_try_again(self, job: Job) -> bool:
        """Whether a pair whose worker died gets another attempt in this run."""
        (attempts,) = self._base.execute(
            "SELECT attempts FROM pairs WHERE number = ?", (job.number,)
        ).fetchone()
        return int(attempts) < ATTEMPTS

    # --- what there is

    def counts(self) -> Counts:
        """How far the run is."""
        rows = self._base.execute(
            "SELECT state, count(*), sum(bytes), sum(sentences) FROM pairs GROUP BY state"
        )
        pairs, waiting, sentences = {}, 0, 0
        for state, number, size, found in rows:
            pairs[state] = number
            sentences += found
            if state in ("waiting", "running"):
                waiting += size
        return Counts(pairs, waiting, sentences)

    def renamed(self) -> tuple[int, list[tuple[str, str]]]:
        """How many pairs' files are not called as their ids, and the first few: (id, name)."""
        (number,) = self._base.execute("SELECT count(*) FROM pairs WHERE id <> name").fetchone()
        some = self._base.execute("SELECT id, name FROM pairs WHERE id <> name ORDER BY number LIMIT 3")
        return int(number), some.fetchall()

    def reports(self, *states: str, worst_first: bool = False, most: int = -1) -> Iterator[dict[str, Any]]:
        """Each pair's id, file name, texts, state and what is known of it.

        states       all by default
        worst_first  not in the manifest's order: what failed, then by how much can be trusted
        most         so many at the most
        """
        where = f"WHERE state IN ({','.join('?' * len(states))})" if states else ""
        order = (
            "CASE state WHEN 'failed' THEN 0 WHEN 'lost' THEN 0 WHEN 'doubtful' THEN 1 WHEN 'done' THEN 2 "
            "ELSE 3 END, trusted, number"
            if worst_first
            else "number"
        )
        rows = self._base.execute(
            f"SELECT id, name, source, target, state, report FROM pairs {where} ORDER BY {order} LIMIT ?",
            (*states, most),
        )
        for id, name, source, target, state, report in rows:  # noqa: A001 - the manifest's word
            known = {"id": id, "file": name, "source": source, "target": target, "state": state}
            yield known | json.loads(report)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._base.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")


def _weight(path: Path) -> int:
    """About how many bytes of text a file holds, told from outside."""
    try:
        size = path.stat().st_size
    except (OSError, ValueError):  # what is missing, or no path at all, is told when its turn comes
        return 0
    return size // PACKED if path.suffix.lower() in ARCHIVES else size


def _difference(then: tuple[str, ...], entry: Entry) -> str:
    for field, was, now in zip(Entry._fields[1:], then, entry[1:], strict=True):
        if was != now:
            return f"{field} was '{was}', now '{now}'"
    raise AssertionError("the two are the same")
