"""Polarity: no term is paired with its opposite, which its translation would be without a negation."""

from __future__ import annotations

import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.lexicon import lexicon
from duiqi.aligner.terms import extract_terms
from duiqi.aligner.terms.analysers import analyser
from duiqi.aligner.terms.polarity import opposites
from duiqi.corpus import Alignment, Bead, Side

ENGLISH, CHINESE = (analyser(lang, frozenset(), 12) for lang in ("en", "zh"))

WHOLE = [
    ("Unauthorised persons must stay behind the yellow line.", "非授权人员须停留在黄线之后。", "非授权人员"),
    ("Unplanned outages are counted separately.", "非计划停机单独统计。", "非计划停机"),
    ("Unauthorised disclosure of the recipe ends it.", "未经授权披露配方的，即告终止。", "未经授权披露"),
    ("Irreversible damage is covered by the insurer.", "不可逆损坏由保险公司承保。", "不可逆损坏"),
    ("Unsecured creditors are paid last.", "无担保债权人最后受偿。", "无担保债权人"),
    ("A maintenance-free battery needs no water.", "免维护电池不需要加水。", "免维护电池"),
    ("Defective goods must not leave the warehouse.", "不合格货物不得出库。", "不合格货物"),
    ("Unskilled workers are trained on site.", "非熟練工人在現場培訓。", "非熟練工人"),
    ("Unauthorised persons must not enter.", "未經授權的人員不得進入。", "未經授權的人員"),
    ("There is no output voltage at the terminals.", "端子处无输出电压。", "输出电压"),
    ("The device does not check the input voltage.", "该装置不检查输入电压。", "输入电压"),
]


def pair(source: str, target: str, term: str, equivalent: str) -> bool:
    """Whether a term and its equivalent may be a pair in a bead."""
    sides = ENGLISH(source), CHINESE(target)
    known = lexicon("en", "zh")
    assert known
    i, j = (
        [one.text for one in side.candidates].index(text)
        for side, text in zip(sides, (term, equivalent), strict=True)
    )
    return not opposites(*sides, frozenset(known.source))[i, j]


@pytest.mark.parametrize(
    ("source", "target", "term", "whole", "cut"),
    [
        ("Unplanned outages 𠀀 end.", "非计划停机𠀀结束。", "Unplanned outages", "非计划停机", "计划停机"),
        ("Unknown goods leave.", "不合格货物离开。", "Unknown goods", "不合格货物", "合格货物"),
        ("Defective goods leave.", "非合格货物离开。", "Defective goods", "非合格货物", "合格货物"),
        ("A maintenance-free battery.", "免维护电池。", "maintenance-free battery", "免维护电池", "维护电池"),
        ("Non-skilled workers rest.", "非熟练工人休息。", "Non-skilled workers", "非熟练工人", "熟练工人"),
        ("Incomplete records end.", "非完整记录结束。", "Incomplete records", "非完整记录", "完整记录"),
        ("Uncoated pipes must not rust.", "未涂层管道不得生锈。", "Uncoated pipes", "未涂层管道", "涂层管道"),
        ("Unplanned outages end.", "非計劃停機結束。", "Unplanned outages", "非計劃停機", "計劃停機"),
    ],
)
def test_a_term_is_no_pair_with_what_is_cut_off_from_the_negation(
    source: str, target: str, term: str, whole: str, cut: str
) -> None:
    assert pair(source, target, term, whole)
    assert not pair(source, target, term, cut)


@pytest.mark.parametrize(
    ("source", "target", "term", "equivalent", "may_be"),
    [
        ("There is no output voltage.", "无输出电压。", "output voltage", "输出电压", True),
        ("There is no output voltage.", "无输出电压。", "output voltage", "无输出电压", False),
        ("The output voltage is absent.", "无输出电压。", "output voltage", "输出电压", True),
        ("Welding is not allowed.", "不得焊接。", "Welding", "焊接", True),
        ("Refrain from welding.", "不得焊接。", "welding", "焊接", True),
        ("No defective goods may leave.", "不合格货物不得离开。", "defective goods", "不合格货物", True),
        ("No one acts without the authorisation.", "未经授权不得行动。", "authorisation", "授权", True),
        ("The plant is closed.", "非工作时间关闭。", "plant", "非工作时间", True),
        ("Check the input voltage.", "检查输入电压。", "input voltage", "输入电压", True),
    ],
)
def test_a_negation_beside_a_term_answers_that_of_its_translation(
    source: str, target: str, term: str, equivalent: str, may_be: bool
) -> None:
    assert pair(source, target, term, equivalent) is may_be


@pytest.mark.parametrize(("source", "target", "equivalent"), WHOLE)
def test_a_draft_has_the_equivalent_with_its_negation_in_both_directions(
    encoder: BundledEncoder, source: str, target: str, equivalent: str
) -> None:
    bead = Bead.of_texts(range(1), range(1), "1", (source,), (target,))
    with extract_terms([Alignment(Side(lang="en"), Side(lang="zh"), (bead,))], encoder) as extraction:
        assert equivalent in [one.target.text for one in extraction.glossary().pairs]
    bead = Bead.of_texts(range(1), range(1), "1", (target,), (source,))
    with extract_terms([Alignment(Side(lang="zh"), Side(lang="en"), (bead,))], encoder) as extraction:
        assert equivalent in [one.source.text for one in extraction.glossary().pairs]
