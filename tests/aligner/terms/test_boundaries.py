"""Boundaries: what translates a verb is no part of a term."""

from __future__ import annotations

import numpy as np
import pytest

from duiqi.aligner.lexicon import lexicon
from duiqi.aligner.terms.analysers import analyser
from duiqi.aligner.terms.analysis import Analysis
from duiqi.aligner.terms.boundaries import WITH_VERB, bounded
from duiqi.aligner.terms.word_alignment import WordAlignment

ENGLISH, CHINESE = (analyser(lang, frozenset(), 12) for lang in ("en", "zh"))


def aligned(
    source: Analysis, target: Analysis, links: dict[str, str], probability: float = 1
) -> WordAlignment:
    """The alignment of content words that has these links, and each of them so probably."""
    rows, columns = source.content_words, target.content_words
    sure = np.zeros((len(rows), len(columns)), np.float32)
    for left, right in links.items():
        sure[rows.index(left), columns.index(right)] = probability
    return WordAlignment(sure, sure)


def unithood(source: str, target: str, links: dict[str, str], probability: float = 1) -> dict[str, float]:
    """How much the unithood of each Chinese candidate becomes, as a share of what it was."""
    sides = ENGLISH(source), CHINESE(target)
    known = lexicon("en", "zh")
    assert known
    _, after = bounded(aligned(*sides, links, probability), *sides, known)
    pairs = zip(sides[1].candidates, after.candidates, strict=True)
    return {old.text: new.unithood / old.unithood for old, new in pairs}


@pytest.mark.parametrize(
    ("source", "target", "links", "term", "cut"),
    [
        ("Check it with a leak detector 𠀀.", "用检漏仪检查𠀀。", {"check": "检查"}, "检漏仪", "检漏仪检查"),
        ("Connect the earth wire.", "将接地线连接到电源。", {"connect": "连接"}, "接地线", "接地线连接"),
    ],
)
def test_the_translation_of_a_verb_ends_no_term(
    source: str, target: str, links: dict[str, str], term: str, cut: str
) -> None:
    shares = unithood(source, target, links)
    assert shares[term] == 1
    assert shares[cut] == WITH_VERB


def test_the_translation_of_a_noun_may_end_one() -> None:
    shares = unithood(
        "The yearly check of the lift failed.", "电梯检查未通过。", {"check": "检查", "lift": "电梯"}
    )
    assert set(shares.values()) == {1}


def test_a_link_that_the_lexicon_does_not_know_says_nothing() -> None:
    """The methane slip of engines that run: 逃逸 may be aligned with the verb by mistake."""
    shares = unithood("Engines run with methane slip.", "发动机运行时甲烷逃逸。", {"run": "逃逸"})
    assert shares["甲烷逃逸"] == 1


def test_words_that_surely_translate_each_other_need_a_likely_link_only() -> None:
    bead = "Scan your mouth with an intraoral scanner.", "用扫描仪扫描口腔。", {"scan": "扫描"}
    assert unithood(*bead, 0.4)["扫描仪扫描"] == WITH_VERB
    assert unithood(*bead, 0.3)["扫描仪扫描"] == 1
