"""Alignment of words, and of candidates by their words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.lexicon import Lexicon
from duiqi.aligner.terms.analysers import analyser
from duiqi.aligner.terms.candidate_alignment import fits
from duiqi.aligner.terms.word_alignment import (
    COLUMNS_AT_A_TIME,
    ROWS_AT_A_TIME,
    WordAlignment,
    align_words,
    margins,
)
from duiqi.aligner.terms.word_vectors import WordVectors

BEADS = [
    (["secretary", "general", "report"], ["秘书长", "报告"]),
    (["report", "mine", "mine"], ["报告", "地雷", "地雷"]),
    (["secretary", "general"], ["秘书长"]),
]


@pytest.fixture(scope="module")
def vectors(encoder: BundledEncoder) -> WordVectors:
    return WordVectors(encoder)


def test_the_probabilities_of_a_words_links_sum_to_at_most_one(vectors: WordVectors) -> None:
    for (source, target), words in zip(BEADS, align_words(BEADS, vectors), strict=True):
        assert words.forward.shape == words.backward.shape == (len(source), len(target))
        assert (words.forward.sum(axis=0) <= 1.0001).all()
        assert (words.backward.sum(axis=1) <= 1.0001).all()


def test_words_are_aligned_with_their_translations(vectors: WordVectors) -> None:
    first, _, _ = align_words(BEADS, vectors)
    assert first.forward[2].argmax() == 1  # report: 报告
    assert first.backward[:2].argmax(axis=1).tolist() == [0, 0]  # secretary, general: 秘书长


def test_equal_words_are_aligned_in_order(vectors: WordVectors) -> None:
    _, second, _ = align_words(BEADS, vectors)
    assert second.forward[1:, 1:].argmax(axis=0).tolist() == [0, 1]


def test_a_lexicon_links_words_that_the_encoder_does_not_know(vectors: WordVectors) -> None:
    known = Lexicon(
        {"𠀀": 0}, {"乙": 0}, np.array([0, 1]), np.array([0], np.int32), np.array([1], np.float32)
    )
    beads = [(["𠀀", "𠀁"], ["甲", "乙"])]
    (without,), (within,) = align_words(beads, vectors), align_words(beads, vectors, known)
    assert within.forward[0, 1] > without.forward[0, 1]


@pytest.mark.parametrize(
    "beads",
    [
        [],
        [([], [])],
        [(["mine"], [])],
        [([], ["地雷"]), (["mine"], ["地雷"])],
        [(["mine"], []), ([], ["地雷"])],
    ],
)
def test_beads_without_words_have_an_empty_alignment(
    beads: list[tuple[list[str], list[str]]], vectors: WordVectors
) -> None:
    shapes = [words.forward.shape for words in align_words(beads, vectors)]
    assert shapes == [(len(source), len(target)) for source, target in beads]


def test_a_translation_has_a_higher_margin_than_a_word_close_to_all() -> None:
    cosine = np.array([[0.9, 0.8, 0.1], [0.2, 0.8, 0.1]], np.float32)
    translation, close_to_all = margins(cosine, np.array([0, 0]), np.array([0, 1]))
    assert translation > close_to_all


def test_the_margin_of_a_pair_is_that_over_the_nearest_ten_of_each_side() -> None:
    """By sorting all of a matrix of more rows and columns than are looked at together."""
    shape = 2 * ROWS_AT_A_TIME + 1, 3 * COLUMNS_AT_A_TIME + 1
    cosine = np.random.default_rng(17).uniform(-1, 1, shape).astype(np.float32)
    rows, columns = np.sort(cosine, axis=1)[:, -10:], np.sort(cosine, axis=0)[-10:]
    expected = 2 * cosine - rows.mean(axis=1, keepdims=True) - columns.mean(axis=0)
    i, j = np.indices(cosine.shape).reshape(2, -1)
    np.testing.assert_allclose(margins(cosine, i, j), expected.ravel(), atol=1e-5)


def test_the_best_candidate_holds_all_aligned_words_and_no_other() -> None:
    """mine action and 地雷行动 among shorter and longer candidates, with an alignment given by hand."""
    source = analyser("en", frozenset(), 12)("mine action programme")
    target = analyser("zh", frozenset(), 12)("地雷行动方案")
    sure = np.eye(3, dtype=np.float32)
    fit = fits(WordAlignment(sure, sure), source, target)
    names = [c.text for c in source.candidates], [c.text for c in target.candidates]
    best = {names[0][i]: names[1][j] for i, j in enumerate(fit.argmax(axis=1))}
    assert best["mine action"] == "地雷行动"
    assert best["mine action programme"] == "地雷行动方案"


def test_a_candidate_whose_end_is_aligned_elsewhere_fits_less() -> None:
    """清洁滤网 holds 清洁 as well, the counterpart of `clean`."""
    source = analyser("en", frozenset(), 12)("They clean filters.")
    target = analyser("zh", frozenset(), 12)("清洁滤网")
    sure = np.eye(2, dtype=np.float32)
    fit = fits(WordAlignment(sure, sure), source, target)
    row = [c.text for c in source.candidates].index("filters")
    columns = {c.text: k for k, c in enumerate(target.candidates)}
    assert fit[row, columns["滤网"]] == 1
    assert fit[row, columns["清洁滤网"]] < 0.5


@pytest.mark.parametrize("backward", [0.1, 0.5])
def test_a_word_without_a_counterpart_may_end_a_candidate_without_spaces(backward: float) -> None:
    """刀 of 竖琴刀, the counterpart of harp, is linked to `cut`; and if firmly, it is no part of the term."""
    source = analyser("en", frozenset(), 12)("They cut harps.")
    target = analyser("zh", frozenset(), 12)("竖琴刀")
    assert [token.text for token in target.tokens] == ["竖琴", "刀"]
    linked = np.array([[0, 0.6], [1, 0]], np.float32)
    fit = fits(
        WordAlignment(linked, linked * np.array([1, backward / 0.6], np.float32)),
        source,
        target,
        (True, False),
    )
    row = [c.text for c in source.candidates].index("harps")
    longer = fit[row, [c.text for c in target.candidates].index("竖琴刀")]
    assert longer > 0.8 if backward == 0.1 else longer < 0.5


class Counting:
    """An encoder whose vectors are the lengths of texts; it notes what it computes."""

    name = "counting"

    def __init__(self, computed: list[str]) -> None:
        self._computed = computed

    def encode(self, sentences: Sequence[str]) -> Floats32:
        self._computed.extend(sentences)
        return np.array([[len(text)] for text in sentences], np.float32)


def test_common_words_are_computed_once_and_rare_ones_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WordVectors, "MOST", 2)
    computed: list[str] = []
    vectors = WordVectors(Counting(computed))
    batches = [["the", "mine"], ["the", "field"], ["the", "landmine"], ["the", "road"], ["the", "mine"]]
    for batch in batches:
        assert vectors(batch).ravel().tolist() == [len(word) for word in batch]
    assert computed.count("the") == 1
    assert computed.count("mine") == 2


def test_terms_that_are_words_in_use_are_not_computed_again() -> None:
    computed: list[str] = []
    vectors = WordVectors(Counting(computed))
    vectors(["地雷", "𠀀"])
    assert vectors.encode(["地雷行动", "地雷", "行动", "𠀀"]).ravel().tolist() == [4, 2, 2, 1]
    assert vectors.encode(["𠀀", "地雷"]).ravel().tolist() == [1, 2]
    assert computed == ["地雷", "𠀀", "地雷行动", "行动"]
