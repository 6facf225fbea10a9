"""Labels that an application counts or draws are told from those that an author typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from duiqi.corpus import Document, read, read_bytes

FIXTURES = Path(__file__).parent.parent / "fixtures"


def automatic(document: Document) -> dict[str, bool]:
    return {f"{p.label} {p.text[:12]}": p.automatic for p in document.paragraphs if p.label}


@pytest.mark.parametrize("name", ["act.docx", "act.odt", "act.html"])
def test_numbers_and_bullets_of_lists_are_automatic(name: str) -> None:
    items = [p for p in read(FIXTURES / name).paragraphs if p.kind == "item"]
    assert len(items) == 7
    assert all(item.automatic for item in items)


@pytest.mark.parametrize(("name", "counted"), [("act.docx", True), ("act.odt", True), ("act.html", False)])
def test_word_processors_count_footnotes_and_pages_have_their_numbers_typed(name: str, counted: bool) -> None:
    notes = [p for p in read(FIXTURES / name).paragraphs if p.kind == "footnote"]
    assert [note.automatic for note in notes] == [counted, counted]


def test_typed_labels_are_not_automatic() -> None:
    page = "<ol><li>Open the door.</li></ol><p>第一条 服务范围</p><p>1. 甲方</p><p>2. 乙方</p><p>附则</p>"
    assert automatic(read_bytes(page.encode(), "a.html")) == {
        "1. Open the doo": True,
        "第一条 服务范围": False,
        "1. 甲方": False,
        "2. 乙方": False,
    }
    assert not any(automatic(read_bytes("1. 甲方\n\n2. 乙方\n".encode(), "a.txt")).values())
