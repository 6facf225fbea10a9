"""Texts with parts of them marked: a hit of a check, words inserted or deleted. For pages and workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from duiqi.corpus.model import Span
from duiqi.exports.hygiene import DIVIDING, TAKEN_OUT
from duiqi.exports.options import Tally
from duiqi.exports.workbook import ESCAPE, Texts, does_not_fit, gathering, open_row

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Look = Literal["", "hit", "inserted", "deleted"]
ELEMENTS: dict[Look, str] = {"hit": "mark", "inserted": "ins", "deleted": "del"}
BREAKS = {ord(character): " " for character in DIVIDING}


class Piece(NamedTuple):
    """A part of a text, and how it is marked; not at all where `look` is empty."""

    text: str
    look: Look = ""


def pieces(text: str, spans: Iterable[Span], look: Look = "hit") -> list[Piece]:
    """A text cut at spans, which are marked. The spans are ascending; one inside another is left out.

    >>> pieces("resolution 60/97 of", [Span(11, 16)])
    [Piece(text='resolution ', look=''), Piece(text='60/97', look='hit'), Piece(text=' of', look='')]
    """
    found, end = [], 0
    for span in spans:
        if span.start >= end and span.end > span.start:
            found += [Piece(text[end : span.start]), Piece(text[span.start : span.end], look)]
            end = span.end
    return list(clean([*found, Piece(text[end:])]))


def clean(marked: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces that are not empty, without control characters and line breaks; all spaces are kept."""
    for piece in marked:
        if text := TAKEN_OUT.sub("", piece.text.translate(BREAKS)):
            yield Piece(text, piece.look)


def as_html(marked: Iterable[Piece]) -> str:
    """Pieces as HTML.

    >>> as_html([Piece("a < "), Piece("b", "inserted")])
    'a &lt; <ins>b</ins>'
    """
    return "".join(
        f"<{ELEMENTS[piece.look]}>{escape(piece.text)}</{ELEMENTS[piece.look]}>"
        if piece.look
        else escape(piece.text)
        for piece in marked
    )


class MarkedTexts:
    """Writes pieces into the cells of a workbook, each look in a font of its own."""

    def __init__(self, book: Workbook) -> None:
        self.plain = Texts(book)
        self.looks = {
            "hit": book.add_format({"bold": True, "font_color": "#C00000"}),
            "inserted": book.add_format({"underline": 1, "font_color": "#00602B"}),
            "deleted": book.add_format({"font_strikeout": True, "font_color": "#C00000"}),
        }

    def put_row(
        self,
        sheet: Worksheet,
        last: int,
        cells: Mapping[str, Sequence[Piece]],
        widths: Mapping[str, int],
        tally: Tally,
    ) -> int:
        """Write the cells of a row after the row `last`, where Excel has room for it; returns the last row.

        widths  of the columns, in their order
        """
        plain = {column: "".join(piece.text for piece in marked) for column, marked in cells.items()}
        if does_not_fit(list(plain.values()), last, tally):
            return last
        with gathering():
            open_row(sheet, last + 1, plain, widths)
            for place, column in enumerate(widths):
                if plain.get(column):
                    self.put(sheet, last + 1, place, cells[column])
        return last + 1

    def put(self, sheet: Worksheet, row: int, place: int, marked: Sequence[Piece]) -> None:
        """Write a text with its marks; without them where the workbook could not hold them."""
        marked = list(_merged(marked))
        text = "".join(piece.text for piece in marked)
        if len(marked) < 2 or ESCAPE.search(text):
            # A text of one piece cannot be of several fonts: a space after it, which nobody sees, can be.
            if len(marked) == 1 and marked[0].look and not ESCAPE.search(text):
                sheet.write_rich_string(row, place, self.looks[marked[0].look], text, " ", self.plain.text)
            else:
                self.plain.put(sheet, row, place, text)
            return
        parts: list[object] = []
        for piece in marked:
            parts += [self.looks[piece.look], piece.text] if piece.look else [piece.text]
        sheet.write_rich_string(row, place, *parts, self.plain.text)


def _merged(marked: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbouring pieces of one look as one: Excel's library leaves a cell of such pieces empty."""
    for look, some in groupby(marked, key=lambda piece: piece.look):
        yield Piece("".join(piece.text for piece in some), look)
