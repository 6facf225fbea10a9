"""TBX, the termbase that terminology tools exchange.

Version 3 (ISO 30042:2019) in the TBX-Basic dialect, its categories as elements of their own
(DCT), the style whose rules a validator really checks. Version 2 (martif) on request: OmegaT
and translate-toolkit read nothing newer. A concept is one pair of preferred terms, the source language first,
since some readers take the first two languages whatever they are; accepted synonyms and
abbreviations are further terms of it (`concepts`).

TBX-Basic has no category for reliability: score and frequencies are in a note, and
administrativeStatus is given only where a person has decided. Variants of a Chinese term in the other
script are in a language of their own, zh-TW beside zh-CN.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain
from typing import BinaryIO, NamedTuple

from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.glossary.model import Glossary, Synonym, TermPair
from duiqi.corpus.variants import is_other_script, script_of
from duiqi.exports.checksum import checksummed
from duiqi.exports.glossary.concepts import Concept, concepts
from duiqi.exports.glossary.entries import descriptions, evidence
from duiqi.exports.hygiene import Cleaner, is_blank
from duiqi.exports.options import CODES, Tally, WriteOptions
from duiqi.exports.xml import TOOL, version

HEAD_3 = """<?xml version='1.0' encoding='UTF-8'?>
<tbx type="TBX-Basic" style="dct" xml:lang="{lang}" xmlns="urn:iso:std:iso:30042:ed-2" \
xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<tbxHeader><fileDesc><titleStmt><title>{title}</title></titleStmt>\
<sourceDesc><p>{made}</p></sourceDesc></fileDesc></tbxHeader>
<text><body>
"""
FOOT_3 = "</body></text>\n</tbx>\n"

HEAD_2 = """<?xml version='1.0' encoding='UTF-8'?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="{lang}">
<martifHeader><fileDesc><titleStmt><title>{title}</title></titleStmt>\
<sourceDesc><p>{made}</p></sourceDesc></fileDesc>\
<encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p></encodingDesc></martifHeader>
<text><body>
"""
FOOT_2 = "</body></text>\n</martif>\n"

NOT_IN_ID = re.compile(r"[^A-Za-z0-9_.-]")


class Names(NamedTuple):
    """The names of a version for a concept, a language of it, a term, and each category."""

    entry: str
    section: str
    term: str
    categories: dict[str, str]


# In version 3 a category is an element of its module, in version 2 the type of a general one.
V3 = Names(
    "conceptEntry",
    "langSec",
    "termSec",
    {
        "partOfSpeech": "min:partOfSpeech",
        "administrativeStatus": "min:administrativeStatus",
        "termType": "basic:termType",
        "definition": "basic:definition",
        "context": "basic:context",
        "source": "basic:source",
        "subjectField": "min:subjectField",
        "customerSubset": "min:customerSubset",
    },
)
V2 = Names(
    "termEntry",
    "langSet",
    "tig",
    {
        "partOfSpeech": 'termNote type="partOfSpeech"',
        "administrativeStatus": 'termNote type="administrativeStatus"',
        "termType": 'termNote type="termType"',
        "definition": 'descrip type="definition"',
        "context": 'descrip type="context"',
        "source": 'admin type="source"',
        "subjectField": 'descrip type="subjectField"',
        "customerSubset": 'admin type="customerSubset"',
    },
)


def write_tbx(glossary: Glossary, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the pairs but the dropped ones as TBX-Basic, version 3 or, by the options, 2."""
    names, head, foot = (V2, HEAD_2, FOOT_2) if options.tbx == "2" else (V3, HEAD_3, FOOT_3)
    langs = options.code(glossary.source_lang), options.code(glossary.target_lang)
    if "und" in langs:
        tally.warnings.append("a language is not known: other tools cannot tell whose termbase it is")
    found = concepts(glossary, options, tally)
    first = next(found, None)
    if first is None:
        why = "; ".join(f"{number:,} {reason}" for reason, number in tally.left_out.items())
        raise UnwritableFile(
            f"no pair is left to write{f' ({why})' if why else ''}, and a TBX file cannot be empty"
        )
    clean = Cleaner("und", tally)
    signature = clean(glossary.signature)
    made = ", ".join(filter(None, (f"{TOOL} {version()}", f"{options.date():%Y-%m-%d}", signature)))
    title = f"{langs[0]} – {langs[1]}"
    ids = Ids()
    with checksummed(stream) as document:
        document.write(head.format(lang=escape(langs[0]), title=escape(title), made=_text(made)).encode())
        for concept in chain([first], found):
            document.write("".join(entry_xml(concept, ids.unique(concept.pair.id), langs, names)).encode())
        document.write(foot.encode())


def entry_xml(concept: Concept, identity: str, langs: tuple[str, str], names: Names) -> Iterator[str]:
    """A concept, on a line of its own. All texts in it have passed a Cleaner."""
    pair = concept.pair
    yield f'<{names.entry} id="{escape(identity)}">'
    for note in filter(None, (evidence(pair), pair.note)):
        yield f"<note>{_text(note)}</note>"
    for category, value in (("subjectField", pair.subject), ("customerSubset", pair.customer)):
        if value:
            yield category_xml(names, category, value)
    for term, synonyms, lang, (definition, context, place) in zip(
        (pair.source, pair.target), concept[1:], langs, descriptions(pair), strict=True
    ):
        yield f'<{names.section} xml:lang="{escape(lang)}">'
        yield description_xml(names, "definition", definition, "" if context else place)
        yield from _term(term.text, _facts(pair), names, description_xml(names, "context", context, place))
        forms = [form for form, _ in term.variants if form != term.text and not is_blank(form)]
        others = [
            form for form in forms if is_other_script(form, lang) and not is_other_script(term.text, lang)
        ]
        for form in forms:
            if form not in others:
                yield from _term(form, _facts(pair, variant=True), names)
        for synonym in synonyms:
            yield from synonym_xml(synonym, names, decided=pair.status == "accepted")
        yield f"</{names.section}>"
        if others:
            yield f'<{names.section} xml:lang="{CODES[script_of(others[0]).lower()]}">'
            for form in others:
                yield from _term(form, _facts(pair), names)
            yield f"</{names.section}>"
    yield f"</{names.entry}>\n"


def synonym_xml(synonym: Synonym, names: Names, *, decided: bool = True) -> Iterator[str]:
    """A further term of a concept, with its categories.

    decided  whether a person has accepted the concept; a status that is none by default is always given
    """
    is_short = synonym.usage == "abbreviation"
    usage = "admitted" if is_short else synonym.usage
    facts = {"administrativeStatus": f"{usage}Term-admn-sts"} if decided or usage != "admitted" else {}
    if is_short:
        facts["termType"] = synonym.usage
    return _term(synonym.text, facts, names)


def _term(text: str, facts: dict[str, str], names: Names, context: str = "") -> Iterator[str]:
    """A term with its categories and the element of its context."""
    yield f"<{names.term}><term>{_text(text)}</term>"
    for category, value in facts.items():
        yield category_xml(names, category, value)
    yield f"{context}</{names.term}>"


def description_xml(names: Names, category: str, text: str, place: str) -> str:
    """A definition or a context with its place; nothing where it has no text."""
    if not text:
        return ""
    source = category_xml(names, "source", place) if place else ""
    return f"<descripGrp>{category_xml(names, category, text)}{source}</descripGrp>"


def category_xml(names: Names, category: str, value: str) -> str:
    """The element of a category, by the names of a version."""
    name = names.categories[category]
    return f"<{name}>{_text(value)}</{name.split()[0]}>"


def _text(text: str) -> str:
    return escape(text, quote=False)


def _facts(pair: TermPair, *, variant: bool = False) -> dict[str, str]:
    """The categories of a term. It is known to be a noun only where it was extracted here."""
    facts = {"partOfSpeech": "noun"} if pair.frequency and pair.kind != "phrase" else {}
    if pair.status == "accepted":
        facts["administrativeStatus"] = f"{'admitted' if variant else 'preferred'}Term-admn-sts"
    if variant or pair.kind in ("abbreviation", "phrase"):
        facts["termType"] = "variant" if variant else pair.kind
    return facts


class Ids:
    """Ids as XML wants them: a name, and each only once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = set(taken)

    def unique(self, wanted: str) -> str:
        """The id of a concept: c12 for 12, and c12-2 for a second 12."""
        name = NOT_IN_ID.sub("_", wanted)
        if not (name[:1].isalpha() or name[:1] == "_"):
            name = f"c{name}"
        found, times = name, 1
        while found in self.taken:
            times += 1
            found = f"{name}-{times}"
        self.taken.add(found)
        return found
