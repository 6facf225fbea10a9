"""`duiqi memory`: what is promised on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duiqi.corpus.model import Alignment, Bead, Doubt, Side
from duiqi.exports import write

TABLE = (
    "source\ttarget\n"
    "Urges all States to clear mines;\t敦促所有国家扫除地雷；\n"
    "The mine action programme of 2007\t2007年地雷行动方案\n"
    "The mine action programme of 2007\t2008年地雷行动方案\n"
    "untranslated words\tuntranslated words\n"
)
Run = Callable[..., Any]


@pytest.fixture
def run(command: Run) -> Run:
    """Run `duiqi` in a folder with a table, and a memory made of it."""
    Path("table.tsv").write_text(TABLE, encoding="utf-8")
    made = command(
        *("memory", "add", "un.memory", "table.tsv", "--source-lang", "en", "--target-lang", "zh"),
        *("--author", "Ann"),
    )
    assert (made.status, made.out, made.err) == (0, "", "table.tsv: 4 added\n")
    return command


def test_adding_again_adds_nothing(run: Run) -> None:
    again = run("memory", "add", "un.memory", "table.tsv", "--source-lang", "en", "--target-lang", "zh")
    assert again.err == "table.tsv: 4 known\n"


def test_both_files_of_a_pair_are_added_as_one(run: Run) -> None:
    for name, text in (("a.en.txt", "Clear the mines.\n"), ("a.zh.txt", "扫除地雷。\n")):
        Path(name).write_text(text, encoding="utf-8")
    assert run("memory", "add", "un.memory", "a.en.txt", "a.zh.txt").err == "a.en.txt: 1 added\n"


def test_a_memory_is_added_to_another_one(run: Run) -> None:
    for line in ("4 added", "4 known"):
        ran = run("memory", "add", "other.memory", "un.memory")
        assert (ran.status, ran.err) == (0, f"un.memory: {line}\n")
    assert (
        "author      Ann                                    4" in run("memory", "stats", "other.memory").out
    )
    ran = run("memory", "add", "third.memory", "un.memory", "--source-lang", "en")
    assert ran.err == (
        "un.memory: a memory names its languages. Add it without --source-lang and --target-lang\n"
    )
    assert not Path("third.memory").exists()
    assert run("memory", "add", "un.memory", "un.memory").status == 2


def test_stats(run: Run) -> None:
    assert run("memory", "stats", "un.memory").out.splitlines() == [
        "4 units of 1 bitext",
        "languages   en → zh                                4",
        "status      new                                    4",
        "author      Ann                                    4",
    ]
    assert json.loads(run("memory", "stats", "un.memory", "--json").out)["units"] == 4


@pytest.mark.slow
def test_search_marks_hits_and_counterparts(run: Run) -> None:
    out = run("memory", "search", "un.memory", "mine action", "--limit", "1").out
    assert "The ⟦mine action⟧ programme of 2007\n" in out
    assert "地雷行动⟧" in out
    fields = json.loads(run("memory", "search", "un.memory", "掃除", "--json", "--no-counterparts").out)
    assert fields["target"][slice(*fields["target_spans"][0])] == "扫除"
    assert fields["source_spans"] == []


def test_texts_cannot_move_the_cursor_nor_break_a_row(run: Run) -> None:
    from duiqi.aligner.memory.memory import Memory
    from duiqi.corpus.model import Alignment, Bead, Side

    texts = "mine\x1b[2J\tof", "mine\x1b[2J\tof"
    bead = Bead.of_texts(range(1), range(1), "1", [texts[0]], [texts[1]])
    with Memory(Path("un.memory")) as memory:
        memory.add(Alignment(Side("a", "en"), Side("b", "zh"), (bead,)))
    assert "\x1b" not in run("memory", "search", "un.memory", "2j", "--no-counterparts").out
    listed = run("memory", "clean", "un.memory", "--problem", "untranslated").out
    assert "\x1b" not in listed
    assert {line.count("\t") for line in listed.splitlines()} == {4}


def test_search_that_finds_nothing_says_what_to_try(run: Run) -> None:
    ran = run("memory", "search", "un.memory", "cheese")
    assert (ran.status, ran.out, ran.err) == (0, "", "nothing found for 'cheese'. Try --fuzzy\n")


@pytest.mark.slow
def test_clean_lists_and_deletes_only_on_request(run: Run) -> None:
    listed = run("memory", "clean", "un.memory")
    assert [line.split("\t")[1] for line in listed.out.splitlines()] == [
        "ambiguous",
        "numbers",
        "ambiguous",
        "untranslated",
    ]
    assert "1 untranslated: the target is the source" in listed.err
    refused = run("memory", "clean", "un.memory", "--remove")
    assert refused.status == 2
    assert refused.err == "--remove: which units? Name them, as --problem duplicate --problem empty\n"
    removed = run("memory", "clean", "un.memory", "--problem", "numbers", "--remove")
    assert removed.err == "1 numbers: numbers differ\n1 deleted\n"
    assert json.loads(run("memory", "stats", "un.memory", "--json").out)["units"] == 3
    assert not run("memory", "search", "un.memory", "2008").out


def test_a_problem_without_that_name(run: Run) -> None:
    ran = run("memory", "clean", "un.memory", "--problem", "ugly")
    assert ran.status == 2
    assert ran.err.startswith("--problem ugly: no such problem. Known: duplicate empty")


def test_export_is_read_back(run: Run) -> None:
    assert run("memory", "export", "un.memory", "out.tsv", "out.tmx").status == 0
    from duiqi.corpus.bitext.reading import read_bitext

    pairs = [(bead.source_texts[0], bead.target_texts[0]) for bead in read_bitext("out.tsv").beads]
    assert pairs == [tuple(row.split("\t")) for row in TABLE.splitlines()[1:]]
    reverse = run("memory", "export", "un.memory", "zh.tsv", "--source-lang", "zh", "--target-lang", "en")
    assert reverse.status == 0
    assert next(iter(read_bitext("zh.tsv").beads)).source_texts == ("敦促所有国家扫除地雷；",)


@pytest.mark.slow
def test_languages_that_nobody_names_are_found_by_the_texts(run: Run) -> None:
    rows = [
        "The Supplier shall deliver the Goods to the Buyer within thirty days.\t供应商应在三十日内交付货物。",
        "This Agreement is governed by the laws of the place of delivery.\t本协议受交货地法律管辖。",
    ]
    Path("bare.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert run("memory", "add", "bare.memory", "bare.tsv").err == (
        "bare.tsv: languages by its texts: en and zh\nbare.tsv: 2 added\n"
    )
    Path("few.tsv").write_text("Delete\t删除\nOpen file\t打开文件\n", encoding="utf-8")
    assert "its languages are not known" in run("memory", "add", "few.memory", "few.tsv").err


@pytest.mark.slow
def test_a_folder_of_batch_is_added_file_by_file(run: Run) -> None:
    Path("out").mkdir()
    assert (
        run("convert", "table.tsv", "out/a.jsonl", "--source-lang", "en", "--target-lang", "zh").status == 0
    )
    Path("out/b.jsonl").write_text("{}\n", encoding="utf-8")
    Path("out/report.jsonl").write_text("{}\n", encoding="utf-8")
    ran = run("memory", "add", "other.memory", "out")
    assert ran.status == 1
    assert "out/a.jsonl: 4 added" in ran.err
    assert "report" not in ran.err


def record(name: str, *codes: str, langs: tuple[str, str] = ("en", "zh")) -> None:
    """A result of a batch, with warnings of these codes."""
    bead = Bead.of_texts(range(1), range(1), "1", (f"{name}.",), ("𠀀。",))
    sides = Side(f"{name}.en.txt", langs[0]), Side(f"{name}.zh.txt", langs[1])
    warnings = tuple(Doubt(code, "Look twice.") for code in codes)
    write(Alignment(*sides, (bead,), warnings=warnings), Path("out", f"{name}.jsonl"))


@pytest.mark.parametrize(
    "words", [("out",), ("out/a.jsonl", "out/b.jsonl", "out/c.jsonl", "out/report.jsonl")]
)
def test_of_a_batch_is_added_what_its_merge_would_take(words: tuple[str, ...], run: Run) -> None:
    """Twenty wrong units would stay in the memory. Named alone, the file is taken."""
    Path("out").mkdir()
    Path("out/report.jsonl").write_text('{"id": "a", "status": "done"}\n', encoding="utf-8")
    record("a", "moved")
    record("b", "not-a-translation")
    record("c", "same-language", langs=("en", "en-GB"))
    ran = run("memory", "add", "other.memory", *words)
    assert (ran.status, ran.err.splitlines()) == (
        1,
        [
            "warning: out: 1 pair left out: not a translation, it seems: b",
            "warning: out: 1 pair left out: both texts are in the same language: c",
            "warning: Look twice.",
            "out/a.jsonl: 1 added",
        ],
    )
    assert run("memory", "add", "other.memory", "out/b.jsonl").err.endswith("out/b.jsonl: 1 added\n")


def test_a_batch_of_which_nothing_can_be_used_makes_no_memory(run: Run) -> None:
    Path("out").mkdir()
    record("b", "not-a-translation")
    ran = run("memory", "add", "other.memory", "out")
    assert (ran.status, ran.err) == (2, "out: 1 pair left out: not a translation, it seems: b\n")
    assert not Path("other.memory").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("stats", "none.memory"), "none.memory: there is no such memory. Make it with: duiqi memory add\n"),
        (
            ("stats", "table.tsv"),
            "table.tsv: no memory, or a damaged one: file is not a database. Use a copy\n",
        ),
        (
            ("add", "table.tsv", "table.tsv"),
            "table.tsv: this is a file that is being read. Give another name\n",
        ),
        (("add", "new.memory", "none.tsv"), "none.tsv: there is no such file\n"),
        (
            ("export", "un.memory", "x.tmx", "--target-lang", "fr"),
            "un.memory: no unit in these languages. duiqi memory stats lists those it has\n",
        ),
    ],
)
def test_refusals(run: Run, words: tuple[str, ...], message: str) -> None:
    ran = run("memory", *words)
    assert (ran.status, ran.out, ran.err) == (2, "", message)
    assert not Path("new.memory").exists()


def test_an_export_names_the_languages_that_it_leaves_out(run: Run) -> None:
    """A memory of several pairs of languages is written one pair at a time."""
    rows = "en\tde\nUrges all States to clear mines;\tRäumt die Minen 𠀀;\n"
    Path("de.tsv").write_text(rows, encoding="utf-8")
    run("memory", "add", "un.memory", "de.tsv", "--source-lang", "en", "--target-lang", "de")
    ran = run("memory", "export", "un.memory", "all.tsv")
    assert ran.status == 0
    assert ran.err.splitlines()[-1] == (
        "warning: units in other languages left out: en → de 1. To choose: --source-lang and --target-lang"
    )
    ran = run("memory", "export", "un.memory", "de.tmx", "--source-lang", "en", "--target-lang", "de")
    assert "left out" not in ran.err
    assert "Räumt" not in Path("all.tsv").read_text(encoding="utf-8")
    listed = run("memory", "clean", "un.memory", "--problem", "ambiguous").out
    assert "Räumt" not in listed
