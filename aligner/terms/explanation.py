"""Explanations: why the rows of a term are where they are, and why a term has none.

A term is asked for by any of its forms, in either language and script, in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, NewType

from duiqi.aligner.terms.analysers import analyser
from duiqi.aligner.terms.analysis import Analysis, key_of
from duiqi.aligner.terms.competitive_linking import LEAST_SCORE
from duiqi.aligner.terms.features import BestPair
from duiqi.aligner.terms.glossary import term_row
from duiqi.aligner.terms.options import MAX_WORDS
from duiqi.aligner.terms.schema import Entry
from duiqi.aligner.terms.store import SOURCE, TARGET, Store, term_number
from duiqi.aligner.terms.termhood import WORTH_READING, Share, is_fragment
from duiqi.corpus.glossary.model import TermPair
from duiqi.corpus.languages import same_language
from duiqi.corpus.scripts import HAN
from duiqi.corpus.variants import simplifying

Reason = NewType("Reason", str)  # why a term is not in the draft, in English


_SPACE_AT_HAN = re.compile(f"(?<=[{HAN}])\\s+(?=\\S)|(?<=\\S)\\s+(?=[{HAN}])")
_HAN_AT_LATIN = re.compile(f"(?<=[A-Za-z0-9])(?=[{HAN}])|(?<=[{HAN}])(?=[A-Za-z0-9])")
_ISE = re.compile(r"(?<=[a-z][iy])[sz]((?:e[sdr]?|ers|ing|ations?|able)\b)", re.IGNORECASE)


class Explanation(NamedTuple):
    """A row of the glossary, the shares of its features in its termhood, and why the draft is without it.

    reason  empty for a row of the draft
    """

    pair: TermPair
    shares: Sequence[Share]
    reason: Reason


class _Named(NamedTuple):
    """A term: its side and its number."""

    side: int
    term: int


class _Text(NamedTuple):
    """A text of a bead."""

    text: str


class _Scored(NamedTuple):
    """An equivalent and its score, and the other term of the row that has it, or that it has links with."""

    text: str
    score: float
    taken_by: str


_BEST_SCORED = """
select t.text, p.score, coalesce(s.text, '…') from scores p
join terms t on t.side = 1 - :side and t.term = p.{other}
left join equivalents e on e.{other} = p.{other} and e.{own} != :term
left join terms s on s.side = :side and s.term = e.{own}
where p.{own} = :term order by p.score desc, e.place, e.score desc limit 1
"""
_RUNNER_UP = """
select * from entries where source in (select source from equivalents where target = :term)
order by number limit 1
"""


def named(store: Store, langs: tuple[str, str], text: str) -> frozenset[_Named]:
    """The terms that have a form, else one of its spellings; of an English word, else the other number."""
    found = (_named(store, langs, spelled) for spelled in spellings(text))
    return next(filter(None, chain(found, _named_in_number(store, langs, text))), frozenset())


def spellings(text: str) -> Iterator[str]:
    """The spellings of a term, the given one first: with and without spaces beside Chinese, -ise and -ize.

    >>> list(spellings("T 梁")), list(spellings("standardisation"))
    (['T 梁', 'T梁'], ['standardisation', 'standardization'])
    """
    closed = _SPACE_AT_HAN.sub("", text)
    each = (
        text,
        closed,
        _HAN_AT_LATIN.sub(" ", closed),
        *(_ISE.sub(f"{own}\\1", text) for own in ("z", "s")),
    )
    yield from dict.fromkeys(each)


def _named_in_number(store: Store, langs: tuple[str, str], text: str) -> Iterator[frozenset[_Named]]:
    """The terms that have a plural of a text, or of which it is one.

    A word that no dictionary has is no form of another word: subprocessor, subprocessors.
    """
    for side, lang in enumerate(langs):
        if same_language(lang, "en"):
            endings = ("s", "es")
            others = [text + ending for ending in endings]
            others += [text.removesuffix(ending) for ending in endings if text.endswith(ending)]
            for other in others:
                yield frozenset(found for found in _named(store, langs, other) if found.side == side)


def _named(store: Store, langs: tuple[str, str], text: str) -> frozenset[_Named]:
    """The terms that have a form."""
    store.function("folded_case", 1, _folded)
    query = "select distinct side, term from variants where folded_case(text) = :text"
    found = set(store.rows(_Named, query, text=_folded(text)))
    exists = "select count(*) from terms where side = :side and term = :term"
    for side, lang in enumerate(langs):
        for form in (text, text.lower()):
            number = term_number(key_of(form, analyser(lang, frozenset(), MAX_WORDS), lang))
            if store.number(exists, side=side, term=number):
                found.add(_Named(side, number))
    return frozenset(found)


def _folded(text: str) -> str:
    return text.translate(simplifying()).casefold()


def abbreviated(store: Store, text: str) -> frozenset[_Named]:
    """The terms of which a text is an abbreviation."""
    store.function("folded_case", 1, _folded)
    query = "select distinct side, long from abbreviations where folded_case(text) = :text"
    return frozenset(store.rows(_Named, query, text=_folded(text)))


def wholes(entries: Iterable[Entry]) -> frozenset[_Named]:
    """The source terms of the rows below which entries belong."""
    return frozenset(_Named(SOURCE, entry.inside) for entry in entries)


def is_of(entry: Entry, terms: frozenset[_Named]) -> bool:
    """Whether an entry has one of the terms."""
    return (SOURCE, entry.source) in terms or (TARGET, entry.target) in terms


def has_form(pair: TermPair, text: str) -> bool:
    """Whether a text is a form of one of the terms of a pair."""
    forms = {_folded(form) for term in (pair.source, pair.target) for form in term.forms}
    return any(_folded(spelled) in forms for spelled in spellings(text))


def reason(store: Store, entry: Entry, pair: BestPair) -> Reason:
    """Why an entry is not in the draft; empty for one that is."""
    if entry.part == "copy":
        return Reason("left out: the same in both languages (--copies)")
    if entry.part == "name":
        return Reason("left out: a name of a person, a place or a company (--names)")
    if entry.part == "folded":
        number = store.number("select number from entries where source = :source", source=entry.inside)
        whole = term_row(store, SOURCE, entry.inside).text
        query = "select count(*) from abbreviations where side = 0 and long = :long and short = :short"
        if store.number(query, long=entry.inside, short=entry.source):
            return Reason(f"an abbreviation in row {number}, {whole}")
        return Reason(f"below row {number}, {whole} (--phrases)")
    if entry.part != "rest":
        return Reason("")
    value = f"{entry.value:.2f}"
    if is_fragment(pair):
        return Reason("left out: hardly outside longer terms (--all)")
    if entry.value < WORTH_READING:
        return Reason(f"left out: termhood {value}, less than {WORTH_READING} (--all)")
    return Reason(f"left out: termhood {value}, and the draft of so long a text ends before (--all)")


def skipped(pair: TermPair) -> Reason:
    """Why a pair that was reviewed before, or whose source term is known, is left out."""
    if pair.status == "dropped":
        return Reason("left out: dropped in the known glossary (--known-mode skip)")
    return Reason("left out: known already (--known-mode skip)")


def absence(store: Store, langs: tuple[str, str], text: str, terms: frozenset[_Named]) -> Reason:
    """Why a text that is in no entry has none; empty where the beads have it nowhere."""
    for found in sorted(terms):
        return _without_row(store, *found)
    return next(filter(None, (_in_beads(store, langs, spelled) for spelled in spellings(text))), Reason(""))


def _in_beads(store: Store, langs: tuple[str, str], text: str) -> Reason:
    """Why a text that is no term has no row, in how many beads it is; empty where in none."""
    store.function("folded_case", 1, _folded)
    beads, is_whole, wanted = 0, False, _folded(text)
    for side, lang in zip(("source", "target"), langs, strict=True):
        analyse = analyser(lang, frozenset(), MAX_WORDS)
        query = f"select {side}_text from beads where instr(folded_case({side}_text), :text)"
        for (bead,) in store.rows(_Text, query, text=wanted):
            beads += 1
            is_whole = is_whole or _has_whole(bead, analyse(bead), wanted)
    if not beads:
        return Reason("")
    if is_whole:
        return Reason(f"{beads}×, but nowhere as a term: it is no noun phrase there")
    return Reason(f"{beads}×, but nowhere as a term: only inside other words")


def _has_whole(text: str, analysis: Analysis, wanted: str) -> bool:
    """Whether a text has another, in folded case, from the beginning of a word to the end of one."""
    starts = {len(_folded(text[: token.start])) for token in analysis.tokens}
    stops = {len(_folded(text[: token.end])) for token in analysis.tokens}
    places = (found.start() for found in re.finditer(re.escape(wanted), _folded(text)))
    return any(at in starts and at + len(wanted) in stops for at in places)


def _without_row(store: Store, side: int, term: int) -> Reason:
    """Why a term is in no entry."""
    times = term_row(store, side, term).frequency
    if side == TARGET and (entry := next(store.rows(Entry, _RUNNER_UP, term=term), None)):
        source = term_row(store, SOURCE, entry.source).text
        return Reason(f"{times}×, a runner-up in row {entry.number}, {source}")
    own, other = ("source", "target")[:: 1 if side == SOURCE else -1]
    found = next(store.rows(_Scored, _BEST_SCORED.format(own=own, other=other), side=side, term=term), None)
    if found is None:
        return Reason(f"{times}×, and nothing on the other side is aligned with it")
    if found.score < LEAST_SCORE:
        score = f"{found.score:.2f}"
        return Reason(f"{times}×; the best equivalent, {found.text}, scores {score}, less than {LEAST_SCORE}")
    return Reason(f"{times}×; the best equivalent, {found.text}, goes better with {found.taken_by}")
