"""The rows of a PDF page: its glyphs from left to right, marks that are drawn apart put in their places."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import pypdfium2

from duiqi.corpus.readers.pdf.glyphs import Glyph, Row, drawn_rows

# A wider gap (in em) than this between two characters of a row is a space.
SPACE = 0.15
# To the size of the letter before: raised and lowered marks are smaller.
SMALL = 0.85


def rows_of(textpage: pypdfium2.PdfTextPage, count: int) -> list[Row]:
    """The rows of a page, in the order in which the file draws them, each from left to right.

    count   of the page's characters, those that are read
    """
    rows: list[Row] = []
    for glyphs in drawn_rows(textpage, count):
        row = _by_position(glyphs)
        if rows and _on_one_line(rows[-1], row):
            gap = row[0].left - rows[-1][-1].right
            rows[-1] += [_space()] if gap > SPACE * row[0].size else []
            rows[-1] += row
        elif not _fills_gap(rows, row):
            rows.append(row)
    return rows


def _space() -> Glyph:
    return Glyph(" ", 0.0, 0.0, 0.0, 0.0)


def _by_position(row: Row) -> Row:
    """The row from left to right, where the file draws parts of it out of order.

    Word processors draw the characters of another font, quotation marks in Chinese text for
    example, after the rest of their line. Text that runs from right to left or downwards is left as it is.
    """
    lefts = [glyph.left for glyph in row]
    if lefts == sorted(lefts):
        return row
    last = float("-inf")
    for glyph in row:
        if glyph.text != " " and glyph.size:
            if glyph.left < last - 0.3 * glyph.size:
                break
            last = glyph.left
    else:
        return row
    drawn = [glyph for glyph in row if glyph.size and not glyph.text.isspace()]
    size = max(glyph.size for glyph in drawn)
    bottoms = [glyph.bottom for glyph in drawn]
    if max(bottoms) - min(bottoms) > 0.7 * size or any(_is_right_to_left(glyph) for glyph in drawn):
        return row
    drawn.sort(key=lambda glyph: glyph.left)
    return _spaced(drawn)


def _spaced(glyphs: Sequence[Glyph]) -> Row:
    """The characters with a space in every gap between two of them."""
    row = [glyphs[0]]
    for before, glyph in pairwise(glyphs):
        if glyph.left - before.right > SPACE * glyph.size:
            row.append(_space())
        row.append(glyph)
    return row


def _is_right_to_left(glyph: Glyph) -> bool:
    return glyph.text >= "\u0590" and unicodedata.bidirectional(glyph.text[0]) in ("R", "AL")


def _on_one_line(line: Row, row: Row) -> bool:
    """Whether a row continues a line: the library begins a new one after a raised or lowered mark.

    A mark may be above the one before, as in a formula: then it follows the letter that both belong to.
    """
    ends = [glyph for glyph in line[-16:] if glyph.size][-8:]
    begins = next((glyph for glyph in row if glyph.size), None)
    if not ends or begins is None:
        return False
    largest = max(glyph.size for glyph in ends)
    size = max(largest, begins.size)
    if min(abs(glyph.bottom - begins.bottom) for glyph in ends) >= 0.6 * size:
        return False
    gap = begins.left - ends[-1].right
    if gap <= -0.3 * size and begins.size < SMALL * largest:
        letter = next(glyph for glyph in reversed(ends) if glyph.size >= SMALL * largest)
        return letter is not ends[-1] and begins.left - letter.right > -0.3 * size
    return -0.3 * size < gap < 1.5 * size


def _fills_gap(rows: Sequence[Row], row: Row) -> bool:
    """Whether a row is marks that belong into the gaps of an earlier one; they are put there."""
    if any(glyph.size and glyph.text.isalnum() for glyph in row):
        return False
    marks = [glyph for glyph in row if glyph.size and not glyph.text.isspace()]
    if not marks:
        return False
    for line in reversed(rows[-60:]):
        drawn = [glyph for glyph in line if glyph.size and not glyph.text.isspace()]
        if not drawn or abs(drawn[0].bottom - marks[0].bottom) > 0.5 * drawn[0].size:
            continue
        merged = sorted([*drawn, *marks], key=lambda glyph: glyph.left)
        overlap = any(b.left < a.right - 0.3 * a.size for a, b in pairwise(merged))
        room = 1.2 * drawn[0].size
        far = marks[0].left < drawn[0].left - room or marks[-1].left > drawn[-1].right + room
        if not overlap and not far:
            line[:] = _spaced(merged)
            return True
    return False
