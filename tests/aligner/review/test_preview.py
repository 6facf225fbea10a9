"""A record is shown before its beads are read: its outline is theirs, and a damaged bead is named in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duiqi.aligner.review.columns import BLOCK, Column
from duiqi.aligner.review.index import Index
from duiqi.aligner.review.preview import preview_of
from duiqi.aligner.review.record import OpenRecord
from duiqi.aligner.review.rows import outline
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.model import BeadSegment, Record, Records, Span
from duiqi.corpus.tiling import editable
from duiqi.exports.writing import write
from tests.aligner.review.conftest import TEXT, Desk, alignment

NOTES = st.text('a"\\,:{}\n𠀀\ud800', max_size=20) | st.just('", "confidence": 0.5, "status": "new"}')
STATUS = st.sampled_from(("new", "accepted", "corrected", "rejected", "untranslated"))
BEADS = st.tuples(st.sampled_from(TEXT), STATUS, NOTES, st.floats(0, 1))


@settings(max_examples=25)
@given(st.lists(BEADS, max_size=6))
def test_the_outline_is_that_of_the_beads(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple]
) -> None:  # type: ignore[type-arg]
    """Whatever is in the texts and the notes: the keys of the format, line ends, halves of characters."""
    path = tmp_path_factory.mktemp("preview") / "text.jsonl"
    made = [
        replace(
            bead,
            id=str(number),
            status=status,
            note=note,
            confidence=confidence,
            source_segments=tuple(BeadSegment(note + one.text, Span(1, 2)) for one in bead.source_segments),
            records=Records(unit=Record(properties=((note, note),))) if note else None,
        )
        for number, (bead, status, note, confidence) in enumerate(drawn)
    ]
    write(editable(alignment(tuple(made))), path)
    whole = tuple(read_bitext(path).beads)
    preview = preview_of(path)
    assert preview
    assert tuple(preview.beads) == whole
    assert {name: getattr(preview, name) for name in ("confidence", "status", "kind")} == outline(whole)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"id": "2"', '"id": "1"'),
        lambda text: text.replace('"source": [1, 2]', '"source": [7, 8]'),
        lambda text: text.replace('"status": "new"', '"status":"new"'),
        lambda text: text.replace('"confidence": 0.95', '"confidence": 0.9.5'),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: "\ufeff" + text,
    ],
)
def test_a_file_that_others_have_written_is_read_whole(record: Path, change: Callable[[str], str]) -> None:
    """Nothing is taken for granted of a line that is not exactly as we write it."""
    record.write_text(change(record.read_text(encoding="utf-8")), encoding="utf-8")
    assert preview_of(record) is None


def test_a_record_with_a_preview_is_as_one_that_was_read(record: Path) -> None:
    opened = OpenRecord(record)
    assert opened.preview
    assert opened.counts() == {"new": 5}
    assert [bead.id for bead in opened.beads[1:3]] == ["2", "3"]
    assert opened.alignment == alignment(TEXT)
    assert opened.preview is None
    assert opened.beads == TEXT
    opened.close()


def test_the_background_reads_beads_before_it_takes_them_over(record: Path) -> None:
    """Between the steps it can rest: 50,000 beads in one go take a second in which no answer is given."""
    opened = OpenRecord(record)
    steps = Index(opened).prepare()
    next(steps)
    next(steps)
    assert opened.preview
    assert None not in opened.preview.beads._beads
    for _ in steps:
        pass
    assert opened.preview is None
    opened.abandon()


def test_a_damaged_bead_is_named_and_asked_for_again_refuses_the_file(
    record: Path, at_work: Callable[[Path], Desk]
) -> None:
    """The rows before it are shown; nothing is changed, and a mended file is opened."""
    whole = record.read_text(encoding="utf-8")
    record.write_text(whole.replace('"text": "The end."', '"text: "The end."'), encoding="utf-8")
    desk = at_work(record)
    assert len(desk.get("/rows", count=2)["rows"]) == 2
    named = f"{record}, line 6: not JSON from character"
    refusal = desk.post("/edits", 422, revision=0, edit={"do": "note", "bead": "1", "text": "x"})
    assert named in refusal["text"]
    workspace = desk.bench.workspace
    workspace._prepare(workspace.open(desk.id))
    assert named in desk.client.get(f"{desk.document}/rows").json()["text"]
    record.write_text(whole, encoding="utf-8")
    assert len(desk.get("/rows")["rows"]) == 5


SPLICES = st.lists(st.tuples(st.integers(0, 3 * BLOCK), st.integers(1, BLOCK), st.integers(1, 2 * BLOCK)))


@pytest.mark.slow
@settings(max_examples=25)
@given(st.integers(1, 3 * BLOCK), SPLICES)
def test_a_column_is_a_list(count: int, splices: list[tuple[int, int, int]]) -> None:
    """Blocks are shared by columns, and changes of one are not seen in another."""
    column, values = Column[int].unknown(count), list[int | None]([None] * count)
    for place, removed, added in splices:
        for at in range(len(values)):
            column[at] = values[at] = at
        before, at = column, place % len(values)
        removed = min(removed, len(values) - at)
        column = column.spliced(at, removed, added)
        assert list(before) == values
        values[at : at + removed] = [None] * added
        assert list(column) == values == [column[one] for one in range(len(column))]
        block = column.block(at)
        assert at in block
        assert not column.is_known(at)
        column.set_block(block, list(block))
        values[block.start : block.stop] = block
        assert list(column) == values
        assert column.is_known(at)
        assert max(map(len, column.blocks)) <= 2 * BLOCK
