"""Likeness: how well the words of one text explain those of the other, as a whole, by a first alignment.

The sentences of a manual resemble their translations closely, those of a novel less, and a difference that
says little in a manual decides in a novel. One set of weights for both is too sure of the one and not sure
enough of the other, so the weights vary with the likeness of the text (`search.weights.Weights.of`).
"""

from __future__ import annotations

from collections.abc import Sequence

from duiqi.aligner.beads import Step
from duiqi.aligner.evidence.affinity import Affinity

# Of the texts that weights are fitted to, the likeness of a usual one, and how far others are from it. They
# have hundreds of pairs; a short text's few are averaged with PAIRS of a usual text, and none is farther
# than FARTHEST.
USUAL, SPREAD = 0.9, 0.2
PAIRS = 40
FARTHEST = 2.0


def likeness(path: Sequence[Step], tokens: Affinity) -> float:
    """The likeness of two texts: 0 for that of a usual text, within ±FARTHEST.

    The mean over the pairs of the share of the weight of tokens that has a counterpart, both sides added.

    path    a first alignment of the two texts
    tokens  the affinity of their tokens
    """
    links = [step for step in path if step.a and step.b]
    mean = (sum(_explained(tokens, step) for step in links) + PAIRS * USUAL) / (len(links) + PAIRS)
    return max(-FARTHEST, min((mean - USUAL) / SPREAD, FARTHEST))


def _explained(tokens: Affinity, link: Step) -> float:
    """The explained share of the weight of a pair's tokens, both sides added."""
    i, j, a, b = link
    rows = slice(tokens.source_starts[i], tokens.source_starts[i + a])
    columns = slice(tokens.target_starts[j], tokens.target_starts[j + b])
    table = tokens.table[tokens.source[rows, None], tokens.target[columns]]
    if not table.size:
        return 0.0
    found = 0.0
    for axis, weights in ((1, tokens.source_weights[rows]), (0, tokens.target_weights[columns])):
        found += float(weights @ table.max(axis=axis)) / max(float(weights.sum()), 1e-6)
    return found
