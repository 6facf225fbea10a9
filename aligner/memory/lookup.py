"""Lookup: the units whose text is the same as a new one, or nearly."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from duiqi.aligner.memory.postings import Postings
from duiqi.aligner.memory.similarity import EXACT, percentage
from duiqi.aligner.memory.tokens import compared, terms
from duiqi.aligner.memory.units import FIELDS, JOINED, USABLE, MemoryUnit, text_hash, unit, units_of
from duiqi.corpus.languages import same_language

COMPARED = 400  # candidates of a text that are compared with it, the most promising ones
ALIKE = 50  # units with exactly the same text that are looked at
ALMOST = 99  # the percentage of texts that differ in their spaces alone
IN_CONTEXT = 101  # the percentage of the same text between the same neighbours


class MemoryMatch(NamedTuple):
    """A unit that a lookup found, its source being in the language of the text that was looked up.

    percentage  of the words that need not be changed; 100 for the same text, 101 in the same context
    reversed    whether the unit is of the opposite direction, and was turned round
    """

    unit: MemoryUnit
    percentage: int
    reversed: bool = False


class Lookup:
    """Lookups in a memory at one moment, in a transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._postings = Postings(connection)

    def find(
        self,
        text: str,
        source_lang: str,
        target_lang: str,
        *,
        floor: int = 75,
        limit: int = 5,
        context: tuple[str, str] | None = None,
    ) -> Sequence[MemoryMatch]:
        """The units whose text agrees with this one by `floor` per cent or more, the best first.

        context  the texts before and after; empty at the ends of the document
        Labels are not compared. Of units that agree by the same percentage reviewed ones come first,
        then those of this direction, the more confident, the newer; the same pair of texts comes once.
        """
        tokens = compared(text, source_lang)
        if not tokens:
            return ()
        found = {match.unit.number: match for match in self._same(text, source_lang, target_lang)}
        if context is not None:
            wanted = [" ".join(other.split()) for other in context]
            for number, match in found.items():
                if [" ".join(other.split()) for other in self.neighbours(match)] == wanted:
                    found[number] = match._replace(percentage=IN_CONTEXT)
        best = sorted((match.percentage for match in found.values()), reverse=True)
        candidates = self._postings.candidates(
            terms(tokens), source_lang, len(tokens), floor / EXACT, COMPARED
        )
        low = 0
        while low < len(candidates.entries):
            # With enough better ones found, no other candidate can be among the best.
            least = max(floor, best[limit - 1] if len(best) >= limit else 0)
            if candidates.bounds[low] * EXACT < least - 1e-6:
                break
            some = candidates.entries[low : low + 50].tolist()
            low += 50
            units = units_of(self._connection, sorted({entry // 2 for entry in some} - found.keys()))
            for entry in some:
                likely = self._compared(
                    units.get(entry // 2), entry % 2 == 1, tokens, text, source_lang, floor
                )
                if likely and same_language(likely.unit.target_lang, target_lang):
                    found[likely.unit.number] = likely
            best = sorted((match.percentage for match in found.values()), reverse=True)
        distinct: dict[tuple[str, str], MemoryMatch] = {}
        for match in sorted(found.values(), key=_rank):
            distinct.setdefault((match.unit.bare_source, match.unit.bare_target), match)
        return list(distinct.values())[:limit]

    def containing(
        self, text: str, source_lang: str, target_lang: str, *, floor: int = 75, limit: int = 5
    ) -> Sequence[MemoryMatch]:
        """The units that have `floor` per cent of the words of a text, in any order, whatever else they have.

        The percentage is that of the words.
        """
        tokens = compared(text, source_lang)
        words = terms(tokens)
        if not words:
            return ()
        found = self._postings.candidates(
            words, source_lang, len(tokens), floor / EXACT, 4 * limit, part=True
        )
        entries = found.entries.tolist()
        units = units_of(self._connection, sorted({entry // 2 for entry in entries}))
        matches = []
        for entry in entries:
            if entry // 2 not in units:
                continue
            one = units[entry // 2].reversed() if entry % 2 else units[entry // 2]
            if same_language(one.source_lang, source_lang) and same_language(one.target_lang, target_lang):
                shared = len(words & terms(compared(one.bare_source, source_lang)))
                if EXACT * shared >= floor * len(words):
                    matches.append(MemoryMatch(one, EXACT * shared // len(words), entry % 2 == 1))
        return sorted(matches, key=_rank)[:limit]

    def neighbours(self, match: MemoryMatch) -> tuple[str, str]:
        """The sources before and after a match in its bitext, without labels; empty at its ends."""
        found = match.unit
        rows = self._connection.execute(
            f"SELECT {FIELDS} FROM {JOINED} WHERE u.document = ? AND u.place BETWEEN ? AND ?",
            (found.document, found.place - 1, found.place + 1),
        )
        near = {other.place: other.reversed() if match.reversed else other for other in map(unit, rows)}
        texts = [
            near[place].bare_source if place in near else "" for place in (found.place - 1, found.place + 1)
        ]
        return texts[0], texts[1]

    def _same(self, text: str, source_lang: str, target_lang: str) -> list[MemoryMatch]:
        """The units with exactly this text."""
        matches = []
        wanted = " ".join(text.split())
        for side, turned in (("source", False), ("target", True)):
            rows = self._connection.execute(
                f"SELECT {FIELDS} FROM {JOINED} WHERE u.{side}_hash = ? AND {USABLE} "
                "ORDER BY u.number DESC LIMIT ?",
                (text_hash(text, source_lang), ALIKE),
            )
            for row in rows:
                found = unit(row).reversed() if turned else unit(row)
                if (
                    same_language(found.source_lang, source_lang)
                    and same_language(found.target_lang, target_lang)
                    and " ".join(found.bare_source.split()) == wanted
                ):
                    matches.append(MemoryMatch(found, EXACT, turned))
        return matches

    def _compared(
        self, found: MemoryUnit | None, turned: bool, tokens: list[str], text: str, lang: str, floor: int
    ) -> MemoryMatch | None:
        if found is None:
            return None
        found = found.reversed() if turned else found
        if not same_language(found.source_lang, lang):
            return None
        agreement = percentage(tokens, compared(found.bare_source, lang), floor)
        if agreement == EXACT and " ".join(text.split()) != " ".join(found.bare_source.split()):
            agreement = ALMOST
        return MemoryMatch(found, agreement, turned) if agreement else None


def _rank(match: MemoryMatch) -> tuple[int, bool, bool, float, int]:
    found = match.unit
    return -match.percentage, not found.reviewed, match.reversed, -found.confidence, -found.number
