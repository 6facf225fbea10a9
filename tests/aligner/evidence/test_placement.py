"""Pieces of segments: probabilities that add up, and the same numbers counted one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evidence.affinity import affinities_of
from duiqi.aligner.evidence.placement import AROUND, LONGEST_PIECE, Pieces, candidate_ranges
from duiqi.aligner.evidence.surface import Surface
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.search.corridor import Corridor

ENGLISH = [
    "The workers were tired and thirsty when they entered the valley, where the air was cold.",
    "",
    "Beans grew beside the road; wild flowers filled the ditch.",
    "He said nothing.",
]
CHINESE = [
    "工人们又累又渴。",
    "他们走进山谷，空气很冷。",
    "路边长着豆子，水沟里开满了野花。",
    "他什么也没说。",
]


@pytest.fixture(scope="module")
def texts(encoder: BundledEncoder) -> tuple[EncodedText, EncodedText]:
    source, target = (
        EncodedText.of(Surface.of(texts), encoder.read(texts, spaced))
        for texts, spaced in ((ENGLISH, True), (CHINESE, False))
    )
    return source, target


@pytest.fixture(scope="module")
def pieces(encoder: BundledEncoder, texts: tuple[EncodedText, EncodedText]) -> Pieces:
    everywhere = np.zeros(4, np.int64), np.full(4, 4)
    return Pieces.of(
        *texts, affinities_of(*texts, encoder).token.by_segment()[1], cosines(*texts), everywhere
    )


def cosines(source: EncodedText, target: EncodedText) -> Floats32:
    return np.asarray(source.reading.clauses @ target.reading.clauses.T)


def test_pieces_tile_the_text_and_none_is_long(
    texts: tuple[EncodedText, EncodedText], pieces: Pieces
) -> None:
    assert pieces.lengths.sum() == len(texts[0].reading.tokens)
    assert pieces.lengths.max() <= LONGEST_PIECE
    assert pieces.starts[0] == 0
    assert pieces.starts[-1] == len(pieces.lengths)


def test_another_encoder_may_compare_segments(
    encoder: BundledEncoder, texts: tuple[EncodedText, EncodedText], pieces: Pieces
) -> None:
    """Its vectors have other dimensions; pieces are compared by the encoder that reads."""
    others = [replace(text, single=np.ones((4, 3), np.float32)) for text in texts]
    everywhere = np.zeros(4, np.int64), np.full(4, 4)
    found = Pieces.of(
        *others, affinities_of(*texts, encoder).token.by_segment()[1], cosines(*others), everywhere
    )
    assert np.array_equal(found.measures, pieces.measures)


def test_probabilities_leave_something_for_no_counterpart(pieces: Pieces) -> None:
    found = pieces.probabilities()
    assert (found >= 0).all()
    assert (found.sum(axis=1) < 1).all()


def test_a_clause_is_placed_where_it_is_said(pieces: Pieces) -> None:
    """The valley is in the second Chinese sentence, the beans in the third."""
    placed = pieces.candidates[np.arange(len(pieces.lengths)), pieces.probabilities().argmax(axis=1)]
    owner = np.repeat(np.arange(4), np.diff(pieces.starts))
    assert placed[owner == 0][0] == 0
    assert placed[owner == 0][-1] == 1
    assert set(placed[owner == 2]) == {2}
    assert set(placed[owner == 3]) == {3}


def test_candidates_are_those_of_the_corridor_and_some_around() -> None:
    diagonal = Corridor(np.arange(9), np.minimum(np.arange(9) + 2, 8) + 0)
    links = diagonal.beads([(1, 1)])
    low, high = candidate_ranges(links, 8, 8)
    assert low.tolist() == [max(k - AROUND, 0) for k in range(8)]
    assert (np.diff(low) >= 0).all()
    assert (np.diff(high) >= 0).all()
    assert (high <= 8).all()
    assert (high > low).all()
