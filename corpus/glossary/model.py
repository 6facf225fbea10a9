"""The nouns of terminology: terms, term pairs, glossaries, contexts, inconsistencies.

Immutable, like those of `corpus.model`, and open to checking: a pair names contexts, and a
context the texts and the bead in which the pair occurs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from duiqi.corpus.model import Span

TermBand = Literal["high", "medium", "low"]
TermKind = Literal["term", "name", "abbreviation", "phrase"]
TermStatus = Literal["candidate", "accepted", "dropped"]
Usage = Literal["preferred", "admitted", "abbreviation", "deprecated"]
Comparison = Literal["", "new", "changed", "confirmed"]
Divergence = Literal["translations", "terms", "known"]


class Synonym(NamedTuple):
    """A further term of a concept, and how it may be used; an abbreviation is admitted."""

    text: str
    usage: Usage = "admitted"


@dataclass(frozen=True, slots=True)
class Term:
    """An expression of a subject field in one language.

    text       the commonest form
    frequency  occurrences in all forms
    variants   the other forms with their frequencies
    synonyms   further terms of the same concept
    definition of the concept, in the language of the term
    """

    text: str
    lang: str = "und"
    frequency: int = 0
    variants: tuple[tuple[str, int], ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    definition: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """All texts by which the concept may be named: the term, its variants, its synonyms in use."""
        synonyms = (synonym.text for synonym in self.synonyms if synonym.usage != "deprecated")
        return (self.text, *(text for text, _ in self.variants), *synonyms)


@dataclass(frozen=True, slots=True)
class Place:
    """The origin of a context: a file, and the id of a bead in it.

    >>> str(Place("un-62-99.jsonl", "12"))
    'un-62-99.jsonl#12'
    """

    file: str
    bead: str = ""

    def __str__(self) -> str:
        return f"{self.file}#{self.bead}" if self.bead else self.file


@dataclass(frozen=True, slots=True)
class Context:
    """The two texts of a bead in which a pair occurs, and the spans of its terms in them."""

    source: str
    target: str = ""
    source_span: Span | None = None
    target_span: Span | None = None
    place: Place = Place("")


@dataclass(frozen=True, slots=True)
class TermPair:
    """A term and its equivalent, with the evidence for it and a reviewer's decision.

    score      how well the two translate each other, 0 to 1
    band       how far the pair can be trusted, by its score
    frequency  occurrences of the source term that are linked to this target
    segments   beads with such occurrences
    others     runners-up: target text, score, frequency
    contexts   some of the occurrences
    known      the equivalents of the source term in the known glossary
    documents  how many texts the pair occurs in, 0 where there is one text only
    found_in   the first of these with its occurrences there, most first
    comparison with the known glossary: `new` where it has not the source term, `confirmed` where it has the
               pair, `changed` where it has other equivalents only; empty without such a glossary
    subject    field of the concept, and `customer` whose term it is, as a termbase has them
    """

    id: str
    source: Term
    target: Term
    score: float = 1.0
    band: TermBand = "high"
    frequency: int = 0
    segments: int = 0
    kind: TermKind = "term"
    others: tuple[tuple[str, float, int], ...] = ()
    contexts: tuple[Context, ...] = ()
    status: TermStatus = "candidate"
    known: str = ""
    note: str = ""
    comparison: Comparison = ""
    documents: int = 0
    found_in: tuple[tuple[str, int], ...] = ()
    subject: str = ""
    customer: str = ""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Term pairs of two languages, best first.

    pairs      repeatable; lazy where they are too many for the memory
    warnings   what a user should know before trusting it
    signature  how to get the glossary again
    by_document  whether it is of several texts, so that pairs say in which of them they occur
    described  whether pairs may have definitions, subject fields and customers, as in a termbase
    decided    whether it was made elsewhere and says which pairs are accepted
    """

    source_lang: str
    target_lang: str
    pairs: Iterable[TermPair]
    warnings: tuple[str, ...] = ()
    signature: str = ""
    by_document: bool = False
    described: bool = False
    decided: bool = False

    def with_pairs(self, pairs: Iterable[TermPair]) -> Glossary:
        """The same glossary with other pairs."""
        return replace(self, pairs=pairs)


@dataclass(frozen=True, slots=True)
class Rendering:
    """One of a term's renderings, with every context; its text is empty where the term is left out."""

    text: str
    frequency: int
    contexts: tuple[Context, ...] = ()


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """A term with several renderings, the commonest first.

    kind   `translations`: a source term with several translations;
           `terms`: a translation of several source terms (`term` is the translation, the
           renderings are the source terms);
           `known`: a source term translated otherwise than in the known glossary
    known  for that kind, the equivalents in the known glossary
    """

    kind: Divergence
    term: Term
    renderings: tuple[Rendering, ...]
    known: str = ""


@dataclass(frozen=True, slots=True)
class Consistency:
    """A report of inconsistencies; its findings are repeatable, and may be lazy."""

    source_lang: str
    target_lang: str
    findings: Iterable[Inconsistency]
