"""Weights by name: every name is a feature, and the digest is that of the file."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.resources import files
from typing import get_args

import numpy as np
import pytest

from duiqi.aligner.arrays import Floats64
from duiqi.aligner.evidence.features import NAMES
from duiqi.aligner.search.weights import Kind, Weights, trained

KINDS = get_args(Kind)


def text(kind: str) -> str:
    return (files("duiqi.aligner.search.weights") / f"{kind}.json").read_text(encoding="utf-8")


def every(weights: Weights) -> Floats64:
    return np.concatenate([weights.features, weights.slopes, [weights.extend]])


def test_a_feature_without_a_weight_has_weight_zero() -> None:
    weights = Weights.from_json(
        json.dumps({"name": "two", "extend": 0.5, "features": {"cosine": 2, "size": -1}})
    )
    assert (weights.name, weights.extend) == ("two", 0.5)
    found = dict(zip(NAMES, weights.features.tolist(), strict=True))
    assert {name: value for name, value in found.items() if value} == {"cosine": 2, "size": -1}


def test_weights_vary_with_the_likeness_of_a_text() -> None:
    stored = {"name": "two", "extend": 0.5, "features": {"cosine": 2, "size": -1}}
    fixed = Weights.from_json(json.dumps(stored))
    varying = Weights.from_json(json.dumps(stored | {"slopes": {"cosine": -0.5}}))
    assert np.array_equal(fixed.of(2).features, fixed.features)
    found = dict(zip(NAMES, varying.of(2).features.tolist(), strict=True))
    assert {name: value for name, value in found.items() if value} == {"cosine": 1, "size": -1}


@pytest.mark.parametrize("kind", KINDS)
def test_the_weights_that_ship_name_only_features_there_are(kind: str) -> None:
    """A renamed feature would silently have weight zero."""
    stored = json.loads(text(kind))
    assert set(stored["features"]) <= set(NAMES)
    assert set(stored.get("slopes", {})) <= set(NAMES)
    assert np.isfinite(list(stored["features"].values())).all()
    assert stored["name"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_digest_is_that_of_the_file(kind: Kind) -> None:
    """As `sha256sum` prints it; a file with the line ends of Windows has the same."""
    assert trained(kind).digest == sha256(text(kind).encode()).hexdigest()[:8]
    assert b"\r" not in text(kind).encode()


def test_the_mixed_weights_are_the_mean_of_those_for_segments_and_clauses() -> None:
    ends = [trained("segments"), trained("clauses")]
    mean = np.mean([every(weights) for weights in ends], axis=0)
    assert np.abs(every(trained("mixed")) - mean).max() < 1e-3


def test_other_weights_have_another_digest() -> None:
    assert len({trained(kind).digest for kind in KINDS}) == len(KINDS)


def test_the_weights_are_read_once() -> None:
    assert trained() is trained()
    assert trained("rough") is trained("rough")
