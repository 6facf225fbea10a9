"""MultiTerm XML, as MultiTerm exports it and as ours is written: `.xml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from duiqi.corpus.bitext.approval import approval_by_word
from duiqi.corpus.bitext.census import places, take
from duiqi.corpus.bitext.headings import language_named
from duiqi.corpus.bitext.inline import plain
from duiqi.corpus.bitext.parts import Lazy, Request
from duiqi.corpus.bitext.trees import elements, name
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.glossary.columns import FORBIDDEN, RECOMMENDED
from duiqi.corpus.glossary.forms import Form, pair_of_forms
from duiqi.corpus.glossary.model import Glossary, TermPair
from duiqi.corpus.languages import same_language

if TYPE_CHECKING:
    from lxml import etree

ENTRY = "conceptGrp"
SPACE = re.compile(r"[\s_-]+")
# The fields that termbases have for these, as people head them; a termbase defines its own.
FIELDS = {
    name: field
    for field, names in {
        "status": "status|term status|usage|状态|术语状态",
        "type": "type|term type|category|类型|术语类型",
        "context": "context|example|语境|上下文|例句",
        "definition": "definition|定义|释义",
        "source": "source|reference|来源|出处",
        "note": "note|notes|comment|remark|备注|注释|说明",
    }.items()
    for name in names.split("|")
}


def read_multiterm(request: Request) -> Glossary:
    """Read two languages of a termbase: those of the request, else the two that most concepts have.

    A concept is one pair, as of TBX (`read_tbx`). Fields are known by their usual names in English and
    Chinese; a definition is read where no context is given. Others (Subject, Customer …) are not read.
    """
    codes = ([code for code, _ in _sections(entry)] for entry in elements(request.path, ENTRY))
    taken = take(codes, (request.source_lang, request.target_lang), noun="entries")
    if taken and not same_language(*taken.pair):
        said = (f"{request.path}: {taken.text}",) if taken.text else ()
        return Glossary(*taken.pair, Lazy(partial(_pairs, request, taken.pair)), said)
    asked = [tag for tag in (request.source_lang, request.target_lang) if tag]
    wanted = f"terms in {' and '.join(asked)}" if asked else "terms in two languages"
    raise MalformedFile(f"{request.path}: no entry with {wanted}. Is it the right termbase?")


def _pairs(request: Request, langs: tuple[str, str]) -> Iterator[TermPair]:
    for place, entry in enumerate(elements(request.path, ENTRY), start=1):
        sections = _sections(entry)
        codes = [code for code, _ in sections]
        found = places(codes, langs)
        if found is None:
            continue
        sides = [
            [form for code, section in sections if code == codes[at] for form in _forms(section)]
            for at in found
        ]
        if all(sides):
            identity = next((plain(child, "und") for child in entry if name(child) == "concept"), "")
            yield pair_of_forms(identity or str(place), langs, sides, [_fields(entry).get("note", "")])


def _sections(entry: etree._Element) -> list[tuple[str, etree._Element]]:
    """The languages of a concept with their groups."""
    found = []
    for group in (child for child in entry if name(child) == "languageGrp"):
        language = next((child for child in group if name(child) == "language"), None)
        if language is not None:
            code = language_named(language.get("lang") or "") or language_named(language.get("type") or "")
            found.append((code or language.get("lang") or "und", group))
    return found


def _forms(group: etree._Element) -> list[Form]:
    """The terms of a language that have text, preferred ones first."""
    shared = _fields(group)
    forms = []
    for child in (child for child in group if name(child) == "termGrp"):
        term = next((found for found in child if name(found) == "term"), None)
        text = "" if term is None else plain(term, "und")
        fields = shared | _fields(child)
        context = fields.get("context") or fields.get("definition", "")
        kind = fields.get("type", "").lower()
        if text:
            forms.append(
                Form(text, _status(fields.get("status", "")), kind, context, fields.get("source", ""))
            )
    return sorted(forms, key=lambda form: form.status != "preferred")


def _fields(group: etree._Element) -> dict[str, str]:
    """The known fields of a group, and the fields within these; not those of the groups in it."""
    found: dict[str, str] = {}
    for outer in (child for child in group if name(child) == "descripGrp"):
        for field in outer.iter("{*}descrip"):
            known = FIELDS.get((field.get("type") or "").strip().lower())
            text = plain(field, "und")
            if known == "note" and known in found and text:
                found[known] += f" / {text}"
            elif known and text:
                found.setdefault(known, text)
    return found


def _status(word: str) -> str:
    """The status of a term in the words of TBX, empty where nobody has decided."""
    text = SPACE.sub("", word.lower())
    if text.startswith(FORBIDDEN):
        return "deprecated"
    if text.startswith("admitted"):
        return "admitted"
    return "preferred" if text in RECOMMENDED or approval_by_word(word) == "accepted" else ""
