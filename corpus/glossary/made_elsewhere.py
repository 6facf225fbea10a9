"""Recognise a table of terms that was made elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duiqi.corpus.bitext.headings import TERM, heading
from duiqi.corpus.bitext.layout import UTX, Wanted
from duiqi.corpus.glossary.headings import TERMINOLOGY, field_of, glossary_layout

# Columns that only terminologists keep, as tools and people head them.
HEADINGS = frozenset({
    "pos", "part of speech", "part-of-speech", "partofspeech", "word class", "definition", "definitions",
    "term type", "term status", "termstatus", "usage status", "subject field", "domain", "gender", "synonym",
    "synonyms", "abbreviation", "acronym", "forbidden", "case sensitive", "casesensitive", "forbidden term",
    "concept id", "entry id", "entry_id",
    "术语", "词性", "定义", "释义", "领域", "学科", "缩写", "同义词", "术语类型",
})  # fmt: skip
CONCEPT = re.compile(r"concept:\w++|entry_(?:subject|domain|definition)", re.IGNORECASE)  # Phrase, memoQ
SHARE = 0.9  # of the texts, that look like terms
LONGEST = 60  # characters of a term; the longest of the UN's names of bodies are near it
FINAL = re.compile(r"[.!?。！？…;；:：]$")
DOTTED = re.compile(r"(?<![\w.])(?:\w{1,4}\.)++$")  # an abbreviation: e.g., No., Co. Ltd.


def has_terms(rows: Sequence[Sequence[str]], columns: tuple[str, str] | None = None) -> bool:
    """Whether the first rows of a table are of terms: a heading of terminology, and short texts below it.

    >>> has_terms([["English", "Chinese", "POS"], ["mine action", "地雷行动", "n."]])
    True
    >>> has_terms([["English", "Chinese"], ["mine action", "地雷行动"]])
    False
    >>> has_terms([["Term", "Definition"], ["Peace.", "It holds, and it has held for ten years."]])
    False
    """
    plan = glossary_layout(rows, Wanted(columns=columns), (), "")
    if not any(_names_terms(cell) for row in rows[: plan.skipped] for cell in row):
        return False
    texts = [plan.cell(row, side).strip() for row in rows[plan.skipped :] for side in ("source", "target")]
    filled = [text for text in texts if text]
    return bool(filled) and sum(map(_is_short, filled)) >= SHARE * len(filled)


def _names_terms(cell: str) -> bool:
    name = cell.strip().lstrip("#").strip().lower()
    return bool(
        name.partition(":")[0] in HEADINGS
        or heading(cell).part == TERM
        or ((found := field_of(cell)) is not None and found.name in TERMINOLOGY)
        or CONCEPT.fullmatch(name)
        or UTX.match(cell.strip())
    )


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST and (not FINAL.search(text) or DOTTED.search(text.split()[-1]) is not None)
