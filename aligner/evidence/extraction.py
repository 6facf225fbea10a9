"""Feature extraction: the features of all beads of a corridor, batch by batch.

A feature compares the blocks of a bead as wholes (`similarity`), their tokens, clauses and numbers
(`explanation`) or their surface (`surface`), or tells whether the bead's ends are in the right place
(`placement`, `borders`). Each of these families prepares its arrays once for two texts (of a window or a
stretch); for each batch of beads it looks them up in a padded view (`view`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from duiqi.aligner.arrays import Floats32, Floats64, Ints
from duiqi.aligner.beads import Beads, Shape
from duiqi.aligner.evidence.affinity import Affinities
from duiqi.aligner.evidence.borders import Borders
from duiqi.aligner.evidence.explanation import Explanation
from duiqi.aligner.evidence.features import FEATURES, NUMBERS, Family, FamilyName
from duiqi.aligner.evidence.placement import Placement
from duiqi.aligner.evidence.similarity import Similarity
from duiqi.aligner.evidence.surface import SurfaceFeatures
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.evidence.view import PaddedView

ROWS_AT_ONCE = 48  # source segments of a batch: enough to vectorise, small enough for the cache


class Evidence:
    """The features of beads between two texts.

    beads       shape by shape, the skips first, as `Corridor.beads` gives them
    shapes      the shape of each of `Beads.kinds`; the two of SKIPS first
    affinities  of tokens, clauses and numbers; None in the rough pass, which has no features of the
                explanation family, and embeds a block as the mean of its segments
    bonus       (beads,) added to their scores, by `bonus.bonus`; None for nothing
    borders     (beads,) log odds at the end of each, by `search.borders`; None where there are none
    """

    def __init__(
        self,
        source: EncodedText,
        target: EncodedText,
        beads: Beads,
        shapes: Sequence[Shape],
        affinities: Affinities | None = None,
        bonus: Floats64 | None = None,
        borders: Floats32 | None = None,
    ) -> None:
        self.source, self.target, self.beads, self.shapes = source, target, beads, list(shapes)
        self.affinities, self.bonus = affinities, bonus
        explained = affinities.by_segment() if affinities else {}
        self.families: dict[FamilyName, Family] = {
            "similarity": Similarity(source, target, beads, rough=affinities is None),
            "explanation": Explanation(explained),
            "surface": SurfaceFeatures(source.surface, target.surface),
        }
        if explained:
            self.families["placement"] = Placement(source, target, beads, explained["token"])
        if borders is not None:
            self.families["borders"] = Borders(beads, borders)

    def features(self) -> Iterator[tuple[Ints, Floats32]]:
        """For each batch, the numbers of its beads, (batch,), and their features, (len(FEATURES), batch)."""
        for batch in self.batches():
            values = np.zeros((len(FEATURES), len(batch)), np.float32)
            for number, beads, found in self._values(batch):
                values[number, beads] = found
            yield batch, values

    def weighed(self, weights: Floats32) -> Iterator[tuple[Ints, Floats32]]:
        """For each batch, the numbers of its beads, and the weighted sum of the features of each: (batch,).

        weights  (FEATURES,)
        """
        for batch in self.batches():
            sums = np.zeros(len(batch), np.float32)
            for number, beads, found in self._values(batch):
                if weights[number]:
                    sums[beads] += weights[number] * found
            yield batch, sums

    def _values(self, batch: Ints) -> Iterator[tuple[int, slice, Floats32]]:
        """The number of each feature, the beads of a batch that have it, and its values for these."""
        view = self.view(batch)
        beads = {"skips": slice(len(view.skips.i)), "links": slice(len(view.skips.i), None)}
        for family in self.families.values():
            for name, found in family.values(view):
                number = NUMBERS[name]
                yield number, beads[FEATURES[number].of], found

    def batches(self) -> Iterator[Ints]:
        """The numbers of the beads that begin in the same ROWS_AT_ONCE rows, ascending."""
        order = np.argsort(self.beads.i, kind="stable")
        rows = self.beads.i[order]
        for first in range(0, len(self.source) + 1, ROWS_AT_ONCE):
            batch = order[np.searchsorted(rows, first) : np.searchsorted(rows, first + ROWS_AT_ONCE)]
            if len(batch):
                yield np.sort(batch)  # skips first, as the shapes are

    def view(self, batch: Ints) -> PaddedView:
        """The padded view of some of the beads, by their numbers."""
        return PaddedView(self.beads.some(batch), self.shapes, len(self.source), len(self.target))
