"""The headings of tables of terms that were made elsewhere: what a column has, and of which language.

One place for everything that reads such a table or writes into it (`--known`, `--into`, `convert`, `check`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from duiqi.corpus.bitext.column_kinds import kind_of
from duiqi.corpus.bitext.headings import SOURCE, TARGET, heading, language_named
from duiqi.corpus.bitext.layout import TITLES, Layout, Wanted, find_layout
from duiqi.corpus.languages import same_language


def by_name(names: Mapping[str, str]) -> dict[str, str]:
    """Fields by their names: of each field the names that people head it with, between vertical bars.

    >>> by_name({"customer": "client|客户"})
    {'client': 'customer', '客户': 'customer'}
    """
    return {name: field for field, heads in names.items() for name in heads.split("|")}


# Descriptions of a concept, in tables and termbases made elsewhere.
DESCRIBED = by_name(
    {
        "definition": "definition|定义|释义",
        "subject": "subject field|domain|领域|学科",
        "customer": "client|客户",
    }
)
FIELDS = DESCRIBED | by_name(
    {
        "abbreviation": "abbr|abbr.|abbrev|abbrev.|abbreviation|abbreviations|acronym|acronyms|initialism"
        "|short|short form|short forms|short name|缩写|缩写词|缩略语|缩略词|略语|简称|縮寫|縮略語|簡稱"
        "|abk|abk.|abkürzung|kürzel|sigle|abréviation|abreviatura|siglas|сокращение",
        "synonyms": "synonym|synonyms|alternative|alternatives|alternative term|alternative terms|variant"
        "|variants|admitted term|admitted terms|also known as|aka|同义词|近义词|别名|别称|又称|又名|同義詞",
        "definition": "definitions|meaning|定義|釋義|解释|含义",
        "subject": "subject|subject area|专业领域|专业|領域|學科",
        "customer": "customer|客戶",
        "status": "term status|usage status|术语状态|审核|审核状态|审定",
        "id": "no|no.|nr|nr.|№|number|#|序号|编号|序號|編號|term id|entry id|concept id",
    }
)
TERMINOLOGY = frozenset({"abbreviation", "synonyms", "definition"})  # which only a table of terms has
SIDED = TERMINOLOGY  # which may be of one language
_LONGEST_FIRST = sorted(FIELDS, key=len, reverse=True)
_AROUND = " _-:：.·/\\()（）[]【】的"


class Field(NamedTuple):
    """What a column has, and the side (`source`, `target`) or the language that its heading says, or ""."""

    name: str
    of: str = ""


@lru_cache(maxsize=1024)
def field_of(cell: str) -> Field | None:
    """The field that a heading names, None for any other heading.

    >>> field_of("中文简称"), field_of("Definition (EN)"), field_of("Owner")
    (Field(name='abbreviation', of='zh'), Field(name='definition', of='en'), None)
    """
    name = re.sub(r"\s+", " ", cell.strip().lower()).rstrip(":：")
    if name in FIELDS:
        return Field(FIELDS[name])
    for word in _LONGEST_FIRST:
        if FIELDS[word] not in SIDED:
            continue
        inner = name.rstrip(_AROUND)
        rests = (name.removeprefix(word), inner.removesuffix(word))
        for rest in (rest.strip(_AROUND) for rest in rests if rest not in (name, inner)):
            side = "source" if rest in SOURCE else "target" if rest in TARGET else ""
            if of := side or language_named(rest):
                return Field(FIELDS[word], of)
    return None


def glossary_layout(
    rows: Sequence[Sequence[str]], wanted: Wanted, known: Sequence[str], where: str
) -> Layout:
    """The columns of a table of terms by its first rows; `known` are the names of our own columns.

    Beside what `find_layout` finds: abbreviations, synonyms and definitions of the pair, or of one side, as
    `abbreviation`, `source_abbreviation` and so on; subject, customer, status, number. A row of names none
    of which is that of a language is found by these. Raises MalformedFile as `find_layout` does.
    """
    plan = find_layout(
        [_without_fields(row) for row in rows[:TITLES]] + list(rows[TITLES:]), wanted, known, where
    )
    if plan.is_ours:
        return plan
    if not plan.skipped and any(found and found.name in TERMINOLOGY for found in map(field_of, rows[0])):
        plan = plan._replace(skipped=1)
    if not plan.skipped:
        return plan
    top, body = rows[plan.skipped - 1], rows[plan.skipped :]
    places = dict(plan.places)
    for at, cell in enumerate(top):
        field = field_of(cell)
        if field is None or at in (places["source"], places["target"]):
            continue
        if field.name == "id" and kind_of([row[at] for row in body if at < len(row)]) not in (
            "numbers",
            "ids",
        ):
            continue
        for name in [name for name, place in places.items() if place == at and name != field.name]:
            del places[name]  # a column that was taken for notes, since nothing said what it is
        side = _side(field.of, plan, top)
        places.setdefault(f"{side}_{field.name}" if side else field.name, at)
    return plan._replace(places=places)


def _without_fields(row: Sequence[str]) -> Sequence[str]:
    """A heading without the names of languages that only say whose abbreviation or definition it is."""
    return [
        "·" if (found := field_of(cell)) and found.name in TERMINOLOGY and heading(cell) != ("", "") else cell
        for cell in row
    ]


def _side(of: str, plan: Layout, top: Sequence[str]) -> str:
    """The side of the pair that a heading's side or language is; "" where it says none, or another."""
    if of in ("source", "target"):
        named = heading(top[plan.places["source"]]).part if plan.places["source"] < len(top) else ""
        is_turned = named == "target"
        return of if not is_turned else "target" if of == "source" else "source"
    for side, lang in zip(("source", "target"), plan.langs, strict=True):
        if of and lang and same_language(of, lang):
            return side
    return ""
