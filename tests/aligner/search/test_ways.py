"""The k best ways: on small cases, what trying every path gives."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.beads import Step
from duiqi.aligner.search.corridor import Corridor
from duiqi.aligner.search.lattice import DROP, INSERT, LINK, NEVER, Lattice
from duiqi.aligner.search.ways import best_ways

SHAPES = [(1, 0), (0, 1), (1, 1), (1, 2), (2, 1), (2, 2)]


def lattice(rows: int, columns: int, seed: int, extend: float) -> Lattice:
    """All nodes, with scores by chance, so that no two ways are equally probable."""
    corridor = Corridor(np.zeros(rows + 1, np.int64), np.full(rows + 1, columns))
    scores = np.random.default_rng(seed).normal(0, 2, (len(SHAPES), corridor.size)).astype(np.float32)
    i, j = corridor.nodes()
    for kind, (a, b) in enumerate(SHAPES):
        scores[kind, ~corridor.holds(i + a, j + b)] = NEVER
    return Lattice(corridor, SHAPES, scores, extend)


def every_path(of: Lattice, node: tuple[int, int] = (0, 0), dropped: bool = False) -> list[list[Step]]:
    """Every path from a node on; of deletions at one place, the target's come first."""
    end = of.corridor.rows - 1, int(of.corridor.high[-1])
    found: list[list[Step]] = [[]] if node == end else []
    for a, b in SHAPES:
        after = node[0] + a, node[1] + b
        if after[0] <= end[0] and after[1] <= end[1] and not (dropped and a == 0):
            found += [[Step(*node, a, b), *rest] for rest in every_path(of, after, b == 0)]
    return found


def likely(of: Lattice) -> list[tuple[list[Step], float]]:
    """Every path with its probability."""
    paths = every_path(of)
    scores = []
    for path in paths:
        again = sum(0 in one[2:] and one[2:] == other[2:] for one, other in pairwise(path))
        scores.append(sum(map(of.score, path)) + of.extend * again)
    probabilities = np.exp(np.array(scores) - np.logaddexp.reduce(scores))
    return list(zip(paths, probabilities.tolist(), strict=True))


def test_the_arcs_of_a_corridor_are_its_beads() -> None:
    """Each bead between two nodes is found once, by its end, with its score; none leads in from outside."""
    corridor = Corridor(np.array([0, 0, 1, 2]), np.array([1, 3, 3, 3]))
    scores = np.random.default_rng(1).normal(0, 2, (len(SHAPES), corridor.size)).astype(np.float32)
    case = Lattice(corridor, SHAPES, scores, 0.5)
    i, j = corridor.nodes()
    expected, found = set(), set()
    for start in range(corridor.size):
        for kind, (a, b) in enumerate(SHAPES):
            if corridor.holds(i[start : start + 1] + a, j[start : start + 1] + b)[0]:
                state = LINK if a and b else DROP if a else INSERT
                end = corridor.node(int(i[start]) + a, int(j[start]) + b)
                expected.add((end, state, start, (a, b), float(scores[kind, start])))
    for end in range(corridor.size):
        for state in (LINK, INSERT, DROP):
            found |= {(end, state, *arc) for arc in case.arcs(end, state)}
    assert found == expected


@pytest.mark.slow
@given(st.integers(1, 3), st.integers(1, 3), st.integers(0, 2**32 - 1), st.floats(-2, 2), st.data())
def test_the_ways_are_all_ways_the_most_probable_first(
    rows: int, columns: int, seed: int, extend: float, data: st.DataObject
) -> None:
    """Between any two nodes; each way once, with the summed probability of all paths that have it."""
    case = lattice(rows, columns, seed, extend)
    i, j = data.draw(st.integers(0, rows)), data.draw(st.integers(0, columns))
    k, m = data.draw(st.integers(i, rows)), data.draw(st.integers(j, columns))
    if (i, j) == (k, m):
        return
    expected: dict[tuple[Step, ...], float] = defaultdict(float)
    for path, probability in likely(case):
        nodes = [(step.i, step.j) for step in path] + [(rows, columns)]
        if (i, j) in nodes and (k, m) in nodes:
            expected[tuple(path[nodes.index((i, j)) : nodes.index((k, m))])] += probability
    found = list(best_ways(case, (i, j), (k, m)))
    assert {tuple(way.beads) for way in found} == set(expected)
    assert len(found) == len(expected)
    for way in found:
        assert way.probability == pytest.approx(expected[tuple(way.beads)], rel=1e-4, abs=1e-6)
        assert way.probability == pytest.approx(case.path_probability(way.beads), rel=1e-4, abs=1e-6)
    assert all(one.probability >= other.probability - 1e-9 for one, other in pairwise(found))


@pytest.mark.slow
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_the_best_way_through_all_is_the_best_path(rows: int, columns: int, seed: int) -> None:
    case = lattice(rows, columns, seed, 0.5)
    first, *others = islice(best_ways(case, (0, 0), (rows, columns)), 5)
    assert first.beads == case.best()[0]
    assert first.probability + sum(way.probability for way in others) <= 1 + 1e-9


def test_a_bead_that_no_path_has_is_impossible() -> None:
    """A shape that is not tried, a node outside, a deletion of the target's after one of the source's."""
    case = lattice(3, 3, 1, 0.5)
    assert case.path_probability([Step(0, 0, 3, 3)]) == 0
    assert case.path_probability([Step(2, 2, 2, 2)]) == 0
    assert case.path_probability([Step(0, 0, 1, 0), Step(1, 0, 0, 1)]) == 0
    assert case.path_probability([Step(0, 0, 0, 1), Step(0, 1, 1, 0)]) > 0


def test_one_bead_has_its_marginal_probability() -> None:
    case = lattice(3, 3, 2, 0.5)
    beads = [Step(0, 0, 1, 1), Step(1, 1, 1, 0), Step(1, 1, 0, 1)]
    assert [case.path_probability([bead]) for bead in beads] == pytest.approx(case.probabilities(beads))
