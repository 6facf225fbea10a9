"""XLSX: the glossary as a terminologist works in it.

The pair stays in sight beside its contexts, in which the term is marked; the status is chosen
from a list, and the row follows it: green once accepted, struck out once dropped. The + above
the columns unfolds those that are seldom needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from duiqi.corpus.glossary.columns import BANDS, COLUMNS, CONTEXTS, STATUSES, columns_of
from duiqi.corpus.glossary.model import Glossary, TermPair
from duiqi.corpus.localization import localized
from duiqi.corpus.model import Span
from duiqi.exports.bands import BANDS as CONFIDENCE
from duiqi.exports.glossary.entries import entries, with_constants
from duiqi.exports.glossary.tables import row
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.workbook import Texts, add_sheet, does_not_fit, gathering, offer, open_row, workbook

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

# The widths of the columns; a column without one is folded away.
WIDTHS = {
    "id": 6, "status": 11, "source": 30, "target": 24, "score": 7, "band": 9, "source_synonyms": 26,
    "target_synonyms": 20, "frequency": 10, "documents": 11, "found_in": 24,
    "source_variants": 22, "target_variants": 18, "others": 24, "source_definition": 40,
    "target_definition": 30, "subject": 16, "customer": 14, "source_context": 60, "target_context": 44,
    "origin": 24, "note": 26, "kind": 11, "known": 20, "comparison": 12,
}  # fmt: skip
TEXTS = COLUMNS.index("target") + 1  # the columns that stay in sight
NUMBERS = {"score": "0.00"} | dict.fromkeys(
    ("frequency", "segments", "source_frequency", "target_frequency", "documents"), "#,##0"
)
CHOSEN = ("status", "band", "kind", "comparison")  # whose values are words of ours

# The three bands have the colours of the alignment's three.
COLOURS = {name: band.colour for name, band in zip(BANDS, CONFIDENCE, strict=True)}
LOOKS = {
    "accepted": {"font_color": "#1E6B34"},
    "dropped": {"font_color": "#8A8A8A", "font_strikeout": True},
}


def write_xlsx(glossary: Glossary, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write one sheet, a row a pair, dropped pairs included."""
    with workbook(stream, options) as book:
        glossary = with_constants(glossary, options)
        columns = columns_of(glossary)
        sheet = add_sheet(book, "glossary", columns, WIDTHS)
        sheet.freeze_panes(1, TEXTS)
        last = _fill(book, sheet, glossary, columns, options, tally)
        _dress(book, sheet, max(1, last), len(columns))


def _fill(
    book: Workbook,
    sheet: Worksheet,
    glossary: Glossary,
    columns: tuple[str, ...],
    options: WriteOptions,
    tally: Tally,
) -> int:
    """Write the rows, and return the number of the last one."""
    langs = options.code(glossary.source_lang), options.code(glossary.target_lang)
    texts = Texts(book)
    numbers = {
        column: book.add_format({"num_format": look, "valign": "top"}) for column, look in NUMBERS.items()
    }
    last = 0
    for pair in entries(glossary, options, tally, undecided=True):
        shown = row(pair, langs, columns)
        if does_not_fit(list(shown.values()), last, tally):
            continue
        last += 1
        spans = _spans(pair)
        with gathering():
            open_row(sheet, last, shown, WIDTHS)
            for place, (column, value) in enumerate(shown.items()):
                if value and column in NUMBERS:
                    sheet.write_number(last, place, float(value), numbers[column])
                elif value:
                    text = localized(value) if column in CHOSEN else value
                    texts.put(sheet, last, place, text, spans.get(column))
    return last


def _spans(pair: TermPair) -> dict[str, Span]:
    """The span of the term in each context that is shown, by column."""
    shown = [context for context in pair.contexts if context.source or context.target]
    return {
        column: span
        for columns, context in zip(CONTEXTS, shown, strict=False)
        for column, span in zip(columns, (context.source_span, context.target_span), strict=True)
        if span
    }


def _dress(book: Workbook, sheet: Worksheet, last: int, width: int) -> None:
    """Colours, filters and the list of statuses, for the rows from the second to the last."""
    band, status = COLUMNS.index("band"), COLUMNS.index("status")
    for name, colour in COLOURS.items():
        fill = book.add_format({"bg_color": f"#{colour}"})
        rule = {"type": "cell", "criteria": "==", "value": f'"{localized(name)}"', "format": fill}
        sheet.conditional_format(1, band, last, band, rule)
    # From the first column of a row to its target, by what its status says.
    for name, look in LOOKS.items():
        rule = {"type": "formula", "criteria": f'=$B2="{localized(name)}"', "format": book.add_format(look)}
        sheet.conditional_format(1, 0, last, TEXTS - 1, rule)
    offer(sheet, last, status, STATUSES)
    sheet.autofilter(0, 0, last, width - 1)
