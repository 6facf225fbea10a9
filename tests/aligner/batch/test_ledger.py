"""The ledger: the pairs of a run and their status, through kills and changes of mind."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from duiqi.aligner.batch.file_names import folded
from duiqi.aligner.batch.job import Job, PairResult, Status
from duiqi.aligner.batch.ledger import Ledger
from duiqi.aligner.batch.manifest import Entry
from duiqi.aligner.batch.pairs import Resumed
from duiqi.aligner.batch.schema import LARGE, VERSION, Lane
from duiqi.corpus.errors import DuiqiError, MalformedFile, UnreadableFile
from duiqi.exports import WriteOptions

Begin = Callable[..., Ledger]


def names(ledger: Ledger) -> list[str]:
    return [pair["file"] for pair in ledger.reports()]


def finish(ledger: Ledger, job: Job, status: Status = Status.DONE) -> None:
    Path("out", f"{job.stem}.jsonl").touch()
    ledger.record(job, PairResult(status, {"languages": ["en", "zh"]}))


def write_text(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


def take(ledger: Ledger) -> Job:
    job = ledger.take(Lane.SMALL)
    assert job
    return job


def test_names_that_differ_only_in_case_get_a_number(begin: Begin) -> None:
    """On the disks of macOS and Windows UN.jsonl would replace un.jsonl; report.jsonl is the run's own."""
    ledger = begin("un", "UN", "Un", "un~2", "Report", "ﬁn", "fin")
    assert names(ledger) == ["un", "UN~2", "Un~3", "un~2~2", "Report~2", "ﬁn", "fin~2"]
    assert len({folded(name) for name in names(ledger)}) == 7
    assert ledger.renamed() == (5, [("UN", "UN~2"), ("Un", "Un~3"), ("un~2", "un~2~2")])


def test_the_same_id_twice_is_refused_and_no_run_begun(begin: Begin) -> None:
    with pytest.raises(MalformedFile) as error:
        begin("un", Entry("m.tsv, line 9", "un", "c", "d"))
    assert str(error.value) == "m.tsv, line 9: the id 'un' is already used in m.tsv, 'un'"
    assert names(begin("un")) == ["un"]


@pytest.mark.slow
def test_two_runs_cannot_share_a_folder(begin: Begin) -> None:
    begin("un")
    with pytest.raises(DuiqiError) as error:
        Ledger(Path("out"))
    assert str(error.value) == "out: another run is at work in this folder. Wait for it, or give another one"


def test_a_ledger_of_another_version_is_refused() -> None:
    """Its tables are other ones; and a file that is no ledger is named as such."""
    Path("out").mkdir()
    with sqlite3.connect("out/run.sqlite") as database:
        database.execute("CREATE TABLE facts (name TEXT, value TEXT)")
    database.close()
    with pytest.raises(DuiqiError) as error:
        Ledger(Path("out"))
    assert str(error.value) == (
        "out: holds another run: it was begun by another version of duiqi. "
        "Give another --out, or resume with the same"
    )
    Path("out/run.sqlite").write_text("A letter. " * 1000, encoding="utf-8")
    with pytest.raises(UnreadableFile) as unreadable:
        Ledger(Path("out"))
    assert (
        str(unreadable.value) == "out/run.sqlite: not a ledger: file is not a database. Give another folder"
    )


def test_another_programs_file_is_refused() -> None:
    Path("out").mkdir()
    with closing(sqlite3.connect("out/run.sqlite")) as database:
        database.execute("CREATE TABLE notes (text TEXT)")
        database.execute(f"PRAGMA user_version = {VERSION}")
    with pytest.raises(UnreadableFile) as unreadable:
        Ledger(Path("out"))
    assert str(unreadable.value) == "out/run.sqlite: not a ledger: no such table: pairs. Give another folder"


@pytest.mark.parametrize("stem", ["../un", "/tmp/un", "a\\un", ".un", ""])
def test_a_ledger_whose_pairs_would_be_written_elsewhere_is_refused(begin: Begin, stem: str) -> None:
    begin("un").close()
    with closing(sqlite3.connect("out/run.sqlite")) as database, database:
        database.execute("UPDATE pairs SET stem = ?", (stem,))
    with pytest.raises(UnreadableFile) as unreadable:
        Ledger(Path("out"))
    assert str(unreadable.value) == f"out/run.sqlite: not a ledger: {stem!r} is no name of a pair's files"


@pytest.mark.parametrize(
    ("entries", "options", "difference"),
    [
        (["un", "b"], {"model": "LaBSE"}, "--model was bundled, now LaBSE"),
        (["un", "b"], {"formats": (".tmx",)}, "--format was not given, now tmx"),
        (
            ["un", "b"],
            {"options": WriteOptions(min_confidence=0.9)},
            "--min-confidence was 0, now 0.9",
        ),
        (["un", "c"], {}, "'b' is not among the pairs any more"),
        (
            ["un", Entry("m.tsv, line 2", "b", "z.txt", "b.txt")],
            {},
            "m.tsv, line 2: the source of 'b' was 'a.txt', now 'z.txt'",
        ),
        (
            ["un", Entry("m.tsv, line 2", "b", "a.txt", "b.txt", "", "zh")],
            {},
            "m.tsv, line 2: the target language of 'b' was not given, now 'zh'",
        ),
    ],
)
def test_another_run_is_not_taken_for_this_one(
    begin: Begin, entries: list[Entry | str], options: dict[str, object], difference: str
) -> None:
    begin("un", "b")
    with pytest.raises(DuiqiError) as error:
        begin(*entries, **options)
    assert str(error.value) == (
        f"out: holds another run: {difference}. Give another --out, or resume with the same"
    )


def test_options_that_do_not_change_the_results_may_change(begin: Begin) -> None:
    begin("un")
    begin("un", max_megabytes=50.0)


def test_running_and_crashed_pairs_are_done_again_failed_ones_on_demand(begin: Begin) -> None:
    pairs = "abcd"
    ledger = begin(*pairs)
    finish(ledger, take(ledger))
    finish(ledger, take(ledger), Status.FAILED)
    finish(ledger, take(ledger), Status.CRASHED)
    take(ledger)
    ledger = begin(*pairs)
    assert [pair["status"] for pair in ledger.reports()] == ["done", "failed", "waiting", "waiting"]
    ledger = begin(*pairs, retry_failed=True)
    assert [pair["status"] for pair in ledger.reports()] == ["done", "waiting", "waiting", "waiting"]


def test_a_result_whose_file_is_missing_is_made_again(begin: Begin) -> None:
    ledger = begin("un")
    finish(ledger, take(ledger))
    Path("out/un.jsonl").unlink()
    assert take(begin("un")).id == "un"


def test_pairs_may_be_added_and_moved_and_all_are_in_the_manifests_order(begin: Begin) -> None:
    """The questions of a pair move with it."""
    ledger = begin("b", "d")
    for job in (take(ledger), take(ledger)):
        finish(ledger, job)
    asked = PairResult(Status.DONE, {}, questions=(json.dumps({"signature": "x"}),))
    ledger.record(job, asked)
    ledger = begin("d", "a", "𠀀", "b")
    assert [(pair["id"], pair["status"]) for pair in ledger.reports()] == [
        ("d", "done"), ("a", "waiting"), ("𠀀", "waiting"), ("b", "done"),
    ]  # fmt: skip
    assert ledger.resumed == Resumed(added=2)
    assert [one.id for one in ledger.questions] == ["d"]
    assert [take(ledger).id, take(ledger).id] == ["a", "𠀀"]


def test_a_pair_added_and_another_that_contradicts_change_nothing(begin: Begin) -> None:
    begin("a")
    with pytest.raises(DuiqiError):
        begin("b", Entry("m.tsv, line 2", "a", "z.txt", "b.txt"))
    assert names(begin("a")) == ["a"]


def test_a_pair_whose_text_has_changed_waits_again_whatever_it_was(begin: Begin) -> None:
    """A failed one, too: its text may be mended. A text that is gone cannot be aligned again."""
    write_text("a.txt", "One.")
    ledger = begin("un", "failed", "doubtful")
    for status in (Status.DONE, Status.FAILED, Status.DOUBTFUL):
        finish(ledger, take(ledger), status)
    assert begin("un", "failed", "doubtful").resumed == Resumed()
    write_text("b.txt", "二。")  # it was absent
    ledger = begin("un", "failed", "doubtful")
    assert ledger.resumed == Resumed(changed=3)
    for _ in range(3):
        finish(ledger, take(ledger))
    Path("a.txt").unlink()
    assert begin("un", "failed", "doubtful").resumed == Resumed()


def test_the_bytes_of_a_text_count_not_its_date(begin: Begin) -> None:
    """A copy has another date; an edit may have the same size."""
    for name in ("a.txt", "b.txt"):
        write_text(name, "One.")
    sha256 = hashlib.sha256(b"One.").hexdigest()
    ledger = begin("un")
    job = take(ledger)
    Path("out/un.jsonl").touch()
    ledger.record(job, PairResult(Status.DONE, {}, sha256=(sha256, sha256)))
    os.utime("a.txt", ns=(1, 1))
    assert begin("un").resumed == Resumed()
    write_text("a.txt", "Two.")
    os.utime("a.txt", ns=(2, 2))
    assert begin("un").resumed == Resumed(changed=1)


def test_a_text_edited_while_it_is_aligned_is_aligned_again(begin: Begin) -> None:
    write_text("a.txt", "One.")
    ledger = begin("un")
    job = take(ledger)
    write_text("a.txt", "One, two.")
    finish(ledger, job)
    assert begin("un").resumed == Resumed(changed=1)


def test_a_result_any_file_of_which_is_missing_is_made_again(begin: Begin) -> None:
    ledger = begin("un", formats=(".tmx", ".txt"))
    job = take(ledger)
    for name in ("un.tmx", "un.en.txt", "un.zh.txt"):
        Path("out", name).touch()
    finish(ledger, job)
    assert begin("un", formats=(".tmx", ".txt")).resumed == Resumed()
    Path("out/un.zh.txt").unlink()
    assert begin("un", formats=(".tmx", ".txt")).resumed == Resumed(gone=1)


def test_a_file_is_compared_with_its_own_state_not_with_that_of_another_format(begin: Begin) -> None:
    """One that was emptied may have the size and the date of another one."""
    ledger = begin("un", formats=(".tmx", ".txt"))
    job = take(ledger)
    for name, text in {"un.tmx": "", "un.en.txt": "Yes 𠀀.", "un.zh.txt": "是𠀀。", "un.jsonl": ""}.items():
        Path("out", name).write_text(text, encoding="utf-8")
        os.utime(Path("out", name), ns=(5, 5))
    finish(ledger, job)
    assert begin("un", formats=(".txt", ".tmx")).resumed == Resumed()
    os.truncate("out/un.zh.txt", 0)
    os.utime("out/un.zh.txt", ns=(5, 5))
    assert begin("un", formats=(".tmx", ".txt")).resumed == Resumed(damaged=1)


def test_partial_files_of_killed_workers_are_removed(begin: Begin) -> None:
    begin("un")
    Path("out/.un.tmx.0badf00d.part").touch()
    Path("out/.keep").touch()
    begin("un")
    assert {path.name for path in Path("out").iterdir()} >= {".keep"}
    assert not list(Path("out").glob(".*.part"))


def test_large_texts_wait_in_a_lane_of_their_own_the_largest_first(begin: Begin) -> None:
    for name, size in {"s": 10, "l": LARGE, "xl": 3 * LARGE}.items():
        with Path(name).open("wb") as file:
            file.truncate(size)
    ledger = begin(
        Entry("m.tsv, line 1", "one", "l", "b"),
        Entry("m.tsv, line 2", "two", "s", "b"),
        Entry("m.tsv, line 3", "three", "xl", "b"),
    )
    lanes = [*[Lane.LARGE] * 3, *[Lane.SMALL] * 2, Lane.ALONE]
    taken = [ledger.take(lane) for lane in lanes]
    assert [job and job.id for job in taken] == ["three", "one", None, "two", None, None]
    assert taken[0]
    ledger.put_back(taken[0], alone=True)
    last = ledger.take(Lane.ALONE)
    assert last
    assert (last.id, last.alone) == ("three", True)
