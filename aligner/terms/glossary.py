"""The glossary of an extraction: its entries as term pairs, read from the store one at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple, cast

from duiqi.aligner.terms.accepted import found_in_beads
from duiqi.aligner.terms.capitals import without_sentence_capital
from duiqi.aligner.terms.concordance import EXAMPLES, NOT_TORN, Uses, examples, mentions, uses
from duiqi.aligner.terms.known_terms import KnownAs, KnownTerms
from duiqi.aligner.terms.options import ALL, Part
from duiqi.aligner.terms.schema import Entry, TermRow, Variant
from duiqi.aligner.terms.store import SOURCE, TARGET, Store
from duiqi.corpus.glossary.definitions import is_definition
from duiqi.corpus.glossary.model import Context, Synonym, Term, TermBand, TermKind, TermPair
from duiqi.corpus.languages import same_language

HIGH, MEDIUM = 0.75, 0.6
RUNNERS_UP = 3
DOCUMENTS = 100  # texts that are named of a pair
FOLDED = 5  # terms named in the note of the row below which they are folded


class _Folded(NamedTuple):
    """A source term that is folded, and the source term of the row below which it belongs."""

    inside: int
    text: str


_FOLDED = """
select e.inside, t.text from entries e join terms t on t.side = 0 and t.term = e.source
where e.part = 'folded' and e.source not in (select short from abbreviations where side = 0)
order by e.value desc, e.source
"""


class _Shortened(NamedTuple):
    """An abbreviation that is folded, and the source term and the part of the row of its long form."""

    source: int
    inside: int
    part: str


_SHORTENED = """
select e.source, e.inside, w.part from entries e join entries w on w.source = e.inside
where e.part = 'folded' and e.source in (
    select short from abbreviations where side = 0 and long = e.inside
)
"""


class _Rendering(NamedTuple):
    """An equivalent of a source term, with its text."""

    text: str
    score: float
    frequency: int
    beads: int


_RENDERINGS = """
select t.text, e.score, e.frequency, e.beads
from equivalents e join terms t on t.side = 1 and t.term = e.target
where e.source = :source order by e.place limit :most
"""


class _Found(NamedTuple):
    """A text in which a pair occurs, and its occurrences there."""

    file: str
    frequency: int


_FOUND = """
select b.file, count(*) from links l join beads b on b.number = l.bead
where l.source = :source and l.target = :target {and_more} group by b.file order by 2 desc, b.file
"""


def is_of_several(store: Store) -> bool:
    """Whether the beads are of more than one text."""
    return store.number("select count(*) from (select distinct file from beads limit 2)") > 1


def term_pairs(
    store: Store,
    langs: tuple[str, str],
    known: KnownTerms | None,
    parts: Collection[Part],
    others: Collection[tuple[int, int]],
) -> Iterator[TermPair]:
    """The entries of these parts of the glossary, best first, and known terms of any part.

    What a reviewer decided of a pair in the known glossary stays so: accepted pairs that the texts have are
    rows, after those of the entries where they are none of these, and what they replaced is none. An
    abbreviation is in the row of its long form, whether it is known or not.

    others  the pairs in whose place another was accepted, by `accepted.replaced`
    """
    if not known:
        yield from (pair for _, pair in entry_pairs(store, langs, known, parts))
        return
    short = _shorts_in_rows(store, known, parts)
    having_row = {number for source in short for number in known.decisions.accepted_of(source)}
    for entry, pair in entry_pairs(store, langs, known, parts):
        if (entry.source, entry.target) not in others:
            number = known.decisions.number(pair) if pair.status == "accepted" else None
            having_row |= set() if number is None else {number}
            yield pair
    first, several = count_entries(store, ALL) + 1, is_of_several(store)
    yield from found_in_beads(store, known, first, having_row, by_document=several)


def entry_pairs(
    store: Store, langs: tuple[str, str], known: KnownTerms | None, parts: Collection[Part]
) -> Iterator[tuple[Entry, TermPair]]:
    """As `term_pairs`, each with its entry."""
    below: dict[int, list[str]] = {}
    for folded in store.rows(_Folded, _FOLDED):
        below.setdefault(folded.inside, []).append(folded.text)
    by_document, shorts = is_of_several(store), _own_shorts(store)
    is_shown = shown(store, known, parts)
    for entry in store.rows(Entry, "select * from entries order by number"):
        if is_shown(entry):
            pair = _term_pair(store, langs, known, shorts, entry, below.get(entry.source, ()))
            yield entry, _with_documents(store, entry, pair) if by_document else pair


def shown(store: Store, known: KnownTerms | None, parts: Collection[Part]) -> Callable[[Entry], bool]:
    """Whether an entry is in a glossary of these parts, which has known and dropped pairs of any part."""
    equivalents = known.equivalents if known else {}
    shorts = _shorts_in_rows(store, known, parts)

    def is_known(entry: Entry) -> bool:
        is_decided = known is not None and known.decisions.has(entry.source, entry.target)
        return (is_decided or entry.source in equivalents) and entry.source not in shorts

    return lambda entry: entry.part in parts or is_known(entry)


def _shorts_in_rows(store: Store, known: KnownTerms | None, parts: Collection[Part]) -> set[int]:
    """The abbreviations, by their numbers, that are in the rows of their long forms."""
    equivalents = known.equivalents if known else {}
    return {
        short.source
        for short in store.rows(_Shortened, _SHORTENED)
        if short.part in parts or short.inside in equivalents
    }


def count_entries(store: Store, parts: Collection[Part]) -> int:
    """How many entries these parts of the glossary have."""
    return sum(store.number("select count(*) from entries where part = :part", part=part) for part in parts)


def _term_pair(
    store: Store,
    langs: tuple[str, str],
    known: KnownTerms | None,
    shorts: _Shorts,
    entry: Entry,
    below: Sequence[str],
) -> TermPair:
    best, *others = store.rows(_Rendering, _RENDERINGS, source=entry.source, most=RUNNERS_UP + 1)
    source, target = _without_capitals(store, langs, entry)
    own_shorts = [short.term for short in shorts.get((SOURCE, entry.source), ())]
    kind = "name" if "name" in (source.kind, target.kind, entry.part) else source.kind
    found = uses(store, entry.source, entry.target)
    if not found.frequency:  # nowhere but around pieces of longer rows
        found = Uses(best.frequency, best.beads)
        contexts = tuple(examples(store, [(entry.source, entry.target)], is_own=False))
    else:
        contexts = _contexts(store, shorts, entry, target.text)
    defining = contexts[0] if contexts and is_definition(contexts[0]) else Context("")
    in_known = known.known_as(entry.source, entry.target, own_shorts) if known else KnownAs("", "")
    pair = TermPair(
        id=str(entry.number),
        source=_term(store, source, langs, defining.source),
        target=_term(store, target, langs, defining.target),
        score=best.score,
        band=band(best.score),
        frequency=found.frequency,
        segments=found.beads,
        kind=cast(TermKind, kind),
        others=tuple((other.text, other.score, other.frequency) for other in others),
        contexts=contexts,
        known=in_known.equivalents,
        note=f"also in: {'; '.join(below[:FOLDED])}" if below else "",
        comparison=in_known.comparison,
    )
    return known.decisions.decide(entry.source, entry.target, pair) if known else pair


class _OwnShort(NamedTuple):
    """An abbreviation of one term alone: that term, its own number and text, and how often it occurs."""

    side: int
    long: int
    term: int
    text: str
    frequency: int


_OWN_SHORTS = """
select a.side, min(a.long), a.short, min(a.text), t.frequency from abbreviations a
join terms t on t.side = a.side and t.term = a.short
group by a.side, a.short having min(a.long) = max(a.long)
"""
_Shorts = Mapping[tuple[int, int], Sequence[_OwnShort]]  # by side and long form


def _own_shorts(store: Store) -> _Shorts:
    found: dict[tuple[int, int], list[_OwnShort]] = {}
    for short in store.rows(_OwnShort, _OWN_SHORTS):
        found.setdefault((short.side, short.long), []).append(short)
    return found


def _contexts(store: Store, shorts: _Shorts, entry: Entry, target: str) -> tuple[Context, ...]:
    """The contexts of a concept: of its long forms first, then those of its abbreviations."""
    sources, targets = shorts.get((SOURCE, entry.source), ()), shorts.get((TARGET, entry.target), ())
    pairs = product(
        [entry.source, *(short.term for short in sources)], [entry.target, *(short.term for short in targets)]
    )
    found = list(examples(store, pairs))
    if len(found) < EXAMPLES:
        seen = {(context.source, context.target) for context in found}
        more = (
            one for short in sources if short.frequency > 1 for one in mentions(store, short.text, target)
        )
        found += (context for context in more if (context.source, context.target) not in seen)
    return tuple(found[:EXAMPLES])


class _Place(NamedTuple):
    """A text in which a term occurs, and the characters before it."""

    text: str
    start: int


_PLACES = """
select b.{side}_text, l.{side}_start from links l join beads b on b.number = l.bead
where l.source = :source and l.target = :target
"""


def _without_capitals(store: Store, langs: tuple[str, str], entry: Entry) -> tuple[TermRow, TermRow]:
    """The terms of an entry, an English one that only opens sentences without its capital."""
    source, target = term_row(store, SOURCE, entry.source), term_row(store, TARGET, entry.target)
    english = [same_language(lang, "en") for lang in langs]
    if sum(english) != 1:
        return source, target
    side, row, other = ("source", source, target) if english[0] else ("target", target, source)
    places = store.rows(_Place, _PLACES.format(side=side), source=entry.source, target=entry.target)
    row = row._replace(text=without_sentence_capital(row.text, other.text, places))
    return (row, target) if side == "source" else (source, row)


def _with_documents(store: Store, entry: Entry, pair: TermPair) -> TermPair:
    """The pair with the texts in which it occurs."""
    of_pair = {"source": entry.source, "target": entry.target}
    found = list(store.rows(_Found, _FOUND.format(and_more=NOT_TORN), **of_pair))
    found = found or list(store.rows(_Found, _FOUND.format(and_more=""), **of_pair))
    return replace(
        pair, documents=len(found), found_in=tuple((row.file, row.frequency) for row in found[:DOCUMENTS])
    )


def term_row(store: Store, side: int, term: int) -> TermRow:
    """A term of one side, by its number."""
    query = "select * from terms where side = :side and term = :term"
    return next(store.rows(TermRow, query, side=side, term=term))


_OTHER_FORMS = """
select * from variants where side = :side and term = :term and text != :text
order by frequency desc, text
"""


class _Short(NamedTuple):
    """An abbreviation of a term."""

    text: str


_SHORTS = "select distinct text from abbreviations where side = :side and long = :term order by text"


def _term(store: Store, row: TermRow, langs: tuple[str, str], definition: str) -> Term:
    forms = store.rows(Variant, _OTHER_FORMS, side=row.side, term=row.term, text=row.text)
    shorts = store.rows(_Short, _SHORTS, side=row.side, term=row.term)
    return Term(
        row.text,
        langs[row.side],
        row.frequency,
        tuple((form.text, form.frequency) for form in forms),
        tuple(Synonym(short.text, "abbreviation") for short in shorts),
        definition,
    )


def band(score: float) -> TermBand:
    """How far a pair can be trusted.

    The bounds come from 214 pairs, evenly drawn from the glossaries of three texts (resolution
    62/99, the Universal Declaration of Human Rights, six chapters of novels) and judged by
    hand: right were 88 of the 93 that scored .75 and more, 29 of the 39 down to .65, 16 of the
    30 down to .55, and 13 of the 52 below. Checked on 116 rows of three drafts (62/99, a law, a chapter on
    Java; `benchmarks.termbase`): 72 of 75 are right in the high band, 19 of 21 in the medium one, 11 of 20
    in the low one: too near to these bounds for so few rows to move them.
    """
    return "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"
