"""An open file of record: its alignment in memory, edits, undo and redo, folding."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from duiqi.aligner.review.journal import Journal, entry_of
from duiqi.aligner.review.preview import Preview, preview_of
from duiqi.aligner.review.rows import BY_LETTER
from duiqi.corpus.bitext.conventions import kept_journal
from duiqi.corpus.bitext.journal import Change
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.collector import freezing
from duiqi.corpus.editing import Edit, Splice
from duiqi.corpus.errors import DuiqiError, ImpossibleEdit, UnwritableFile
from duiqi.corpus.model import Alignment, Bead
from duiqi.corpus.tiling import Beads, beads_of, editable
from duiqi.exports.replacing import replacing
from duiqi.exports.writing import write

OFTEN = 200  # changes after which the journal is folded into the file of record


class StaleRevision(DuiqiError):
    """An edit of an alignment that has changed since; `revision` is the present one."""

    def __init__(self, revision: int, changes: list[Place] | None, text: str = "") -> None:
        super().__init__(
            text or "The alignment was changed in another window. The change was not made: look again"
        )
        self.revision = revision
        self.changes = changes


class Replaced(DuiqiError):
    """A file of record that another program has replaced since it was opened."""


class Place(NamedTuple):
    """A stretch of beads that a change replaced: where, how many, by how many."""

    at: int
    removed: int
    added: int


class Done(NamedTuple):
    """A change that was made; `beads` are the new ones from place `at` on."""

    revision: int
    place: Place
    beads: Beads


class OpenRecord:
    """A file of record that is being reviewed; safe to call from several threads.

    Each change is in the journal, on the disk, when the method that makes it returns.

    header     the alignment's languages, names and doubts; its beads are not the present ones
    preview    of a record whose beads are not all read yet, else None
    listeners  are called with each place that was changed, the lock held

    Opening reads no bead where the file is as we write it: the first that asks for `alignment` waits until
    all are read, and has the error where one is damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.journal = Journal(path)
        self._lock, self._fold_lock, self._load_lock = threading.RLock(), threading.Lock(), threading.Lock()
        self._is_folding = False
        self._failure: UnwritableFile | None = None  # after it nobody knows what is on the disk
        self.listeners: list[Callable[[Place], None]] = []
        try:
            self._stamp = _stamp(path)
            self.header = read_bitext(path)
            is_folded = not self.journal.history.pending
            with freezing():
                self.preview: Preview | None = preview_of(path) if is_folded else None
                self._alignment = None if self.preview else editable(self.header)
            self._undo, self._redo, self._places = list[Change](), list[Change](), list[Place]()
            for entry in self.journal.history.entries:
                self._remember(entry.do, entry.inverse)
                self._places.append(Place(entry.change.at, entry.change.count, entry.inverse.count))
            self._folded = self.journal.history.folded or 0
        except BaseException:
            self.journal.close()
            raise
        statuses: Iterable[str] = (
            map(BY_LETTER.__getitem__, self.preview.status)
            if self.preview
            else (bead.status for bead in beads_of(self.alignment))
        )
        self._counts = Counter(statuses)

    @property
    def alignment(self) -> Alignment:
        """The alignment as it is now; immutable, as all alignments. MalformedFile where a bead is damaged."""
        self.read()
        return cast(Alignment, self._alignment)

    def read(self) -> None:
        """Read all beads, if that is not done yet; MalformedFile, with the line, where one is damaged."""
        if self._alignment is not None:
            return
        with self._load_lock:
            if self.preview:  # nobody else has read them meanwhile
                with freezing():
                    self._alignment = editable(self.header.with_beads(self.preview.beads))
                self.preview = None

    @property
    def beads(self) -> Sequence[Bead]:
        """The beads as they are now, which may be parsed one by one when they are asked for."""
        preview = self.preview
        return preview.beads if preview else beads_of(self.alignment)

    @property
    def revision(self) -> int:
        """The number of changes so far, undoing included."""
        return len(self._places)

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._redo)

    def counts(self) -> dict[str, int]:
        """The number of beads of each status."""
        return dict(self._counts)

    def state(self) -> tuple[Alignment, int]:
        """The alignment and its revision, of one moment."""
        self.read()  # before the lock is taken: others can look at the record meanwhile
        with self._lock:
            return self.alignment, self.revision

    def unchanging(self) -> AbstractContextManager[Any]:
        """Let no change be made while the block runs."""
        return self._lock

    def edit(self, revision: int, do: Mapping[str, Any], edit: Callable[[Alignment], Edit]) -> Done:
        """Make a change to the alignment of a revision.

        do      the edit as it was asked for, for the journal
        edit    the edit, given the alignment
        raises  StaleRevision, ImpossibleEdit, UnwritableFile or Replaced; nothing is changed then
        """
        self.read()
        with self._lock:
            self.check(revision)
            done, position = self._made(do, edit(self.alignment).splice(self.alignment))
        return self._synced(done, position)

    def undo(self, revision: int) -> Done:
        """Take the last change back that is not taken back yet; raises as `edit`."""
        return self._again(revision, "undo", self._undo)

    def redo(self, revision: int) -> Done:
        """Make the last change again that was taken back; raises as `edit`."""
        return self._again(revision, "redo", self._redo)

    def _again(self, revision: int, do: str, stack: list[Change]) -> Done:
        self.read()
        with self._lock:
            self.check(revision)
            if not stack:
                raise ImpossibleEdit(f"nothing to {do}")
            splice = stack[-1].splice(self.alignment, str(self.journal.path))
            done, position = self._made(do, splice)
        return self._synced(done, position)

    def _synced(self, done: Done, position: int) -> Done:
        """Wait until a change is on the disk: several are synced at once, and others are made meanwhile."""
        try:
            self.journal.sync(position)
        except UnwritableFile as error:
            self._failure = error
            raise
        return done

    def check(self, revision: int) -> None:
        """Raise StaleRevision unless the revision is the present one, and what else keeps an edit away."""
        if revision != self.revision:
            changes = self._places[revision:] if revision < self.revision else None
            raise StaleRevision(self.revision, changes)
        if self._failure:
            raise self._failure
        self._check_file()

    def _check_file(self) -> None:
        if not self._is_folding and _stamp(self.path) != self._stamp:
            raise self._replaced()

    def _replaced(self) -> Replaced:
        if not self.path.exists():
            return Replaced(
                f"{self.path.name}: the file is no longer there. The change was not made. Put the file back: "
                f"the changes before it are in {self.journal.path.name}"
            )
        return Replaced(
            f"{self.path.name}: another program has replaced the file. The change was not made; open it "
            f"again. Changes that the new file has not are kept in {kept_journal(self.path).name}"
        )

    def _made(self, do: Mapping[str, Any] | str, splice: Splice) -> tuple[Done, int]:
        """Apply a splice, the lock held; the journal comes first, and its place to be synced is returned."""
        alignment, inverse = splice.apply(self.alignment)
        end = splice.at + len(splice.beads)
        splice = Splice(splice.at, splice.count, beads_of(alignment)[splice.at : end])
        langs = alignment.source.lang, alignment.target.lang
        entry = entry_of(self.revision + 1, do, splice, inverse, langs)
        position = self.journal.add(entry)
        place = Place(splice.at, splice.count, len(splice.beads))
        self._remember(do, entry.inverse)
        self._places.append(place)
        self._alignment = alignment
        self._counts.subtract(bead.status for bead in inverse.beads)
        self._counts.update(bead.status for bead in splice.beads)
        for listen in self.listeners:
            listen(place)
        return Done(self.revision, place, splice.beads), position

    def _remember(self, do: Mapping[str, Any] | str, inverse: Change) -> None:
        if do == "undo":
            self._undo.pop()
            self._redo.append(inverse)
        elif do == "redo":
            self._redo.pop()
            self._undo.append(inverse)
        else:
            self._undo.append(inverse)
            self._redo.clear()

    def fold(self) -> None:
        """Write all changes so far into the file of record, which is replaced whole.

        Changes may go on meanwhile. Raises UnwritableFile, or Replaced where another program has
        replaced the file; the journal has all changes then.
        """
        with self._fold_lock:
            with self._lock:
                if self.revision == self._folded:
                    return
                alignment, revision = self.state()
                self._check_file()
                self._is_folding = True
            try:
                with replacing(self.path) as stream:
                    hashing = _Hashing(stream)
                    write(alignment, cast(BinaryIO, hashing))
                    if _stamp(self.path) != self._stamp:
                        raise self._replaced()
                    self.journal.add_base(hashing.digest.hexdigest(), revision)
                with self._lock:
                    self._stamp, self._folded = _stamp(self.path), revision
            finally:
                self._is_folding = False

    def needs_folding(self) -> bool:
        """Whether so many changes are in the journal alone that it is time to fold them."""
        return not self._is_folding and self.revision - self._folded >= OFTEN

    def close(self) -> None:
        """Fold, and give the file free."""
        try:
            self.fold()
        finally:
            self.journal.close()

    def abandon(self) -> None:
        """Give the file free without folding."""
        self.journal.close()


class _Hashing:
    """A stream that passes on what is written, and hashes it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._stream.write(data)


def _stamp(path: Path) -> tuple[int, int, int]:
    """By which a replaced file is recognised: its number, its size, the time of its last change."""
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0, 0
    return found.st_ino, found.st_size, found.st_mtime_ns
