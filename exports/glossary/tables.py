"""TSV and CSV: a row a term pair, to work in and to read back.

The contexts are as in the text, the term in them unmarked, so that scripts can use them.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from duiqi.corpus.glossary.cells import others_cell, places_cell, synonyms_cell, variants_cell
from duiqi.corpus.glossary.columns import CONTEXTS, checksum_of_row, columns_of
from duiqi.corpus.glossary.model import Glossary, TermPair
from duiqi.exports.glossary.entries import entries, with_constants
from duiqi.exports.glossary.memoq import write_memoq
from duiqi.exports.options import Tally, WriteOptions, number
from duiqi.exports.tables import put_csv, put_rows, put_tsv

# The places named of a pair. A term of ten thousand segments does not need all of them: the
# frequency says how many there are, and the consistency report has every place that matters.
PLACES = 100


def write_tsv(glossary: Glossary, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write all pairs as tab-separated values."""
    glossary = with_constants(glossary, options)
    put_tsv(columns_of(glossary), rows(glossary, options, tally), stream, tally)


class KeptRows:
    """The rows of a glossary that is saved after each edit: those of the same pairs are formatted once.

    A pair is known again by its identity, for comparing two takes as long as formatting one.
    """

    def __init__(self) -> None:
        self._columns: tuple[str, ...] = ()
        self._kept: dict[int, tuple[TermPair, bytes]] = {}

    def format(self, glossary: Glossary) -> None:
        """Format the rows that are new, and forget those of pairs that the glossary has no more."""
        kept = self._kept if self._columns == columns_of(glossary) else {}
        self._columns = columns_of(glossary)
        self._kept = {
            id(pair): kept.get(id(pair)) or (pair, _line(glossary, pair)) for pair in glossary.pairs
        }

    def write(self, glossary: Glossary, stream: BinaryIO) -> None:
        """Write all pairs as `write_tsv` does without options."""
        self.format(glossary)
        put_tsv(columns_of(glossary), (), stream, Tally())
        stream.write(b"".join(self._kept[id(pair)][1] for pair in glossary.pairs))


def _line(glossary: Glossary, pair: TermPair) -> bytes:
    """The row of one pair as tab-separated values; empty for a pair that is not written."""
    tally, stream = Tally(), BytesIO()
    put_rows(rows(glossary.with_pairs((pair,)), WriteOptions(), tally), stream, tally)
    return stream.getvalue()


def write_csv(glossary: Glossary, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write all pairs as comma-separated values, or as memoQ has them."""
    if options.csv == "memoq":
        write_memoq(glossary, stream, options, tally)
        return
    glossary = with_constants(glossary, options)
    put_csv(columns_of(glossary), rows(glossary, options, tally), stream, tally)


def rows(glossary: Glossary, options: WriteOptions, tally: Tally) -> Iterator[tuple[str, ...]]:
    """The cells of each pair, in the order of `columns_of`."""
    langs = options.code(glossary.source_lang), options.code(glossary.target_lang)
    columns = columns_of(glossary)
    for pair in entries(glossary, options, tally, undecided=True):
        yield tuple(row(pair, langs, columns).values())


def row(pair: TermPair, langs: tuple[str, str], columns: tuple[str, ...]) -> dict[str, str]:
    """The cells of a pair by these columns, with the checksum of what is in them."""
    found = cells(pair, langs)
    shown = {column: found.get(column, "") for column in columns}
    return shown | {"checksum": checksum_of_row(lambda column: shown.get(column, ""))}


def cells(pair: TermPair, langs: tuple[str, str]) -> dict[str, str]:
    """The cells of a pair by their columns, without contexts that it has not, and without a checksum."""
    source, target = pair.source, pair.target
    shown = (context for context in pair.contexts if context.source or context.target)
    contexts = {
        column: text
        for columns, context in zip(CONTEXTS, shown, strict=False)
        for column, text in zip(columns, (context.source, context.target), strict=True)
    }
    places = islice((context.place for context in pair.contexts if context.place.file), PLACES)
    return {
        "id": pair.id,
        "status": pair.status,
        "source": source.text,
        "target": target.text,
        "score": number(pair.score),
        "band": pair.band,
        "source_synonyms": synonyms_cell(source.synonyms),
        "target_synonyms": synonyms_cell(target.synonyms),
        "frequency": str(pair.frequency),
        "segments": str(pair.segments),
        "documents": str(pair.documents or ""),
        "found_in": variants_cell(pair.found_in[:PLACES]),
        "source_frequency": str(source.frequency),
        "target_frequency": str(target.frequency),
        "source_variants": variants_cell(source.variants),
        "target_variants": variants_cell(target.variants),
        "others": others_cell(pair.others),
        "source_definition": source.definition,
        "target_definition": target.definition,
        "subject": pair.subject,
        "customer": pair.customer,
        **contexts,
        "origin": places_cell(places),
        "note": pair.note,
        "kind": pair.kind,
        "known": pair.known,
        "comparison": pair.comparison,
        "source_lang": langs[0],
        "target_lang": langs[1],
    }
