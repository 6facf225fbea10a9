"""Symbols that a translation keeps as they are: addresses, document symbols, placeholders, codes, letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from duiqi.aligner.check.numerals.numbers import numbers
from duiqi.aligner.check.unit import Hit, Unit, listed, spans
from duiqi.corpus.model import Span

SYMBOL = re.compile(
    r"""
    (?P<address>(?:https?://|www\.)[\w./~%?=&+#-]*[\w/] | (?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w)
    | (?P<document>(?<![\w/])[A-Z]{1,6}(?:/[A-Z0-9.()-]+)+(?<=\d))
    | (?P<placeholder>\{\{?\w*\}?\} | \$\{\w+\} | %(?:\d+\$)?[sdif](?![A-Za-z]) | </?[a-z][a-z0-9]*\s*/?>
        | &[a-z]+;)
    | (?P<sign>[©®™])
    | (?P<code>(?<![\w/.-])(?=[A-Z0-9.-]*\d)[A-Z][A-Z0-9]*(?:[-.][A-Z0-9]+)*(?![\w/]))
    """,
    re.VERBOSE | re.ASCII,  # Han beside an address is no part of it
)
LANGUAGE_FOLDER = re.compile(
    r"(?<=[/.])(?:en|zh|cn|zh-cn|zh-hans|fr|es|de|ru|ar|ja)(?=[/.]|$)", re.IGNORECASE
)
# The letter of an annex: Annex A, 附件A.
ANNEX = re.compile(
    r"(?:\b(?i:annex|appendix|schedule|exhibit|attachment)\s|(?:附件|附录|附錄|附表|附图|附圖)\s?)([A-Z])(?![A-Za-z0-9/-])"
)
# Written otherwise in the other language: 20th, 3D, 5G, A4, CO2 have words there.
SHORTEST_CODE = 4


def check_symbols(unit: Unit) -> Iterator[Hit]:
    """Addresses, document symbols, placeholders, codes, signs, letters of annexes that only one text has."""
    if not unit.is_paired:
        return
    missing = [*_missing(unit.source, unit.target, unit.target_lang), *_letters(unit.source, unit.target)]
    added = [*_missing(unit.target, unit.source, unit.source_lang), *_letters(unit.target, unit.source)]
    parts = []
    if missing:
        parts.append(f"{listed(match[0] for match in missing)} is not in the translation")
    if added:
        parts.append(f"{listed(match[0] for match in added)} is not in the source")
    if parts:
        yield Hit("; ".join(parts), spans(missing), spans(added))


def symbol_spans(text: str) -> tuple[Span, ...]:
    """Where a text has addresses and document symbols, whose numbers are no numbers of the text."""
    kinds = ("address", "document")
    return spans(match for match in SYMBOL.finditer(text) if match.lastgroup in kinds)


def _missing(text: str, other: str, lang: str) -> Iterator[re.Match[str]]:
    there = _plain(other)
    for match in SYMBOL.finditer(text):
        if _plain(match[0]) in there:
            continue
        if match.lastgroup == "code" and (len(match[0]) < SHORTEST_CODE or _in_words(match[0], other, lang)):
            continue
        yield match


def _letters(text: str, other: str) -> Iterator[re.Match[str]]:
    """Annexes whose letter the other text has nowhere, though it has one of another letter."""
    if ANNEX.search(other):
        for match in ANNEX.finditer(text):
            if not re.search(f"(?<![A-Za-z]){match[1]}(?![A-Za-z])", other):
                yield match


def _in_words(code: str, other: str, lang: str) -> bool:
    """Whether the figures of a code are in the other text: G20 is 二十国集团."""
    figures = re.findall(r"\d+", code)
    values = {value for number in numbers(other, lang) for value in number.values}
    return all(Decimal(figure) in values for figure in figures)


def _plain(text: str) -> str:
    """The text in small letters of half width, without white space and without the language of an address."""
    narrow = text.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
    return "".join(LANGUAGE_FOLDER.sub("", narrow).lower().split())
