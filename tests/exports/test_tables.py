"""TSV, CSV and XLSX: what programs read, and what people do with them in a spreadsheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.exports import WriteOptions, write
from duiqi.exports.options import Tally
from duiqi.exports.tables import unarmed


def one(source: str, target: str = "大会，") -> Alignment:
    return Alignment(
        Side("a.txt", "en"),
        Side("b.txt", "zh"),
        (Bead.of_texts(range(1), range(1), "1", (source,), (target,), confidence=0.5),),
    )


def cells(alignment: Alignment, suffix: str) -> list[str]:
    page = io.BytesIO()
    write(alignment, page, WriteOptions(format=suffix))
    text = page.getvalue().decode("utf-8-sig")
    separator = "," if suffix == ".csv" else "\t"
    return list(csv.reader(io.StringIO(text), delimiter=separator))[1]


@pytest.mark.parametrize("suffix", [".tsv", ".csv"])
@pytest.mark.parametrize(
    "armed",
    ["=1+1", '=HYPERLINK("http://x")', "+cmd|' /C calc'!A0", "-2+3+cmd|'x'!A0", "@SUM(A1)", "＝1+1", "'=1"],
)
def test_no_spreadsheet_runs_a_cell(suffix: str, armed: str) -> None:
    assert cells(one(armed), suffix)[2] == "'" + armed


@pytest.mark.parametrize("suffix", [".tsv", ".csv"])
@pytest.mark.parametrize(
    "prose",
    [
        "- to urge States (all of them)",
        "- UN Mine Action Service",
        "- 决议(A/62/5)",
        "-5 °C",
        "+86 10 1234",
        "'quoted'",
        "@UN",
        "–dash",
        "1 = 1",
        "a|b",
    ],
)
def test_ordinary_prose_is_what_a_cat_tool_reads(suffix: str, prose: str) -> None:
    assert cells(one(prose), suffix)[2] == prose


@given(st.text("'=+-@|!A(\"＝ a"))
def test_taking_the_apostrophe_off_is_exact(text: str) -> None:
    from duiqi.corpus.bitext.tables import _plain

    assert _plain(unarmed(text, Tally())) == text


def test_tsv_quotes_only_a_cell_that_begins_with_a_quote() -> None:
    """Elsewhere scripts that know nothing of quoting read the text as it is."""
    page = io.BytesIO()
    write(one('"No," he said.', "他说“不”。"), page, WriteOptions(format=".tsv"))
    assert b'\t"""No,"" he said."\t' in page.getvalue()
    page = io.BytesIO()
    write(one('He said "no".'), page, WriteOptions(format=".tsv"))
    assert b'\tHe said "no".\t' in page.getvalue()


def test_csv_opens_with_the_mark_that_excel_needs(extract: Alignment, tmp_path: Path) -> None:
    write(extract, tmp_path / "out.csv")
    write(extract, tmp_path / "out.tsv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfid,status,source,target,")
    assert (tmp_path / "out.tsv").read_bytes().startswith(b"id\tstatus\tsource\ttarget\t")


def test_xlsx_stores_text_as_text(torture: Alignment, tmp_path: Path) -> None:
    """No cell is a formula or a link, and nothing that Excel would offer to repair."""
    report = write(torture, tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}
    assert dict(report.left_out) == {"longer than the 32,767 characters that a cell holds": 1}


def test_xlsx_is_made_for_people(extract: Alignment, tmp_path: Path) -> None:
    write(extract, tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[1]][:7] == [
        "id",
        "status",
        "confidence",
        "kind",
        "source",
        "target",
        "note",
    ]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:S7"
    assert sheet["E2"].alignment.wrap_text
    assert sheet.column_dimensions["E"].width > 60
    assert sheet.column_dimensions["H"].hidden
    assert (sheet["S1"].value, sheet.column_dimensions["H"].max) == ("checksum", 19)  # folded away as well
    assert (
        sheet.data_validations.dataValidation[0].formula1 == '"new,accepted,corrected,rejected,untranslated"'
    )
    assert len(next(iter(sheet.conditional_formatting)).rules) == 3
    assert [row[4].value for row in sheet.iter_rows(min_row=5, max_row=6)] == [
        "United Nations, Treaty Series, vol. 2056.", None,
    ]  # fmt: skip


def test_a_workbook_edited_in_excel_comes_back(extract: Alignment, tmp_path: Path) -> None:
    """Statuses set, a text corrected, rows sorted, a column taken out, a number typed with a comma."""
    path = tmp_path / "out.xlsx"
    write(extract, path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet["B3"] = "Accepted "
    sheet["F3"] = "联合国大会，"
    sheet["C3"] = "0,8"
    sheet["A3"] = 2.0
    sheet.delete_cols(18)
    sheet.append([None, None, None])
    book.save(path)
    beads = list(read_bitext(path).beads)
    assert len(beads) == 6
    assert (beads[1].id, beads[1].status, beads[1].confidence) == ("2", "accepted", 0.8)
    assert beads[1].target_texts == ("联合国大会，",)
    assert beads[5].target_texts == (
        "注意到报告；并决定继续处理此案。",
    )  # its ends were in the column that is gone
