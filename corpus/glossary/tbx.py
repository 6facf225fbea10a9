"""TBX: version 3 (ISO 30042:2019) in both of its styles, and version 2 (martif)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from duiqi.corpus.bitext.inline import plain
from duiqi.corpus.bitext.parts import Request
from duiqi.corpus.bitext.trees import LANG, name
from duiqi.corpus.glossary.concepts import read_concepts
from duiqi.corpus.glossary.forms import Form
from duiqi.corpus.glossary.model import Glossary
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
    """Read two languages of a termbase (`read_concepts`).

    A definition of the whole concept is one of its language, or of the first language of the entry.
    """
    return read_concepts(request, _Entries())


class _Entries:
    tags: Sequence[str] = ENTRIES

    def sections(self, entry: etree._Element) -> list[tuple[str, etree._Element]]:
        return [
            ((child.get(LANG) or child.get("lang") or "und").replace("_", "-"), child)
            for child in entry
            if name(child) in SECTIONS
        ]

    def forms(self, section: etree._Element, lang: str) -> list[Form]:
        above = _descriptions(section, lang)
        if "definition" not in above:
            above |= _of_concept(section, lang)
        forms = [_form(child, lang, above) for child in section if name(child) in TERMS]
        return sorted((form for form in forms if form.text), key=lambda form: form.status[:9] != "preferred")

    def identity(self, entry: etree._Element) -> str:
        written = entry.get("id", "")
        numbered = NUMBERED.fullmatch(written)
        return numbered[1] if numbered else written

    def notes(self, entry: etree._Element) -> list[str]:
        return [plain(child, "und") for child in entry if name(child) == "note"]

    def constants(self, entry: etree._Element) -> tuple[str, str]:
        facts = _descriptions(entry, "und")
        return facts.get("subjectField", ""), facts.get("customerSubset", "")


def _of_concept(section: etree._Element, lang: str) -> dict[str, str]:
    """The definition of the concept with its source, where it is one of this section's language."""
    entry = section.getparent()
    if entry is None:
        return {}
    facts = _descriptions(entry, lang)
    definition = next((child for child in entry.iter("{*}*") if _key(child) == "definition"), None)
    own = "" if definition is None else definition.get(LANG) or ""
    is_first = section is next(child for child in entry if name(child) in SECTIONS)
    if not (same_language(own, lang) if own else is_first):
        return {}
    return {key: facts[key] for key in ("definition", "source") if key in facts}


def _descriptions(element: etree._Element, lang: str) -> dict[str, str]:
    """The categories of an entry or a section itself, not of what is in it."""
    groups = (child for child in element if name(child) not in (*SECTIONS, *TERMS))
    return _facts((part for child in groups for part in child.iter("{*}*")), lang)


def _facts(elements: Iterable[etree._Element], lang: str) -> dict[str, str]:
    """The texts of categories, however the version and style of TBX name them; the first of each."""
    facts: dict[str, str] = {}
    for element in elements:
        facts.setdefault(_key(element), plain(element, lang))
    return facts


def _key(element: etree._Element) -> str:
    return element.get("type") or name(element)


def _form(section: etree._Element, lang: str, above: Mapping[str, str]) -> Form:
    """A term with its categories; a definition and its source may be those of its section."""
    facts = {**above, **_facts(section.iter("{*}*"), lang)}
    return Form(
        facts.get("term", ""),
        facts.get("administrativeStatus", "").lower(),
        facts.get("termType", ""),
        facts.get("context", ""),
        facts.get("source", ""),
        facts.get("definition", ""),
    )
