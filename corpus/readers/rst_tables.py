"""Tables of reStructuredText, drawn or typed in columns: each cell is one text, whatever its lines.

The rules are those of https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#tables. Columns are
counted as a terminal shows them: a Chinese character takes two.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from duiqi.corpus.layout.lines import columns
from duiqi.corpus.model import Span
from duiqi.corpus.readers.gathered import Gathered
from duiqi.corpus.readers.marked_lines import MarkedLine, MarkedLines

SIMPLE, GRID = re.compile(r"={2,}(?:[ ]+=+)+\Z"), re.compile(r"\+[-=+]{2,}\+\Z")
UNDER_SPAN = re.compile(r"-{2,}(?:[ ]+-+)*\Z")
BORDER_OF_CELLS = re.compile(r"[-=]+(?:\+[-=]+)*\Z")
BAR = re.compile(r"(?:\A|(?<=[ \t]))[|+](?=[ \t]|\Z)")
ITEM = re.compile(r"(?P<row>[*+-][ \t]+)?[*+-](?:[ \t]+|\Z)")
VALUE = re.compile(r'"(?P<quoted>[^"]+)"|(?P<bare>[^\s",][^",\n]*)')


def is_border(text: str) -> bool:
    """Whether a line begins a table."""
    return bool(SIMPLE.match(text) or GRID.match(text))


def ends_of_tables(lines: Sequence[MarkedLine]) -> list[int]:
    """The numbers of the borders that may end a table in columns: an empty line is after each."""
    return [
        number
        for number, line in enumerate(lines)
        if line.text[:2] == "==" and SIMPLE.match(line.text) and not _text_of(lines, number + 1)
    ]


def _text_of(lines: Sequence[MarkedLine], number: int) -> str:
    return lines[number].text if number < len(lines) else ""


def read_table(marked: MarkedLines, number: int, ends: Sequence[int]) -> int:
    """Read a table from its first border; return the number of the line to go on with.

    ends  see `ends_of_tables`
    """
    is_grid = marked.lines[number].text[0] == "+"
    return _grid(marked, number) if is_grid else _simple(marked, number, ends)


def _places(line: MarkedLine, indent: int) -> dict[int, int]:
    """The offsets within a line by their columns, which are counted from those of the table's first line."""
    at = line.indent - indent
    if line.text.isascii():
        return {at + n: n for n in range(len(line.text) + 1)}
    places: dict[int, int] = {}
    for n, character in enumerate(line.text):
        places[at] = n
        at += columns(character)
    return places | {at: len(line.text)}


def _grid(marked: MarkedLines, number: int) -> int:
    """A table whose cells are drawn with `+`, `-` and `|`; it ends with its last line of these."""
    indent = marked.lines[number].indent
    stop = number
    while stop < len(marked.lines) and marked.lines[stop].text[:1] in {"+", "|"}:
        stop += 1
    borders = sorted(
        {
            column
            for line in marked.lines[number:stop]
            if line.text[0] == "+"
            for column, at in _places(line, indent).items()
            if line.text[at : at + 1] == "+"
        }
    )
    opened: dict[int, list[Span]] = {}  # the lines of cells by the column that their cells begin with
    for at in range(number, stop):
        line = marked.lines[at]
        if GRID.match(line.text):
            _end_cells(marked, opened)
            marked.mark(range(at, at + 1), "furniture")
            continue
        marked.cover(range(at, at + 1))
        for (column, left), (_, right) in pairwise(_separators(line, indent, borders)):
            if BORDER_OF_CELLS.match(line.text[left + 1 : right]):
                if column in opened:
                    marked.cell(opened.pop(column))
            else:
                opened.setdefault(column, []).append(line.stripped(left + 1, right))
    _end_cells(marked, opened)
    return stop


def _separators(line: MarkedLine, indent: int, borders: Sequence[int]) -> list[tuple[int, int]]:
    """The bars of a line by the columns of the borders, which they are under, or as many as there are."""
    places = _places(line, indent)
    found = [
        (column, places[column])
        for column in borders
        if column in places and line.text[places[column] : places[column] + 1] in {"|", "+"}
    ]
    bars = [bar.start() for bar in BAR.finditer(line.text)]
    if len(found) < 2 or found[-1][0] != borders[-1]:  # Chinese in a font that is not of two widths
        found = list(zip(borders, bars, strict=False))
    return found


def _end_cells(marked: MarkedLines, opened: dict[int, list[Span]]) -> None:
    for column in sorted(opened):
        marked.cell(opened.pop(column))


def _simple(marked: MarkedLines, number: int, ends: Sequence[int]) -> int:
    """A table in columns under `====`: it ends with such a border before an empty line.

    A line without text in its first column goes on with the row before.
    """
    lines, first = marked.lines, marked.lines[number]
    after = bisect_left(ends, number + 2)
    if after == len(ends):
        marked.mark(range(number, number + 1), "furniture")
        return number + 1
    last, starts = ends[after], _starts(first.text)
    second = first.indent + max(starts[1:2], default=0)
    of_row = starts
    opened: dict[int, list[Span]] = {}
    for at in range(number, last + 1):
        line = lines[at]
        if SIMPLE.match(line.text) or UNDER_SPAN.match(line.text):
            _end_cells(marked, opened)
            marked.mark(range(at, at + 1), "furniture")
        elif not line.text:
            for cell in opened.values():
                cell.append(Span(0, 0))
        else:
            if line.indent < second or not opened:
                _end_cells(marked, opened)
                end = next(n for n in range(at + 1, last + 1) if lines[n].indent < second and lines[n].text)
                is_spanned = UNDER_SPAN.match(lines[end].text)  # which shows the columns of the row above it
                of_row = _starts(lines[end].text) if is_spanned else starts
            marked.cover(range(at, at + 1))
            for column, stretch in _columns(line, first.indent, of_row):
                opened.setdefault(column, []).append(stretch)
    return last + 1


def _starts(border: str) -> list[int]:
    return [column.start() for column in re.finditer("[=-]+", border)]


def _columns(line: MarkedLine, indent: int, starts: Sequence[int]) -> Iterator[tuple[int, Span]]:
    """The stretches of a line by the columns in which they begin; text may be in several columns."""
    places = _places(line, indent)
    cuts = [(0, 0)]
    for column in starts[1:]:
        at = places.get(column, 0)
        if at and line.text[at - 1].isspace():
            cuts.append((column, at))
        elif line.indent - indent == column:
            cuts = [(column, 0)]
    for (column, start), (_, stop) in pairwise([*cuts, (0, len(line.text))]):
        stretch = line.stripped(start, stop)
        if stretch.start < stretch.end and line.text[start:stop].strip() != "\\":
            yield column, stretch


def read_list(marked: MarkedLines, numbers: range) -> None:
    """Read a table written as a list of lists, `* - A` and `- B`: each item of an item is a cell."""
    lines = marked.lines
    columns_of_marks = {
        lines[n].indent + item.start() + len(item["row"] or "")
        for n in numbers
        if (item := ITEM.match(lines[n].text)) and item["row"]
    }
    own: list[Span] = []
    for number in numbers:
        line = lines[number]
        item = ITEM.match(line.text)
        if item and line.indent + len(item["row"] or "") in columns_of_marks:
            marked.cell(own)
            own = [line.stripped(item.end(), len(line.text))]
        else:
            own.append(Span(line.start, line.end))
    marked.cell(own)
    marked.cover(numbers)


def read_values(marked: MarkedLines, stretches: Iterable[Span]) -> None:
    """Read values between commas, as in CSV, each a cell; one in quotation marks may be of several lines."""
    whole = Gathered("cell", list(stretches))
    text = whole.text(marked.text)
    for value in VALUE.finditer(text):
        marked.cell(whole.places(*value.span("quoted" if value["quoted"] is not None else "bare")))
