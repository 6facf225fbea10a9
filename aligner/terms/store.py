"""The tables of an extraction in a temporary SQLite database that outgrows memory where it must.

SQLite keeps a database without a name in memory while it is small, and in a file of its own,
deleted with the connection, when it is not. So a resolution and a million beads take the same
path. A term's number is 64 bits of its key's hash, since a dictionary that numbers the keys would
have to be kept in memory.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple, TypeVar

from duiqi.aligner.terms.tables import TABLES, create_statement

SOURCE, TARGET = 0, 1
CACHE = 64_000  # kibibytes


R = TypeVar("R", bound=NamedTuple)  # the row type of a table, or of a query's result


@lru_cache(maxsize=1 << 18)
def term_number(key: str) -> int:
    """The number of the term with a key, the same on every machine."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


class Store:
    """The tables of one extraction; the database is gone when the store is closed or forgotten."""

    def __init__(self) -> None:
        # A glossary may be written in another thread than it was made in.
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._close = weakref.finalize(self, self._connection.close)
        for setting in ("journal_mode = off", "synchronous = off", f"cache_size = -{CACHE}"):
            self._connection.execute(f"pragma {setting}")
        for row in TABLES:
            self._connection.execute(create_statement(row))
        self._connection.execute("begin")

    def insert(self, row: type[R], rows: Iterable[R]) -> None:
        """Append rows to the table of a row type."""
        places = ", ".join("?" * len(row._fields))
        statement = f"insert into {TABLES[row].name} values ({places})"
        self._opened().executemany(statement, rows)

    def index(self, row: type[NamedTuple]) -> None:
        """Make the indexes of a table that is full."""
        name, _, indexes = TABLES[row]
        for columns in indexes:
            self.run(f"create index {name}_by_{'_'.join(columns)} on {name} ({', '.join(columns)})")

    def drop(self, row: type[NamedTuple]) -> None:
        """Drop a table that is not needed any more."""
        self.run(f"drop table {TABLES[row].name}")

    def run(self, statement: str, **values: Any) -> None:
        """Execute a statement that returns nothing."""
        self._opened().execute(statement, values)

    def rows(self, row: type[R], query: str, **values: Any) -> Iterator[R]:
        """The rows that a query finds, one at a time; its columns are the fields of `row`, in order."""
        return map(row._make, self._until_closed(self._opened().execute(query, values)))

    def number(self, query: str, **values: Any) -> int:
        """The one number that a query finds."""
        (found,) = self._opened().execute(query, values).fetchone()
        return int(found or 0)

    def function(self, name: str, arguments: int, function: Callable[..., Any]) -> None:
        """Let statements call a function that has the same result for the same arguments."""
        self._opened().create_function(name, arguments, function, deterministic=True)

    def close(self) -> None:
        """Delete the database; harmless when it is done already."""
        self._close()

    def _until_closed(self, found: sqlite3.Cursor) -> Iterator[Any]:
        """The rows of a cursor; after `close` the same error, whether it was begun before or not."""
        try:
            yield from found
        except sqlite3.ProgrammingError:
            self._opened()
            raise

    def _opened(self) -> sqlite3.Connection:
        if not self._close.alive:
            raise ValueError("this extraction is closed: read its glossary and its reports before")
        return self._connection
