"""Quotations on both sides of a bead: where a text defines a term, its translation defines the equivalent.

`“Availability Period” means …` and `“提款期”指……` say what no dictionary and no alignment of words knows;
so do `(STA)` and `（以下简称“税务总局”）`.
"""

from __future__ import annotations

import re

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.terms.analysis import Analysis

MOST = 3  # quotations of a side: of more, the order is likelier to differ
_QUOTED = re.compile(
    r"[“„«「『]([^“”„«»「」『』]{1,60})[”»」』]|\"([^\"]{1,60})\"|[(（]([A-Z][A-Za-z&-]{0,8}[A-Z])[)）]"
)


def raise_quoted(
    fit: Floats32, texts: tuple[str, str], sides: tuple[Analysis, Analysis]
) -> list[tuple[int, int]]:
    """Set the fit to 1 of candidates that are the same quotation of either text, if both have equally many.

    fit      (source candidates, target candidates), changed in place
    returns  the numbers of the two candidates of each such quotation
    """
    source, target = ([_span(found) for found in _QUOTED.finditer(text)] for text in texts)
    if not 0 < len(source) == len(target) <= MOST:
        return []
    rows, columns = (_by_span(side) for side in sides)
    quoted = [
        (rows[one], columns[other])
        for one, other in zip(source, target, strict=True)
        if one in rows and other in columns
    ]
    for cell in quoted:
        fit[cell] = 1
    return quoted


def _span(found: re.Match[str]) -> tuple[int, int]:
    return found.span(found.lastindex or 0)


def _by_span(side: Analysis) -> dict[tuple[int, int], int]:
    """The number of the candidate at each span of characters."""
    return {
        (side.tokens[found.first].start, side.tokens[found.stop - 1].end): number
        for number, found in enumerate(side.candidates)
    }
