"""Merge into a table, TSV or CSV: its bytes as they are, and further rows after them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from duiqi.corpus.bitext.layout import SAMPLE, Layout, find_layout
from duiqi.corpus.bitext.opening import HEAD, encoding_of, opened
from duiqi.corpus.bitext.parts import Request
from duiqi.corpus.bitext.tables import SEP, separator
from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.glossary.columns import DESCRIPTIONS, EVERY
from duiqi.corpus.glossary.memoq import is_memoq, memoq_layout
from duiqi.corpus.glossary.model import Term, TermPair
from duiqi.corpus.glossary.reading import format_of, read_glossary, table_rows
from duiqi.corpus.languages import primary, same_script
from duiqi.exports.glossary.merging.additions import Additions, key, known_equivalents
from duiqi.exports.glossary.tables import cells
from duiqi.exports.options import Tally
from duiqi.exports.tables import tsv_cell, unarmed

MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
COMMENT = "note"


class NewRows(NamedTuple):
    """Rows for a table: the cells of each by the number of their column, and the width of the table."""

    rows: list[dict[int, str]]
    width: int
    plan: Layout


def merged(path: Path, additions: Additions) -> bytes:
    """The bytes of the table with the rows of its new pairs, in its encoding and with its separator."""
    kind = format_of(path)
    found = new_rows(path, kind, additions)
    with opened(path) as file:
        before = file.read()
    encoding = MARKS.get(before[:2]) or encoding_of(path).removesuffix("-sig")
    text = before.decode(encoding)
    ending = "\r\n" if "\r\n" in text[:HEAD] else "\n"
    between = "" if not text or text.endswith(("\n", "\r")) else ending
    page = io.StringIO(newline="")
    if kind == "csv":
        said = SEP.match(text)
        delimiter = said[1] if said else separator(text[:HEAD])
        writer = csv.writer(page, delimiter=delimiter, lineterminator=ending)
        writer.writerows(_cells(cells, found.width, kind) for cells in found.rows)
    else:
        shown = str if kind == "omegat" else tsv_cell
        page.writelines(
            "\t".join(map(shown, _cells(cells, found.width, kind))) + ending for cells in found.rows
        )
    try:
        return before + (between + page.getvalue()).encode(encoding)
    except UnicodeEncodeError as error:
        raise UnwritableFile(
            f"{path}: its encoding, {encoding}, has no '{error.object[error.start]}'. Save it as UTF-8 first"
        ) from error


def _cells(cells: dict[int, str], width: int, kind: str) -> list[str]:
    """The cells of a row; OmegaT shows the apostrophe that keeps a formula from being run."""
    found = [cells.get(at, "") for at in range(width)]
    return found if kind == "omegat" else [unarmed(text, Tally()) for text in found]


def new_rows(path: Path, kind: str, additions: Additions) -> NewRows:
    """The rows of the pairs that the table has not; the additions count each comparison.

    A synonym that has no place in the table, or in the row of a pair that it has, gets a row of its own.
    """
    known: dict[str, dict[str, bool]] = {}  # equivalents of a term, and whether the pair is in use
    ids: list[str] = []
    for pair in read_glossary(path, source_lang=additions.langs[0], target_lang=additions.langs[1]).pairs:
        ids.append(pair.id)
        for source, is_source_used in _forms(pair.source):
            equivalents = known.setdefault(key(source), {})
            for target, is_target_used in _forms(pair.target):
                in_use = pair.status != "dropped" and is_source_used and is_target_used
                equivalents[key(target)] = equivalents.get(key(target), False) or in_use
    plan, width, last = _layout(path, kind, additions)
    _check_scripts(path, plan, last, additions.langs)
    rows: list[dict[int, str]] = []
    first = 1 + max((int(name) for name in ids if name.isdecimal() and len(name) < 10), default=0)
    before = frozenset(known)
    has_synonyms = {"source_synonyms", "target_synonyms"} <= plan.places.keys()
    for pair in additions:
        source, target = key(pair.source.text), key(pair.target.text)
        inflected = source not in known and target in map(key, known_equivalents(pair))
        found = True if inflected else known.get(source, {}).get(target)
        if found is False:
            additions.refuse()
            continue
        others = [] if has_synonyms and not found else _unknown(pair, known, is_inflected=inflected)
        if found:
            additions.counts["changed" if others else "confirmed"] += 1
        else:
            additions.counts["changed" if source in before or pair.known else "new"] += 1
            others = [pair, *others]
        for other in others:
            known.setdefault(key(other.source.text), {})[key(other.target.text)] = True
            rows.append(_row(other, plan, last, first + len(rows)))
    return NewRows(rows, width, plan)


def _unknown(
    pair: TermPair, known: Mapping[str, Mapping[str, bool]], *, is_inflected: bool
) -> list[TermPair]:
    """The synonyms of a pair, each with the other term, that a table has not.

    is_inflected  whether the source term is a form of one that the table has, and no row of its own
    """
    found = [(Term(own.text, pair.source.lang), pair.target, own) for own in pair.source.synonyms]
    if not is_inflected:
        found += [(pair.source, Term(own.text, pair.target.lang), own) for own in pair.target.synonyms]
    return [
        replace(
            pair,
            source=replace(source, synonyms=(), definition=""),
            target=replace(target, synonyms=(), definition=""),
            kind="abbreviation" if own.usage == "abbreviation" else pair.kind,
            contexts=(),
        )
        for source, target, own in found
        if own.usage != "deprecated" and key(target.text) not in known.get(key(source.text), {})
    ]


def _forms(term: Term) -> Iterator[tuple[str, bool]]:
    """All texts of a term, and whether each is in use, not deprecated."""
    yield from ((text, True) for text in term.forms)
    yield from ((found.text, False) for found in term.synonyms if found.usage == "deprecated")


def _layout(path: Path, kind: str, additions: Additions) -> tuple[Layout, int, Sequence[str]]:
    """The columns of the table, how many there are, and its last row."""
    if kind == "omegat":
        return Layout({"source": 0, "target": 1, COMMENT: 2}, 0), 3, ()
    rows = partial(table_rows, kind, path)
    opening = [cells for _, cells in islice(rows(), SAMPLE)]
    request = Request(path, *additions.langs)
    if is_memoq(opening[0]):
        plan = memoq_layout(request, rows)
    else:
        plan = find_layout(opening, request.wanted, EVERY, str(path))
    last = opening[-1] if len(opening) > plan.skipped else ()
    return plan, max(1 + max(plan.places.values()), *map(len, opening[: plan.skipped + 1])), last


def _check_scripts(path: Path, plan: Layout, last: Sequence[str], langs: tuple[str, str]) -> None:
    """Raise UnwritableFile for terms of another script than the table says of its own; `zh` takes either."""
    for side, lang, headed in zip(("source", "target"), langs, plan.langs, strict=True):
        code = plan.cell(last, f"{side}_lang") or headed
        is_open = not code or code.lower() == primary(code)
        if lang and not is_open and not same_script(code, lang):
            raise UnwritableFile(
                f"{path}: its terms are in {code}, and those to merge in {lang}. Merge into a .tbx, which "
                "keeps both, or into a table of their own"
            )


def _row(pair: TermPair, plan: Layout, last: Sequence[str], number: int) -> dict[int, str]:
    """The cells of a pair: all columns of a table of ours; the terms, note and descriptions of another.

    The languages and, where they have numbers, the ids go on as the rows before have them.
    """
    langs = plan.cell(last, "source_lang"), plan.cell(last, "target_lang")
    ours = cells(pair, langs)
    others = {"source", "target", "note", "source_lang", "target_lang", *DESCRIPTIONS}
    columns = plan.places.keys() if plan.is_ours else others
    found = {plan.places[name]: ours.get(name, "") for name in columns if name in plan.places}
    if "id" in plan.places:
        numbered = plan.is_ours or plan.cell(last, "id").isdecimal()
        found[plan.places["id"]] = str(number) if numbered else ""
    return found
