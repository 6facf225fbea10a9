"""The ledger of a run: the status of each pair, on disk, so that a killed run can be resumed.

One SQLite file in the results' folder, written by the parent process alone. Its write-ahead
log makes each step whole or nothing; the exclusive lock needs no shared memory, so that it
works on network disks too, and keeps a second run out of the folder. A result is recorded
after its files are in place: a kill can cost work, but never a result.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from duiqi.aligner.batch.job import FINISHED, WRITTEN, Job, PairResult, Status
from duiqi.aligner.batch.manifest import Entry
from duiqi.aligner.batch.outputs import outputs_of
from duiqi.aligner.batch.pairs import Contradiction, Pairs, Resumed
from duiqi.aligner.batch.questions import Questions
from duiqi.aligner.batch.schema import FILE, JOB_COLUMNS, TABLES, VERSION, Lane
from duiqi.aligner.batch.setup import Setup
from duiqi.aligner.batch.text_state import TextState, state_of
from duiqi.corpus.errors import DuiqiError, UnreadableFile, UnwritableFile

MAX_ATTEMPTS = 2  # for a pair whose worker crashed: another pair, or another program, may be the cause
# No id makes such a name: the files of its pair would be outside the folder, or hidden.
STRANGE_NAME = (
    "SELECT stem FROM pairs WHERE typeof(stem) != 'text' OR stem = '' "
    "OR stem GLOB '[.~-]*' OR stem GLOB '*[/\\:]*' LIMIT 1"
)


class Counts(NamedTuple):
    """How far a run is, in pairs of each status, bytes and sentences."""

    pairs: Mapping[str, int]
    bytes_left: int
    sentences: int

    @property
    def total(self) -> int:
        """All pairs of the run."""
        return sum(self.pairs.values())

    def of(self, *statuses: Status) -> int:
        """Pairs that have one of these statuses."""
        return sum(self.pairs.get(status, 0) for status in statuses)


@contextmanager
def reporting(path: Path) -> Iterator[None]:
    """Report SQLite's errors in one line that names the ledger."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise DuiqiError(
                f"{path.parent}: another run is at work in this folder. Wait for it, or give another one"
            ) from error
        if "no such" in str(error):
            raise UnreadableFile(f"{path}: not a ledger: {error}. Give another folder") from error
        raise UnwritableFile(f"{path}: cannot be used: {error}. Give another folder") from error
    except sqlite3.DatabaseError as error:
        raise UnreadableFile(f"{path}: not a ledger: {error}. Give another folder") from error


class Ledger:
    """The ledger in a folder: a new one, or the one that is there.

    is_new   no run has begun in the folder
    resumed  what is to be done again, or is new, in a run that was resumed

    Raises DuiqiError where another run is at work in the folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE
        self.resumed = Resumed()
        self._base = Path()
        self._had = folder.exists(), self.path.exists()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UnwritableFile(f"{folder}: cannot be made: {reason}. Give another folder") from error
        with reporting(self.path):
            self._database = sqlite3.connect(self.path, timeout=0.5, isolation_level=None)
            self._database.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=NORMAL")
            self.questions = Questions(self._database)
            self._pairs = Pairs(self._database)
            with self._transaction("EXCLUSIVE"):
                self.is_new = not self._value("SELECT count(*) FROM sqlite_master")
                version = self._value("PRAGMA user_version")
        if not self.is_new:
            try:
                self._check(version)
            except BaseException:
                self.close()
                raise

    def _check(self, version: int) -> None:
        """Refuse the ledger of another version, another program's file, and names outside the folder."""
        if version != VERSION:
            raise self._another_run("it was begun by another version of duiqi")
        with reporting(self.path):
            self._database.execute(f"SELECT {JOB_COLUMNS} FROM pairs LIMIT 1")
            self._database.execute("SELECT name, value FROM settings LIMIT 1")
            if strange := self._database.execute(STRANGE_NAME).fetchone():
                raise UnreadableFile(
                    f"{self.path}: not a ledger: {strange[0]!r} is no name of a pair's files"
                )

    def close(self) -> None:
        """Close the file and release the folder."""
        self._database.close()

    def discard(self) -> None:
        """Close the file, and remove what was made for a run that could not begin."""
        self.close()
        had_folder, had_file = self._had
        with suppress(OSError):
            if not had_file:
                self.path.unlink()
            if not had_folder:
                self.folder.rmdir()

    # --- beginning and resuming

    def begin(self, entries: Iterable[Entry], base: Path, settings: Mapping[str, str]) -> None:
        """Record all pairs and the settings of a new run, or nothing.

        base  the folder that the entries' paths are relative to
        """
        self._base = base
        with self._transaction():
            for statement in TABLES:
                self._database.execute(statement)
            self._database.execute(f"PRAGMA user_version = {VERSION}")
            self._database.executemany("INSERT INTO settings VALUES (?, ?)", settings.items())
            self._pairs.take_in(entries, base)

    def resume(
        self,
        entries: Iterable[Entry],
        setup: Setup,
        settings: Mapping[str, str],
        *,
        retry_failed: bool = False,
    ) -> None:
        """Compare the run's pairs and settings with these, add new pairs, and queue what is to be done.

        Raises DuiqiError, which names the difference, where this is another run.
        """
        self._base = setup.base
        before = dict(self._database.execute("SELECT name, value FROM settings"))
        changes = [
            f"{name} was {before.get(name) or 'not given'}, now {value or 'not given'}"
            for name, value in settings.items()
            if before.get(name, "") != value
        ]
        if changes:
            raise self._another_run("; ".join(changes))
        with self._transaction():
            try:
                added = self._pairs.take_in(entries, setup.base)
            except Contradiction as difference:
                raise self._another_run(str(difference)) from None
            again = self._pairs.requeue(setup, self.folder, retry_failed=retry_failed)
        self.resumed = again._replace(added=added)

    def has_stem(self, stem: str) -> bool:
        """Whether the files of a pair have this name on a file system that ignores case."""
        return self._pairs.has_stem(stem)

    def texts(self) -> Iterator[str]:
        """The paths of all texts as the manifest has them."""
        return self._pairs.texts()

    def changed(self, base: Path) -> set[str]:
        """The ids of the finished pairs whose texts have changed since."""
        return self._pairs.changed(base)

    def _another_run(self, difference: str) -> DuiqiError:
        return DuiqiError(
            f"{self.folder}: holds another run: {difference}. Give another --out, or resume with the same"
        )

    def setting(self, name: str) -> str:
        """A setting that was recorded when the run began, or a fact since; empty where there is none."""
        return str(self._value("SELECT value FROM settings WHERE name = ?", name) or "")

    def remember(self, name: str, value: str) -> None:
        """Record a fact about the run by its name, as `setting` gives it back."""
        with self._transaction():
            self._database.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    # --- the queue

    def is_waiting(self) -> bool:
        """Whether any pair is waiting."""
        return self._value("SELECT 1 FROM pairs WHERE status = 'waiting' LIMIT 1") is not None

    def take(self, lane: Lane) -> Job | None:
        """The next pair of a lane, which is running from now on; None where no pair is waiting there."""
        row = self._database.execute(
            "UPDATE pairs SET status = 'running', attempts = attempts + 1 WHERE number = (SELECT number FROM "
            f"pairs WHERE status = 'waiting' AND lane = ? ORDER BY rank LIMIT 1) RETURNING {JOB_COLUMNS}",
            (lane,),
        ).fetchall()
        if not row:
            return None
        job = Job(*row[0])
        # Before a worker reads them: a text that is edited meanwhile has another date than the one recorded.
        texts = [state_of(self._base / name) for name in (job.source, job.target)]
        self._database.execute("UPDATE pairs SET texts = ? WHERE number = ?", (json.dumps(texts), job.number))
        return job._replace(answers=self.questions.of(job))

    def record(self, job: Job, result: PairResult) -> None:
        """Record the result of a pair; its files, if it has any, are in place."""
        report = json.dumps(result.report, ensure_ascii=False)
        asked = result.questions is not None
        texts = json.loads(self._value("SELECT texts FROM pairs WHERE number = ?", job.number))
        with self._transaction():
            self._database.execute(
                "UPDATE pairs SET status = ?, sentences = ?, trusted = ?, report = ?, asked = ?, texts = ? "
                "WHERE number = ?",
                (
                    result.status,
                    result.sentences,
                    result.trusted,
                    report,
                    asked,
                    json.dumps(_with_hashes(texts, result.sha256)),
                    job.number,
                ),
            )
            self.questions.record(job, result.questions or ())
            if result.status in WRITTEN:
                formats = [f".{name}" for name in self.setting("--format").split()]
                paths = outputs_of(self.folder / job.stem, formats, result.report)
                self._pairs.keep_states(job.number, list(map(state_of, paths)))

    def put_back(self, job: Job, *, alone: bool = False, attempted: bool = True) -> None:
        """Let a running pair wait again.

        alone      in the lane of the pairs that run alone
        attempted  a worker began it
        """
        lane = f"lane = {Lane.ALONE:d}, rank = number, " if alone else ""
        self._database.execute(
            f"UPDATE pairs SET {lane}status = 'waiting', attempts = attempts - ? WHERE number = ?",
            (not attempted, job.number),
        )

    def put_back_all(self) -> None:
        """Let all running pairs wait again."""
        self._database.execute("UPDATE pairs SET status = 'waiting' WHERE status = 'running'")

    def may_retry(self, job: Job) -> bool:
        """Whether a pair whose worker crashed gets another attempt in this run."""
        return int(self._value("SELECT attempts FROM pairs WHERE number = ?", job.number)) < MAX_ATTEMPTS

    # --- what is recorded

    def counts(self) -> Counts:
        """How far the run is."""
        rows = self._database.execute(
            "SELECT status, count(*), sum(bytes), sum(sentences) FROM pairs GROUP BY status"
        )
        pairs, bytes_left, sentences = {}, 0, 0
        for status, number, size, found in rows:
            pairs[status] = number
            sentences += found
            if status not in FINISHED:
                bytes_left += size
        return Counts(pairs, bytes_left, sentences)

    def renamed(self) -> tuple[int, list[tuple[str, str]]]:
        """How many ids differ from their files' stem, and the first few: (id, stem)."""
        number = self._value("SELECT count(*) FROM pairs WHERE id <> stem")
        some = self._database.execute("SELECT id, stem FROM pairs WHERE id <> stem ORDER BY number LIMIT 3")
        return int(number), some.fetchall()

    def reports(self, *statuses: Status, worst_first: bool = False) -> Iterator[dict[str, Any]]:
        """The report of each pair: id, file name, texts, status, and PairResult.report.

        statuses     all by default
        worst_first  not in the manifest's order: first what has no files, then by what can be trusted
        """
        where = f"WHERE status IN ({_marks(statuses)})" if statuses else ""
        order = (
            "CASE status WHEN 'failed' THEN 0 WHEN 'crashed' THEN 0 WHEN 'doubtful' THEN 1 "
            "WHEN 'done' THEN 2 ELSE 3 END, trusted, number"
            if worst_first
            else "number"
        )
        rows = self._database.execute(
            f"SELECT id, stem, source, target, status, report FROM pairs {where} ORDER BY {order}",
            statuses,
        )
        for id, stem, source, target, status, report in rows:  # noqa: A001 - the manifest's word
            pair = {"id": id, "file": stem, "source": source, "target": target, "status": status}
            yield pair | json.loads(report)

    def _value(self, query: str, *parameters: Any) -> Any:
        """The first column of the first row, or None."""
        row = self._database.execute(query, parameters).fetchone()
        return row and row[0]

    @contextmanager
    def _transaction(self, kind: str = "") -> Iterator[None]:
        self._database.execute(f"BEGIN {kind}")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")


def _with_hashes(texts: list[list[Any] | None], hashes: tuple[str, str]) -> list[TextState | None]:
    """The states of a pair's texts, as JSON has them, with the hashes of what was read."""
    return [
        TextState(*state)._replace(sha256=sha256) if state else None
        for state, sha256 in zip(texts, hashes, strict=True)
    ]


def _marks(values: Iterable[object]) -> str:
    """A question mark for each value, as SQL wants them."""
    return ",".join("?" for _ in values)
