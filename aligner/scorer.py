"""From evidence to a score for each bead: a weighted sum, its weights learned from gold.

`weights.json` holds the weights; `benchmarks/train.py` makes it again. The score of an
alignment is the sum of its beads' scores, and the exponential of it, among all other
alignments, is its probability, so the scores are log-likelihoods and need no scale.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from aligner.anchors import corridor
from aligner.bundled import BundledEncoder
from aligner.evidence import FEATURES, Evidence, Floats, Ints, Side, learn, tables
from aligner.lattice import NEVER, Corridor, Lattice, Scores

Features = Callable[[Ints, Ints], Iterator[Floats]]

ROWS_AT_ONCE = 96  # whose features are computed together: enough to vectorise, small enough for the cache


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature counts, and what it counts that a deletion follows a deletion."""

    features: Floats  # (FEATURES,)
    extend: float
    name: str

    @classmethod
    def from_json(cls, text: str) -> Weights:
        """Read weights by the features' names; a name that is missing counts nothing."""
        stored = json.loads(text)
        values = np.array([stored["features"].get(name, 0.0) for name in FEATURES], np.float32)
        return cls(values, float(stored["extend"]), str(stored["name"]))


@cache
def trained(clauses: bool = False) -> Weights:
    """The weights that ship with the package: for segments, or for texts cut into clauses."""
    name = "weights-clauses.json" if clauses else "weights.json"
    return Weights.from_json((files("aligner") / name).read_text(encoding="utf-8"))


def search(source: Side, target: Side, encoder: BundledEncoder, weights: Weights) -> tuple[Lattice, Evidence]:
    """All alignments of two texts, scored, and the evidence for them.

    The text is aligned twice: the first alignment teaches the names and terms of this
    very text, which no encoder knows, for the second to use.
    """
    nodes = corridor(_single(source), _single(target))
    first = Evidence(source, target, *tables(source, target, encoder))
    scores = score(first.features, first, nodes, weights)
    second = informed(first, Lattice(nodes, first.shapes, scores, weights.extend))
    # Only what tokens say has changed.
    scores -= score(first.token_features, first, nodes, weights)
    scores += score(second.token_features, second, nodes, weights)
    return Lattice(nodes, second.shapes, np.maximum(scores, NEVER), weights.extend), second


def informed(evidence: Evidence, search: Lattice) -> Evidence:
    """The evidence with the words that the best alignment so far teaches."""
    steps, _ = search.best()
    beads = _beads_of_segments(steps, len(evidence.source), len(evidence.target))
    tokens = learn(evidence.units["token"], *beads)
    return Evidence(evidence.source, evidence.target, tokens, evidence.units["clause"])


def score(features: Features, evidence: Evidence, nodes: Corridor, weights: Weights) -> Scores:
    """Weigh features of every bead of a corridor: (shapes, nodes), NEVER for what leaves it."""
    starts = nodes.starts
    scores: Scores = np.full((len(evidence.shapes), starts[-1]), NEVER, np.float32)
    for first, last in stretches(nodes):
        i, j = nodes.nodes(first, last)
        here = slice(starts[first], starts[last])
        for kind, values in enumerate(features(i, j)):
            a, b = evidence.shapes[kind]
            scores[kind, here] = np.where(nodes.holds(i + a, j + b), weights.features @ values, NEVER)
    return scores


def stretches(nodes: Corridor) -> Iterator[tuple[int, int]]:
    """The rows of a corridor in runs whose features are computed together."""
    rows = len(nodes.low)
    for first in range(0, rows, ROWS_AT_ONCE):
        yield first, min(first + ROWS_AT_ONCE, rows)


def _single(side: Side) -> Floats:
    numbers = np.arange(len(side))
    return side.spans.rows(numbers, numbers + 1)


def _beads_of_segments(beads: list[tuple[int, int, int, int]], rows: int, columns: int) -> tuple[Ints, Ints]:
    """The number of the bead that each segment of either side is in."""
    source, target = np.empty(rows, np.int64), np.empty(columns, np.int64)
    for number, (i, j, a, b) in enumerate(beads):
        source[i : i + a] = number
        target[j : j + b] = number
    return source, target
