"""A cache of embeddings on disk, by model and sentence, for the runs to come."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from duiqi.corpus.errors import UnreadableFile, UnwritableFile

if TYPE_CHECKING:
    from duiqi.aligner.arrays import Floats32
    from duiqi.aligner.encoders.protocol import Encoder

CHUNK = 4096  # sentences encoded between two commits: at most so many are lost by an interruption
ASKED = 500  # keys in a query; SQLite's oldest limit is 999
WAIT = 60.0  # seconds for another run to finish its commit
PAUSE = 0.01  # seconds between two attempts to create the table


class CachedEncoder:
    """An encoder whose vectors are kept on disk.

    One SQLite file for each model holds the vectors under the hash of the sentence; its
    write-ahead log lets several runs read and write at the same time. Vectors are kept
    unrounded, so that a run with the cache gives the same result as a run without it.

    fingerprint  distinguishes models of the same name
    folder       made where it does not exist
    """

    def __init__(self, encoder: Encoder, fingerprint: str, folder: Path) -> None:
        self._encoder = encoder
        name = re.sub(r"[^\w.-]+", "-", encoder.name).strip("-")
        self._path = folder / f"{name}-{fingerprint[:16]}.sqlite"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UnwritableFile(
                f"{folder}: no cache can be kept here: {reason}. Name another folder"
            ) from error
        with self._connection() as connection:
            _create(connection)

    @property
    def name(self) -> str:
        """The name of the encoder whose vectors are kept."""
        return self._encoder.name

    def encode(self, sentences: Sequence[str]) -> Floats32:
        """One row for each sentence: from the cache, or else from the encoder, which fills the cache."""
        import numpy as np

        keys = [_key(sentence) for sentence in sentences]
        with self._connection() as connection:
            known = _find(connection, keys)
            missing = {key: text for key, text in zip(keys, sentences, strict=True) if key not in known}
            # Sorted by length: the encoder pads a batch to its longest sentence.
            todo = sorted(missing, key=lambda key: len(missing[key]))
            for low in range(0, len(todo), CHUNK):
                chunk = todo[low : low + CHUNK]
                rows = self._encoder.encode([missing[key] for key in chunk])
                fresh = {key: row.tobytes() for key, row in zip(chunk, rows, strict=True)}
                connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", fresh.items())
                connection.commit()
                known |= fresh
        if not keys:
            return self._encoder.encode([])
        if len({len(row) if isinstance(row, bytes) else -1 for row in known.values()}) > 1:
            raise UnreadableFile(f"{self._path}: no cache of vectors: they differ in length. Delete it")
        flat: Floats32 = np.frombuffer(b"".join(known[key] for key in keys), np.float32)
        return flat.reshape(len(keys), -1).copy()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for one call: encoders may move between threads and processes, connections may not."""
        connection = None
        try:
            connection = sqlite3.connect(self._path, timeout=WAIT)
            connection.execute("PRAGMA synchronous=NORMAL")
            yield connection
        except sqlite3.OperationalError as error:
            raise UnwritableFile(
                f"{self._path}: the cache cannot be used: {error}. Name another folder"
            ) from error
        except sqlite3.DatabaseError as error:
            raise UnreadableFile(f"{self._path}: no cache of vectors: {error}. Delete it") from error
        finally:
            if connection is not None:
                connection.close()


def _create(connection: sqlite3.Connection) -> None:
    """Create the table in a file with a write-ahead log, where another run may be doing the same.

    Two connections that change the journal's mode together would wait for each other: SQLite
    refuses one of them at once, whatever the timeout. That one tries again, as long as WAIT.
    """
    deadline = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors (sentence BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID"
            )
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(PAUSE)


def _key(sentence: str) -> bytes:
    # A lone surrogate has no UTF-8; its three bytes are still a key of their own.
    return hashlib.sha256(sentence.encode("utf-8", "surrogatepass")).digest()[:16]


def _find(connection: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, bytes]:
    known: dict[bytes, bytes] = {}
    distinct = list(dict.fromkeys(keys))
    for low in range(0, len(distinct), ASKED):
        some = distinct[low : low + ASKED]
        places = ",".join("?" * len(some))
        known |= dict(connection.execute(f"SELECT * FROM vectors WHERE sentence IN ({places})", some))
    return known
