"""`duiqi compare`: what changed, in all formats, and refusals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]  # the status, what it printed, what it said on stderr


@pytest.fixture
def run(command: Run) -> Run:
    """Run `duiqi` in a folder with two versions of a text and a text in another language."""
    first = "The report of the Secretary-General is noted by all Member States with interest."
    second = "It decides to include the item in the agenda of its sixty-fourth session."
    Path("old.txt").write_text(f"{first}\n\n{second}\n", encoding="utf-8")
    Path("new.txt").write_text(
        f"{first}\n\n{second.replace('sixty-fourth', 'eightieth')}\n", encoding="utf-8"
    )
    Path("zh.txt").write_text("大会注意到秘书长的报告。\n\n决定列入议程。\n", encoding="utf-8")
    return command


def test_what_changed_is_printed_and_counted(run: Run) -> None:
    assert run("compare", "old.txt", "new.txt") == (
        0,
        "reworded 2→2: It decides to include the item in the agenda of its "
        "[-sixty-fourth-]{+eightieth+} session.\n",
        "paragraphs: 1 kept, 1 reworded, 0 moved, 0 new, 0 dropped\n",
    )


def test_several_files_in_one_go(run: Run) -> None:
    ran = run("compare", "old.txt", "new.txt", "-o", "v.html", "-o", "v.xlsx", "-o", "v.docx")
    assert (ran.status, ran.out) == (0, "")
    assert all(Path(f"v{suffix}").stat().st_size for suffix in (".html", ".xlsx", ".docx"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("old.txt", "zh.txt"), "zh.txt: in zh, but the old version is in en. duiqi align pairs a text"),
        (("old.txt", "none.txt"), "none.txt: "),
        (("old.txt", "new.txt", "-o", "v.tmx"), "v.tmx: no writer for '.tmx'. Known: .html .xlsx .docx"),
        (("old.txt", "new.txt", "-o", "old.txt"), "old.txt: this is a file that is being read"),
        (("-", "-"), "-: only one of the two versions can come from standard input"),
    ],
)
def test_wrong_usage_is_refused_in_one_line(run: Run, words: tuple[str, ...], message: str) -> None:
    ran = run("compare", *words)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(message)
    assert ran.err.count("\n") == 1
