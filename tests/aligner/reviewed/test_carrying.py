"""A review is carried over: accepted beads stay, the rest is aligned anew, and no text is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.reviewed.carrying import carry_over
from duiqi.aligner.reviewed.earlier import Earlier, check_nothing_lost, earlier_result
from duiqi.aligner.reviewed.sides import BitextSide, Box, boxes_of
from duiqi.aligner.reviewed.splicing import spliced
from duiqi.corpus.cutting import Segments
from duiqi.corpus.editing import Cursor, Mark, Merge, Move
from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.corpus.tiling import editable
from duiqi.exports import write

PAIRS = (
    ("The committee met on Monday.", "委员会星期一开会。"),
    ("It discussed the water supply of the old town.", "会议讨论了老城的供水问题。"),
    ("Nobody objected to the plan. 𠀀", "没有人反对这项计划。𠀀"),
    ("The mayor thanked all members.", "市长感谢全体成员。"),
    ("Work begins in spring.", "工程将在春天开始。"),
)


def alignment(pairs: Sequence[tuple[str, str]] = PAIRS) -> Alignment:
    beads = [
        Bead.of_texts(
            range(n, n + bool(source)),
            range(n, n + bool(target)),
            str(n + 1),
            [source] if source else [],
            [target] if target else [],
            confidence=0.95,
        )
        for n, (source, target) in enumerate(pairs)
    ]
    return editable(Alignment(Side("a", "en"), Side("b", "zh"), tuple(beads)))


def reviewed(changes: dict[int, Bead | dict[str, object]]) -> Earlier:
    beads = list(alignment().beads)
    for place, change in changes.items():
        beads[place] = replace(beads[place], **change)  # type: ignore[arg-type]
    return Earlier(Path("un.xlsx"), alignment().with_beads(tuple(beads)))


def statuses(found: Alignment) -> list[str]:
    return [bead.status for bead in found.beads]


def test_statuses_and_notes_are_carried_over() -> None:
    earlier = reviewed(
        {0: {"status": "accepted"}, 1: {"status": "rejected", "note": "？"}, 3: {"note": "ask the client"}}
    )
    found = carry_over(alignment(), [earlier])
    assert statuses(found.alignment) == ["accepted", "rejected", "new", "new", "new"]
    assert [bead.note for bead in found.alignment.beads] == ["", "？", "", "ask the client", ""]
    assert found.decisions == {"accepted": 1, "rejected": 1}
    assert found.warnings == ()


def test_corrected_texts_stay_as_the_person_left_them() -> None:
    corrected = Bead.of_texts(range(1), range(1), target_texts=["会议讨论了供水。"]).target_segments
    earlier = reviewed({1: {"status": "corrected", "target_segments": corrected}})
    (_, bead, *_) = carry_over(alignment(), [earlier]).alignment.beads
    assert (bead.status, bead.target_texts) == ("corrected", ("会议讨论了供水。",))


def test_an_anchor_that_the_alignment_contradicts_wins(encoder: BundledEncoder) -> None:
    """The merged rows stay merged, and the rest of the moved text is found beside them."""
    edited, _ = Merge("2").apply(alignment())
    edited, _ = Move("4", "target", "below", Cursor(0, 2)).apply(edited)
    edited, _ = Mark(("5",), "accepted").apply(edited)
    found = carry_over(alignment(), [Earlier(Path("un.jsonl"), edited)], encoder).alignment
    assert [(b.source_texts, b.target_texts, b.status) for b in found.beads] == [
        (b.source_texts, b.target_texts, b.status) for b in edited.beads
    ]


def test_sentences_added_to_the_texts_are_aligned(encoder: BundledEncoder) -> None:
    earlier = reviewed({n: {"status": "accepted"} for n in range(5)})
    longer = (PAIRS[0], ("The new pipes will cost two million.", "新管道将耗资二百万。"), *PAIRS[1:])
    found = carry_over(alignment(longer), [earlier], encoder).alignment
    assert statuses(found) == ["accepted", "new", *["accepted"] * 4]


def test_accepted_rows_whose_text_is_gone_are_named() -> None:
    earlier = reviewed({1: {"status": "accepted"}, 2: {"status": "accepted"}})
    with pytest.raises(UnwritableFile) as refused:
        carry_over(alignment((("A bird sang, and then another one.", "一只鸟唱歌，又一只。"),)), [earlier])
    assert str(refused.value) == (
        "un.xlsx: reviewed rows in it do not fit the texts any more: 2 (It discussed the water supply …), "
        "3 (Nobody objected to the plan. 𠀀…). Give another name, or overwrite with --force"
    )


def test_of_two_files_that_contradict_each_other_the_newer_counts() -> None:
    merged, _ = Merge("2").apply(alignment())
    older = Earlier(Path("a.jsonl"), merged)
    found = carry_over(alignment(), [reviewed({1: {"status": "accepted"}}), older])
    assert statuses(found.alignment) == ["new", "accepted", "new", "new", "new"]
    (warning,) = found.warnings
    assert warning.startswith("a.jsonl: a newer file decides otherwise on 2 (It discussed")
    found = carry_over(alignment(), [older, reviewed({1: {"status": "rejected"}})])
    assert statuses(found.alignment) == ["new", "corrected", "new", "new"]


def test_an_acceptance_that_a_newer_file_takes_back_is_gone() -> None:
    found = carry_over(
        alignment(), [reviewed({1: {"status": "rejected"}}), reviewed({1: {"status": "accepted"}})]
    )
    assert statuses(found.alignment) == ["new", "rejected", "new", "new", "new"]


def test_two_files_that_agree_count_once() -> None:
    earlier = reviewed({1: {"status": "accepted"}})
    assert carry_over(alignment(), [earlier, earlier]).decisions == {"accepted": 1}


def test_carrying_over_twice_changes_nothing() -> None:
    first = carry_over(alignment(), [reviewed({2: {"status": "accepted"}})]).alignment
    again = carry_over(alignment(), [Earlier(Path("a.jsonl"), first)]).alignment
    assert again == first


@pytest.mark.slow
@settings(deadline=None)
@given(st.data())
def test_whatever_is_certain_no_text_is_lost_or_doubled(data: st.DataObject) -> None:
    """Any chain of boxes over both texts: the certain ones are there, and all text is, once, in order."""
    beads = tuple(alignment().beads)
    sides = BitextSide(beads, 0), BitextSide(beads, 1)
    lengths = [len(side.text) for side in sides]
    number = data.draw(st.integers(0, 3))
    edges = [
        sorted(data.draw(st.lists(st.integers(0, n), min_size=2 * number, max_size=2 * number)))
        for n in lengths
    ]
    certain = []
    for n in range(number):
        box = Box(*(places_between(side, 2 * n) for side in edges))
        own = Bead(
            range(0), range(0), source_segments=sides[0].within(box.source),
            target_segments=sides[1].within(box.target), status="accepted",
        )  # fmt: skip
        certain.append((box, own))

    def between(source: Segments, target: Segments) -> list[Bead]:
        return [Bead(range(0), range(0), source_segments=source, target_segments=target)]

    found = list(spliced(list(zip(boxes_of(sides), beads, strict=True)), certain, sides, between))
    assert [item for item in found if item[1].status == "accepted"] == certain
    spliced_beads = [bead for _, bead in found]
    for which, side in enumerate(sides):
        assert BitextSide(spliced_beads, which).text == side.text


def places_between(edges: list[int], number: int):  # type: ignore[no-untyped-def]
    from duiqi.aligner.reviewed.places import Place

    return Place(edges[number], edges[number + 1])


# --- files that are there already


@pytest.mark.parametrize("suffix", [".jsonl", ".xlsx", ".docx", ".tsv", ".csv", ".tmx", ".xlf"])
def test_reviewed_rows_are_found_in_every_format_that_has_them(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"un{suffix}"
    write(alignment(), path)
    assert earlier_result(path) is None
    write(reviewed({1: {"status": "accepted"}}).alignment, path)
    earlier = earlier_result(path)
    assert earlier is not None
    assert "accepted" in carry_over(alignment(), [earlier]).decisions
    with pytest.raises(UnwritableFile, match="1 reviewed row in it would be lost"):
        check_nothing_lost(path, alignment())
    check_nothing_lost(path, reviewed({1: {"status": "accepted"}}).alignment)


def test_what_the_aligner_marks_by_itself_is_no_review(tmp_path: Path) -> None:
    english = "Run the tests with the usual command before you send the change to anyone."
    bead = Bead.of_texts(range(1), range(1), "1", [english], [english], status="untranslated")
    write(alignment().with_beads((bead,)), tmp_path / "un.jsonl")
    assert earlier_result(tmp_path / "un.jsonl") is None


def test_a_table_that_cannot_be_read_to_its_end_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "un.tsv"
    path.write_text("id\tstatus\tsource\ttarget\n1\tacepted\tYes.\t是的。\n", encoding="utf-8")
    with pytest.raises(UnwritableFile, match=r"found 'acepted'\. Mend it, .* or say --force"):
        earlier_result(path)
