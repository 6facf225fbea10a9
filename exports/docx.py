"""DOCX: a bilingual table in Word, to read, print, send to a client and read back.

A row a bead under a heading that each page repeats: number, source, target, confidence, status
and note, on A4 in landscape. The segments of a bead are paragraphs of its cells, so that their
cut comes back. Confidence is a figure and a shade; the status is chosen from a list. Each side
has a paragraph style with its language, script direction and fonts. The number of a row has a hidden
bookmark, whose name is the checksum of the row's texts: an edit shows without a tracked change.

Offsets, labels and scores are not written: a client's table is no file of record.
"""

from __future__ import annotations

from functools import cache
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from duiqi.corpus.bitext.conventions import BOOKMARK, STATUSES, checksum_of
from duiqi.corpus.localization import localized, translated, user_language
from duiqi.corpus.model import Alignment
from duiqi.exports.bands import BANDS, Band, band
from duiqi.exports.checksum import DOCUMENT
from duiqi.exports.hygiene import Cleaner
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.texts import Text
from duiqi.exports.units import TranslationUnit, translation_units
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
from duiqi.exports.workbook import lines

# Widths of the columns in twentieths of a point: together what A4 in landscape has between its margins.
WIDTHS = {"ID": 850, "Source": 5000, "Target": 5000, "Confidence": 1250, "Status": 1200, "Note": 1838}

# A row is kept on one page unless a text in it has more lines than this, of so many letters.
COLUMN, TALLEST = 50, 25

# Beyond this a zip archive needs an extension, which Word does not promise to read. Some 1.2 million rows.
LARGEST = (1 << 31) - (1 << 20)
TOO_LARGE = "beyond the 2 GB that the text of a Word file can have"


def write_docx(alignment: Alignment, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write one table, a row a bead, beads with an empty side included."""
    sides = word_side(options.code(alignment.source.lang)), word_side(options.code(alignment.target.lang))
    clean = Cleaner("und", tally)
    names = clean(alignment.source.name), clean(alignment.target.name)
    title = " – ".join(name or side.code for name, side in zip(names, sides, strict=True))
    date = options.date()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, text in package_parts(sides, names, title, date).items():
            with member(archive, name, date) as part:
                part.write((DECLARATION + text).encode())
        with member(archive, DOCUMENT, date) as part:
            part.write(_opening(title, sides).encode())
            size = 0
            for place, unit in enumerate(translation_units(alignment, options, tally, unpaired=True)):
                row = _row(unit, place, sides).encode()
                size += len(row)
                if size > LARGEST:
                    tally.written -= 1
                    tally.left_out[TOO_LARGE] += 1
                    continue
                part.write(row)
            part.write(CLOSING.encode())


# The document


def _opening(title: str, sides: tuple[WordSide, WordSide]) -> str:
    """The document up to its first bead."""
    legend = "".join(
        f'<w:r><w:rPr><w:shd w:val="clear" w:color="auto" w:fill="{found.colour}"/></w:rPr>'
        f'<w:t xml:space="preserve"> {_meaning(found)} </w:t></w:r>'
        '<w:r><w:t xml:space="preserve">  </w:t></w:r>'
        for found in BANDS
    )
    codes = {"Source": f" ({sides[0].code})", "Target": f" ({sides[1].code})"}
    headings = [localized(name) + codes.get(name, "") for name in WIDTHS]
    opening = f'<w:r><w:t xml:space="preserve">{localized("Confidence:")}  </w:t></w:r>{legend}'
    return table_opening(title, opening, dict(zip(headings, WIDTHS.values(), strict=True)))


def _meaning(found: Band) -> str:
    """What the colour of a band says."""
    shown = f"and above: {found.name}" if found.low else f"below: {found.name}"
    return f"{found.low:.2f} {localized(shown)}" if found.low else localized(shown)


def _row(unit: TranslationUnit, place: int, sides: tuple[WordSide, WordSide]) -> str:
    """A bead on a line of its own. All texts in it have passed a Cleaner."""
    bead = unit.bead
    tall = max(lines(unit.source.text, COLUMN), lines(unit.target.text, COLUMN)) > TALLEST
    return "".join(
        (
            "<w:tr>" if tall else "<w:tr><w:trPr><w:cantSplit/></w:trPr>",
            _cell("ID", paragraph("Margin", unit.id, opening=_bookmark(unit, place))),
            _cell("Source", _segments("Source", unit.source, sides[0])),
            _cell("Target", _segments("Target", unit.target, sides[1])),
            _cell("Confidence", paragraph("Margin", f"{bead.confidence:.2f}"), band(bead.confidence).colour),
            _cell("Status", _status(bead.status, user_language())),
            _cell("Note", paragraph("Margin", unit.note)),
            "</w:tr>\n",
        )
    )


def _bookmark(unit: TranslationUnit, place: int) -> str:
    """A bookmark with the checksum of a row, as it is read: a space between the paragraphs of a cell."""
    checksum = checksum_of(*(" ".join(text.segments()) for text in (unit.source, unit.target)))
    name = BOOKMARK.format(checksum=checksum, place=place)
    return f'<w:bookmarkStart w:id="{place}" w:name="{name}"/><w:bookmarkEnd w:id="{place}"/>'


def _segments(style: str, text: Text, side: WordSide) -> str:
    """A side's segments, a paragraph each."""
    return "".join(paragraph(style, segment, side.run) for segment in text.segments())


def _cell(column: str, content: str, fill: str = "") -> str:
    return cell(WIDTHS[column], content, fill)


@cache
def _status(status: str, language: str) -> str:
    """A status in a list from which another can be chosen, in the user's language."""
    shown = {word: translated(word, language) for word in STATUSES}
    choices = "".join(
        f'<w:listItem w:displayText="{text}" w:value="{word}"/>' for word, text in shown.items()
    )
    return (
        '<w:p><w:pPr><w:pStyle w:val="Margin"/></w:pPr><w:sdt><w:sdtPr><w:alias w:val="Status"/>'
        f"<w:dropDownList>{choices}</w:dropDownList></w:sdtPr>"
        f"<w:sdtContent><w:r><w:t>{shown[status]}</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
