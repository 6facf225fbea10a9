"""Figures that the sides of pairs do not share: a sign of another year's text, or of another version."""

from __future__ import annotations

from collections.abc import Sequence

from duiqi.aligner.evidence.surface import numbers_in
from duiqi.corpus.model import Bead

LIKELY = 0.5  # confidence from which a pair counts
FEWEST = 3  # pairs with figures on both sides: of fewer nothing is said
# More than this share of these with none in common: in groups of 3 to 30 good example pairs, of which .046
# have none in common (10.7万 for 107,000), so much is found once in four thousand; in UN resolutions on one
# matter, each with those of other years, in all 18 pairings.
MOST = 0.6


def with_other_figures(beads: Sequence[Bead]) -> tuple[int, list[Bead]]:
    """How many likely pairs have figures of several digits on both sides, and those that share none.

    returns  the pairs only where there are enough to doubt the whole text
    """
    pairs = [bead for bead in beads if all(bead.kind) and bead.confidence >= LIKELY]
    figures = [(bead, _figures(bead.source_texts), _figures(bead.target_texts)) for bead in pairs]
    compared = [(bead, source & target) for bead, source, target in figures if source and target]
    other = [bead for bead, shared in compared if not shared]
    doubted = len(compared) >= FEWEST and len(other) > MOST * len(compared)
    return len(compared), other if doubted else []


def longest_of_each(bead: Bead) -> tuple[str, str]:
    """The longest figure of either side of a pair with figures on both: a year rather than a day."""
    source, target = (
        max((number for text in texts for number in numbers_in(text)), key=len)
        for texts in (bead.source_texts, bead.target_texts)
    )
    return source, target


def _figures(texts: Sequence[str]) -> set[str]:
    return {number for text in texts for number in numbers_in(text) if len(number) > 1}
