"""Concepts: the accepted pairs that are one concept, with its synonyms and abbreviations.

A termbase has a concept an entry and may have several terms in it. Accepted pairs of one source
term are one concept, the first of them preferred; so is an accepted abbreviation with the pair
that has the same equivalent. Candidates stay by themselves: nobody has looked at them yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from duiqi.corpus.glossary.model import Glossary, Synonym, TermPair, Usage
from duiqi.exports.glossary.entries import entries
from duiqi.exports.options import Tally, WriteOptions


class Concept(NamedTuple):
    """A pair of preferred terms, and the further terms of either side, which are admitted."""

    pair: TermPair
    source: tuple[Synonym, ...] = ()
    target: tuple[Synonym, ...] = ()


def concepts(glossary: Glossary, options: WriteOptions, tally: Tally) -> Iterator[Concept]:
    """The concepts of the pairs that are written, each where its first pair is; the tally counts pairs."""
    merged = _merged(entries(glossary, options, Tally()))
    written: set[int] = set()
    for pair in entries(glossary, options, tally):
        members = merged.get(_key(pair)) if pair.status == "accepted" else None
        if members is None:
            yield concept([pair])
        elif id(members) not in written:
            written.add(id(members))
            yield concept(members)


def _merged(pairs: Iterable[TermPair]) -> dict[tuple[str, str], list[TermPair]]:
    """The pairs of each concept that has several accepted ones, by each of its pairs; abbreviations last."""
    accepted = [pair for pair in pairs if pair.status == "accepted"]
    by_source: dict[str, list[TermPair]] = {}
    by_target: dict[str, list[TermPair]] = {}
    found: dict[tuple[str, str], list[TermPair]] = {}
    for pair in sorted(accepted, key=_is_abbreviation):
        source, target = (term.text.casefold() for term in (pair.source, pair.target))
        members = by_source.get(source)
        if members is None and _is_abbreviation(pair):
            members = by_target.get(target)
        members = [] if members is None else members
        members.append(pair)
        by_source.setdefault(source, members)
        by_target.setdefault(target, members)
        found[_key(pair)] = members
    return {key: members for key, members in found.items() if len(members) > 1}


def concept(members: list[TermPair]) -> Concept:
    """The concept of pairs that belong together, with the synonyms that they have of their own."""
    sources: dict[str, Synonym] = {}
    targets: dict[str, Synonym] = {}
    for pair in members:
        usage: Usage = "abbreviation" if _is_abbreviation(pair) else "admitted"
        sources.setdefault(pair.source.text, Synonym(pair.source.text, usage))
        targets.setdefault(pair.target.text, Synonym(pair.target.text))
    for pair in members:
        for found, term in ((sources, pair.source), (targets, pair.target)):
            for synonym in term.synonyms:
                found.setdefault(synonym.text, synonym)
    head = members[0]
    definitions = (
        next((term.definition for term in terms if term.definition), "")
        for terms in ([pair.source for pair in members], [pair.target for pair in members])
    )
    source, target = (
        replace(term, definition=definition)
        for term, definition in zip((head.source, head.target), definitions, strict=True)
    )
    head = replace(head, source=source, target=target)
    return Concept(head, tuple(sources.values())[1:], tuple(targets.values())[1:])


def _is_abbreviation(pair: TermPair) -> bool:
    return pair.kind == "abbreviation"


def _key(pair: TermPair) -> tuple[str, str]:
    return pair.source.text, pair.target.text
