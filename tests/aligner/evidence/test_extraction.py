"""Features: counted by hand, the same from both sides, and whatever the batches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evidence import extraction
from duiqi.aligner.evidence.affinity import affinities_of
from duiqi.aligner.evidence.extraction import Evidence
from duiqi.aligner.evidence.features import FEATURES, NAMES, NUMBERS
from duiqi.aligner.evidence.surface import Surface
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.search.corridor import Corridor
from duiqi.aligner.search.shapes import LONGEST_RUN, SHAPES, shapes_for
from duiqi.corpus.languages import is_spaced

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


def text(encoder: BundledEncoder, texts: Sequence[str], lang: str, **known: object) -> EncodedText:
    surface = Surface.of(texts, **known)  # type: ignore[arg-type]
    return EncodedText.of(surface, encoder.read(texts, is_spaced(lang)))


@pytest.fixture(scope="module")
def texts(encoder: BundledEncoder) -> tuple[EncodedText, EncodedText]:
    """Two small texts with paragraphs and list labels."""
    source = text(
        encoder, ENGLISH, "en", labels=["1.", "", "", "(a)", "", ""], paragraphs=np.array([0, 1, 1, 2, 3, 3])
    )
    target = text(
        encoder,
        CHINESE,
        "zh",
        labels=["一、", "", "", "", "(a)", ""],
        paragraphs=np.array([0, 1, 1, 1, 2, 3]),
    )
    return source, target


def everything(source: EncodedText, target: EncodedText, encoder: BundledEncoder) -> Evidence:
    """The evidence for all beads there can be."""
    square = Corridor(np.zeros(len(source) + 1, np.int64), np.full(len(source) + 1, len(target)))
    shapes = shapes_for(source.surface.is_cut, target.surface.is_cut)
    return Evidence(source, target, square.beads(shapes), shapes, affinities_of(source, target, encoder))


def values(evidence: Evidence) -> np.ndarray:
    """(FEATURES, beads)"""
    found = np.full((len(FEATURES), len(evidence.beads.i)), np.nan, np.float32)
    for some, features in evidence.features():
        found[:, some] = features
    return found


@pytest.fixture(scope="module")
def evidence(encoder: BundledEncoder, texts: tuple[EncodedText, EncodedText]) -> Evidence:
    return everything(*texts, encoder)


def places(evidence: Evidence) -> list[tuple[int, int, int, int]]:
    beads = evidence.beads
    return list(zip(*(part.tolist() for part in (beads.i, beads.j, beads.a, beads.b)), strict=True))


def feature(evidence: Evidence, name: str, bead: tuple[int, int, int, int]) -> float:
    return float(values(evidence)[NUMBERS[name], places(evidence).index(bead)])


# --- features


def test_all_features_are_numbers(evidence: Evidence) -> None:
    assert np.isfinite(values(evidence)).all()


def test_weighed_features_are_the_sums_of_all_with_a_weight(evidence: Evidence) -> None:
    weights = np.random.default_rng(1).normal(size=len(FEATURES)).astype(np.float32)
    weights[::3] = 0
    found = np.full(len(evidence.beads.i), np.nan, np.float32)
    for some, sums in evidence.weighed(weights):
        found[some] = sums
    assert np.allclose(found, weights @ values(evidence), atol=1e-3)


@pytest.mark.parametrize("rows", [1, 2, 1000])
def test_where_a_batch_ends_makes_no_difference(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    before = values(evidence)
    monkeypatch.setattr(extraction, "ROWS_AT_ONCE", rows)
    assert np.allclose(values(evidence), before, atol=1e-4)


def test_features_mirror_when_the_sides_are_swapped(
    encoder: BundledEncoder, texts: tuple[EncodedText, EncodedText]
) -> None:
    """Only those that count a side by name change their names."""
    source, target = texts
    here, there = everything(source, target, encoder), everything(target, source, encoder)
    names = [NUMBERS[PARTNERS.get(name, name)] for name in NAMES]
    order = [places(there).index((j, i, b, a)) for i, j, a, b in places(here)]
    assert np.allclose(values(there)[names][:, order], values(here), atol=1e-4)


def test_without_affinities_only_explanations_are_left_out(evidence: Evidence) -> None:
    rough = Evidence(evidence.source, evidence.target, evidence.beads, evidence.shapes)
    zero = {name for name, row in zip(NAMES, values(rough), strict=True) if not row.any()}
    assert {feature.name for feature in FEATURES if feature.family == "explanation"} <= zero
    assert "cosine" not in zero
    for name in ("length", "questions", "label", "crosses paragraphs"):
        assert np.array_equal(values(rough)[NUMBERS[name]], values(evidence)[NUMBERS[name]])


def test_shapes_are_as_good_from_either_side() -> None:
    assert {(b, a) for a, b in SHAPES} == set(SHAPES)
    assert len(set(SHAPES)) == len(SHAPES)


def test_longer_runs_only_where_a_side_was_cut_into_clauses(encoder: BundledEncoder) -> None:
    whole = text(encoder, ENGLISH, "en")
    cut = text(encoder, CHINESE, "zh", parents=np.array([0, 1, 1, 1, 1, 2]))
    assert shapes_for(whole.surface.is_cut, whole.surface.is_cut) == list(SHAPES)
    longer = set(shapes_for(whole.surface.is_cut, cut.surface.is_cut)) - set(SHAPES)
    assert max(longer) == (1, LONGEST_RUN)
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
    assert feature(evidence, "quotation closes", (1, 2, 1, 1)) == 0


def test_a_note_is_alone_or_with_a_note(encoder: BundledEncoder) -> None:
    english = text(encoder, ("The river is deep.", "It is cold here.", "Note: Bring a rope."), "en")
    chinese = text(encoder, ("河很深。", "译注：从略。", "这里很冷。", "注意：带一根绳子。"), "zh")
    evidence = everything(english, chinese, encoder)
    assert feature(evidence, "notes begun", (0, 0, 1, 1)) == 0
    assert feature(evidence, "notes begun", (0, 0, 1, 2)) == 1
    assert feature(evidence, "notes begun", (0, 1, 1, 1)) == 1
    assert feature(evidence, "notes begun", (2, 3, 1, 1)) == 0
    assert feature(evidence, "skip note", (1, 1, 0, 1)) == 1
    assert feature(evidence, "skip note", (1, 2, 0, 1)) == 0


def test_paragraphs_are_compared_where_both_sides_have_some(
    encoder: BundledEncoder, evidence: Evidence, texts: tuple[EncodedText, EncodedText]
) -> None:
    assert feature(evidence, "paragraph starts", (1, 1, 1, 1)) == 0
    assert feature(evidence, "paragraph starts", (1, 2, 1, 1)) == 1
    assert feature(evidence, "crosses paragraphs", (0, 0, 2, 2)) == 2
    plain = text(encoder, CHINESE, "zh")
    without = everything(texts[0], plain, encoder)
    assert feature(without, "crosses paragraphs", (0, 0, 2, 2)) == 0
