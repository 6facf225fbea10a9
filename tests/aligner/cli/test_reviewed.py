"""`duiqi align` on names that have been reviewed: nobody's work is lost."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from duiqi.aligner.cli import main
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.editing import EditText, Mark
from duiqi.corpus.tiling import editable
from duiqi.exports import replacing, write

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


def change(name: str, old: str, new: str) -> None:
    """Change a word of a table, as in a spreadsheet or in Word, and no status."""
    if name.endswith(".docx"):
        with ZipFile(name) as before:
            parts = {part: before.read(part) for part in before.namelist()}
        with ZipFile(name, "w") as after:
            for part, data in parts.items():
                after.writestr(part, data.replace(old.encode(), new.encode()))
        return
    if not name.endswith(".xlsx"):
        Path(name).write_text(Path(name).read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return
    book = load_workbook(name)
    cells = [cell for row in book.worksheets[0] for cell in row if isinstance(cell.value, str)]
    for cell in cells:
        cell.value = str(cell.value).replace(old, new)
    book.save(name)


@pytest.mark.parametrize("name", ["a.xlsx", "a.tsv", "a.csv", "a.docx"])
def test_a_row_of_a_table_that_was_edited_is_corrected_without_a_status(run: Run, name: str) -> None:
    """As in a Word file with tracked changes; a text that has changed since is no edit of the row."""
    run(*WORDS, "-o", name)
    assert {status for status, _ in decisions(name)} == {"new"}
    change(name, "没有人反对", "无人𠀀反对")
    edited = [("new", "委员会星期一开会。"), ("new", "会议讨论了老城的供水问题。")]
    edited += [("corrected", "无人𠀀反对这项计划。"), ("new", "市长𠀀感谢全体成员。")]
    assert decisions(name) == edited
    Path("a.zh.txt").write_text(CHINESE.replace("星期一", "周一"), encoding="utf-8")
    ran = run(*WORDS, "-o", name)
    assert ran.err.splitlines()[0] == f"{name}: the review was carried over: 1 corrected"
    assert decisions(name) == [("new", "委员会周一开会。"), *edited[1:]]
    run("convert", name, "b.tmx", "--accepted-only")
    assert decisions("b.tmx") == [edited[2]]


Rows = list[dict[str, str]]
SOURCES = ("It discussed the water supply of the old town.", "Nobody objected to the plan.")
TARGETS = ("会议讨论了老城的供水问题。", "没有人反对这项计划。")


def moved(rows: Rows) -> list[tuple[str, str]]:
    """The end of the second row's target goes to the third."""
    rows[1]["target"], rows[2]["target"] = "会议讨论了", f"老城的供水问题。{TARGETS[1]}"
    return [(rows[k]["source"], rows[k]["target"]) for k in (1, 2)]


def joined(rows: Rows) -> list[tuple[str, str]]:
    """Both rows in one, the other one deleted."""
    rows[1] |= {"source": " ".join(SOURCES), "target": "".join(TARGETS)}
    del rows[2]
    return [(" ".join(SOURCES), "".join(TARGETS))]


def joined_and_emptied(rows: Rows) -> list[tuple[str, str]]:
    rows[1] |= {"source": " ".join(SOURCES), "target": "".join(TARGETS)}
    rows[2] |= {"source": "", "target": ""}
    return [(" ".join(SOURCES), "".join(TARGETS))]


def split(rows: Rows) -> list[tuple[str, str]]:
    """The rest of the second row in a row of its own, which has nothing but the texts."""
    parts = [(SOURCES[0][:12], "会议讨论了"), (SOURCES[0][12:].strip(), "老城的供水问题。")]
    rows[1] |= dict(zip(("source", "target"), parts[0], strict=True))
    rows.insert(2, dict.fromkeys(rows[0], "") | dict(zip(("source", "target"), parts[1], strict=True)))
    return parts


def edited(edit: Callable[[Rows], Any]) -> Any:
    """Edit the rows of the table `a.tsv`, which `edit` is given by columns; returns what it returns."""
    header, *lines = Path("a.tsv").read_text(encoding="utf-8").splitlines()
    names = header.split("\t")
    rows = [dict(zip(names, line.split("\t"), strict=True)) for line in lines]
    returned = edit(rows)
    text = "\n".join([header, *("\t".join(row.values()) for row in rows)])
    Path("a.tsv").write_text(text, encoding="utf-8")
    return returned


@pytest.mark.slow
@pytest.mark.parametrize("edit", [moved, joined, joined_and_emptied, split])
def test_corrections_may_cross_rows(run: Run, edit: Callable[[Rows], list[tuple[str, str]]]) -> None:
    """Nothing is lost or told twice: each text is in one row, as the person left it."""
    run(*WORDS, "-o", "a.tsv")
    wanted = edited(edit)
    ran = run(*WORDS, "-o", "a.tsv")
    assert ran.status == 0, ran.err
    beads = [*read_bitext("a.tsv").beads]
    found = [(" ".join(bead.source_texts), "".join(bead.target_texts)) for bead in beads]
    assert found[1 : 1 + len(wanted)] == wanted
    assert (len(found), found[0][1], found[-1][1]) == (
        {moved: 4, split: 5}.get(edit, 3), "委员会星期一开会。", "市长𠀀感谢全体成员。"
    )  # fmt: skip


@pytest.mark.slow
def test_translations_that_were_exchanged_between_rows_are_refused_with_what_to_do(run: Run) -> None:
    run(*WORDS, "-o", "a.tsv")

    def exchanged(rows: Rows) -> None:
        rows[1]["target"], rows[2]["target"] = TARGETS[::-1]

    edited(exchanged)
    before = Path("a.tsv").read_bytes()
    ran = run(*WORDS, "-o", "a.tsv")
    assert ran.status == 2
    assert "Put them in order, join in one row what the translation exchanges, give another name" in ran.err
    assert Path("a.tsv").read_bytes() == before


@pytest.mark.slow
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


@pytest.mark.slow
def test_an_accepted_row_stays_whatever_its_confidence(run: Run) -> None:
    run(*WORDS, "-o", "a.xlsx")
    review("a.xlsx")
    run(*WORDS, "-o", "a.xlsx", "--min-confidence", "1")
    assert REVIEWED[1] in decisions("a.xlsx")
    assert REVIEWED[2] in decisions("a.xlsx")


@pytest.mark.slow
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


@pytest.mark.slow
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
# What changes files: before each such event of Python (PEP 578), and in the middle of the first write to each
# file, a run is killed once.
CHANGES = {
    "open",
    "os.rename",
    "os.remove",
    "os.truncate",
    "os.link",
    "os.symlink",
    "os.chmod",
    "shutil.move",
}


def killed(words: tuple[str, ...], moment: int) -> tuple[int, int]:
    """Run a command in a fork that kills itself at the moment of this number, counted from 0.

    Returns how it ended (-9 where it was killed), and how many moments it met.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        os.close(reading)
        met = 0

        def meet() -> None:
            nonlocal met
            if met == moment:
                os.write(writing, bytes([met]))
                os.kill(os.getpid(), signal.SIGKILL)
            met += 1

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            if event not in CHANGES:
                return
            is_writing = event != "open" or bool((arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR))
            if is_writing and os.path.realpath(str(arguments[0])).startswith(os.getcwd()):
                meet()

        class Halved(replacing._Raw):
            is_first = True

            def write(self, data: bytes, /) -> int:  # type: ignore[override]
                half = len(memoryview(data)) // 2 if self.is_first else 0
                written = super().write(memoryview(data)[:half]) if half else 0
                if self.is_first:
                    meet()
                self.is_first = False
                return written + super().write(memoryview(data)[half:])

        status = 99
        try:
            replacing._Raw = Halved  # type: ignore[misc]
            sys.addaudithook(hook)
            sys.argv = ["duiqi", *words]
            main()
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 98
        finally:
            os.write(writing, bytes([met]))
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        counted = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), counted[0]


def seen(name: str, known: dict[bytes, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """The decisions in a file; what has been read before is not read again."""
    contents = Path(name).read_bytes()
    if contents not in known:
        known[contents] = decisions(name)
    return known[contents]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork, no SIGKILL")
def test_killed_at_any_moment_of_align_the_review_survives(run: Run) -> None:
    """Whatever was done by then, both files have the review, whole; and the same command ends well."""
    words = (*WORDS, "-o", OUTPUTS[0], "-o", OUTPUTS[1])
    run(*words)
    for name in OUTPUTS:
        review(name)
    first = [Path(name).read_bytes() for name in OUTPUTS]
    known: dict[bytes, list[tuple[str, str]]] = {}
    moment = 0
    while True:
        if moment % 3 == 0:  # from the beginning, and from what earlier kills have left
            for name, contents in zip(OUTPUTS, first, strict=True):
                Path(name).write_bytes(contents)
                Path(f"{name}.bak").unlink(missing_ok=True)
        ended = killed(words, moment)
        if ended[0] != -signal.SIGKILL:
            break
        for name, contents in zip(OUTPUTS, first, strict=True):
            assert seen(name, known) == REVIEWED, moment
            assert Path(name).read_bytes() == contents or Path(f"{name}.bak").exists(), moment
        moment += 1
    status, met = ended  # there are more moments where an earlier kill has left a copy
    assert status == 0
    assert met <= moment
    assert moment >= 12
    assert [decisions(name) for name in OUTPUTS] == [REVIEWED, REVIEWED]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork, no SIGKILL")
@pytest.mark.parametrize("names", [OUTPUTS, OUTPUTS[::-1]])
def test_killed_at_any_moment_of_convert_no_review_is_lost(run: Run, names: tuple[str, str]) -> None:
    """The reviewed output is as it was, or the new one with a copy of it, whole; the input never changes."""
    new, old = names
    words = ("convert", new, old, "--force")
    for name in names:
        run(*WORDS, "-o", name)
    review(old)
    fresh, reviewed = Path(new).read_bytes(), Path(old).read_bytes()
    known: dict[bytes, list[tuple[str, str]]] = {reviewed: REVIEWED}
    moment = 0
    while True:
        Path(old).write_bytes(reviewed)
        Path(f"{old}.bak").unlink(missing_ok=True)
        ended = killed(words, moment)
        if ended[0] != -signal.SIGKILL:
            break
        assert Path(new).read_bytes() == fresh, moment
        if Path(old).read_bytes() != reviewed:
            assert seen(old, known) == decisions(new), moment
            assert Path(f"{old}.bak").read_bytes() == reviewed, moment
        moment += 1
    assert ended == (0, moment)
    assert moment >= 6
    assert Path(f"{old}.bak").read_bytes() == reviewed
