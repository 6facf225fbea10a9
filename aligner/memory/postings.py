"""Posting lists: for each word the entries that hold it, in blocks that are merged as they grow.

An entry is one text of a unit: 2 × the unit's number, plus 1 for the target. A block has the
postings of consecutive units, and is never changed; adding makes a block, and EQUALS blocks of a size
become one (a log-structured merge). The entries of units that were deleted stay, and find nothing.

A text that agrees by p % with one of n tokens lacks at most (1 - p) n of its words. So it has one of
any (1 - p) n + 1 of them, and the rarest give few candidates (the prefix filter of Chaudhuri, Ganti
and Kaushik 2006); of r words more it has r more (the q-gram lemma), which leaves few of these.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from duiqi.aligner.memory.tokens import folded_token
from duiqi.corpus.languages import primary

Entries = npt.NDArray[np.uint32]

EQUALS = 8  # blocks of about one size that become one
SMALLEST = 64  # units: blocks up to here are of one size
LONGEST = 65_535  # tokens that are counted
MARK = -1  # in place of a term's number
VOLUME = 150_000  # postings that are read for a lookup, beyond those that are needed
HELD = 128 << 20  # bytes of postings that are kept from one lookup to the next


class Entry(NamedTuple):
    """A text to be indexed: its number, its language, and its tokens as `compared` gives them."""

    number: int
    lang: str
    tokens: Sequence[str]


class Candidates(NamedTuple):
    """Entries that may match, the most promising first.

    entries  (candidates,) their numbers
    bounds   (candidates,) the largest percentage / 100 that each can have
    """

    entries: Entries
    bounds: npt.NDArray[np.float64]


def term_number(term: str, lang: str) -> int:
    """A word of a language as a number; words that share one only add candidates.

    >>> term_number("mine", "en-US") == term_number("mine", "en"), term_number("mine", "fr") > 0
    (True, True)
    """
    return zlib.crc32(f"{primary(lang)} {term}".encode("utf-8", "surrogatepass"))


class _TermNumbers(dict[str, int]):
    """The numbers of a language's tokens, each computed once; MARK for one that is no word."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def __missing__(self, token: str) -> int:
        term = folded_token(token)
        number = self[token] = term_number(term, self._lang) if term else MARK
        return number


def add_block(connection: sqlite3.Connection, first: int, units: int, texts: Iterable[Entry]) -> None:
    """Add the postings of `units` consecutive units from `first` on, in a transaction of the caller's."""
    words: list[int] = []
    numbers, counts = [], []
    lengths = np.zeros(2 * units, np.uint16)
    known: dict[str, _TermNumbers] = {}
    for entry in texts:
        lengths[entry.number - 2 * first] = min(len(entry.tokens), LONGEST)
        if entry.lang not in known:
            known[entry.lang] = _TermNumbers(entry.lang)
        before = len(words)
        words.extend({*map(known[entry.lang].__getitem__, entry.tokens)})
        numbers.append(entry.number)
        counts.append(len(words) - before)
    block = connection.execute(
        "INSERT INTO blocks (first, lengths) VALUES (?, ?)", (first, lengths.tobytes())
    ).lastrowid
    keys, values = np.array(words, np.int64), np.repeat(np.array(numbers, np.uint32), counts)
    keys, values = keys[keys != MARK], values[keys != MARK]
    order = np.argsort(keys, kind="stable")  # the entries come in ascending order
    keys, values = keys[order], values[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    stops = [*starts[1:].tolist(), len(keys)]
    connection.executemany(
        "INSERT INTO postings VALUES (?, ?, ?)",
        (
            (block, int(keys[start]), values[start:stop].tobytes())
            for start, stop in zip(starts.tolist(), stops, strict=True)
        ),
    )
    _merge(connection)


def _level(lengths: int) -> int:
    level, size = 0, SMALLEST
    while size < lengths // 4:  # two entries of two bytes a unit
        level, size = level + 1, size * EQUALS
    return level


def _merge(connection: sqlite3.Connection) -> None:
    """Make one block of the last EQUALS or more that are no larger than the last one, again and again."""
    while True:
        blocks = connection.execute(
            "SELECT number, first, length(lengths) FROM blocks ORDER BY number"
        ).fetchall()
        last = _level(blocks[-1][2])
        run = len(blocks)
        while run and _level(blocks[run - 1][2]) <= last:
            run -= 1
        if len(blocks) - run < EQUALS:
            return
        merged = blocks[run:]
        numbers = range(merged[0][0], merged[-1][0] + 1)
        lists: defaultdict[int, list[bytes]] = defaultdict(list)
        rows = connection.execute(
            "SELECT term, entries FROM postings WHERE block BETWEEN ? AND ? ORDER BY block",
            (numbers.start, numbers.stop - 1),
        )
        for term, entries in rows:
            lists[term].append(entries)
        bounds = numbers.start, numbers.stop - 1
        lengths = [
            (first, lengths)
            for first, lengths in connection.execute(
                "SELECT first, lengths FROM blocks WHERE number BETWEEN ? AND ? ORDER BY number", bounds
            )
        ]
        connection.execute("DELETE FROM postings WHERE block BETWEEN ? AND ?", bounds)
        connection.execute("DELETE FROM blocks WHERE number BETWEEN ? AND ?", bounds)
        block = connection.execute(
            "INSERT INTO blocks (first, lengths) VALUES (?, ?)", (lengths[0][0], _joined(lengths))
        ).lastrowid
        connection.executemany(
            "INSERT INTO postings VALUES (?, ?, ?)",
            ((block, term, b"".join(lists[term])) for term in sorted(lists)),
        )


def _joined(lengths: Sequence[tuple[int, bytes]]) -> bytes:
    """The lengths of consecutive blocks as those of one."""
    whole, first = bytearray(), lengths[0][0]
    for start, some in lengths:
        whole.extend(bytes((start - first) * 4 - len(whole)))
        whole.extend(some)
    return bytes(whole)


class Postings:
    """The posting lists at one moment, for lookups in a transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        rows = connection.execute("SELECT number, first, lengths FROM blocks ORDER BY first").fetchall()
        self._blocks = [number for number, _, _ in rows]
        self._lengths = np.frombuffer(_joined([(0, b""), *((row[1], row[2]) for row in rows)]), np.uint16)
        self._counts: dict[int, int] = {}
        self._held: dict[int, Entries] = {}
        self._size = 0

    def candidates(
        self, terms: Iterable[str], lang: str, tokens: int, floor: float, limit: int, *, part: bool = False
    ) -> Candidates:
        """The entries that may agree with a text by `floor` or more, at most `limit` of them.

        terms   the words of the text
        tokens  how many tokens it has
        floor   0 to 1; with fewer than `limit` candidates none that agrees so far is left out
        part    the text may be a part of a longer one
        """
        wanted = {term_number(term, lang) for term in terms}
        if not wanted or not self._blocks:
            return Candidates(np.zeros(0, np.uint32), np.zeros(0))
        frequencies = self._frequencies(wanted)
        ordered = sorted(wanted, key=frequencies.__getitem__)
        missing = int((1 - floor) * tokens + 1e-9)
        taken = ordered[: missing + 1]
        volume = sum(frequencies[term] for term in taken)
        for term in ordered[missing + 1 :]:
            volume += frequencies[term]
            if volume > VOLUME:
                break
            taken.append(term)
        lists = [self._entries(term) for term in taken if frequencies[term]]
        if not lists:
            return Candidates(np.zeros(0, np.uint32), np.zeros(0))
        entries = np.concatenate(lists)
        lengths = self._lengths[entries]
        fitting = lengths >= floor * tokens - 1e-9
        if not part:
            fitting &= lengths * floor <= tokens + 1e-9
        entries = entries[fitting]
        entries.sort()
        starts = np.flatnonzero(np.diff(entries.astype(np.int64), prepend=-1))
        counts = np.diff(starts, append=len(entries))
        entries = entries[starts]
        enough = counts >= max(1, len(taken) - missing)
        entries, counts = entries[enough], counts[enough]
        longer = np.full(len(entries), tokens) if part else np.maximum(self._lengths[entries], tokens)
        shorter = np.minimum(self._lengths[entries], tokens)
        bounds = np.minimum(shorter, longer - (len(taken) - counts)) / longer
        best = np.lexsort((entries, -bounds))[:limit]
        return Candidates(entries[best], bounds[best])

    def _frequencies(self, terms: Iterable[int]) -> dict[int, int]:
        """How many entries have each word."""
        new = [term for term in terms if term not in self._counts]
        if new:
            rows = self._connection.execute(
                "SELECT term, sum(length(entries)) / 4 FROM postings "
                f"WHERE block IN ({_listed(self._blocks)}) AND term IN ({_listed(new)}) GROUP BY term"
            )
            self._counts.update(dict.fromkeys(new, 0))
            self._counts.update(rows)
        return self._counts

    def _entries(self, term: int) -> Entries:
        if (found := self._held.get(term)) is None:
            rows = self._connection.execute(
                f"SELECT entries FROM postings WHERE block IN ({_listed(self._blocks)}) AND term = ?", (term,)
            )
            found = np.frombuffer(b"".join(row[0] for row in rows), np.uint32)
            self._size += found.nbytes
            if self._size > HELD:
                self._held.clear()
                self._size = found.nbytes
            self._held[term] = found
        return found


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))
