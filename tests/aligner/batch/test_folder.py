"""Pairs found by the names of a folder's files."""

from __future__ import annotations

from pathlib import Path

import pytest

from duiqi.aligner.batch.folder import Pattern
from duiqi.corpus.errors import UnreadableFile


def touch(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()


def test_files_of_the_same_id_are_a_pair_and_the_others_are_counted() -> None:
    touch("un.en.txt", "un.zh.txt", "2007/a.en.txt", "2007/a.zh.txt", "only.en.txt", "lone.zh.txt", "x.md")
    pattern = Pattern("{id}.en.txt", "{id}.zh.txt")
    found = [(entry.id, entry.source, entry.target) for entry in pattern.entries(Path())]
    assert found == [
        ("un", "un.en.txt", "un.zh.txt"),
        ("2007/a", "2007/a.en.txt", "2007/a.zh.txt"),
    ]
    assert (pattern.unpaired, pattern.unpaired_examples) == (2, ["only.en.txt", "lone.zh.txt"])


def test_a_folder_for_each_language() -> None:
    touch("en/1.txt", "en/2.txt", "zh/1.txt", "zh/2.txt")
    assert [entry.id for entry in Pattern("en/{id}.txt", "zh/{id}.txt").entries(Path())] == ["1", "2"]


def test_a_translation_named_after_its_source_is_not_a_source() -> None:
    touch("a.txt", "a.zh.txt")
    pattern = Pattern("{id}.txt", "{id}.zh.txt")
    assert [entry.id for entry in pattern.entries(Path())] == ["a"]
    assert pattern.unpaired == 0


@pytest.mark.parametrize("pattern", ["en.txt", "{id}/{id}.txt", "../{id}.txt", "/tmp/{id}.txt"])
def test_patterns_without_an_id_in_the_folder_are_refused(pattern: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        Pattern(pattern, "{id}.zh.txt")
    assert (
        str(error.value)
        == f"--pattern {pattern}: give a name in the folder with {{id}} in it, as '{{id}}.en.txt'"
    )
