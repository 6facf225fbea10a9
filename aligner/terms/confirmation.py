"""Doubtful candidates, and those of them that their translations confirm.

`serious adverse event` is a term and `serious threat` is none; a text alone does not tell, and still less
whether 严重不良事件 is one. So a candidate that begins with such a word is kept only where it is the best
counterpart of a whole noun phrase, or of the same term twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.terms.analysis import Analysis, Candidate
from duiqi.segmenters.wordlists import headed

LEAST_FIT = 0.5  # of a doubtful candidate and its counterpart
# The unithood of a counterpart that confirms a candidate alone (`_is_whole`); and of both where two confirm.
WHOLE, LOOSE = 0.8, 0.6
ENOUGH = 2  # counterparts of which one alone does not confirm
TWO = 2  # words


class Fitted(NamedTuple):
    """A bead's sides, the fit of their candidates, (source, target), and the pairs that are quotations."""

    source: Analysis
    target: Analysis
    fit: Floats32
    quoted: Collection[tuple[int, int]]

    @property
    def sides(self) -> tuple[Analysis, Analysis]:
        """The source and the target."""
        return self.source, self.target

    def has_doubtful(self) -> bool:
        """Whether either side has a doubtful candidate."""
        return any(candidate.doubtful for side in self.sides for candidate in side.candidates)


class _Counterpart(NamedTuple):
    """A doubtful candidate of one side and its best counterpart on the other, each the other's best.

    confirms  how much the two confirm the pair of their keys here: ENOUGH, half of it, or nothing
    """

    side: int
    number: int
    keys: tuple[str, str]
    confirms: int


def confirmed(beads: Sequence[Fitted]) -> Iterator[Fitted]:
    """The beads without the doubtful candidates that nothing confirms."""
    found = [[*_counterparts(bead)] if bead.has_doubtful() else None for bead in beads]
    counts: Counter[tuple[int, tuple[str, str]]] = Counter()
    for pair in chain.from_iterable(pairs or () for pairs in found):
        counts[pair.side, pair.keys] += pair.confirms
    for bead, pairs in zip(beads, found, strict=True):
        if pairs is None:
            yield bead
            continue
        good = {(pair.side, pair.number) for pair in pairs if counts[pair.side, pair.keys] >= ENOUGH}
        kept = [
            [k for k, one in enumerate(side.candidates) if not one.doubtful or (number, k) in good]
            for number, side in enumerate(bead.sides)
        ]
        yield Fitted(_only(bead.source, kept[0]), _only(bead.target, kept[1]), bead.fit[np.ix_(*kept)], ())


def _only(side: Analysis, kept: Iterable[int]) -> Analysis:
    return side._replace(candidates=[side.candidates[k] for k in kept])


def _counterparts(bead: Fitted) -> Iterator[_Counterpart]:
    if not bead.fit.size:
        return
    best = bead.fit.argmax(axis=1), bead.fit.argmax(axis=0)
    for side in (0, 1):
        for k, candidate in enumerate(bead.sides[side].candidates):
            if not candidate.doubtful:
                continue
            j = int(best[side][k])
            cell = (k, j) if side == 0 else (j, k)
            other = bead.sides[1 - side].candidates[j]
            if int(best[1 - side][j]) == k and not other.doubtful and bead.fit[cell] >= LEAST_FIT:
                loose = min(candidate.unithood, other.unithood) >= LOOSE
                enough = cell in bead.quoted or (loose and _is_whole(bead.sides[1 - side], other))
                yield _Counterpart(side, k, (candidate.key, other.key), ENOUGH if enough else int(loose))


def _is_whole(side: Analysis, found: Candidate) -> bool:
    """Whether a candidate is a whole noun phrase, of three words or of two without a noun of any text.

    One that begins with an evaluative adjective is whole if its abbreviation follows: its unithood is 1 then.
    """
    words, lists = found.stop - found.first, headed("en.terms")
    if found.unithood < WHOLE or words < TWO:
        return False
    if found.unithood < 1 and side.tokens[found.first].key in lists["evaluative"]:
        return False
    return words > TWO or side.tokens[found.stop - 1].key not in lists["generic"]
