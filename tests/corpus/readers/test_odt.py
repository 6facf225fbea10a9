"""OpenDocument texts: numbers of lists as LibreOffice shows them, spaces, notes of several paragraphs."""

from __future__ import annotations

import io
import zipfile

from duiqi.corpus import Document, read_bytes

NAMES = "urn:oasis:names:tc:opendocument:xmlns"
LIBREOFFICE = "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"


def odt(body: str, styles: str = "") -> Document:
    """A document of one part, which is what LibreOffice writes but for the styles of pages."""
    spaces = " ".join(
        f'xmlns:{prefix}="{NAMES}:{name}:1.0"'
        for prefix, name in (("office", "office"), ("text", "text"), ("style", "style"))
    )
    content = (
        f'<office:document-content {spaces} xmlns:loext="{LIBREOFFICE}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return read_bytes(file.getvalue(), "a.odt")


def test_numbers_have_the_format_that_libreoffice_keeps_for_itself() -> None:
    """From 7.2 on it writes `loext:num-list-format`; display-levels alone would make `2.a.` of `a.`."""
    styles = (
        '<text:list-style style:name="L1">'
        '<text:list-level-style-number text:level="1" loext:num-list-format="第%1%条" style:num-format="1"/>'
        '<text:list-level-style-number text:level="2" loext:num-list-format="%2%)" style:num-format="a"'
        ' text:display-levels="2" style:num-suffix="."/></text:list-style>'
    )
    item = "<text:list-item><text:p>{}</text:p>{}</text:list-item>"
    inner = f"<text:list>{item.format('内', '')}</text:list>"
    found = odt(f'<text:list text:style-name="L1">{item.format("外", inner)}</text:list>', styles)
    assert [(p.label, p.text, p.automatic) for p in found.paragraphs] == [
        ("第1条", "外", True),
        ("a)", "内", True),
    ]


def test_a_number_of_spaces_that_is_none_is_one_space() -> None:
    assert [p.text for p in odt('<text:p>灯<text:s text:c="²"/>塔</text:p>').paragraphs] == ["灯 塔"]
    assert len(odt('<text:p>灯<text:s text:c="999999999"/>塔</text:p>').text) < 2000


def test_the_paragraphs_of_a_note_are_paragraphs() -> None:
    note = (
        '<text:note><text:note-citation text:label="*">*</text:note-citation><text:note-body>'
        "<text:p>See the Convention</text:p><text:p>And the almanac</text:p></text:note-body></text:note>"
    )
    found = odt(f"<text:p>Dusk{note} falls.</text:p>").paragraphs
    assert [(p.kind, p.label, p.text, p.automatic) for p in found] == [
        ("body", "", "Dusk falls.", False),
        ("footnote", "*", "See the Convention", False),
        ("footnote", "", "And the almanac", False),
    ]
