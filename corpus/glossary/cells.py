r"""Several values in one cell, in a form that people can read and edit.

Synonyms are written `MAS (abbreviation); mine service (deprecated)`, variants
`mine action (12); mine-action (3)`, runners-up `排雷行动 (0.71, 2)`, places
`un-62-99.jsonl#12; un-62-99.jsonl#14`. A variant added by hand needs no count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import cast, get_args

from duiqi.corpus.glossary.model import Place, Synonym, Usage
from duiqi.corpus.localization import original
from duiqi.corpus.values import whole

BETWEEN = re.compile(r"(?:(?<!\s)\s++)?[;；]\s*")
COUNTED = re.compile(r"(.+?)(?<!\s)\s*+[(（]([0-9]+)[)）]", re.DOTALL)
USED = re.compile(r"(.+?)(?<!\s)\s*+[(（]([^()（）]{1,20})[)）]", re.DOTALL)
USAGES: tuple[str, ...] = get_args(Usage)
SEVERAL = re.compile(r"[;；,，、\n]")
NONE = frozenset(("", "-", "–", "—", "――", "——", "/", "n/a", "none", "无", "無"))
SCORED = re.compile(r"(.+?)(?<!\s)\s*+[(（]([0-9]++(?:\.[0-9]++)?|\.[0-9]++),\s*([0-9]+)[)）]", re.DOTALL)


def variants(cell: str) -> tuple[tuple[str, int], ...]:
    """The forms of a term with their counts, 0 where the cell gives none.

    >>> variants("mine action (12); mine-action （3）； action against mines")
    (('mine action', 12), ('mine-action', 3), ('action against mines', 0))
    """
    found = ((part, COUNTED.fullmatch(part)) for part in _parts(cell))
    return tuple((match[1], whole(match[2])) if match else (part, 0) for part, match in found)


def variants_cell(forms: Iterable[tuple[str, int]]) -> str:
    """The cell that `variants` reads."""
    return "; ".join(f"{text} ({count})" if count else text for text, count in forms)


def synonyms(cell: str) -> tuple[Synonym, ...]:
    """The further terms of a concept with their usage, admitted where the cell gives none.

    >>> synonyms("MAS (abbreviation)；mine service （deprecated）; Service (UN)")[1:]
    (Synonym(text='mine service', usage='deprecated'), Synonym(text='Service (UN)', usage='admitted'))
    """
    return tuple(
        Synonym(match[1], cast(Usage, word))
        if match and (word := original(match[2].strip().lower())) in USAGES
        else Synonym(part)
        for part, match in ((part, USED.fullmatch(part)) for part in _parts(cell))
    )


def synonyms_cell(found: Iterable[Synonym]) -> str:
    """The cell that `synonyms` reads."""
    return "; ".join(
        text if usage == "admitted" and not _has_usage(text) else f"{text} ({usage})" for text, usage in found
    )


def abbreviations(cell: str) -> tuple[Synonym, ...]:
    """The abbreviations in a cell of a table made elsewhere, which may say that there is none.

    >>> abbreviations("IIT, PIT、个税"), abbreviations("—")[:1], abbreviations("TCP/IP")[0].text
    ((Synonym(text='IIT', usage='abbreviation'), Synonym(text='PIT', usage='abbreviation'), \
Synonym(text='个税', usage='abbreviation')), (), 'TCP/IP')
    """
    parts = (part.strip() for part in SEVERAL.split(cell))
    return tuple(Synonym(part, "abbreviation") for part in parts if part.lower() not in NONE)


def _has_usage(text: str) -> bool:
    return synonyms(text)[:1] != (Synonym(text),)


def others(cell: str) -> tuple[tuple[str, float, int], ...]:
    """The runners-up with their scores and occurrences.

    >>> others("排雷行动 (0.71, 2); 地雷")
    (('排雷行动', 0.71, 2), ('地雷', 0.0, 0))
    """
    found = ((part, SCORED.fullmatch(part)) for part in _parts(cell))
    return tuple(
        (match[1], float(match[2]), whole(match[3])) if match else (part, 0.0, 0) for part, match in found
    )


def others_cell(runners_up: Iterable[tuple[str, float, int]]) -> str:
    """The cell that `others` reads."""
    return "; ".join(f"{text} ({score:.2f}, {count})" for text, score, count in runners_up)


def places(cell: str) -> tuple[Place, ...]:
    """The places of a pair's occurrences.

    >>> places("un-62-99.jsonl#12; A/RES/62/99, op. 3 (c)")
    (Place(file='un-62-99.jsonl', bead='12'), Place(file='A/RES/62/99, op. 3 (c)', bead=''))
    """
    split = (part.rpartition("#") for part in _parts(cell))
    return tuple(Place(file, bead) if hash_ else Place(bead) for file, hash_, bead in split)


def places_cell(found: Iterable[Place]) -> str:
    """The cell that `places` reads."""
    return "; ".join(map(str, found))


def _parts(cell: str) -> Iterator[str]:
    return (part for part in BETWEEN.split(cell.strip()) if part)
