"""The terms of a concept as a termbase has them, and the pair that they are.

Termbases hold several terms a language, each with a status, a type and a context: the pair is of the
preferred ones, the others are its synonyms and variants. Where a format has no field for the evidence of
an extracted pair, that is in a note, in the words of EVIDENCE.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

from duiqi.corpus.glossary.columns import find_term
from duiqi.corpus.glossary.definitions import defines
from duiqi.corpus.glossary.model import (
    Context,
    Place,
    Synonym,
    Term,
    TermBand,
    TermKind,
    TermPair,
    TermStatus,
)
from duiqi.corpus.model import Span
from duiqi.corpus.values import whole

EVIDENCE = "{kind}, score {score}, {band}, seen {times} in {segments}"
EVIDENT = re.compile(
    r"(term|name|abbreviation|phrase), score ([0-9]++(?:\.[0-9]++)?|\.[0-9]++), (high|medium|low), "
    r"seen ([0-9,]++) times? in ([0-9,]++) segments?(?:; (.*))?",
    re.DOTALL,
)

# The beginnings of administrativeStatus, in TBX-Basic and, shorter, in termbases made elsewhere.
VALID = ("preferred", "admitted")
INVALID = ("deprecated", "superseded", "obsolete", "notrecommended", "rejected")

KINDS: dict[str, TermKind] = {"abbreviation": "abbreviation", "acronym": "abbreviation", "phrase": "phrase"}

VARIANT = "variant"


class Form(NamedTuple):
    """A term of an entry, with its categories."""

    text: str
    status: str = ""
    kind: str = ""
    context: str = ""
    source: str = ""
    definition: str = ""

    @property
    def is_valid(self) -> bool:
        return not self.status.startswith(INVALID)


def pair_of_forms(
    identity: str,
    langs: tuple[str, str],
    sides: Sequence[Sequence[Form]],
    notes: Iterable[str],
    *,
    subject: str = "",
    customer: str = "",
) -> TermPair:
    """The pair of a concept: of each side the first term in use, with the others as its synonyms.

    sides  the terms of source and target, at least one of each, the preferred ones first
    notes  of the concept; one may be the evidence of the pair, before a note of a person or alone

    Definitions that are texts in which the term was found, `"Business Day" means …`, are its context as well.
    """
    # Deprecated terms last: the first one in use is the head.
    source_forms, target_forms = (sorted(side, key=lambda form: not form.is_valid) for side in sides)
    source, target = _term(source_forms, langs[0]), _term(target_forms, langs[1])
    heads = source_forms[0], target_forms[0]
    written = [note for note in notes if note]
    evidence = next(filter(None, map(EVIDENT.fullmatch, written)), None)
    remarks = [found[6] or "" if (found := EVIDENT.fullmatch(note)) else note for note in written]
    pair = TermPair(
        identity,
        source,
        target,
        kind=KINDS.get(heads[0].kind, "term"),
        contexts=_contexts(heads, source, target),
        status=_status(heads),
        note=" / ".join(filter(None, remarks)),
        subject=subject,
        customer=customer,
    )
    return _weighed(pair, evidence) if evidence else pair


def _term(forms: Sequence[Form], lang: str) -> Term:
    head, *others = forms
    variants = tuple((form.text, 0) for form in others if form.kind == VARIANT)
    synonyms = tuple(map(_synonym, (form for form in others if form.kind != VARIANT)))
    definition = next((form.definition for form in forms if form.definition), "")
    return Term(head.text, lang, 0, variants, synonyms, definition)


def _synonym(form: Form) -> Synonym:
    if not form.is_valid:
        return Synonym(form.text, "deprecated")
    if KINDS.get(form.kind) == "abbreviation":
        return Synonym(form.text, "abbreviation")
    return Synonym(form.text, "preferred" if form.status.startswith("preferred") else "admitted")


def _status(heads: tuple[Form, Form]) -> TermStatus:
    if not all(form.is_valid for form in heads):
        return "dropped"
    return "accepted" if any(form.status.startswith(VALID) for form in heads) else "candidate"


def _contexts(heads: tuple[Form, Form], source: Term, target: Term) -> tuple[Context, ...]:
    file, hash_, bead = (heads[0].source or heads[1].source).rpartition("#")
    place = Place(file, bead) if hash_ else Place(bead)

    if any(form.context for form in heads):
        texts = heads[0].context, heads[1].context
        spans = [find_term(text, term) for text, term in zip(texts, (source, target), strict=True)]
        return (Context(*texts, spans[0], spans[1], place),)
    defining = [_defining_span(term) for term in (source, target)]
    if not any(defining):
        return ()
    spans = [
        span or find_term(term.definition, term)
        for span, term in zip(defining, (source, target), strict=True)
    ]
    return (Context(source.definition, target.definition, spans[0], spans[1], place),)


def _defining_span(term: Term) -> Span | None:
    """Where the definition of a term is a text that says what it means: “Business Day” means …"""
    found = (
        Span(*match.span())
        for form in term.forms
        for match in re.finditer(re.escape(form), term.definition, re.IGNORECASE)
    )
    return next((span for span in found if defines(term.definition, span)), None)


def _weighed(pair: TermPair, evidence: re.Match[str]) -> TermPair:
    """The pair with the evidence that the note of our writer gives."""
    kind, score, band, frequency, segments, _ = evidence.groups()
    return replace(
        pair,
        kind=cast(TermKind, kind),
        score=float(score),
        band=cast(TermBand, band),
        frequency=whole(frequency.replace(",", "")),
        segments=whole(segments.replace(",", "")),
    )
