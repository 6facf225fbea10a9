"""The list of all checks: a check is a small function, and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from duiqi.aligner.check.coverage import check_added, check_empty, check_untranslated
from duiqi.aligner.check.figures import check_dates, check_numbers, check_units
from duiqi.aligner.check.pairs import check_brackets, check_doubled, check_quotes
from duiqi.aligner.check.repetition import check_sources, check_translations
from duiqi.aligner.check.symbols import check_symbols
from duiqi.aligner.check.typography import check_spaces, check_width
from duiqi.aligner.check.unit import Hit, Unit
from duiqi.corpus.findings import Severity

Found = Iterator[tuple[Unit, Hit]]
# Of a check: its units are read several times, each time anew.
Function = Callable[[Iterable[Unit]], Found]


class Check(NamedTuple):
    """A check, the code by which it is chosen and switched off, and what it is about, in one line."""

    code: str
    severity: Severity
    function: Function
    about: str


def each(check: Callable[[Unit], Iterator[Hit]]) -> Function:
    """A check that looks at one unit at a time."""

    def check_all(units: Iterable[Unit]) -> Found:
        for unit in units:
            for hit in check(unit):
                yield unit, hit

    return check_all


TERMS = "terms"  # the check that needs a glossary; `run` makes it
TERMS_ABOUT = "terms that are not translated as in the glossary (--terms)"
CHECKS: tuple[Check, ...] = (
    Check("empty", "error", each(check_empty), "a text without a translation"),
    Check("added", "note", each(check_added), "a translation of nothing"),
    Check(
        "untranslated",
        "error",
        each(check_untranslated),
        "left in the language of the source, in whole or in part",
    ),
    Check("numbers", "error", each(check_numbers), "numbers, in figures or in words, that only one text has"),
    Check("dates", "error", each(check_dates), "dates whose day, month or year differs"),
    Check("units", "error", each(check_units), "units, currencies and percentages that differ"),
    Check(
        "symbols",
        "error",
        each(check_symbols),
        "addresses, document symbols, placeholders and codes that differ",
    ),
    Check("translations", "warning", check_translations, "one source translated in several ways"),
    Check("sources", "note", check_sources, "several sources translated in the same way"),
    Check("doubled", "warning", each(check_doubled), "words written twice"),
    Check("brackets", "warning", each(check_brackets), "brackets without their other half"),
    Check("quotes", "warning", each(check_quotes), "quotation marks without their other half"),
    Check("width", "warning", check_width, "marks, letters and figures of full and half width mixed"),
    Check("spaces", "note", check_spaces, "spaces around Han, before marks, or doubled"),
)
CODES = (*(check.code for check in CHECKS), TERMS)
