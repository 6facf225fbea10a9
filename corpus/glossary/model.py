"""The nouns of terminology: terms, term pairs, glossaries, and what is not consistent in them.

Like those of `corpus.model` they are immutable and keep what they say checkable: every pair
knows its occurrences, and every occurrence the texts and the bead in which it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from duiqi.corpus.model import Span

TermBand = Literal["high", "medium", "low"]
TermKind = Literal["term", "name", "abbreviation", "phrase"]
TermStatus = Literal["candidate", "accepted", "dropped"]
Divergence = Literal["translations", "terms", "known"]


@dataclass(frozen=True, slots=True)
class Term:
    """An expression of the field in one language: its commonest form, and the others with their counts.

    `frequency` counts occurrences in all forms, and `variants` the forms other than `text`.
    """

    text: str
    lang: str = "und"
    frequency: int = 0
    variants: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an occurrence stands: a file, and a bead in it.

    >>> str(Place("un-62-99.jsonl", "12"))
    'un-62-99.jsonl#12'
    """

    file: str
    bead: str = ""

    def __str__(self) -> str:
        return f"{self.file}#{self.bead}" if self.bead else self.file


@dataclass(frozen=True, slots=True)
class Context:
    """Both sides of a bead in which a pair occurs, and where in these texts its terms stand."""

    source: str
    target: str = ""
    source_span: Span | None = None
    target_span: Span | None = None
    place: Place = Place("")


@dataclass(frozen=True, slots=True)
class TermPair:
    """A term and its equivalent, with the evidence for it and what people say of it.

    frequency  occurrences of the source term that are linked to this target
    segments   beads in which they stand
    others     runners-up: target text, score, occurrences
    known      what a glossary that was there before has for the source term
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


@dataclass(frozen=True, slots=True)
class Glossary:
    """Term pairs of two languages, best first.

    `pairs` can be gone through again and again, and may be lazy where they are too many to
    hold. `signature` says how to get the glossary again.
    """

    source_lang: str
    target_lang: str
    pairs: Iterable[TermPair]
    warnings: tuple[str, ...] = ()
    signature: str = ""

    def with_pairs(self, pairs: Iterable[TermPair]) -> Glossary:
        """The same glossary with other pairs."""
        return replace(self, pairs=pairs)


@dataclass(frozen=True, slots=True)
class Rendering:
    """One of the ways in which a term is rendered, with every occurrence; no text where it is left out."""

    text: str
    frequency: int
    contexts: tuple[Context, ...] = ()


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """A term that is not always rendered alike, the commonest rendering first.

    kind   `translations`: a source term with more than one translation;
           `terms`: a translation that several source terms share (`term` is the translation,
           the renderings are the source terms);
           `known`: a source term translated otherwise than the known glossary has it
    known  what the known glossary has
    """

    kind: Divergence
    term: Term
    renderings: tuple[Rendering, ...]
    known: str = ""


@dataclass(frozen=True, slots=True)
class Consistency:
    """What is not consistent in a bitext's terms; `findings` like a glossary's pairs may be lazy."""

    source_lang: str
    target_lang: str
    findings: Iterable[Inconsistency]
