"""What an encoder returns is checked and normalised where it comes in."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.encoders.blocks import MeanSpans
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.encoders.rows import unit_rows
from duiqi.aligner.pipeline import align
from duiqi.corpus.errors import DuiqiError
from duiqi.segmenters import from_sentences
from tests.aligner.encoders.counting import counted

TEXT = (
    "It was cold.",
    "Nobody had seen 𠀀 since the spring.",
    "The mine was 120 metres deep!",
    "Was it?",
) * 3


class Made:
    """An encoder that changes the rows of another."""

    name = "made"

    def __init__(self, change: Callable[[Floats32], Any]) -> None:
        self.change = change

    def encode(self, sentences: Sequence[str]) -> Any:
        return self.change(counted(sentences))


def first_row(value: float) -> Callable[[Floats32], Floats32]:
    def change(rows: Floats32) -> Floats32:
        rows[0] = value
        return rows

    return change


def test_rows_of_unit_length_are_the_same_bytes() -> None:
    rows = counted(TEXT)
    assert unit_rows(rows, TEXT, "made").tobytes() == rows.tobytes()
    assert unit_rows(rows, TEXT, "made").dtype == np.float32


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows * 10,
        lambda rows: rows * np.float32(1e-30),
        lambda rows: rows.astype(np.float64) * 1e300,
        lambda rows: rows * np.arange(1, len(rows) + 1)[:, None],
        lambda rows: rows.tolist(),
        list,
        lambda rows: rows.astype(object),
    ],
)
def test_rows_of_any_length_are_normalised(change: Callable[[Floats32], Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = unit_rows(change(counted(TEXT)), TEXT, "made")
    assert np.allclose(found, counted(TEXT), atol=1e-6)


def test_whole_numbers_are_normalised() -> None:
    found = unit_rows((counted(TEXT) * 127).astype(np.int8), TEXT, "made")
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-6)


def test_what_an_encoder_returned_is_left_as_it_is() -> None:
    rows = counted(TEXT) * 3
    before = rows.copy()
    unit_rows(rows, TEXT, "made")
    assert np.array_equal(rows, before)


def test_no_sentence_has_no_row() -> None:
    assert unit_rows([], [], "made").shape == (0, 0)
    assert unit_rows(np.zeros((0, 16)), [], "made").shape == (0, 16)


EXPECTED = "encoder 'made': expected 12 rows of numbers, one for each sentence, found "


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda rows: rows[:-1], "an array of float32 in the shape (11, 16)"),
        (lambda rows: rows.T, "an array of float32 in the shape (16, 12)"),
        (lambda rows: rows.ravel(), "an array of float32 in the shape (192,)"),
        (lambda rows: rows[:, :0], "an array of float32 in the shape (12, 0)"),
        (lambda rows: rows.astype(np.complex64), "an array of complex64 in the shape (12, 16)"),
        (lambda rows: None, "NoneType"),
        (lambda rows: 1.0, "float"),
        (lambda rows: (row for row in rows), "generator"),
        (lambda rows: [row[: 1 + k % 5] for k, row in enumerate(rows)], "list"),
    ],
)
def test_what_is_no_table_is_an_error(change: Callable[[Floats32], Any], found: str) -> None:
    with pytest.raises(DuiqiError) as error:
        unit_rows(change(counted(TEXT)), TEXT, "made")
    assert str(error.value) == EXPECTED + found


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite_are_an_error(value: float, encoder: BundledEncoder) -> None:
    pair = EncoderPair(Made(first_row(value)), encoder)
    source, target = from_sentences(TEXT, "en"), from_sentences(TEXT, "de")
    with pytest.raises(DuiqiError) as error:
        align(source, target, pair, presegmented=True)
    assert str(error.value) == (
        "encoder 'made': the row of 'It was cold.' has values that are not finite (NaN or infinity)"
    )


def test_rows_of_another_length_than_before_are_an_error(encoder: BundledEncoder) -> None:
    """The first call with sentences decides; one without any may return a table of any width."""
    widths = iter([3, 16, 0, 16, 8])

    def narrower(rows: Floats32) -> Floats32:
        return np.ones((len(rows), next(widths)), np.float32)

    pair = EncoderPair(Made(narrower), encoder)
    pair.encode([])
    pair.encode(TEXT)
    pair.encode([])
    pair.encode(TEXT[:1])
    with pytest.raises(DuiqiError) as error:
        pair.encode(TEXT)
    assert str(error.value) == "encoder 'made': expected rows of 16 numbers, as it gave before, found 8"


def test_a_model_that_changes_within_an_alignment_is_an_error(encoder: BundledEncoder) -> None:
    calls = iter(range(100))

    def one_less(rows: Floats32) -> Floats32:
        return rows[:, : 16 - next(calls)]

    source, target = from_sentences(TEXT, "en"), from_sentences(TEXT, "de")
    with pytest.raises(DuiqiError, match="expected rows of 16 numbers, as it gave before, found 15"):
        align(source, target, EncoderPair(Made(one_less), encoder), presegmented=True)


def test_an_alignment_is_the_same_where_rows_are_not_normalised(encoder: BundledEncoder) -> None:
    source, target = from_sentences(TEXT, "en"), from_sentences(TEXT, "de")
    plain, longer = (
        align(source, target, EncoderPair(Made(change), encoder), presegmented=True)
        for change in (lambda rows: rows, lambda rows: rows * 8)
    )
    assert plain == longer


@pytest.mark.parametrize("change", [first_row(0), np.zeros_like])
def test_a_row_of_zeros_is_similar_to_nothing(
    change: Callable[[Floats32], Floats32], encoder: BundledEncoder
) -> None:
    source, target = from_sentences(TEXT, "en"), from_sentences(TEXT, "de")
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        found = align(source, target, EncoderPair(Made(change), encoder), presegmented=True)
    assert all(0 <= bead.confidence <= 1 for bead in found.beads)


def test_the_mean_of_rows_of_zeros_is_zero() -> None:
    spans = MeanSpans(np.zeros((2, 4), np.float32), np.array([3, 5], np.float32))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not spans.rows(np.array([0]), np.array([2])).any()
