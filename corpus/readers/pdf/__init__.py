"""PDF with a text layer: its columns and lines put in their places again, then read as plain text.

A PDF has no paragraphs, only characters at positions. From these come the indents, empty
lines and page turns of plain text, and more: headings by their size, footnote marks by being
small and raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pypdfium2

from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.layout.assembly import paragraphs
from duiqi.corpus.model import Doubt
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.pdf.columns import common_gutter, layout_of
from duiqi.corpus.readers.pdf.glyphs import Glyph, Row
from duiqi.corpus.readers.pdf.lines import line_of
from duiqi.corpus.readers.pdf.rows import rows_of
from duiqi.corpus.readers.pdf.typescript import Column, typed

# In characters. More than a page can hold is a file made to do harm, or a drawing made of letters.
LARGEST_PAGE = 200_000
LARGEST = 100_000_000
# Characters that fonts without names for their characters give: of private use, and controls.
ODD = re.compile("[\ue000-\uf8ff\x00-\x08\x0b\x0d-\x1f]+")


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read a PDF. Raises UnreadableFile where it is locked, damaged or a scan without text."""
    pages, cut = _pages(data, name)
    empty = [number for number, columns in enumerate(pages, 1) if not columns]
    if len(empty) == len(pages):
        raise UnreadableFile(
            f"{name}: a PDF without text: its pages are pictures. Run text recognition on it first (OCR)"
        )
    text, markup = typed(pages)
    return Content(text, paragraphs(text, markup), tuple(_doubts(name, empty, cut, text)))


def _doubts(name: str, empty: Sequence[int], cut: Sequence[int], text: str) -> Iterator[Doubt]:
    """Doubts about pages without text or cut short, by their numbers, and about characters of private use."""
    if empty:
        yield Doubt(
            "pages-without-text",
            f"{name}: no text on {_listed(empty)}: blank, or pictures that need text recognition",
        )
    if cut:
        yield Doubt(
            "text-missing",
            f"{name}: more than {LARGEST_PAGE:,} characters on {_listed(cut)}: the text after is missing",
        )
    odd = sum(map(len, ODD.findall(text)))
    if 5 * odd > len(text):
        yield Doubt(
            "unknown-characters",
            f"{name}: its fonts do not say which characters they show; much of the text is wrong",
        )


def _listed(pages: Sequence[int]) -> str:
    which = ", ".join(map(str, pages[:8])) + (", …" if len(pages) > 8 else "")
    return f"page {which}" if len(pages) == 1 else f"pages {which}"


def _pages(data: bytes, name: str) -> tuple[list[list[Column]], list[int]]:
    """The columns of each page, and the numbers of the pages that are cut at LARGEST_PAGE."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableFile(f"{name}: protected by a password. Save it without one first") from None
        raise UnreadableFile(f"{name}: a damaged PDF. It may be cut short. Fetch or save it again") from None
    try:
        pages, gutters, cut = [], [], []
        total = 0
        for number in range(len(document)):
            columns, gutter, is_cut = _page(document, number, name)
            cut += [number + 1] if is_cut else []
            pages.append(columns)
            gutters.append(gutter)
            total += sum(len(line.text) for column in columns for line in column.lines)
            if total > LARGEST:
                raise UnreadableFile(f"{name}: more than {LARGEST:,} characters. Split it first")
        common = common_gutter(gutters)
        for number, gutter in enumerate(gutters):
            if common and gutter is None and pages[number]:
                pages[number], _, _ = _page(document, number, name, common)
    finally:
        document.close()
    if not pages:
        raise UnreadableFile(f"{name}: a PDF without pages. Fetch or save it again")
    return pages, cut


def _on_paper(rows: Sequence[Row], paper: tuple[float, float, float, float]) -> Sequence[Row]:
    """The rows of a page that are on the paper at least in part; slides have notes beside it."""
    left, bottom, right, top = paper

    def is_on(glyph: Glyph) -> bool:
        is_within = left < glyph.right and glyph.left < right
        return not glyph.size or (is_within and bottom < glyph.bottom + glyph.size and glyph.bottom < top)

    return [row for row in rows if is_on(row[0]) or is_on(row[-1])]


def _page(
    document: pypdfium2.PdfDocument, number: int, name: str, known: float | None = None
) -> tuple[list[Column], float | None, bool]:
    """The columns of a page in reading order with their lines, its gutter, and whether its text is cut.

    known   the gutter of the document's other pages
    """
    try:
        page = document[number]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        raise UnreadableFile(f"{name}, page {number + 1}: damaged. Fetch or save the file again") from None
    count = textpage.count_chars()
    rows = _on_paper(rows_of(textpage, min(count, LARGEST_PAGE)), page.get_mediabox())
    width, height = page.get_size()
    textpage.close()
    page.close()
    blocks, gutter = layout_of(rows, known, is_slide=width > height)
    columns = []
    for block in blocks:
        lines = [line for row in block.rows if (line := line_of(row))]
        columns += [Column(lines, block.left, block.measure)] if lines else []
    return columns, gutter, count > LARGEST_PAGE
