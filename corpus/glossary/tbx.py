"""TBX: version 3 (ISO 30042:2019) in both of its styles, and version 2 (martif)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from duiqi.corpus.bitext.census import places, take
from duiqi.corpus.bitext.inline import plain
from duiqi.corpus.bitext.parts import Lazy, Request
from duiqi.corpus.bitext.trees import LANG, elements, name
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.glossary.forms import Form, pair_of_forms
from duiqi.corpus.glossary.model import Glossary, TermPair
from duiqi.corpus.languages import same_language

if TYPE_CHECKING:
    from lxml import etree

# The last of each are those of TBX-Min of 2013.
ENTRIES = ("conceptEntry", "termEntry", "entry")
SECTIONS = ("langSec", "langSet", "langGroup")
TERMS = ("termSec", "tig", "ntig", "termGroup")

# An XML id cannot begin with a digit: in a file of ours concept 12 is c12.
NUMBERED = re.compile(r"c([0-9]+)")


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
    identity = entry.get("id", "")
    numbered = NUMBERED.fullmatch(identity)
    notes = [plain(child, "und") for child in entry if name(child) == "note"]
    return pair_of_forms(numbered[1] if numbered else identity or str(place), langs, sides, notes)
