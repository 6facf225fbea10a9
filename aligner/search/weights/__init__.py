"""Trained weights: how much each feature adds to a bead's score.

The JSON files beside this module ship with the package; `benchmarks/train.py` makes them again. The
score of an alignment is the sum of its beads' scores, and its probability is proportional to the
exponential of that sum: scores are log-likelihoods and need no scale. Weights vary with the likeness of the
text (a varying-coefficient model, Hastie and Tibshirani 1993), so that those of novels need not be a
compromise with those of manuals.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Literal

import numpy as np

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.evidence.features import NAMES

Kind = Literal["segments", "clauses", "mixed", "rough", "borders"]


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight for each feature, and one for a deletion that follows a deletion of the same side.

    features  (FEATURES,) in the order of `evidence.features`, for a text of usual likeness
    slopes    (FEATURES,) what is added to them for each unit of `evidence.likeness`
    extend    added to a path's score for each deletion that follows one of the same side
    name      that the file gives itself
    digest    the first 8 hexadecimal digits of the SHA-256 of the file's text: part of the signature
    """

    features: Floats32
    slopes: Floats32
    extend: float
    name: str
    digest: str

    @classmethod
    def from_json(cls, text: str) -> Weights:
        """Read weights by the features' names; a feature without one has weight zero."""
        stored = json.loads(text)
        rows = stored["features"], stored.get("slopes", {})
        features, slopes = np.array([[row.get(name, 0.0) for name in NAMES] for row in rows], np.float32)
        digest = sha256(text.encode("utf-8")).hexdigest()[:8]
        return cls(features, slopes, float(stored["extend"]), str(stored["name"]), digest)

    def of(self, likeness: float) -> Weights:
        """The weights for a text of this likeness."""
        return replace(self, features=self.features + np.float32(likeness) * self.slopes)


@cache
def trained(kind: Kind = "segments") -> Weights:
    """The weights that ship.

    segments  of the close pass
    clauses   of the close pass, where most of a side was cut into clauses
    mixed     of the close pass, where a few segments were cut: the mean of the two
    rough     of the rough pass
    borders   of the alignment of clauses that tells where segments can be parted
    """
    # Read as text, which makes all line ends alike: a checkout on Windows has the same digest.
    return Weights.from_json((files(__name__) / f"{kind}.json").read_text(encoding="utf-8"))
