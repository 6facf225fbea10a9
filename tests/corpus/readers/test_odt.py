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


def texts(body: str, styles: str = "") -> list[str]:
    return [p.text for p in odt(body, styles).paragraphs]


DRAWING = f'xmlns:draw="{NAMES}:drawing:1.0"'
SHAPE = f"<draw:custom-shape {DRAWING}><text:p>Note.</text:p></draw:custom-shape>"
FRAME = f"<draw:frame {DRAWING}><draw:text-box><text:p>Note.</text:p></draw:text-box></draw:frame>"


def test_text_in_a_frame_or_a_shape_comes_after_the_sentence_that_it_hangs_on() -> None:
    for box in (SHAPE, FRAME, f"<text:span>{SHAPE}</text:span>"):
        assert texts(f"<text:p>The lamp {box}is lit.</text:p>") == ["The lamp is lit.", "Note."]


def test_text_that_is_hidden_is_left_out() -> None:
    style = '<style:style style:name="{}"{}><style:text-properties {}/></style:style>'
    hidden = style.format("T1", ' style:parent-style-name="Hidden"', 'style:font-name="Arial"')
    hidden += style.format("Hidden", "", 'text:display="none"')
    assert texts('<text:p>Lit<text:span text:style-name="T1">secret</text:span> lamp.</text:p>', hidden) == [
        "Lit lamp."
    ]
    assert texts('<text:p text:style-name="T1">Secret.</text:p><text:p>Lamp.</text:p>', hidden) == ["Lamp."]
    section = '<text:section text:display="{}"><text:p>Secret.</text:p></text:section><text:p>Lamp.</text:p>'
    assert texts(section.format("none")) == ["Lamp."]
    assert texts(section.format("true")) == ["Secret.", "Lamp."]
    field = '<text:p><text:hidden-{} text:is-hidden="{}">Secret. </text:hidden-{}>Lamp.</text:p>'
    assert texts(field.format("text", "true", "text")) == ["Lamp."]
    assert texts(field.format("text", "false", "text")) == ["Secret. Lamp."]
    assert texts("<text:p>Oil.</text:p>" + field.format("paragraph", "true", "paragraph")) == ["Oil."]


def test_pictures_written_as_letters_are_no_text() -> None:
    styles = (
        '<style:style style:name="T1"><style:text-properties style:font-name="Wingdings"/></style:style>'
        '<style:style style:name="T2"><style:text-properties style:font-name="Arial"/></style:style>'
    )
    check = '<text:span text:style-name="T1">ü</text:span>'
    assert texts(f"<text:p>{check} Lit \uf0fc.</text:p>", styles) == ["Lit ."]
    inner = '<text:span text:style-name="T1">ü灯<text:span text:style-name="T2">塔</text:span></text:span>'
    assert texts(f"<text:p>{inner}</text:p>", styles) == ["灯塔"]


def test_a_soft_hyphen_within_a_word_is_not_shown() -> None:
    assert texts("<text:p>light\u00adhouse 灯\u00ad塔</text:p>") == ["lighthouse 灯塔"]
