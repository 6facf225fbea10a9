"""Moved passages: found where they are far from the diagonal and clear, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from duiqi.aligner.search import moved
from duiqi.aligner.search.moved import DoubtfulSegments, moved_pairs


def rows(count: int, seed: int = 0) -> np.ndarray:
    """Unit rows with nothing in common."""
    found = np.random.default_rng(seed).normal(size=(count, 64)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def doubtful(embeddings: np.ndarray, beads: list[int]) -> DoubtfulSegments:
    """Segments that are numbered by tens, each in the bead of that number."""
    found = DoubtfulSegments()
    for number, (row, bead) in enumerate(zip(embeddings, beads, strict=True)):
        found.add(bead, 10 * number, row)
    return found


def test_a_passage_in_another_place_is_found() -> None:
    source = rows(8)
    there = [*range(50, 54), *range(4, 8)]
    pairs = moved_pairs(doubtful(source, [*range(8)]), doubtful(source, there))
    assert pairs == [(10 * k, 10 * k) for k in range(4)]


def test_a_pair_within_three_beads_is_no_move() -> None:
    source = rows(8)
    assert moved_pairs(doubtful(source, [*range(8)]), doubtful(source, [k + 3 for k in range(8)])) == []


def test_texts_with_nothing_in_common_have_no_moved_pairs() -> None:
    """Each row has a nearest one on the other side, but none that is clearly nearer than the next."""
    beads = [*range(0, 80, 10)]
    same = np.repeat(rows(1), 8, axis=0)
    assert moved_pairs(doubtful(same, beads), doubtful(same, beads[::-1])) == []


@pytest.mark.parametrize(("source", "target"), [(0, 0), (0, 5), (1, 5), (5, 1)])
def test_too_few_segments_have_no_neighbours_to_compare_with(source: int, target: int) -> None:
    sides = (doubtful(rows(count), [9 * k for k in range(count)]) for count in (source, target))
    assert moved_pairs(*sides) == []


def test_of_many_doubtful_segments_an_even_sample_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever their number: at most the limit, at equal distances, from the whole text."""
    monkeypatch.setattr(moved, "MOST", 10)
    found = DoubtfulSegments()
    row = rows(1)[0]
    for number in range(1000):
        found.add(number, number, row)
    assert 5 <= len(found) <= 10
    assert len(set(np.diff(found.segments))) == 1
    assert found.segments[-1] > 800
