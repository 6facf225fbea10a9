"""Belief: the probabilities of alternatives after a judge has chosen one, by Bayes' theorem.

The aligner's probabilities are the prior. A judge is believed as far as it says, and no further than its
reliability; where it errs, it chooses any of the others, or none, equally often. A judge that sees
neither the aligner's probabilities nor an order made of them gives evidence of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duiqi.aligner.judging.judge import NONE, Choice
from duiqi.aligner.regions.alternatives import Alternative
from duiqi.corpus.model import Bead

LEAST = 1e-4  # prior probability of an alternative, and of there being another one


def posterior(alternatives: Sequence[Alternative], choice: Choice, reliability: float) -> list[float]:
    """The probability of each alternative after a choice among them, and last that none is right.

    >>> both = [Alternative(0.6, 0, 1, (), True), Alternative(0.3, 0, 1, ())]
    >>> [round(p, 3) for p in posterior(both, Choice(2), 0.9)]
    [0.098, 0.885, 0.016]
    """
    prior = _prior(alternatives)
    others = len(prior) - 1
    right = max(min(choice.probability, reliability), 1 / len(prior))
    chosen = others if choice.number == NONE else choice.number - 1
    found = [p * (right if k == chosen else (1 - right) / others) for k, p in enumerate(prior)]
    total = sum(found)
    return [p / total for p in found]


def believed(alternatives: Sequence[Alternative], after: Sequence[float]) -> Alternative:
    """The most probable alternative, its beads with the confidence that they have now.

    after  as `posterior` returns it

    The confidence of a bead is the sum over the alternatives that have it, and over all other
    alignments of the place, which are as likely to have it as they were.
    """
    best = max(range(len(alternatives)), key=lambda k: after[k])
    prior = _prior(alternatives)
    owned = [{_segments(bead) for bead in one.beads} for one in alternatives]
    beads = []
    for bead in alternatives[best].beads:
        having = [k for k, own in enumerate(owned) if _segments(bead) in own]
        elsewhere = max(bead.confidence - sum(prior[k] for k in having), 0.0) / prior[-1]
        sure = sum(after[k] for k in having) + after[-1] * min(elsewhere, 1.0)
        beads.append(replace(bead, confidence=round(min(sure, 1.0), 4)))
    return replace(alternatives[best], beads=tuple(beads), probability=after[best])


def _prior(alternatives: Sequence[Alternative]) -> list[float]:
    """The probability of each alternative, and last that of all other alignments; they add up to 1."""
    found = [max(one.probability, LEAST) for one in alternatives]
    found.append(max(1 - sum(found), LEAST))
    total = sum(found)
    return [p / total for p in found]


def _segments(bead: Bead) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The numbers of a bead's segments; empty sides are equal wherever they are."""
    return tuple(bead.source), tuple(bead.target)
