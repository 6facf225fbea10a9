"""A pair in another number, or with other capitals, is the pair that a termbase has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from duiqi.corpus.glossary.model import Glossary, Synonym, Term, TermPair
from duiqi.corpus.glossary.reading import read_glossary
from duiqi.exports import write
from duiqi.exports.glossary.merging import merge

NAMES = ("a.tbx", "a.xlsx", "a.tsv", "a.csv", "a.utf8")


def pair(source: str, target: str) -> TermPair:
    return TermPair("1", Term(source, "en"), Term(target, "zh"), frequency=2, status="accepted")


def merged(folder: Path, name: str, base: list[TermPair], *new: TermPair) -> list[tuple[str, str]]:
    """The pairs of a termbase after others were merged into it."""
    before, after = folder / f"base-{name}", folder / f"out-{name}"
    write(Glossary("en", "zh", tuple(base)), before)
    merge(Glossary("en", "zh", new), before, after)
    return [(found.source.text, found.target.text) for found in read_glossary(after).pairs]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("bearing", "bearings"),
        ("bearings", "bearing"),
        ("personal data", "Personal Data"),
        ("standard contractual clauses", "Standard Contractual Clause"),
        ("retention policy", "retention policies"),
        ("𠀀 box", "𠀀 boxes"),
        ("supervisory process", "supervisory processes"),
        ("data subject right", "data subjects’ rights"),
    ],
)
def test_another_number_is_no_other_pair(name: str, known: str, other: str, tmp_path: Path) -> None:
    assert merged(tmp_path, name, [pair(known, "支座")], pair(other, "支座")) == [(known, "支座")]


@pytest.mark.parametrize("name", NAMES)
def test_two_numbers_merged_at_once_are_one_pair(name: str, tmp_path: Path) -> None:
    found = merged(tmp_path, name, [pair("web", "腹板")], pair("bearing", "支座"), pair("bearings", "支座"))
    assert found == [("web", "腹板"), ("bearing", "支座")]


@pytest.mark.parametrize("name", NAMES)
def test_another_number_with_another_equivalent_is_another_pair(name: str, tmp_path: Path) -> None:
    """Means, 手段, is no plural of mean, 平均值."""
    found = merged(tmp_path, name, [pair("mean", "平均值")], pair("means", "手段"))
    assert found == [("mean", "平均值"), ("means", "手段")]


@pytest.mark.parametrize("name", ["a.tbx", "a.xlsx", "a.tsv"])
def test_an_abbreviation_in_another_number_is_no_other_term(name: str, tmp_path: Path) -> None:
    clauses = pair("standard contractual clauses", "标准合同条款")
    old, new = (
        replace(clauses, source=replace(clauses.source, synonyms=(Synonym(text, "abbreviation"),)))
        for text in ("SCC", "SCCs")
    )
    assert merged(tmp_path, name, [old], new) == [("standard contractual clauses", "标准合同条款")]
    (found,) = read_glossary(tmp_path / f"out-{name}").pairs
    assert [synonym.text for synonym in found.source.synonyms] == ["SCC"]


@pytest.mark.parametrize("name", ["a.xlsx", "a.tsv"])
def test_what_was_rejected_in_another_number_takes_nothing_from_the_pair(name: str, tmp_path: Path) -> None:
    rejected = replace(pair("bearings", "支座"), status="dropped")
    found = merged(tmp_path, name, [rejected], pair("bearing", "支座"))
    assert found == [("bearings", "支座"), ("bearing", "支座")]
