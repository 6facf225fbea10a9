"""Blocks of segments: composed, read anew or averaged, they are the same in a part and in the whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.encoders.blocks import EncodedSpans, MeanSpans, SpanRows
from duiqi.aligner.encoders.bundled import BundledEncoder

TEXTS = ("It was cold.", "Nobody came,", "", "and 𠀀 was not seen.", "Yes.", "No!", "The end.")
STARTS, STOPS = np.array([0, 2, 1]), np.array([1, 5, 3])

Kind = Callable[[BundledEncoder], SpanRows]


def composed(encoder: BundledEncoder) -> SpanRows:
    return encoder.read(TEXTS, spaced=True).spans


def encoded(encoder: BundledEncoder) -> SpanRows:
    return EncodedSpans(encoder.encode, TEXTS, spaced=True)


@pytest.mark.parametrize("kind", [composed, encoded])
def test_blocks_of_a_part_are_blocks_of_the_whole(encoder: BundledEncoder, kind: Kind) -> None:
    whole = kind(encoder)
    rows = whole.part(2, 7).rows(STARTS, STOPS)
    assert np.allclose(rows, whole.rows(STARTS + 2, STOPS + 2), atol=1e-5)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("kind", [composed, encoded])
@pytest.mark.parametrize("cuts", [(0, 7), (0, 3, 7), (0, 1, 2, 6, 7)])
def test_parts_joined_are_the_whole(encoder: BundledEncoder, kind: Kind, cuts: tuple[int, ...]) -> None:
    whole = kind(encoder)
    parts = [whole.part(*cut) for cut in pairwise(cuts)]
    joined = parts[0].joined(parts[1:])
    assert np.allclose(joined.rows(STARTS + 1, STOPS + 1), whole.rows(STARTS + 1, STOPS + 1), atol=1e-5)


@pytest.mark.parametrize(("spaced", "block"), [(True, "a b"), (False, "ab")])
def test_a_block_is_read_with_or_without_spaces(spaced: bool, block: str) -> None:
    asked: list[str] = []

    def encode(sentences: Sequence[str]) -> Floats32:
        asked.extend(sentences)
        return np.ones((len(sentences), 1), np.float32)

    EncodedSpans(encode, ("a", "b", "c"), spaced).rows(np.array([0, 2]), np.array([2, 3]))
    assert asked == [block, "c"]


def test_means_are_weighted_by_length() -> None:
    """A block of one segment is the segment; in a larger one the longer segment weighs more."""
    spans = MeanSpans(np.eye(2, dtype=np.float32), np.array([2, 5], np.float32))
    rows = spans.rows(np.array([0, 1, 0]), np.array([1, 2, 2]))
    expected = np.array([[1, 0], [0, 1], np.array([3, 6]) / np.hypot(3, 6)], np.float32)
    assert np.allclose(rows, expected)
