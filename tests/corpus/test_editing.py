"""Editing by hand: both sides stay tiled, no text is lost, every edit can be undone."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.cutting import Cursor, Which
from duiqi.corpus.editing import Edit, EditText, JoinSegments, Mark, Merge, Move, Splice, Split
from duiqi.corpus.errors import ImpossibleEdit
from duiqi.corpus.model import Alignment, Bead, BeadSegment, Side, Span, Status
from duiqi.corpus.tiling import editable, place_of, places_of
from duiqi.exports import write

TEXT = st.text("ab 天地。！𠀀\u3000\n\ud800", min_size=1, max_size=8)
SIDES: tuple[Which, Which] = get_args(Which)
MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


SHAPE = st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any)
SEGMENTS = st.lists(st.tuples(TEXT, st.booleans(), st.booleans(), st.integers(0, 2)), min_size=3, max_size=3)
FACTS = st.tuples(
    st.integers(-9, 9).map(lambda score: score / 8),
    st.integers(0, 8).map(lambda confidence: confidence / 8),
    st.sampled_from(get_args(Status)),
    st.sampled_from(["", "?"]),
)


@st.composite
def alignments(draw: st.DrawFn) -> Alignment:
    """An alignment whose segments are where their texts are in two documents."""
    ends = [0, 0]
    beads = []
    for number, (shape, facts) in enumerate(draw(st.lists(st.tuples(SHAPE, FACTS), min_size=1, max_size=4))):
        sides = []
        for which, count in enumerate(shape):
            segments = []
            for text, known, labelled, gap in draw(SEGMENTS)[:count]:
                span = Span(ends[which], ends[which] + len(text))
                ends[which] = span.end + gap
                label = text[:1] if labelled else ""
                segments.append(BeadSegment(text, span if known else None, label, "body", number))
            sides.append(tuple(segments))
        beads.append(Bead(range(0), range(0), str(number), sides[0], sides[1], *facts))
    langs = draw(st.sampled_from([("en", "zh"), ("zh", "en"), ("und", "und")]))
    return editable(Alignment(Side(lang=langs[0]), Side(lang=langs[1]), tuple(beads)))


def edits(alignment: Alignment) -> st.SearchStrategy[Edit]:
    """Edits of this alignment, possible and impossible ones; none that replaces a text."""
    bead = st.sampled_from([bead.id for bead in alignment.beads])
    side = st.sampled_from(SIDES)
    cursor = st.builds(Cursor, st.integers(-1, 3), st.sampled_from([0, 0, 1, 2, 5]))
    return st.one_of(
        st.builds(Merge, bead),
        st.builds(Split, bead, st.none() | cursor, st.none() | cursor),
        st.builds(Move, bead, side, st.sampled_from(["above", "below"]), st.none() | cursor),
        st.builds(JoinSegments, bead, side, st.integers(0, 2)),
        st.builds(Mark, st.lists(bead, max_size=3).map(tuple), st.sampled_from(get_args(Status))),
    )


def done(edit: Edit, alignment: Alignment) -> tuple[Alignment, Splice] | None:
    try:
        return edit.apply(alignment)
    except ImpossibleEdit:
        return None


def squeezed(alignment: Alignment) -> tuple[str, str]:
    """Both sides' texts without white space."""
    sides = ([], [])  # type: tuple[list[str], list[str]]
    for bead in alignment.beads:
        sides[0].extend(bead.source_texts)
        sides[1].extend(bead.target_texts)
    return "".join("".join(sides[0]).split()), "".join("".join(sides[1]).split())


def assert_tiles(alignment: Alignment) -> None:
    beads = tuple(alignment.beads)
    assert (beads[0].source.start, beads[0].target.start) == (0, 0)
    for before, after in pairwise(beads):
        assert (before.source.stop, before.target.stop) == (after.source.start, after.target.start)
    for bead in beads:
        assert bead.kind == (len(bead.source_segments), len(bead.target_segments))
        assert any(bead.kind)
    assert len({bead.id for bead in beads}) == len(beads)


@pytest.mark.slow
@MANY
@given(st.data())
def test_any_edits_keep_both_sides_tiled_and_every_text(data: st.DataObject) -> None:
    alignment = data.draw(alignments())
    texts = squeezed(alignment)
    for _ in range(6):
        if found := done(data.draw(edits(alignment)), alignment):
            alignment = found[0]
        assert_tiles(alignment)
        assert squeezed(alignment) == texts


@pytest.mark.slow
@MANY
@given(st.data())
def test_undoing_restores_and_redoing_repeats_exactly(data: st.DataObject) -> None:
    """The inverses taken from the end lead back through every state, and theirs forth again."""
    states, undo = [data.draw(alignments())], []
    for _ in range(6):
        if found := done(data.draw(edits(states[-1])), states[-1]):
            states.append(found[0])
            undo.append(found[1])
    redo = []
    for before, after in reversed(list(pairwise(states))):
        restored, again = undo.pop().apply(after)
        assert restored == before
        assert_tiles(restored)  # empty ranges are equal, wherever they are
        redo.append(again)
    for before, after in pairwise(states):
        assert redo.pop().apply(before)[0] == after


@pytest.mark.slow
@MANY
@given(st.data())
def test_an_edit_leaves_the_other_beads_alone(data: st.DataObject) -> None:
    """They keep id, segments, scores, status and note; at most they are numbered anew."""
    before = data.draw(alignments())
    edit = data.draw(edits(before))
    if found := done(edit, before):
        splice, beads = edit.splice(before), tuple(found[0].beads)
        old = tuple(before.beads)

        def kept(bead: Bead) -> tuple[object, ...]:
            return (
                *(bead.id, bead.source_segments, bead.target_segments),
                *(bead.score, bead.confidence, bead.status, bead.note),
            )

        end = splice.at + splice.count
        assert beads[: splice.at] == old[: splice.at]
        assert list(map(kept, beads[splice.at + len(splice.beads) :])) == list(map(kept, old[end:]))


@pytest.mark.slow
@MANY
@given(st.data())
def test_a_segment_is_where_its_span_says_however_it_is_cut_and_moved(data: st.DataObject) -> None:
    alignment = data.draw(alignments())
    documents: list[dict[int, str]] = [{}, {}]
    for bead in alignment.beads:
        for document, segments in zip(documents, (bead.source_segments, bead.target_segments), strict=True):
            for segment in segments:
                if segment.span:
                    document.update(enumerate(segment.text, segment.span.start))
    for _ in range(6):
        edit = data.draw(edits(alignment).filter(lambda edit: not isinstance(edit, JoinSegments)))
        if found := done(edit, alignment):
            alignment = found[0]
    for bead in alignment.beads:
        for document, segments in zip(documents, (bead.source_segments, bead.target_segments), strict=True):
            for segment in segments:
                if segment.span:
                    assert "".join(map(document.__getitem__, range(*segment.span))) == segment.text


@pytest.mark.slow
@settings(MANY, max_examples=25)
@given(st.data())
def test_an_edited_alignment_goes_into_its_file_and_back(data: st.DataObject) -> None:
    alignment = data.draw(alignments())
    for _ in range(4):
        if found := done(data.draw(edits(alignment)), alignment):
            alignment = found[0]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonl")
        write(alignment, path)
        assert editable(read_bitext(path)) == alignment


# --- what a reviewer expects


@pytest.fixture
def resolution() -> Alignment:
    beads = (
        Bead(
            range(1), range(1), "1",
            (BeadSegment("1. Urges States to act; requests a report. 𠀀", Span(10, 54), "1.", "item", 4),),
            (BeadSegment("1.敦促各国采取行动；", Span(5, 16), "1.", "item", 2),), 1.5, 0.4,
        ),
        Bead(
            range(1, 2), range(1, 3), "2",
            (BeadSegment("Takes note;", Span(56, 67), "", "body", 5),),
            (
                BeadSegment("请提出报告。", Span(17, 23), "", "item", 2),
                BeadSegment("注意到；", Span(24, 28), "", "body", 3),
            ),
            0.5, 0.6, "new", "why?",
        ),
        Bead(
            range(2, 3), range(3, 3), "3",
            (BeadSegment("* See annex.", Span(70, 82), "*", "footnote", 9),), (), 0.25, 0.9,
        ),
    )  # fmt: skip
    return Alignment(Side("a", "en"), Side("b", "zh"), beads)


def texts(alignment: Alignment) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(bead.id, bead.source_texts, bead.target_texts) for bead in alignment.beads]


def test_moving_a_segment_keeps_its_place(resolution: Alignment) -> None:
    """Span, label, kind and paragraph go with it; both beads are a person's now."""
    moved, _ = Move("2", "target", "above").apply(resolution)
    first, second, third = moved.beads
    assert first.target_segments[1] == BeadSegment("请提出报告。", Span(17, 23), "", "item", 2)
    assert (first.target, second.target) == (range(2), range(2, 3))
    assert (first.target_span, second.target_span) == (Span(5, 23), Span(24, 28))
    assert [bead.status for bead in moved.beads] == ["corrected", "corrected", "new"]
    assert [bead.confidence for bead in moved.beads] == [0.4, 0.6, 0.9]
    assert third == tuple(resolution.beads)[2]


def test_splitting_at_a_cursor_cuts_text_and_span(resolution: Alignment) -> None:
    text = "1. Urges States to act; requests a report. 𠀀"
    split, _ = Split("1", source=Cursor(0, text.index("requests"))).apply(resolution)
    first, second, *later = split.beads
    assert first.source_segments == (BeadSegment("1. Urges States to act;", Span(10, 33), "1.", "item", 4),)
    assert second.source_segments == (BeadSegment("requests a report. 𠀀", Span(34, 54), "", "item", 4),)
    assert (first.id, second.id, second.kind, first.target_texts) == (
        "1",
        "1-2",
        (1, 0),
        ("1.敦促各国采取行动；",),
    )
    assert [bead.source for bead in later] == [range(2, 3), range(3, 4)]


def order(alignment: Alignment) -> list[list[int]]:
    return [[int(part) for part in bead.id.split("-")] for bead in alignment.beads]


@given(st.lists(st.integers(0, 20), max_size=8), st.booleans())
def test_parts_have_ids_in_the_order_of_the_text(places: list[int], untranslated: bool) -> None:
    """Whichever part is split again, and where a side becomes untranslated: 7, 7-1, 7-2."""
    texts = ["𠀀" * 12]
    alignment = Alignment(
        Side(lang="en"), Side(lang="zh"), (Bead.of_texts(range(1), range(1), "7", texts, texts),)
    )
    for place in places:
        names = [bead.id for bead in alignment.beads]
        with suppress(ImpossibleEdit):
            alignment, _ = Split(names[place % len(names)], Cursor(0, 1), Cursor(0, 1)).apply(alignment)
    if untranslated:
        alignment, _ = Mark(tuple(bead.id for bead in alignment.beads), "untranslated").apply(alignment)
    assert all(one < other for one, other in pairwise(order(alignment)))


def test_moving_the_text_after_a_cursor(resolution: Alignment) -> None:
    moved, _ = Move("1", "source", "below", Cursor(0, 24)).apply(resolution)
    assert texts(moved)[:2] == [
        ("1", ("1. Urges States to act;",), ("1.敦促各国采取行动；",)),
        ("2", ("requests a report. 𠀀", "Takes note;"), ("请提出报告。", "注意到；")),
    ]


def test_a_stretch_that_is_longer_than_its_text_is_not_guessed_at() -> None:
    """A call mark was taken out of it, nobody knows where: both parts keep the whole stretch."""
    bead = Bead(range(1), range(1), "1", (BeadSegment("Yes. No.", Span(0, 9)),), (BeadSegment("是。不。"),))
    split, _ = Split("1", Cursor(0, 5), Cursor(0, 2)).apply(Alignment(Side(), Side(), (bead,)))
    assert [bead.source_segments[0].span for bead in split.beads] == [Span(0, 9)] * 2
    assert [bead.target_segments[0] for bead in split.beads] == [BeadSegment("是。"), BeadSegment("不。")]


def test_merging_keeps_the_first_id_both_notes_and_the_least_confidence(resolution: Alignment) -> None:
    merged, _ = Merge("1").apply(resolution)
    bead, _ = merged.beads
    assert (bead.id, bead.kind, bead.note, bead.status) == ("1", (2, 3), "why?", "corrected")
    assert (bead.score, bead.confidence) == (2.0, 0.4)


def test_a_bead_from_which_everything_moves_is_merged(resolution: Alignment) -> None:
    moved, _ = Move("3", "source", "above").apply(resolution)
    assert [bead.id for bead in moved.beads] == ["1", "2"]
    assert tuple(moved.beads)[1].source_texts == ("Takes note;", "* See annex.")


@pytest.mark.parametrize(
    ("lang", "texts", "wanted"),
    [
        ("en", ("Urges", "States"), "Urges States"),
        ("zh", ("第60", "号决议"), "第60号决议"),
        ("und", ("大", "会"), "大会"),
        ("en", ("𠀀", "字"), "𠀀字"),
        ("en", ("the 大会", "Hall"), "the 大会 Hall"),
        ("en", ("", "Urges"), "Urges"),
    ],
)
def test_joining_segments_sets_a_space_where_one_belongs(
    lang: str, texts: tuple[str, str], wanted: str
) -> None:
    bead = Bead.of_texts(range(2), range(0), "1", texts)
    joined, _ = JoinSegments("1", "source", 0).apply(Alignment(Side(lang=lang), Side(), (bead,)))
    assert [bead.source_texts for bead in joined.beads] == [(wanted,)]


def test_correcting_a_text(resolution: Alignment) -> None:
    """Its place is kept, its label only while the text opens with it; a missing translation is added."""
    edited, _ = EditText("1", "target", 0, "1.敦促各国行动；").apply(resolution)
    segment = BeadSegment("1.敦促各国行动；", Span(5, 16), "1.", "item", 2)
    assert next(iter(edited.beads)).target_segments == (segment,)
    assert next(iter(edited.beads)).status == "corrected"
    edited, _ = EditText("1", "target", 0, "敦促").apply(edited)
    assert next(iter(edited.beads)).target_label == ""
    edited, _ = EditText("3", "target", 0, "见附件。").apply(edited)
    assert texts(edited)[2] == ("3", ("* See annex.",), ("见附件。",))
    assert tuple(edited.beads)[2].target == range(3, 4)


def test_a_text_that_stays_the_same_is_no_correction(resolution: Alignment) -> None:
    assert EditText("2", "target", 1, "注意到；").apply(resolution)[0] == resolution


def test_accepting_many_beads_at_once(resolution: Alignment) -> None:
    corrected, _ = EditText("2", "target", 1, "注意。").apply(resolution)
    accepted, undo = Mark(("3", "1", "2"), "accepted").apply(corrected)
    assert [bead.status for bead in accepted.beads] == ["accepted", "corrected", "accepted"]
    assert undo.apply(accepted)[0] == corrected


def test_rejecting_and_taking_it_back(resolution: Alignment) -> None:
    rejected, _ = Mark(("2",), "rejected").apply(resolution)
    assert [bead.status for bead in rejected.beads] == ["new", "rejected", "new"]
    assert Mark(("2",), "new").apply(rejected)[0] == resolution


def test_a_pair_marked_as_untranslated_comes_apart(resolution: Alignment) -> None:
    marked, undo = Mark(("1", "3"), "untranslated").apply(resolution)
    assert [(bead.id, bead.kind, bead.status) for bead in marked.beads] == [
        ("1", (1, 0), "untranslated"), ("1-2", (0, 1), "untranslated"), ("2", (1, 2), "new"),
        ("3", (1, 0), "untranslated"),
    ]  # fmt: skip
    assert_tiles(marked)
    assert undo.apply(marked)[0] == resolution


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (Merge("3"), "bead 3: no bead is below it"),
        (Merge("x"), "no bead is called 'x'"),
        (Mark(("1", "x"), "accepted"), "no bead is called 'x'"),
        (Mark((), "accepted"), "no bead is named that could be marked"),
        (Move("1", "source", "above"), "bead 1: no bead is above it"),
        (Move("3", "target", "above"), "bead 3: its target is empty, so nothing can be moved"),
        (Move("2", "target", "above", Cursor(0)),
         "bead 2: nothing is before the cursor, so nothing can be moved above"),
        (Move("2", "target", "below", Cursor(2)),
         "bead 2: nothing is after the cursor, so nothing can be moved below"),
        (Split("2"), "bead 2: all of it is on one side of the cursors"),
        (Split("2", Cursor(1), Cursor(0, 99)),
         "bead 2: no place 99 in target segment 0; there are 2, counted from 0"),
        (Split("2", Cursor(3)),
         "bead 2: no place 0 in source segment 3; there are 1, counted from 0"),
        (JoinSegments("2", "target", 1),
         "bead 2: no target segment 1 with another after it; there are 2, counted from 0"),
        (EditText("2", "source", 2, "a"), "bead 2: no source segment 2; there are 1, counted from 0"),
    ],
)  # fmt: skip
def test_an_impossible_edit_says_why(edit: Edit, message: str, resolution: Alignment) -> None:
    with pytest.raises(ImpossibleEdit) as raised:
        edit.apply(resolution)
    assert str(raised.value) == message


# --- getting ready


def test_what_was_aligned_here_is_editable_as_it_is(resolution: Alignment) -> None:
    assert editable(resolution) == resolution


def test_a_memory_gets_unique_ids_and_numbers_without_gaps() -> None:
    ids = ["a", "", "a", "a-2", "a", "2"]
    beads = [Bead.of_texts(range(7, 8), range(9, 11), name, ["x"], ["y", "z"]) for name in ids]
    alignment = editable(Alignment(Side(), Side(), iter(beads)))
    assert [bead.id for bead in alignment.beads] == ["a", "2", "a-3", "a-2", "a-4", "2-2"]
    assert_tiles(alignment)


def test_a_bead_is_found_by_its_id_wherever_it_is() -> None:
    """Near the number that its id names, far from it, or without a number; one by one and many at once."""
    names = [str(number) for number in range(4000, 0, -1)] + ["0", "-3", "7-2", "0099999999999", "²", "x"]
    beads = tuple(Bead(range(1), range(1), name) for name in names)
    some = ["1", "2000", "4000", *names[-6:]]
    assert [place_of(beads, name) for name in some] == [names.index(name) for name in some]
    assert places_of(beads, some) == sorted(map(names.index, some))
    assert places_of(beads, names) == list(range(len(names)))
    for missing in ("4001", "5-2", ""):
        for wanted in ([missing], [missing, *names]):
            with pytest.raises(ImpossibleEdit, match=f"no bead is called '{missing}'"):
                places_of(beads, wanted)
    assert place_of(beads[:1], "4000") == 0


def test_beads_that_are_not_in_memory_are_refused(resolution: Alignment) -> None:
    with pytest.raises(TypeError, match="editable"):
        Merge("1").apply(resolution.with_beads(iter(resolution.beads)))


@pytest.mark.parametrize(
    ("text", "edited", "label"),
    [
        ("3. Urges States", "3. Urges all States", "3."),
        ("3. Urges States", "Urges all States", ""),  # a typed label taken off
        ("Urges States", "Urges all States", "3."),  # one that an application counts is in neither text
    ],
)
def test_an_edited_segment_keeps_the_label_that_it_still_has(text: str, edited: str, label: str) -> None:
    bead = Bead.of_texts(range(1), range(1), "1", (text,), ("敦促各国",), source_label="3.")
    found = Alignment(Side(lang="en"), Side(lang="zh"), (bead,))
    splice = EditText("1", "source", 0, edited).splice(found)
    assert splice.beads[0].source_label == label
