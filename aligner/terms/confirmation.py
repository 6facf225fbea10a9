"""Doubtful candidates, and those of them that their translations confirm.

`serious adverse event` is a term and `serious threat` is none; a text alone does not tell, and still less
whether 严重不良事件 is one. So a candidate that begins with such a word is kept only where it is the best
counterpart of a whole noun phrase, or of the same term twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.terms.analysis import Analysis

LEAST_FIT = 0.5  # of a doubtful candidate and its counterpart
# The unithood of a counterpart that confirms a candidate alone, if it has two words or more; and of one that
# has to be its counterpart OFTEN. Below, a quotation of both confirms.
WHOLE, LOOSE, OFTEN = 0.8, 0.6, 2
SURE = 1.0  # the fit of two quotations, or of words that are surely each other's translation

Sides = tuple[Analysis, Analysis]


class _Counterpart(NamedTuple):
    """A doubtful candidate of one side and its best counterpart on the other, each the other's best.

    is_sure  whether one occurrence confirms it
    """

    side: int
    number: int
    keys: tuple[str, str]
    is_sure: bool


def confirmed(beads: Sequence[Sides], fitting: Sequence[Floats32]) -> Iterator[tuple[Sides, Floats32]]:
    """The beads without the doubtful candidates that nothing confirms, and what is left of their fits.

    fitting  of each bead: (source candidates, target candidates)
    """
    found = [
        [*_counterparts(sides, fit)] if any(map(_has_doubtful, sides)) else None
        for sides, fit in zip(beads, fitting, strict=True)
    ]
    counts = Counter((pair.side, pair.keys) for pairs in found for pair in pairs or ())
    for sides, fit, pairs in zip(beads, fitting, found, strict=True):
        if pairs is None:
            yield sides, fit
            continue
        good = {(p.side, p.number) for p in pairs if p.is_sure or counts[p.side, p.keys] >= OFTEN}
        kept = [
            [k for k, one in enumerate(sides[side].candidates) if not one.doubtful or (side, k) in good]
            for side in (0, 1)
        ]
        yield (_only(sides[0], kept[0]), _only(sides[1], kept[1])), fit[np.ix_(*kept)]


def _has_doubtful(side: Analysis) -> bool:
    return any(candidate.doubtful for candidate in side.candidates)


def _only(side: Analysis, kept: Iterable[int]) -> Analysis:
    return side._replace(candidates=[side.candidates[k] for k in kept])


def _counterparts(sides: Sides, fit: Floats32) -> Iterator[_Counterpart]:
    if not fit.size:
        return
    best = fit.argmax(axis=1), fit.argmax(axis=0)
    for side in (0, 1):
        for k, candidate in enumerate(sides[side].candidates):
            if not candidate.doubtful:
                continue
            j = int(best[side][k])
            other, value = sides[1 - side].candidates[j], float(fit[(k, j) if side == 0 else (j, k)])
            if int(best[1 - side][j]) != k or other.doubtful or value < LEAST_FIT:
                continue
            sure = value >= SURE
            if sure or other.unithood >= LOOSE:
                whole = other.unithood >= WHOLE and other.stop - other.first > 1
                yield _Counterpart(side, k, (candidate.key, other.key), sure or whole)
