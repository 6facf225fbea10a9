"""`duiqi leverage`: what is promised on the command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
TABLE = (
    "source\ttarget\tstatus\tsource_lang\ttarget_lang\n"
    "The General Assembly,\t大会，\taccepted\ten\tzh\n"
    "Decides to consider the item at its sixty-fourth session.\t"
    "决定在第六十四届会议上审议该项目。\tnew\ten\tzh\n"
)
NEW = "The General Assembly,\n\nDecides to consider the item at its eightieth session.\n\nThat is all new.\n"


@pytest.fixture
def run(command: Run) -> Run:
    """Run `duiqi` in a folder with a bitext and a new text."""
    Path("old.tsv").write_text(TABLE, encoding="utf-8")
    Path("new.txt").write_text(NEW, encoding="utf-8")
    return command


def records(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()][1:]


def test_a_bitext_as_it_is_serves_as_memory(run: Run) -> None:
    ran = run("leverage", "new.txt", "-m", "old.tsv", "-o", "out.jsonl", "-o", "draft.txt", "--no-meaning")
    assert ran.status == 0
    assert ran.out.splitlines()[-1].split() == ["total", "3", "16", "78"]
    assert ran.err == "out.jsonl: 3 segments\ndraft.txt: 3 segments\n"
    found = records("out.jsonl")
    assert [record["band"] for record in found] == ["100", "85–94", "new"]
    assert found[1]["target"] == "决定在第八十届会议上审议该项目。"
    assert Path("draft.txt").read_text(encoding="utf-8").split("\n\n") == [
        "大会，",
        "决定在第八十届会议上审议该项目。",
        "⟦That is all new.⟧",
        "",
    ]


@pytest.mark.parametrize("text", ["Try lying down in a hammock!", "A/62/99", "1998", "會議", "Étage 𠀀"])
def test_the_memories_languages_decide_for_a_short_text(run: Run, text: str) -> None:
    """Alone it would be Italian, Bulgarian, no language at all …"""
    Path("n.txt").write_text(text, encoding="utf-8")
    ran = run("leverage", "n.txt", "-m", "old.tsv", "--no-meaning", "--no-clauses")
    assert (ran.status, ran.err) == (0, "")


def test_a_text_in_another_language_than_the_memories_is_refused_all_the_same(run: Run) -> None:
    Path("n.txt").write_text("Der Ausschuss trat am Montag zusammen und dankte allen. " * 5, encoding="utf-8")
    ran = run("leverage", "n.txt", "-m", "old.tsv")
    assert (ran.status, ran.err) == (
        2,
        "no memory has texts in de. Say --source-lang and --target-lang\n",
    )


def test_penalties_and_threshold(run: Run) -> None:
    run(
        *("leverage", "new.txt", "-m", "old.tsv", "-o", "out.jsonl", "--no-meaning", "--no-clauses"),
        *("--unreviewed-penalty", "5", "--threshold", "90"),
    )
    assert [record["target"] for record in records("out.jsonl")] == ["大会，", "", ""]


def test_several_texts_go_into_a_folder_with_their_repetitions(run: Run) -> None:
    shutil.copy("new.txt", "again.txt")
    ran = run(
        *("leverage", "new.txt", "again.txt", "-m", "old.tsv", "-o", "out", "--format", "xlf"),
        *("--report", "bands.html", "--report", "bands.xlsx", "--no-meaning"),
    )
    assert ran.status == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["again.xlf", "new.xlf"]
    assert "repeated from another file" in ran.out
    assert Path("bands.html").stat().st_size > 0


def test_the_translation_can_be_of_the_opposite_direction(run: Run) -> None:
    Path("neu.txt").write_text("决定在第八十届会议上审议该项目。\n", encoding="utf-8")
    run("leverage", "neu.txt", "-m", "old.tsv", "-o", "out.jsonl", "--source-lang", "zh", "--no-meaning")
    assert records("out.jsonl")[0]["target"] == "Decides to consider the item at its eightieth session."


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("new.txt", "-m", "none.memory"), "none.memory: there is no such file\n"),
        (
            ("new.txt", "-m", "old.tsv", "-o", "out.pdf"),
            "out.pdf: no writer for '.pdf'. Known: .xlf .xliff .tmx .tsv .xlsx .docx .jsonl .html .txt\n",
        ),
        (
            ("new.txt", "old.tsv", "-m", "old.tsv", "-o", "out.xlf"),
            "out.xlf: one file for 2 texts. Name a folder, and say --format\n",
        ),
        (
            ("new.txt", "-m", "old.tsv", "--source-lang", "fr"),
            "no memory has texts in fr. Say --source-lang and --target-lang\n",
        ),
        (
            ("new.txt", "-m", "old.tsv", "-o", "old.tsv"),
            "old.tsv: this is a file that is being read. Give another name\n",
        ),
    ],
)
def test_refusals(run: Run, words: tuple[str, ...], message: str) -> None:
    ran = run("leverage", *words)
    assert (ran.status, ran.out, ran.err) == (2, "", message)
    assert not Path("out.xlf").exists()
