"""The columns of our tables, and how columns of other tables are recognised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from duiqi.corpus.bitext.parts import ASSERTED, STATUSES, Beads, Numbering, Request, cut, number, span, status
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.model import Alignment, Bead, Side, Status

COLUMNS = (
    "id", "status", "source", "target", "kind", "confidence", "note", "score",
    "source_lang", "target_lang", "source_document", "target_document",
    "source_label", "target_label", "source_span", "target_span", "source_ends", "target_ends",
)  # fmt: skip

# The beginning of a cell that a spreadsheet runs as a formula. A dash or a plus opens ordinary prose
# far more often ("- to urge States", "+86 10"), so they count only with a call, a pipe to a program
# or a reference to another sheet. The full-width signs open formulas in East Asian editions.
FORMULA = re.compile(r"[=＝]|[-+@－＋＠].*?(?:[A-Za-z0-9_.]\(|[A-Z]{2} +\(|\||![$A-Za-z])", re.DOTALL)

# Other names of the two columns that matter.
SOURCE = {"source", "source text", "source segment", "src", "original", "原文", "源文", "源语言"}
TARGET = {"target", "target text", "target segment", "tgt", "trg", "translation", "译文", "目标语言"}
TAG = re.compile(
    r"(?:en|zh|fr|es|ru|ar|de|it|pt|nl|pl|ja|ko|th|tr|vi)|[a-z]{2,3}(?:[-_][a-z0-9]{2,8})+", re.IGNORECASE
)

# The place of a row, for messages ("line 9"), and its cells.
Row = tuple[str, Sequence[str]]


class Layout(NamedTuple):
    """The columns by name; `heading` is whether the first row has names, not text."""

    places: dict[str, int]
    heading: bool
    langs: tuple[str, str] = ("", "")

    def cell(self, row: Sequence[str], column: str) -> str:
        """The cell of a row in a column, empty where there is none."""
        place = self.places.get(column, -1)
        return row[place] if 0 <= place < len(row) else ""


def layout(first: Sequence[str]) -> Layout:
    """Find the columns by the first row: names, language codes, or text already.

    >>> layout(["Notes", "原文", "译文"]).places
    {'source': 1, 'target': 2}
    >>> layout(["en-US", "zh-CN"]).langs
    ('en-US', 'zh-CN')
    >>> layout(["The General Assembly,", "大会，"])
    Layout(places={'source': 0, 'target': 1}, heading=False, langs=('', ''))
    """
    names = [cell.strip().lower() for cell in first]
    places = {name: place for place, name in reversed(list(enumerate(names))) if name in COLUMNS}
    for wanted, synonyms in (("source", SOURCE), ("target", TARGET)):
        for place, name in enumerate(names):
            if name in synonyms:
                places.setdefault(wanted, place)
    if "source" in places and "target" in places:
        return Layout(places, heading=True)
    if len(names) >= 2 and all(TAG.fullmatch(name) for name in names[:2]):
        return Layout({"source": 0, "target": 1}, heading=True, langs=(first[0].strip(), first[1].strip()))
    return Layout({"source": 0, "target": 1}, heading=False)


def read_rows(request: Request, rows: Callable[[], Iterator[Row]]) -> Alignment:
    """An alignment of the rows, which `rows` yields from the start at each call."""
    opening = [row for row, _ in zip(rows(), range(2), strict=False)]
    if not opening:
        raise MalformedFile(f"{request.path}: no row in the table")
    plan = layout(opening[0][1])
    origin = opening[1][1] if plan.heading and len(opening) > 1 else ()

    def side(which: str, asked: str, named: str) -> Side:
        return Side(
            plan.cell(origin, f"{which}_document") or request.path.name,
            asked or plan.cell(origin, f"{which}_lang") or named or "und",
        )

    return Alignment(
        side("source", request.source_lang, plan.langs[0]),
        side("target", request.target_lang, plan.langs[1]),
        Beads(lambda: _beads(request.path, plan, rows())),
    )


def _beads(path: Path, plan: Layout, rows: Iterator[Row]) -> Iterator[Bead]:
    numbering = Numbering()
    width = 1 + max(plan.places["source"], plan.places["target"])
    for place, (where, row) in enumerate(rows):
        if place == 0 and plan.heading:
            continue
        if len(row) < width:
            raise MalformedFile(
                f"{path}, {where}: expected at least {width} columns, found {len(row)}: {shown(row)}"
            )
        source, target = plan.cell(row, "source").strip(), plan.cell(row, "target").strip()
        if not (source or target):
            continue
        texts = cut(source, plan.cell(row, "source_ends")), cut(target, plan.cell(row, "target_ends"))
        yield Bead.of_texts(
            *numbering.ranges(len(texts[0]), len(texts[1])),
            id=plan.cell(row, "id").strip() or str(place if plan.heading else place + 1),
            source_texts=texts[0],
            target_texts=texts[1],
            source_span=span(plan.cell(row, "source_span").strip()),
            target_span=span(plan.cell(row, "target_span").strip()),
            source_label=plan.cell(row, "source_label"),
            target_label=plan.cell(row, "target_label"),
            score=_number(path, where, "score", plan.cell(row, "score"), 0.0),
            confidence=_number(path, where, "confidence", plan.cell(row, "confidence"), ASSERTED),
            status=_status(path, where, plan.cell(row, "status")),
            note=plan.cell(row, "note"),
        )


def _number(path: Path, where: str, column: str, text: str, default: float) -> float:
    try:
        return number(text, default)
    except ValueError as error:
        raise MalformedFile(f"{path}, {where}: {column} should be a number, found '{text}'") from error


def _status(path: Path, where: str, text: str) -> Status:
    try:
        return status(text)
    except ValueError as error:
        raise MalformedFile(
            f"{path}, {where}: status should be one of {', '.join(STATUSES)}, found '{text}'"
        ) from error


def shown(row: Sequence[str]) -> str:
    """A row for a message, cut short."""
    text = " | ".join(row)
    return f'"{text}"' if len(text) <= 40 else f'"{text[:39]}…"'
