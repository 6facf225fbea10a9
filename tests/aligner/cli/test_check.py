"""`duiqi check`: findings, formats, exit status, refusals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]  # the status, what it printed, what it said on stderr


@pytest.fixture
def run(command: Run) -> Run:
    """Run `duiqi` in a folder with three pairs, two of which have a fault."""
    rows = ("en\tzh", "Recalling 60/97,\t回顾60/79，", "The work and the aim\t工作和和目标", "Yes.\t是。")
    Path("un.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return command


@pytest.mark.slow
def test_findings_one_a_line_and_a_summary(run: Run) -> None:
    ran = run("check", "un.tsv")
    assert ran.status == 1
    assert ran.out.splitlines() == [
        "un.tsv#1: error numbers: 97 is not in the translation; 79 is not in the source: 回顾60/79，",
        "un.tsv#2: warning doubled: 和和 is written twice: 工作和和目标",
    ]
    assert ran.err == "3 beads checked: 2 findings (numbers 1, doubled 1)\n"


def test_the_status_says_whether_anything_was_found(run: Run) -> None:
    assert run("check", "un.tsv", "--without", "numbers,doubled") == (0, "", "3 beads checked: 0 findings\n")
    assert run("check", "un.tsv", "--only", "doubled").status == 1
    assert run("check", "none.tsv") == (2, "", "none.tsv: there is no such file\n")


def test_several_files_in_one_go(run: Run) -> None:
    names = [f"found{suffix}" for suffix in (".html", ".xlsx", ".tsv", ".csv", ".jsonl")]
    ran = run("check", "un.tsv", *(word for name in names for word in ("-o", name)))
    assert (ran.status, ran.out) == (1, "")
    assert all(f"{name}: 2 findings" in ran.err and Path(name).stat().st_size for name in names)


@pytest.mark.slow
def test_a_glossary_to_go_by(run: Run) -> None:
    Path("g.tsv").write_text("en\tzh\naim\t目的\n", encoding="utf-8")
    ran = run("check", "un.tsv", "--only", "terms", "--terms", "g.tsv")
    assert ran.out == "un.tsv#2: warning terms: “aim” is not translated as “目的”: The work and the aim\n"


def test_the_checks_are_listed(run: Run) -> None:
    ran = run("check", "--list")
    assert ran.status == 0
    assert ran.out.splitlines()[0].split() == ["empty", "error", "a", "text", "without", "a", "translation"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("un.tsv", "--only", "nums"), "no check called 'nums'. Known: empty added"),
        (("un.tsv", "--only", "terms"), "the check 'terms' has no glossary to go by"),
        (
            ("un.tsv", "-o", "found.tmx"),
            "found.tmx: no writer for '.tmx'. Known: .html .xlsx .tsv .csv .jsonl",
        ),
        (("un.tsv", "-o", "un.tsv"), "un.tsv: this is a file that is being read"),
    ],
)
def test_wrong_usage_is_refused_in_one_line(run: Run, words: tuple[str, ...], message: str) -> None:
    ran = run("check", *words)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(message)
    assert ran.err.count("\n") == 1


def test_a_format_is_honoured_with_and_without_an_output(run: Run) -> None:
    printed = run("check", "un.tsv", "--format", "jsonl")
    assert printed.status == 1
    assert [line[:14] for line in printed.out.splitlines()] == ['{"file": "un.t'] * 2
    assert run("check", "un.tsv", "--format", "jsonl", "-o", "-").out == printed.out
    assert run("check", "un.tsv", "--format", "tmx").err.startswith("--format tmx: no such format.")
