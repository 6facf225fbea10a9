"""The tables of an extraction, in the order in which they are filled.

Each row type below is a table; its fields are the columns, its docstring names the function that
fills it and the modules that read it. In all of them

    side           0 for the source, 1 for the target
    term           the number of a term: 64 bits of its key's hash (`store.term_number`)
    source, target the same in tables of pairs: the number of a source term, of a target term
    *_start, *_end half-open character offsets into that side's text of the bead
    bead           the number of the bead in `beads`
"""

from __future__ import annotations

from typing import NamedTuple


class BeadRow(NamedTuple):
    """A bead with text on both sides.

    Filled by `collection.collect`; read by `concordance`, `consistency`.

    number   counts the beads that were read, from 0
    file     the name of the source text
    id       the bead's id in its bitext
    heading  1 for a heading, else 0
    """

    number: int
    file: str
    id: str
    source_text: str
    target_text: str
    heading: int


class FormCount(NamedTuple):
    """A surface form of a candidate, counted over one batch of beads.

    Filled by `collection.collect`; read by `equivalence.count_terms`, which adds the batches up to
    `Variant`s and drops the table.

    unithood  the highest of its occurrences' (`analysis.Candidate`)
    kind      of the occurrence with that unithood (`TermKind`)
    """

    side: int
    term: int
    text: str
    frequency: int
    unithood: float
    kind: str


class Cooccurrence(NamedTuple):
    """An occurrence of a source candidate and one of a target candidate in the same bead.

    Filled by `collection.collect`, for the best aligned only; read by `equivalence`, `nesting`,
    `competitive_linking`.

    fit  how well the words of the two are aligned here, 0 to 1 (`candidate_alignment.fits`)
    """

    bead: int
    source: int
    target: int
    source_start: int
    source_end: int
    target_start: int
    target_end: int
    fit: float


class KnownOccurrence(NamedTuple):
    """An occurrence of a source term that the known glossary has.

    Filled by `collection.collect`; read by `consistency`.

    entry     the number of the entry in `known_terms.KnownTerms.entries`
    rendered  1 where a known equivalent is in the target text of the bead, else 0
    """

    entry: int
    bead: int
    source_start: int
    source_end: int
    rendered: int


class AcceptedOccurrence(NamedTuple):
    """An occurrence of a term of an accepted pair of the known glossary, on its side.

    Filled by `collection.collect`; read by `accepted`.

    accepted  the number of the pair in `decisions.Decisions.accepted`
    """

    accepted: int
    side: int
    bead: int
    start: int
    end: int


class Abbreviation(NamedTuple):
    """An abbreviation of a term, where the text introduces it, as it is written there.

    Filled by `collection.collect` and completed by `concepts`; read by that and by `glossary`.

    long_end     the offset of the end of its long form
    long, short  the numbers of the long form, 0 where only its end is known, and of the abbreviation
    """

    side: int
    bead: int
    long_end: int
    long: int
    short: int
    text: str


class Variant(NamedTuple):
    """A surface form of a term, counted over the whole text.

    Filled by `equivalence.count_terms`; read by it for `TermRow`, and by `glossary`.

    unithood  the highest of all batches'
    kind      of the batch with that unithood
    """

    side: int
    term: int
    text: str
    frequency: int
    unithood: float
    kind: str


class TermRow(NamedTuple):
    """A term: all candidates with the same key.

    Filled by `equivalence.count_terms`; read by all that follows.

    text           the citation form (`equivalence.count_terms`)
    frequency      occurrences in all forms
    unithood       the best of all forms
    kind           of the citation form
    embedding_row  the row of its embedding among those of its side; -1 where it has none, for
                   the term is in no `CandidatePair`
    """

    side: int
    term: int
    text: str
    frequency: int
    unithood: float
    kind: str
    embedding_row: int


class ReferenceCount(NamedTuple):
    """How often a term occurs in some of the reference texts.

    Filled by `reference.count_reference`; read by `reference`. A term may have several rows.
    """

    side: int
    term: int
    frequency: int


class PairCount(NamedTuple):
    """How often two terms occur in the same bead, and how well they are aligned there.

    Filled by `equivalence.choose_pairs`, read and dropped by it.

    frequency  co-occurrences, each occurrence of either term counted at most once
    fit        the mean of the average and the best fit
    """

    source: int
    target: int
    frequency: int
    fit: float


class RareTerm(NamedTuple):
    """A source term that occurs once and is well aligned.

    Filled by `equivalence.choose_pairs`, read and dropped by it.
    """

    source: int


class CandidatePair(NamedTuple):
    """A pair that is among the best of its source term or of its target term: it is embedded and scored.

    Filled by `equivalence.choose_pairs`; read by `equivalence`. Columns as in `PairCount`.
    """

    source: int
    target: int
    frequency: int
    fit: float


class Score(NamedTuple):
    """How well two terms translate each other over the whole text, 0 to 1.

    Filled by `equivalence.score_pairs`; read by `competitive_linking`, `termhood`.
    """

    source: int
    target: int
    score: float


class Enclosure(NamedTuple):
    """How often a term occurs inside a longer one, in one batch of beads.

    Filled by `nesting.find_nested`, read and dropped by it.
    """

    side: int
    inner: int
    outer: int
    frequency: int


class Nested(NamedTuple):
    """A term that hardly occurs outside one longer term (`nesting.NESTED_SHARE`).

    Filled by `nesting.find_nested`; read by `competitive_linking`, `termhood`.
    """

    side: int
    term: int


class Link(NamedTuple):
    """An occurrence of a source term aligned with an occurrence of a target term, one to one.

    Filled by `competitive_linking.link_occurrences`; read by `termhood`, `concordance`, `consistency`.

    nested  1 where it is inside the link of a longer pair on both sides, else 0
    """

    source: int
    target: int
    bead: int
    source_start: int
    source_end: int
    target_start: int
    target_end: int
    nested: int


class Equivalent(NamedTuple):
    """A target term that a source term is linked to.

    Filled by `termhood.rank`; read by `features`, `glossary`, `consistency`.

    frequency  links
    beads      beads with such a link
    free       links that are not nested
    headings   links in headings
    quoted     links in quotation marks on both sides, as where a text defines its terms
    coordinated  links of which one side alone stands beside a coordinator
    score      as in `Score`
    place      1 for the source term's best equivalent, then 2, 3 …
    """

    source: int
    target: int
    frequency: int
    beads: int
    free: int
    headings: int
    quoted: int
    coordinated: int
    score: float
    place: int


class Termhood(NamedTuple):
    """The number by which the glossary is ordered.

    Filled by `termhood.rank`; read by it for `Entry`, and dropped. Columns as in `Entry`.
    """

    source: int
    target: int
    value: float
    part: str
    inside: int


class Entry(NamedTuple):
    """A pair of the glossary.

    Filled by `termhood.rank`; read by `glossary`, `consistency`.

    number  1 for the pair with the highest termhood; the draft first, then all others
    part    "" for a pair of the draft; "copy" where the equivalent is the source term unchanged, "name"
            for a person, a place or a company (`names`), "folded" for a part of another row (`folding`),
            "rest" for a pair that is hardly worth reading
    value   termhood, 0 to 1
    inside  for a folded pair, the source term of the row below which it belongs; else 0
    """

    number: int
    source: int
    target: int
    part: str
    value: float
    inside: int
