"""TSV and CSV: a row a term pair, to work in and to read back.

The contexts are as in the text, the term in them unmarked, so that scripts can use them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import islice, zip_longest
from typing import BinaryIO

from duiqi.corpus.glossary.cells import others_cell, places_cell, synonyms_cell, variants_cell
from duiqi.corpus.glossary.columns import CONTEXTS, columns_of
from duiqi.corpus.glossary.model import Context, Glossary, TermPair
from duiqi.exports.glossary.entries import entries
from duiqi.exports.glossary.memoq import write_memoq
from duiqi.exports.options import Tally, WriteOptions, number
from duiqi.exports.tables import put_csv, put_rows, put_tsv

# The places named of a pair. A term of ten thousand segments does not need all of them: the
# frequency says how many there are, and the consistency report has every place that matters.
PLACES = 100


def write_tsv(glossary: Glossary, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write all pairs as tab-separated values."""
    put_tsv(columns_of(glossary), rows(glossary, options, tally), stream, tally)


class KeptRows:
    """The rows of a glossary that is saved after each edit: those of the same pairs are formatted once.

    A pair is known again by its identity, for comparing two takes as long as formatting one.
    """

    def __init__(self) -> None:
        self._kept: dict[int, tuple[TermPair, bytes]] = {}

    def format(self, glossary: Glossary) -> None:
        """Format the rows that are new, and forget those of pairs that the glossary has no more."""
        kept = self._kept
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
    put_rows(rows(replace(glossary, pairs=(pair,)), WriteOptions(), tally), stream, tally)
    return stream.getvalue()


def write_csv(glossary: Glossary, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write all pairs as comma-separated values, or as memoQ has them."""
    if options.csv == "memoq":
        write_memoq(glossary, stream, options, tally)
        return
    put_csv(columns_of(glossary), rows(glossary, options, tally), stream, tally)


def rows(glossary: Glossary, options: WriteOptions, tally: Tally) -> Iterator[tuple[str, ...]]:
    """The cells of each pair, in the order of `columns_of`."""
    langs = options.code(glossary.source_lang), options.code(glossary.target_lang)
    for pair in entries(glossary, options, tally, undecided=True):
        yield row(pair, langs, by_document=glossary.by_document)


def row(pair: TermPair, langs: tuple[str, str], *, by_document: bool = False) -> tuple[str, ...]:
    """The cells of a pair, in the order of COLUMNS, with those of `by_document` among them."""
    documents = (str(pair.documents), variants_cell(pair.found_in[:PLACES])) if by_document else ()
    return (
        *(pair.id, pair.status, pair.source.text, pair.target.text, number(pair.score), pair.band),
        *(synonyms_cell(pair.source.synonyms), synonyms_cell(pair.target.synonyms)),
        *map(str, (pair.frequency, pair.segments)),
        *documents,
        *map(str, (pair.source.frequency, pair.target.frequency)),
        *(variants_cell(pair.source.variants), variants_cell(pair.target.variants)),
        others_cell(pair.others),
        *_contexts(pair.contexts),
        places_cell(islice((context.place for context in pair.contexts if context.place.file), PLACES)),
        *(pair.note, pair.kind, pair.known, pair.comparison),
        *langs,
    )


def _contexts(contexts: tuple[Context, ...]) -> Iterator[str]:
    """The texts of the first contexts, and empty cells up to the number of columns."""
    shown = [(context.source, context.target) for context in contexts if context.source or context.target]
    for texts, _ in zip_longest(shown[: len(CONTEXTS)], CONTEXTS, fillvalue=("", "")):
        yield from texts
