"""TBX: version 3 (ISO 30042:2019) in both of its styles, and version 2 (martif)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from duiqi.corpus.bitext.inline import plain
from duiqi.corpus.bitext.parts import Request
from duiqi.corpus.bitext.trees import LANG, name
from duiqi.corpus.glossary.concepts import read_concepts
from duiqi.corpus.glossary.forms import Form
from duiqi.corpus.glossary.model import Glossary

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

    Definitions, subject fields and the like are not read.
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
        forms = [_form(child, lang) for child in section if name(child) in TERMS]
        return sorted((form for form in forms if form.text), key=lambda form: form.status[:9] != "preferred")

    def identity(self, entry: etree._Element) -> str:
        written = entry.get("id", "")
        numbered = NUMBERED.fullmatch(written)
        return numbered[1] if numbered else written

    def notes(self, entry: etree._Element) -> list[str]:
        return [plain(child, "und") for child in entry if name(child) == "note"]


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
