"""Gold files read, and the messages about wrong ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from duiqi.corpus import MalformedFile, UnreadableFile
from duiqi.corpus.gold import read_gold

GOOD: dict[str, Any] = {
    "id": "lunyu-1",
    "src_lang": "zh",
    "tgt_lang": "en",
    "src": ["有朋自远方来，", "不亦乐乎？"],
    "tgt": ["Is it not delightful to have friends coming from distant quarters?"],
    "gold": [[[0, 1], [0]]],
}


def _write(path: Path, *documents: object) -> Path:
    file = path / "gold.jsonl"
    file.write_text("".join(f"{json.dumps(document)}\n" for document in documents), encoding="utf-8")
    return file


def test_documents_come_as_they_are(tmp_path: Path) -> None:
    assert list(read_gold(_write(tmp_path, GOOD, GOOD))) == [GOOD, GOOD]


def test_a_byte_order_mark_and_empty_lines_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text(f"\ufeff{json.dumps(GOOD)}\n\n", encoding="utf-8")
    assert list(read_gold(tmp_path / "gold.jsonl")) == [GOOD]


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([1], "expected an object in braces. A gold file has one document a line"),
        ({}, "no 'id'. A document has id, src_lang, tgt_lang, src, tgt, gold"),
        (
            {key: value for key, value in GOOD.items() if key != "tgt_lang"},
            "no 'tgt_lang'. A document has id, src_lang, tgt_lang, src, tgt, gold",
        ),
        (GOOD | {"src": "有朋自远方来，"}, "'src' is no list of sentences"),
        (GOOD | {"gold": {}}, "'gold' is no list of beads"),
        (
            GOOD | {"gold": [[0, 0]]},
            "expected a bead as [[source numbers], [target numbers]], found: [0, 0]",
        ),
        (GOOD | {"gold": [[[2], [0]]]}, "a bead names source sentence 2, but there are 2, counted from 0"),
        (GOOD | {"gold": [[[0], [-1]]]}, "a bead names target sentence -1, but there are 1, counted from 0"),
    ],
)
def test_a_document_that_is_wrong_is_named_by_its_line(
    tmp_path: Path, document: object, message: str
) -> None:
    file = _write(tmp_path, GOOD, document)
    with pytest.raises(MalformedFile) as caught:
        list(read_gold(file))
    assert str(caught.value) == f"{file}, line 2: {message}"


def test_files_that_are_no_gold(tmp_path: Path) -> None:
    for contents, message in (
        (b"", "the file is empty"),
        (b"\xff\xfe\x00", "not utf-8. Save it as UTF-8. A gold file has one document a line"),
    ):
        (tmp_path / "gold.jsonl").write_bytes(contents)
        with pytest.raises(UnreadableFile) as caught:
            list(read_gold(tmp_path / "gold.jsonl"))
        assert str(caught.value) == f"{tmp_path}/gold.jsonl: {message}"
    with pytest.raises(UnreadableFile, match="no such file"):
        list(read_gold(tmp_path / "nothing.jsonl"))
    with pytest.raises(UnreadableFile, match="a folder, not a file"):
        list(read_gold(tmp_path))
    (tmp_path / "gold.jsonl").write_text("[", encoding="utf-8")
    with pytest.raises(
        MalformedFile, match=r"line 1: not JSON from character 2 on\. A gold file has one document a line"
    ):
        list(read_gold(tmp_path / "gold.jsonl"))
