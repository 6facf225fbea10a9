"""What was answered is kept: journal, undo after a restart, kills at any moment."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duiqi.aligner.review import record as records
from duiqi.aligner.review.edits import Fields, edit_of
from duiqi.aligner.review.index import Index, Wanted
from duiqi.aligner.review.journal import InUse, Journal
from duiqi.aligner.review.record import OpenRecord, Replaced, StaleRevision
from duiqi.corpus.bitext.conventions import journal_of, kept_journal
from duiqi.corpus.bitext.journal import read_history
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.errors import ImpossibleEdit, MalformedFile
from duiqi.corpus.model import Alignment
from duiqi.corpus.tiling import beads_of, editable
from duiqi.exports.replacing import keep_copy
from duiqi.exports.writing import write
from tests.aligner.review.conftest import TEXT, alignment

SIDES = st.sampled_from(("source", "target"))
NUMBERS = st.integers(0, 3)
CURSORS = st.none() | st.tuples(NUMBERS, st.integers(0, 9)).map(list)
# A bead is named by its place, since ids change: "at" is replaced by the id of the bead there.
EDITS = st.one_of(
    st.fixed_dictionaries({"do": st.just("merge"), "at": NUMBERS}),
    st.fixed_dictionaries({"do": st.just("split"), "at": NUMBERS, "source": CURSORS, "target": CURSORS}),
    st.fixed_dictionaries(
        {
            "do": st.just("move"),
            "at": NUMBERS,
            "side": SIDES,
            "to": st.sampled_from(("above", "below")),
            "cursor": CURSORS,
        }
    ),
    st.fixed_dictionaries({"do": st.just("join"), "at": NUMBERS, "side": SIDES, "segment": NUMBERS}),
    st.fixed_dictionaries(
        {
            "do": st.just("text"),
            "at": NUMBERS,
            "side": SIDES,
            "segment": NUMBERS,
            "text": st.text("𠀀天a \ud800", max_size=4),
        }
    ),
    st.fixed_dictionaries(
        {
            "do": st.just("mark"),
            "at": NUMBERS,
            "status": st.sampled_from(("accepted", "rejected", "untranslated", "new")),
        }
    ),
    st.fixed_dictionaries(
        {
            "do": st.just("mark_above"),
            "confidence": st.sampled_from((0.0, 0.95)),
            "status": st.just("accepted"),
        }
    ),
    st.fixed_dictionaries({"do": st.just("note"), "at": NUMBERS, "text": st.text('a<>"', max_size=3)}),
)
STEPS = st.one_of(EDITS, st.sampled_from(("undo", "redo", "fold", "restart", "kill")))


def edited(record: OpenRecord, fields: dict[str, Any]) -> None:
    """Make an edit of the present revision."""
    fields = dict(fields)
    if "at" in fields:
        beads = beads_of(record.alignment)
        name = beads[min(fields.pop("at"), len(beads) - 1)].id
        fields |= {"beads": [name]} if fields["do"] == "mark" else {"bead": name}
    record.edit(record.revision, fields, lambda now: edit_of(Fields(fields), now))


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(STEPS, max_size=12))
def test_any_sequence_of_edits_survives_restarts(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Any]
) -> None:
    """Edits, undo, redo, folding, restarts and kills give what a list of states in memory gives."""
    path = tmp_path_factory.mktemp("record") / "text.jsonl"
    write(alignment(TEXT), path)
    record = OpenRecord(path)
    index = Index(record)
    states: list[Alignment] = [record.alignment]
    place = 0
    for step in steps:
        if step == "fold":
            record.fold()
        elif step in ("restart", "kill"):
            record.close() if step == "restart" else record.abandon()
            record = OpenRecord(path)
            index = Index(record)
        elif step == "undo":
            if place:
                record.undo(record.revision)
                place -= 1
            else:
                with pytest.raises(ImpossibleEdit):
                    record.undo(record.revision)
        elif step == "redo":
            if place + 1 < len(states):
                record.redo(record.revision)
                place += 1
            else:
                with pytest.raises(ImpossibleEdit):
                    record.redo(record.revision)
        else:
            try:
                edited(record, step)
            except ImpossibleEdit:
                continue
            del states[place + 1 :]
            states.append(record.alignment)
            place += 1
        assert record.alignment == states[place]
        assert (record.can_undo, record.can_redo) == (place > 0, place + 1 < len(states))
        fresh = Index(record)
        assert index.find(Wanted(text="a")) == fresh.find(Wanted(text="a"))
        assert index.outline() == fresh.outline()
        assert list(index.now.source) == list(fresh.now.source)
        assert list(index.now.target) == list(fresh.now.target)
        at = range(len(fresh.now.beads))
        assert [index.marks(index.now, one) for one in at] == [fresh.marks(fresh.now, one) for one in at]
        counted = {status: count for status, count in record.counts().items() if count}
        assert sum(counted.values()) == len(at)
        assert editable(read_bitext(path)).beads == record.alignment.beads
    record.close()
    assert tuple(read_bitext(path).beads) == states[place].beads


def test_what_is_not_folded_is_read_by_all_commands(record: Path) -> None:
    """The journal is part of the file of record."""
    opened = OpenRecord(record)
    edited(opened, {"do": "note", "at": 0, "text": "seen"})
    opened.abandon()
    assert b"seen" not in record.read_bytes()
    assert next(bead.note for bead in read_bitext(record).beads) == "seen"


@pytest.mark.slow
def test_acceptance_of_many_beads_is_a_short_line(tmp_path: Path) -> None:
    path = tmp_path / "text.jsonl"
    one = TEXT[0]
    many = tuple(replace(one, id=str(n), source=range(n, n + 1), target=range(n, n + 1)) for n in range(5000))
    write(alignment(many), path)
    opened = OpenRecord(path)
    edited(opened, {"do": "mark_above", "confidence": 0.5, "status": "accepted"})
    opened.abandon()
    assert journal_of(path).stat().st_size < 2000
    assert OpenRecord(path).counts()["accepted"] == 5000


def test_an_edit_of_an_older_state_is_refused_and_names_the_changes(record: Path) -> None:
    opened = OpenRecord(record)
    edited(opened, {"do": "merge", "at": 0})
    with pytest.raises(StaleRevision) as refusal:
        opened.undo(0)
    assert refusal.value.revision == 1
    assert refusal.value.changes == [(0, 2, 1)]
    opened.close()


def test_a_second_process_is_told_who_has_the_record(record: Path) -> None:
    opened = OpenRecord(record)
    with pytest.raises(InUse, match=f"open elsewhere \\(by .* process {os.getpid()}, since .*Close it there"):
        OpenRecord(record)
    opened.close()
    OpenRecord(record).close()


def test_a_journal_without_a_change_is_removed(record: Path) -> None:
    OpenRecord(record).close()
    assert not journal_of(record).exists()


def test_a_torn_last_line_is_dropped(record: Path) -> None:
    opened = OpenRecord(record)
    edited(opened, {"do": "merge", "at": 0})
    opened.abandon()
    with journal_of(record).open("ab") as file:
        file.write(b'{"revision": 2, "splice": {"at"')
    again = OpenRecord(record)
    assert again.revision == 1
    edited(again, {"do": "merge", "at": 0})
    again.abandon()
    assert len(read_history(record).entries) == 2


@pytest.mark.parametrize(
    "line",
    [
        '{"revision": 2}x',
        '{"revision": 7, "splice": %s, "inverse": %s}'
        % (2 * ('{"at": 0, "count": 1, "beads": [{"same": 0}]}',)),
        '{"revision": 2, "splice": {"at": 0}, "inverse": {}}',
    ],
)
def test_a_damaged_line_is_named(record: Path, line: str) -> None:
    opened = OpenRecord(record)
    edited(opened, {"do": "merge", "at": 0})
    opened.abandon()
    lines = len(journal_of(record).read_bytes().splitlines())
    with journal_of(record).open("ab") as file:
        file.write(line.encode() + b"\n")
    with pytest.raises(MalformedFile, match=f"text.jsonl.journal, line {lines + 1}: "):
        OpenRecord(record)


def test_a_change_outside_the_alignment_is_named(record: Path) -> None:
    opened = OpenRecord(record)
    edited(opened, {"do": "merge", "at": 0})
    opened.abandon()
    text = (
        journal_of(record).read_text(encoding="utf-8").replace('"at": 0, "count": 2', '"at": 9, "count": 2')
    )
    journal_of(record).write_text(text, encoding="utf-8")
    with pytest.raises(MalformedFile, match="revision 1: a change outside the alignment"):
        tuple(read_bitext(record).beads)


def test_a_replaced_file_is_not_overwritten(record: Path) -> None:
    """Another program's file stays; the changes are kept beside its predecessor's copy."""
    opened = OpenRecord(record)
    edited(opened, {"do": "note", "at": 0, "text": "mine"})
    keep_copy(record)
    other = alignment(TEXT[:2])
    write(other, record)
    with pytest.raises(Replaced, match="another program has replaced the file"):
        edited(opened, {"do": "merge", "at": 0})
    with pytest.raises(Replaced):
        opened.fold()
    opened.abandon()
    again = OpenRecord(record)
    assert again.alignment == other
    record.rename(record.with_name("elsewhere.jsonl"))
    with pytest.raises(Replaced, match=r"no longer there.*text\.jsonl\.journal"):
        edited(again, {"do": "merge", "at": 0})
    again.abandon()
    copy = record.with_name("text.jsonl.bak")
    assert next(bead.note for bead in read_bitext(copy).beads) == "mine"


def test_an_old_journal_is_set_aside(record: Path) -> None:
    """A journal whose file was replaced by a program that knows nothing of journals."""
    opened = OpenRecord(record)
    edited(opened, {"do": "note", "at": 0, "text": "mine"})
    opened.abandon()
    record.write_bytes(record.read_bytes() + b"\n")
    again = OpenRecord(record)
    assert again.revision == 0
    assert b"mine" in kept_journal(record).read_bytes()
    # Once more, and the first journal is still there.
    edited(again, {"do": "note", "at": 0, "text": "later"})
    again.abandon()
    record.write_bytes(record.read_bytes() + b"\n")
    OpenRecord(record).close()
    assert b"later" in kept_journal(record).read_bytes()
    assert b"mine" in record.with_name("text.jsonl.bak.1.journal").read_bytes()


def test_folding_goes_on_beside_edits(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit that comes while the file is written is not in it, and not lost."""
    opened = OpenRecord(record)
    edited(opened, {"do": "note", "at": 0, "text": "one"})
    base = Journal.add_base

    def add_base(journal: Journal, digest: str, revision: int) -> None:
        edited(opened, {"do": "note", "at": 1, "text": "two"})
        base(journal, digest, revision)

    monkeypatch.setattr(Journal, "add_base", add_base)
    opened.fold()
    monkeypatch.undo()
    opened.abandon()
    assert b"one" in record.read_bytes()
    assert b"two" not in record.read_bytes()
    again = OpenRecord(record)
    assert [bead.note for bead in beads_of(again.alignment)[:2]] == ["one", "two"]
    again.undo(2)
    again.undo(3)
    assert again.alignment == alignment(TEXT)
    again.close()


def test_a_full_disk_changes_nothing(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = OpenRecord(record)
    before, size = opened.alignment, journal_of(record).stat().st_size
    monkeypatch.setattr(opened.journal, "_file", Full(opened.journal._file))
    with pytest.raises(records.UnwritableFile, match="no space left"):
        edited(opened, {"do": "merge", "at": 0})
    assert (opened.alignment, opened.revision) == (before, 0)
    assert journal_of(record).stat().st_size == size
    opened.abandon()


class Full:
    """A file on a disk that takes ten bytes more."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        """Write ten bytes of it."""
        return int(self._file.write(data[:10]))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


# --- kills

BURST = [
    {"do": "merge", "at": 0},
    {"do": "note", "at": 0, "text": "𠀀"},
    "fold",
    {"do": "text", "at": 1, "side": "target", "segment": 0, "text": "新"},
    "undo",
    {"do": "mark_above", "confidence": 0.5, "status": "accepted"},
    "fold",
    {"do": "split", "at": 0, "source": [1, 0], "target": [1, 0]},
]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no fork, no SIGKILL")
def test_a_kill_at_any_moment_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    """A child is killed before and after each write, sync and rename, and in the middle of each line."""
    expected = _states(tmp_path)
    for moment in range(1, 1000):
        path = tmp_path / f"{moment}.jsonl"
        write(alignment(TEXT), path)
        answered, is_killed = _killed_at(path, moment)
        record = OpenRecord(path)
        assert answered <= record.revision <= answered + 1
        assert record.alignment == expected[record.revision]
        assert len(tuple(read_bitext(path).beads)) == len(beads_of(record.alignment))
        while record.can_undo:
            record.undo(record.revision)
        assert record.alignment == expected[0]
        record.close()
        if not is_killed:
            break
    assert moment > 40


def _states(folder: Path) -> list[Alignment]:
    """The alignment after each change of the burst."""
    path = folder / "expected.jsonl"
    write(alignment(TEXT), path)
    record = OpenRecord(path)
    states = [record.alignment]
    _burst(record, lambda revision: states.append(record.alignment))
    record.abandon()
    return states


def _burst(record: OpenRecord, answered: Callable[[int], None]) -> None:
    for step in BURST:
        if step == "fold":
            record.fold()
            continue
        record.undo(record.revision) if step == "undo" else edited(record, step)  # type: ignore[arg-type]
        answered(record.revision)


def _killed_at(path: Path, moment: int) -> tuple[int, bool]:
    """The last revision that a child answered before it was killed, and whether it was."""
    incoming, outgoing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _kill_at(moment)
            _burst(OpenRecord(path), lambda revision: os.write(outgoing, bytes([revision])) and None)
        finally:
            os._exit(0)
    os.close(outgoing)
    with os.fdopen(incoming, "rb") as pipe:
        answers = pipe.read()
    _, status = os.waitpid(child, 0)
    return (answers[-1] if answers else 0), status == signal.SIGKILL


def _kill_at(moment: int) -> None:
    """Kill this process at the so-many-th moment."""
    left = moment

    def tick() -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            tick()
            result = function(*arguments, **named)
            tick()
            return result

        return call

    os.fsync, os.replace = around(os.fsync), around(os.replace)
    whole = Journal._write

    def write_in_halves(journal: Journal, fields: Any) -> int:
        line = json.dumps(fields).encode()
        nonlocal left
        if left == 1:
            journal._file.seek(0, os.SEEK_END)
            journal._file.write(line[: len(line) // 2])
        tick()
        end = whole(journal, fields)
        tick()
        return end

    Journal._write = write_in_halves  # type: ignore[method-assign]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_and_its_file_have_one_journal(record: Path) -> None:
    link = record.with_name("link.jsonl")
    link.symlink_to(record)
    opened = OpenRecord(link)
    edited(opened, {"do": "note", "at": 0, "text": "seen"})
    with pytest.raises(InUse):
        OpenRecord(record)
    opened.abandon()
    assert [next(iter(read_bitext(path).beads)).note for path in (record, link)] == ["seen", "seen"]
    OpenRecord(link).close()
    assert link.is_symlink()
    assert b"seen" in record.read_bytes()


def test_a_file_that_is_replaced_while_it_is_folded_stays(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = OpenRecord(record)
    edited(opened, {"do": "note", "at": 0, "text": "mine"})
    other = alignment(TEXT[:2])

    def write_slowly(now: Alignment, stream: Any) -> None:
        write(now, stream)
        write(other, record)

    monkeypatch.setattr(records, "write", write_slowly)
    with pytest.raises(Replaced):
        opened.fold()
    assert len(tuple(read_bitext(record).beads)) == 2
    opened.abandon()
