"""Consistency: terms rendered in several ways, and known terms without a known equivalent in their bead."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from duiqi.aligner.terms.folding import singular
from duiqi.aligner.terms.glossary import term_row
from duiqi.aligner.terms.known_terms import KnownTerms
from duiqi.aligner.terms.occurrences import occurrences
from duiqi.aligner.terms.relatives import are_related
from duiqi.aligner.terms.store import SOURCE, TARGET, Store
from duiqi.corpus.glossary.model import Context, Inconsistency, Place, Rendering, Term
from duiqi.corpus.languages import is_spaced, same_language
from duiqi.corpus.model import Span

LEAST_SCORE = 0.5  # below which an equivalent is more likely a wrong link than another translation


class _Ambiguous(NamedTuple):
    """A term with several equivalents: its number."""

    term: int


class _Equivalent(NamedTuple):
    """One of its equivalents: its number and its text."""

    term: int
    text: str


# The most frequent first; source terms without an entry in the glossary do not count.
_AMBIGUOUS = """
select {one} from equivalents
where score >= :least and source in (select source from entries)
group by {one} having count(distinct {other}) > 1
order by sum(frequency) desc, {one}
"""
_EQUIVALENTS = """
select e.{other}, t.text from equivalents e join terms t on t.side = :side and t.term = e.{other}
where e.{one} = :term and e.score >= :least
order by e.frequency desc, e.{other}
"""
_ABBREVIATED = """
select count(*) from abbreviations
where side = :side and ((long = :one and short = :other) or (long = :other and short = :one))
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
    """The terms of a side with several equivalents on the other, and the contexts of each.

    Equivalents that contain each other are not several (保证书 and 保证), nor are a term and its
    abbreviation, forms with and without 的, or words of one stem (fail, failure); and what is inside a longer
    term is that term's translation.
    """
    names = {"one": ("source", "target")[side], "other": ("target", "source")[side]}
    for (term,) in list(store.rows(_Ambiguous, _AMBIGUOUS.format(**names), least=LEAST_SCORE)):
        query = _EQUIVALENTS.format(**names)
        equivalents = list(store.rows(_Equivalent, query, term=term, least=LEAST_SCORE, side=1 - side))
        if not _differ(store, equivalents, 1 - side, langs[1 - side]):
            continue
        found = {
            other: tuple(occurrences(store, langs, *_pair(side, term, other.term))) for other in equivalents
        }
        equivalents = [other for other in equivalents if found[other]]
        if not equivalents or not _differ(store, equivalents, 1 - side, langs[1 - side]):
            continue
        renderings = [Rendering(other.text, len(found[other]), found[other]) for other in equivalents]
        renderings.sort(key=lambda rendering: -rendering.frequency)
        total = sum(rendering.frequency for rendering in renderings)
        yield Term(term_row(store, side, term).text, langs[side], total), tuple(renderings)


def _pair(side: int, term: int, other: int) -> tuple[int, int]:
    return (term, other) if side == SOURCE else (other, term)


def _differ(store: Store, equivalents: Sequence[_Equivalent], side: int, lang: str) -> bool:
    """Whether some of the equivalents are different terms, rather than all of them one in several forms."""
    same, others = [equivalents[0]], list(equivalents[1:])
    for known in same:  # which grows
        found = [other for other in others if _are_one(store, known, other, side, lang)]
        same += found
        others = [other for other in others if other not in found]
    return bool(others)


def _are_one(store: Store, one: _Equivalent, other: _Equivalent, side: int, lang: str) -> bool:
    """Whether one of two terms contains the other, abbreviates it, or has other forms of its words alone."""
    texts = [
        singular(text) if is_spaced(lang) else text.casefold().replace("的", "")
        for text in (one.text, other.text)
    ]
    if texts[0] in texts[1] or texts[1] in texts[0]:
        return True
    if same_language(lang, "en") and are_related(one.text, other.text):
        return True
    return store.number(_ABBREVIATED, side=side, one=one.term, other=other.term) > 0


class _Deviation(NamedTuple):
    """An occurrence of a known term without a known equivalent in the bead, and its link, if any.

    target  the number of the term that it is linked to
    """

    source_text: str
    target_text: str
    file: str
    id: str
    source_start: int
    source_end: int
    target_start: int | None
    target_end: int | None
    target: int | None
    rendering: str | None
    is_inside: int


# Whether its link is inside that of a longer pair of the draft, on both sides, is the last column.
_DEVIATIONS = """
select b.source_text, b.target_text, b.file, b.id,
       k.source_start, k.source_end, l.target_start, l.target_end, l.target, t.text,
       exists (
           select 1 from links o join entries e on e.source = o.source and e.target = o.target
           where o.bead = k.bead and e.part = '' and o.source != l.source
           and o.source_start <= l.source_start and l.source_end <= o.source_end
           and o.target_start <= l.target_start and l.target_end <= o.target_end
       )
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
        if renderings := _renderings(store, known, number):
            count = "select count(*) from known_occurrences where entry = :entry"
            term = Term(entry.source, langs[SOURCE], store.number(count, entry=number))
            yield Inconsistency("known", term, renderings, "; ".join(entry.targets))


_LONG_FORMS = "select count(*) from abbreviations where side = 1 and short = :short and long = :long"


def _is_shortened(
    store: Store, row: _Deviation, equivalents: Sequence[str], numbers: Collection[int]
) -> bool:
    """Whether a known equivalent is rendered by its abbreviation, or by a piece of it in a longer term.

    The text has 数据保护官（DPO） and then DPO; and implant, 种植体, is 种植 in 种植治疗.
    """
    if row.target is None or row.rendering is None:
        return False
    if row.is_inside and any(row.rendering in equivalent for equivalent in equivalents):
        return True
    return any(store.number(_LONG_FORMS, short=row.target, long=long) for long in numbers)


def _renderings(store: Store, known: KnownTerms, entry: int) -> tuple[Rendering, ...]:
    """What a known term is linked to where it deviates, the commonest first; "" where it has no link.

    A bead counts once, by the first of its occurrences that has a link.
    """
    found: dict[str, list[Context]] = {}
    beads: dict[tuple[str, str], _Deviation] = {}
    equivalents, numbers = known.entries[entry].targets, known.target_terms(known.entries[entry])
    for row in store.rows(_Deviation, _DEVIATIONS, entry=entry):
        place = row.file, row.id
        if _is_shortened(store, row, equivalents, numbers):
            continue
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
