"""The search and its sums: on small cases they are what trying every path gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from duiqi.aligner.search.corridor import Corridor
from duiqi.aligner.search.lattice import NEVER, Lattice

Bead = tuple[int, int, int, int]
SHAPES = [(1, 0), (0, 1), (1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (1, 3)]


@dataclass(frozen=True)
class Problem:
    """A corridor and the scores of all beads in it."""

    corridor: Corridor
    shapes: list[tuple[int, int]]
    scores: np.ndarray
    extend: float

    @property
    def lattice(self) -> Lattice:
        return Lattice(self.corridor, self.shapes, self.scores, self.extend)

    @property
    def end(self) -> tuple[int, int]:
        return len(self.corridor.low) - 1, int(self.corridor.high[-1])

    def place(self, bead: Bead) -> tuple[int, int]:
        """Where in the scores a bead stands."""
        i, j, a, b = bead
        return self.shapes.index((a, b)), int(self.corridor.starts[i] + j - self.corridor.low[i])

    def inside(self, i: int, j: int) -> bool:
        return i <= self.end[0] and self.corridor.low[i] <= j <= self.corridor.high[i]

    def paths(self, i: int = 0, j: int = 0, dropped: bool = False) -> Iterator[list[Bead]]:
        """Every way from a node to the end; of deletions in a row, the target's come first."""
        if (i, j) == self.end:
            yield []
        for a, b in self.shapes:
            if self.inside(i + a, j + b) and not (dropped and a == 0):
                for path in self.paths(i + a, j + b, b == 0):
                    yield [(i, j, a, b), *path]

    def extensions(self, path: list[Bead]) -> int:
        """How many deletions follow a deletion of the same side."""
        return sum(0 in first[2:] and first[2:] == second[2:] for first, second in pairwise(path))

    def score(self, path: list[Bead]) -> float:
        return sum(float(self.scores[self.place(bead)]) for bead in path) + self.extend * self.extensions(
            path
        )

    def transposed(self) -> Problem:
        """The same with the sides swapped: node (i, j) is (j, i), shape (a, b) is (b, a)."""
        rows, columns = self.end
        held = np.array([[self.inside(i, j) for i in range(rows + 1)] for j in range(columns + 1)])
        low, high = held.argmax(axis=1), rows - held[:, ::-1].argmax(axis=1)
        shapes = [(b, a) for a, b in self.shapes]
        mirrored = Problem(Corridor(low, high), shapes, np.zeros_like(self.scores), self.extend)
        i, j = self.corridor.nodes()
        for kind, shape in enumerate(self.shapes):
            for node, (row, column) in enumerate(zip(i.tolist(), j.tolist(), strict=True)):
                mirrored.scores[mirrored.place(mirror((row, column, *shape)))] = self.scores[kind, node]
        return mirrored


def mirror(bead: Bead) -> Bead:
    i, j, a, b = bead
    return j, i, b, a


def problem(
    low: list[int], high: list[int], shapes: list[tuple[int, int]], seed: int, extend: float = 0.5
) -> Problem:
    """A problem with scores by chance, so that no two paths score the same."""
    corridor = Corridor(np.array(low), np.array(high))
    scores = np.random.default_rng(seed).normal(0, 2, (len(shapes), corridor.starts[-1])).astype(np.float32)
    return Problem(corridor, shapes, scores, extend)


def square(rows: int, columns: int, seed: int, extend: float = 0.5) -> Problem:
    return problem([0] * (rows + 1), [columns] * (rows + 1), SHAPES, seed, extend)


@st.composite
def problems(draw: st.DrawFn, most: int = 3) -> Problem:
    """Corridors of all forms, from empty to the full square, in which every row touches the next."""
    rows, columns = draw(st.integers(0, most)), draw(st.integers(0, most))
    high = [*sorted(draw(st.lists(st.integers(0, columns), min_size=rows, max_size=rows))), columns]
    low = [0]
    for row in range(1, rows + 1):
        low.append(draw(st.integers(low[-1], high[row - 1])))
    more = draw(st.lists(st.sampled_from(SHAPES[3:]), unique=True))
    shapes = draw(st.permutations([*SHAPES[:3], *more]))
    case = problem(low, high, shapes, draw(st.integers(0, 2**32 - 1)), draw(st.floats(-2, 2)))
    # A corridor as narrow as a stair has no path that puts the target's deletions first.
    assume(case.lattice.best()[1] > NEVER / 2)
    return case


@pytest.mark.slow
@given(problems())
def test_the_best_path_is_the_best_of_all_paths(case: Problem) -> None:
    beads, score = case.lattice.best()
    every = list(case.paths())
    assert beads == max(every, key=case.score)
    assert score == pytest.approx(case.score(beads), abs=1e-5)
    assert [case.lattice.score(bead) for bead in beads] == [case.scores[case.place(bead)] for bead in beads]


@pytest.mark.slow
@given(problems())
def test_the_sums_are_those_over_all_paths(case: Problem) -> None:
    """Each bead's probability, the expected number of extensions, the log of the whole."""
    every = list(case.paths())
    scores = np.array([case.score(path) for path in every])
    whole = np.logaddexp.reduce(scores)
    expected, extended = np.zeros(case.scores.shape), 0.0
    for path, likely in zip(every, np.exp(scores - whole), strict=True):
        extended += likely * case.extensions(path)
        for bead in path:
            expected[case.place(bead)] += likely
    found, extensions, total = case.lattice.expectations()
    assert total == pytest.approx(whole, abs=1e-4)
    assert extensions == pytest.approx(extended, abs=1e-5)
    assert np.allclose(found, expected, atol=1e-5)
    beads = sorted({bead for path in every for bead in path})
    assert np.allclose(case.lattice.probabilities(beads), [expected[case.place(b)] for b in beads], atol=1e-5)


@pytest.mark.slow
@given(problems())
def test_the_marginals_of_nodes_are_those_over_all_paths(case: Problem) -> None:
    every = list(case.paths())
    scores = np.array([case.score(path) for path in every])
    expected = np.zeros(int(case.corridor.starts[-1]))
    for path, likely in zip(every, np.exp(scores - np.logaddexp.reduce(scores)), strict=True):
        for i, j in [*((i, j) for i, j, _, _ in path), case.end]:
            expected[case.corridor.node(i, j)] += likely
    assert np.allclose(case.lattice.node_marginals(), expected, atol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_five_segments_a_side_in_full(seed: int) -> None:
    """Tens of thousands of paths."""
    case = square(5, 5, seed, extend=1.5)
    every = [(case.score(path), path) for path in case.paths()]
    assert case.lattice.best()[0] == max(every)[1]
    assert case.lattice.expectations()[2] == pytest.approx(
        np.logaddexp.reduce([s for s, _ in every]), abs=1e-4
    )


@pytest.mark.slow
@given(problems(most=6))
def test_beads_tile_both_sides_in_order(case: Problem) -> None:
    i = j = 0
    for bead in case.lattice.best()[0]:
        assert bead[:2] == (i, j)
        i, j = i + bead[2], j + bead[3]
    assert (i, j) == case.end


@pytest.mark.slow
@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 2**32 - 1))
def test_swapping_the_sides_mirrors_the_links(rows: int, columns: int, seed: int) -> None:
    """Where a deletion costs the same at any place; the order of deletions in a row is no difference."""
    case = square(rows, columns, seed)
    i, j = case.corridor.nodes()
    costs = np.random.default_rng(seed).normal(-2, 1, (2, max(rows, columns) + 1))
    case.scores[0], case.scores[1] = costs[0][i], costs[1][j]
    (beads, score), mirrored = case.lattice.best(), case.transposed()
    links = [bead for bead in beads if 0 not in bead[2:]]
    found, mirrored_score = mirrored.lattice.best()
    assert [mirror(bead) for bead in found if 0 not in bead[2:]] == links
    assert mirrored_score == pytest.approx(score, abs=1e-4)
    assert mirrored.lattice.probabilities([mirror(bead) for bead in links]) == pytest.approx(
        case.lattice.probabilities(links), abs=1e-5
    )
    assert mirrored.lattice.expectations()[1:] == pytest.approx(case.lattice.expectations()[1:], abs=1e-4)


@pytest.mark.slow
@given(problems(most=6))
def test_each_segment_is_in_one_bead_with_certainty(case: Problem) -> None:
    """The probabilities of the beads that a segment may stand in add up to one."""
    assert np.allclose(coverage(case), 1, atol=1e-6)


def coverage(case: Problem) -> np.ndarray:
    """The summed probabilities of each segment's beads, the source's and then the target's."""
    likely, _, _ = case.lattice.expectations()
    i, j = case.corridor.nodes()
    source, target = np.zeros(case.end[0] + 3), np.zeros(case.end[1] + 3)
    for kind, (a, b) in enumerate(case.shapes):
        for step in range(a):
            np.add.at(source, np.minimum(i + step, case.end[0]), likely[kind])
        for step in range(b):
            np.add.at(target, np.minimum(j + step, case.end[1]), likely[kind])
    return np.concatenate([source[: case.end[0]], target[: case.end[1]]])


def test_the_same_scores_give_the_same_result() -> None:
    """To the last bit; also where all paths tie."""
    for case in (square(6, 7, 0), Problem(*_flat(6, 7))):
        first, second = case.lattice, case.lattice
        assert first.best() == second.best()
        assert np.array_equal(first.expectations()[0], second.expectations()[0])


def _flat(rows: int, columns: int) -> tuple[Corridor, list[tuple[int, int]], np.ndarray, float]:
    corridor = Corridor(np.zeros(rows + 1, np.int64), np.full(rows + 1, columns))
    return corridor, SHAPES, np.zeros((len(SHAPES), corridor.starts[-1]), np.float32), 0.0


@pytest.mark.slow
@pytest.mark.parametrize(("a", "b"), [(1, 0), (0, 1)])
@pytest.mark.parametrize("length", [1, 40, 400])
def test_a_missing_chapter_is_a_run_of_deletions(a: int, b: int, length: int) -> None:
    """The first deletion costs, the others follow; around them the diagonal is undisturbed."""
    around = 30
    case = diagonal(2 * around, length)
    truth = [(k, k, 1, 1) for k in range(around)]
    truth += [(around, around + k, 0, 1) for k in range(length)]
    truth += [(around + k, around + k + length, 1, 1) for k in range(around)]
    if a:
        case, truth = case.transposed(), [mirror(bead) for bead in truth]
    assert case.lattice.best()[0] == truth
    assert case.lattice.probabilities(truth).min() > 0.9


def diagonal(links: int, missing: int) -> Problem:
    """So many good 1-1 beads, and targets without a counterpart in their middle."""
    corridor = Corridor(np.zeros(links + 1, np.int64), np.full(links + 1, links + missing))
    i, j = corridor.nodes()
    scores = np.full((3, len(i)), -4.0, np.float32)
    scores[2] = np.where(j == i + missing * (i >= links // 2), 20, -20)
    return Problem(corridor, SHAPES[:3], scores, 3.9)


@pytest.mark.slow
@pytest.mark.parametrize("scale", [0.01, 100])
def test_thousands_of_rows_stay_numbers(scale: float) -> None:
    """A book has sums far beyond what an exponential holds; the differences must survive."""
    rows = 2000
    at = np.arange(rows + 1)
    low, high = np.maximum(at - 6, 0), np.minimum(at + 6, rows)
    case = problem(low.tolist(), high.tolist(), SHAPES, seed=1)
    case = Problem(case.corridor, SHAPES, case.scores * np.float32(scale), scale)
    beads, score = case.lattice.best()
    likely, _, total = case.lattice.expectations()
    assert np.isfinite([score, total]).all()
    assert total >= score
    assert score == pytest.approx(case.score(beads), rel=1e-6)
    assert ((likely >= 0) & (likely <= 1)).all()
    assert np.allclose(coverage(case), 1, atol=1e-5)


def test_what_can_never_be_is_never_taken() -> None:
    """Beads that would leave the corridor are scored NEVER, and there is always a way without them."""
    case = square(4, 4, 2)
    case.scores[2:] = NEVER
    beads, score = case.lattice.best()
    assert score > NEVER / 2
    assert all(0 in bead[2:] for bead in beads)
    assert case.lattice.expectations()[0][2:].max() == 0
