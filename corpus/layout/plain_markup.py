"""Markup of plain text: quoted mail after `>`, contents with dot leaders, tables in columns."""

from __future__ import annotations

import re

from duiqi.corpus.layout.contents import LEADER, contents_of, with_entries_apart
from duiqi.corpus.layout.lines import CELL_END, MASK
from duiqi.corpus.layout.markup import Markup
from duiqi.corpus.layout.passages import Cut
from duiqi.corpus.model import Kind

QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.M)
# Columns are three spaces or a tab apart; two spaces are a typist's or those of a justified line.
GAP = re.compile(r"(?<=\S)(?: {3,}|[ ]*\t[ \t]*)(?=\S)")
LABELLED = re.compile(r"\s*(?:[(（\[]?\w{1,4}[.)）、\]]+|\w{1,3}|[*†•·●○■–-])\Z")


def markup_of(text: str, *, quotations: bool = True) -> Markup | None:
    r"""Hide the marks of quotations and separate the cells of tables; None where there are neither.

    quotations  whether `>` before a line marks one

    >>> markup_of("Ship   Tons   Crew\nBrig   120    14").seen.replace(CELL_END, "|")
    'Ship|  Tons|  Crew\nBrig|  120|   14'
    """
    kinds: dict[int, Kind] = {}
    seen = _quotations(text, kinds) if quotations and text.count("\n>") + text.startswith(">") > 1 else text
    seen = with_entries_apart(seen)
    contents = contents_of(seen)
    leaders = tuple(Cut(*entry.span("leader"), " ") for entry in contents.entries)
    if leaders:
        seen = LEADER.sub(_without_leader, seen)
    seen = _tables(seen, kinds) if "   " in seen or "\t" in seen else seen
    kinds.update(dict.fromkeys(contents.titles | contents.continued, "heading"))
    if not kinds:
        return None
    return Markup(seen, kinds, leaders, closed=contents.closed, continued=contents.continued)


def _without_leader(entry: re.Match[str]) -> str:
    start, end = entry.start("leader") - entry.start(), entry.end("leader") - entry.start()
    return entry[0][:start] + MASK * (end - start) + entry[0][end:]


def _quotations(text: str, kinds: dict[int, Kind]) -> str:
    """Mask the `>` before quoted lines, and note the lines' kind."""

    def hidden(m: re.Match[str]) -> str:
        line = text[m.end() : m.end() + 200]
        kinds[m.end() + len(line) - len(line.lstrip())] = "quotation"
        return MASK * len(m[0])

    return QUOTED.sub(hidden, text)


def _tables(text: str, kinds: dict[int, Kind]) -> str:
    """Find the rows of tables: at least two of three cells or three of two, as many in each."""
    lines = text.splitlines(keepends=True)
    gaps = [_gaps(line) for line in lines]
    at, i = 0, 0
    while i < len(lines):
        rows = 1
        while gaps[i] and i + rows < len(lines) and len(gaps[i + rows]) == len(gaps[i]):
            rows += 1
        for line in range(i, i + rows):
            if gaps[i] and rows * len(gaps[i]) >= 3 and rows > 1:
                lines[line] = _separated(lines[line], gaps[line], at, kinds)
            at += len(lines[line])
        i += rows
    return "".join(lines)


def _gaps(line: str) -> list[int]:
    """Where the gaps between a line's columns begin; one after a label is none."""
    if "   " not in line and "\t" not in line:
        return []
    found = [m.start() for m in GAP.finditer(line)]
    return found[1:] if found and LABELLED.match(line[: found[0]]) and len(found) == 1 else found


def _separated(line: str, gaps: list[int], at: int, kinds: dict[int, Kind]) -> str:
    """End each cell with CELL_END, and note its kind."""
    for gap in gaps:
        line = line[:gap] + CELL_END + line[gap + 1 :]
    start = 0
    for cell in line.split(CELL_END):
        kinds[at + start + len(cell) - len(cell.lstrip())] = "cell"
        start += len(cell) + 1
    return line
