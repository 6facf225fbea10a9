"""Clause matches: a long segment put together from clauses that memories have in several places.

The clauses of a candidate unit are aligned with those of its translation, as files are. What no
memory has stays, and is marked as missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.leverage.adapting import adapt
from duiqi.aligner.memory.lookup import Lookup
from duiqi.aligner.memory.similarity import percentage
from duiqi.aligner.memory.tokens import compared
from duiqi.aligner.memory.units import MemoryUnit
from duiqi.aligner.pipeline import align
from duiqi.corpus.leverage import Change, Match, Part, glue
from duiqi.corpus.model import join
from duiqi.segmenters.boundaries import clause_ends
from duiqi.segmenters.documents import from_sentences

FLOOR = 75  # percentage from which a clause of a memory is taken for one of the new text
RUN = 3  # clauses of a unit that are taken together
UNITS = 4  # candidate units of each clause
COVERED = 0.3  # share of a segment's words that the clauses have at least
JOINT = 1.0  # words' worth: fewer and longer parts are better
SURE = 0.5  # confidence of a pair of clauses, below which it is not used


class _Clause(NamedTuple):
    """A clause, or a run of them, of a memory's source with its translation."""

    source: str
    target: str
    tokens: tuple[str, ...]
    unit: MemoryUnit
    origin: str


class ClauseMatches:
    """Finds the clauses of segments in memories; aligned units are kept."""

    def __init__(self, encoder: EncoderPair, langs: tuple[str, str]) -> None:
        self._encoder, self._langs = encoder, langs
        self._aligned: dict[tuple[str, int], list[tuple[str, str]]] = {}

    def match(self, text: str, lookups: Iterable[tuple[str, Lookup]]) -> Match | None:
        """The segment put together; None where memories have too little of it."""
        source_lang = self._langs[0]
        clauses = clauses_of(text, source_lang)
        tokens = [compared(clause, source_lang) for clause in clauses]
        total = sum(map(len, tokens))
        if len(clauses) < 2:
            return None
        known = [clause for name, lookup in lookups for clause in self._clauses(clauses, name, lookup)]
        chosen = _cover(clauses, tokens, known, self._langs[0])
        covered = sum(len(compared(part.text, source_lang)) * part.percentage for part, _ in chosen) / 100
        if not known or covered < COVERED * total:
            return None
        parts, changes = [], list[Change]()
        for part, clause in chosen:
            if clause is not None:
                found = adapt(
                    clause.unit._replace(source=clause.source, target=clause.target, source_label=""),
                    part.text,
                )
                part = part._replace(target=found.target)
                changes += found.changes
            parts.append(part)
        target = glue(self._langs[1]).join(part.target or f"⟦{part.text}⟧" for part in parts)
        origins = dict.fromkeys(part.origin for part in parts if part.origin)
        agreed = int(100 * covered / total)
        return Match(
            "clauses",
            agreed,
            agreed,
            glue(source_lang).join(part.source for part in parts if part.source),
            target,
            "",
            "; ".join(origins),
            changes=tuple(dict.fromkeys(changes)),
            parts=tuple(parts),
        )

    def _clauses(self, clauses: Sequence[str], name: str, lookup: Lookup) -> list[_Clause]:
        """Runs of clauses of the units that have most words of one of these."""
        units: dict[int, MemoryUnit] = {}
        for clause in clauses:
            for found in lookup.containing(clause, *self._langs, floor=FLOOR, limit=UNITS):
                units[found.unit.number] = found.unit
        runs = []
        for number, unit in units.items():
            if (name, number) not in self._aligned:
                self._aligned[name, number] = self._pairs(unit)
            pairs = self._aligned[name, number]
            origin = f"{name}: {unit.source_name} {unit.place + 1}"
            for start in range(len(pairs)):
                for stop in range(start + 1, min(start + RUN, len(pairs)) + 1):
                    source = join((pair[0] for pair in pairs[start:stop]), unit.source_lang)
                    target = join((pair[1] for pair in pairs[start:stop]), unit.target_lang)
                    if all(pair[1] for pair in pairs[start:stop]):
                        tokens = tuple(compared(source, unit.source_lang))
                        runs.append(_Clause(source, target, tokens, unit, origin))
        return runs

    def _pairs(self, unit: MemoryUnit) -> list[tuple[str, str]]:
        """The clauses of a unit with their translations; empty ones for those of doubtful pairs."""
        sides = (
            from_sentences(clauses_of(unit.bare_source, unit.source_lang), unit.source_lang),
            from_sentences(clauses_of(unit.bare_target, unit.target_lang), unit.target_lang),
        )
        if len(sides[0]) == 1 or len(sides[1]) == 1:
            return [(unit.bare_source, unit.bare_target)]
        pairs = []
        for bead in align(*sides, self._encoder, presegmented=True).beads:
            source, target = (
                join(bead.source_texts, unit.source_lang),
                join(bead.target_texts, unit.target_lang),
            )
            if source:
                pairs.append((source, target if bead.confidence >= SURE else ""))
        return pairs


def clauses_of(text: str, lang: str) -> list[str]:
    """The clauses of a text.

    >>> clauses_of("Urges all States, in particular those affected, to act at once,", "en")
    ['Urges all States,', 'in particular those affected,', 'to act at once,']
    """
    ends = clause_ends(text, lang)
    return [clause for start, end in pairwise([0, *ends]) if (clause := text[start:end].strip())]


def _cover(
    clauses: Sequence[str], tokens: Sequence[Sequence[str]], known: Sequence[_Clause], lang: str
) -> list[tuple[Part, _Clause | None]]:
    """The clauses in order, in runs that memories have: most words in few parts, by dynamic programming."""
    best: list[tuple[float, int, _Clause | None, int]] = [(0.0, 0, None, 0)]
    for stop in range(1, len(clauses) + 1):
        option: tuple[float, int, _Clause | None, int] = (best[stop - 1][0], stop - 1, None, 0)
        for start in range(max(0, stop - RUN), stop):
            run = [token for some in tokens[start:stop] for token in some]
            found: _Clause | None = None
            agreed = FLOOR - 1
            for clause in known:
                if (likeness := percentage(run, clause.tokens, agreed + 1)) > agreed:
                    found, agreed = clause, likeness
            gain = best[start][0] + len(run) * agreed / 100 - JOINT
            if found is not None and gain > option[0]:
                option = gain, start, found, agreed
        best.append(option)
    chosen: list[tuple[Part, _Clause | None]] = []
    stop = len(clauses)
    while stop:
        _, start, taken, agreed = best[stop]
        text = join(clauses[start:stop], lang)
        part = Part(text, taken.source, taken.target, agreed, taken.origin) if taken else Part(text)
        chosen.append((part, taken))
        stop = start
    return chosen[::-1]
