"""Glossaries as tables: made for people, safe in a spreadsheet, and read back after they were edited."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from duiqi.corpus.glossary.columns import COLUMNS, find_term
from duiqi.corpus.glossary.model import Context, Glossary, Place, Term, TermPair
from duiqi.corpus.glossary.reading import is_table_unedited, read_glossary
from duiqi.exports import WriteOptions, write
from duiqi.exports.glossary import tables
from duiqi.exports.glossary.tables import KeptRows, write_tsv
from duiqi.exports.hygiene import Cleaner
from duiqi.exports.options import Tally

TEXT = st.text(st.sampled_from("=+-@'\"|!,\t <&>_x0041_地雷（水）𠮷😀ab。"), min_size=1, max_size=12)
CLEAN = TEXT.map(Cleaner("und", Tally())).filter(bool)


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".xlsx"])
def test_a_table_comes_back_as_it_was(suffix: str, glossary: Glossary, tmp_path: Path) -> None:
    write(glossary, tmp_path / f"out{suffix}")
    back = read_glossary(tmp_path / f"out{suffix}")
    assert (back.source_lang, back.target_lang) == ("en-US", "zh-CN")
    expected = [
        replace(pair, source=replace(pair.source, lang="en-US"), target=replace(pair.target, lang="zh-CN"))
        for pair in glossary.pairs
    ]
    assert list(back.pairs) == expected


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".xlsx"])
def test_a_glossary_of_several_texts_has_columns_of_its_documents(
    suffix: str, glossary: Glossary, tmp_path: Path
) -> None:
    first, *rest = glossary.pairs
    found = replace(first, documents=120, found_in=(("a (1).txt", 9), ("𠀀.txt", 4)))
    write(replace(glossary, pairs=(found, *rest), by_document=True), tmp_path / f"out{suffix}")
    back = read_glossary(tmp_path / f"out{suffix}")
    again = next(iter(back.pairs))
    assert (back.by_document, again.documents, again.found_in) == (True, 120, found.found_in)
    assert again.contexts == first.contexts


@st.composite
def pairs(draw: st.DrawFn) -> TermPair:
    source, target = draw(CLEAN), draw(CLEAN)
    before, after = draw(st.sampled_from(["", "the "])), draw(st.sampled_from(["", " is"]))
    terms = Term(source, "en-US", draw(st.integers(0, 9))), Term(target, "zh-CN", draw(st.integers(0, 9)))
    texts = f"{before}{source}{after}", f"{before}{target}{after}"
    spans = (find_term(text, term) for text, term in zip(texts, terms, strict=True))
    return TermPair(
        draw(st.integers(1, 99).map(str)),
        *terms,
        score=draw(st.integers(0, 10_000)) / 10_000,
        band=draw(st.sampled_from(["high", "medium", "low"])),
        frequency=draw(st.integers(0, 10**6)),
        kind=draw(st.sampled_from(["term", "name", "abbreviation", "phrase"])),
        contexts=draw(st.sampled_from([(), (Context(*texts, *spans, Place("a.tmx", "1")),)])),
        status=draw(st.sampled_from(["candidate", "accepted", "dropped"])),
        known=draw(st.just("") | CLEAN),
        note=draw(st.just("") | CLEAN),
    )


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".xlsx"])
@given(found=st.lists(pairs(), min_size=1, max_size=3))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_in_the_cells(suffix: str, found: list[TermPair], tmp_path: Path) -> None:
    write(Glossary("en", "zh", found), tmp_path / f"out{suffix}")
    assert list(read_glossary(tmp_path / f"out{suffix}").pairs) == found


@pytest.mark.parametrize("suffix", [".tsv", ".csv"])
def test_no_spreadsheet_runs_a_term(suffix: str, hostile: Glossary) -> None:
    page = io.BytesIO()
    write(hostile, page, WriteOptions(format=suffix))
    table = csv.reader(
        io.StringIO(page.getvalue().decode("utf-8-sig")), delimiter="," if suffix == ".csv" else "\t"
    )
    rows = list(table)
    assert tuple(rows[0]) == COLUMNS
    assert rows[1][2:4] == ["'=HYPERLINK(1)", "'＝1+1"]
    assert rows[1][COLUMNS.index("note")] == "'=1+1"


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".xlsx"])
def test_a_table_that_nobody_has_edited_is_as_it_was_written(
    suffix: str, hostile: Glossary, glossary: Glossary, tmp_path: Path
) -> None:
    path = tmp_path / f"out{suffix}"
    for written in (hostile, glossary, replace(glossary, described=True, by_document=True)):
        write(written, path)
        assert is_table_unedited(path)
    write(glossary.with_pairs([replace(pair, status="accepted") for pair in glossary.pairs]), path)
    assert is_table_unedited(path)


def test_the_columns_begin_as_the_design_says() -> None:
    assert COLUMNS[:6] == ("id", "status", "source", "target", "score", "band")


def test_every_column_is_explained() -> None:
    text = (Path(__file__).parents[3] / "docs" / "glossary.md").read_text(encoding="utf-8")
    table = text.partition("## The table")[2].partition("## ")[0]
    assert [column for column in COLUMNS if f"`{column}`" not in table] == [
        "source_context_2", "target_context_2", "source_context_3", "target_context_3",
    ]  # fmt: skip


def test_a_workbook_is_made_for_terminologists(glossary: Glossary, tmp_path: Path) -> None:
    write(glossary, tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert sheet.freeze_panes == "E2"
    assert sheet.auto_filter.ref == "A1:AC5"
    choices = sheet.data_validations.dataValidation[0]
    assert (choices.formula1, str(choices.sqref)) == ('"candidate,accepted,dropped"', "B2:B5")
    looks = {str(rules.sqref): len(rules.rules) for rules in sheet.conditional_formatting}
    assert looks == {"F2:F5": 3, "A2:D5": 2}
    assert sheet.column_dimensions["P"].width > 55
    assert sheet["P2"].alignment.wrap_text
    assert sheet.column_dimensions["R"].hidden
    assert sheet["E2"].value == 0.914
    assert sheet["I2"].value == 13


def test_the_term_is_marked_in_its_contexts(glossary: Glossary, tmp_path: Path) -> None:
    write(glossary, tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx", rich_text=True).worksheets[0]

    def marked(cell: str) -> list[str]:
        value = sheet[cell].value
        assert isinstance(value, CellRichText)
        return [block.text for block in value if isinstance(block, TextBlock) and block.font.b]

    assert (marked("P2"), marked("Q2"), marked("R2")) == (["mine action"], ["地雷行动"], ["mine-action"])
    assert sheet["Q3"].value == "联合国地雷行动处"  # the term is all there is


def test_a_workbook_of_anything_is_text(hostile: Glossary, tmp_path: Path) -> None:
    write(hostile, tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "n", "inlineStr"}
    assert [pair.source.text for pair in read_glossary(tmp_path / "out.xlsx").pairs] == [
        "=HYPERLINK(1)", "a b c", '"quoted" <b>&amp;</b> ]]>', "# comment", "_x0041_ term", "spaced out",
    ]  # fmt: skip


def test_a_workbook_edited_by_a_terminologist_goes_on_as_a_termbase(
    glossary: Glossary, tmp_path: Path
) -> None:
    """Statuses set, an equivalent corrected, one filled in, a term of her own at the end, a column gone."""
    write(glossary, tmp_path / "out.xlsx")
    book = load_workbook(tmp_path / "out.xlsx")
    sheet = book.worksheets[0]
    sheet["B3"] = "accepted"
    sheet["D3"] = "联合国排雷行动处"
    sheet["D5"] = "国际地雷行动标准"
    sheet["B2"] = "dropped"
    sheet.append([None, "accepted", "demining", "清除地雷"])
    sheet.delete_cols(COLUMNS.index("score") + 1)
    book.save(tmp_path / "out.xlsx")
    glossary = read_glossary(tmp_path / "out.xlsx")
    assert [(pair.id, pair.status, pair.target.text) for pair in glossary.pairs] == [
        ("1", "dropped", "地雷行动"),
        ("2", "accepted", "联合国排雷行动处"),
        ("3", "dropped", "进展"),
        ("4", "candidate", "国际地雷行动标准"),
        ("5", "accepted", "清除地雷"),
    ]
    report = write(glossary, tmp_path / "out.tbx")
    assert dict(report.left_out) == {"dropped": 2}
    back = read_glossary(tmp_path / "out.tbx").pairs
    assert [(pair.source.text, pair.status) for pair in back] == [
        ("United Nations Mine Action Service", "accepted"),
        ("IMAS", "candidate"),
        ("demining", "accepted"),
    ]


def test_the_mark_moves_with_what_is_cleaned_away(hostile: Glossary, tmp_path: Path) -> None:
    write(hostile, tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx", rich_text=True).worksheets[0]
    value = sheet["P2"].value
    assert str(value) == "the =HYPERLINK(1)!"
    assert [block.text for block in value if isinstance(block, TextBlock) and block.font.b] == [
        "=HYPERLINK(1)"
    ]


def test_a_hundred_places_are_enough(tmp_path: Path) -> None:
    contexts = tuple(Context("mines", "地雷", place=Place("a.tmx", str(n))) for n in range(5000))
    pairs = (TermPair("1", Term("mines"), Term("地雷"), contexts=contexts),)
    write(Glossary("en", "zh", pairs), tmp_path / "out.xlsx")
    (pair,) = read_glossary(tmp_path / "out.xlsx").pairs
    assert len(pair.contexts) == 100


@given(st.lists(pairs(), max_size=4), st.lists(st.tuples(st.integers(0, 3), pairs()), max_size=3))
def test_kept_rows_are_written_as_a_new_table(
    drafted: list[TermPair], edits: list[tuple[int, TermPair]]
) -> None:
    kept = KeptRows()
    now = [*drafted, TermPair("100", Term(" ", "en"), Term("𠮷", "zh"))]  # the last one is not written
    for place, pair in [(0, None), *edits]:
        now[place:place] = [pair] if pair else []
        glossary = Glossary("en-US", "zh-CN", tuple(now))
        saved, whole = io.BytesIO(), io.BytesIO()
        kept.write(glossary, saved)
        write_tsv(glossary, whole, WriteOptions(), Tally())
        assert saved.getvalue() == whole.getvalue()
        del now[:1]


def test_only_rows_of_other_pairs_are_formatted_again(
    glossary: Glossary, monkeypatch: pytest.MonkeyPatch
) -> None:
    formatted: list[str] = []
    cells = tables.cells

    def counting(pair: TermPair, langs: tuple[str, str]) -> dict[str, str]:
        formatted.append(pair.id)
        return cells(pair, langs)

    monkeypatch.setattr(tables, "cells", counting)
    kept = KeptRows()
    first, *rest = glossary.pairs
    kept.write(replace(glossary, pairs=(first, *rest)), io.BytesIO())
    kept.write(replace(glossary, pairs=(replace(first, status="dropped"), *rest)), io.BytesIO())
    assert formatted == [*(pair.id for pair in glossary.pairs), first.id]
