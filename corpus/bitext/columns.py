"""The columns of our tables of aligned text, and their rows as beads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from duiqi.corpus.bitext.approval import approval_by_word
from duiqi.corpus.bitext.conventions import COLUMNS, STATUSES, checksum_of
from duiqi.corpus.bitext.layout import SAMPLE, Layout, Row, Wanted, find_layout
from duiqi.corpus.bitext.parts import ASSERTED, Beads, Numbering, Request, cut, number, span, status
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.model import Alignment, Bead, Doubt, Side, Status

# Between sentences that hunalign and LF Aligner joined.
JOINED = re.compile(r"(?<!\s)\s++~~~\s++")


def read_rows(request: Request, rows: Callable[[], Iterator[Row]]) -> Alignment:
    """An alignment of the rows, which `rows` yields from the start at each call."""
    opening = [row for _, row in islice(rows(), SAMPLE)]
    plan = find_layout(opening, request.wanted, COLUMNS, str(request.path))
    origin = opening[plan.skipped] if 0 < plan.skipped < len(opening) else ()

    def side(which: str, asked: str, named: str) -> Side:
        return Side(
            plan.cell(origin, f"{which}_document") or request.path.name,
            asked or plan.cell(origin, f"{which}_lang") or named or "und",
        )

    return Alignment(
        side("source", request.source_lang, plan.langs[0]),
        side("target", request.target_lang, plan.langs[1]),
        Beads(lambda: _beads(request.path, plan, rows())),
        warnings=(Doubt("languages", plan.taken),) if plan.taken else (),
    )


def _beads(path: Path, plan: Layout, rows: Iterator[Row]) -> Iterator[Bead]:
    numbering = Numbering()
    width = 1 + max(plan.places["source"], plan.places["target"])
    for place, (where, row) in enumerate(rows):
        if place < plan.skipped:
            continue
        if len(row) < width:
            raise MalformedFile(
                f"{path}, {where}: expected at least {width} columns, found {len(row)}: {shown(row)}"
            )
        source, target = plan.cell(row, "source").strip(), plan.cell(row, "target").strip()
        if not (source or target):
            continue
        texts = tuple(
            tuple(filter(None, JOINED.split(text))) if "~~~" in text else cut(text, plan.cell(row, ends))
            for text, ends in ((source, "source_ends"), (target, "target_ends"))
        )
        yield Bead.of_texts(
            *numbering.ranges(len(texts[0]), len(texts[1])),
            id=plan.cell(row, "id").strip() or str(place + 1 - plan.skipped),
            source_texts=texts[0],
            target_texts=texts[1],
            source_span=span(plan.cell(row, "source_span").strip()),
            target_span=span(plan.cell(row, "target_span").strip()),
            source_label=plan.cell(row, "source_label"),
            target_label=plan.cell(row, "target_label"),
            score=_number(path, where, plan, row, "score", 0.0),
            confidence=_number(path, where, plan, row, "confidence", ASSERTED),
            status=_status(path, where, plan, row),
            note=plan.cell(row, "note"),
        )


def is_unedited(path: Path, rows: Callable[[], Iterator[Row]]) -> bool:
    """Whether each row of a table has text and a checksum, so that its status says all of what a person did.

    Without its checksum nobody can tell whether a row was edited; one without any text is read as no bead.
    """
    plan = find_layout([row for _, row in islice(rows(), SAMPLE)], Wanted(), COLUMNS, str(path))
    return all(
        plan.cell(row, "checksum").strip() and (plan.cell(row, "source") + plan.cell(row, "target")).strip()
        for _, row in islice(rows(), plan.skipped, None)
    )


def _number(path: Path, where: str, plan: Layout, row: Sequence[str], column: str, default: float) -> float:
    """The number in a column; in a table made elsewhere, whose columns may have other things, the default."""
    text = plan.cell(row, column)
    try:
        return number(text, default)
    except ValueError as error:
        if not plan.is_ours:
            return default
        raise MalformedFile(f"{path}, {where}: {column} should be a number, found '{text}'") from error


def _status(path: Path, where: str, plan: Layout, row: Sequence[str]) -> Status:
    """The status of a row; in a table made elsewhere a word that says no approval is new.

    A new row whose texts were edited is corrected, as in a Word file with tracked changes.
    """
    text, checksum = plan.cell(row, "status"), plan.cell(row, "checksum")
    try:
        said = status(text)
    except ValueError as error:
        found = approval_by_word(text)
        if found is None and plan.is_ours:
            raise MalformedFile(
                f"{path}, {where}: status should be one of {', '.join(STATUSES)}, found '{text}'"
            ) from error
        return found or "new"
    is_edited = checksum and checksum != checksum_of(plan.cell(row, "source"), plan.cell(row, "target"))
    return "corrected" if is_edited and said == "new" else said


def shown(row: Sequence[str]) -> str:
    """A row for a message, cut short."""
    text = " | ".join(row)
    return f'"{text}"' if len(text) <= 40 else f'"{text[:39]}…"'
