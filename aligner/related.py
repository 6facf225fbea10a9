"""Whether two texts are a translation of each other: a logistic classifier of the finished alignment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from duiqi.corpus.model import Bead

# In a short bitext the shares say little: what they count for grows with the beads.
SHORT = 5  # beads at which size is one half
NO_PAIR = -5.0  # the mean score where no bead has two sides
FEATURES = ("share", "similarity", "score", "size", "size share", "size similarity", "size score")


class Weights(NamedTuple):
    """The weights of FEATURES, and the bias; below zero, the texts are held to be no translation."""

    weights: Sequence[float]
    bias: float

    def log_odds(self, features: Sequence[float]) -> float:
        """How probable it is that the texts are a translation, above zero where it is to be believed."""
        return self.bias + sum(w * x for w, x in zip(self.weights, features, strict=True))


@cache
def fitted() -> Weights:
    """The weights that come with the package; `benchmarks.unrelated` fits them."""
    stored = json.loads((files("duiqi.aligner") / "data" / "translation.json").read_text(encoding="utf-8"))
    return Weights(tuple(stored["weights"]), stored["bias"])


def features_of(beads: Sequence[Bead], similarity: float) -> tuple[float, ...]:
    """The features of an alignment, in the order of FEATURES.

    similarity  the cosine of the two texts, each embedded as a whole

    Beside it, the share of the text that has a counterpart, the mean score of the beads with two sides,
    their logarithmic odds, and each of these times the size, n / (n + SHORT) for n beads.
    """
    scores = [bead.score for bead in beads if all(bead.kind)]
    score = sum(scores) / len(scores) if scores else NO_PAIR
    size = len(beads) / (len(beads) + SHORT)
    found = paired_share(beads), similarity, score
    return (*found, size, *(size * value for value in found))


def paired_share(beads: Sequence[Bead]) -> float:
    """The share of the characters that has a counterpart, as far as the beads are sure."""
    paired = sum(_characters(bead) * bead.confidence for bead in beads if all(bead.kind))
    return paired / max(sum(map(_characters, beads)), 1)


def _characters(bead: Bead) -> int:
    return sum(map(len, bead.source_texts)) + sum(map(len, bead.target_texts))
