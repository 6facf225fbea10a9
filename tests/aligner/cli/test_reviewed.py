"""`duiqi align` on names that have been reviewed: nobody's work is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.editing import EditText, Mark
from duiqi.corpus.tiling import editable
from duiqi.exports import write

ROOT = Path(__file__).parents[3]
ENGLISH = (
    "The committee met on Monday.\n\nIt discussed the water supply of the old town.\n\n"
    "Nobody objected to the plan.\n\nThe mayor 𠀀 thanked all members.\n"
)
CHINESE = "委员会星期一开会。\n\n会议讨论了老城的供水问题。\n\n没有人反对这项计划。\n\n市长𠀀感谢全体成员。\n"
WORDS = ("align", "a.en.txt", "a.zh.txt")

Run = Callable[..., Any]


@pytest.fixture
def run(command: Run) -> Run:
    """Run `duiqi` in a folder with two small texts."""
    Path("a.en.txt").write_text(ENGLISH, encoding="utf-8")
    Path("a.zh.txt").write_text(CHINESE, encoding="utf-8")
    return command


def review(path: str) -> None:
    """Correct the second row of a file, and accept the third."""
    edited = editable(read_bitext(path))
    for edit in (EditText("2", "target", 0, "会议讨论了旧城供水。"), Mark(("3",), "accepted")):
        edited, _ = edit.apply(edited)
    write(edited, path)


def decisions(path: str) -> list[tuple[str, str]]:
    return [(bead.status, "".join(bead.target_texts)) for bead in read_bitext(path).beads]


REVIEWED = [
    ("new", "委员会星期一开会。"),
    ("corrected", "会议讨论了旧城供水。"),
    ("accepted", "没有人反对这项计划。"),
    ("new", "市长𠀀感谢全体成员。"),
]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.jsonl", "a.xlsx", "a.docx", "a.tsv", "a.tmx"])
def test_a_reviewed_file_keeps_its_review(run: Run, name: str) -> None:
    run(*WORDS, "-o", name)
    review(name)
    before = Path(name).read_bytes()
    ran = run(*WORDS, "-o", name, "-o", "b.tmx")
    assert ran.status == 0
    assert ran.err.splitlines()[0] == f"{name}: the review was carried over: 1 corrected, 1 accepted"
    assert decisions(name) == decisions("b.tmx") == REVIEWED
    assert Path(f"{name}.bak").read_bytes() == before


def test_the_texts_may_have_grown(run: Run) -> None:
    run(*WORDS, "-o", "a.jsonl")
    review("a.jsonl")
    Path("a.en.txt").write_text("Work begins in spring.\n\n" + ENGLISH, encoding="utf-8")
    Path("a.zh.txt").write_text("工程将在春天开始。\n\n" + CHINESE, encoding="utf-8")
    assert run(*WORDS, "-o", "a.jsonl").status == 0
    assert decisions("a.jsonl") == [("new", "工程将在春天开始。"), *REVIEWED]


@pytest.mark.slow
def test_other_texts_are_refused_until_one_insists(run: Run) -> None:
    run(*WORDS, "-o", "a.xlsx")
    review("a.xlsx")
    before = Path("a.xlsx").read_bytes()
    Path("a.en.txt").write_text("A bird sang, and then another.\n", encoding="utf-8")
    Path("a.zh.txt").write_text("一只鸟唱歌，又一只。\n", encoding="utf-8")
    ran = run(*WORDS, "-o", "a.xlsx")
    assert (ran.status, len(ran.err.splitlines())) == (2, 1)
    assert ran.err.startswith("a.xlsx: reviewed rows in it do not fit the texts any more: 2 (It discussed")
    assert Path("a.xlsx").read_bytes() == before
    assert run(*WORDS, "-o", "a.xlsx", "--force").status == 0
    assert decisions("a.xlsx") == [("new", "一只鸟唱歌，又一只。")]
    assert Path("a.xlsx.bak").read_bytes() == before
    # Once more, and the copy is still the reviewed one.
    run(*WORDS, "-o", "a.xlsx", "--force")
    assert Path("a.xlsx.bak").read_bytes() == before


def test_an_accepted_row_stays_whatever_its_confidence(run: Run) -> None:
    run(*WORDS, "-o", "a.xlsx")
    review("a.xlsx")
    run(*WORDS, "-o", "a.xlsx", "--min-confidence", "1")
    assert REVIEWED[1] in decisions("a.xlsx")
    assert REVIEWED[2] in decisions("a.xlsx")


def test_a_reviewed_glossary_is_not_overwritten(run: Run) -> None:
    Path("terms.tsv").write_text(
        "id\tstatus\tsource\ttarget\tscore\tband\n1\taccepted\twater supply\t供水\t0.9\thigh\n",
        encoding="utf-8",
    )
    before = Path("terms.tsv").read_bytes()
    ran = run(*WORDS, "--terms", "terms.tsv")
    assert ran == (
        2,
        "",
        "terms.tsv: 1 reviewed term pair in it would be lost. Give another name, or overwrite with --force\n",
    )
    assert run(*WORDS, "--terms", "terms.tsv", "--force").status == 0
    assert Path("terms.tsv.bak").read_bytes() == before


@pytest.mark.slow
def test_converting_loses_no_review(run: Run) -> None:
    """What the new contents have as well is overwritten; what only the old ones have is not."""
    for name in ("a.xlsx", "b.jsonl"):
        run(*WORDS, "-o", name)
    review("b.jsonl")
    assert run("convert", "a.xlsx", "b.jsonl") == (
        2,
        "",
        "b.jsonl: 2 reviewed rows in it would be lost. Give another name, or overwrite with --force\n",
    )
    review("a.xlsx")
    assert run("convert", "a.xlsx", "b.jsonl").status == 0
    run(*WORDS, "-o", "a.xlsx", "--force")
    assert run("convert", "a.xlsx", "b.jsonl", "--force").status == 0
    assert decisions("b.jsonl.bak") == REVIEWED


# --- memories that grow


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tm.tmx", "tm.jsonl", "tm.tsv"])
def test_units_are_appended_and_none_twice(run: Run, name: str) -> None:
    run(*WORDS, "-o", name)
    review(name)
    Path("b.en.txt").write_text(f"{ENGLISH}\n\nWork begins in spring.\n", encoding="utf-8")
    Path("b.zh.txt").write_text(f"{CHINESE}\n\n工程将在春天开始。\n", encoding="utf-8")
    ran = run("align", "b.en.txt", "b.zh.txt", "-o", name, "--append")
    assert ran.status == 0
    # The corrected unit: a table takes the other translation beside it, TMX one translation a source.
    others = [] if name == "tm.tmx" else [("new", "会议讨论了老城的供水问题。")]
    assert decisions(name) == [*REVIEWED, *others, ("new", "工程将在春天开始。")]
    assert f"{name}: {1 + len(others)} unit" in ran.err
    before = decisions(name)
    ran = run("align", "b.en.txt", "b.zh.txt", "-o", name, "--append")
    assert f"{name}: 0 units added, {len(before)} now" in ran.err
    assert decisions(name) == before
    ids = [bead.id for bead in read_bitext(name).beads]
    assert len(set(ids)) == len(ids)


def test_what_does_not_grow_is_refused(run: Run) -> None:
    assert run(*WORDS, "-o", "a.xlsx", "--append").err == (
        "a.xlsx: units cannot be appended to it. --append is for .tmx .jsonl .tsv\n"
    )
    run(*WORDS, "-o", "tm.tmx")
    Path("c.txt").write_text(
        "Das Komitee traf sich am Montag und sprach über das Wasser.\n", encoding="utf-8"
    )
    ran = run("align", "a.en.txt", "c.txt", "-o", "tm.tmx", "--append")
    assert ran.status == 2
    assert "tm.tmx: a memory in en and zh, and the texts are in en and de. Give another name" in ran.err


# --- killed at any moment

OUTPUTS = ("a.xlsx", "a.jsonl")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_at_any_moment_the_review_survives(
    run: Run, kill_at: Callable[..., Callable[[], int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before and after every file that is opened or renamed; then the same command ends well."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name in OUTPUTS:
        run(*WORDS, "-o", name)
        review(name)
    moments = [
        ("open", r"^a\.en\.txt$", False),
        ("open", r"^a\.xlsx$", False),
        *(("open", rf"\.{name}\.bak\.", False) for name in OUTPUTS),
        *(("open", rf"/\.{name}\.[0-9a-f]+\.part", False) for name in OUTPUTS),
        *(("os.rename", rf"{name}\.bak$", after) for name in OUTPUTS for after in (False, True)),
        *(("os.rename", rf"{name}$", after) for name in OUTPUTS for after in (False, True)),
    ]
    met = kill_at(
        [
            {"process": "parent", "event": event, "name": name, "and_parent": False, "after": after}
            for event, name, after in moments
        ]
    )
    code = [sys.executable, "-c", "from duiqi.aligner.cli import main; main()"]
    words = [*code, *WORDS, "-o", OUTPUTS[0], "-o", OUTPUTS[1]]
    deaths = 0
    while (ran := subprocess.run(words, capture_output=True, encoding="utf-8", check=False)).returncode < 0:
        assert ran.returncode == -signal.SIGKILL, ran.stderr
        deaths += 1
        assert [decisions(name) for name in OUTPUTS] == [REVIEWED, REVIEWED]
        assert deaths <= len(moments)
    assert ran.returncode == 0, ran.stderr
    assert met() == deaths == len(moments)
    assert [decisions(name) for name in OUTPUTS] == [REVIEWED, REVIEWED]
    assert os.path.exists("a.xlsx.bak")
