"""DOCX: leverage as a table in Word, the differences to the memory's source marked."""

from __future__ import annotations

from html import escape
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from duiqi.corpus.leverage import Leverage, LeveragedSegment, Match
from duiqi.corpus.localization import localized
from duiqi.exports.checksum import DOCUMENT
from duiqi.exports.leverage.rows import Cleaners, chosen, difference, figure, remarks
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.word import (
    CLOSING,
    DECLARATION,
    WordSide,
    cell,
    member,
    package_parts,
    paragraph,
    table_opening,
    word_side,
)

WIDTHS = {"ID": 750, "Source": 4700, "Target": 4700, "Match": 1488, "Remarks": 3500}
# Colours as in the page; insertions are underlined and deletions struck out as well.
LOOKS: dict[str, str] = {
    "": "",
    "inserted": '<w:color w:val="0B5394"/><w:u w:val="single"/>',
    "deleted": '<w:strike/><w:color w:val="B45F06"/>',
}


def write_docx(leverage: Leverage, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write one table, a row a segment; the target is filled from the threshold on."""
    clean = Cleaners.of(leverage, tally, options.plain_spaces)
    sides = word_side(options.code(leverage.source_lang)), word_side(options.code(leverage.target_lang))
    title, date = clean.plain(leverage.title()), options.date()
    legend = (
        _run(localized("only in the new text"), LOOKS["inserted"])
        + _run("  ")
        + _run(localized("only in the memory's"), LOOKS["deleted"])
    )
    headings = {localized(name): width for name, width in WIDTHS.items()}
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, text in package_parts(sides, (title, ""), title, date).items():
            with member(archive, name, date) as part:
                part.write((DECLARATION + text).encode())
        with member(archive, DOCUMENT, date) as part:
            part.write(table_opening(title, legend, headings).encode())
            for segment, filled in chosen(leverage, tally):
                part.write(_row(segment, filled, sides, clean).encode())
            part.write(CLOSING.encode())


def _row(
    segment: LeveragedSegment, filled: Match | None, sides: tuple[WordSide, WordSide], clean: Cleaners
) -> str:
    shown = filled or segment.proposal
    source = paragraph("Source", clean.source(segment.source), sides[0].run)
    if shown and shown.differs:
        source += _difference(shown)
    target = paragraph("Target", clean.target(filled.target) if filled else "", sides[1].run)
    if shown and not filled:
        target = paragraph("Target", f"〔{clean.target(shown.target)}〕", sides[1].run)
    notes = [*map(localized, remarks(shown)), shown.origin] if shown else [""]
    texts = {
        "ID": paragraph("Margin", str(segment.number + 1)),
        "Source": source,
        "Target": target,
        "Match": paragraph("Margin", localized(figure(shown) if shown else segment.band.name)),
        "Remarks": "".join(paragraph("Margin", clean.plain(note)) for note in notes)
        or paragraph("Margin", ""),
    }
    cells = "".join(cell(WIDTHS[column], text) for column, text in texts.items())
    return f"<w:tr>{cells}</w:tr>\n"


def _difference(match: Match) -> str:
    """A paragraph with the difference of the sources."""
    runs = "".join(_run(piece.text, LOOKS[piece.look]) for piece in difference(match))
    return f'<w:p><w:pPr><w:pStyle w:val="Margin"/></w:pPr>{runs}</w:p>'


def _run(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'
