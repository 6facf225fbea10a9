"""What speaks for a bead: counted by hand, the same from both sides, and wherever the window ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.bundled import BundledEncoder
from aligner.evidence import (
    FEATURES,
    NUMBERS,
    SHAPES,
    Affinity,
    Evidence,
    Side,
    explained,
    label_keys,
    learn,
    tables,
)
from corpus.model import is_spaced

ENGLISH = (
    "Adopts resolution 60/97 of 8 December 2005.",
    "“Will you come?” asked Trinket.",
    "He did not wait for an answer; he went home.",
    "Nobody saw Trinket again that year, though many asked for him.",
    "It cost 12,500 dollars!",
    "The next day it rained.",
)
CHINESE = (
    "通过2005年12月8日第60/97号决议。",
    "“你来吗？”韦小宝问。",
    "他没等回答。",
    "他回家了。",
    "那一年再也没有人见过韦小宝，虽然很多人打听他。",
    "花了12500美元！第二天下雨了。",
)
PARTNERS = {"1-2": "2-1", "2-1": "1-2", "skip source": "skip target", "skip target": "skip source"}


def side(encoder: BundledEncoder, texts: Sequence[str], lang: str, **known: object) -> Side:
    return Side.of(texts, encoder.read(texts, is_spaced(lang)), **known)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def sides(encoder: BundledEncoder) -> tuple[Side, Side]:
    """Two small texts with all that a side may have: paragraphs, labels, clauses of one sentence."""
    source = side(
        encoder, ENGLISH, "en", labels=["1.", "", "", "(a)", "", ""], paragraphs=np.array([0, 1, 1, 2, 3, 3])
    )
    target = side(
        encoder,
        CHINESE,
        "zh",
        labels=["一、", "", "", "", "(a)", ""],
        paragraphs=np.array([0, 1, 1, 1, 2, 3]),
    )
    return source, target


@pytest.fixture(scope="module")
def evidence(encoder: BundledEncoder, sides: tuple[Side, Side]) -> Evidence:
    return Evidence(*sides, *tables(*sides, encoder))


def grid(rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    i, j = np.indices((rows + 1, columns + 1)).reshape(2, -1)
    return i, j


def feature(evidence: Evidence, name: str, bead: tuple[int, int, int, int]) -> float:
    i, j, a, b = bead
    every = list(evidence.features(np.array([i]), np.array([j])))
    return float(every[evidence.shapes.index((a, b))][NUMBERS[name], 0])


def inside(evidence: Evidence, i: np.ndarray, j: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Which beads of a shape stay in the text; of the others, features are meaningless."""
    return (i + shape[0] <= len(evidence.source)) & (j + shape[1] <= len(evidence.target))


# --- features


def test_all_features_are_numbers(evidence: Evidence) -> None:
    i, j = grid(6, 6)
    for shape, values in zip(evidence.shapes, evidence.features(i, j), strict=True):
        assert values.shape == (len(FEATURES), len(i))
        assert np.isfinite(values[:, inside(evidence, i, j, shape)]).all()


def test_where_the_window_ends_makes_no_difference(evidence: Evidence) -> None:
    """Features of all rows at once, of each row, of each node: the same."""
    i, j = grid(6, 6)
    for groups in (i, np.arange(len(i))):
        whole = list(evidence.features(i, j))
        for group in np.unique(groups):
            some = groups == group
            for shape, values, part in zip(
                evidence.shapes, whole, evidence.features(i[some], j[some]), strict=True
            ):
                within = inside(evidence, i[some], j[some], shape)
                assert np.allclose(part[:, within], values[:, some][:, within], atol=1e-4)


def test_features_mirror_when_the_sides_are_swapped(
    encoder: BundledEncoder, sides: tuple[Side, Side]
) -> None:
    """Only those that count a side by name change their names."""
    source, target = sides
    here = Evidence(source, target, *tables(source, target, encoder))
    there = Evidence(target, source, *tables(target, source, encoder))
    names = [NUMBERS[PARTNERS.get(name, name)] for name in FEATURES]
    i, j = grid(6, 6)
    mirrored = dict(zip(there.shapes, there.features(j, i), strict=True))
    for (a, b), values in zip(here.shapes, here.features(i, j), strict=True):
        within = inside(here, i, j, (a, b))
        assert np.allclose(mirrored[b, a][names][:, within], values[:, within], atol=1e-4)


def test_shapes_are_as_good_from_either_side() -> None:
    assert {(b, a) for a, b in SHAPES} == set(SHAPES)
    assert len(set(SHAPES)) == len(SHAPES)


def test_longer_runs_only_where_a_side_was_cut_into_clauses(encoder: BundledEncoder) -> None:
    whole = side(encoder, ENGLISH, "en")
    cut = side(encoder, CHINESE, "zh", parents=np.array([0, 1, 1, 1, 1, 2]))
    assert Evidence(whole, whole, *tables(whole, whole, encoder)).shapes == list(SHAPES)
    longer = {
        shape for shape in Evidence(whole, cut, *tables(whole, cut, encoder)).shapes if shape not in SHAPES
    }
    assert longer
    assert {a for a, _ in longer} == {1}


def test_the_right_bead_has_more_for_it(evidence: Evidence) -> None:
    """Sentence 2 is two Chinese ones: the whole explains what either half leaves."""
    right, half = (2, 2, 1, 2), (2, 2, 1, 1)
    for name in ("cosine", "token least"):
        assert feature(evidence, name, right) > feature(evidence, name, half)
    assert feature(evidence, "shrink loss", right) < 0


def test_numbers_are_met_or_left(evidence: Evidence) -> None:
    """60/97 with 60/97; 12,500 with 12500."""
    assert feature(evidence, "numbers met", (4, 5, 1, 1)) == 2
    assert feature(evidence, "numbers left", (4, 5, 1, 1)) == 0
    assert feature(evidence, "numbers left", (4, 4, 1, 1)) == 1
    assert feature(evidence, "numbers beside", (4, 4, 1, 1)) > 0


def test_labels_and_marks_are_compared(evidence: Evidence) -> None:
    assert feature(evidence, "label", (3, 4, 1, 1)) == 1
    assert feature(evidence, "label", (3, 3, 1, 1)) == 0
    assert feature(evidence, "questions", (1, 1, 1, 1)) == 0
    assert feature(evidence, "questions", (1, 2, 1, 1)) == 1
    assert feature(evidence, "quotation opens", (1, 1, 1, 1)) == 0
    assert feature(evidence, "quotation opens", (1, 2, 1, 1)) == 1


def test_paragraphs_are_compared_where_both_sides_have_some(
    encoder: BundledEncoder, evidence: Evidence, sides: tuple[Side, Side]
) -> None:
    assert feature(evidence, "paragraph starts", (1, 1, 1, 1)) == 0
    assert feature(evidence, "paragraph starts", (1, 2, 1, 1)) == 1
    assert feature(evidence, "crosses paragraphs", (0, 0, 2, 2)) == 2
    plain = side(encoder, CHINESE, "zh")
    without = Evidence(sides[0], plain, *tables(sides[0], plain, encoder))
    assert feature(without, "crosses paragraphs", (0, 0, 2, 2)) == 0


# --- what blocks explain


@st.composite
def affinities(draw: st.DrawFn) -> Affinity:
    """Up to five segments a side, of up to three units each, some with none."""
    seed = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    table = seed.uniform(0, 1, (4, 4)).astype(np.float32)
    halves = []
    for _ in range(2):
        sizes = draw(st.lists(st.integers(0, 3), min_size=1, max_size=5))
        starts = np.concatenate([[0], np.cumsum(sizes)])
        halves += [seed.integers(0, 4, starts[-1]), starts, seed.uniform(0, 2, starts[-1]).astype(np.float32)]
    return Affinity(table, *halves)


@given(affinities(), st.sets(st.integers(1, 3), min_size=1))
def test_blocks_explain_what_their_best_units_do(affinity: Affinity, sizes: set[int]) -> None:
    """Unit by unit: the best partner inside the block, and what a neighbour has beyond it."""
    seen = explained(affinity, sorted(sizes))

    def best(target: int, segments: range) -> float:
        units = [
            unit
            for k in segments
            if 0 <= k < len(affinity.source_starts) - 1
            for unit in affinity.source[affinity.source_starts[k] : affinity.source_starts[k + 1]]
        ]
        return max((float(affinity.table[unit, affinity.target[target]]) for unit in units), default=0.0)

    for size in sizes:
        for i in range(len(affinity.source_starts) - size):
            for j in range(len(affinity.target_starts) - 1):
                inside = beside = 0.0
                for unit in range(affinity.target_starts[j], affinity.target_starts[j + 1]):
                    weight = float(affinity.target_weights[unit])
                    found = best(unit, range(i, i + size))
                    around = max(best(unit, range(i - 1, i)), best(unit, range(i + size, i + size + 1)))
                    inside += weight * found
                    beside += weight * max(around - found, 0)
                assert seen.inside[size][i, j] == pytest.approx(inside, abs=1e-5)
                assert seen.beside[size][i, j] == pytest.approx(beside, abs=1e-5)


@given(affinities())
def test_mirroring_twice_is_nothing(affinity: Affinity) -> None:
    again = affinity.mirrored().mirrored()
    assert all(np.array_equal(first, second) for first, second in zip(again, affinity, strict=True))


# --- the dictionary


def test_tokens_written_alike_are_the_same(encoder: BundledEncoder) -> None:
    source, target = (
        side(encoder, ["Resolution 53/26, NATO."], "en"),
        side(encoder, ["NATO第53/26号决议。"], "zh"),
    )
    tokens, clauses = tables(source, target, encoder)
    for table in (tokens.table, clauses.table):
        assert table.min() >= 0
        assert table.max() <= 1
    rows, columns = np.unique(source.reading.tokens), np.unique(target.reading.tokens)
    for row, token in enumerate(rows.tolist()):
        for column, other in enumerate(columns.tolist()):
            if encoder.piece(token) == encoder.piece(other) in {"53", "26", "NATO"}:
                assert tokens.table[row, column] == 1


def test_a_first_alignment_teaches_names(encoder: BundledEncoder) -> None:
    """韦小宝 is Trinket, because they turn up in the same beads; nothing known is forgotten."""
    count = 30
    english = [f"{'The sun' if k % 3 else 'Trinket'} stood at door {k}." for k in range(count)]
    chinese = [f"{'太阳' if k % 3 else '韦小宝'}在第{k}扇门前。" for k in range(count)]
    source, target = side(encoder, english, "en"), side(encoder, chinese, "zh")
    tokens, _ = tables(source, target, encoder)
    taught = learn(tokens, np.arange(count), np.arange(count))
    assert (taught.table >= tokens.table).all()
    assert taught.table.max() <= 1

    def name(found: Affinity) -> float:
        rows, columns = np.unique(source.reading.tokens), np.unique(target.reading.tokens)
        row = rows.tolist().index(encoder.tokenize(english)[0][0])
        column = columns.tolist().index(encoder.tokenize(chinese)[0][1])
        return float(found.table[row, column])

    assert name(taught) > 0.5 > name(tokens)


# --- sides


def test_numbers_of_any_script_are_alike(encoder: BundledEncoder) -> None:
    """Full-width digits, thousands, fractions; 𝟙 stands above U+FFFF."""
    texts = ["１２，５００ and 12,500", "A/62/401 of 8.5.2005", "三", "𝟙𝟚", "1,2"]
    found = side(encoder, texts, "en")
    assert found.numbers == (("12500", "12500"), ("62/401", "8.5.2005"), (), ("12",), ("1,2",))


def test_lengths_leave_white_space_out(encoder: BundledEncoder) -> None:
    assert side(encoder, ["", " 协助　地雷 ", "a b\tc", "𠀀"], "zh").lengths.tolist() == [0, 4, 3, 1]


def test_a_cut_at_a_comma_is_soft_one_at_a_full_stop_is_not(encoder: BundledEncoder) -> None:
    """Only inside a segment that was cut; at its own ends the author cut it."""
    texts = ["他来了，", "坐下；", "喝茶，", "走了。", "天黑了，"]
    found = side(encoder, texts, "zh", parents=np.array([0, 0, 0, 0, 1]))
    assert found.soft.tolist() == [False, True, False, True, False, False]
    assert not side(encoder, texts, "zh").soft.any()


def test_a_paragraph_opens_with_its_first_segment(encoder: BundledEncoder) -> None:
    found = side(encoder, ENGLISH, "en", paragraphs=np.array([0, 0, 1, 3, 3, 4]))
    assert found.opens.tolist() == [True, False, True, True, False, True]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("3.", "3."), ("(a)", "a)"), ("㈠", "(i)"), ("第三条", "Article 3"), ("第十一条", "11."),
        ("二十三、", "23."), ("（十）", "X."), ("⑫", "12"), ("Ⅳ", "4."), ("(3)", "三、"), ("１．", "1."),
    ],
)  # fmt: skip
def test_labels_of_different_writing_meet(source: str, target: str) -> None:
    assert label_keys(source) & label_keys(target)


@pytest.mark.parametrize(
    ("source", "target"),
    [("3.", "4."), ("(a)", "(b)"), ("㈡", "(i)"), ("第十一条", "1."), ("", ""), ("*", "1")],
)
def test_labels_that_count_differently_do_not_meet(source: str, target: str) -> None:
    assert not label_keys(source) & label_keys(target)
