"""The file of a memory: one SQLite database with a write-ahead log.

Several processes may read and write it at once. What is committed is on the disk: neither a kill
nor a power cut takes it back.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duiqi.corpus.errors import UnreadableFile, UnwritableFile

APPLICATION = 0x44514D45  # "DQME", in the header of the file
VERSION = 1
SQLITE = b"SQLite format 3\0"
WAIT = 300.0  # seconds for other processes to finish their commits
PAUSE = 0.01  # seconds between two attempts to create the tables
CACHE = 65_536  # KiB of the file that are held in memory

# documents  the bitexts that the units come from; their names where their contents have no hash
# units      the key is the identity of a unit, see `adding`; place is its number in the document.
#            source_hash and target_hash are those of the texts without their labels; codes are the inline
#            codes of both texts as JSON, empty for none
# words      what the concordance finds, without the texts; its segments are merged by eight rather than by
#            four, which takes a fifth off the time of adding
# blocks     entries 2 × unit + side (1 for the target) are in one block of consecutive units, with the
#            number of tokens of each; see `postings.py`
TABLES = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, source_name TEXT, target_name TEXT, source_lang TEXT, target_lang TEXT,
    source_sha256 TEXT, target_sha256 TEXT,
    UNIQUE (source_name, target_name, source_lang, target_lang, source_sha256, target_sha256)
);
CREATE TABLE units (
    number INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB UNIQUE, document INTEGER REFERENCES documents,
    place INTEGER, source TEXT, target TEXT, source_label TEXT, target_label TEXT,
    source_hash INTEGER, target_hash INTEGER, start INTEGER, stop INTEGER,
    status TEXT, confidence REAL, author TEXT, note TEXT, added TEXT, changed TEXT, codes TEXT
);
CREATE INDEX units_by_place ON units (document, place);
CREATE INDEX units_by_source ON units (source_hash);
CREATE INDEX units_by_target ON units (target_hash);
CREATE VIRTUAL TABLE words USING fts5 (source, target, content='', tokenize='ascii');
INSERT INTO words (words, rank) VALUES ('automerge', 8);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row);
CREATE TABLE blocks (number INTEGER PRIMARY KEY AUTOINCREMENT, first INTEGER, lengths BLOB);
CREATE TABLE postings (block INTEGER, term INTEGER, entries BLOB, PRIMARY KEY (block, term)) WITHOUT ROWID;
"""


def is_memory(path: Path) -> bool:
    """Whether a file is a database, and so no bitext."""
    try:
        if not path.is_file():  # a pipe: what is read here would be missing, and none may come
            return False
        with path.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError:
        return False


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """A connection to a memory; transactions are begun and ended by `transaction`.

    create  make the file where there is none
    raises  UnreadableFile where it is missing or no memory, UnwritableFile where it cannot be made
    """
    if path.is_dir():
        raise UnreadableFile(f"{path}: this is a folder. Give the name of a memory in it")
    if not path.exists():
        if not create:
            raise UnreadableFile(f"{path}: there is no such memory. Make it with: duiqi memory add")
        if not path.parent.is_dir():
            raise UnwritableFile(f"{path}: there is no folder '{path.parent}'. Make it first")
    with reporting(path):
        connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
        try:
            connection.execute(f"PRAGMA cache_size=-{CACHE}")
            _prepare(connection, path, create)
        except BaseException:
            connection.close()
            raise
    return connection


def _advice(error: sqlite3.OperationalError) -> str:
    """What to try where the file of a memory cannot be used."""
    if "locked" in str(error):
        return "Wait until the other program has closed it"
    if "full" in str(error):
        return "Make room on the disk"
    return "Copy it to a folder in which you may write"


@contextmanager
def reporting(path: Path) -> Iterator[None]:
    """Report SQLite's errors in one line that names the file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise UnwritableFile(f"{path}: the memory cannot be used: {error}. {_advice(error)}") from error
    except sqlite3.DatabaseError as error:
        raise UnreadableFile(f"{path}: no memory, or a damaged one: {error}. Use a copy") from error


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path, *, write: bool = False) -> Iterator[None]:
    """All or nothing: what the block writes is committed at its end; what it reads is of one moment."""
    with reporting(path):
        connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _prepare(connection: sqlite3.Connection, path: Path, create: bool) -> None:
    """Check that the file is a memory, or make one of a new file.

    Two connections that change the journal's mode together would wait for each other: SQLite refuses
    one of them at once, whatever the timeout. That one tries again, as long as WAIT.
    """
    deadline = time.monotonic() + WAIT
    while not _is_ready(connection, path):
        if not create:
            raise UnreadableFile(f"{path}: an empty file, no memory. Make one with: duiqi memory add")
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("BEGIN IMMEDIATE")
            if not _is_ready(connection, path):
                for statement in filter(str.strip, TABLES.split(";\n")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id={APPLICATION}")
                connection.execute(f"PRAGMA user_version={VERSION}")
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(PAUSE)


def _is_ready(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file is a memory; False for an empty one. Raises UnreadableFile for any other."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application == APPLICATION and version == VERSION:
        return True
    if application == APPLICATION:
        raise UnreadableFile(
            f"{path}: version {version} of the format, and only {VERSION} is known here. "
            "Is there a newer duiqi?"
        )
    if application or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise UnreadableFile(f"{path}: a database of another program, no memory. Give another name")
    return False
