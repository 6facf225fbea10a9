"""The tables of the ledger, and the lanes of its queue."""

from __future__ import annotations

from enum import IntEnum

FILE = "run.sqlite"
VERSION = 5  # of the tables, kept in the file's user_version
LARGE = 1_000_000  # bytes of both texts together: such a pair may take minutes and a gigabyte


class Lane(IntEnum):
    """The part of the queue in which a pair waits."""

    SMALL = 0  # in the manifest's order
    LARGE = 1  # the largest first, only a few at the same time
    ALONE = 2  # pairs that need more than a worker's share of memory: at the end, one by one


def lane_and_rank(size: int, number: int) -> tuple[Lane, int]:
    """The lane of a pair by its estimated bytes, and its rank there: the lowest rank is next.

    >>> lane_and_rank(5_000, number=7), lane_and_rank(2_000_000, number=8)
    ((<Lane.SMALL: 0>, 7), (<Lane.LARGE: 1>, -2000000))
    """
    return (Lane.LARGE, -size) if size >= LARGE else (Lane.SMALL, number)


TABLES = (
    """CREATE TABLE settings (        -- must be the same when the run is resumed, except `begun`
         name  TEXT PRIMARY KEY,      -- an option, as --model, or another fact, as `duiqi`, our version
         value TEXT NOT NULL          -- '' where the option was not given
       )""",
    """CREATE TABLE pairs (
         number      INTEGER PRIMARY KEY,   -- place in the manifest, from 0
         id          TEXT NOT NULL UNIQUE,  -- as in the manifest
         place       TEXT NOT NULL,         -- manifest and line, for messages
         stem        TEXT NOT NULL,         -- name of its files, without a suffix
         folded      TEXT NOT NULL UNIQUE,  -- the stem as a file system sees it that ignores case
         source      TEXT NOT NULL,         -- path of the source, as in the manifest
         target      TEXT NOT NULL,         -- path of the target, likewise
         source_lang TEXT NOT NULL,         -- '' where the manifest has none
         target_lang TEXT NOT NULL,         -- likewise
         bytes       INTEGER NOT NULL,      -- estimated size of both texts together
         lane        INTEGER NOT NULL,      -- Lane
         rank        INTEGER NOT NULL,      -- order within the lane, the lowest first
         status      TEXT NOT NULL DEFAULT 'waiting',    -- Status
         attempts    INTEGER NOT NULL DEFAULT 0,         -- times that a worker began it since the last resume
         sentences   INTEGER NOT NULL DEFAULT 0,         -- PairResult.sentences
         trusted     REAL NOT NULL DEFAULT 0,            -- PairResult.trusted
         report      TEXT NOT NULL DEFAULT '{}',         -- PairResult.report, as JSON
         asked       INTEGER NOT NULL DEFAULT 0,         -- 1 where questions were looked for
         texts       TEXT NOT NULL DEFAULT '[]',         -- TextState of source and target, likewise
         files       TEXT NOT NULL DEFAULT '[]'          -- TextState of its results, likewise
       )""",
    """CREATE TABLE questions (
         pair        INTEGER NOT NULL,      -- its number
         place       INTEGER NOT NULL,      -- order within the pair
         signature   TEXT NOT NULL,         -- of the question
         question    TEXT NOT NULL,         -- as JSON
         choice      INTEGER,               -- the last four: the answer, NULL where there is none
         probability REAL,
         judge       TEXT,
         reliability REAL,
         PRIMARY KEY (pair, signature)
       )""",
    "CREATE INDEX queue ON pairs (status, lane, rank)",
)
JOB_COLUMNS = f"number, id, stem, source, target, source_lang, target_lang, bytes, lane = {Lane.ALONE:d}"
