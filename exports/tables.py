"""TSV and CSV: a row a bead, for scripts and for whatever imports columns.

Both begin with the names of the columns, so that a table edited, sorted or cut down in a
spreadsheet can be read back. TSV is for programs: UTF-8 without a mark, no line breaks or tabs in cells,
quotes only around a cell that begins with one. CSV is for spreadsheets: it opens with the
byte order mark without which Excel shows Chinese as gibberish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO

from duiqi.corpus.bitext.conventions import COLUMNS, FORMULA, checksum_of
from duiqi.corpus.model import Alignment
from duiqi.exports.hygiene import Cleaner
from duiqi.exports.options import Tally, WriteOptions, number
from duiqi.exports.tmx import ends, span
from duiqi.exports.units import TranslationUnit, translation_units


def write_tsv(alignment: Alignment, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write a row a bead as tab-separated values, beads with an empty side included."""
    put_tsv(COLUMNS, rows(alignment, options, tally), stream, tally)


def write_csv(alignment: Alignment, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write a row a bead as comma-separated values, beads with an empty side included."""
    put_csv(COLUMNS, rows(alignment, options, tally), stream, tally)


def put_tsv(columns: Sequence[str], table: Iterable[Sequence[str]], stream: BinaryIO, tally: Tally) -> None:
    """Write a heading and rows of cells, which are clean, as tab-separated values."""
    _put([columns], stream, "\t", str)
    put_rows(table, stream, tally)


def put_rows(table: Iterable[Sequence[str]], stream: BinaryIO, tally: Tally) -> None:
    """Write rows of cells, which are clean, as tab-separated values without a heading."""
    _put(table, stream, "\t", lambda text: tsv_cell(unarmed(text, tally)))


def put_csv(columns: Sequence[str], table: Iterable[Sequence[str]], stream: BinaryIO, tally: Tally) -> None:
    """Write a heading and rows of cells, which are clean, as comma-separated values."""
    stream.write(b"\xef\xbb\xbf")
    _put([columns], stream, ",", str)
    _put(table, stream, ",", lambda text: _csv_cell(unarmed(text, tally)))


def _put(
    table: Iterable[Sequence[str]], stream: BinaryIO, separator: str, cell: Callable[[str], str]
) -> None:
    for row in table:
        stream.write((separator.join(map(cell, row)) + "\n").encode())


def rows(alignment: Alignment, options: WriteOptions, tally: Tally) -> Iterator[tuple[str, ...]]:
    """The cells of each bead, in the order of COLUMNS; beads with an empty side are among them."""
    clean = Cleaner("und", tally)
    languages = options.code(alignment.source.lang), options.code(alignment.target.lang)
    documents = clean(alignment.source.name), clean(alignment.target.name)
    for unit in translation_units(alignment, options, tally, unpaired=True):
        yield _row(unit, (*languages, *documents))


def _row(unit: TranslationUnit, origin: tuple[str, ...]) -> tuple[str, ...]:
    bead = unit.bead
    return (
        *(unit.id, bead.status, unit.source.text, unit.target.text),
        *(unit.kind, number(bead.confidence), unit.note, number(bead.score)),
        *origin,
        *(unit.source_label, unit.target_label),
        *(span(bead.source_span), span(bead.target_span), ends(unit.source), ends(unit.target)),
        checksum_of(unit.source.text, unit.target.text),
    )


def unarmed(text: str, tally: Tally) -> str:
    """The text, after an apostrophe where a spreadsheet would run it as a formula; the reader removes it.

    A formula after apostrophes gets one more, so that reading back is exact.

    >>> unarmed("=HYPERLINK(1)", Tally()), unarmed("- to urge States", Tally())
    ("'=HYPERLINK(1)", '- to urge States')
    """
    if FORMULA.match(text.lstrip("'")):
        tally.quoted += 1
        return "'" + text
    return text


def tsv_cell(text: str) -> str:
    """A cell of tab-separated values, in quotes where it begins with one."""
    # Excel, pandas and Python's csv take a quote at the head of a cell for the opening of
    # a quoted one and swallow what follows; anywhere else they leave quotes alone.
    return '"' + text.replace('"', '""') + '"' if text.startswith('"') else text


def _csv_cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if '"' in text or "," in text else text
