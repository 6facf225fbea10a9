"""Merge reviewed term pairs into a termbase that exists, and lose nothing of it.

A pair is *confirmed* where the termbase has both terms in one concept, *changed* where it has the source term
with other equivalents only, and *new* otherwise. Changed ones are added as admitted terms (in a table: as a
further row), new ones as concepts of their own. Confirmed pairs alter nothing, but where a concept of TBX
lacks their synonyms or their definitions: it gets these, and the pair counts as changed. A table gets the
synonyms in its columns for them where these are empty, otherwise as rows. All else stays as it was: ids,
definitions, other languages, notes, dates, columns, formats of cells.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from duiqi.corpus.bitext.column_kinds import is_han
from duiqi.corpus.bitext.layout import SAMPLE
from duiqi.corpus.bitext.opening import opened
from duiqi.corpus.errors import UnreadableFile, UnwritableFile
from duiqi.corpus.glossary.model import Glossary, TermPair
from duiqi.corpus.glossary.reading import format_of, read_glossary
from duiqi.corpus.languages import is_chinese, primary
from duiqi.exports.glossary.merging import tables, tbx, xlsx
from duiqi.exports.glossary.merging.additions import Additions, additions
from duiqi.exports.options import Tally, WriteOptions, WriteReport
from duiqi.exports.replacing import check_place, replacing

Merger = Callable[[Path, Additions], bytes]

MERGERS: Mapping[str, Merger] = {
    "tbx": tbx.merged,
    "xlsx": xlsx.merged,
    "tsv": tables.merged,
    "csv": tables.merged,
    "omegat": tables.merged,
}


class MergeReport(NamedTuple):
    """How many pairs are new to the termbase, changed or confirmed, and how many were left out and why."""

    new: int
    changed: int
    confirmed: int
    report: WriteReport


def check_merge(base: Path, path: Path) -> None:
    """Raise DuiqiError, before any work, for a termbase or an output with which `merge` would not do."""
    if format_of(base) not in MERGERS:
        raise UnwritableFile(
            f"{base}: MultiTerm XML, into which nothing is merged. Convert it to .tbx first, or write the "
            "glossary as .xml, which MultiTerm merges itself"
        )
    if base.suffix.lower() != path.suffix.lower():
        raise UnwritableFile(
            f"{path}: the merged termbase keeps the format of {base}. Name a {base.suffix} file"
        )
    with base.open("rb") as file:
        if file.read(2) == b"\x1f\x8b":
            raise UnreadableFile(f"{base}: a packed file. Unpack it before merging")
    check_place(path)


def merge(
    glossary: Glossary,
    base: str | os.PathLike[str],
    path: str | os.PathLike[str],
    options: WriteOptions | None = None,
    *,
    columns: tuple[str, str] | None = None,
) -> MergeReport:
    """Write the termbase `base` with the accepted pairs of a glossary merged into it.

    Pairs drafted here that nobody has accepted are left out and counted; pairs of a glossary made elsewhere
    count as accepted, but where it has a column that says so and theirs does not. The format is
    that of `base`: TBX, XLSX, TSV, CSV or OmegaT's `.utf8`. Merging the same pairs again alters nothing.
    Raises UnreadableFile, MalformedFile or UnwritableFile.

    columns  the two columns of a table, by name, letter or number, where they cannot be found out
    """
    termbase, options = Path(base), options or WriteOptions()
    check_merge(termbase, Path(path))
    tally = Tally()
    found = additions(glossary, options, tally)
    found.columns = columns
    if columns is None and not any(found.langs):
        found.langs = _languages(termbase, found)
    if not found.pairs:
        why = "; ".join(f"{number:,} {reason}" for reason, number in tally.left_out.items())
        raise UnreadableFile(
            f"{base}: no pair to merge ({why or 'none at all'}). Accept rows of the draft first"
        )
    contents = MERGERS[format_of(termbase)](termbase, found)
    if found.changes_nothing:
        with opened(termbase) as file:
            contents = file.read()
    with replacing(path) as stream:
        stream.write(contents)
    counts = found.counts
    return MergeReport(
        counts["new"], counts["changed"], counts["confirmed"], tally.report((os.fspath(path),))
    )


def _languages(base: Path, found: Additions) -> tuple[str, str]:
    """The languages of a glossary that names none, by its scripts and those of the termbase; "" for any.

    A termbase of Chinese and English, the terms of a glossary being English with Chinese equivalents, is
    turned round. Raises UnwritableFile where the scripts do not agree either way.
    """
    termbase = read_glossary(base)
    langs = termbase.source_lang, termbase.target_lang
    known = list(islice(termbase.pairs, SAMPLE))
    new = _are_han(found.pairs)
    have = [
        by_texts if lang == "und" or primary(lang) == "ja" else is_chinese(lang)
        for lang, by_texts in zip(langs, _are_han(known), strict=True)
    ]
    if new[0] == new[1] or have == new or (langs == ("und", "und") and not known):
        return "", ""
    if have == new[::-1] and format_of(base) != "omegat":
        source, target = ("" if lang == "und" else lang for lang in langs[::-1])
        return (source, target) if source or target else (("zh", "") if new[0] else ("", "zh"))
    raise UnwritableFile(
        f"{base}: its terms are in other scripts than those to merge. Name the languages of these with "
        "--source-lang and --target-lang, or is it the right one?"
    )


def _are_han(pairs: Sequence[TermPair]) -> list[bool]:
    """Whether the terms of each side are mostly in Chinese characters."""
    return [is_han([pair.source.text for pair in pairs]), is_han([pair.target.text for pair in pairs])]
