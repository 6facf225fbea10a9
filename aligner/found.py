"""What the search has found, gathered stretch by stretch."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.beads import Step
from duiqi.aligner.encoders.protocol import ReadingEncoder
from duiqi.aligner.search.lattice import Lattice
from duiqi.aligner.search.moved import DoubtfulSegments, collect_doubtful
from duiqi.aligner.search.stretches import Stretch


@dataclass(slots=True)
class Found:
    """What the search found, stretch by stretch: beads of units, with their probabilities and scores.

    encoder  the one that read both sides
    loose    the units of either side without a sure counterpart
    sums     the token features of either side, summed; `tokens` counts them
    """

    encoder: ReadingEncoder
    steps: list[Step] = field(default_factory=list)
    likely: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    loose: tuple[DoubtfulSegments, DoubtfulSegments] = field(
        default_factory=lambda: (DoubtfulSegments(), DoubtfulSegments())
    )
    sums: Floats32 = field(init=False)
    tokens: Ints = field(default_factory=lambda: np.zeros(2, np.int64))

    def __post_init__(self) -> None:
        self.sums = np.zeros((2, self.encoder.dimensions), np.float32)

    def add(self, stretch: Stretch, lattice: Lattice) -> None:
        """Add the best alignment of a stretch."""
        steps, _ = lattice.best()
        likely = lattice.probabilities(steps).tolist()
        before = len(self.steps), stretch.i, stretch.j
        collect_doubtful(steps, likely, (stretch.source, stretch.target), self.loose, before)
        self.steps += [Step(stretch.i + i, stretch.j + j, a, b) for i, j, a, b in steps]
        self.likely += likely
        self.scores += [lattice.score(step) for step in steps]
        for number, side in enumerate((stretch.source, stretch.target)):
            self.sums[number] += side.reading.spans.inner.sum(axis=0)
            self.tokens[number] += len(side.reading.tokens)

    def likeness(self) -> float:
        """The cosine of the texts as wholes; 0 where one of them has no word."""
        if not self.tokens.all():
            return 0.0
        source, target = self.encoder.compose(self.sums, self.tokens)
        return float(source @ target)
