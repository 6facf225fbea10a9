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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from operator import mul
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


def _function(name: str, result: Any, *arguments: Any) -> Any:
    """A function of PDFium that takes addresses as numbers, which saves a third of the time of a call."""
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


# The box includes the space around the ink, so that a full-width bracket （ begins at its left edge.
_box_of = _function("FPDFText_GetLooseCharBox", None, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_matrix_of = _function("FPDFText_GetMatrix", None, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_size_of = _function("FPDFText_GetFontSize", ctypes.c_double, ctypes.c_void_p, ctypes.c_int)
_object_of = _function("FPDFText_GetTextObject", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_font_of = _function("FPDFTextObj_GetFont", ctypes.c_void_p, ctypes.c_void_p)


def drawn_rows(textpage: pypdfium2.PdfTextPage, count: int) -> Iterator[Row]:
    """The library's rows, without their ends and the white space there."""
    raw = textpage.raw
    text = _text(raw, count)
    letters, rows = _letters_and_rows(raw, text)
    lefts, bottoms, rights, tops = _boxes(raw, count)
    sizes, bolds = _sizes_and_bolds(raw, count, rows)
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


def _boxes(raw: pdfium.FPDF_TEXTPAGE, count: int) -> Sequence[list[float]]:
    """The left, lower, right and upper edges of the characters, in points."""
    left, top, right, bottom = _structures(_box_of, raw, range(count), 4)
    return left, bottom, right, top


def _structures(
    function: Any, raw: pdfium.FPDF_TEXTPAGE, characters: Collection[int], fields: int
) -> Sequence[list[float]]:
    """The fields, each as a list, of the structures of floats that a function writes for some characters."""
    size = 4 * fields
    written = array("f", bytes(size * len(characters)))
    start, _ = written.buffer_info()
    places = range(start, start + size * len(characters), size)
    deque(map(function, repeat(_address(raw)), characters, places), maxlen=0)
    return [written[field::fields].tolist() for field in range(fields)]


def _address(raw: pdfium.FPDF_TEXTPAGE) -> int | None:
    return ctypes.cast(raw, ctypes.c_void_p).value


def _sizes_and_bolds(
    raw: pdfium.FPDF_TEXTPAGE, count: int, rows: Iterable[range]
) -> tuple[list[float], list[bool]]:
    """The font sizes of the characters, and which are bold; 0 and not where the library put one in."""
    page = _address(raw)
    objects: list[list[int | None]] = []
    examples: dict[int | None, int] = {}  # a character of each object
    for row in rows:
        first, last = _object_of(page, row[0]), _object_of(page, row[-1])
        # A row that begins and ends in one object is in it.
        objects.append([first] if first == last else list(map(_object_of, repeat(page), row)))
        examples.update(zip(objects[-1], row, strict=False))
    examples.pop(None, None)
    size_of, is_bold = _fonts(raw, examples)
    sizes, bolds = [0.0] * count, [False] * count
    for row, found in zip(rows, objects, strict=True):
        many = len(row) // len(found)
        sizes[row.start : row.stop] = [*map(size_of.__getitem__, found)] * many
        bolds[row.start : row.stop] = [*map(is_bold.__getitem__, found)] * many
    return sizes, bolds


def _fonts(
    raw: pdfium.FPDF_TEXTPAGE, examples: Mapping[int | None, int]
) -> tuple[dict[int | None, float], dict[int | None, bool]]:
    """The font sizes of text objects as they are drawn, and which are bold; browsers print at 0.75."""
    characters = examples.values()
    sizes = map(_size_of, repeat(_address(raw)), characters)
    a, b, c, d, _, _ = _structures(_matrix_of, raw, characters, 6)
    scales = map(abs, d) if not any(b) and not any(c) else map(_scale, a, b, c, d)
    fonts = list(map(_font_of, examples))
    bold = {font: _is_bold(raw, i) for font, i in dict(zip(fonts, characters, strict=True)).items()}
    size_of = dict(zip(examples, map(mul, sizes, scales), strict=True))
    is_bold = dict(zip(examples, map(bold.__getitem__, fonts), strict=True))
    return {None: 0.0, **size_of}, {None: False, **is_bold}


def _scale(a: float, b: float, c: float, d: float) -> float:
    """How much larger a matrix draws characters than the size of their font says."""
    width = math.hypot(a, b)
    return abs(a * d - b * c) / width if width else 0.0


def _is_bold(raw: pdfium.FPDF_TEXTPAGE, i: int) -> bool:
    """Whether the font of a character is bold."""
    return _is_bold_name(_name(raw, i)) or int(pdfium.FPDFText_GetFontWeight(raw, i)) >= BOLD_WEIGHT


@lru_cache
def _is_bold_name(name: bytes) -> bool:
    return bool(BOLD.search(name.decode("utf-8", "replace")))


def _name(raw: pdfium.FPDF_TEXTPAGE, i: int) -> bytes:
    """The name of the font of a character; empty where it has none, or a very long one."""
    name = ctypes.create_string_buffer(NAME)
    length = pdfium.FPDFText_GetFontInfo(raw, i, name, NAME, None)
    return name.value if 0 < length <= NAME else b""


def _unnamed(raw: pdfium.FPDF_TEXTPAGE, i: int, code: int) -> str:
    """The ligature or mark that a control character of a font without a name shows; empty for others."""
    if pdfium.FPDFText_IsGenerated(raw, i):
        return ""
    return "" if _name(raw, i) else UNNAMED.get(code, "")
