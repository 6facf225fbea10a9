"""Units that may be wrong are listed, each for its reason; good ones are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.memory.cleaning import PROBLEMS, findings
from duiqi.aligner.memory.counterparts import counterparts
from duiqi.aligner.memory.memory import Memory
from duiqi.aligner.memory.units import MemoryUnit
from duiqi.corpus.model import Status

SAMPLES = Path(__file__).parents[3] / "corpus" / "samples"
GOOD = "Urges all States to clear mines at once, without any delay,", "敦促所有国家立即扫除地雷，不得拖延，"


def unit(
    source: str, target: str, number: int = 1, *, confidence: float = 1.0, status: Status = "new"
) -> MemoryUnit:
    return MemoryUnit(number, source, target, "en", "zh", confidence=confidence, status=status)


@pytest.mark.parametrize(
    ("source", "target", "problem"),
    [
        ("***", "。。。", "empty"),
        ("The Convention of Geneva", "The Convention of Geneva", "untranslated"),
        ("Urges all States to clear mines at once.", "Exhorte tous les Etats a agir.", "language"),
        ("Urges all States to clear mines at once, without any delay,", "敦促各国", "length"),
        ("It has 35 members and 4 observers.", "它有35个成员和5个观察员。", "numbers"),
    ],
)
def test_each_problem_is_found(source: str, target: str, problem: str) -> None:
    assert problem in [finding.problem for finding in findings([unit(source, target)])]


def test_what_is_good_is_not_listed() -> None:
    pairs = [
        GOOD,
        ("its sixty-fourth session, on 8 December 2005", "2005年12月8日第六十四届会议"),
        ("NATO", "北约"),
        ("Yes.", "是的。"),
    ]
    assert not [*findings(unit(*pair, number) for number, pair in enumerate(pairs))]


def test_of_duplicates_the_reviewed_one_is_kept() -> None:
    units = [unit(*GOOD, 1), unit(*GOOD, 2, status="accepted"), unit(*GOOD, 3)]
    found = [(finding.unit.number, finding.detail) for finding in findings(units, ["duplicate"])]
    assert found == [(1, "unit 2"), (3, "unit 2")]


def test_several_translations_are_all_listed() -> None:
    units = [unit(GOOD[0], "甲", 1), unit(GOOD[0], "乙", 2)]
    assert [finding.detail for finding in findings(units, ["ambiguous"])] == ["乙", "甲"]


def test_a_translation_into_another_language_is_neither_a_duplicate_nor_another_translation() -> None:
    """Removing such units would empty a memory of several pairs of languages."""
    units = [
        unit(GOOD[0], "甲", 1),
        unit(GOOD[0], "Minen räumen", 2)._replace(target_lang="de-AT"),
        unit("NATO 𠀀", "NATO 𠀀", 3),
        unit("NATO 𠀀", "NATO 𠀀", 4)._replace(target_lang="de"),
        unit("NATO 𠀀", "NATO 𠀀", 5)._replace(target_lang="zh-CN"),
    ]
    found = [(one.unit.number, one.problem) for one in findings(units, ["ambiguous", "duplicate"])]
    assert found == [(5, "duplicate")]


def test_low_confidence_counts_only_until_a_person_looked() -> None:
    units = [unit(*GOOD, 1, confidence=0.2), unit(*GOOD, 2, confidence=0.2, status="accepted")]
    assert [finding.unit.number for finding in findings(units, ["doubtful"])] == [1]


def test_only_the_problems_asked_for() -> None:
    assert not [*findings([unit("***", "。。。")], [problem for problem in PROBLEMS if problem != "empty"])]


@pytest.mark.slow
def test_counterparts_of_hits_are_marked(path: Path, encoder: BundledEncoder) -> None:
    from duiqi.aligner.files import align_files

    with Memory(path) as memory:
        memory.add(align_files(SAMPLES / "un-62-99.en.txt", SAMPLES / "un-62-99.zh.txt", encoder))
        for query, expected in (("mine action", "地雷行动"), ("受害者", "victim")):
            found = memory.search(query)
            marked = [
                [hit.other_text[slice(*span)] for span in spans]
                for hit, spans in zip(found, counterparts(found, encoder), strict=True)
            ]
            assert sum(expected in texts for texts in marked) > len(found) / 2, marked
        assert counterparts([], encoder) == []
