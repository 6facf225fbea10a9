"""`duiqi review` in a process of its own, and `duiqi align` on its record."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.review.edits import Fields, edit_of
from duiqi.aligner.review.record import OpenRecord
from duiqi.corpus.bitext.conventions import journal_of
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.tiling import beads_of
from tests.aligner.conftest import ROOT
from tests.aligner.review.processes import MAIN, Process

pytestmark = pytest.mark.slow

ENGLISH = (
    "The committee met on Monday.\n\nIt discussed the water supply of the old town.\n\n"
    "Nobody objected to the plan.\n\nThe mayor 𠀀 thanked all members.\n\nWork begins in spring.\n"
)
CHINESE = (
    "委员会星期一开会。\n\n会议讨论了老城的供水问题。\n\n没有人反对这项计划。\n\n市长𠀀感谢全体成员。\n\n"
    "工程将在春天开始。\n"
)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_workbench_has_all_that_it_answered(record: Path) -> None:
    server = Process(record)
    name = server.ask("/api/session")["open"]
    for revision in range(7):
        edit = {"do": "note", "bead": "1", "text": f"note {revision}"}
        server.ask(f"/api/documents/{name}/edits", {"revision": revision, "edit": edit})
    assert server.end(signal.SIGKILL) == -signal.SIGKILL
    again = Process(record)
    assert again.ask(f"/api/documents/{name}/rows")["rows"][0]["note"] == "note 6"
    for revision in range(7, 14):
        answer = again.ask(f"/api/documents/{name}/undo", {"revision": revision})
    assert (answer["rows"][0]["note"], answer["can_undo"]) == ("", False)
    assert again.end(signal.SIGINT) == 0
    assert next(iter(read_bitext(record).beads)).note == ""


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interruption_folds_the_changes(record: Path) -> None:
    server = Process(record.parent)
    (document,) = server.ask("/api/documents")
    edit = {"do": "note", "bead": "1", "text": "seen"}
    server.ask(f"/api/documents/{document['id']}/edits", {"revision": 0, "edit": edit})
    assert b"seen" not in record.read_bytes()
    assert server.end(signal.SIGINT) == 0
    assert b"seen" in record.read_bytes()


def test_the_page_ends_the_workbench_as_an_interruption_does(record: Path) -> None:
    server = Process(record)
    (document,) = server.ask("/api/documents")
    edit = {"do": "note", "bead": "1", "text": "seen"}
    server.ask(f"/api/documents/{document['id']}/edits", {"revision": 0, "edit": edit})
    assert server.ask("/api/end", {}) == {}
    assert server.process.wait(30) == 0
    assert b"seen" in record.read_bytes()


def edited(path: Path, **fields: Any) -> None:
    """Make an edit that stays in the journal."""
    opened = OpenRecord(path)
    opened.edit(opened.revision, fields, lambda alignment: edit_of(Fields(fields), alignment))
    opened.abandon()


@pytest.fixture
def align(command: Callable[..., Any], tmp_path: Path) -> Callable[..., Path]:
    """Aligns two short texts, with these options; returns the record."""
    (tmp_path / "a.en.txt").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "a.zh.txt").write_text(CHINESE, encoding="utf-8")

    def run(*options: str) -> Path:
        assert command("align", "a.en.txt", "a.zh.txt", "-o", "a.jsonl", *options).status == 0
        return tmp_path / "a.jsonl"

    return run


def test_aligning_again_keeps_what_is_in_the_journal_alone(align: Callable[..., Path]) -> None:
    """A correction and an acceptance survive, though nobody has folded them."""
    path = align()
    pairs = [bead for bead in read_bitext(path).beads if bead.source and bead.target]
    edited(path, do="mark", beads=[pairs[3].id], status="accepted")
    edited(path, do="text", bead=pairs[4].id, side="target", segment=0, text="更正。")
    assert "更正" not in path.read_text(encoding="utf-8")
    align()
    assert "更正。" in path.read_text(encoding="utf-8")
    found = {bead.source_texts: bead for bead in read_bitext(path).beads}
    assert found[pairs[3].source_texts].status == "accepted"
    assert (found[pairs[4].source_texts].target_texts, found[pairs[4].source_texts].status) == (
        ("更正。",),
        "corrected",
    )
    # The copy of the file as it was has its journal beside it.
    copied = [bead.target_texts for bead in read_bitext(path.with_name("a.jsonl.bak")).beads]
    assert ("更正。",) in copied
    opened = OpenRecord(path)
    assert (opened.revision, beads_of(opened.alignment)) == (0, tuple(read_bitext(path).beads))
    opened.close()


def test_force_brings_no_old_change_back(align: Callable[..., Path]) -> None:
    """The same file, byte for byte, has no journal any more."""
    path = align()
    before = path.read_bytes()
    bead = next(bead for bead in read_bitext(path).beads if bead.source and bead.target)
    edited(path, do="text", bead=bead.id, side="target", segment=0, text="更正。")
    align("--force")
    assert path.read_bytes() == before
    assert not journal_of(path).exists()
    assert "更正。" not in "".join("".join(bead.target_texts) for bead in read_bitext(path).beads)


def test_an_address_that_is_taken_leaves_nothing_in_the_temporary_folder(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", MAIN, "review", "--no-browser", "--host", "192.0.2.1", str(tmp_path)],
        env=os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 2
    assert list(tmp_path.iterdir()) == []
