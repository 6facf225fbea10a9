"""The folder of a review: the files of record in it, listed and opened by an id."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from duiqi.aligner.review.index import Index
from duiqi.aligner.review.record import OpenRecord, Replaced
from duiqi.corpus.bitext.conventions import journal_of
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.model import Doubt, Side
from duiqi.exports.bands import band

RECORD = ".jsonl"
QUIET = 0.5  # seconds after a request before something else is computed
PAUSE = 2.0  # seconds after an answer before changes are folded
HEAD = 4096  # bytes in which the header of a file of record begins


class Missing(DuiqiError):
    """A document, job or proposal that there is not, or no longer."""


class Summary(NamedTuple):
    """A document in the list: its two texts, and how far its review is.

    reviewed  beads with a person's decision, or the aligner's that a text was left untranslated
    doubtful  undecided beads of the lowest band
    error     why it cannot be read, else empty
    """

    id: str
    name: str
    source: Side = Side()
    target: Side = Side()
    beads: int = 0
    reviewed: int = 0
    doubtful: int = 0
    warnings: tuple[Doubt, ...] = ()
    error: str = ""

    @property
    def rank(self) -> tuple[bool, float, str]:
        """The worst first: what cannot be read, then the largest share of doubtful beads."""
        return not self.error, -self.doubtful / max(self.beads, 1), self.name


@dataclass(frozen=True, slots=True)
class Open:
    """A document that is open."""

    id: str
    record: OpenRecord
    index: Index


class Workspace:
    """The documents of a folder, or one file of record; safe to call from several threads."""

    def __init__(self, folder: Path, only: Path | None = None) -> None:
        self.folder = folder
        self._only = only
        self._lock = threading.RLock()
        self._open: dict[str, Open] = {}
        self._known: dict[str, tuple[object, Summary]] = {}
        self._damaged: dict[str, tuple[object, DuiqiError]] = {}
        self._fold_pool = ThreadPoolExecutor(1, "fold")
        self._mark_pool = ThreadPoolExecutor(1, "marks")
        self._is_closing = False
        self._touched = 0.0
        self._to_fold: set[str] = set()

    def paths(self) -> dict[str, Path]:
        """The files of record by id."""
        found = [self._only] if self._only else sorted(_records(self.folder))
        return {id_of(path): path for path in found}

    def only(self) -> str | None:
        """The id of the document, where there is one alone."""
        paths = self.paths()
        return next(iter(paths)) if len(paths) == 1 else None

    def add(self, path: Path) -> str:
        """Show a file of record that was made in the folder; returns its id."""
        with self._lock:
            if self._only and path != self._only:
                self._only = None
            return id_of(path)

    def summaries(self) -> list[Summary]:
        """All documents, the worst first."""
        return sorted((self._summary(*item) for item in self.paths().items()), key=lambda one: one.rank)

    def _summary(self, name: str, path: Path) -> Summary:
        opened = self._open.get(name)
        if opened:
            alignment, revision = opened.record.state()
            stamp: object = revision, id(opened)
        else:
            stamp = _stamp(path), _stamp(journal_of(path))
        known = self._known.get(name)
        if known and known[0] == stamp:
            return known[1]
        try:
            if not opened:
                alignment = read_bitext(path)
            beads = reviewed = doubtful = 0
            for bead in alignment.beads:
                beads += 1
                reviewed += bead.status != "new"
                doubtful += bead.status == "new" and band(bead.confidence).name == "doubtful"
            found = Summary(
                name,
                path.stem,
                alignment.source,
                alignment.target,
                beads,
                reviewed,
                doubtful,
                alignment.warnings,
            )
        except DuiqiError as error:
            found = Summary(name, path.stem, error=str(error))
        self._known[name] = stamp, found
        return found

    def touch(self) -> None:
        """Note that somebody waits for an answer: the work in the background rests for a while."""
        self._touched = time.monotonic()

    def open(self, name: str) -> Open:
        """The document of an id, opened if it is not yet; Missing where there is none."""
        self.touch()
        with self._lock:
            if found := self._open.get(name):
                return found
            path = self.paths().get(name)
            if path is None:
                raise Missing("There is no such document in the folder. Was it moved? Reload the list")
            stamp, error = self._damaged.get(name, (None, None))
            if error and stamp == _stamp(path):
                raise error
            record = OpenRecord(path)
            found = self._open[name] = Open(name, record, Index(record))
        self._mark_pool.submit(self._prepare, found)
        return found

    def open_first(self) -> None:
        """Begin to open the only document, before the page asks for it."""
        if self._only:
            self._mark_pool.submit(self._opened_quietly, id_of(self._only))

    def _opened_quietly(self, name: str) -> None:
        with suppress(DuiqiError):  # the page is told when it asks
            self.open(name)

    def _prepare(self, found: Open) -> None:
        """Read all beads and make what filters need, while nobody waits for an answer.

        A record with a damaged bead is closed; asked for again, it is refused with the line.
        """
        try:
            for _ in found.index.prepare():
                if not self._is_quiet(QUIET):
                    return
        except DuiqiError as error:
            self._damaged[found.id] = _stamp(found.record.path), error
            self.forget(found.id)

    def _is_quiet(self, seconds: float) -> bool:
        """Wait until nobody has asked for anything for some time; False where the workbench ends before."""
        while time.monotonic() < self._touched + seconds and not self._is_closing:
            time.sleep(QUIET / 10)
        return not self._is_closing

    def changed(self, opened: Open) -> None:
        """Fold the document's changes in the background where there are many."""
        if opened.id not in self._to_fold and opened.record.needs_folding():
            self._to_fold.add(opened.id)
            self._fold_pool.submit(self._fold, opened)

    def _fold(self, opened: Open) -> None:
        """Fold in a pause: to write 50,000 beads takes seconds, and whoever edits would wait."""
        if self._is_quiet(PAUSE):
            self._to_fold.discard(opened.id)
            with suppress(DuiqiError):  # the journal has the changes; the next edit says what is wrong
                opened.record.fold()

    def wait(self) -> None:
        """Wait until the changes are folded that are about to be."""
        self._fold_pool.submit(lambda: None).result()

    def forget(self, name: str) -> None:
        """Close a document whose file another program has replaced; it is read anew when asked for."""
        with self._lock:
            if found := self._open.pop(name, None):
                found.record.abandon()

    def close(self) -> list[str]:
        """Fold and close all documents; returns a line for each that could not be folded."""
        self._is_closing = True
        self._fold_pool.shutdown()
        self._mark_pool.shutdown()
        errors = []
        with self._lock:
            for found in self._open.values():
                try:
                    found.record.close()
                except Replaced:
                    pass  # the changes that the new file has not are in the journal
                except DuiqiError as error:
                    errors.append(f"{error}. The changes are in {found.record.journal.path}")
            self._open.clear()
        return errors


def id_of(path: Path) -> str:
    """The id of a document: it says nothing about the path, and leads nowhere else."""
    return hashlib.sha256(path.name.encode("utf-8", "surrogateescape")).hexdigest()[:12]


def _records(folder: Path) -> Iterator[Path]:
    for path in folder.glob(f"*{RECORD}"):
        with suppress(OSError):
            if path.is_file() and not path.name.startswith("."):
                with path.open("rb") as file:
                    if b'"duiqi"' in file.read(HEAD).partition(b"\n")[0]:
                        yield path


def _stamp(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
