"""memoQ's CSV of a term base: `--csv memoq`.

Its columns are bound, as memoQ's documentation of its service interface has them: fields of the
entry, then for each language its definition and its terms, each with Term_Info and Term_Example.
The commas are those of memoQ's own dialog. Term_Info is empty, so that the term base decides how
a term is matched; deprecated terms are left out, since memoQ would offer them. Entry_Note of a
candidate begins with its evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from duiqi.corpus.glossary.model import Glossary, Synonym
from duiqi.exports.glossary.concepts import Concept, concepts
from duiqi.exports.glossary.entries import descriptions, note_of
from duiqi.exports.glossary.languages import memoq_name
from duiqi.exports.options import Tally, WriteOptions, count
from duiqi.exports.tables import put_csv

ENTRY = (
    "Entry_ID", "Entry_Subject", "Entry_Domain", "Entry_ClientID", "Entry_ProjectID", "Entry_Created",
    "Entry_Creator", "Entry_LastModified", "Entry_Modifier", "Entry_Note",
)  # fmt: skip
TERM = ("Term_Info", "Term_Example")


def write_memoq(glossary: Glossary, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the pairs but the dropped ones, a concept a row."""
    langs = options.code(glossary.source_lang), options.code(glossary.target_lang)
    most = [1, 1]  # terms of a concept on each side
    deprecated = 0
    for concept in concepts(glossary, options, Tally()):
        sides = [_offered(side) for side in concept[1:]]
        most = [max(many, 1 + len(side)) for many, side in zip(most, sides, strict=True)]
        deprecated += sum(map(len, concept[1:])) - sum(map(len, sides))
    if deprecated:
        tally.warnings.append(f"{count(deprecated, 'deprecated term')} left out: memoQ would offer them")
    columns = [*ENTRY]
    for lang, many in zip(langs, most, strict=True):
        name = memoq_name(lang)
        columns += [f"{name}_Def", *(column for _ in range(many) for column in (name, *TERM))]
    found = enumerate(concepts(glossary, options, tally))
    put_csv(columns, (_row(number, concept, most) for number, concept in found), stream, tally)


def _row(number: int, concept: Concept, most: list[int]) -> tuple[str, ...]:
    pair = concept.pair
    entry = (str(number), pair.subject, "", pair.customer, "", "", "", "", "", note_of(pair))
    return (*entry, *(cell for side in (0, 1) for cell in _side(concept, side, most[side])))


def _side(concept: Concept, side: int, most: int) -> Iterator[str]:
    """The cells of a language: its definition, then each term with its match and its example."""
    pair = concept.pair
    definition, example, _ = descriptions(pair)[side]
    yield from (definition, (pair.source, pair.target)[side].text, "", example)
    admitted = _offered((concept.source, concept.target)[side])
    for synonym in admitted:
        yield from (synonym.text, "", "")
    yield from [""] * (3 * (most - 1 - len(admitted)))


def _offered(synonyms: Sequence[Synonym]) -> list[Synonym]:
    """The terms that may be offered to a translator: all but the deprecated ones."""
    return [synonym for synonym in synonyms if synonym.usage != "deprecated"]
