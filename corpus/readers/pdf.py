"""PDF with a text layer: its lines put in their places again, then read as plain text.

A PDF has no paragraphs, only characters at positions. From these come the indents, empty
lines and page turns of plain text, and more: headings by their size, footnote marks by being
small and raised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.layout import Markup, paragraphs
from duiqi.corpus.layout.plain_markup import markup_of
from duiqi.corpus.model import Doubt, Kind
from duiqi.corpus.readers.content import Content

if TYPE_CHECKING:
    import pypdfium2

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
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# In characters. More than a page can hold is a file made to do harm, or a drawing made of letters.
LARGEST_PAGE = 200_000
LARGEST = 100_000_000


class Glyph(NamedTuple):
    """A character, its place on the page (in points from the lower left), its font size."""

    text: str
    left: float
    right: float
    bottom: float
    size: float


class Line(NamedTuple):
    """A line of a page: its text, the same with raised digits raised, where it begins, its font size."""

    text: str
    seen: str
    left: float
    bottom: float
    size: float


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read a PDF. Raises UnreadableFile where it is locked, damaged or a scan without text."""
    pages = _pages(data, name)
    empty = [number for number, lines in enumerate(pages, 1) if not lines]
    if len(empty) == len(pages):
        raise UnreadableFile(
            f"{name}: a PDF without text: its pages are pictures. Run text recognition on it first (OCR)"
        )
    sizes = Counter(round(line.size, 1) for lines in pages for line in lines for _ in line.text)
    text, seen, kinds = _typed(pages, body=sizes.most_common(1)[0][0])
    tables = markup_of(seen)
    markup = Markup(tables.seen if tables else seen, {**kinds, **(tables.kinds if tables else {})})
    return Content(text, paragraphs(text, markup), tuple(_doubts(name, empty, text)))


def _doubts(name: str, empty: Sequence[int], text: str) -> Iterator[Doubt]:
    """Doubts about pages without text, by their numbers, and about characters of private use."""
    if empty:
        which = ", ".join(map(str, empty[:8])) + (", …" if len(empty) > 8 else "")
        plural = "page" if len(empty) == 1 else "pages"
        yield Doubt(
            "pages-without-text",
            f"{name}: no text on {plural} {which}: blank, or pictures that need text recognition",
        )
    odd = sum("\ue000" <= c <= "\uf8ff" or c < " " for c in text if c not in "\n\f\t")
    if 5 * odd > len(text):
        yield Doubt(
            "unknown-characters",
            f"{name}: its fonts do not say which characters they show; much of the text is wrong",
        )


def _pages(data: bytes, name: str) -> list[list[Line]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableFile(f"{name}: protected by a password. Save it without one first") from None
        raise UnreadableFile(f"{name}: a damaged PDF. It may be cut short: fetch or save it again") from None
    try:
        pages = []
        total = 0
        for number in range(len(document)):
            lines = list(_lines(document, number, name))
            total += sum(len(line.text) for line in lines)
            if total > LARGEST:
                raise UnreadableFile(f"{name}: more than {LARGEST:,} characters. Split it first")
            pages.append(lines)
    finally:
        document.close()
    if not pages:
        raise UnreadableFile(f"{name}: a PDF without pages. Fetch or save it again")
    return pages


def _lines(document: pypdfium2.PdfDocument, number: int, name: str) -> Iterator[Line]:
    """The lines of a page, in the library's order."""
    import pypdfium2

    try:
        page = document[number]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        raise UnreadableFile(f"{name}, page {number + 1}: damaged. Fetch or save the file again") from None
    line: list[Glyph] = []
    for glyphs in _rows(_glyphs(textpage, min(textpage.count_chars(), LARGEST_PAGE))):
        if line and _on_one_line(line, glyphs):
            gap = glyphs[0].left - line[-1].right
            line += [Glyph(" ", 0.0, 0.0, 0.0, 0.0)] if gap > 0.15 * glyphs[0].size else []
            line += glyphs
        else:
            yield from _line(line)
            line = glyphs
    yield from _line(line)
    textpage.close()
    page.close()


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """The library's lines, without their ends and the white space there."""
    row: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text != "\n":
            row.append(glyph)
            continue
        while row and row[-1].text.isspace():
            row.pop()
        if row:
            yield row
        row = []
    if row:
        yield row


def _on_one_line(line: Sequence[Glyph], row: Sequence[Glyph]) -> bool:
    """Whether a row continues a line: the library begins a new one after a raised footnote mark."""
    ends = [glyph for glyph in line if glyph.size]
    begins = [glyph for glyph in row if glyph.size]
    if not ends or not begins:
        return False
    size = max(max(glyph.size for glyph in ends[-8:]), begins[0].size)
    level = max(glyph.bottom for glyph in ends[-8:]) - begins[0].bottom
    return abs(level) < 0.6 * size and -0.3 * size < begins[0].left - ends[-1].right < 1.5 * size


def _glyphs(textpage: pypdfium2.PdfTextPage, count: int) -> Iterator[Glyph]:
    import pypdfium2.raw as pdfium

    # The box includes the space around the ink, so that a full-width bracket （ begins at its left edge.
    box = pdfium.FS_RECTF()
    high = 0
    for i in range(count):
        code = pdfium.FPDFText_GetUnicode(textpage, i)
        if 0xD800 <= code < 0xDC00:  # the library counts in UTF-16
            high = code
            continue
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        if code in (0, 0xD):
            continue
        if code in (0xA, 0xFFFE):
            if code == 0xFFFE:
                yield Glyph("-", 0.0, 0.0, 0.0, 0.0)
            yield Glyph("\n", 0.0, 0.0, 0.0, 0.0)
            continue
        pdfium.FPDFText_GetLooseCharBox(textpage, i, box)
        size = pdfium.FPDFText_GetFontSize(textpage, i)
        # A font may be set at size 1 and scaled: then only the drawn height is its size.
        size = size if size > 2 else box.top - box.bottom
        yield Glyph(LIGATURES.get(code) or chr(code), box.left, box.right, box.bottom, size)


def _line(glyphs: Sequence[Glyph]) -> Iterator[Line]:
    drawn = [glyph for glyph in glyphs if not glyph.text.isspace() and glyph.size]
    if not drawn:
        return
    size = Counter(round(glyph.size, 1) for glyph in drawn).most_common(1)[0][0]
    bottom = median(glyph.bottom for glyph in drawn)
    text, seen = [], []
    for number, glyph in enumerate(glyphs):
        if glyph.text == " " and 0 < number < len(glyphs) - 1:
            gap = glyphs[number + 1].left - glyphs[number - 1].right
            if gap > 2 * size:  # the columns of a table
                text.append("\t")
                seen.append("\t")
                continue
        small = glyph.text.isdigit() and glyph.text.isascii() and 0 < glyph.size < 0.85 * size
        raised = glyph.text.isdigit() and glyph.text.isascii() and glyph.bottom > bottom + 0.15 * size
        text.append(glyph.text)
        seen.append(
            glyph.text.translate(RAISED)
            if raised and (small or glyph.bottom > bottom + 0.3 * size)
            else glyph.text
        )
    yield Line("".join(text), "".join(seen), drawn[0].left, bottom, size)


def _typed(pages: Sequence[Sequence[Line]], body: float) -> tuple[str, str, dict[int, Kind]]:
    """The pages as plain text: indents as spaces, a wider gap as an empty line.

    Returns the text, the same with raised digits raised, and the kinds of lines by their offsets.
    """
    text: list[str] = []
    seen: list[str] = []
    kinds: dict[int, Kind] = {}
    at = 0

    def put(piece: str, looks: str = "") -> None:
        nonlocal at
        text.append(piece)
        seen.append(looks or piece)
        at += len(piece)

    for number, lines in enumerate(pages):
        if number:
            put("\f")
        if not lines:
            continue
        drops = [a.bottom - b.bottom for a, b in pairwise(lines) if 0 < a.bottom - b.bottom < 4 * body]
        pitch = median(sorted(drops)[: max(1, (len(drops) * 3 + 3) // 4)]) if drops else body * 1.2
        margin = min(line.left for line in lines)
        last: Line | None = None
        for line in lines:
            if last is not None:
                drop = last.bottom - line.bottom
                usual = max(pitch, 1.0) * max(1.0, line.size / body)
                put(
                    "\n\n"
                    if drop > 1.3 * usual or drop < -0.5 * usual or abs(line.size - last.size) > 0.15 * body
                    else "\n"
                )
            put(" " * max(0, min(40, round((line.left - margin) / (0.5 * body)))))
            content = line.text.rstrip()
            if line.size > 1.15 * body and any(c.isalpha() for c in content):
                kinds[at + len(content) - len(content.lstrip())] = "heading"
            put(content, line.seen[: len(content)])
            last = line
        put("\n")
    return "".join(text), "".join(seen), kinds
