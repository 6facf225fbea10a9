"""Anchors: ascending, none without a clear margin, and the true path near them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from duiqi.aligner.search import anchors
from duiqi.aligner.search.anchors import candidates, chain, find_anchors, margin
from duiqi.aligner.search.corridor import ROOM, Corridor, corridor_along


def corridor(source: np.ndarray, target: np.ndarray) -> Corridor:
    """The corridor along the anchors of two texts."""
    return corridor_along(*find_anchors(source, target), len(source), len(target))


def assert_are_anchors(found: tuple[np.ndarray, np.ndarray], rows: int, columns: int) -> None:
    """Pairs of segments, ascending on both sides."""
    for segments, count in zip(found, (rows, columns), strict=True):
        assert (np.diff(segments) > 0).all()
        assert ((segments >= 0) & (segments < count)).all()


def embeddings(count: int, seed: int = 0) -> np.ndarray:
    """Unit rows with nothing in common."""
    rows = np.random.default_rng(seed).normal(size=(count, 64)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def translated(rows: np.ndarray, noise: float = 0.08, seed: int = 1) -> np.ndarray:
    """Nearly the same rows: cosines of about .8 with their originals."""
    moved = rows + noise * np.random.default_rng(seed).normal(size=rows.shape).astype(np.float32)
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)


@pytest.mark.slow
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_anchors_ascend_whatever_the_texts(rows: int, columns: int, seed: int) -> None:
    assert_are_anchors(find_anchors(embeddings(rows, seed), embeddings(columns, seed + 1)), rows, columns)


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 2), (2, 1), (1, 500), (500, 1), (3, 200)])
def test_tiny_and_one_sided_texts(rows: int, columns: int) -> None:
    assert_are_anchors(find_anchors(embeddings(rows), embeddings(columns, 1)), rows, columns)
    assert_are_anchors(find_anchors(embeddings(rows), embeddings(columns)), rows, columns)


def test_a_text_of_one_repeated_sentence() -> None:
    """Everything is as close as everything else: in a short text nothing is an anchor."""
    rows = np.repeat(embeddings(1), 100, axis=0)
    assert [len(segments) for segments in find_anchors(rows, rows[:90])] == [0, 0]


def test_equal_beginnings_and_ends_of_a_wide_gap_are_anchors() -> None:
    """A thousand equal lines would else be a gap of a million nodes."""
    rows = np.repeat(embeddings(1), 1000, axis=0)
    i, j = find_anchors(rows, rows[:900])
    assert (i == j).all()
    assert len(i) == 900
    others = rows.copy()
    others[300:400] = translated(embeddings(100, 9))
    i, j = find_anchors(rows, others)
    assert_are_anchors((i, j), 1000, 1000)
    assert {0, 299, 400, 999} <= set(i[i == j].tolist())
    assert corridor(rows, others).starts[-1] < 50_000


@pytest.mark.parametrize("period", [1, 2, 5])
def test_texts_that_repeat_themselves_correspond_line_by_line(period: int) -> None:
    """A refrain and its translation: nothing but the rhythm shows which lines belong together."""
    source, target = np.tile(embeddings(period), (1200, 1)), np.tile(embeddings(period, 1), (1200, 1))
    rows, columns = 1200, 1000
    i, j = find_anchors(source[:rows], target[:columns])
    assert_are_anchors((i, j), rows, columns)
    assert (i == j).all()
    assert len(i) >= columns - period
    assert corridor(source[:rows], target[:columns]).size < 30 * rows


def test_texts_of_different_rhythms_have_no_anchor() -> None:
    """Lines that come back after two lines are no translation of lines that come back after three."""
    source, target = np.tile(embeddings(2), (150, 1)), np.tile(embeddings(3, 1), (100, 1))
    assert len(find_anchors(source, target)[0]) == 0


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("chapter", [range(60), range(120, 180), range(240, 300), range(299, 300)])
def test_the_true_path_is_inside_when_a_chapter_is_missing(chapter: range, swapped: bool) -> None:
    source = embeddings(300)
    target = translated(np.delete(source, chapter, axis=0))
    path = [(i, i - min(max(i - chapter.start, 0), len(chapter))) for i in range(301)]
    if swapped:
        source, target, path = target, source, [(j, i) for i, j in path]
    found = corridor(source, target)
    rows, columns = np.array(path).T
    assert found.holds(rows, columns).all()


def test_a_chapter_missing_on_each_side() -> None:
    whole = embeddings(400)
    source, target = (
        np.delete(whole, range(100, 150), axis=0),
        translated(np.delete(whole, range(250, 330), axis=0)),
    )
    rows = [*range(100), *range(150, 250), *range(330, 400)]
    kept = [(i - 50 * (i >= 150), i - 80 * (i >= 330)) for i in rows]
    assert corridor(source, target).holds(*np.array(kept).T).all()


def test_parallel_texts_have_a_narrow_corridor() -> None:
    """The search takes time by the nodes: some tens a segment, not thousands."""
    source = embeddings(1500)
    found = corridor(source, translated(source))
    assert int(found.starts[-1]) < 1500 * 4 * ROOM


def test_swapping_the_sides_mirrors_the_anchors() -> None:
    source = embeddings(80)
    gain = margin(source @ translated(source[10:60]).T)
    rows, columns = chained(gain)
    mirrored = chained(np.ascontiguousarray(gain.T))
    assert np.array_equal(mirrored[0], columns)
    assert np.array_equal(mirrored[1], rows)


def chained(gain: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the best chain of what is positive in a matrix."""
    rows, columns = np.nonzero(gain > 0)
    pairs = chain(rows, columns, gain[rows, columns])
    return rows[pairs], columns[pairs]


gains = st.tuples(st.integers(0, 4), st.integers(0, 4)).flatmap(
    lambda shape: arrays(np.float32, shape, elements=st.integers(-3, 5).map(float))
)


@pytest.mark.slow
@given(gains)
def test_the_chain_is_the_best_of_all_chains(gain: np.ndarray) -> None:
    """Ascending on both sides, nothing that gains nothing, and no other gains more."""
    rows, columns = chained(gain)
    assert (np.diff(rows) > 0).all()
    assert (np.diff(columns) > 0).all()
    assert (gain[rows, columns] > 0).all()
    most = max(
        float(gain[list(i), list(j)].sum())
        for count in range(min(gain.shape) + 1)
        for i in combinations(range(gain.shape[0]), count)
        for j in combinations(range(gain.shape[1]), count)
    )
    assert float(gain[rows, columns].sum()) == most


def test_a_sentence_that_is_close_to_everything_is_no_anchor() -> None:
    """“Yes.” has a cosine of .7 with all sentences; its margin says that this means nothing."""
    cosine = np.full((6, 6), 0.1, np.float32)
    cosine[2] = 0.7
    np.fill_diagonal(cosine, 0.8)
    gain = margin(cosine)
    assert gain.shape == cosine.shape
    assert (gain[2] < gain[0, 0]).all()
    assert (np.delete(gain[2], 2) < 0.26).all()
    assert (gain.diagonal()[[0, 1, 3, 4, 5]] > 0.3).all()


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_the_margin_is_measured_from_both_sides(rows: int, columns: int, seed: int) -> None:
    """Swapping the sides swaps rows and columns; adding to all similarities changes nothing."""
    cosine = np.random.default_rng(seed).uniform(-0.5, 0.5, (rows, columns)).astype(np.float32)
    assert np.allclose(margin(cosine.T), margin(cosine).T, atol=1e-6)
    assert np.allclose(margin(cosine + 0.25), margin(cosine), atol=1e-6)


@pytest.mark.parametrize("at_once", [1, 100, 1 << 22])
def test_candidates_are_each_segments_nearest_however_many_are_compared_at_once(
    monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(anchors, "AT_ONCE", at_once)
    source = embeddings(60)
    target = translated(source[10:50])
    rows, columns, gains = candidates(source, target)
    gain = margin(source @ target.T)
    assert (gains > 0).all()
    assert np.allclose(gains, gain[rows, columns], atol=1e-5)
    assert {(k + 10, k) for k in range(40)} <= set(zip(rows.tolist(), columns.tolist(), strict=True))
