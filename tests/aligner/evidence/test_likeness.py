"""The likeness of two texts: nothing known is usual, and sides that say the same are more alike."""

from __future__ import annotations

import numpy as np
import pytest

from duiqi.aligner.beads import Step
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evidence.affinity import Affinity, affinities_of
from duiqi.aligner.evidence.likeness import FARTHEST, PAIRS, SPREAD, USUAL, likeness
from duiqi.aligner.evidence.surface import Surface
from duiqi.aligner.evidence.text import EncodedText

ENGLISH = ["The committee met on Monday 𝟛.", "It discussed the water supply.", "Nobody objected."] * 40
CLOSE = ["委员会星期一开会𝟛。", "委员会讨论了供水问题。", "没有人反对。"] * 40
FREE = ["𠮷日，大家到齐了。", "说来说去，无非是老话。", "都说好，就这么办吧，散会。"] * 40
PATH = [Step(k, k, 1, 1) for k in range(len(ENGLISH))]


def tokens(encoder: BundledEncoder, *texts: list[str]) -> Affinity:
    source, target = (
        EncodedText.of(Surface.of(side), encoder.read(side, spaced=side[0].isascii())) for side in texts
    )
    return affinities_of(source, target, encoder).token


def test_a_text_without_pairs_is_usual(encoder: BundledEncoder) -> None:
    skips = [Step(k, 0, 1, 0) for k in range(len(ENGLISH))]
    some = tokens(encoder, ENGLISH, FREE)
    assert likeness([], some) == likeness(skips, some) == 0


def test_a_free_translation_is_less_like_its_source(encoder: BundledEncoder) -> None:
    close, free = (likeness(PATH, tokens(encoder, ENGLISH, texts)) for texts in (CLOSE, FREE))
    assert -FARTHEST <= free < close <= FARTHEST


def test_few_pairs_say_little(encoder: BundledEncoder) -> None:
    """A usual text counts for PAIRS of them."""
    some = tokens(encoder, ENGLISH, FREE)
    assert abs(likeness(PATH[:1], some)) <= 2 / (1 + PAIRS) / SPREAD
    assert abs(likeness(PATH[:1], some)) < abs(likeness(PATH, some))


def test_the_likeness_is_the_mean_explained_share(encoder: BundledEncoder) -> None:
    """By hand, for one bead that is all of the text."""
    some = tokens(encoder, ["Oil, oil.", "Water is water."], ["油。", "水就是水，水。"])
    table = some.table[np.ix_(some.source, some.target)]
    share = sum(
        float(weights @ best) / float(weights.sum())
        for weights, best in ((some.source_weights, table.max(1)), (some.target_weights, table.max(0)))
    )
    wanted = (share - USUAL) / (1 + PAIRS) / SPREAD
    assert likeness([Step(0, 0, 2, 2)], some) == pytest.approx(wanted, abs=1e-5)


def test_exchanging_the_sides_changes_nothing(encoder: BundledEncoder) -> None:
    some = tokens(encoder, ENGLISH, FREE)
    mirrored = [Step(j, i, b, a) for i, j, a, b in PATH]
    assert likeness(mirrored, some.mirrored()) == pytest.approx(likeness(PATH, some), abs=1e-5)
