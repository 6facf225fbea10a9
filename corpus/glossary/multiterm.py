"""MultiTerm XML, as MultiTerm exports it and as ours is written: `.xml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from duiqi.corpus.bitext.approval import approval_by_word
from duiqi.corpus.bitext.headings import language_named
from duiqi.corpus.bitext.inline import plain
from duiqi.corpus.bitext.parts import Request
from duiqi.corpus.bitext.trees import name
from duiqi.corpus.glossary.columns import FORBIDDEN, RECOMMENDED
from duiqi.corpus.glossary.concepts import read_concepts
from duiqi.corpus.glossary.forms import Form
from duiqi.corpus.glossary.headings import DESCRIBED, by_name
from duiqi.corpus.glossary.model import Glossary

if TYPE_CHECKING:
    from lxml import etree

ENTRY = "conceptGrp"
SPACE = re.compile(r"[\s_-]+")
# The fields that termbases have for these, as people head them; a termbase defines its own.
FIELDS = DESCRIBED | by_name(
    {
        "subject": "subject|主题",
        "customer": "customer",
        "status": "status|term status|usage|状态|术语状态",
        "type": "type|term type|category|类型|术语类型",
        "context": "context|example|语境|上下文|例句",
        "source": "source|reference|来源|出处",
        "note": "note|notes|comment|remark|备注|注释|说明",
    }
)


def read_multiterm(request: Request) -> Glossary:
    """Read two languages of a termbase (`read_concepts`).

    Fields are known by their usual names in English and Chinese; others are not read.
    """
    return read_concepts(request, _Entries())


class _Entries:
    tags: Sequence[str] = (ENTRY,)

    def sections(self, entry: etree._Element) -> list[tuple[str, etree._Element]]:
        found = []
        for group in (child for child in entry if name(child) == "languageGrp"):
            language = next((child for child in group if name(child) == "language"), None)
            if language is not None:
                written, named = language.get("lang") or "", language.get("type") or ""
                code = language_named(written) or language_named(named)
                found.append((code or written or "und", group))
        return found

    def forms(self, section: etree._Element, lang: str) -> list[Form]:
        shared = _fields(section)
        found = []
        for child in (child for child in section if name(child) == "termGrp"):
            term = next((below for below in child if name(below) == "term"), None)
            text = "" if term is None else plain(term, "und")
            fields = shared | _fields(child)
            context, definition = fields.get("context", ""), fields.get("definition", "")
            kind = fields.get("type", "").lower()
            if text:
                status = _status(fields.get("status", ""))
                found.append(Form(text, status, kind, context, fields.get("source", ""), definition))
        return sorted(found, key=lambda form: form.status != "preferred")

    def identity(self, entry: etree._Element) -> str:
        return next((plain(child, "und") for child in entry if name(child) == "concept"), "")

    def notes(self, entry: etree._Element) -> list[str]:
        return [_fields(entry).get("note", "")]

    def constants(self, entry: etree._Element) -> tuple[str, str]:
        fields = _fields(entry)
        return fields.get("subject", ""), fields.get("customer", "")


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
