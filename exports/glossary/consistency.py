"""The consistency report as a table: a row an occurrence, to sort, filter and work through.

The renderings of a term follow one another, the commonest first and the odd ones last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, NamedTuple

from duiqi.corpus.glossary.model import Consistency, Context, Divergence, Inconsistency
from duiqi.corpus.localization import localized
from duiqi.exports.glossary.entries import Cleaning
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.tables import put_csv, put_tsv
from duiqi.exports.workbook import Texts, add_sheet, does_not_fit, gathering, open_row, workbook

COLUMNS = (
    "finding",
    "term",
    "rendering",
    "occurrences",
    "known",
    "place",
    "source_context",
    "target_context",
)
WIDTHS = {
    "finding": 20, "term": 28, "rendering": 28, "occurrences": 12, "known": 20, "place": 24,
    "source_context": 60, "target_context": 44,
}  # fmt: skip
FINDINGS: dict[Divergence, str] = {
    "translations": "several translations",
    "terms": "several terms",
    "known": "not as known",
}
LEFT_OUT = "–"  # for a term that the translation omits


class Row(NamedTuple):
    """An occurrence: its cells in the order of COLUMNS, and its context."""

    cells: tuple[str, ...]
    context: Context


def write_tsv(report: Consistency, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write every occurrence as tab-separated values."""
    put_tsv(COLUMNS, (row.cells for row in _rows(report, options, tally)), stream, tally)


def write_csv(report: Consistency, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write every occurrence as comma-separated values."""
    put_csv(COLUMNS, (row.cells for row in _rows(report, options, tally)), stream, tally)


def write_xlsx(report: Consistency, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write one sheet with every occurrence, the terms marked in their contexts."""
    with workbook(stream, options) as book:
        sheet = add_sheet(book, "consistency", COLUMNS, WIDTHS)
        sheet.freeze_panes(1, 0)
        texts = Texts(book)
        figure = book.add_format({"num_format": "#,##0", "valign": "top"})
        last = 0
        for cells, context in _rows(report, options, tally):
            if does_not_fit(cells, last, tally):
                continue
            last += 1
            spans = {"source_context": context.source_span, "target_context": context.target_span}
            with gathering():
                open_row(sheet, last, dict(zip(COLUMNS, cells, strict=True)), WIDTHS)
                for place, (column, value) in enumerate(zip(COLUMNS, cells, strict=True)):
                    if column == "occurrences":
                        sheet.write_number(last, place, int(value), figure)
                    elif value:
                        text = localized(value) if column == "finding" else value
                        texts.put(sheet, last, place, text, spans.get(column))
        sheet.autofilter(0, 0, max(1, last), len(COLUMNS) - 1)


def findings(report: Consistency, options: WriteOptions, tally: Tally) -> Iterator[Inconsistency]:
    """The findings of a report, their texts cleaned."""
    clean = Cleaning((report.source_lang, report.target_lang), options, tally)
    for finding in report.findings:
        ours, theirs = (
            (clean.target, clean.source) if finding.kind == "terms" else (clean.source, clean.target)
        )
        renderings = tuple(
            replace(
                rendering,
                text=theirs(rendering.text) or LEFT_OUT,
                contexts=tuple(map(clean.context, rendering.contexts)),
            )
            for rendering in finding.renderings
        )
        yield replace(
            finding,
            term=clean.term(finding.term, ours),
            renderings=renderings,
            known=clean.target(finding.known),
        )


def _rows(report: Consistency, options: WriteOptions, tally: Tally) -> Iterator[Row]:
    for finding in findings(report, options, tally):
        for rendering in finding.renderings:
            found = FINDINGS[finding.kind], finding.term.text, rendering.text, str(rendering.frequency)
            for context in rendering.contexts:
                tally.written += 1
                yield Row(
                    (*found, finding.known, str(context.place), context.source, context.target), context
                )
