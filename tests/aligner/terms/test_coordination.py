"""Coordinations: an equivalent goes over no conjunction that its term has not."""

from __future__ import annotations

import pytest

from duiqi.aligner.terms.analysers import analyser
from duiqi.aligner.terms.coordination import crossings

ENGLISH, CHINESE = (analyser(lang, frozenset(), 12) for lang in ("en", "zh"))


def crosses(source: str, target: str, term: str, equivalent: str) -> bool:
    sides = ENGLISH(source), CHINESE(target)
    i, j = (  # of two candidates the later one: titles are the last
        max(k for k, one in enumerate(side.candidates) if one.text == text)
        for side, text in zip(sides, (term, equivalent), strict=True)
    )
    return bool(crossings(*sides)[i, j])


@pytest.mark.parametrize(
    ("source", "target", "term", "equivalent"),
    [
        ("a contract, 𠀀 clauses", "合同、条款", "contract", "合同、条款"),
        ("the pump", "水泵和阀门", "pump", "水泵和阀门"),
        ("gas sensors", "氣體與傳感器", "gas sensors", "氣體與傳感器"),
    ],
)
def test_a_term_is_no_pair_with_a_list(source: str, target: str, term: str, equivalent: str) -> None:
    assert crosses(source, target, term, equivalent)


@pytest.mark.parametrize(
    ("source", "target", "term", "equivalent"),
    [
        ("pumps and valves", "水泵和阀门", "pumps and valves", "水泵和阀门"),
        ("cost-benefit analysis", "成本与效益分析", "cost-benefit analysis", "成本与效益分析"),
        ("The RDE grew.", "研究与开发支出增加了。", "RDE", "研究与开发支出"),
        ("the charter", "《公约与宪章》", "charter", "公约与宪章"),
        ("the pump", "水泵和阀门", "pump", "水泵"),
    ],
)
def test_what_the_english_answers_and_titles_may_be_pairs(
    source: str, target: str, term: str, equivalent: str
) -> None:
    assert not crosses(source, target, term, equivalent)
