"""The glyphs of a PDF page as PDFium finds them: their text, places and fonts, in its rows.

PDFium is asked one character at a time, and each question takes longer than what it answers. So the text
is asked for once a page, and what the font says once for each text object, which has one font.
"""

from __future__ import annotations

import ctypes
import math
import re
from array import array
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple

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
HYPHENS = ("\x02", "\ufffe")  # the library puts one for a hyphen at a line's end, and leaves that end out
# The characters that are not simply shown: ends of rows, halves of UTF-16, and all of the above.
SPECIAL = re.compile(
    f"[\ud800-\udbff][\udc00-\udfff]?|[\x00-\x1f\ufffe{''.join(map(chr, {**UNNAMED, **REPLACED}))}]"
)

# A name of a bold font: NimbusRomNo9L-Medi, CMBX10, SimHei, FZHTK (hei ti), LiberationSerif-Bold.
BOLD = re.compile(r"bold|black|heavy|semibd|demi|medi\b|cmbx|cmssbx|sfbx|simhei|heiti|fzht|黑", re.I)
BOLD_WEIGHT = 600
NAME = 256  # bytes of a font's name; a longer one is not looked at
# In points. So small a font is drawn larger than it says: then the height of its letters tells more.
SMALLEST = 2


class Glyph(NamedTuple):
    """A character, its place on the page (in points from the lower left), its font size.

    size   0 of a space that the library put in
    """

    text: str
    left: float
    right: float
    bottom: float
    size: float
    is_bold: bool = False


Row = list[Glyph]


class Font(NamedTuple):
    """The font of a text object: its size in points as it is drawn, whether it is bold."""

    size: float
    is_bold: bool


def _function(name: str, result: Any, *arguments: Any) -> Any:
    """A function of PDFium that takes addresses as numbers, which saves a third of the time of a call."""
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


# The box includes the space around the ink, so that a full-width bracket （ begins at its left edge.
_box_of = _function("FPDFText_GetLooseCharBox", None, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_object_of = _function("FPDFText_GetTextObject", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_font_of = _function("FPDFTextObj_GetFont", ctypes.c_void_p, ctypes.c_void_p)


def drawn_rows(textpage: pypdfium2.PdfTextPage, count: int) -> Iterator[Row]:
    """The library's rows, without their ends and the white space there."""
    raw = textpage.raw
    text = _text(raw, count)
    letters, rows = _letters_and_rows(raw, text)
    lefts, bottoms, rights, tops = _boxes(raw, count)
    sizes, bolds = _sizes_and_bolds(raw, letters, rows)
    for at, size in enumerate(sizes):
        if size <= SMALLEST:
            sizes[at] = tops[at] - bottoms[at]
    parts = zip(letters, lefts, rights, bottoms, sizes, bolds, strict=True)
    glyphs: list[Glyph] = list(map(tuple.__new__, repeat(Glyph), parts))
    is_whole = "" not in letters
    for row in rows:
        found = glyphs[row.start : row.stop]
        yield found if is_whole else [glyph for glyph in found if glyph.text]


def _text(raw: pdfium.FPDF_TEXTPAGE, count: int) -> str:
    """The characters of a page, one for each of the library's: it counts in UTF-16."""
    units = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(raw, 0, count, units)
    if written == count + 1:
        return "".join(map(chr, units[:count]))
    # A control character has no text.
    return "".join(chr(pdfium.FPDFText_GetUnicode(raw, i)) for i in range(count))


def _letters_and_rows(raw: pdfium.FPDF_TEXTPAGE, text: str) -> tuple[list[str], list[range]]:
    """What each character shows, empty where it is nothing, and the rows as their numbers."""
    letters = list(text)
    ends: list[tuple[int, int]] = []  # of the rows, and where the next one begins
    for found in SPECIAL.finditer(text):
        at, letter = found.start(), found[0]
        if letter == "\n":
            ends.append((at, at + 1))
        elif letter in HYPHENS and pdfium.FPDFText_IsHyphen(raw, at) == 1:
            letters[at] = "-"
            ends.append((at + 1, at + 1))
        elif len(letter) == 2:
            letters[at : at + 2] = "", letter.encode("utf-16", "surrogatepass").decode("utf-16")
        elif "\ud800" <= letter <= "\udbff":
            letters[at] = ""
        else:
            code = ord(letter)
            shown = REPLACED.get(code) or (code in UNNAMED and _unnamed(raw, at, code))
            letters[at] = shown or ("" if letter in "\0\r" else letter)
    rows = []
    start = 0
    for end, following in [*ends, (len(letters), 0)]:
        stop = end
        while stop > start and (not letters[stop - 1] or letters[stop - 1].isspace()):
            stop -= 1
        if stop > start:
            rows.append(range(start, stop))
        start = following
    return letters, rows


def _boxes(raw: pdfium.FPDF_TEXTPAGE, count: int) -> tuple[list[float], ...]:
    """The left, lower, right and upper edges of the characters, in points."""
    boxes = array("f", bytes(16 * count))  # FS_RECTF: left, top, right, bottom
    start, _ = boxes.buffer_info()
    page = ctypes.cast(raw, ctypes.c_void_p).value
    deque(map(_box_of, repeat(page), range(count), range(start, start + 16 * count, 16)), maxlen=0)
    return tuple(boxes[edge::4].tolist() for edge in (0, 3, 2, 1))


def _sizes_and_bolds(
    raw: pdfium.FPDF_TEXTPAGE, letters: Sequence[str], rows: Sequence[range]
) -> tuple[list[float], list[bool]]:
    """The font sizes of the characters, and which are bold; 0 and not where the library put one in."""
    page = ctypes.cast(raw, ctypes.c_void_p).value
    sizes, bolds = [0.0] * len(letters), [False] * len(letters)
    fonts: dict[int | None, Font] = {None: Font(0.0, is_bold=False)}
    bold: dict[int, bool] = {}
    for row in rows:
        first = _object_of(page, row[0])
        # A row that begins and ends in one object is in it.
        is_one = first == _object_of(page, row[-1])
        objects = [first] if is_one else list(map(_object_of, repeat(page), row))
        for new in set(objects) - fonts.keys():
            at = row[objects.index(new)]
            font = _font_of(new)
            if font not in bold:
                bold[font] = _is_bold(raw, at)
            fonts[new] = Font(pdfium.FPDFText_GetFontSize(raw, at) * _scale(raw, at), bold[font])
        many = len(row) if is_one else 1
        sizes[row.start : row.stop] = [fonts[one].size for one in objects] * many
        bolds[row.start : row.stop] = [fonts[one].is_bold for one in objects] * many
    return sizes, bolds


def _is_bold(raw: pdfium.FPDF_TEXTPAGE, i: int) -> bool:
    """Whether the font of a character is bold."""
    name = ctypes.create_string_buffer(NAME)
    length = pdfium.FPDFText_GetFontInfo(raw, i, name, NAME, ctypes.c_int())
    is_named = 0 < length <= NAME and BOLD.search(name.value.decode("utf-8", "replace"))
    return bool(is_named) or int(pdfium.FPDFText_GetFontWeight(raw, i)) >= BOLD_WEIGHT


def _scale(raw: pdfium.FPDF_TEXTPAGE, i: int) -> float:
    """How much larger a character is drawn than the size of its font says: browsers print at 0.75."""
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
