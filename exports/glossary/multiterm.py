"""MultiTerm XML, which MultiTerm, Trados and memoQ import: `.xml`.

A concept is a `conceptGrp` with a `languageGrp` for each language, as the schema MTF in the
documentation of MultiTerm's interface has it. The definition of the termbase should have the fields
Subject, Customer, Note, Status, Type, Definition, Context and Source. The note of a candidate begins
with its evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import BinaryIO

from duiqi.corpus.glossary.forms import VARIANT
from duiqi.corpus.glossary.model import Glossary
from duiqi.exports.checksum import checksummed
from duiqi.exports.glossary.concepts import Concept, concepts
from duiqi.exports.glossary.entries import descriptions, note_of
from duiqi.exports.glossary.languages import language_name
from duiqi.exports.hygiene import is_blank
from duiqi.exports.options import Tally, WriteOptions

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<mtf>\n'
FOOT = "</mtf>\n"
PREFERRED, ADMITTED = "preferred", "admitted"


def write_multiterm(glossary: Glossary, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the pairs but the dropped ones as MultiTerm XML, concepts numbered from 1."""
    langs = options.code(glossary.source_lang), options.code(glossary.target_lang)
    with checksummed(stream) as document:
        document.write(HEAD.encode())
        for number, concept in enumerate(concepts(glossary, options, tally), start=1):
            document.write("".join(_group(concept, number, langs)).encode())
        document.write(FOOT.encode())


def _group(concept: Concept, number: int, langs: tuple[str, str]) -> Iterator[str]:
    pair = concept.pair
    yield f"<conceptGrp><concept>{number}</concept>"
    yield _field("Subject", pair.subject) + _field("Customer", pair.customer) + _field("Note", note_of(pair))
    sides = (pair.source, pair.target), (concept.source, concept.target), descriptions(pair)
    for lang, term, synonyms, (definition, context, place) in zip(langs, *sides, strict=True):
        yield f'<languageGrp><language type="{language_name(lang)}" lang="{escape(lang.upper())}"/>'
        fields = {
            "Status": PREFERRED if pair.status == "accepted" else pair.status,
            "Type": pair.kind if pair.kind in ("abbreviation", "phrase") else "",
            "Definition": definition,
            "Context": context,
            "Source": place,
        }
        yield _term(term.text, fields)
        for form, _ in term.variants:
            if form != term.text and not is_blank(form):
                yield _term(form, {"Status": ADMITTED if pair.status == "accepted" else "", "Type": VARIANT})
        for synonym in synonyms:
            is_short = synonym.usage == "abbreviation"
            status = ADMITTED if is_short else synonym.usage
            yield _term(synonym.text, {"Status": status, "Type": "abbreviation" if is_short else ""})
        yield "</languageGrp>"
    yield "</conceptGrp>\n"


def _term(text: str, fields: dict[str, str]) -> str:
    values = "".join(_field(*field) for field in fields.items())
    return f"<termGrp><term>{escape(text, quote=False)}</term>{values}</termGrp>"


def _field(name: str, value: str) -> str:
    if not value:
        return ""
    return f'<descripGrp><descrip type="{name}">{escape(value, quote=False)}</descrip></descripGrp>'
