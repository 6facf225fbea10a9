"""The report of `duiqi compare`: on the terminal, as a page, a workbook, and tracked changes in Word."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document as WordDocument
from lxml import etree, html
from openpyxl import load_workbook

from duiqi.corpus.model import Side
from duiqi.corpus.read import read
from duiqi.corpus.versions import Change, Edit, Operation, Versions
from duiqi.exports import WriteOptions, write
from duiqi.exports.versions.terminal import show_versions

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SAME = "Paragraphs that stay as they are come first."
REWORDED = (
    Edit("same", "at its "),
    Edit("deleted", "64th"),
    Edit("inserted", "80th"),
    Edit("same", " session"),
)
MOVED = (Edit("same", "Moved <b>text</b> 𠀀 "), Edit("deleted", "here."), Edit("inserted", "there."))
CHANGES = (
    Change("kept", range(1), range(1), (Edit("same", SAME),)),
    Change("moved away", range(1, 2), range(3, 4), (Edit("deleted", "Moved <b>text</b> 𠀀 here."),)),
    Change("reworded", range(2, 3), range(1, 2), REWORDED, "3.", "4."),
    Change("dropped", range(3, 4), range(0), (Edit("deleted", "This one is gone."),)),
    Change("new", range(0), range(2, 3), (Edit("inserted", "That one is new.\x07"),)),
    Change("moved", range(1, 2), range(3, 4), MOVED),
)
VERSIONS = Versions(Side("old.txt", "en"), Side("new.txt", "en"), CHANGES)
NEW = [SAME, "4. at its 80th session", "That one is new.", "Moved <b>text</b> 𠀀 there."]
OLD = [SAME, "Moved <b>text</b> 𠀀 here.", "3. at its 64th session", "This one is gone."]


def written(suffix: str) -> bytes:
    stream = io.BytesIO()
    write(VERSIONS, stream, WriteOptions(format=suffix))
    return stream.getvalue()


def test_what_changed_on_the_terminal() -> None:
    stream = io.StringIO()
    show_versions(VERSIONS, stream)
    assert stream.getvalue().splitlines()[1:3] == [
        "reworded 3→2: at its [-64th-]{+80th+} session",
        "dropped 4→: [-This one is gone.-]",
    ]


def test_the_page_marks_words_and_shows_markup_as_text() -> None:
    page = html.fromstring(written(".html").decode())
    fates = [row.get("data-fate") for row in page.iterfind(".//tbody/tr")]
    assert fates == [change.fate for change in CHANGES]
    assert [element.text for element in page.iter("ins")][1:] == ["80th", "That one is new.", "there."]
    assert not page.xpath("//td//b[not(@class)]")


def test_the_workbook_marks_words_and_counts_them() -> None:
    book = load_workbook(io.BytesIO(written(".xlsx")), rich_text=True)
    rows = list(book["paragraphs"].iter_rows(values_only=True))
    assert len(rows) == 1 + len(CHANGES)
    struck = [part.text for part in rows[3][5] if getattr(part, "font", None) and part.font.strike]
    assert struck == ["64th"]
    figures = list(book["figures"].iter_rows(values_only=True))
    assert figures[1:] == [
        ("kept", 1, 8),
        ("reworded", 1, 4),
        ("moved", 1, 6),
        ("new", 1, 4),
        ("dropped", 1, 4),
    ]


@pytest.mark.parametrize("operation", ["inserted", "deleted"])
def test_a_paragraph_with_one_change_has_both_its_texts_in_the_workbook(operation: Operation) -> None:
    """The side without the differing words is one text again: two runs of one font made an empty cell."""
    edits = Edit("same", "within 10 "), Edit(operation, "working "), Edit("same", "days")
    change = Change("reworded", range(1), range(1), edits)
    stream = io.BytesIO()
    write(Versions(VERSIONS.old, VERSIONS.new, (change,)), stream, WriteOptions(format=".xlsx"))
    (row,) = load_workbook(stream)["paragraphs"].iter_rows(min_row=2, values_only=True)
    assert sorted(row[5:7], key=len) == ["within 10 days", "within 10 working days"]


def settled(accept: bool) -> list[str]:
    """The paragraphs of the Word file after all changes are accepted or rejected."""
    document = WordDocument(io.BytesIO(written(".docx"))).element
    gone = ("del", "moveFrom") if accept else ("ins", "moveTo")
    paragraphs = []
    for paragraph in document.iter(f"{W}p"):
        end = paragraph.find(f"{W}pPr/{W}rPr")
        if end is not None and any(end.find(f"{W}{name}") is not None for name in gone):
            continue
        texts = [
            node.text or ""
            for node in paragraph.iter(f"{W}t", f"{W}delText")
            if not any(parent.tag in {f"{W}{name}" for name in gone} for parent in node.iterancestors())
        ]
        paragraphs.append("".join(texts))
    return paragraphs


@pytest.mark.parametrize(("accept", "expected"), [(True, NEW), (False, OLD)])
def test_changes_accepted_are_the_new_version_and_rejected_the_old_one(
    accept: bool, expected: list[str]
) -> None:
    assert settled(accept) == expected


def test_the_word_file_is_read_as_the_new_version(tmp_path: Path) -> None:
    path = tmp_path / "v.docx"
    write(VERSIONS, path)
    document = read(path)
    assert [f"{p.label} {p.text}".strip() for p in document.paragraphs] == NEW


def test_both_places_of_a_move_have_one_name_and_all_numbers_differ() -> None:
    document = WordDocument(io.BytesIO(written(".docx"))).element
    names = [document.find(f".//{W}move{end}RangeStart").get(f"{W}name") for end in ("From", "To")]
    assert names[0] == names[1]
    marks = [
        e.get(f"{W}id") for e in document.iter(etree.Element) if e.get(f"{W}id") and "RangeEnd" not in e.tag
    ]
    assert len(marks) == len(set(marks))
