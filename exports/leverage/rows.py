"""The proposals of a segment in words, shared by the formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from duiqi.corpus.leverage import EXACT, Leverage, LeveragedSegment, Match
from duiqi.corpus.localization import localized
from duiqi.exports.hygiene import Cleaner
from duiqi.exports.options import Tally
from duiqi.exports.pieces import Look, Piece, clean

KINDS = {
    "context": "the same text in the same context",
    "exact": "the same text",
    "fuzzy": "a similar text",
    "clauses": "put together from clauses",
    "meaning": "about the same meaning",
}


class Cleaners(NamedTuple):
    """Cleaners of the two languages, and of names."""

    source: Cleaner
    target: Cleaner
    plain: Cleaner

    @classmethod
    def of(cls, leverage: Leverage, tally: Tally, plain_spaces: bool) -> Cleaners:
        """The cleaners of a text."""
        return cls(
            Cleaner(leverage.source_lang, tally, plain_spaces),
            Cleaner(leverage.target_lang, tally, plain_spaces),
            Cleaner("und", tally),
        )


def figure(match: Match) -> str:
    """The percentage of a match, and what it is not: never a bare number for a match by meaning.

    >>> figure(Match("fuzzy", 83, 83, "", "", "")), figure(Match("meaning", 0, 92, "", "", ""))
    ('83 %', 'meaning .92')
    >>> figure(Match("clauses", 64, 64, "", "", "")), figure(Match("exact", 100, 97, "", "", ""))
    ('clauses 64 %', '100 % − 3')
    """
    if match.kind == "meaning":
        return "meaning " + f"{match.score / 100:.2f}".removeprefix("0")
    penalty = match.percentage - match.score
    name = "clauses " if match.kind == "clauses" else ""
    return f"{name}{match.percentage} %" + (f" − {penalty}" if penalty else "")


def kind(match: Match) -> str:
    """What a match is, in the user's language."""
    return localized(KINDS[match.kind])


def remarks(match: Match) -> list[str]:
    """Remarks for the translator: figures and labels that differ, clauses that differ or are missing."""
    found = [str(change) for change in match.changes]
    for part in match.parts:
        if not part.target:
            found.append(f"missing: {part.text}")
        elif part.percentage < EXACT:
            found.append(f"{part.percentage} % of “{part.text}” is “{part.source}”")
    return found


def chosen(leverage: Leverage, tally: Tally) -> Iterator[tuple[LeveragedSegment, Match | None]]:
    """The segments, counted, each with the proposal that becomes its target."""
    for segment in leverage.segments:
        tally.written += 1
        yield segment, leverage.filled(segment)


def one_line(texts: Sequence[str]) -> str:
    """Remarks on one line."""
    return "; ".join(texts)


def difference(match: Match) -> list[Piece]:
    """The memory's source and the new one as one text, the words marked that only one of them has."""
    looks: dict[str, Look] = {"inserted": "inserted", "deleted": "deleted"}
    return [*clean(Piece(edit.text, looks.get(edit.operation, "")) for edit in match.edits)]
