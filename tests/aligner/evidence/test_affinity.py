"""Affinities: what tokens, clauses and numbers of one side explain of the other, counted by hand."""

from __future__ import annotations

from copy import copy
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evidence import affinity as affinity_module
from duiqi.aligner.evidence.affinity import Affinity, affinities_of, explain_segments, learn_cooccurrences
from duiqi.aligner.evidence.surface import Surface
from duiqi.aligner.evidence.text import EncodedText


def text(encoder: BundledEncoder, texts: list[str]) -> EncodedText:
    return EncodedText.of(Surface.of(texts), encoder.read(texts, spaced=texts[0].isascii()))


# --- what blocks explain


@st.composite
def affinities(draw: st.DrawFn) -> Affinity:
    """Up to five segments a side, of up to three elements each, some with none."""
    seed = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    table = seed.uniform(0, 1, (4, 4)).astype(np.float32)
    halves = []
    for _ in range(2):
        sizes = draw(st.lists(st.integers(0, 3), min_size=1, max_size=5))
        starts = np.concatenate([[0], np.cumsum(sizes)])
        halves += [seed.integers(0, 4, starts[-1]), starts, seed.uniform(0, 2, starts[-1]).astype(np.float32)]
    return Affinity(table, *halves)


@pytest.mark.slow
@given(affinities(), st.integers(1, 6))
def test_a_block_explains_what_its_best_elements_do(affinity: Affinity, largest: int) -> None:
    """Element by element: the largest affinity inside the block, and what a neighbour adds."""
    found = explain_segments(affinity.by_segment()[0], largest)

    def best(target: int, segments: range) -> float:
        elements = [
            element
            for k in segments
            if 0 <= k < len(affinity.source_starts) - 1
            for element in affinity.source[affinity.source_starts[k] : affinity.source_starts[k + 1]]
        ]
        return max(
            (float(affinity.table[element, affinity.target[target]]) for element in elements), default=0.0
        )

    for size in range(1, largest + 1):
        for i in range(len(affinity.source_starts) - size):
            for j in range(len(affinity.target_starts) - 1):
                inside = beside = 0.0
                for element in range(affinity.target_starts[j], affinity.target_starts[j + 1]):
                    weight = float(affinity.target_weights[element])
                    block = best(element, range(i, i + size))
                    around = max(best(element, range(i - 1, i)), best(element, range(i + size, i + size + 1)))
                    inside += weight * block
                    beside += weight * max(around - block, 0)
                assert found.inside[size][i, j] == pytest.approx(inside, abs=1e-5)
                assert found.beside[size][i, j] == pytest.approx(beside, abs=1e-5)


@pytest.mark.slow
@given(affinities())
def test_mirroring_twice_changes_nothing(affinity: Affinity) -> None:
    again = affinity.mirrored().mirrored()
    assert all(np.array_equal(first, second) for first, second in zip(again, affinity, strict=True))


@pytest.mark.slow
@given(affinities(), st.data())
def test_segments_are_as_near_to_an_element_as_their_nearest_element_in_any_window(
    affinity: Affinity, data: st.DataObject
) -> None:
    """Counted element by element in a window of the texts, and taken from the affinity of whole texts."""
    firsts = data.draw(st.integers(0, len(affinity.source_starts) - 1))
    columns = data.draw(st.integers(0, len(affinity.target_starts) - 1))
    source, target = range(firsts, len(affinity.source_starts) - 1), range(columns)
    of_target, of_source = affinity.by_segment()
    part = affinity.window(source, target)
    for way, found in (
        (part, of_target.window(source, target)),
        (part.mirrored(), of_source.window(target, source)),
    ):
        wanted = [
            way.table[way.source[start:stop]][:, way.target].max(axis=0, initial=0)
            for start, stop in pairwise(way.source_starts)
        ]
        assert found.table[:, found.types].tolist() == [row.tolist() for row in wanted]
        assert found.starts.tolist() == way.target_starts.tolist()
        assert found.weights.tolist() == way.target_weights.tolist()


# --- the dictionary


def test_tokens_written_alike_are_the_same(encoder: BundledEncoder) -> None:
    source, target = (
        text(encoder, ["Resolution 53/26, NATO."]),
        text(encoder, ["NATO第53/26号决议。"]),
    )
    tokens, clauses, numbers = affinities_of(source, target, encoder)
    for table in (tokens.table, clauses.table, numbers.table):
        assert table.min() >= 0
        assert table.max() <= 1
    rows, columns = np.unique(source.reading.tokens), np.unique(target.reading.tokens)
    for row, token in enumerate(rows.tolist()):
        for column, other in enumerate(columns.tolist()):
            if encoder.piece(token) == encoder.piece(other) in {"53", "26", "NATO"}:
                assert tokens.table[row, column] == 1


@pytest.mark.parametrize("threads", [1, 2])
def test_the_margin_of_tokens_is_that_over_the_nearest_of_each_side(
    encoder: BundledEncoder, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In batches, whose number may not matter, and the same to the byte with one or two threads."""
    monkeypatch.setattr(affinity_module, "ROWS_AT_ONCE", 7)
    english = "The emperor never forgave his brother, and nobody saw the old ship again after that storm."
    sides = (
        text(encoder, [english]),
        text(encoder, ["皇帝从未原谅他的弟弟，暴风雨之后再没有人见过那艘旧船。"]),
    )
    vectors = [encoder.token_vectors(np.unique(side.reading.tokens)) for side in sides]
    cosine = vectors[0] @ vectors[1].T
    nearest = [np.sort(table, axis=1)[:, -10:].mean(axis=1) for table in (cosine, cosine.T)]
    wanted = np.clip((2 * cosine - nearest[0][:, None] - nearest[1]) / 0.6, 0, 1)
    several = copy(encoder)
    several.threads = threads
    found = affinities_of(*sides, several).token.table
    free = found < 1  # tokens that are written alike are 1 in any case
    assert np.allclose(found[free], wanted[free], atol=1e-5)
    assert np.array_equal(found, affinities_of(*sides, encoder.alone()).token.table)


def learned(tokens: Affinity, beads: Ints, weights: Floats32 | None = None) -> Affinity:
    """A copy of these affinities, with what the beads teach; bead k has segment beads[k] of either side."""
    taught = tokens._replace(table=tokens.table.copy())
    learn_cooccurrences(taught, beads, beads, weights)
    return taught


def test_a_first_alignment_teaches_names(encoder: BundledEncoder) -> None:
    """韦小宝 is Trinket, because they turn up in the same beads; nothing known is forgotten."""
    count = 30
    english = [f"{'The sun' if k % 3 else 'Trinket'} stood at door {k}." for k in range(count)]
    chinese = [f"{'太阳' if k % 3 else '韦小宝'}在第{k}扇门前。" for k in range(count)]
    source, target = text(encoder, english), text(encoder, chinese)
    tokens = affinities_of(source, target, encoder).token
    taught = learned(tokens, np.arange(count))
    assert (taught.table >= tokens.table).all()
    assert taught.table.max() <= 1

    def name(found: Affinity) -> float:
        rows, columns = np.unique(source.reading.tokens), np.unique(target.reading.tokens)
        row = rows.tolist().index(encoder.tokenize(english)[0][0])
        column = columns.tolist().index(encoder.tokenize(chinese)[0][1])
        return float(found.table[row, column])

    assert name(taught) > 0.5 > name(tokens)


def test_beads_that_count_for_more_teach_more(encoder: BundledEncoder) -> None:
    """A person has accepted the beads with Trinket; without weights every bead counts for one."""
    english = [f"{'The sun' if k % 10 else 'Trinket'} stood at door {k}." for k in range(30)]
    chinese = [f"{'太阳' if k % 10 else '韦小宝'}在第{k}扇门前。" for k in range(30)]
    source, target = text(encoder, english), text(encoder, chinese)
    tokens, beads = affinities_of(source, target, encoder).token, np.arange(30)
    alike = learned(tokens, beads)
    assert np.array_equal(alike.table, learned(tokens, beads, np.ones(30, np.float32)).table)
    accepted = np.where(beads % 10, 1, 2).astype(np.float32)
    row = np.unique(source.reading.tokens).tolist().index(encoder.tokenize(english)[0][0])
    column = np.unique(target.reading.tokens).tolist().index(encoder.tokenize(chinese)[0][1])
    more = learned(tokens, beads, accepted)
    assert more.table[row, column] > alike.table[row, column]


@pytest.mark.parametrize("beads", [1, 3])
def test_one_cooccurrence_teaches_nothing(encoder: BundledEncoder, beads: int) -> None:
    """Tokens of one bead only may have met by chance; here no token is in two beads."""
    source = text(encoder, ["Alpha", "Bravo", "Zulu"][:beads])
    target = text(encoder, ["太阳", "月亮", "大海"][:beads])
    tokens = affinities_of(source, target, encoder).token
    assert np.array_equal(learned(tokens, np.arange(beads)).table, tokens.table)
