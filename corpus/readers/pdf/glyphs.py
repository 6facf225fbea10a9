"""The characters of a PDF page in rows, with their places on the page."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from duiqi.corpus.radicals import RADICALS

# Letters that typesetters join into one character; a search for "find" should find "ﬁnd" too.
LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
# The codes of ligatures and marks in the encodings of TeX's bitmap fonts, OT1 and T1, and of a bullet in TS1.
# Such a font has no name, nor names of its characters; in old papers from TeX all fonts are such.
_LIGATURES = ("ff", "fi", "fl", "ffi", "ffl")
UNNAMED: Mapping[int, str] = {
    **dict(enumerate(_LIGATURES, 0x0B)),
    **dict(enumerate("“”„«»–—", 0x10)),
    **dict(enumerate(_LIGATURES, 0x1B)),
    0x88: "•",
}
# PDF writers that look a character up by its glyph find the radical ⼆ where the text has the word 二.
REPLACED = LIGATURES | RADICALS
# A wider gap (in em) than this between two characters of a row is a space.
SPACE = 0.15
# To the size of the letter before: raised and lowered marks are smaller.
SMALL = 0.85

# A name of a bold font: NimbusRomNo9L-Medi, CMBX10, SimHei, FZHTK (hei ti), LiberationSerif-Bold.
BOLD = re.compile(r"bold|black|heavy|semibd|demi|medi\b|cmbx|cmssbx|sfbx|simhei|heiti|fzht|黑", re.I)
BOLD_WEIGHT = 600
NAME = 256  # bytes of a font's name; a longer one is not looked at


class Glyph(NamedTuple):
    """A character, its place on the page (in points from the lower left), its font size.

    is_bold   of the first one in a row or after a gap, whether its font is bold; else not known
    """

    text: str
    left: float
    right: float
    bottom: float
    size: float
    is_bold: bool = False


Row = list[Glyph]


def rows_of(textpage: pypdfium2.PdfTextPage, count: int) -> list[Row]:
    """The rows of a page, in the order in which the file draws them, each from left to right.

    count   of the page's characters, those that are read
    """
    rows: list[Row] = []
    for glyphs in _drawn_rows(_glyphs(textpage, count)):
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


def _drawn_rows(glyphs: Iterator[Glyph]) -> Iterator[Row]:
    """The library's rows, without their ends and the white space there."""
    row: Row = []
    for glyph in glyphs:
        if glyph.text != "\n":
            row.append(glyph)
            continue
        while row and row[-1].text.isspace():
            row.pop()
        if row:
            yield row
        row = []
    while row and row[-1].text.isspace():
        row.pop()
    if row:
        yield row


def _by_position(row: Row) -> Row:
    """The row from left to right, where the file draws parts of it out of order.

    Word processors draw the characters of another font, quotation marks in Chinese text for
    example, after the rest of their line. Text that runs from right to left or downwards is left as it is.
    """
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
    marks = [glyph for glyph in row if glyph.size and not glyph.text.isspace()]
    if not marks or any(glyph.text.isalnum() for glyph in marks):
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


def _glyphs(textpage: pypdfium2.PdfTextPage, count: int) -> Iterator[Glyph]:
    # The box includes the space around the ink, so that a full-width bracket （ begins at its left edge.
    box = pdfium.FS_RECTF()
    raw = textpage.raw  # a property and four lookups less for each character
    code_of, box_of, size_of = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_GetFontSize,
    )
    name = ctypes.create_string_buffer(NAME)
    flags = ctypes.c_int()
    high = 0
    last = 0.0  # the right edge of the glyph before in this row; 0 at its beginning
    named, scale = 0.0, 1.0  # the last size that a font was set at, and how large that is drawn
    for i in range(count):
        code = code_of(raw, i)
        if 0xD800 <= code < 0xDC00:  # the library counts in UTF-16
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        if code in (0, 0xD) and not (code and _unnamed(raw, i, code)):
            continue
        if code in (0xA, 0xFFFE):
            if code == 0xFFFE:
                yield Glyph("-", 0.0, 0.0, 0.0, 0.0)
            yield Glyph("\n", 0.0, 0.0, 0.0, 0.0)
            last = 0.0
            continue
        box_of(raw, i, box)
        set_at = size_of(raw, i)
        size = set_at * scale
        left, right = box.left, box.right
        is_apart = not -size < left - last < size
        # Where fonts are set at size 1, the scale alone tells them apart.
        if code != 0x20 and (is_apart or set_at != named or set_at < 2):
            named, scale = set_at, _scale(raw, i)
            size = set_at * scale
        if size <= 2 or (code == 0x20 and set_at < 2):  # a space that the library puts in has no height
            size = box.top - box.bottom
        is_bold = False
        if code != 0x20:
            if is_apart:
                length = pdfium.FPDFText_GetFontInfo(raw, i, name, NAME, flags)
                is_named = 0 < length <= NAME and BOLD.search(name.value.decode("utf-8", "replace"))
                is_bold = bool(is_named) or pdfium.FPDFText_GetFontWeight(raw, i) >= BOLD_WEIGHT
            last = right
        # The library puts this for a hyphen at a line's end, and leaves that end out.
        if code == 0x2 and pdfium.FPDFText_IsHyphen(raw, i) == 1:
            yield Glyph("-", left, right, box.bottom, size)
            yield Glyph("\n", 0.0, 0.0, 0.0, 0.0)
            last = 0.0
            continue
        letter = REPLACED.get(code) or (code in UNNAMED and _unnamed(raw, i, code)) or chr(code)
        yield Glyph(letter, left, right, box.bottom, size, is_bold)


def _scale(raw: pdfium.FPDF_TEXTPAGE, i: int) -> float:
    """How much larger a character is drawn than the size of its font says: browsers print at 0.75."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(raw, i, matrix):
        return 1.0
    width = math.hypot(matrix.a, matrix.b)
    return abs(matrix.a * matrix.d - matrix.b * matrix.c) / width if width else 1.0


def _unnamed(raw: pdfium.FPDF_TEXTPAGE, i: int, code: int) -> str:
    """The ligature or mark that a control character of a font without a name shows; empty for others."""
    if pdfium.FPDFText_IsGenerated(raw, i):
        return ""
    name = ctypes.create_string_buffer(NAME)
    length = pdfium.FPDFText_GetFontInfo(raw, i, name, NAME, ctypes.c_int())
    return "" if length and name.value else UNNAMED.get(code, "")
