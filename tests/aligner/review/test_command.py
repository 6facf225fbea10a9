"""`duiqi review` in a process of its own, and `duiqi align` after it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
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

SAMPLES = ROOT / "corpus" / "samples"
TEXTS = [str(SAMPLES / "un-62-99.en.txt"), str(SAMPLES / "un-62-99.zh.txt")]


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


def run(*arguments: str | Path) -> None:
    """Run the command, which has to succeed."""
    command = [sys.executable, "-c", MAIN, *map(str, arguments)]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)


def test_aligning_again_keeps_what_is_in_the_journal_alone(tmp_path: Path) -> None:
    """A correction and an acceptance survive, though nobody has folded them."""
    path = tmp_path / "un.jsonl"
    run("align", *TEXTS, "-o", path)
    pairs = [bead for bead in read_bitext(path).beads if bead.source and bead.target]
    edited(path, do="mark", beads=[pairs[3].id], status="accepted")
    edited(path, do="text", bead=pairs[4].id, side="target", segment=0, text="更正。")
    assert "更正" not in path.read_text(encoding="utf-8")
    run("align", *TEXTS, "-o", path)
    assert "更正。" in path.read_text(encoding="utf-8")
    found = {bead.source_texts: bead for bead in read_bitext(path).beads}
    assert found[pairs[3].source_texts].status == "accepted"
    assert (found[pairs[4].source_texts].target_texts, found[pairs[4].source_texts].status) == (
        ("更正。",),
        "corrected",
    )
    # The copy of the file as it was has its journal beside it.
    copied = [bead.target_texts for bead in read_bitext(tmp_path / "un.jsonl.bak").beads]
    assert ("更正。",) in copied
    opened = OpenRecord(path)
    assert (opened.revision, beads_of(opened.alignment)) == (0, tuple(read_bitext(path).beads))
    opened.close()


def test_force_brings_no_old_change_back(tmp_path: Path) -> None:
    """The same file, byte for byte, has no journal any more."""
    path = tmp_path / "un.jsonl"
    run("align", *TEXTS, "-o", path)
    before = path.read_bytes()
    bead = next(bead for bead in read_bitext(path).beads if bead.source and bead.target)
    edited(path, do="text", bead=bead.id, side="target", segment=0, text="更正。")
    run("align", *TEXTS, "-o", path, "--force")
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
