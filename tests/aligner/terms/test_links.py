"""Which words, and which stretches of words, translate each other."""

from __future__ import annotations

import numpy as np
import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.terms.analysis import analyser
from duiqi.aligner.terms.links import BeadLinks, WordVectors, link, margins
from duiqi.aligner.terms.pairing import spans

BEADS = [
    (["secretary", "general", "report"], ["秘书长", "报告"]),
    (["report", "mine", "mine"], ["报告", "地雷", "地雷"]),
    (["secretary", "general"], ["秘书长"]),
]


@pytest.fixture(scope="module")
def vectors(encoder: BundledEncoder) -> WordVectors:
    return WordVectors(encoder)


def test_what_explains_a_word_adds_up_to_no_more_than_one(vectors: WordVectors) -> None:
    for (source, target), links in zip(BEADS, link(BEADS, vectors), strict=True):
        assert links.forth.shape == links.back.shape == (len(source), len(target))
        assert (links.forth.sum(axis=0) <= 1.0001).all()
        assert (links.back.sum(axis=1) <= 1.0001).all()


def test_words_find_their_translations(vectors: WordVectors) -> None:
    first, _, _ = link(BEADS, vectors)
    assert first.forth[2].argmax() == 1  # report: 报告
    assert first.back[:2].argmax(axis=1).tolist() == [0, 0]  # secretary, general: 秘书长


def test_equal_words_are_linked_in_order(vectors: WordVectors) -> None:
    _, second, _ = link(BEADS, vectors)
    assert second.forth[1:, 1:].argmax(axis=0).tolist() == [0, 1]


@pytest.mark.parametrize("beads", [[], [([], [])], [(["mine"], [])], [([], ["地雷"]), (["mine"], ["地雷"])]])
def test_beads_without_words_have_no_links(
    beads: list[tuple[list[str], list[str]]], vectors: WordVectors
) -> None:
    shapes = [links.forth.shape for links in link(beads, vectors)]
    assert shapes == [(len(source), len(target)) for source, target in beads]


def test_margins_tell_a_translation_from_what_is_near_to_everything() -> None:
    cosine = np.array([[0.9, 0.8, 0.1], [0.2, 0.8, 0.1]], np.float32)
    assert margins(cosine)[0, 0] > margins(cosine)[0, 1]
    assert margins(np.zeros((0, 3), np.float32)).shape == (0, 3)


def test_the_best_stretch_holds_all_that_is_linked_and_nothing_else() -> None:
    """mine action against 地雷行动 and what is shorter and longer, with links given by hand."""
    source = analyser("en", frozenset(), 12)("mine action programme")
    target = analyser("zh", frozenset(), 12)("地雷行动方案")
    sure = np.eye(3, dtype=np.float32)
    fit = spans(BeadLinks(sure, sure), source, target)
    names = [c.text for c in source.candidates], [c.text for c in target.candidates]
    best = {names[0][i]: names[1][j] for i, j in enumerate(fit.argmax(axis=1))}
    assert best["mine action"] == "地雷行动"
    assert best["mine action programme"] == "地雷行动方案"
