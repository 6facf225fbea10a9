"""Files with one object a line: each with its place, and each fault with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from duiqi.corpus.errors import MalformedFile, UnreadableFile
from duiqi.corpus.json_lines import read_json_lines

FORM = "One a line"


def test_objects_come_with_their_places(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('\ufeff{"a": "𠀀"}\r\n\n{}', encoding="utf-8", newline="")
    assert list(read_json_lines(path, FORM)) == [(f"{path}, line 1", {"a": "𠀀"}), (f"{path}, line 3", {})]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("word", "line 2: not JSON from character 1 on. One a line"),
        ("[" * 100_000, "line 2: not JSON. One a line"),
        ("1" * 5000, "line 2: not JSON. One a line"),
        ("[]", "line 2: expected an object in braces. One a line"),
    ],
)
def test_a_fault_is_named_by_its_line(line: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{{}}\n{line}", encoding="utf-8")
    with pytest.raises(MalformedFile) as found:
        list(read_json_lines(path, FORM))
    assert str(found.value) == f"{path}, {message}"


def test_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes("选择".encode("gb18030"))
    with pytest.raises(UnreadableFile) as found:
        list(read_json_lines(path, FORM))
    assert str(found.value) == f"{path}: not utf-8. Save it as UTF-8. One a line"
