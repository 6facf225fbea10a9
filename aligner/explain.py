"""Explanations: the features of a bead, and of the beads that were nearly chosen instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from duiqi.aligner.beads import Step
from duiqi.aligner.encoders.protocol import ReadingEncoder
from duiqi.aligner.evaluate import sides
from duiqi.aligner.evidence.extraction import Evidence
from duiqi.aligner.evidence.features import NAMES
from duiqi.aligner.search.lattice import Lattice
from duiqi.aligner.search.passes import search
from duiqi.aligner.search.weights import Weights, trained
from duiqi.corpus.errors import DuiqiError

RIVALS = 3


class Considered(NamedTuple):
    """A bead of the lattice and its score, feature by feature.

    probability    that it is exactly right, among all alignments of the two texts
    contributions  each feature's part of the score: its value times its weight, where that is not 0
    """

    source: range
    target: range
    probability: float
    score: float
    contributions: Mapping[str, float]


def explain(document: Mapping[str, Any], number: int, encoder: ReadingEncoder) -> list[Considered]:
    """A bead of a gold document's best alignment, and the most probable beads that exclude it.

    document  as `evaluate` takes it
    number    of the bead in the alignment, from 1
    returns   the bead, then up to RIVALS others that share a segment with it
    raises    DuiqiError where the alignment has no such bead
    """
    lattice, evidence, weights = search(*sides(document, encoder), encoder, trained())
    beads, _ = lattice.best()
    if not 1 <= number <= len(beads):
        raise DuiqiError(f"{document['id']}: no bead {number}. They are counted from 1 to {len(beads)}")
    bead = beads[number - 1]
    return [
        _considered(evidence, lattice, weights, place, probability)
        for place, probability in [
            (bead, float(lattice.probabilities([bead])[0])),
            *_rivals(lattice, bead),
        ]
    ]


def _rivals(lattice: Lattice, bead: Step) -> list[tuple[Step, float]]:
    """The most probable beads that share a segment with this one, with their probabilities."""
    i, j, a, b = bead
    likely = lattice.expectations().marginals
    rows, columns = lattice.corridor.nodes()
    for kind, (height, width) in enumerate(lattice.shapes):
        shares = ((rows < i + a) & (rows + height > i)) | ((columns < j + b) & (columns + width > j))
        itself = (rows == i) & (columns == j) & ((height, width) == (a, b))
        likely[kind, ~shares | itself] = 0
    best = np.argsort(-likely, axis=None)[:RIVALS]
    places = [divmod(int(place), likely.shape[1]) for place in best]
    return [
        (Step(int(rows[node]), int(columns[node]), *lattice.shapes[kind]), float(likely[kind, node]))
        for kind, node in places
        if likely[kind, node] > 0
    ]


def _considered(
    evidence: Evidence, lattice: Lattice, weights: Weights, place: Step, probability: float
) -> Considered:
    i, j, a, b = place
    beads = evidence.beads
    at = np.flatnonzero((beads.i == i) & (beads.j == j) & (beads.a == a) & (beads.b == b))[0]
    found = next(features[:, some == at][:, 0] for some, features in evidence.features() if at in some)
    values = found * weights.features
    contributions = {name: float(value) for name, value in zip(NAMES, values, strict=True) if value}
    return Considered(range(i, i + a), range(j, j + b), probability, lattice.score(place), contributions)


def as_text(document: Mapping[str, Any], considered: list[Considered]) -> str:
    """The explanation to print: the bead's largest contributions, and each rival's differences from them."""
    bead, *rivals = considered
    gold = [(tuple(sorted(source)), tuple(sorted(target))) for source, target in document["gold"]]
    is_right = (tuple(bead.source), tuple(bead.target)) in gold
    lines = [*_head(document, bead, "is in the gold" if is_right else "is not in the gold")]
    lines += _listed(bead.contributions)
    for rival in rivals:
        names = bead.contributions.keys() | rival.contributions.keys()
        differences = {
            name: rival.contributions.get(name, 0) - bead.contributions.get(name, 0) for name in sorted(names)
        }
        lines += ["", *_head(document, rival, "rival, with its differences:"), *_listed(differences)]
    return "\n".join(lines)


def _head(document: Mapping[str, Any], bead: Considered, remark: str) -> list[str]:
    kind = f"{len(bead.source)}-{len(bead.target)}"
    return [
        f"{kind}, probability {bead.probability:.3f}, score {bead.score:.2f}, {remark}",
        *(f"  source {i}: {document['src'][i]}" for i in bead.source),
        *(f"  target {j}: {document['tgt'][j]}" for j in bead.target),
    ]


def _listed(contributions: Mapping[str, float], most: int = 10) -> list[str]:
    """A line for each of the largest contributions; those that would print as 0.00 are left out."""
    largest = sorted(contributions.items(), key=lambda entry: -abs(entry[1]))[:most]
    return [f"{value:+10.2f}  {name}" for name, value in largest if abs(value) >= 0.005]
