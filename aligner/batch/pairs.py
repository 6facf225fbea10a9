"""The pairs of a run in the ledger: recorded when it begins, compared and queued again when it is resumed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from duiqi.aligner.batch.file_names import file_stem, folded
from duiqi.aligner.batch.job import FINISHED, WRITTEN, Status
from duiqi.aligner.batch.manifest import Entry
from duiqi.aligner.batch.outputs import is_readable, outputs_of
from duiqi.aligner.batch.schema import Lane, lane_and_rank
from duiqi.aligner.batch.setup import Setup
from duiqi.aligner.batch.text_size import estimated_bytes
from duiqi.aligner.batch.text_state import TextState, has_changed, state_of
from duiqi.corpus.errors import DuiqiError, MalformedFile

RESERVED = frozenset({"report"})  # report.jsonl and report.html are the run's own


class Contradiction(DuiqiError):
    """The pairs are not those with which the run was begun."""


def _contradiction(entry: Entry, field: str, was: str, now: str) -> Contradiction:
    name = field.replace("_lang", " language")
    was, now = (f"'{value}'" if value else "not given" for value in (was, now))
    return Contradiction(f"{entry.place}: the {name} of '{entry.id}' was {was}, now {now}")


class Resumed(NamedTuple):
    """How many pairs wait again, or for the first time, in a run that is resumed.

    added    new in the manifest or the folder
    changed  their texts have changed since
    gone     a file of theirs is missing in the results
    damaged  a file of theirs is there, but cannot be read
    """

    added: int = 0
    changed: int = 0
    gone: int = 0
    damaged: int = 0


class Pairs:
    """The table of pairs; every method is called within a transaction of the ledger's."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def has_stem(self, stem: str) -> bool:
        """Whether the files of a pair have this name on a file system that ignores case."""
        return self._row("SELECT 1 FROM pairs WHERE folded = ?", folded(stem)) is not None

    def texts(self) -> Iterator[str]:
        """The paths of all texts as the manifest has them."""
        for source, target in self._database.execute("SELECT source, target FROM pairs"):
            yield source
            yield target

    def take_in(self, entries: Iterable[Entry], base: Path) -> int:
        """Record the pairs that are new, and give all of them the manifest's order.

        base     the folder that the entries' paths are relative to
        returns  how many pairs are new
        raises   Contradiction where a pair had other texts or languages, or is not there any more
        """
        seen: dict[str, str] = {}
        added = 0
        moved: list[tuple[int, int]] = []
        # Until all numbers are known, a pair with another one has its complement, which is negative.
        for number, entry in enumerate(entries):
            if entry.id in seen:
                raise MalformedFile(f"{entry.place}: the id '{entry.id}' is already used in {seen[entry.id]}")
            seen[entry.id] = entry.place
            row = self._row(
                "SELECT number, source, target, source_lang, target_lang FROM pairs WHERE id = ?", entry.id
            )
            if row is None:
                self._add(number, entry, base)
                added += 1
                continue
            for field, was, now in zip(Entry._fields[2:], row[1:], entry[2:], strict=True):
                if was != now:
                    raise _contradiction(entry, field, was, now)
            if row[0] != number:
                moved.append((~number, row[0]))
        self._check_all_there(seen)
        for table, column in (("pairs", "number"), ("questions", "pair")):
            self._database.executemany(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", moved)
            self._database.execute(f"UPDATE {table} SET {column} = -1 - {column} WHERE {column} < 0")
        if moved:
            self._database.execute(f"UPDATE pairs SET rank = number WHERE lane <> {Lane.LARGE:d}")
        return added

    def _check_all_there(self, ids: Iterable[str]) -> None:
        known = set(ids)
        for (id,) in self._database.execute("SELECT id FROM pairs ORDER BY number"):  # noqa: A001
            if id not in known:
                raise Contradiction(f"'{id}' is not among the pairs any more")

    def _add(self, number: int, entry: Entry, base: Path) -> None:
        stem = wanted = file_stem(entry.id)
        times = 1
        while folded(stem) in RESERVED or self.has_stem(stem):
            times += 1
            stem = f"{wanted}~{times}"
        size = estimated_bytes(base / entry.source) + estimated_bytes(base / entry.target)
        self._database.execute(
            "INSERT INTO pairs (number, id, place, stem, folded, source, target, source_lang, target_lang, "
            "bytes, lane, rank) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                ~number, entry.id, entry.place, stem, folded(stem), entry.source, entry.target,
                entry.source_lang, entry.target_lang, size, *lane_and_rank(size, number),
            ),
        )  # fmt: skip

    def requeue(self, setup: Setup, folder: Path, *, retry_failed: bool = False) -> Resumed:
        """Put back what a killed run left running, what crashed, and whose texts or files are others now.

        folder        of the results
        retry_failed  also what failed over the same texts
        """
        again = [Status.RUNNING, Status.CRASHED, *([Status.FAILED] if retry_failed else [])]
        changed = {number for number, _ in self._changed(setup.base)}
        gone, damaged = self._check_files(folder, setup.formats)
        waiting = {number for (number,) in self._rows("number", again)} | changed | gone | damaged
        if setup.questions:
            waiting |= {number for number, asked in self._rows("number, asked", [Status.DONE]) if not asked}
        for number in sorted(waiting):
            source, target = self._row("SELECT source, target FROM pairs WHERE number = ?", number)
            size = estimated_bytes(setup.base / source) + estimated_bytes(setup.base / target)
            self._database.execute(
                "UPDATE pairs SET status = 'waiting', bytes = ?, lane = ?, rank = ? WHERE number = ?",
                (size, *lane_and_rank(size, number), number),
            )
        self._database.execute("UPDATE pairs SET attempts = 0 WHERE status = 'waiting'")
        return Resumed(0, len(changed), len(gone - changed), len(damaged - changed))

    def _check_files(self, folder: Path, formats: Sequence[str]) -> tuple[set[int], set[int]]:
        """The pairs a file of which is missing, and those a file of which cannot be read.

        Only files that are not as they were written are read, as those of a hundred thousand pairs take long.
        """
        gone, damaged = set(), set()
        for number, stem, report, files in self._rows("number, stem, report, files", WRITTEN):
            paths = outputs_of(folder / stem, formats, json.loads(report))
            before = [TextState(*state) if state else None for state in json.loads(files)]
            if len(before) != len(paths):  # nothing is known of them
                before = [None] * len(paths)
            now = [state_of(path) for path in paths]
            changed = [path for path, was, state in zip(paths, before, now, strict=True) if state != was]
            if None in now:
                gone.add(number)
            elif changed:
                if all(map(is_readable, changed)):
                    self.keep_states(number, now)
                else:
                    damaged.add(number)
        return gone, damaged

    def keep_states(self, number: int, states: Sequence[TextState | None]) -> None:
        """Record the states of a pair's files."""
        self._database.execute("UPDATE pairs SET files = ? WHERE number = ?", (json.dumps(states), number))

    def changed(self, base: Path) -> set[str]:
        """The ids of the finished pairs whose texts have changed since they were read."""
        return {id for _, id in self._changed(base)}  # noqa: A001 - the manifest's word

    def _changed(self, base: Path) -> Iterator[tuple[int, str]]:
        for number, id, source, target, texts in self._rows(  # noqa: A001 - the manifest's word
            "number, id, source, target, texts", FINISHED
        ):
            states = json.loads(texts)
            if any(
                has_changed(base / name, TextState(*state) if state else None)
                for name, state in zip((source, target), states, strict=False)
            ):
                yield number, id

    def _row(self, query: str, *parameters: Any) -> Any:
        return self._database.execute(query, parameters).fetchone()

    def _rows(self, columns: str, statuses: Iterable[Status]) -> list[Any]:
        wanted = tuple(statuses)
        marks = ",".join("?" * len(wanted))
        return self._database.execute(
            f"SELECT {columns} FROM pairs WHERE status IN ({marks})", wanted
        ).fetchall()
