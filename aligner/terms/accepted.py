"""Accepted pairs of the known glossary: rows of a draft wherever the texts have them, candidates or not.

A reviewer's 桥面铺装 may cut the words of the analysis (桥面, 铺, 装有), so that no candidate is it. Then the
pair is found in the beads by its texts, and what the extraction has in its place (桥面铺) is no row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

from duiqi.aligner.terms.concordance import EXAMPLES
from duiqi.aligner.terms.known_terms import KnownTerms
from duiqi.aligner.terms.schema import AcceptedOccurrence
from duiqi.aligner.terms.store import SOURCE, TARGET, Store
from duiqi.corpus.glossary.model import Context, Place, Term, TermPair
from duiqi.corpus.model import Span

# The beads that have both terms of an accepted pair, with its occurrences there: the rarer term's.
_BEADS = """
select b.number, b.source_text, b.target_text, b.file, b.id, min(s.start), min(s.end), min(t.start),
       min(t.end), min(count(distinct s.start), count(distinct t.start))
from accepted_occurrences s
join accepted_occurrences t on t.accepted = s.accepted and t.bead = s.bead and t.side = 1
join beads b on b.number = s.bead
where s.accepted = :accepted and s.side = 0
group by b.number order by b.number
"""
# Pairs whose every link is inside an accepted pair, or is wider by one term alone (超声法测定, 超声法), in a
# bead where the reviewer saw that.
_REPLACED = """
select l.source, l.target, min(s.accepted), count(distinct l.rowid),
       (select count(*) from links k where k.source = l.source and k.target = l.target)
from accepted_occurrences s
join accepted_occurrences t on t.accepted = s.accepted and t.bead = s.bead and t.side = 1
join links l on l.bead = s.bead
join beads b on b.number = s.bead
where s.side = 0 and (
    s.start <= l.source_start and l.source_end <= s.end
    and t.start <= l.target_start and l.target_end <= t.end
    or (
        s.start = l.source_start and s.end = l.source_end
        and l.target_start <= t.start and t.end <= l.target_end
        or t.start = l.target_start and t.end = l.target_end
        and l.source_start <= s.start and s.end <= l.source_end
    ) and was_seen(s.accepted, b.source_text, b.target_text)
) group by l.source, l.target
"""


class _Bead(NamedTuple):
    """A bead with both terms of an accepted pair, where they are first, and how often the pair occurs."""

    number: int
    source_text: str
    target_text: str
    file: str
    id: str
    source_start: int
    source_end: int
    target_start: int
    target_end: int
    frequency: int


class _Overlap(NamedTuple):
    """A pair of terms, an accepted pair in the same places, the links there, and all links of the pair."""

    source: int
    target: int
    accepted: int
    overlapping: int
    links: int


def keep_frequent(store: Store, least: int) -> None:
    """Complete the table of accepted occurrences: without pairs that occur less often."""
    store.index(AcceptedOccurrence)
    if least > 1:
        store.run(
            "delete from accepted_occurrences where accepted in ("
            "select accepted from accepted_occurrences group by accepted, side having count(*) < :least)",
            least=least,
        )


def replaced(store: Store, known: KnownTerms) -> dict[tuple[int, int], TermPair]:
    """The pairs of terms, by their numbers, in whose place a reviewer has accepted another, and that.

    Nobody has decided on them, and the known glossary has no other equivalent of their source terms.
    """
    accepted = known.decisions.accepted
    seen = [{(context.source, context.target) for context in pair.contexts} for pair in accepted]
    store.function("was_seen", 3, lambda number, source, target: (source, target) in seen[number])
    return {
        (found.source, found.target): accepted[found.accepted]
        for found in (store.rows(_Overlap, _REPLACED) if accepted else ())
        if found.overlapping == found.links
        and found.source not in known.equivalents
        and not known.decisions.has(found.source, found.target)
    }


def found_in_beads(
    store: Store, known: KnownTerms, first: int, others: Collection[int], *, by_document: bool
) -> Iterator[TermPair]:
    """The accepted pairs that the beads have and that are no row yet, with their occurrences.

    first   the number of the first of these rows
    others  the numbers of accepted pairs that have a row
    """
    for number in range(len(known.decisions.accepted)):
        beads = [] if number in others else list(store.rows(_Bead, _BEADS, accepted=number))
        if beads:
            yield _row(store, known, str(first), number, beads, by_document=by_document)
            first += 1


def _row(
    store: Store, known: KnownTerms, identity: str, number: int, beads: list[_Bead], *, by_document: bool
) -> TermPair:
    pair = known.decisions.accepted[number]
    contexts: dict[tuple[str, str], Context] = {}
    files: dict[str, int] = {}
    for bead in beads:
        context = Context(
            bead.source_text,
            bead.target_text,
            Span(bead.source_start, bead.source_end),
            Span(bead.target_start, bead.target_end),
            Place(bead.file, bead.id),
        )
        contexts.setdefault((bead.source_text, bead.target_text), context)
        files[bead.file] = files.get(bead.file, 0) + bead.frequency
    return replace(
        pair,
        id=identity,
        source=_counted(store, pair.source, number, SOURCE),
        target=_counted(store, pair.target, number, TARGET),
        frequency=sum(bead.frequency for bead in beads),
        segments=len(beads),
        contexts=tuple(contexts.values())[:EXAMPLES],
        known=known.equivalents_of(pair),
        comparison="confirmed",
        documents=len(files) if by_document else 0,
        found_in=tuple(sorted(files.items(), key=lambda file: (-file[1], file[0]))) if by_document else (),
    )


def _counted(store: Store, term: Term, number: int, side: int) -> Term:
    """The term with its occurrences in these texts, without the forms that others have."""
    query = "select count(*) from accepted_occurrences where accepted = :accepted and side = :side"
    frequency = store.number(query, accepted=number, side=side)
    return replace(term, frequency=frequency, variants=tuple(form for form in term.variants if not form[1]))
