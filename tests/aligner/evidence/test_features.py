"""The list of features: each is computed by the family that its line names, and by no other."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import numpy as np
import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evidence.affinity import affinities_of
from duiqi.aligner.evidence.extraction import Evidence
from duiqi.aligner.evidence.features import FEATURES, NAMES, FamilyName
from duiqi.aligner.evidence.surface import Surface
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.search.corridor import Corridor
from duiqi.aligner.search.shapes import SHAPES

ENGLISH = [
    "1. It cost 12,500 dollars.",
    "“Will you come?” asked Trinket.",
    "Note: “Who?” “He.” “No.” He went home.",
]
CHINESE = ["1、花了12500美元。", "“你来吗？”韦小宝问。", "“谁？”“他。”“不。”他回家了。"]


@pytest.fixture(scope="module")
def evidence(encoder: BundledEncoder) -> Evidence:
    """The evidence for all beads of two texts that have numbers, quotations, paragraphs, labels and notes."""

    def text(texts: list[str]) -> EncodedText:
        surface = Surface.of(
            texts, labels=["1.", "", ""], paragraphs=np.array([0, 1, 1]), notes=[False, False, True]
        )
        return EncodedText.of(surface, encoder.read(texts, spaced=texts[0].isascii()))

    source, target = text(ENGLISH), text(CHINESE)
    square = Corridor(np.zeros(4, np.int64), np.full(4, 3))
    beads = square.beads(SHAPES)
    borders = np.linspace(-4, 4, len(beads.kinds), dtype=np.float32)
    affinities = affinities_of(source, target, encoder)
    return Evidence(source, target, beads, list(SHAPES), affinities, borders=borders)


@pytest.mark.parametrize("family", get_args(FamilyName))
def test_a_family_computes_exactly_its_features(evidence: Evidence, family: FamilyName) -> None:
    """Each once, for all links of a view or for all skips, as the list says."""
    listed = {feature.name: feature for feature in FEATURES if feature.family == family}
    for batch in evidence.batches():
        view = evidence.view(batch)
        beads = {"links": len(view.links.i), "skips": len(view.skips.i)}
        found = list(evidence.families[family].values(view))
        assert Counter(name for name, _ in found) == Counter(list(listed))
        for name, values in found:
            assert values.shape == (beads[listed[name].of],)


def test_every_family_is_listed_and_computed(evidence: Evidence) -> None:
    families = {feature.family for feature in FEATURES}
    assert families == set(get_args(FamilyName)) == set(evidence.families)


def test_every_feature_has_a_name_of_its_own_and_says_what_it_measures() -> None:
    assert len(set(NAMES)) == len(FEATURES)
    assert all(feature.measures for feature in FEATURES)
