"""`duiqi` in a Chinese locale speaks Chinese, and its files can be read back in any."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from duiqi.aligner.cli.help import _wrapped
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.glossary.model import Glossary, Term, TermPair
from duiqi.corpus.glossary.reading import read_glossary
from duiqi.corpus.localization import LANGUAGE
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.exports import write

Run = Callable[..., Any]
BEADS = (
    Bead.of_texts(range(1), range(1), "1", ["Yes."], ["是。"], confidence=0.97, status="accepted"),
    Bead.of_texts(range(1, 2), range(1, 2), "2", ["No."], ["否。"], confidence=0.5),
)
ALIGNMENT = Alignment(Side("a", "en"), Side("b", "zh"), BEADS)


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LANGUAGE, "zh")


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("words", [(), ("align",), ("memory",), ("memory", "add"), ("convert",)])
def test_help_is_in_chinese_and_fits_into_80_columns(command: Run, words: tuple[str, ...]) -> None:
    from rich.cells import cell_len

    ran = command(*words, "--help")
    assert ran.status == 0
    assert ran.out.startswith("用法：")
    assert "选项：" in ran.out
    assert "Show this message" not in ran.out
    assert max(map(cell_len, ran.out.splitlines())) <= 80


@pytest.mark.usefixtures("chinese")
def test_refusals_and_reports_are_in_chinese(command: Run) -> None:
    assert command("align", "none.txt", "none.zh.txt").err.startswith("none.txt：没有这个文件")
    assert "没有选项 --frob" in command("align", "--frob").err
    write(ALIGNMENT, Path("a.jsonl"))
    assert command("convert", "a.jsonl", "b.tmx").err.splitlines()[0] == "b.tmx：2 个单元"


def test_the_locale_decides_where_nothing_was_asked_for(
    command: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(LANGUAGE)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert command("--help").out.startswith("用法：")


@pytest.mark.usefixtures("chinese")
def test_a_chinese_workbook_is_read_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With the statuses chosen in it, under an English locale too."""
    path = tmp_path / "a.xlsx"
    write(ALIGNMENT, path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet[1]][:6] == ["编号", "状态", "置信度", "类型", "原文", "译文"]
    assert sheet["B2"].value == "已接受"
    monkeypatch.setenv(LANGUAGE, "en")
    found = read_bitext(path)
    assert [(bead.id, bead.status, bead.confidence, bead.source_texts) for bead in found.beads] == [
        (bead.id, bead.status, bead.confidence, bead.source_texts) for bead in BEADS
    ]
    assert (found.source.lang, found.target.lang) == ("en-US", "zh-CN")


@pytest.mark.usefixtures("chinese")
def test_a_chinese_glossary_is_read_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pair = TermPair(
        id="1", source=Term("mine action", "en", 2), target=Term("地雷行动", "zh", 2), score=0.9,
        band="medium", frequency=2, kind="phrase", status="accepted",
    )  # fmt: skip
    path = tmp_path / "g.xlsx"
    write(Glossary("en", "zh", (pair,)), path)
    monkeypatch.setenv(LANGUAGE, "en")
    (found,) = read_glossary(path).pairs
    assert (found.status, found.band, found.kind, found.score) == ("accepted", "medium", "phrase", 0.9)


@pytest.mark.slow
def test_files_of_record_are_the_same_in_every_language(
    command: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Hello there, this is a text.\n"
    Path("a.txt").write_text(text, encoding="utf-8")
    Path("b.txt").write_text(text, encoding="utf-8")
    found = []
    for language in ("en", "zh"):
        monkeypatch.setenv(LANGUAGE, language)
        command("align", "a.txt", "b.txt", "-o", f"{language}.jsonl")
        found.append(Path(f"{language}.jsonl").read_bytes())
    assert found[0] == found[1]


def test_lines_are_as_wide_as_they_look() -> None:
    assert _wrapped("对齐两个文本", 8) == ["对齐两个", "文本"]


def test_worker_processes_inherit_the_language(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LANGUAGE)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    command("--version")
    assert os.environ[LANGUAGE] == "zh"
