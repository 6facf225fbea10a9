"""The questions of a run: where the pairs' alignments are not sure, and the answers of judges so far.

A table of the ledger. A pair's questions are recorded with its result; a pair with new answers is aligned
again, with the answers, which its worker gets with the job.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from duiqi.aligner.batch.job import Answer, Job
from duiqi.corpus.errors import UnreadableFile

_ANSWER = "signature, choice, probability, judge, reliability"
_ALL = (
    f"SELECT pairs.number, pairs.id, question, {_ANSWER} FROM questions JOIN pairs ON pair = number "
    "WHERE pairs.status = 'done' ORDER BY number, questions.place"
)


class Asked(NamedTuple):
    """A question about a pair.

    pair    the number of the pair in the ledger
    id      of the pair, as in the manifest
    fields  the question, as `judging.answers.fields_of` describes it
    answer  None where there is none
    """

    pair: int
    id: str
    fields: dict[str, Any]
    answer: Answer | None


class Questions:
    """The table of questions in a ledger."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def record(self, job: Job, found: tuple[str, ...]) -> None:
        """Record the open questions of a pair in place of those before; answers stay.

        found  the questions as lines of JSON
        """
        self._database.execute("DELETE FROM questions WHERE pair = ? AND choice IS NULL", (job.number,))
        self._database.executemany(
            "INSERT OR IGNORE INTO questions (pair, place, signature, question) VALUES (?, ?, ?, ?)",
            ((job.number, place, json.loads(line)["signature"], line) for place, line in enumerate(found)),
        )

    def __iter__(self) -> Iterator[Asked]:
        """All questions, in the manifest's order; none of pairs that are to be aligned."""
        for pair, id, question, *answer in self._database.execute(_ALL):  # noqa: A001 - the manifest's word
            try:
                fields = json.loads(question)
            except (ValueError, RecursionError):
                raise UnreadableFile(f"the ledger has a damaged question about the pair {id!r}") from None
            yield Asked(pair, id, fields, None if answer[1] is None else Answer(*answer))

    def open(self) -> Iterator[Asked]:
        """The questions without an answer."""
        return (asked for asked in self if asked.answer is None)

    def answer(self, pair: int, answer: Answer) -> None:
        """Record an answer; the pair waits to be aligned with it."""
        self._database.execute(
            "UPDATE questions SET choice = ?, probability = ?, judge = ?, reliability = ? "
            "WHERE pair = ? AND signature = ?",
            (answer.choice, answer.probability, answer.judge, answer.reliability, pair, answer.signature),
        )
        self._database.execute("UPDATE pairs SET status = 'waiting' WHERE number = ?", (pair,))

    def of(self, job: Job) -> tuple[Answer, ...]:
        """The answers about a pair."""
        rows = self._database.execute(
            f"SELECT {_ANSWER} FROM questions WHERE pair = ? AND choice IS NOT NULL ORDER BY place",
            (job.number,),
        )
        return tuple(Answer(*row) for row in rows)
