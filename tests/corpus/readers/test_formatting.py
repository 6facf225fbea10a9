"""Bold, italics, underlines and links of a Word file are codes beside its text, which stays as it was."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duiqi.corpus.model import Document
from duiqi.corpus.placing import CodesOf
from duiqi.corpus.read import read_bytes
from duiqi.segmenters import segment

docx = pytest.importorskip("docx")

WORDS = st.lists(
    st.tuples(
        st.sampled_from(["The ", "Party", " 𠀀", "signs. ", "甲方。", "\t", "1. "]),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


def word_file(paragraphs: list[list[tuple[str, bool, bool]]], formatted: bool = True) -> bytes:
    """A document of paragraphs of runs: text, bold, italic."""
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for text, bold, italic in runs:
            run = paragraph.add_run(text)
            if formatted:
                run.bold, run.italic = bold, italic
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(data: bytes) -> Document:
    return read_bytes(data, "a.docx", "en")


def test_a_bold_name_has_tags_as_omegat_shows_them() -> None:
    runs = [
        ("If ", False, False),
        ("Party A", True, False),
        (" fails, ", False, False),
        ("it pays", False, True),
    ]
    document = read(word_file([runs]))
    (only,) = segment(document)
    found = [(code.at, code.role, code.type, code.native) for code in CodesOf(document).within(only)]
    assert found == [
        (3, "open", "bold", "<t0/>"), (10, "close", "bold", "<t1/>"),
        (18, "open", "italic", "<t2/>"), (25, "close", "italic", ""),
    ]  # fmt: skip


def test_a_pair_around_two_sentences_has_one_half_in_each() -> None:
    document = read(
        word_file([[("He ", False, False), ("signs. She", True, False), (" pays.", False, False)]])
    )
    codes = CodesOf(document)
    first, second = ([(code.at, code.role) for code in codes.within(part)] for part in segment(document))
    assert (first, second) == ([(3, "open")], [(3, "close")])


@pytest.mark.slow
@settings(max_examples=40)  # python-docx takes longer to write a file than we to read it
@given(
    st.lists(WORDS, min_size=1, max_size=3).filter(
        lambda found: any(t.strip() for p in found for t, _, _ in p)
    )
)
def test_formatting_changes_no_text(paragraphs: list[list[tuple[str, bool, bool]]]) -> None:
    """Nor any paragraph; and what is enclosed is what was formatted."""
    formatted, plain = read(word_file(paragraphs)), read(word_file(paragraphs, formatted=False))
    assert (formatted.text, formatted.paragraphs) == (plain.text, plain.paragraphs)
    assert plain.codes == ()
    opened: dict[str, int] = {}
    bold = set()
    for code in formatted.codes:
        if code.role == "open":
            opened[code.id] = code.at
        elif code.type == "bold":
            bold |= {at for at in range(opened[code.id], code.at) if not formatted.text[at].isspace()}
    wanted = sum(len("".join(text.split())) for runs in paragraphs for text, is_bold, _ in runs if is_bold)
    assert len(bold) <= wanted


def element(tag: str, **attributes: str) -> object:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def test_a_footnotes_call_and_a_fields_result_have_tags_as_omegat_shows_them() -> None:
    """The mark of the note is no text, and takes no number."""
    document = docx.Document()
    paragraph = document.add_paragraph("A note")
    paragraph.add_run()._r.append(element("w:footnoteReference", id="2"))
    paragraph.add_run(" goes on")
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="begin"))
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))
    paragraph.add_run(" at 12")
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))
    paragraph.add_run(" of it, ")
    paragraph.add_run("here").bold = True
    stream = io.BytesIO()
    document.save(stream)
    found = read(stream.getvalue())
    (only,) = segment(found)
    assert only.text == "A note goes on at 12 of it, here"
    assert [(code.at, code.role, code.type, code.native) for code in CodesOf(found).within(only)] == [
        (6, "point", "footnote", "<t0/>"),
        (14, "open", "field", "<t1/>"),
        (20, "close", "field", "<t2/>"),
        (28, "open", "bold", "<t3/>"),
        (32, "close", "bold", ""),
    ]
