"""What may be a term: in English, in Chinese, and where no parts of speech are known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duiqi.aligner.terms.analysis import Analyser, analyser

ENGLISH, CHINESE = (analyser(lang, frozenset(), 12) for lang in ("en", "zh"))
GERMAN = analyser("de", frozenset(), 12)


def found(analyse: Analyser, text: str) -> dict[str, float]:
    """Each candidate with how much its form speaks for it."""
    return {candidate.text: candidate.prior for candidate in analyse(text).candidates}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to halt new deployments of anti-personnel mines", {"deployments", "anti-personnel mines"}),
        ("It convinced mine-affected States.", {"mine-affected States"}),
        ("a report on mine clearance", {"report", "mine clearance"}),
        (
            "and provided technical, financial and material assistance",
            {"technical, financial and material assistance"},
        ),
        ("social and economic development efforts", {"social and economic development"}),
        ("the threat of mines and explosive remnants of war", {"mines and explosive remnants of war"}),
        ("on the limitation of working hours", {"working hours"}),
        ("in international co‐operation", {"international co‐operation"}),
        (
            "through the United Nations Voluntary Trust Fund for Assistance in Mine Action",
            {"United Nations Voluntary Trust Fund for Assistance in Mine Action"},
        ),
        ("in accordance with the standards (IMAS)", {"standards", "IMAS"}),
    ],
)
def test_english_terms_are_among_the_candidates(text: str, expected: set[str]) -> None:
    assert expected <= found(ENGLISH, text).keys()


def test_no_english_candidate_is_cut_out_of_a_name_or_a_hyphened_word() -> None:
    candidates = found(ENGLISH, "The United Nations system urged mine-affected States.")
    assert "United Nations system" in candidates
    assert not {"Nations system", "affected States", "mine"} & candidates.keys()


def test_what_only_evaluates_is_no_part_of_the_better_candidate() -> None:
    candidates = found(ENGLISH, "It poses a serious threat.")
    assert candidates["threat"] > candidates["serious threat"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每年仍有地（水）雷被布下", "地（水）雷"),  # a bracket inside a word
        ("及其他有关的爆炸装置", "爆炸装置"),
        ("受地（水）雷影响的国家停止埋布", "受地（水）雷影响的国家"),
        ("与地雷有关的活动", "与地雷有关的活动"),
        ("利用缩小雷区的办法", "缩小雷区"),  # verb and object: area reduction
        ("设立联合国地雷行动处十周年", "联合国地雷行动处"),  # a suffix closes a name
        ("在冲突后局势中", "冲突后局势"),
        ("联合国协助地雷行动自愿信托基金", "联合国协助地雷行动自愿信托基金"),  # an adverb that is none
        ("按照《国际地雷行动标准》的规定", "国际地雷行动标准"),
        ("在其管辖范围内", "管辖"),  # jieba has 其管辖 for a word
        ("协助 地雷 行动", "协助地雷行动"),  # spaces between words are the file's, not the term's
        ("𠀀𠀀说秘书处", "秘书处"),
    ],
)
def test_chinese_terms_are_clean_candidates(text: str, expected: str) -> None:
    assert found(CHINESE, text)[expected] >= 0.6


@pytest.mark.parametrize(
    ("text", "cut_short", "whole"),
    [
        ("受地（水）雷影响的国家", "地（水）雷影响的国家", "受地（水）雷影响的国家"),
        ("建立信任的措施", "信任的措施", "建立信任的措施"),
        ("信息管理标准", "信息管理", "信息管理标准"),
        ("非国家行为者", "非国家行为", "非国家行为者"),
        ("不记名投票", "记名投票", "不记名投票"),
    ],
)
def test_chinese_cut_short_is_worse_than_whole(text: str, cut_short: str, whole: str) -> None:
    candidates = found(CHINESE, text)
    assert candidates.get(cut_short, 0) < candidates[whole]


def test_chinese_places_and_procedural_verbs_bound_a_term() -> None:
    candidates = found(CHINESE, "联合国系统内地雷行动协调中心开展活动")
    assert "联合国系统" in candidates
    assert not any("内" in text or text.startswith("开展") or text.endswith("开展") for text in candidates)


def test_stretches_between_stop_words_where_nothing_else_is_known() -> None:
    candidates = found(GERMAN, "Der Generalsekretär legte den Bericht über Landminen vor, S. 295-298.")
    assert {"Generalsekretär", "Bericht", "Landminen"} <= candidates.keys()
    assert not {"Der Generalsekretär", "295-298"} & candidates.keys()


def test_stop_words_open_and_close_no_term() -> None:
    analyse = analyser("en", frozenset({"Mine"}), 12)
    assert found(analyse, "a report on mine clearance").keys() >= {"report", "clearance"}
    assert "mine clearance" not in found(analyse, "a report on mine clearance")


@settings(deadline=None)
@given(st.text(alphabet="地雷（水）行动的、《》 the Mine-action of, and’s.7𠀀‐\n", max_size=60))
@pytest.mark.parametrize("analyse", [ENGLISH, CHINESE, GERMAN], ids=["en", "zh", "de"])
def test_units_and_candidates_stand_where_they_say(analyse: Analyser, text: str) -> None:
    """Whatever the text, units are in order, and candidates are made of them."""
    units, candidates = analyse(text)
    ends = [0, *(unit.end for unit in units)]
    for unit, end in zip(units, ends, strict=False):
        assert end <= unit.start < unit.end <= len(text)
        assert text[unit.start : unit.end] == unit.text
    for candidate in candidates:
        assert 0 <= candidate.first < candidate.last <= len(units)
        assert 0 < candidate.prior <= 1
        stretch = text[units[candidate.first].start : units[candidate.last - 1].end]
        assert candidate.text == stretch or candidate.text == stretch.replace(" ", "")
