"""Each unit is in a memory once, and a review changes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from duiqi.aligner.memory import adding
from duiqi.aligner.memory.memory import Memory
from duiqi.corpus.codes import Code
from duiqi.corpus.model import Alignment, Bead, BeadSegment, Side

Make = Callable[..., Alignment]
PAIRS = [
    ("The General Assembly,", "大会，"),
    ("Urges all States", "敦促所有国家"),
    ("to clear mines", "扫除地雷"),
]


def texts(memory: Memory) -> list[tuple[str, str, str]]:
    return [(unit.source, unit.target, unit.status) for unit in memory.units()]


@pytest.mark.parametrize("hashed", [True, False])
def test_what_is_added_twice_is_there_once(path: Path, bitext: Make, hashed: bool) -> None:
    with Memory(path) as memory:
        assert memory.add(bitext(PAIRS, hashed=hashed)) == (3, 0, 0, 0, 0)
        assert memory.add(bitext(PAIRS, hashed=hashed)) == (0, 0, 3, 0, 0)
        assert texts(memory) == [(*pair, "new") for pair in PAIRS]


def test_a_corrected_translation_takes_the_place_of_the_old_one(path: Path, bitext: Make) -> None:
    with Memory(path) as memory:
        memory.add(bitext(PAIRS))
        better = [PAIRS[0], ("Urges all States", "促请各国"), PAIRS[2]]
        assert memory.add(bitext(better, statuses=["new", "corrected", "new"])).changed == 1
        assert texts(memory)[1] == ("Urges all States", "促请各国", "corrected")
        assert [hit.unit.target for hit in memory.search("States")] == ["促请各国"]
        assert [hit.unit.source for hit in memory.search("敦促")] == []
        assert [match.unit.target for match in memory.lookup("Urges all States", "en", "zh")] == ["促请各国"]


def test_aligning_anew_takes_no_review_back(path: Path, bitext: Make) -> None:
    with Memory(path) as memory:
        memory.add(bitext(PAIRS, status="accepted"))
        other = [(source, target + "等") for source, target in PAIRS]
        assert memory.add(bitext(other)) == (0, 0, 3, 0, 0)
        assert texts(memory) == [(*pair, "accepted") for pair in PAIRS]


def test_a_bead_that_a_person_refused_is_found_no_more(path: Path, bitext: Make) -> None:
    with Memory(path) as memory:
        memory.add(bitext(PAIRS))
        assert memory.add(bitext(PAIRS, statuses=["new", "rejected", "new"])).changed == 1
        assert [source for source, _, _ in texts(memory)] == [PAIRS[0][0], PAIRS[2][0]]
        assert not memory.search("Urges")
        assert not memory.lookup("Urges all States", "en", "zh")


def test_units_that_a_reviewer_merged_or_split_are_replaced(path: Path, bitext: Make) -> None:
    with Memory(path) as memory:
        memory.add(bitext(PAIRS))
        merged = [PAIRS[0], ("Urges all States to clear mines", "敦促所有国家扫除地雷")]
        assert memory.add(bitext(merged, statuses=["new", "corrected"])).replaced == 2
        assert [source for source, _, _ in texts(memory)] == [
            "The General Assembly,",
            "Urges all States to clear mines",
        ]
        assert memory.add(bitext(PAIRS, statuses=["new", "corrected", "corrected"])).replaced == 1
        assert texts(memory) == [(*PAIRS[0], "new"), *((*pair, "corrected") for pair in PAIRS[1:])]


def test_the_same_sentence_twice_in_a_text_is_two_units_that_know_their_places(
    path: Path, bitext: Make
) -> None:
    twice = [PAIRS[0], PAIRS[1], PAIRS[0]]
    with Memory(path) as memory:
        assert memory.add(bitext(twice)).added == 3
        assert [unit.place for unit in memory.units()] == [0, 1, 2]
        assert memory.add(bitext(twice)).known == 3


def test_a_table_of_the_same_name_takes_nothing_away(path: Path, bitext: Make) -> None:
    """Two clients send each a memory.tmx: where the translations differ, both are kept."""
    with Memory(path) as memory:
        memory.add(bitext(PAIRS, hashed=False))
        memory.add(bitext([("Urges all States", "吁请各国")], hashed=False))
        assert {target for source, target, _ in texts(memory) if source == "Urges all States"} == {
            "敦促所有国家",
            "吁请各国",
        }


def test_a_correction_in_a_table_changes_the_unit(path: Path, bitext: Make) -> None:
    with Memory(path) as memory:
        memory.add(bitext(PAIRS, hashed=False))
        assert (
            memory.add(bitext([("Urges all States", "促请各国")], hashed=False, status="corrected")).changed
            == 1
        )
        assert [target for source, target, _ in texts(memory) if source == "Urges all States"] == ["促请各国"]


def test_beads_with_an_empty_side_are_left_out(path: Path, bitext: Make) -> None:
    with Memory(path) as memory:
        added = memory.add(bitext([*PAIRS, ("Only English", ""), ("", "只有中文")]))
        assert (added.added, added.left_out) == (3, 2)


@pytest.mark.slow
def test_batches_make_no_difference(path: Path, bitext: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [(f"Sentence number {n} of the text", f"第{n}句") for n in range(300)]
    monkeypatch.setattr(adding, "BATCH", 2)
    with Memory(path) as memory:
        reported = []
        memory.add(bitext(pairs), progress=reported.append)
        assert [done.added for done in reported] == [*range(2, 301, 2), 300]
        for n in (0, 17, 299):
            found = memory.lookup(f"Sentence number {n} of the text", "en", "zh")
            assert (found[0].percentage, found[0].unit.target) == (100, f"第{n}句")


def test_inline_codes_come_back(path: Path) -> None:
    codes = (Code(0, "open", "1", "<b>", "bold"), Code(5, "close", "1", "</b>", "bold"))
    bead = Bead(
        range(1), range(1), "1", (BeadSegment("Urges States", codes=codes),), (BeadSegment("敦促各国"),)
    )
    with Memory(path) as memory:
        memory.add(Alignment(Side("a", "en"), Side("b", "zh"), (bead,)))
        (source,), (target,) = (
            (found.source_segments, found.target_segments) for found in memory.alignment().beads
        ).__next__()
        assert (source.codes, target.codes) == (codes, ())
        (found,) = memory.alignment("zh", "en").beads
        assert found.target_segments[0].codes == codes


def test_a_unit_that_is_gone_already_is_deleted_no_second_time(path: Path, bitext: Make) -> None:
    """The index keeps no texts, so a second deletion would leave it wrong."""
    with Memory(path) as memory, Memory(path) as other:
        memory.add(bitext(PAIRS))
        units = [*memory.units()]
        assert (memory.delete(units[:1]), other.delete(units[:2])) == (1, 1)
        memory.add(bitext(PAIRS))
        assert len(memory.search("the")) == 1
        assert memory.statistics().units == 3
