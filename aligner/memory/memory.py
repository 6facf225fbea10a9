"""`Memory`: units are added, found, counted, listed and deleted."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from duiqi.aligner.memory.adding import Added, Adding, Progress, delete
from duiqi.aligner.memory.concordance import Concordance, search
from duiqi.aligner.memory.copying import bitexts
from duiqi.aligner.memory.lookup import Lookup, MemoryMatch
from duiqi.aligner.memory.records import Placed
from duiqi.aligner.memory.store import connect, reporting, transaction
from duiqi.aligner.memory.units import FIELDS, JOINED, USABLE, MemoryUnit, unit
from duiqi.corpus.bitext.parts import Lazy
from duiqi.corpus.model import Alignment, Side


class Statistics(NamedTuple):
    """Counts over a memory.

    languages  units by pair of languages; `statuses`, `authors` likewise
    """

    units: int
    documents: int
    languages: dict[tuple[str, str], int]
    statuses: dict[str, int]
    authors: dict[str, int]


class Memory:
    """A translation memory in one file.

    Several processes may add to it and search it at once. Use it in a `with` block, or close it.

    create  make the file where there is none
    raises  UnreadableFile for a missing, foreign or damaged file; UnwritableFile where none can be made

    >>> import tempfile
    >>> from duiqi.corpus.model import Bead
    >>> texts = ["Recalling its resolution 60/97,"], ["回顾其第60/97号决议，"]
    >>> bead = Bead.of_texts(range(1), range(1), "1", *texts)
    >>> bitext = Alignment(Side("62-99.en", "en"), Side("62-99.zh", "zh"), (bead,))
    >>> with tempfile.TemporaryDirectory() as folder, Memory(Path(folder) / "un.memory") as memory:
    ...     memory.add(bitext).added, memory.add(bitext).added, memory.search("決議")[0].unit.source
    (1, 0, 'Recalling its resolution 60/97,')
    """

    def __init__(self, path: str | os.PathLike[str], *, create: bool = True) -> None:
        self.path = Path(path)
        self._connection = connect(self.path, create=create)
        self._lookup: tuple[tuple[int, int], Lookup] | None = None

    def __enter__(self) -> Memory:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the memory cannot be used afterwards."""
        self._connection.close()

    def add(self, bitext: Alignment | Memory, *, author: str = "", progress: Progress | None = None) -> Added:
        """Add the beads of a bitext as they are read; see `adding` for which are new, and which a change.

        bitext    or another memory, whose units keep their authors, dates and places
        author    who adds the beads of a bitext
        progress  is called after each commit, with what is on the disk
        """
        if isinstance(bitext, Memory):
            return self._merge(bitext, progress)
        placed = (Placed(place, bead, author) for place, bead in enumerate(bitext.beads))
        done = Added()
        for done in self._added(bitext, placed):
            if progress:
                progress(done)
        return done

    def _merge(self, other: Memory, progress: Progress | None) -> Added:
        whole = Added()
        with other.reading() as connection:
            for bitext, placed in bitexts(connection):
                before = whole
                for done in self._added(bitext, placed):
                    whole = Added(*map(sum, zip(before, done, strict=True)))
                    if progress:
                        progress(whole)
        return whole

    def _added(self, bitext: Alignment, placed: Iterable[Placed]) -> Iterator[Added]:
        with reporting(self.path):
            yield from Adding(self._connection, self.path, bitext, placed).batches()

    def search(
        self, text: str, *, lang: str = "", fuzzy: bool = False, limit: int = 50
    ) -> Sequence[Concordance]:
        """The units in which words or phrases occur, in either language; see `concordance.search`."""
        with self.reading() as connection:
            return search(connection, text, lang=lang, fuzzy=fuzzy, limit=limit)

    def lookup(
        self,
        text: str,
        source_lang: str,
        target_lang: str,
        *,
        floor: int = 75,
        limit: int = 5,
        context: tuple[str, str] | None = None,
    ) -> Sequence[MemoryMatch]:
        """The units whose text agrees with this one by `floor` per cent or more; see `Lookup.find`."""
        with self.looking_up() as lookup:
            return lookup.find(text, source_lang, target_lang, floor=floor, limit=limit, context=context)

    @contextmanager
    def looking_up(self) -> Iterator[Lookup]:
        """Lookups in what the memory is at one moment."""
        with self.reading() as connection:
            version = connection.execute("PRAGMA data_version").fetchone()[0], connection.total_changes
            if self._lookup is None or self._lookup[0] != version:
                self._lookup = version, Lookup(connection)
            yield self._lookup[1]

    def units(self) -> Iterator[MemoryUnit]:
        """All usable units, bitext by bitext, in their order."""
        with self.reading() as connection:
            rows = connection.execute(
                f"SELECT {FIELDS} FROM {JOINED} WHERE {USABLE} ORDER BY u.document, u.place, u.number"
            )
            yield from map(unit, rows)

    def alignment(self, source_lang: str = "", target_lang: str = "") -> Alignment:
        """The units of one pair of languages as a bitext, to write it in any format.

        Without languages the most frequent pair. Units of the opposite direction are turned round.
        """
        from duiqi.corpus.languages import same_language

        pairs = self.statistics().languages
        first = max(pairs, key=lambda pair: pairs[pair], default=("und", "und"))
        langs = source_lang or first[0], target_lang or first[1]
        if not (source_lang or target_lang):
            langs = first

        def beads() -> Iterator[object]:
            number = 0
            for found in self.units():
                if same_language(found.source_lang, langs[1]) and same_language(found.target_lang, langs[0]):
                    found = found.reversed()
                if same_language(found.source_lang, langs[0]) and same_language(found.target_lang, langs[1]):
                    yield found.bead(number)
                    number += 1

        name = self.path.name
        return Alignment(Side(name, langs[0]), Side(name, langs[1]), Lazy(beads))  # type: ignore[arg-type]

    def statistics(self) -> Statistics:
        """Counts of units by language, status and author."""
        with self.reading() as connection:

            def counted(columns: str) -> Iterable[tuple[str, ...]]:
                return connection.execute(
                    f"SELECT {columns}, count(*) FROM {JOINED} GROUP BY {columns} ORDER BY count(*) DESC"
                )

            return Statistics(
                connection.execute("SELECT count(*) FROM units").fetchone()[0],
                connection.execute("SELECT count(*) FROM documents").fetchone()[0],
                {(row[0], row[1]): int(row[2]) for row in counted("d.source_lang, d.target_lang")},
                {row[0]: int(row[1]) for row in counted("u.status")},
                {row[0]: int(row[1]) for row in counted("u.author")},
            )

    def delete(self, units: Iterable[MemoryUnit]) -> int:
        """Delete units; returns how many there were."""
        deleted = 0
        with transaction(self._connection, self.path, write=True):
            for found in units:
                deleted += bool(delete(self._connection, found.number))
        return deleted

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for reading what the memory is at one moment."""
        if self._connection.in_transaction:
            yield self._connection
            return
        with transaction(self._connection, self.path):
            yield self._connection
