"""From evidence to scores: nothing outside the corridor, no trace of how it was computed."""

from __future__ import annotations

import numpy as np
import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evidence.affinity import affinities_of
from duiqi.aligner.evidence.surface import Surface
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.search.lattice import NEVER
from duiqi.aligner.search.passes import IMPOSSIBLE, narrowed, rough_pass, search
from duiqi.aligner.search.weights import trained

ENGLISH = [
    f"{noun} number {k} was sent to the village." for k in range(6) for noun in ("Letter", "Wagon", "Horse")
]
CHINESE = [f"第{k}{noun}被送到了村里。" for k in range(6) for noun in ("封信", "辆马车", "匹马")]


@pytest.fixture(scope="module")
def sides(encoder: BundledEncoder) -> tuple[EncodedText, EncodedText]:
    return (
        EncodedText.of(Surface.of(ENGLISH), encoder.read(ENGLISH, spaced=True)),
        EncodedText.of(Surface.of(CHINESE), encoder.read(CHINESE, spaced=False)),
    )


def test_beads_that_leave_the_corridor_can_never_be(
    encoder: BundledEncoder, sides: tuple[EncodedText, EncodedText]
) -> None:
    found, evidence, _ = search(*sides, encoder, trained())
    i, j = found.corridor.nodes()
    assert found.shapes == evidence.shapes
    for (a, b), scores in zip(found.shapes, found.scores, strict=True):
        inside = found.corridor.holds(i + a, j + b)
        assert (scores[~inside] == NEVER).all()
        assert (np.abs(scores[inside]) < 1e4).all()


def test_the_close_pass_looks_where_a_path_may_pass(
    sides: tuple[EncodedText, EncodedText],
) -> None:
    """At the nodes of the rough pass's best path, and at all others that are not nearly impossible."""
    rough = rough_pass(*sides, trained("rough"))
    path, _ = rough.best()
    nodes = narrowed(rough, path)
    i, j = rough.corridor.nodes()
    likely = rough.node_marginals() > IMPOSSIBLE
    assert nodes.holds(i[likely], j[likely]).all()
    assert all(nodes.holds(np.array([i]), np.array([j]))[0] for i, j, _, _ in path)
    assert nodes.starts[-1] < rough.corridor.starts[-1]
    assert (np.diff(nodes.low) >= 0).all()
    assert (np.diff(nodes.high) >= 0).all()
    assert (nodes.low[0], nodes.high[-1]) == (0, len(CHINESE))


def test_the_texts_words_are_learned_from_a_first_alignment(
    encoder: BundledEncoder, sides: tuple[EncodedText, EncodedText]
) -> None:
    """The close pass has at least the affinities that the encoder gives, and finds the diagonal."""
    found, evidence, _ = search(*sides, encoder, trained())
    tokens = affinities_of(*sides, encoder).token
    assert evidence.affinities
    assert (evidence.affinities.token.table >= tokens.table).all()
    assert (evidence.affinities.token.table > tokens.table).any()
    assert found.best()[0] == [(k, k, 1, 1) for k in range(len(ENGLISH))]


def test_one_segment_a_side(encoder: BundledEncoder) -> None:
    source, target = (
        EncodedText.of(Surface.of([text]), encoder.read([text], spaced=True)) for text in ("Yes.", "是的。")
    )
    found, *_ = search(source, target, encoder, trained())
    assert found.best()[0] == [(0, 0, 1, 1)]
