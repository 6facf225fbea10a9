"""The report of `duiqi check`: the same findings on the terminal, in a table, a workbook and a page."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from lxml import html
from openpyxl import load_workbook

from duiqi.corpus.findings import Finding, Findings
from duiqi.corpus.glossary.model import Place
from duiqi.corpus.model import Side, Span
from duiqi.exports import WriteOptions, write
from duiqi.exports.findings.terminal import show_findings

HOSTILE = '<b onclick="x()">𠀀 60/97</b>\x07'
FINDINGS = (
    Finding(
        "numbers",
        "error",
        "97 is not there",
        Place("un.tmx", "5"),
        "It is 60/97.",
        "第60/79号𠀀",
        (Span(9, 11),),
        (Span(4, 6),),
    ),
    Finding(
        "doubled",
        "warning",
        "的的 is written twice",
        Place("un.tmx", "7"),
        HOSTILE,
        "=1+1 的的",
        (),
        (Span(5, 7),),
    ),
    Finding("empty", "error", "no translation", Place("un.tmx", "9"), HOSTILE, "", (Span(0, len(HOSTILE)),)),
)
REPORT = Findings(Side("a.txt", "en"), Side("b.txt", "zh"), FINDINGS, ("numbers", "doubled", "empty"), 12)


def written(suffix: str, report: Findings = REPORT) -> bytes:
    stream = io.BytesIO()
    told = write(report, stream, WriteOptions(format=suffix))
    assert told.written == len(report.findings)
    return stream.getvalue()


def test_a_line_a_finding_on_the_terminal() -> None:
    stream = io.StringIO()
    show_findings(REPORT, stream)
    assert stream.getvalue().splitlines() == [
        "un.tmx#5: error numbers: 97 is not there: 第60/79号𠀀",
        "un.tmx#7: warning doubled: 的的 is written twice: =1+1 的的",
        'un.tmx#9: error empty: no translation: <b onclick="x()">𠀀 60/97</b>',
    ]


@pytest.mark.parametrize("suffix", [".tsv", ".csv"])
def test_a_row_a_finding_with_the_offsets_of_its_hits(suffix: str) -> None:
    lines = written(suffix).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(FINDINGS)
    assert lines[1].endswith("9-11\t4-6" if suffix == ".tsv" else "9-11,4-6")
    assert "'=1+1 的的" in lines[2]  # no formula in a spreadsheet


def test_json_lines_have_the_texts_as_they_are() -> None:
    records: list[dict[str, Any]] = [json.loads(line) for line in written(".jsonl").splitlines()]
    assert [record["code"] for record in records] == ["numbers", "doubled", "empty"]
    assert records[1]["source"] == HOSTILE
    assert records[0]["target"][slice(*records[0]["target_spans"][0])] == "79"


def test_hits_are_marked_in_a_workbook() -> None:
    sheet = load_workbook(io.BytesIO(written(".xlsx")), rich_text=True).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("place", "severity", "code", "message", "source", "target", "done")
    bold = [
        [part.text for part in cell if getattr(part, "font", None) and part.font.b] for cell in rows[1][4:6]
    ]
    assert bold == [["97"], ["79"]]
    assert str(rows[2][5]) == "=1+1 的的"


def test_hits_are_marked_on_a_page_and_markup_in_a_text_is_text() -> None:
    page = html.fromstring(written(".html").decode())
    assert [mark.text for mark in page.iter("mark")] == ["97", "79", "的的", HOSTILE[:-1]]
    assert not page.xpath("//*[@onclick]")
    codes = {option.get("value") for option in page.get_element_by_id("code")}
    assert codes == {"", "numbers", "empty", "doubled"}


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".jsonl", ".xlsx", ".html"])
def test_a_report_without_findings(suffix: str) -> None:
    assert written(suffix, Findings(Side("a", "en"), Side("b", "zh"), ())) or suffix == ".jsonl"
