"""Merge into a table, TSV or CSV: its bytes as they are, and further rows after them.

Only empty cells for the synonyms, abbreviations and definitions of a pair that the table has are filled.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from duiqi.corpus.bitext.layout import SAMPLE, Layout, Row
from duiqi.corpus.bitext.opening import HEAD, encoding_of, opened
from duiqi.corpus.bitext.parts import Request
from duiqi.corpus.bitext.tables import SEP, separator
from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.glossary.columns import DESCRIPTIONS, EVERY, is_accepted
from duiqi.corpus.glossary.headings import glossary_layout
from duiqi.corpus.glossary.memoq import is_memoq, memoq_layout
from duiqi.corpus.glossary.model import Synonym, Term, TermPair
from duiqi.corpus.glossary.reading import format_of, read_glossary, table_rows
from duiqi.corpus.languages import primary, same_script
from duiqi.exports.glossary.merging.additions import Additions, key
from duiqi.exports.glossary.merging.cells import (
    Further,
    Rows,
    column_for,
    definition_sides,
    definitions,
    filled,
    further,
)
from duiqi.exports.glossary.merging.known import KnownPairs
from duiqi.exports.glossary.tables import cells
from duiqi.exports.options import Tally
from duiqi.exports.tables import tsv_cell, unarmed

MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
COMMENT = "note"
DEFINITIONS = frozenset(("definition", "source_definition", "target_definition"))
Taken = Mapping[int, Set[int]]  # by the number of a row, columns from 0
NONE_TAKEN: Taken = {}
ANY_ABBREVIATION = Further(0, Synonym("", "abbreviation"))


class NewRows(NamedTuple):
    """Rows for a table: the cells of each by the number of their column, and the width of the table.

    fills  empty cells of rows that the table has, by the number of the row and of the column
    """

    rows: list[dict[int, str]]
    width: int
    plan: Layout
    fills: Mapping[int, Mapping[int, str]]


class _Table(NamedTuple):
    """The columns of a table, how many there are, and its last row.

    shared  the sides of which a column of definitions of both languages has one, the first that has any
    """

    plan: Layout
    width: int
    last: Sequence[str]
    shared: Sequence[int]


def merged(path: Path, additions: Additions) -> bytes:
    """The bytes of the table with the rows of its new pairs, in its encoding and with its separator."""
    kind = format_of(path)
    found = new_rows(path, kind, additions)
    with opened(path) as file:
        before = file.read()
    encoding = MARKS.get(before[:2]) or encoding_of(path).removesuffix("-sig")
    mark = next((mark for mark in (*MARKS, BOM_UTF8) if before.startswith(mark)), b"")
    text = before[len(mark) :].decode(encoding)
    ending = "\r\n" if "\r\n" in text[:HEAD] else "\n"
    between = "" if not text or text.endswith(("\n", "\r")) else ending
    page = io.StringIO(newline="")
    said = SEP.match(text)
    delimiter = "\t" if kind != "csv" else said[1] if said else separator(text[:HEAD])
    text = _with_fills(text, found.fills, delimiter, kind)
    if kind == "csv":
        writer = csv.writer(page, delimiter=delimiter, lineterminator=ending)
        writer.writerows(_cells(cells, found.width, kind) for cells in found.rows)
    else:
        shown = str if kind == "omegat" else tsv_cell
        page.writelines(
            "\t".join(map(shown, _cells(cells, found.width, kind))) + ending for cells in found.rows
        )
    try:
        return mark + (text + between + page.getvalue()).encode(encoding)
    except UnicodeEncodeError as error:
        raise UnwritableFile(
            f"{path}: its encoding, {encoding}, has no '{error.object[error.start]}'. Save it as UTF-8 first"
        ) from error


def _cells(cells: dict[int, str], width: int, kind: str) -> list[str]:
    """The cells of a row; OmegaT shows the apostrophe that keeps a formula from being run."""
    found = [cells.get(at, "") for at in range(width)]
    return found if kind == "omegat" else [unarmed(text, Tally()) for text in found]


def _with_fills(text: str, fills: Mapping[int, Mapping[int, str]], delimiter: str, kind: str) -> str:
    """The text of a table with the empty cells of some of its lines filled."""
    lines = list(io.StringIO(text, newline="")) if fills else []
    for number, filled_cells in fills.items():
        line = lines[number - 1]
        content = line.rstrip("\r\n")
        row = _written_cells(content, delimiter) if kind == "csv" else content.split("\t")
        row += [""] * (1 + max(filled_cells) - len(row))
        is_quoted = all(cell.startswith('"') for cell in row if cell)
        for at, cell in filled_cells.items():
            row[at] = unarmed(cell, Tally())
            if kind == "csv":
                row[at] = _quoted(row[at], delimiter, is_quoted)
        lines[number - 1] = delimiter.join(row) + line[len(content) :]
    return "".join(lines) or text


def _written_cells(line: str, delimiter: str) -> list[str]:
    """The cells of a line of CSV as they are written, with their quotation marks.

    >>> _written_cells('"a, ""b"" c",d,', ",")
    ['"a, ""b"" c"', 'd', '']
    """
    cells, is_open = [""], False
    for character in line:
        if character == delimiter and not is_open:
            cells.append("")
            continue
        if character == '"' and (is_open or not cells[-1]):
            is_open = not is_open
        elif character == '"':
            is_open = cells[-1].startswith('"')  # the second of two
        cells[-1] += character
    return cells


def _quoted(cell: str, delimiter: str, is_quoted: bool) -> str:
    """A cell as it is written in CSV, in quotation marks where it needs them or all others have them."""
    page = io.StringIO(newline="")
    csv.writer(
        page,
        delimiter=delimiter,
        lineterminator="",
        quoting=csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL,
    ).writerow([cell])
    return page.getvalue()


def new_rows(path: Path, kind: str, additions: Additions, taken: Taken = NONE_TAKEN) -> NewRows:
    """The rows of the pairs that the table has not; the additions count each comparison.

    A synonym goes into the column for it, of the new row or, where that cell is empty, of the row of a pair
    that the table has; otherwise it gets a row of its own.

    taken  the cells that are not empty though they have no text, as one with a formula
    """
    glossary = read_glossary(
        path, source_lang=additions.langs[0], target_lang=additions.langs[1], columns=additions.columns
    )
    pairs = list(glossary.pairs)
    langs = additions.langs[0] or glossary.source_lang, additions.langs[1] or glossary.target_lang
    known = KnownPairs(pairs, langs)
    numbers = (int(pair.id) for pair in pairs if pair.id.isdecimal() and len(pair.id) < 10)
    plan, width, last, shared = _layout(path, kind, additions)
    _check_scripts(path, plan, last, additions.langs)
    is_defined = not plan.places.keys().isdisjoint(DEFINITIONS)
    has_rows = kind != "omegat" and (is_defined or column_for(ANY_ABBREVIATION, plan))
    table = Rows(_one_line_each(table_rows(kind, path), kind) if has_rows else (), plan, langs)
    table.take(taken)
    rows: list[dict[int, str]] = []
    first = 1 + max(numbers, default=0)
    before = known.sources()
    for pair in additions:
        found = known.find(pair)
        if found is False:
            additions.refuse()
            continue
        missing = _unknown(pair, known, is_inflected=bool(found) and not known.has_source(pair))
        if found:
            rooms = [(one, table.room(pair, one)) for one in missing]
            table.fill(pair, [one for one, room in rooms if room])
            others = [_apart(pair, one) for one, room in rooms if room is False]
            is_accepted_now = pair.status == "accepted" and table.decide(pair, "accepted")
            is_defined_now = table.define(pair, definitions(pair, plan, shared))
            has_new = any(room is not None for _, room in rooms)
            is_changed = is_accepted_now or is_defined_now or has_new
            additions.counts["changed" if is_changed else "confirmed"] += 1
        else:
            additions.counts["changed" if key(pair.source.text) in before or pair.known else "new"] += 1
            others = [pair, *(_apart(pair, one) for one in missing if not column_for(one, plan))]
        for one in missing:
            known.add(_apart(pair, one))
        for other in others:
            known.add(other)
            rows.append(_row(other, plan, last, first + len(rows), shared))
    for pair in additions.dropped:
        if table.decide(pair, "dropped"):
            additions.drop()
    return NewRows(rows, width, plan, table.fills)


def _one_line_each(rows: Iterator[Row], kind: str) -> Iterator[Row]:
    """The rows without those of a text whose cells have line breaks: they are not on one line."""
    return (found for found in rows if kind == "xlsx" or not re.search("[\r\n]", "".join(found[1])))


def _unknown(pair: TermPair, known: KnownPairs, *, is_inflected: bool) -> list[Further]:
    """The synonyms of a pair that a table has not as terms of a pair with its other term.

    is_inflected  whether the source term is a form of one that the table has, and no row of its own
    """
    return [
        one
        for one in further(pair)
        if not (one.side and is_inflected) and known.find(_apart(pair, one)) is None
    ]


def _apart(pair: TermPair, found: Further) -> TermPair:
    """A synonym of a pair as a pair of its own, with the other term."""
    own = Term(found.synonym.text, (pair.source, pair.target)[found.side].lang)
    return replace(
        pair,
        source=own if found.side == 0 else replace(pair.source, synonyms=(), definition=""),
        target=own if found.side else replace(pair.target, synonyms=(), definition=""),
        kind="abbreviation" if found.synonym.usage == "abbreviation" else pair.kind,
        contexts=(),
    )


def _layout(path: Path, kind: str, additions: Additions) -> _Table:
    if kind == "omegat":
        return _Table(Layout({"source": 0, "target": 1, COMMENT: 2}, 0), 3, (), ())
    rows = partial(table_rows, kind, path)
    opening = [cells for _, cells in islice(rows(), SAMPLE)]
    request = Request(path, *additions.langs, additions.columns)
    if is_memoq(opening[0]):
        plan = memoq_layout(request, rows)
    else:
        plan = glossary_layout(opening, request.wanted, EVERY, str(path))
        if not plan.skipped:  # what the columns beside the terms have, nothing says
            plan = plan._replace(places={side: plan.places[side] for side in ("source", "target")})
    last = opening[-1] if len(opening) > plan.skipped else ()
    width = max(1 + max(plan.places.values()), *map(len, opening[: plan.skipped + 1]))
    heading = plan.cell(opening[plan.skipped - 1], "definition") if plan.skipped else ""
    defined = (plan.cell(row, "definition") for row in opening[plan.skipped :])
    return _Table(plan, width, last, definition_sides(plan, heading, defined, additions.langs))


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


def _row(
    pair: TermPair, plan: Layout, last: Sequence[str], number: int, shared: Sequence[int]
) -> dict[int, str]:
    """The cells of a pair: all columns of a table of ours; the terms, note and descriptions of another.

    The languages and, where they have numbers, the ids go on as the rows before have them.
    """
    langs = plan.cell(last, "source_lang"), plan.cell(last, "target_lang")
    ours = cells(pair, langs)
    others = {"source", "target", "note", "source_lang", "target_lang", *DESCRIPTIONS}
    columns = plan.places.keys() if plan.is_ours else others
    found = {plan.places[name]: ours.get(name, "") for name in columns if name in plan.places}
    if not plan.is_ours:
        found |= filled(plan, further(pair)) | definitions(pair, plan, shared)
        if is_accepted(status := plan.cell(last, "status")):
            found[plan.places["status"]] = status  # as the rows before say it
    if "id" in plan.places:
        numbered = plan.is_ours or plan.cell(last, "id").isdecimal()
        found[plan.places["id"]] = str(number) if numbered else ""
    return found
