"""Entries of a glossary: the term pairs that are written, their texts cleaned.

Every writer takes its entries from here. Tables, in which people decide, have all pairs; files
for other programs leave out dropped pairs and those without an equivalent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from duiqi.corpus.glossary.forms import EVIDENCE
from duiqi.corpus.glossary.model import Context, Glossary, Place, Term, TermPair
from duiqi.corpus.model import Span
from duiqi.exports.hygiene import Cleaner, is_blank
from duiqi.exports.options import Tally, WriteOptions, count, number
from duiqi.exports.units import EMPTY, NOT_ACCEPTED

DROPPED = "dropped"
NO_EQUIVALENT = "without an equivalent"


def entries(
    glossary: Glossary, options: WriteOptions, tally: Tally, *, undecided: bool = False
) -> Iterator[TermPair]:
    """Yield the pairs to write, their texts cleaned; the tally counts those left out.

    undecided  also dropped pairs and those without an equivalent: for tables, in which people
               decide, not for files that programs load
    """
    clean = Cleaning((glossary.source_lang, glossary.target_lang), options, tally)
    for pair in glossary.pairs:
        reason = _refusal(pair, options, undecided)
        if reason is not None:
            tally.left_out[reason] += 1
            continue
        tally.written += 1
        yield clean.pair(pair)


def _refusal(pair: TermPair, options: WriteOptions, undecided: bool) -> str | None:
    """The reason for leaving out a pair, None for a pair that is written."""
    if is_blank(pair.source.text):
        return EMPTY
    if options.accepted_only and pair.status != "accepted":
        return NOT_ACCEPTED
    if undecided:
        return None
    if pair.status == "dropped":
        return DROPPED
    return NO_EQUIVALENT if is_blank(pair.target.text) else None


def evidence(pair: TermPair) -> str:
    """The evidence of an extracted pair, in the words that readers know; empty for one made by hand."""
    if not pair.frequency:
        return ""
    return EVIDENCE.format(
        kind=pair.kind,
        score=number(pair.score),
        band=pair.band,
        times=count(pair.frequency, "time"),
        segments=count(pair.segments, "segment"),
    )


def note_of(pair: TermPair) -> str:
    """The note of a pair for formats with one note; of a candidate its evidence, then the note."""
    if pair.status == "accepted":
        return pair.note
    return "; ".join(filter(None, (evidence(pair), pair.note)))


class Description(NamedTuple):
    """What a termbase says of a term: its definition, a context, and the place of either."""

    definition: str = ""
    context: str = ""
    place: str = ""


def descriptions(pair: TermPair) -> tuple[Description, Description]:
    """The descriptions of the two terms; a first context that is the definition is given as that alone."""
    shown = next((found for found in pair.contexts if found.source or found.target), Context(""))

    def described(term: Term, text: str) -> Description:
        context = "" if text == term.definition else text
        return Description(term.definition, context, str(shown.place) if text else "")

    return described(pair.source, shown.source), described(pair.target, shown.target)


def with_constants(glossary: Glossary, options: WriteOptions) -> Glossary:
    """The glossary, with columns for a subject field and a customer where the options name them for all."""
    return replace(glossary, described=True) if options.subject or options.customer else glossary


class Cleaning:
    """Cleans term pairs: their texts by language, the rest as text of no language."""

    def __init__(self, langs: tuple[str, str], options: WriteOptions, tally: Tally) -> None:
        self.source, self.target = (Cleaner(lang, tally, options.plain_spaces) for lang in langs)
        self.plain = Cleaner("und", tally)
        self.subject, self.customer = self.plain(options.subject), self.plain(options.customer)

    def pair(self, pair: TermPair) -> TermPair:
        """The pair with all its texts cleaned; of the subject field and customer of all where it has none."""
        return replace(
            pair,
            id=self.plain(pair.id),
            source=self.term(pair.source, self.source),
            target=self.term(pair.target, self.target),
            others=tuple((self.target(text), score, count) for text, score, count in pair.others),
            contexts=tuple(map(self.context, pair.contexts)),
            known=self.plain(pair.known),
            note=self.plain(pair.note),
            found_in=tuple((self.plain(file), count) for file, count in pair.found_in),
            subject=self.plain(pair.subject) or self.subject,
            customer=self.plain(pair.customer) or self.customer,
        )

    def term(self, term: Term, clean: Cleaner) -> Term:
        """A term and its variants cleaned."""
        forms = tuple((clean(form), count) for form, count in term.variants)
        synonyms = tuple(found._replace(text=clean(found.text)) for found in term.synonyms)
        seen = tuple(found for found in synonyms if not is_blank(found.text))
        definition = clean(term.definition)
        return replace(term, text=clean(term.text), variants=forms, synonyms=seen, definition=definition)

    def context(self, context: Context) -> Context:
        """A context cleaned, with the spans of its terms in the cleaned texts."""
        source, source_span = _marked(context.source, context.source_span, self.source)
        target, target_span = _marked(context.target, context.target_span, self.target)
        place = Place(self.plain(context.place.file), self.plain(context.place.bead))
        return Context(source, target, source_span, target_span, place)


def _marked(text: str, span: Span | None, clean: Cleaner) -> tuple[str, Span | None]:
    """A text cleaned, and the span in it of the term that had the given span; None where it is not found."""
    cleaned = clean(text)
    if span is None or cleaned == text:
        return cleaned, span
    quiet = Cleaner("und", Tally(), clean.plain_spaces)
    term = quiet(text[span.start : span.end])
    # Cleaning only shortens the text before the term, so the term ends where it ended or earlier, and
    # of several occurrences up to there the last is the right one.
    start = cleaned.rfind(term, 0, span.end) if term else -1
    return cleaned, Span(start, start + len(term)) if start >= 0 else None
