"""Aligned text of any format: a table of texts is opened, a text with a table is not, languages are found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.review.bitexts import read_aligned
from duiqi.aligner.review.opening import workspace_of
from duiqi.aligner.review.tasks import Texts, look
from duiqi.aligner.review.worker import Desk
from duiqi.corpus.errors import UnreadableFile

docx = pytest.importorskip("docx", reason="needs python-docx")
PAIRS = (
    ("The buyer shall pay the price within thirty days.", "买方应在三十天内支付价款。"),
    ("This contract is governed by the law of the seller.", "本合同受卖方所在地法律管辖。"),
)


def table(document: Any, *rows: tuple[str, ...]) -> None:
    """Add a table of texts."""
    made = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text


def test_the_languages_of_a_table_without_names_are_found(tmp_path: Path) -> None:
    """A memory needs them; what the user says goes before what is found. A heading above does no harm."""
    path = tmp_path / "both.docx"
    document = docx.Document()
    document.add_heading("For review")
    table(document, *PAIRS)
    document.save(path)
    found = read_aligned(path)
    assert (found.source.lang, found.target.lang) == ("en", "zh")
    assert read_aligned(path, "en", "zh-Hant").target.lang == "zh-Hant"


def test_a_text_with_a_table_in_it_is_one_text(tmp_path: Path) -> None:
    """A contract with a table of prices, dropped alone: the page can ask for the other text."""
    path = tmp_path / "contract.docx"
    document = docx.Document()
    for source, _ in PAIRS * 3:
        document.add_paragraph(source)
    table(document, ("Item", "Price"), ("Valve", "12.50"))
    document.save(path)
    with pytest.raises(UnreadableFile, match="one language"):
        look(Desk(lambda stage, share: None, "bundled"), Texts(path))
    with pytest.raises(UnreadableFile, match="a text with a table in it, not a table of two texts"):
        workspace_of(path)
    assert not path.with_name("contract.docx.jsonl").exists()
