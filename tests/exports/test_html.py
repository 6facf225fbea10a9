"""The page: everything in one file, nothing that a text could make it do."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from lxml import html

from duiqi.aligner.batch import report
from duiqi.corpus.localization import PLACEHOLDER
from duiqi.corpus.model import Alignment, Status
from duiqi.exports import WriteOptions, write
from duiqi.exports import html as bitexts
from duiqi.exports.findings import page as findings
from duiqi.exports.versions import page as versions

STATUSES = get_args(Status)


def page(alignment: Alignment, options: WriteOptions, folder: Path) -> tuple[str, html.HtmlElement]:
    write(alignment, folder / "out.html", options)
    text = (folder / "out.html").read_text(encoding="utf-8")
    return text, html.document_fromstring(text.encode())


def test_the_beads_side_by_side(extract: Alignment, dated: WriteOptions, tmp_path: Path) -> None:
    _, tree = page(extract, dated, tmp_path)
    rows = tree.xpath("//tbody/tr")
    assert [row.get("data-kind") for row in rows] == ["1-1", "1-1", "2-1", "1-0", "0-1", "1-2"]
    assert [row.get("class") for row in rows] == [
        "sure", "sure", "fair", "sure unpaired", "sure unpaired", "doubtful",
    ]  # fmt: skip
    assert [cell.get("lang") for cell in rows[0]] == [None, "en", "zh"]
    assert rows[2][1].text_content() == (
        "Recalling also all relevant treaties and conventions and their review processes,"
    )
    assert [piece.text for piece in rows[5][2]] == ["注意到报告；", "并决定继续处理此案。"]
    assert rows[2].xpath(".//p[@class='note']")[0].text == "“processes” or “process”? <ask> & see"
    assert rows[0].get("data-reviewed") is not None
    assert rows[1].get("data-reviewed") is None


def test_what_a_person_decided_is_marked(extract: Alignment, dated: WriteOptions, tmp_path: Path) -> None:
    beads = (replace(bead, status=status) for bead, status in zip(extract.beads, STATUSES, strict=False))
    _, tree = page(extract.with_beads(tuple(beads)), dated, tmp_path)
    verdicts = [cell.text_content().split()[-1] for cell in tree.xpath("//tbody//td[@class='m']")]
    assert verdicts == ["0.97", "✓", "✓", "✗", "∅"]


def test_the_page_needs_no_network_and_says_so(
    extract: Alignment, dated: WriteOptions, tmp_path: Path
) -> None:
    text, tree = page(extract, dated, tmp_path)
    assert not tree.xpath("//*[@src]|//link|//iframe|//img|//form|//*[starts-with(@href, 'http')]")
    assert not re.search(r"https?://|@import|url\(", text)
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")


def test_no_text_becomes_markup(torture: Alignment, dated: WriteOptions, tmp_path: Path) -> None:
    text, tree = page(torture, dated, tmp_path)
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//tbody//b[not(@class)]")
    assert "<name>" not in text
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text)


def test_bands_have_a_mark_besides_a_colour(extract: Alignment, dated: WriteOptions, tmp_path: Path) -> None:
    _, tree = page(extract, dated, tmp_path)
    chips = [chip.text for chip in tree.xpath("//tbody//b[contains(@class, 'chip')]")]
    assert chips == ["● 0.97", "● 0.95", "◐ 0.61", "● 0.99", "● 0.90", "○ 0.42"]


@pytest.mark.parametrize("module", [bitexts, findings, versions, report])
def test_every_text_of_a_page_has_a_translation(module: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is between the tags of its template, and in attributes that are shown or read aloud."""
    monkeypatch.setenv("DUIQI_LANG", "zh")
    shown = bitexts.in_language(module.HEAD)
    texts = re.findall(r">([^<>]+)|(?:placeholder|aria-label)=\"([^\"]*)", shown)
    english = [text for found in texts for text in found if re.search("[a-z]{2}", PLACEHOLDER.sub("", text))]
    assert english == []
    assert PLACEHOLDER.findall(shown) == PLACEHOLDER.findall(module.HEAD)
    monkeypatch.setenv("DUIQI_LANG", "en")
    assert bitexts.in_language(module.HEAD) == module.HEAD


def test_a_page_is_in_the_users_language(extract: Alignment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIQI_LANG", "zh")
    stream = io.BytesIO()
    write(extract, stream, WriteOptions(format=".html"))
    shown = stream.getvalue().decode()
    assert '<html lang="zh">' in shown
    assert '<th scope="col">对齐单元</th>' in shown
    assert 'placeholder="搜索两个文本（ / ）"' in shown
    assert re.search(r'<p class="facts">\d+ 个对齐单元\. ', shown)
