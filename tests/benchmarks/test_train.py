"""Training: the gold beads that no path has leave their segments open, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder

pytestmark = pytest.mark.slow

train = pytest.importorskip("benchmarks.train", reason="the benchmarks are not beside the tests")

CHINESE = ["他来了。", "花是红的。", "“你好吗？”", "我们走吧。", "天黑了。", "再见。"]
ENGLISH = ["He came.", "The flower is red.", "“How are you?”", "Let us go.", "It is getting dark.", "Bye."]


def example(encoder: BundledEncoder, gold: list[Any]) -> Any:
    document = {"id": "a", "src": CHINESE, "tgt": ENGLISH, "src_lang": "zh", "tgt_lang": "en", "gold": gold}
    return train.Example.of(document, encoder, "segments", 1.0)


def covered(one: Any, marginals: np.ndarray) -> np.ndarray:
    """The expected number of beads that each source segment is in."""
    beads = one.corridor.beads(one.shapes)
    likely = marginals.ravel()[one.places]
    return np.array([likely[(beads.i <= k) & (k < beads.i + beads.a)].sum() for k in range(len(CHINESE))])


def test_ways_through_a_bead_that_no_path_has_are_summed(encoder: BundledEncoder) -> None:
    """The second and the fourth sentence are one gold bead, with the third between them."""
    one = example(encoder, [[[0], [0]], [[1, 3], [1, 3]], [[2], [2]], [[4], [4]], [[5], [5]]])
    lattice = one.lattice(train.stored(train.WEIGHTS / "segments.json"))
    found, wanted = lattice.expectations(), one.wanted(lattice)
    assert one.gold.sum() == 4
    assert wanted.log_partition < found.log_partition
    np.testing.assert_allclose(wanted.marginals.ravel()[one.places][one.gold], 1, atol=1e-6)
    np.testing.assert_allclose(covered(one, wanted.marginals), 1, atol=1e-6)


def test_a_gold_path_that_the_rough_pass_leaves_out_is_in_the_corridor(encoder: BundledEncoder) -> None:
    """By the gold nothing of an evident translation has a counterpart."""
    gold = [[[k], []] for k in range(6)] + [[[], [k]] for k in range(6)]
    one = example(encoder, gold)
    lattice = one.lattice(train.stored(train.WEIGHTS / "segments.json"))
    wanted = one.wanted(lattice)
    assert one.possible is None
    assert one.gold.sum() == 12
    assert wanted.extensions == 10
    np.testing.assert_allclose(covered(one, wanted.marginals), 1)
    assert wanted.log_partition < lattice.expectations().log_partition


def test_the_gradient_is_that_of_the_loss(encoder: BundledEncoder) -> None:
    """The log sum over the ways through a hole grows by the difference of what is expected."""
    one = example(encoder, [[[0], [0]], [[1, 3], [1, 3]], [[2], [2]], [[4], [4]], [[5], [5]]])
    weights = train.stored(train.WEIGHTS / "segments.json")
    step = np.zeros_like(weights)
    step[train.NAMES.index("1-1")] = step[-1] = 1e-2

    def wanted(at: np.ndarray) -> Any:
        return one.wanted(one.lattice(at))

    here = wanted(weights)
    slope = here.marginals.ravel()[one.places] @ one.features[:, train.NAMES.index("1-1")] + here.extensions
    rise = wanted(weights + step).log_partition - wanted(weights - step).log_partition
    assert rise == pytest.approx(2e-2 * slope, abs=1e-4)


def test_weights_that_are_written_are_read_again(tmp_path: Path) -> None:
    """Each feature and each slope in its place."""
    weights = np.round(np.random.default_rng(3).normal(size=len(train.initial())), 4)
    given = [train.NAMES.index(name) for name in train.GIVEN]
    weights[given] = list(train.GIVEN.values())
    path = tmp_path / "weights.json"
    path.write_text(train.as_json(weights, "drawn", np.ones(len(train.NAMES), bool)), encoding="utf-8")
    np.testing.assert_allclose(train.stored(path), weights, atol=1e-6)


def test_borders_are_fitted_to_ways_that_part_nothing_in_a_gold_bead(encoder: BundledEncoder) -> None:
    """Two sentences that the gold joins: no way may end a link between them, all else is open."""
    source = ["他来了，站在门口。", "天黑了，我们走吧。", "再见。"]
    target = ["He came, and stood at the door.", "It was dark, so we went away.", "Bye."]
    document = {"id": "a", "src": source, "tgt": target, "src_lang": "zh", "tgt_lang": "en"}

    def parting(gold: list[Any]) -> float:
        one = train.Example.of(document | {"gold": gold}, encoder, "borders", 1.0)
        weights = train.stored(train.WEIGHTS / "borders.json")
        found = one.wanted(one.lattice(weights))
        assert found.log_partition < one.lattice(weights).expectations().log_partition
        beads = one.corridor.beads(one.shapes)
        ends = (beads.i + beads.a == 2) & (beads.j + beads.b == 2)
        return float(found.marginals.ravel()[one.places][ends].sum())

    assert parting([[[0], [0]], [[1], [1]], [[2], [2]]]) == pytest.approx(1, abs=1e-6)
    assert parting([[[0, 1], [0, 1]], [[2], [2]]]) == pytest.approx(0, abs=1e-6)
