"""Counts, links and texts, in a database that outgrows memory where it must.

SQLite keeps a database without a name in memory while it is small, and in a file of its
own, gone with the connection, when it is not. So a resolution and a million beads take
the same path. Candidates are known by 64 bits of their key's hash: a table of keys would
be what memory runs out for first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any

SOURCE, TARGET = 0, 1
CACHE = 64_000  # kibibytes

_SCHEMA = """
create table beads (number integer primary key, file text, bead text, source text, target text);
create table forms (side int, term int, text text, n int, prior real, kind text);
create table links (bead int, s int, t int, s0 int, s1 int, t0 int, t1 int, fit real);
create table scored (s int, t int, score real, primary key (s, t)) without rowid;
create table linked (s int, t int, bead int, s0 int, s1 int, t0 int, t1 int, nested int);
create table met (entry int, bead int, s0 int, s1 int, answered int);
create table fragments (side int, term int, primary key (side, term)) without rowid;
"""


@lru_cache(maxsize=1 << 18)
def number_of(key: str) -> int:
    """A number for a candidate's key, the same on every machine."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


class Store:
    """The tables of one extraction."""

    def __init__(self) -> None:
        # The glossary may be written out by another thread than made it.
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for setting in ("journal_mode = off", "synchronous = off", f"cache_size = -{CACHE}"):
            self._base.execute(f"pragma {setting}")
        self._base.executescript(_SCHEMA)
        self._base.execute("begin")

    def add(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Append rows to a table."""
        rows = list(rows)
        if rows:
            places = ", ".join("?" * len(rows[0]))
            self._base.executemany(f"insert into {table} values ({places})", rows)

    def run(self, statement: str, *values: Any, **names: Any) -> None:
        """Carry out a statement that returns nothing."""
        self._base.execute(statement, names or values)

    def rows(self, query: str, *values: Any, **names: Any) -> Iterator[Any]:
        """The rows that a query finds, one at a time."""
        return iter(self._base.execute(query, names or values))

    def count(self, query: str, *values: Any) -> int:
        """The one number that a query finds."""
        return int(next(self.rows(query, *values))[0] or 0)
