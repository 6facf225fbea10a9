"""Consistency: terms rendered in several ways, and known terms without a known equivalent in their bead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from duiqi.aligner.terms.concordance import contexts
from duiqi.aligner.terms.glossary import term_row
from duiqi.aligner.terms.known_terms import KnownTerms
from duiqi.aligner.terms.store import SOURCE, TARGET, Store
from duiqi.corpus.glossary.model import Context, Inconsistency, Place, Rendering, Term
from duiqi.corpus.model import Span

LEAST_SCORE = 0.5  # below which an equivalent is more likely a wrong link than another translation


class _Ambiguous(NamedTuple):
    """A term with several equivalents: its number."""

    term: int


class _Equivalent(NamedTuple):
    """One of its equivalents: its number, and how often the two are linked."""

    term: int
    frequency: int


# The most frequent first; source terms without an entry in the glossary do not count.
_AMBIGUOUS = """
select {one} from equivalents
where score >= :least and source in (select source from entries)
group by {one} having count(distinct {other}) > 1
order by sum(frequency) desc, {one}
"""
_EQUIVALENTS = """
select {other}, frequency from equivalents
where {one} = :term and score >= :least
order by frequency desc, {other}
"""


def inconsistencies(store: Store, langs: tuple[str, str]) -> Iterator[Inconsistency]:
    """Source terms with several translations, then translations shared by several source terms."""
    for term, renderings in _ambiguous(store, langs, SOURCE):
        yield Inconsistency("translations", term, renderings)
    for term, renderings in _ambiguous(store, langs, TARGET):
        yield Inconsistency("terms", term, renderings)


def _ambiguous(
    store: Store, langs: tuple[str, str], side: int
) -> Iterator[tuple[Term, tuple[Rendering, ...]]]:
    """The terms of a side with several equivalents on the other, and all contexts of each."""
    names = {"one": ("source", "target")[side], "other": ("target", "source")[side]}
    for (term,) in list(store.rows(_Ambiguous, _AMBIGUOUS.format(**names), least=LEAST_SCORE)):
        equivalents = store.rows(_Equivalent, _EQUIVALENTS.format(**names), term=term, least=LEAST_SCORE)
        renderings = []
        for other, frequency in list(equivalents):
            pair = (term, other) if side == SOURCE else (other, term)
            text = term_row(store, 1 - side, other).text
            renderings.append(Rendering(text, frequency, tuple(contexts(store, *pair))))
        total = sum(rendering.frequency for rendering in renderings)
        yield Term(term_row(store, side, term).text, langs[side], total), tuple(renderings)


class _Deviation(NamedTuple):
    """An occurrence of a known term without a known equivalent in the bead, and its link, if any."""

    source_text: str
    target_text: str
    file: str
    id: str
    source_start: int
    source_end: int
    target_start: int | None
    target_end: int | None
    rendering: str | None


_DEVIATIONS = """
select b.source_text, b.target_text, b.file, b.id,
       k.source_start, k.source_end, l.target_start, l.target_end, t.text
from known_occurrences k
join beads b on b.number = k.bead
left join links l on l.bead = k.bead and l.source_start = k.source_start and l.source_end = k.source_end
left join terms t on t.side = 1 and t.term = l.target
where k.entry = :entry and not k.rendered
order by k.bead, k.source_start
"""


def deviations(store: Store, langs: tuple[str, str], known: KnownTerms) -> Iterator[Inconsistency]:
    """Known source terms that are rendered otherwise than the known glossary has them."""
    for number, entry in enumerate(known.entries):
        if renderings := _renderings(store, number):
            count = "select count(*) from known_occurrences where entry = :entry"
            term = Term(entry.source, langs[SOURCE], store.number(count, entry=number))
            yield Inconsistency("known", term, renderings, "; ".join(entry.targets))


def _renderings(store: Store, entry: int) -> tuple[Rendering, ...]:
    """What a known term is linked to where it deviates, the commonest first; "" where it has no link.

    A bead counts once, by the first of its occurrences that has a link.
    """
    found: dict[str, list[Context]] = {}
    beads: dict[tuple[str, str], _Deviation] = {}
    for row in store.rows(_Deviation, _DEVIATIONS, entry=entry):
        place = row.file, row.id
        if place not in beads or (row.rendering and not beads[place].rendering):
            beads[place] = row
    for row in beads.values():
        target = None
        if row.target_start is not None and row.target_end is not None:
            target = Span(row.target_start, row.target_end)
        source = Span(row.source_start, row.source_end)
        context = Context(row.source_text, row.target_text, source, target, Place(row.file, row.id))
        found.setdefault(row.rendering or "", []).append(context)
    renderings = (Rendering(text, len(places), tuple(places)) for text, places in found.items())
    return tuple(sorted(renderings, key=lambda rendering: (-rendering.frequency, rendering.text)))
