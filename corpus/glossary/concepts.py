"""Entries of a termbase in XML, read as pairs of two languages.

A concept is one pair: of each language the preferred term, or the first one, with the others as its
synonyms, or as its variants where they are of that type. The pair is accepted where a term of it is
preferred or admitted, and dropped where all terms of a side are deprecated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from duiqi.corpus.bitext.census import places, take
from duiqi.corpus.bitext.parts import Lazy, Request
from duiqi.corpus.bitext.trees import elements
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.glossary.forms import VARIANT, Form, pair_of_forms
from duiqi.corpus.glossary.model import Glossary, TermPair
from duiqi.corpus.languages import is_chinese, same_language, same_script
from duiqi.corpus.variants import simplifying

if TYPE_CHECKING:
    from lxml import etree


class Entries(Protocol):
    """The entries of a format."""

    tags: Sequence[str]

    def sections(self, entry: etree._Element) -> list[tuple[str, etree._Element]]:
        """An entry's languages with their sections."""

    def forms(self, section: etree._Element, lang: str) -> list[Form]:
        """The terms of a section that have text, preferred ones first."""

    def identity(self, entry: etree._Element) -> str:
        """The id of an entry, empty where it has none."""

    def notes(self, entry: etree._Element) -> list[str]:
        """The notes on an entry."""

    def constants(self, entry: etree._Element) -> tuple[str, str]:
        """The subject field and the customer of an entry, empty where it has none."""


def read_concepts(request: Request, entries: Entries) -> Glossary:
    """Read two languages of a termbase: those of the request, else the two that most entries have.

    Two that are the same, for scripts or countries, are read where both are asked for. Raises
    MalformedFile where no entry has the two.
    """
    codes = ([code for code, _ in entries.sections(entry)] for entry in elements(request.path, *entries.tags))
    asked = [tag for tag in (request.source_lang, request.target_lang) if tag]
    taken = take(codes, (request.source_lang, request.target_lang), noun="entries")
    if taken and (len(asked) == 2 or not same_language(*taken.pair)):
        said = (f"{request.path}: {taken.text}",) if taken.text else ()
        pairs = Lazy(partial(_pairs, request, entries, taken.pair))
        return Glossary(*taken.pair, pairs, said, described=True)
    wanted = f"terms in {' and '.join(asked)}" if asked else "terms in two languages"
    raise MalformedFile(f"{request.path}: no entry with {wanted}. Is it the right termbase?")


def _pairs(request: Request, entries: Entries, langs: tuple[str, str]) -> Iterator[TermPair]:
    for place, entry in enumerate(elements(request.path, *entries.tags), start=1):
        sections = entries.sections(entry)
        codes = [code for code, _ in sections]
        found = places(codes, langs)
        if found is None:
            continue
        sides = [
            [form for code, section in sections if code == codes[at] for form in entries.forms(section, lang)]
            for at, lang in zip(found, langs, strict=True)
        ]
        taken = {codes[at] for at in found}
        for side, lang in zip(sides, langs, strict=True):
            side += _in_other_script(sections, entries, side, lang, taken)
        if all(sides):
            subject, customer = entries.constants(entry)
            yield pair_of_forms(
                entries.identity(entry) or str(place),
                langs,
                sides,
                entries.notes(entry),
                subject=subject,
                customer=customer,
            )


def _in_other_script(
    sections: Sequence[tuple[str, etree._Element]],
    entries: Entries,
    own: Sequence[Form],
    lang: str,
    taken: Collection[str],
) -> list[Form]:
    """The terms of a side as the section of the other script of Chinese writes them, as variants.

    Terms that have other words there, 軟體 for 软件, are none of this language.
    """
    if not is_chinese(lang):
        return []
    written = {form.text.translate(simplifying()) for form in own}
    return [
        Form(form.text, kind=VARIANT)
        for code, section in sections
        if code not in taken and same_language(code, lang) and not same_script(code, lang)
        for form in entries.forms(section, code)
        if form.text.translate(simplifying()) in written and form.text not in {one.text for one in own}
    ]
