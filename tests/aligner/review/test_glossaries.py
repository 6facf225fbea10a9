"""The glossary of a document: on the disk after each edit, its terms found in beads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from duiqi.aligner.review import glossaries
from duiqi.aligner.review.glossaries import TermBase
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.glossary.model import Glossary, Term, TermPair
from duiqi.corpus.glossary.reading import read_glossary
from duiqi.exports.writing import write

TERMS = [("mine", "地雷"), ("mine clearance", "扫雷"), ("𠀀 village", "村庄")]


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A draft of three pairs."""
    drafted = (
        TermPair(str(n), Term(source, "en"), Term(target, "zh")) for n, (source, target) in enumerate(TERMS)
    )
    write(Glossary("en", "zh", tuple(drafted)), tmp_path / "text.terms.tsv")
    return tmp_path / "text.terms.tsv"


def on_disk(path: Path) -> list[tuple[str, str, str]]:
    return [(pair.source.text, pair.target.text, pair.status) for pair in read_glossary(path).pairs]


def test_an_edit_is_on_the_disk_when_it_is_answered(path: Path, pool: ThreadPoolExecutor) -> None:
    """Nothing that was acknowledged is lost where the program is killed after it: no end is waited for."""
    base = TermBase(path, ("en", "zh"), pool)
    base.put("1", "mine clearance", "扫雷", "accepted")
    assert on_disk(path)[1] == ("mine clearance", "扫雷", "accepted")
    base.put("2", "𠀀 village", "𠀀村", "accepted")
    base.put(None, "border", "边界", "candidate")
    assert on_disk(path)[1:] == [
        ("mine clearance", "扫雷", "accepted"),
        ("𠀀 village", "𠀀村", "accepted"),
        ("border", "边界", "candidate"),
    ]
    assert [pair.status for pair in base.pairs] == [status for _, _, status in on_disk(path)]


def test_an_edit_that_breaks_off_leaves_all_earlier_ones(
    path: Path, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = TermBase(path, ("en", "zh"), pool)
    base.put("0", "mine", "地雷", "accepted")
    before = path.read_bytes()
    with monkeypatch.context() as broken:

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        broken.setattr(os, "replace", full)
        with pytest.raises(DuiqiError):
            base.put("1", "mine clearance", "扫雷", "accepted")
    assert path.read_bytes() == before
    assert [pair.status for pair in base.pairs] == ["accepted", "candidate", "candidate"]
    base.put("2", "𠀀 village", "村庄", "dropped")
    assert [status for _, _, status in on_disk(path)] == ["accepted", "candidate", "dropped"]


def test_definitions_and_documents_stay_when_a_pair_is_edited(path: Path, pool: ThreadPoolExecutor) -> None:
    pairs = tuple(read_glossary(path).pairs)
    first = replace(
        pairs[0], source=replace(pairs[0].source, definition="a weapon"), found_in=(("a.txt", 2),)
    )
    write(Glossary("en", "zh", (first, *pairs[1:]), by_document=True, described=True), path)
    TermBase(path, ("en", "zh"), pool).put("1", "mine clearance", "扫雷", "accepted")
    kept, edited, _ = read_glossary(path).pairs
    assert (kept.source.definition, kept.found_in) == ("a weapon", (("a.txt", 2),))
    assert edited.status == "accepted"


def test_terms_are_sought_anew_only_where_other_terms_are_to_be_found(
    path: Path, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    class Counting:
        def __init__(self, pairs: tuple[TermPair, ...], langs: tuple[str, str]) -> None:
            made.append(sum(pair.status != "dropped" for pair in pairs))

    monkeypatch.setattr(glossaries, "Finder", Counting)
    base = TermBase(path, ("en", "zh"), pool)
    base.wait()
    base.put("0", "mine", "地雷", "accepted")
    base.wait()
    assert made == [3]
    base.put("0", "mine", "地雷", "dropped")
    base.wait()
    base.put("1", "mine clearance", "清除地雷", "accepted")
    base.wait()
    assert made == [3, 2, 2]
