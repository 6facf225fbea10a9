"""Cosines of blocks: those of means are what embedding the means would give, and only known ones count."""

from __future__ import annotations

import numpy as np
import pytest

from duiqi.aligner.encoders.blocks import MeanSpans
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evidence.blocks import (
    EmbeddedBlocks,
    MeanBlocks,
    SumsOfBlocks,
    known_blocks,
    norms_of_sums,
)
from duiqi.aligner.evidence.surface import Surface
from duiqi.aligner.evidence.text import EncodedText

SOURCE = ("The ship left at dawn.", "It rained.", "Nobody slept.", "They reached port 𠮷 at noon.", "Yes.")
TARGET = ("船黎明出发。", "下雨了。", "没人睡觉。", "他们中午到达𠮷港。", "是的。", "他们休息了。")
SIZES = [(1, 1), (1, 3), (2, 1), (2, 2), (3, 1), (3, 4)]


@pytest.fixture(scope="module")
def texts(encoder: BundledEncoder) -> tuple[EncodedText, EncodedText]:
    both = encoder.read(SOURCE, True), encoder.read(TARGET, False)
    source, target = (
        EncodedText.of(Surface.of(of), read) for of, read in zip((SOURCE, TARGET), both, strict=True)
    )
    return source, target


def every_block(segments: int, largest: int) -> np.ndarray:
    sizes, starts = np.nonzero(np.arange(segments) <= segments - np.arange(largest + 1)[:, None])
    return known_blocks(segments, starts[sizes > 0], sizes[sizes > 0])


def means(text: EncodedText, size: int, segments: range) -> np.ndarray:
    starts = np.arange(segments.start, segments.stop - size + 1)
    return MeanSpans(text.single, text.surface.lengths).rows(starts, starts + size)


@pytest.mark.parametrize(("a", "b"), SIZES)
@pytest.mark.parametrize("here", [(range(5), range(6)), (range(1, 5), range(2, 6))])
def test_cosines_of_means_are_those_of_embedded_means(
    texts: tuple[EncodedText, EncodedText], a: int, b: int, here: tuple[range, range]
) -> None:
    blocks = MeanBlocks(*texts, (every_block(5, 3), every_block(6, 4)))
    expected = means(texts[0], a, here[0]) @ means(texts[1], b, here[1]).T
    found = blocks.within(*here)(a, b)
    assert np.allclose(found[: len(expected), : expected.shape[1]], expected, atol=1e-6)


@pytest.mark.parametrize(("a", "b"), SIZES)
def test_cosines_of_embedded_blocks_are_those_of_the_encoder(
    texts: tuple[EncodedText, EncodedText], a: int, b: int
) -> None:
    source, target = texts
    found = EmbeddedBlocks(source, target, (every_block(5, 3), every_block(6, 4))).within(range(5), range(6))
    starts, others = np.arange(5 - a + 1), np.arange(6 - b + 1)
    expected = source.spans.rows(starts, starts + a) @ target.spans.rows(others, others + b).T
    assert np.allclose(found(a, b)[: len(starts), : len(others)], expected, atol=1e-5)


def test_a_sum_that_is_zero_has_a_norm_to_divide_by() -> None:
    norms = norms_of_sums(np.array([[1, 2], [-1, -2], [0, 0]], np.float32), 3)[1:]
    assert (norms > 0).all()
    assert np.allclose(norms, [[5**0.5, 5**0.5, 0], [0, 5**0.5, 0], [0, 5**0.5, 0]], atol=1e-5)


@pytest.mark.parametrize("rows", range(5))
def test_norms_of_long_runs_are_those_of_their_sums(rows: int) -> None:
    values = np.random.default_rng(rows).normal(size=(rows, 8)).astype(np.float32)
    norms = norms_of_sums(values, 24)
    assert norms.shape == (25, rows)
    for size in range(1, 25):
        for first in range(rows):
            assert norms[size, first] == pytest.approx(
                float(np.linalg.norm(values[first : first + size].sum(axis=0))), abs=1e-4
            )


def test_sums_of_blocks_stop_at_the_edges() -> None:
    values = np.arange(12, dtype=np.float32).reshape(3, 4)
    sums = SumsOfBlocks(values)
    for a in range(1, 6):
        for b in range(1, 6):
            expected = [[values[i : i + a, j : j + b].sum() for j in range(4)] for i in range(3)]
            assert sums.of(a, b).tolist() == expected
