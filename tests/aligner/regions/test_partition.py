"""The partition into regions: on small cases, the best of all partitions."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duiqi.aligner.regions.partition import CERTAIN, DOUBTFUL, LEAST, LONGEST, MOST, PASSED, Partition
from duiqi.aligner.search.corridor import Corridor
from duiqi.aligner.search.lattice import NEVER, Lattice

SHAPES = [(1, 0), (0, 1), (1, 1), (1, 2), (2, 1), (2, 2)]


def partition_of(rows: int, columns: int, seed: int) -> Partition:
    """The best path of a lattice with scores by chance, in which beads of one to one are likely."""
    corridor = Corridor(np.zeros(rows + 1, np.int64), np.full(rows + 1, columns))
    scores = np.random.default_rng(seed).normal(0, 2, (len(SHAPES), corridor.size)).astype(np.float32)
    scores[SHAPES.index((1, 1))] += 2
    i, j = corridor.nodes()
    for kind, (a, b) in enumerate(SHAPES):
        scores[kind, ~corridor.holds(i + a, j + b)] = NEVER
    lattice = Lattice(corridor, SHAPES, scores, 0.5)
    steps, _ = lattice.best()
    nodes = [(step.i, step.j) for step in steps] + [(rows, columns)]
    return Partition(lattice, nodes, lattice.probabilities(steps).tolist())


@lru_cache
def most_worth(partition: Partition, start: int = 0) -> float:
    """The worth of the best regions from a node on, by trying all."""
    last = len(partition.likely)
    if start == last:
        return 0.0
    best = most_worth(partition, start + 1)
    passing = partition.passing
    for stop in range(start + 1, min(start + LONGEST, last) + 1):
        is_place = min(passing[start], passing[stop]) >= PASSED and all(
            value < CERTAIN for value in passing[start + 1 : stop]
        )
        if is_place and min(partition.likely[start:stop]) < DOUBTFUL:
            best = max(best, partition.worth(range(start, stop)) + most_worth(partition, stop))
    return best


@pytest.mark.slow
@settings(max_examples=25)
@given(st.integers(2, 6), st.integers(2, 6), st.integers(0, 2**32 - 1))
def test_no_other_regions_are_worth_more(rows: int, columns: int, seed: int) -> None:
    """They are apart, in order, and each has a doubtful bead."""
    partition = partition_of(rows, columns, seed)
    found = partition.regions()
    assert sum(map(partition.worth, found)) == pytest.approx(most_worth(partition))
    assert all(one.stop <= other.start for one, other in pairwise(found))
    assert all(min(partition.likely[place.start : place.stop]) < DOUBTFUL for place in found)


@pytest.mark.slow
@settings(max_examples=25)
@given(st.integers(2, 6), st.integers(2, 6), st.integers(0, 2**32 - 1), st.data())
def test_the_region_around_a_bead_holds_it(rows: int, columns: int, seed: int, data: st.DataObject) -> None:
    """With a neighbour, where the bead is sure. There are at most MOST ways through it, none improbable."""
    partition = partition_of(rows, columns, seed)
    beads = range(len(partition.likely))
    number = data.draw(st.sampled_from(beads))
    place = partition.around(number)
    assert number in place
    assert set(place) <= set(beads)
    assert len(place) > 1 or len(beads) == 1 or partition.likely[number] < DOUBTFUL
    ways = partition.ways(place)
    assert len(ways) <= MOST
    assert all(way.probability >= LEAST for way in ways)


def test_a_sure_path_has_no_region() -> None:
    corridor = Corridor(np.zeros(4, np.int64), np.full(4, 3))
    scores = np.full((len(SHAPES), corridor.size), -20, np.float32)
    i, j = corridor.nodes()
    scores[SHAPES.index((1, 1)), i == j] = 20
    for kind, (a, b) in enumerate(SHAPES):
        scores[kind, ~corridor.holds(i + a, j + b)] = NEVER
    partition = Partition(Lattice(corridor, SHAPES, scores, 0.5), [(k, k) for k in range(4)], [1.0] * 3)
    assert partition.regions() == []
