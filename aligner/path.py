"""The best path through a bitext: its beads with their probabilities, added stretch by stretch."""

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
class BestPath:
    """The best path through a bitext, as far as its stretches have been added.

    encoder        the one that read both sides
    steps          the beads, of segments or clauses, counted from the beginning of the bitext
    probabilities  of each step to be exactly right
    scores         of each step, log-likelihoods
    doubtful       the segments or clauses of each side without a sure counterpart
    sums, tokens   of each side, the sum of its token features and the number of its tokens
    """

    encoder: ReadingEncoder
    steps: list[Step] = field(default_factory=list)
    probabilities: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    doubtful: tuple[DoubtfulSegments, DoubtfulSegments] = field(
        default_factory=lambda: (DoubtfulSegments(), DoubtfulSegments())
    )
    sums: Floats32 = field(init=False)
    tokens: Ints = field(default_factory=lambda: np.zeros(2, np.int64))

    def __post_init__(self) -> None:
        self.sums = np.zeros((2, self.encoder.dimensions), np.float32)

    def add(self, stretch: Stretch, lattice: Lattice) -> None:
        """Append the best path through a stretch."""
        steps, _ = lattice.best()
        probabilities = lattice.probabilities(steps).tolist()
        before = len(self.steps), stretch.i, stretch.j
        collect_doubtful(steps, probabilities, (stretch.source, stretch.target), self.doubtful, before)
        self.steps += [Step(stretch.i + i, stretch.j + j, a, b) for i, j, a, b in steps]
        self.probabilities += probabilities
        self.scores += [lattice.score(step) for step in steps]
        for number, side in enumerate((stretch.source, stretch.target)):
            self.sums[number] += side.reading.spans.inner.sum(axis=0)
            self.tokens[number] += len(side.reading.tokens)

    def similarity(self) -> float:
        """The cosine of the two texts, each embedded as a whole; 0 where one of them has no word."""
        if not self.tokens.all():
            return 0.0
        source, target = self.encoder.compose(self.sums, self.tokens)
        return float(source @ target)
