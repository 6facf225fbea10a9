"""The table on the terminal: columns stay columns, whatever the script."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.exports import show
from duiqi.exports.terminal import wrap


@given(st.text("协助地雷行动，。（）“” mine action 2005年㈠𠮷-'", max_size=80), st.integers(6, 40))
def test_wrapping_loses_nothing_and_keeps_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        (
            "又回顾所有相关条约和公约及其审查进程，",
            12,
            ["又回顾所有相", "关条约和公约", "及其审查进", "程，"],
        ),
        ("布下地（水）雷", 8, ["布下地", "（水）雷"]),
        ("mine-action programmes", 12, ["mine-action", "programmes"]),
        ("第60/97号决议", 8, ["第60/97", "号决议"]),
        ("unhyphenatable", 6, ["unhyph", "enatab", "le"]),
        ("", 10, [""]),
    ],
)
def test_wrapping(text: str, width: int, lines: list[str]) -> None:
    """A line does not begin with a comma or a closing bracket, nor end with an opening one."""
    assert wrap(text, width) == lines


def test_columns(extract: Alignment) -> None:
    page = io.StringIO()
    show(extract, page, width=64)
    assert page.getvalue() == (
        "1+ Assistance in mine action               协助地雷行动\n"
        "2  The General Assembly,                   大会，\n"
        "3~ Recalling also all relevant treaties    又回顾所有相关条约和\n"
        "   and conventions and their review        公约及其审查进程，\n"
        "   processes,\n"
        "4  United Nations, Treaty Series, vol.\n"
        "   2056.\n"
        "5                                          2007年12月17日\n"
        "6+ Takes note of the report; and decides   注意到报告；并决定继\n"
        "   to remain seized of the matter.         续处理此案。\n"
    )


def test_what_a_person_refused_has_a_mark(extract: Alignment) -> None:
    refused = (replace(bead, status="rejected") for bead in extract.beads)
    page = io.StringIO()
    show(extract.with_beads(tuple(refused)), page, width=64)
    assert [line[:2] for line in page.getvalue().splitlines() if line[0] != " "] == [
        *("1-", "2-", "3-", "4-", "5-", "6-"),
    ]


def test_in_a_pipe_one_bead_a_line(extract: Alignment) -> None:
    page = io.StringIO()
    show(extract, page)
    lines = [line.split("\t") for line in page.getvalue().splitlines()]
    assert [line[0] for line in lines] == [bead.id for bead in extract.beads]
    assert lines[1][1:] == ["", "0.95", "The General Assembly,", "大会，"]
    assert lines[4][3:] == ["", "2007年12月17日"]
    assert all(len(line) == 5 for line in lines)
    assert all(float(line[2]) <= 1 for line in lines)


def test_a_text_cannot_drive_the_terminal() -> None:
    bead = Bead.of_texts(
        range(1), range(1), "1", ("\x1b[31mred [bold]not markup[/bold] :smile:",), ("\x9b31m\x07",)
    )
    page = io.StringIO()
    show(Alignment(Side(lang="en"), Side(lang="zh"), (bead,)), page, width=70)
    assert page.getvalue() == "1? [31mred [bold]not markup[/bold] :smile:  31m\n"
