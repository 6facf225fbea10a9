"""The lines of PDF pages as plain text, with indents, empty lines, page turns, and marks for its layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from duiqi.corpus.layout import Markup
from duiqi.corpus.layout.lines import COLUMN_END
from duiqi.corpus.layout.plain_markup import markup_of
from duiqi.corpus.model import Kind
from duiqi.corpus.readers.pdf.glyphs import Glyph, Row

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Line(NamedTuple):
    """A line of a page: its text, the same with raised digits raised, its place in points, its font size."""

    text: str
    seen: str
    left: float
    right: float
    bottom: float
    size: float


class Column(NamedTuple):
    """The lines of a column, or of the whole page: its left margin in points, its class of width."""

    lines: Sequence[Line]
    left: float
    measure: int


def line_of(glyphs: Row) -> Line | None:
    """The line that a row of glyphs is; None where nothing of it shows."""
    drawn = [glyph for glyph in glyphs if not glyph.text.isspace() and glyph.size]
    if not drawn:
        return None
    sizes = {glyph.size for glyph in drawn}
    size = (
        Counter(round(glyph.size, 1) for glyph in drawn).most_common(1)[0][0]
        if len(sizes) > 1
        else round(drawn[0].size, 1)
    )
    bottoms = [glyph.bottom for glyph in drawn]
    bottom = median(bottoms)
    text = [glyph.text for glyph in glyphs]
    for number in range(1, len(glyphs) - 1):
        is_gap = text[number] == " " and glyphs[number + 1].left - glyphs[number - 1].right > 2 * size
        if is_gap:  # between the columns of a table
            text[number] = "\t"
    seen = text
    if max(bottoms) > bottom + 0.15 * size:
        seen = [
            letter.translate(RAISED) if _is_raised(glyph, bottom, size) else letter
            for letter, glyph in zip(text, glyphs, strict=True)
        ]
    return Line("".join(text), "".join(seen), drawn[0].left, drawn[-1].right, bottom, size)


def _is_raised(glyph: Glyph, bottom: float, size: float) -> bool:
    """Whether a digit is small and above the line's level, or far above it."""
    if not (glyph.text.isdigit() and glyph.text.isascii()):
        return False
    height = glyph.bottom - bottom
    return height > 0.3 * size or (height > 0.15 * size and 0 < glyph.size < 0.85 * size)


def typed(pages: Sequence[Sequence[Column]]) -> tuple[str, Markup]:
    """The pages as plain text, and what their layout says of it.

    An indent is spaces, a wider gap an empty line, the end of a page a form feed.
    """
    lines = [line for columns in pages for column in columns for line in column.lines]
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0]
    sheet = _Typescript(body)
    for number, columns in enumerate(pages):
        if number:
            sheet.put("\f")
        for at, column in enumerate(columns):
            if at:
                sheet.put("\n", COLUMN_END if columns[at - 1].measure else "\n")
            sheet.column(column)
    text, seen = "".join(sheet.text), "".join(sheet.seen)
    plain = markup_of(seen)
    markup = plain or Markup(seen)
    kinds = {**sheet.kinds, **markup.kinds}
    return text, markup._replace(kinds=kinds, measures=sheet.measures, widths=sheet.widths)


class _Typescript:
    """A text in the making; what is known of its lines, by the offsets of their first characters."""

    def __init__(self, body: float) -> None:
        self.text: list[str] = []
        self.seen: list[str] = []
        self.kinds: dict[int, Kind] = {}
        self.measures: dict[int, int] = {}
        self.widths: dict[int, int] = {}
        self._at = 0
        self._body = body

    def put(self, piece: str, looks: str = "") -> None:
        """Append a text; `looks` is the same as its layout sees it: raised digits, ends of columns."""
        self.text.append(piece)
        self.seen.append(looks or piece)
        self._at += len(piece)

    def column(self, column: Column) -> None:
        """Append the lines of a column."""
        body, lines = self._body, column.lines
        drops = [a.bottom - b.bottom for a, b in pairwise(lines) if 0 < a.bottom - b.bottom < 4 * body]
        pitch = median(sorted(drops)[: max(1, (len(drops) * 3 + 3) // 4)]) if drops else body * 1.2
        last: Line | None = None
        for line in lines:
            if last is not None:
                drop = last.bottom - line.bottom
                usual = max(pitch, 1.0) * max(1.0, line.size / body)
                apart = drop > 1.3 * usual or drop < -0.5 * usual or abs(line.size - last.size) > 0.15 * body
                self.put("\n\n" if apart else "\n")
            self.put(" " * max(0, min(40, round((line.left - column.left) / (0.5 * body)))))
            content = line.text.rstrip()
            first = self._at + len(content) - len(content.lstrip())
            if line.size > 1.15 * body and any(c.isalpha() for c in content):
                self.kinds[first] = "heading"
            if column.measure:
                self.measures[first] = column.measure
            self.widths[first] = round((line.right - column.left) / (0.5 * body))
            self.put(content, line.seen[: len(content)])
            last = line
        self.put("\n")
