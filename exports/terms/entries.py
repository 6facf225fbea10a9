"""From term pairs to the entries that a glossary holds: chosen and cleaned.

Every writer takes its entries here. Tables are where people decide, so they hold all pairs;
what other programs load is for use, so a dropped pair or one without an equivalent is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpus.model import Span
from corpus.terms import Context, Glossary, Term, TermPair
from exports.hygiene import Cleaner, is_blank
from exports.options import Tally, WriteOptions
from exports.units import EMPTY, NOT_ACCEPTED

DROPPED = "dropped"
NO_EQUIVALENT = "without an equivalent"


def entries(
    glossary: Glossary, options: WriteOptions, tally: Tally, *, undecided: bool = False
) -> Iterator[TermPair]:
    """The pairs to write, their texts clean; what is left out goes into the tally.

    undecided  whether dropped pairs and those without an equivalent are wanted: in what
               people work in, not in what programs load
    """
    cleaners = (
        Cleaner(glossary.source_lang, tally, options.plain_spaces),
        Cleaner(glossary.target_lang, tally, options.plain_spaces),
    )
    plain = Cleaner("und", tally)
    for pair in glossary.pairs:
        reason = _refusal(pair, options, undecided)
        if reason is not None:
            tally.left_out[reason] += 1
            continue
        tally.written += 1
        yield replace(
            pair,
            id=plain(pair.id),
            source=_term(pair.source, cleaners[0]),
            target=_term(pair.target, cleaners[1]),
            others=tuple((cleaners[1](text), score, count) for text, score, count in pair.others),
            contexts=tuple(_context(context, cleaners, plain) for context in pair.contexts),
            known=plain(pair.known),
            note=plain(pair.note),
        )


def _refusal(pair: TermPair, options: WriteOptions, undecided: bool) -> str | None:
    """Why a pair is left out, if it is."""
    if is_blank(pair.source.text):
        return EMPTY
    if options.accepted_only and pair.status != "accepted":
        return NOT_ACCEPTED
    if undecided:
        return None
    if pair.status == "dropped":
        return DROPPED
    return NO_EQUIVALENT if is_blank(pair.target.text) else None


def _term(term: Term, clean: Cleaner) -> Term:
    return replace(
        term, text=clean(term.text), variants=tuple((clean(form), count) for form, count in term.variants)
    )


def _context(context: Context, cleaners: tuple[Cleaner, Cleaner], plain: Cleaner) -> Context:
    source, source_span = _marked(context.source, context.source_span, cleaners[0])
    target, target_span = _marked(context.target, context.target_span, cleaners[1])
    place = replace(context.place, file=plain(context.place.file), bead=plain(context.place.bead))
    return Context(source, target, source_span, target_span, place)


def _marked(text: str, span: Span | None, clean: Cleaner) -> tuple[str, Span | None]:
    """A text made clean, and where in it now stands what stood at the span; None where that is not sure."""
    cleaned = clean(text)
    if span is None or cleaned == text:
        return cleaned, span
    quiet = Cleaner("und", Tally(), clean.plain_spaces)
    term = quiet(text[span.start : span.end])
    # A place or two before it white space may have gone or come together, so the term stands at
    # or before its old place; the last such place is its own unless it occurs twice in a few characters.
    start = cleaned.rfind(term, 0, span.end) if term else -1
    return cleaned, Span(start, start + len(term)) if start >= 0 else None
