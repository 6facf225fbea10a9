"""Which beads are written, and what the report says of the others."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.model import Alignment, Bead, Side, Status
from duiqi.exports import WriteOptions, write
from duiqi.exports.options import Tally, accepted, number
from duiqi.exports.units import _Ids, translation_units

OPENING = "The General Assembly,"


def alignment(*rows: tuple[str, str, float, str]) -> Alignment:
    beads = tuple(
        Bead.of_texts(
            range(n, n + 1),
            range(n, n + 1),
            str(n),
            (source,),
            (target,),
            confidence=confidence,
            status=status,
        )  # type: ignore[arg-type]
        for n, (source, target, confidence, status) in enumerate(rows)
    )
    return Alignment(Side("un.txt", "en"), Side("un.zh.txt", "zh"), beads)


REPEATED = alignment(
    (OPENING, "大会、", 0.8, "new"),
    (OPENING, "大会，", 0.9, "new"),
    (OPENING, "联大，", 0.5, "accepted"),
    ("Recalling", "回顾", 0.2, "new"),
    (" The  General Assembly,", "大会", 0.99, "new"),
)


@pytest.mark.parametrize(
    ("duplicates", "kept"), [("first", ["0", "3"]), ("best", ["2", "3"]), ("all", ["0", "1", "2", "3", "4"])]
)
def test_the_same_source_with_several_targets(duplicates: str, kept: list[str]) -> None:
    """What a person accepted is better than any confidence; white space makes no other source."""
    tally = Tally()
    found = [unit.id for unit in translation_units(REPEATED, WriteOptions(duplicates=duplicates), tally)]  # type: ignore[arg-type]
    assert found == kept
    assert tally.left_out.total() == 5 - len(kept)


def test_a_memory_takes_the_best_and_a_review_file_all() -> None:
    """OmegaT would use the last of several; in a file for review each stands in its place."""
    for suffix, written in ((".tmx", 2), (".xlf", 5), (".tsv", 5), (".jsonl", 5)):
        report = write(REPEATED, io.BytesIO(), WriteOptions(format=suffix))
        assert report.written == written, suffix
    report = write(REPEATED, io.BytesIO(), WriteOptions(format=".tmx"))
    assert dict(report.left_out) == {"with the same source as a better or earlier unit": 3}


def test_a_unit_that_cannot_be_written_does_not_shadow_one_that_can() -> None:
    found = alignment((OPENING, "大会，", 0.5, "new"), (OPENING, "\u200b", 0.9, "new"))
    assert write(found, io.BytesIO(), WriteOptions(format=".tmx")).written == 1


@pytest.mark.parametrize("suffix", [".tmx", ".xlf", ".tsv", ".csv", ".xlsx", ".docx", ".html"])
def test_confidence_and_acceptance_choose_in_every_format_but_the_record(suffix: str) -> None:
    """A pair that a person has accepted is left out by no figure of the aligner's."""
    options = WriteOptions(format=suffix, min_confidence=0.6, duplicates="all")
    assert write(REPEATED, io.BytesIO(), options).written == 4
    options = WriteOptions(format=suffix, accepted_only=True)
    report = write(REPEATED, io.BytesIO(), options)
    assert report.written == 1
    assert dict(report.left_out) == {"not accepted": 4}


@pytest.mark.parametrize("options", [WriteOptions(min_confidence=0.6), WriteOptions(accepted_only=True)])
def test_a_file_of_record_is_whole(options: WriteOptions) -> None:
    """A record with beads missing could not be reviewed, edited or aligned again."""
    report = write(REPEATED, io.BytesIO(), options)
    assert (report.written, dict(report.left_out)) == (5, {})


@pytest.mark.parametrize("suffix", [".tmx", ".xlf"])
def test_no_memory_holds_a_pair_that_a_person_refused(suffix: str) -> None:
    found = alignment(
        (OPENING, "大会，", 0.9, "new"),
        ("Recalling", "强调", 0.9, "rejected"),
        ("Stressing", "——", 0.9, "untranslated"),
    )
    report = write(found, io.BytesIO(), WriteOptions(format=suffix))
    assert report.written == 1
    assert dict(report.left_out) == {"marked as rejected": 1, "marked as untranslated": 1}


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".xlsx", ".docx", ".html", ".jsonl"])
def test_what_people_review_keeps_the_pairs_that_were_refused(suffix: str) -> None:
    found = alignment(("Recalling", "强调", 0.9, "rejected"), ("Stressing", "——", 0.9, "untranslated"))
    assert write(found, io.BytesIO(), WriteOptions(format=suffix)).written == 2


def test_a_refused_pair_is_not_an_accepted_one() -> None:
    found = alignment(*((OPENING, "大会，", 0.9, status) for status in get_args(Status)))
    assert [bead.status for bead in found.beads if accepted(bead)] == ["accepted", "corrected"]


def test_a_refused_pair_does_not_shadow_another_of_the_same_source() -> None:
    found = alignment((OPENING, "强调", 0.9, "rejected"), (OPENING, "大会，", 0.5, "new"))
    assert [unit.id for unit in translation_units(found, WriteOptions(duplicates="best"), Tally())] == ["1"]


@pytest.mark.parametrize(
    ("suffix", "written"),
    [
        (".tmx", 4),
        (".xlf", 4),
        (".tsv", 6),
        (".csv", 6),
        (".xlsx", 6),
        (".docx", 6),
        (".html", 6),
        (".jsonl", 6),
    ],
)
def test_beads_with_an_empty_side(suffix: str, written: int, extract: Alignment) -> None:
    """No memory holds a unit without a translation; the record, tables and what people read keep it."""
    assert write(extract, io.BytesIO(), WriteOptions(format=suffix)).written == written


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".xlsx", ".docx", ".html"])
def test_a_least_confidence_leaves_out_pairs_alone(suffix: str, extract: Alignment) -> None:
    """That something has no counterpart is kept, however sure: no pair is there to be doubted."""
    doubted = (replace(bead, confidence=0.1, status="new") for bead in extract.beads)
    report = write(
        extract.with_beads(tuple(doubted)), io.BytesIO(), WriteOptions(format=suffix, min_confidence=0.6)
    )
    assert report.written == 2
    assert dict(report.left_out) == {"below the confidence asked for": 4}


def test_the_record_is_written_as_it_was_agreed(extract: Alignment) -> None:
    page = io.BytesIO()
    write(extract, page)
    lines = page.getvalue().decode().splitlines()
    assert lines[0] == (
        '{"duiqi": 2, "source": {"name": "un-62-99.en.txt", "lang": "en", "sha256": "' + "ab" * 32 + '"}, '
        '"target": {"name": "un-62-99.zh.txt", "lang": "zh", "sha256": "' + "cd" * 32 + '"}, '
        '"encoder": "bundled", "signature": "enc:bundled-use3|v:0.1.0"}'
    )
    assert lines[2] == (
        '{"id": "2", "source": [1, 2], "target": [1, 2], "kind": "1-1", "source_text": '
        '"The General Assembly,", "target_text": "大会，", '
        '"source_segments": [{"text": "The General Assembly,"}], "target_segments": [{"text": "大会，"}], '
        '"score": 0.0, "confidence": 0.95, "status": "new"}'
    )
    assert list(json.loads(lines[3])) == [
        *("id", "source", "target", "kind", "source_text", "target_text", "source_span"),
        *("source_segments", "target_segments", "score", "confidence", "status", "note"),
    ]
    assert json.loads(lines[4])["kind"] == "1-0"


def test_a_lone_surrogate_survives_in_the_record(tmp_path) -> None:  # type: ignore[no-untyped-def]
    found = alignment(("lone \ud800", "孤立\udfff𠮷", 0.5, "new"))
    write(found, tmp_path / "out.jsonl")
    assert tuple(read_bitext(tmp_path / "out.jsonl").beads) == found.beads


@pytest.mark.slow
@given(st.lists(st.sampled_from(["", "1", "2", "10", "01", "x", "x~2", "1~2", "３"]), max_size=30))
def test_ids_are_unique(wanted: list[str]) -> None:
    ids = _Ids()
    found = [ids.unique(name) for name in wanted]
    assert len(set(found)) == len(found)


def test_ids_that_count_upwards_stay_as_they_are() -> None:
    ids = _Ids()
    assert [ids.unique(str(n)) for n in range(1, 500)] == [str(n) for n in range(1, 500)]
    assert not ids.others


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.97, "0.97"), (1.0, "1"), (-0.00001, "0"), (float("inf"), "0"), (-1.25, "-1.25"), (0.12345, "0.1235")],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


def test_long_units_are_told_of() -> None:
    report = write(alignment(("a" * 2001, "长", 0.5, "new")), io.BytesIO(), WriteOptions(format=".tmx"))
    assert report.warnings == ("1 unit longer than 2000 characters: Trados refuses such units",)


@pytest.mark.parametrize("suffix", [".tmx", ".xlf"])
def test_languages_that_no_cat_tool_can_use_are_told_of(suffix: str) -> None:
    options = WriteOptions(format=suffix)
    unknown = Alignment(Side(), Side(lang="zh"), REPEATED.beads)
    assert write(unknown, io.BytesIO(), options).warnings == (
        "a language is not known: CAT tools pass over the memory until it is given",
    )
    same = Alignment(Side(lang="en"), Side(lang="en-US"), REPEATED.beads)
    assert write(same, io.BytesIO(), options).warnings == (
        "both languages are written as en-US: CAT tools pass over such a memory",
    )
