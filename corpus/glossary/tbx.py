"""TBX: version 3 (ISO 30042:2019) in both of its styles, and version 2 (martif)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from duiqi.corpus.bitext.census import places, take
from duiqi.corpus.bitext.inline import plain
from duiqi.corpus.bitext.parts import Lazy, Request
from duiqi.corpus.bitext.trees import LANG, elements, name
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.glossary.columns import find_term
from duiqi.corpus.glossary.model import (
    Context,
    Glossary,
    Place,
    Synonym,
    Term,
    TermBand,
    TermKind,
    TermPair,
    TermStatus,
)
from duiqi.corpus.languages import same_language
from duiqi.corpus.values import whole

if TYPE_CHECKING:
    from lxml import etree

# The last of each are those of TBX-Min of 2013.
ENTRIES = ("conceptEntry", "termEntry", "entry")
SECTIONS = ("langSec", "langSet", "langGroup")
TERMS = ("termSec", "tig", "ntig", "termGroup")

# TBX-Basic has no category for the evidence of an extracted pair, so that it is in a note of the concept.
EVIDENCE = "{kind}, score {score}, {band}, seen {times} in {segments}"
EVIDENT = re.compile(
    r"(term|name|abbreviation|phrase), score ([0-9]++(?:\.[0-9]++)?|\.[0-9]++), (high|medium|low), "
    r"seen ([0-9,]+) times? in ([0-9,]+) segments?"
)

# The beginnings of administrativeStatus, in TBX-Basic and, shorter, in termbases made elsewhere.
VALID = ("preferred", "admitted")
INVALID = ("deprecated", "superseded", "obsolete", "notrecommended", "rejected")

KINDS: dict[str, TermKind] = {"abbreviation": "abbreviation", "acronym": "abbreviation", "phrase": "phrase"}

VARIANT = "variant"

# An XML id cannot begin with a digit: in a file of ours concept 12 is c12.
NUMBERED = re.compile(r"c([0-9]+)")


class Form(NamedTuple):
    """A term of an entry, with its categories."""

    text: str
    status: str = ""
    kind: str = ""
    context: str = ""
    source: str = ""

    @property
    def is_valid(self) -> bool:
        return not self.status.startswith(INVALID)


def read_tbx(request: Request) -> Glossary:
    """Read two languages of a termbase: those of the request, else the two that most entries have.

    A concept is one pair: of each language the preferred term, or the first one, with the others as
    its synonyms, or as its variants where they are of that type. The pair is accepted where a term of
    it is preferred or admitted, and dropped where all terms of a side are deprecated. Definitions,
    subject fields and the like are not read.
    """
    codes = ([code for code, _ in _sections(entry)] for entry in elements(request.path, *ENTRIES))
    taken = take(codes, (request.source_lang, request.target_lang), noun="entries")
    if taken and (all((request.source_lang, request.target_lang)) or not same_language(*taken.pair)):
        said = (f"{request.path}: {taken.text}",) if taken.text else ()
        return Glossary(*taken.pair, Lazy(partial(_pairs, request, taken.pair)), said)
    asked = [tag for tag in (request.source_lang, request.target_lang) if tag]
    wanted = f"terms in {' and '.join(asked)}" if asked else "terms in two languages"
    raise MalformedFile(f"{request.path}: no entry with {wanted}. Is it the right termbase?")


def _pairs(request: Request, langs: tuple[str, str]) -> Iterator[TermPair]:
    for place, entry in enumerate(elements(request.path, *ENTRIES), start=1):
        sections = _sections(entry)
        codes = [code for code, _ in sections]
        found = places(codes, langs)
        if found is None:
            continue
        sides = [
            [form for code, section in sections if code == codes[at] for form in _forms(section, lang)]
            for at, lang in zip(found, langs, strict=True)
        ]
        if all(sides):
            yield _pair(entry, place, langs, sides)


def _sections(entry: etree._Element) -> list[tuple[str, etree._Element]]:
    """An entry's languages with their sections."""
    return [
        ((child.get(LANG) or child.get("lang") or "und").replace("_", "-"), child)
        for child in entry
        if name(child) in SECTIONS
    ]


def _forms(section: etree._Element, lang: str) -> list[Form]:
    """The terms of a language that have text, preferred ones first."""
    forms = [_form(child, lang) for child in section if name(child) in TERMS]
    return sorted((form for form in forms if form.text), key=lambda form: form.status[:9] != "preferred")


def _form(section: etree._Element, lang: str) -> Form:
    """A term with its categories, however the version and style of TBX name them."""
    facts: dict[str, str] = {}
    for element in section.iter():
        if isinstance(element.tag, str):
            key = element.get("type") or name(element)
            facts.setdefault(key, plain(element, lang))
    return Form(
        facts.get("term", ""),
        facts.get("administrativeStatus", "").lower(),
        facts.get("termType", ""),
        facts.get("context", ""),
        facts.get("source", ""),
    )


def _pair(entry: etree._Element, place: int, langs: tuple[str, str], sides: list[list[Form]]) -> TermPair:
    # Deprecated terms last: the first one in use is the head.
    source_forms, target_forms = (sorted(side, key=lambda form: not form.is_valid) for side in sides)
    source, target = _term(source_forms, langs[0]), _term(target_forms, langs[1])
    heads = source_forms[0], target_forms[0]
    identity = entry.get("id", "")
    numbered = NUMBERED.fullmatch(identity)
    notes = [plain(child, "und") for child in entry if name(child) == "note"]
    pair = TermPair(
        numbered[1] if numbered else identity or str(place),
        source,
        target,
        kind=KINDS.get(heads[0].kind, "term"),
        contexts=_contexts(heads, source, target),
        status=_status(heads),
        note=" / ".join(note for note in notes if note and not EVIDENT.fullmatch(note)),
    )
    evidence = next(filter(None, map(EVIDENT.fullmatch, notes)), None)
    return _weighed(pair, evidence) if evidence else pair


def _term(forms: Sequence[Form], lang: str) -> Term:
    head, *others = forms
    variants = tuple((form.text, 0) for form in others if form.kind == VARIANT)
    return Term(head.text, lang, 0, variants, tuple(map(_synonym, (f for f in others if f.kind != VARIANT))))


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
    first, second = (form.context for form in heads)
    if not (first or second):
        return ()
    file, hash_, bead = (heads[0].source or heads[1].source).rpartition("#")
    place = Place(file, bead) if hash_ else Place(bead)
    return (Context(first, second, find_term(first, source), find_term(second, target), place),)


def _weighed(pair: TermPair, evidence: re.Match[str]) -> TermPair:
    """The pair with the evidence that the note of our writer gives."""
    kind, score, band, frequency, segments = evidence.groups()
    return replace(
        pair,
        kind=cast(TermKind, kind),
        score=float(score),
        band=cast(TermBand, band),
        frequency=whole(frequency.replace(",", "")),
        segments=whole(segments.replace(",", "")),
    )
