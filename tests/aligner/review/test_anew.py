"""Aligned anew, nothing accepted changes and nothing is lost; alternatives are answers to one question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.regions import runs, window
from duiqi.aligner.regions.alternatives import alternatives, regions
from duiqi.aligner.regions.partition import DOUBTFUL
from duiqi.aligner.review import anew
from duiqi.aligner.review.anew import aligned_anew
from duiqi.corpus.cutting import Cursor
from duiqi.corpus.editing import Mark, Merge, Move, Splice
from duiqi.corpus.model import ACCEPTED, Alignment, Bead, BeadSegment, Side
from duiqi.corpus.tiling import beads_of, editable

ENGLISH = [
    "The committee met on Monday.",
    "It discussed the water supply of the old town.",
    "Nobody objected to the plan.",
    "The mayor, who had come late, asked for the costs.",
    "They were higher than expected.",
    "A second bridge will be built next year.",
    "The school needs a new roof.",
    "Thirty children have no place to learn.",
    "The doctor spoke about the hospital.",
    "He was thanked for his work.",
    "The meeting ended at ten o’clock.",
    "𠀀 is a rare character.",
]
CHINESE = [
    "委员会星期一开会，讨论了老城的供水问题。",
    "没有人反对这项计划。",
    "市长来晚了，",
    "他询问了费用。",
    "费用比预期的高。",
    "明年将建造第二座桥。",
    "学校需要新的屋顶。",
    "三十个孩子没有地方学习。",
    "医生谈到了医院，大家感谢他的工作。",
    "会议十点结束。",
    "𠀀是罕见的字。",
]


@pytest.fixture(scope="module")
def fresh(aligned: Callable[[Sequence[str], Sequence[str]], Alignment]) -> Alignment:
    """An alignment as the aligner makes it."""
    return aligned(ENGLISH, CHINESE)


def segments(beads: Iterable[Bead]) -> tuple[list[BeadSegment], list[BeadSegment]]:
    beads = list(beads)
    return [s for b in beads for s in b.source_segments], [s for b in beads for s in b.target_segments]


def pairs(beads: Iterable[Bead]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(bead.source_texts, bead.target_texts) for bead in beads]


def spliced(alignment: Alignment, at: int, count: int, beads: tuple[Bead, ...]) -> Alignment:
    return Splice(at, count, beads).apply(alignment)[0]


@st.composite
def reviews(draw: st.DrawFn) -> Alignment:
    """Any beads of the texts, in order, some of them accepted, corrected, rejected or not translated."""
    sides = [[BeadSegment(text) for text in texts[:7]] for texts in (ENGLISH, CHINESE)]
    beads: list[Bead] = []
    while sides[0] or sides[1]:
        a, b = (min(draw(st.sampled_from([3, 1, 2, 0])), len(side)) for side in sides)
        if a or b:
            source, target = sides[0][:a], sides[1][:b]
            sides = [sides[0][a:], sides[1][b:]]
            status = draw(
                st.sampled_from(["new", "new", "accepted", "corrected", "rejected", "untranslated"])
            )
            sure = draw(st.sampled_from([0.0, 0.5, 0.99]))
            bead = Bead(range(0), range(0), "", tuple(source), tuple(target), 0.0, sure, status)
            beads.append(replace(bead, note=draw(st.sampled_from(["", "", "look"]))))
    return editable(Alignment(Side(lang="en"), Side(lang="zh"), tuple(beads)))


KEPT = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.slow
@KEPT
@given(reviews(), st.data())
def test_aligned_anew_the_same_segments_are_there_and_what_is_accepted_stays(
    encoders: EncoderPair, alignment: Alignment, data: st.DataObject
) -> None:
    """In any place of any review. Ids stay unique, notes are kept, segments are numbered without gaps."""
    beads = beads_of(alignment)
    at = data.draw(st.integers(0, len(beads) - 1))
    count = data.draw(st.integers(1, len(beads) - at))
    found = aligned_anew(alignment, at, count, encoders)
    old = beads[at : at + count]
    assert segments(found) == segments(old)
    assert [b for b in found if b.status in ACCEPTED] == [b for b in old if b.status in ACCEPTED]
    assert sum("look" in bead.note for bead in found) >= any(bead.note for bead in old)
    after = spliced(alignment, at, count, found)
    assert editable(after) == after
    assert beads_of(after)[:at] == beads[:at]
    assert beads_of(after)[at : at + len(found)] == found


@pytest.mark.slow
@KEPT
@given(reviews(), st.data())
def test_alternatives_tile_the_same_segments_and_exclude_each_other(
    encoders: EncoderPair, alignment: Alignment, data: st.DataObject
) -> None:
    beads = beads_of(alignment)
    at = data.draw(st.integers(0, len(beads) - 1))
    most = data.draw(st.integers(1, 5))
    found = alternatives(alignment, at, encoders, most)
    assert 1 <= len(found) <= most
    (place,) = {(each.at, each.count) for each in found}
    old = beads[place[0] : sum(place)]
    assert beads[at] in old
    assert [each.beads for each in found if each.is_present] == [old]
    assert len({tuple(pairs(each.beads)) for each in found}) == len(found)
    assert sum(each.probability for each in found) <= 1 + 1e-6
    assert [each.probability for each in found] == sorted((e.probability for e in found), reverse=True)
    for each in found:
        assert segments(each.beads) == segments(old)
        # The bead that is asked about may change; others that a person has accepted may not.
        kept = [bead for bead in old if bead.status in ACCEPTED and bead != beads[at]]
        assert [bead for bead in each.beads if bead in kept] == kept
        after = spliced(alignment, each.at, each.count, each.beads)
        assert editable(after) == after


def test_an_alignment_aligned_anew_stays_as_it_is(fresh: Alignment, encoders: EncoderPair) -> None:
    """Ids included: the search has no reason to decide otherwise."""
    found = aligned_anew(fresh, 0, len(beads_of(fresh)), encoders)
    assert [(bead.id, *pairs([bead])) for bead in found] == [
        (bead.id, *pairs([bead])) for bead in beads_of(fresh)
    ]


def shifted(alignment: Alignment, first: int, last: int) -> Alignment:
    """The alignment with the first target segment of each of these beads given to the bead above."""
    for number in range(first, last):
        alignment, _ = Move(beads_of(alignment)[number].id, "target", "above", Cursor(1)).apply(alignment)
    beads = (replace(bead, status="new", confidence=0.3) for bead in beads_of(alignment))
    return alignment.with_beads(tuple(beads))


def test_beads_that_slipped_by_one_are_put_right_between_accepted_ones(
    fresh: Alignment, encoders: EncoderPair
) -> None:
    names = [bead.id for bead in beads_of(fresh)]
    wrong = shifted(fresh, 3, 6)
    assert pairs(beads_of(wrong)) != pairs(beads_of(fresh))
    wrong, _ = Mark((names[0], names[-1]), "accepted").apply(wrong)
    found = aligned_anew(wrong, 0, len(beads_of(wrong)), encoders)
    assert pairs(found) == pairs(beads_of(fresh))
    assert found[0] == beads_of(wrong)[0]
    assert found[-1] == beads_of(wrong)[-1]


def test_two_beads_that_are_one_are_parted_again_between_accepted_ones(
    fresh: Alignment, encoders: EncoderPair
) -> None:
    """What a correction leaves of the beads beside it may be such a bead: nobody has accepted it."""
    beads = beads_of(fresh)
    one, _ = Merge(beads[4].id).apply(fresh)
    wrong = one.with_beads(tuple(replace(bead, status="new") for bead in beads_of(one)))
    wrong, _ = Mark((beads[3].id, beads_of(wrong)[5].id), "accepted").apply(wrong)
    assert len(beads_of(wrong)) == len(beads) - 1
    found = aligned_anew(wrong, 0, len(beads_of(wrong)), encoders)
    assert pairs(found) == pairs(beads)


def test_only_the_place_asked_for_changes(fresh: Alignment, encoders: EncoderPair) -> None:
    wrong = shifted(fresh, 3, 6)
    found = aligned_anew(wrong, 7, 2, encoders)
    assert segments(found) == segments(beads_of(wrong)[7:9])


def test_a_wrong_bead_that_is_accepted_stays_and_limits_its_neighbours(
    fresh: Alignment, encoders: EncoderPair
) -> None:
    """What a person says counts, however unlikely the aligner holds it to be."""
    merged, _ = Merge(beads_of(fresh)[4].id).apply(fresh)
    wrong = beads_of(merged)[4]
    assert wrong.status == "corrected"
    assert wrong in aligned_anew(merged, 0, len(beads_of(merged)), encoders)


def test_merged_beads_have_the_parts_among_their_alternatives(
    fresh: Alignment, encoders: EncoderPair
) -> None:
    parts = beads_of(fresh)[5:7]
    merged, _ = Merge(parts[0].id).apply(fresh)
    found = alternatives(merged, 5, encoders)
    best, present = found[0], next(each for each in found if each.is_present)
    assert best.probability > 0.5 > present.probability
    start = parts[0].source.start - best.beads[0].source.start
    assert start >= 0
    assert set(pairs(parts)) <= set(pairs(best.beads))


def test_the_alignment_as_it_is_has_its_confidence_as_probability(
    fresh: Alignment, encoders: EncoderPair
) -> None:
    """Of one bead: the probability that it is exactly right."""
    for region in regions(fresh, encoders):
        if region.count == 1:
            (present,) = [each for each in region.alternatives if each.is_present]
            assert present.probability == pytest.approx(present.beads[0].confidence, abs=0.1)


def test_regions_are_apart_and_hold_no_accepted_bead(fresh: Alignment, encoders: EncoderPair) -> None:
    wrong = shifted(fresh, 3, 6)
    found = list(regions(wrong, encoders))
    assert found
    assert all(one.at + one.count <= other.at for one, other in pairwise(found))
    accepted, _ = Mark(tuple(bead.id for bead in beads_of(wrong)), "accepted").apply(wrong)
    assert list(regions(accepted, encoders)) == []


def test_text_without_a_counterpart_has_one_alternative(encoders: EncoderPair) -> None:
    """Nothing is encoded for it, and nothing is in doubt."""
    beads = tuple(
        Bead.of_texts(range(k, k + 1), range(0), str(k), [text]) for k, text in enumerate(ENGLISH[:3])
    )
    alignment = editable(Alignment(Side(lang="en"), Side(lang="zh"), beads))
    (only,) = alternatives(alignment, 1, encoders)
    assert (only.probability, only.is_present) == (1, True)
    assert [bead.confidence for bead in aligned_anew(alignment, 0, 3, encoders)] == [1, 1, 1]


def test_a_label_that_is_typed_is_no_part_of_the_text_that_is_compared() -> None:
    bead = Bead(
        range(1),
        range(1),
        "1",
        (BeadSegment("3. Urges States to act;", label="3.", paragraph=7),),
        (BeadSegment("三、敦促各国采取行动；", label="三、", paragraph=9),),
    )
    alignment = Alignment(Side(lang="en"), Side(lang="zh"), (bead,), signature="seg:sentence|enc:bundled")
    (source, target), paragraphs = window.sides_of(alignment, [bead])
    assert [(s.text, s.label, s.paragraph) for s in source] == [("Urges States to act;", "3.", 7)]
    assert [(s.text, s.label, s.paragraph) for s in target] == [("敦促各国采取行动；", "三、", 9)]
    assert paragraphs


def test_lines_taken_as_they_are_have_no_paragraphs(fresh: Alignment) -> None:
    assert window.sides_of(fresh, beads_of(fresh))[1] is False


@pytest.mark.slow
@pytest.mark.parametrize("name", ["CONTEXT", "LONGEST", "HUGE"])
def test_a_long_text_comes_out_the_same_in_parts(
    fresh: Alignment, encoders: EncoderPair, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Cut between sure beads; and without any, aligned from its beginning to its end like a new text."""
    monkeypatch.setattr(anew if name == "HUGE" else runs, name, 4)
    alignment = fresh if name != "HUGE" else shifted(fresh, 3, 6)
    found = aligned_anew(alignment, 0, len(beads_of(alignment)), encoders)
    assert pairs(found) == pairs(beads_of(fresh))


def test_a_long_run_is_cut_between_two_sure_beads(fresh: Alignment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "LONGEST", 4)
    beads = beads_of(fresh)
    groups = list(runs.grouped(beads, [range(len(beads))]))
    assert [number for group in groups for run in group for number in run] == list(range(len(beads)))
    assert len(groups) > 1
    for group in groups[1:]:
        at = group[0].start
        assert min(bead.confidence for bead in beads[at - 1 : at + 1]) >= runs.SURE


def test_accepted_beads_elsewhere_teach_names(encoders: EncoderPair) -> None:
    """韦小宝 is Trinket in a chapter that a person has accepted; the next chapter knows."""

    def token_pair(status: str) -> float:
        taught = [
            Bead.of_texts(
                range(k, k + 1),
                range(k, k + 1),
                str(k),
                [f"{'Trinket' if k % 3 else 'The sun'} stood at door {k}."],
                [f"{'韦小宝' if k % 3 else '太阳'}在第{k}扇门前。"],
                status=status,  # type: ignore[arg-type]
            )
            for k in range(30)
        ]
        new = Bead.of_texts(range(30, 31), range(30, 31), "30", ["Trinket laughed."], ["韦小宝笑了。"])
        alignment = editable(Alignment(Side(lang="en"), Side(lang="zh"), (*taught, new)))
        table = window.Window(alignment, range(30, 31), encoders).affinities().token.table
        return float(table.sum())

    assert token_pair("accepted") > token_pair("new") + 0.5


def test_sure_beads_are_no_question(fresh: Alignment, encoders: EncoderPair) -> None:
    for region in regions(fresh, encoders):
        beads = beads_of(fresh)[region.at : region.at + region.count]
        assert min(bead.confidence for bead in beads) < DOUBTFUL + 0.1
