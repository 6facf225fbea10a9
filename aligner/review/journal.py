"""Write the journal of a review: appended, and synced to the disk before the answer.

`corpus.bitext.journal` describes the format and reads it. The file is locked as long as the review is
open, so that no second process writes to it; its last `session` line says who has it.
"""

from __future__ import annotations

import errno
import getpass
import io
import json
import os
import platform
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields as fields_of
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

from duiqi.corpus.bitext.conventions import journal_of, kept_journal
from duiqi.corpus.bitext.journal import FORMAT, VERSION, Change, Entry, hash_of, read_history
from duiqi.corpus.editing import Splice
from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.model import Bead
from duiqi.exports.jsonl import ENCODER, record
from duiqi.exports.replacing import older_copy, unwritable

# All of a bead but its numbers, which follow from its place, and its status.
CONTENTS = attrgetter(
    *(field.name for field in fields_of(Bead) if field.name not in ("source", "target", "status"))
)
LOCK = 1 << 40  # the byte that is locked, beyond the end: on Windows nobody can read a locked byte


class InUse(UnwritableFile):
    """A record whose review is open in another process."""


class Journal:
    """The journal beside a file of record, open and locked.

    history  as it was when the journal was opened

    Raises InUse where another process has it, UnwritableFile where it cannot be written, and
    MalformedFile where it is damaged. The journal of an earlier file of this name is kept as
    `NAME.jsonl.bak.journal`: where the file itself was kept as `NAME.jsonl.bak`, both fit together.
    """

    def __init__(self, path: Path) -> None:
        self._record, self.path = path, journal_of(path)
        self._write_lock, self._sync_lock = threading.Lock(), threading.Lock()
        self._file, self._synced, self._is_empty = self._open(), 0, False
        try:
            self.history = read_history(path)
            if self.history.folded is None and self.history.entries:
                self._set_aside()
                self.history = read_history(path)
            self._file.truncate(self.history.length)
            if not self.history.length:
                self._write({FORMAT: VERSION})
            if self.history.folded is None or not self.history.length:
                self.history = self.history._replace(folded=0)
                self.add_base(hash_of(path), 0)
            self._write({"session": session()})
            self.sync()
            self._is_empty = not self.history.entries
        except BaseException:
            self.close()
            raise

    def _open(self) -> io.FileIO:
        try:
            file = self.path.open("a+b", buffering=0)
        except OSError as error:
            raise unwritable(self.path, error) from error
        if not _locked(file):
            file.close()
            raise InUse(
                f"{self.path.stem}: its review is open elsewhere{_holder(self.path)}. Close it there first"
            )
        return file

    def _set_aside(self) -> None:
        """Keep a journal that belongs to another file, and begin a new one."""
        kept = kept_journal(self._record)
        if kept.exists():  # of a copy that is older still
            kept.rename(journal_of(older_copy(self._record.with_name(f"{self._record.name}.bak"))))
        self._file.seek(0)
        kept.write_bytes(self._file.readall())
        self._file.truncate(0)

    def add(self, entry: Entry) -> int:
        """Append a change; returns the place to which the journal has to be synced before the answer."""
        place = self._write(entry.as_json())
        self._is_empty = False
        return place

    def add_base(self, digest: str, revision: int) -> None:
        """Append the hash that the file of record will have with the changes up to a revision, and sync."""
        self.sync(self._write({"base": digest, "revision": revision}))

    def _write(self, fields: Mapping[str, Any]) -> int:
        line = ENCODER.encode(fields).encode("utf-8", "backslashreplace") + b"\n"
        with self._write_lock:
            end = self._file.seek(0, os.SEEK_END)
            try:
                if self._file.write(line) < len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            except OSError as error:
                with suppress(OSError):
                    self._file.truncate(end)  # a part of the line
                raise unwritable(self.path, error) from error
            return end + len(line)

    def sync(self, place: int | None = None) -> None:
        """Wait until the file is on the disk up to a place, or whole; one sync serves all that wait."""
        with self._sync_lock:
            if place is not None and place <= self._synced:
                return
            with self._write_lock:
                end = self._file.seek(0, os.SEEK_END)
            try:
                os.fsync(self._file.fileno())
            except OSError as error:
                raise unwritable(self.path, error) from error
            self._synced = end

    def close(self) -> None:
        """Close the file and give the lock back; a journal without a change is removed."""
        if self._is_empty:
            with suppress(OSError):
                self.path.unlink()
        self._file.close()


def entry_of(
    revision: int,
    do: Mapping[str, Any] | str,
    splice: Splice,
    inverse: Splice,
    langs: tuple[str, str],
) -> Entry:
    """The entry of an edit that was applied; each splice refers to the beads that it removes."""
    added, removed = splice.beads, inverse.beads
    return Entry(
        revision,
        now(),
        do,
        Change(splice.at, splice.count, tuple(_packed(added, removed, langs))),
        Change(inverse.at, inverse.count, tuple(_packed(removed, added, langs))),
    )


def _packed(
    beads: Sequence[Bead], removed: Sequence[Bead], langs: tuple[str, str]
) -> Iterator[dict[str, Any]]:
    """Beads for the journal: those that differ from a removed one in their status alone by reference."""
    places = {bead.id: place for place, bead in enumerate(removed)}
    first, count, status = 0, 0, None  # of a run of references
    for bead in beads:
        place = places.get(bead.id, -1)
        other = removed[place] if place >= 0 else None
        if other is None or not _is_same(bead, other):
            if count:
                yield _reference(first, count, status)
                count = 0
            yield json.loads(ENCODER.encode(record(bead, *langs)))
            continue
        changed = None if bead.status == other.status else bead.status
        if count and (place != first + count or changed != status):
            yield _reference(first, count, status)
            count = 0
        if not count:
            first, status = place, changed
        count += 1
    if count:
        yield _reference(first, count, status)


def _reference(first: int, count: int, status: str | None) -> dict[str, Any]:
    """A reference to some of the removed beads, from the first on, with another status or their own."""
    reference: dict[str, Any] = {"same": first, "count": count}
    return reference if status is None else reference | {"status": status}


def _is_same(bead: Bead, other: Bead) -> bool:
    """Whether two beads have the same contents, whatever their numbers and status."""
    return bead is other or CONTENTS(bead) == CONTENTS(other)


def now() -> str:
    """The time, in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def session() -> dict[str, str]:
    """Who has opened a journal: the user's name, the machine, the time."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "somebody"
    return {"user": user, "machine": platform.node(), "process": str(os.getpid()), "time": now()}


def _holder(journal: Path) -> str:
    """Who has a journal, by its last session: ` (by anna on studio since …)`; empty where unknown."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        lines = [line for line in journal.read_bytes().splitlines() if line.startswith(b'{"session"')]
        found = json.loads(lines[-1])["session"]
        return (
            f" (by {found['user']} on {found['machine']}, process {found['process']}, since {found['time']})"
        )
    return ""


def _locked(file: io.FileIO) -> bool:
    """Lock an open file for this process, without waiting; False where another process has it."""
    try:
        import fcntl
    except ImportError:
        return _locked_on_windows(file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a network disk without locks
        return True
    return True


def _locked_on_windows(file: io.FileIO) -> bool:
    import importlib

    msvcrt: Any = importlib.import_module("msvcrt")
    file.seek(LOCK)
    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    finally:
        file.seek(0, os.SEEK_END)
    return True
