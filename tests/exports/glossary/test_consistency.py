"""The consistency report: every place, as a table and as a page."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from lxml import etree, html
from openpyxl import load_workbook
from openpyxl.cell.rich_text import TextBlock

from duiqi.corpus.glossary.model import Consistency
from duiqi.corpus.localization import LANGUAGE
from duiqi.exports import WriteOptions, write


def test_every_place_has_a_row(report: Consistency, tmp_path: Path) -> None:
    assert write(report, tmp_path / "out.tsv").written == 6
    rows = [line.split("\t") for line in (tmp_path / "out.tsv").read_text(encoding="utf-8").splitlines()]
    assert rows[0] == [
        "finding", "term", "rendering", "occurrences", "known", "place", "source_context", "target_context",
    ]  # fmt: skip
    assert [row[:4] for row in rows[1:]] == [
        ["several translations", "mine clearance", "扫雷", "2"],
        ["several translations", "mine clearance", "扫雷", "2"],
        ["several translations", "mine clearance", "排雷", "1"],
        ["several terms", "扫雷", "mine clearance", "1"],
        ["several terms", "扫雷", "demining", "1"],
        ["not as known", "mine clearance", "–", "1"],
    ]
    assert rows[6][4:] == ["清除地雷", "un-62-99.jsonl#8", "assist mine clearance", "协助排雷"]


def test_the_workbook_marks_the_terms(report: Consistency, tmp_path: Path) -> None:
    write(report, tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx", rich_text=True).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:H7"
    marks = [block.text for block in sheet["G2"].value if isinstance(block, TextBlock) and block.font.b]
    assert marks == ["mine clearance"]


def test_the_report_is_in_the_language_of_its_reader(
    report: Consistency, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LANGUAGE, "zh")
    write(report, tmp_path / "out.html")
    page = html.fromstring((tmp_path / "out.html").read_text(encoding="utf-8"))
    assert page.get("lang") == "zh"
    assert [heading.text_content() for heading in page.iter("h2")] == [
        "mine clearance 一词多译",
        "扫雷 多词一译",
        "mine clearance 与已知不同，已知为清除地雷",
    ]
    (foot,) = page.iter("footer")
    assert str(foot.text_content()).startswith("3 项发现，")
    assert "扫雷 2 次" in [summary.text_content() for summary in page.iter("summary")]
    write(report, tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert sheet["A2"].value == "一词多译"


def test_the_page_shows_a_term_with_its_renderings(report: Consistency, tmp_path: Path) -> None:
    write(report, tmp_path / "out.html")
    page = html.fromstring((tmp_path / "out.html").read_text(encoding="utf-8"))
    assert [heading.text_content() for heading in page.iter("h2")] == [
        "mine clearance several translations",
        "扫雷 several terms",
        "mine clearance not as known, known as 清除地雷",
    ]
    assert [summary.text_content() for summary in page.iter("summary")] == [
        "扫雷 2 times", "排雷 1 time", "mine clearance 1 time", "demining 1 time", "– 1 time",
    ]  # fmt: skip
    assert [mark.text for mark in page.xpath("//section[2]//mark")] == [
        "mine clearance", "扫雷", "demining", "扫雷",
    ]  # fmt: skip
    assert "&lt;teams&gt;" in etree.tostring(page, encoding="unicode")
    assert page.xpath("//footer")[0].text_content().startswith("3 findings, 6 places. duiqi ")


def test_nothing_to_report_is_a_report(tmp_path: Path) -> None:
    for suffix in (".tsv", ".csv", ".xlsx", ".html"):
        assert write(Consistency("en", "zh", ()), tmp_path / f"out{suffix}").written == 0
    page = io.BytesIO()
    write(Consistency("en", "zh", ()), page, WriteOptions(format=".html"))
    assert "0 findings, 0 places" in page.getvalue().decode()
