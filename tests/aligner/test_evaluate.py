"""Scoring against gold: the measure of the published tables, and what a confidence is worth."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evaluate import Evaluation, GoldBead, calibration_error, evaluate, f1, segments_of
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.gold import read_gold

DOCUMENT: dict[str, Any] = {
    "id": "committee",
    "src_lang": "en",
    "tgt_lang": "zh",
    "src": [
        "The committee met on Monday.",
        "It discussed the water supply of the old town, and nobody objected to the plan.",
        "See page 12.",
    ],
    "tgt": ["委员会星期一开会。", "会议讨论了老城的供水问题。", "没有人反对这项计划。"],
    "gold": [[[0], [0]], [[1], [1, 2]], [[2], []]],
}


@pytest.fixture(scope="module")
def reference(gold: Callable[[str], Path]) -> ModuleType:
    """The independent scorer that lies beside the gold data."""
    spec = importlib.util.spec_from_file_location("score", gold("score.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@st.composite
def alignments(draw: st.DrawFn) -> list[GoldBead]:
    """Beads that tile two texts of ten segments: any kinds, deletions among them."""
    beads, ends = [], [0, 0]
    while min(ends) < 10:
        starts = tuple(ends)
        sizes = draw(st.sampled_from([(1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2), (3, 1)]))
        ends = [min(end + size, 10) for end, size in zip(ends, sizes, strict=True)]
        bead = tuple(tuple(range(start, end)) for start, end in zip(starts, ends, strict=True))
        if any(bead):
            beads.append(bead)
    return beads  # type: ignore[return-value]


@pytest.mark.slow
@given(st.lists(st.tuples(alignments(), alignments()), min_size=1, max_size=3))
def test_scores_are_those_of_the_independent_scorer(
    reference: ModuleType, documents: list[tuple[list[GoldBead], list[GoldBead]]]
) -> None:
    evaluation = Evaluation("")
    for number, (wanted, found) in enumerate(documents):
        evaluation.add(str(number), wanted, found, [0.5] * len(found))
    expected = reference.score(
        {str(number): wanted for number, (wanted, _) in enumerate(documents)},
        {str(number): found for number, (_, found) in enumerate(documents)},
    )
    figures = evaluation.as_dict()
    assert evaluation.found.beads == expected.pop("beads")
    assert {name: figures[name] for name in expected} == expected


@pytest.mark.slow
def test_a_real_document_scores_the_same(
    encoder: BundledEncoder, reference: ModuleType, gold: Callable[[str], Path]
) -> None:
    """Through the beads as `duiqi evaluate --beads` writes them."""
    document = min(read_gold(gold("mac_dev.jsonl")), key=lambda document: len(document["src"]))
    evaluation = evaluate([document], encoder)
    beads = json.loads(json.dumps(evaluation.beads))
    expected = reference.score({document["id"]: document["gold"]}, beads)
    figures = evaluation.as_dict()
    assert evaluation.found.beads == expected.pop("beads")
    assert {name: figures[name] for name in expected} == expected
    assert figures["strict_f1"] > 0.8


@pytest.mark.slow
def test_many_documents_score_as_each_alone(encoder: BundledEncoder) -> None:
    """Several are aligned side by side, one is aligned in threads: the beads are the same."""
    documents = [DOCUMENT | {"id": str(number)} for number in range(encoder.threads + 1)]
    (alone,) = evaluate(documents[:1], encoder).beads.values()
    assert list(evaluate(documents, encoder).beads.values()) == [alone] * len(documents)


@pytest.mark.slow
@given(alignments())
def test_the_gold_itself_is_perfect(wanted: list[GoldBead]) -> None:
    evaluation = Evaluation("")
    evaluation.add("1", wanted, wanted, [1.0] * len(wanted))
    figures = evaluation.as_dict()
    assert figures["strict_precision"] == figures["lax_precision"] == 1
    assert figures["strict_recall"] == figures["lax_f1"] == (1 if any(all(bead) for bead in wanted) else 0)
    assert figures["calibration_error"] == 0
    assert all(kind["f1"] == 1 for kind in figures["kinds"].values())


@pytest.mark.slow
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=40))
@settings(max_examples=50)
def test_a_calibration_error_is_a_share(sure: list[tuple[float, bool]]) -> None:
    assert 0 <= calibration_error(sure) <= 1
    assert calibration_error(sure[::-1]) == pytest.approx(calibration_error(sure), abs=1e-9)


@pytest.mark.parametrize(
    ("sure", "error"),
    [
        ([], 0),
        ([(1.0, True), (0.0, False)], 0),
        ([(1.0, False), (1.0, False)], 1),
        # One bin of three, .85 sure on the average, two thirds right; one of one, .3 sure and wrong.
        ([(0.8, True), (0.85, True), (0.89, False), (0.3, False)], 0.75 * abs(2.54 / 3 - 2 / 3) + 0.25 * 0.3),
        # .1 and .19 share a bin, .2 opens the next.
        ([(0.1, False), (0.19, True), (0.2, False)], (2 * abs(0.145 - 0.5) + 0.2) / 3),
    ],
)
def test_calibration_errors_by_hand(sure: list[tuple[float, bool]], error: float) -> None:
    assert calibration_error(sure) == pytest.approx(error, abs=1e-9)


def test_figures_by_hand() -> None:
    """Three gold beads with two sides and a deletion; one bead right, one half right, one wrong."""
    evaluation = Evaluation("")
    wanted = [((0,), (0,)), ((1, 2), (1,)), ((3,), (2,)), ((4,), ())]
    found = [((0,), (0,)), ((1,), (1,)), ((2, 3), ()), ((), (2,)), ((4,), ())]
    evaluation.add("1", wanted, found, [0.95, 0.95, 0.5, 0.5, 0.9])
    figures = evaluation.as_dict()
    assert figures["strict_precision"] == 0.4  # the deletion counts
    assert figures["strict_recall"] == 0.3333  # the deletion does not
    assert figures["lax_precision"] == 0.6
    assert figures["lax_recall"] == 0.6667
    assert figures["strict_f1"] == round(f1(2 / 5, 1 / 3), 4)
    assert figures["kept_at_90"] == 0.6
    assert figures["precision_at_90"] == 0.6667
    assert figures["kinds"]["1-0"] == {"gold": 1, "found": 1, "f1": 1.0}
    assert figures["kinds"]["2-1"] == {"gold": 1, "found": 0, "f1": 0.0}


def test_a_gold_document_is_aligned_as_it_stands(encoder: BundledEncoder) -> None:
    """Its segments are kept, and every one of them is in a bead."""
    evaluation = evaluate([DOCUMENT], encoder)
    assert evaluation.beads == {"committee": [([0], [0]), ([1], [1, 2]), ([2], [])]}
    figures = evaluation.as_dict()
    assert figures["strict_f1"] == 1
    assert (figures["documents"], figures["sentences"]) == (1, 6)
    assert figures["sentences_a_second"] > 0
    assert re.fullmatch(
        r"seg:presegmented\|enc:bundled-[^|]+\|weights:segments-[^|]+\|v:[^|]+\|scorer:[^|]+",
        figures["signature"],
    )


def test_the_order_of_a_gold_bead_does_not_matter() -> None:
    evaluation = Evaluation("")
    evaluation.add("1", [((1, 0), (2, 1, 0))], [((0, 1), (0, 1, 2))], [1.0])
    assert evaluation.as_dict()["strict_f1"] == 1


@pytest.mark.parametrize("key", ["src", "tgt", "src_lang", "tgt_lang", "gold"])
def test_a_document_without_one_of_its_parts_is_named(key: str) -> None:
    document = {name: value for name, value in DOCUMENT.items() if name != key}
    with pytest.raises(MalformedFile) as refused:
        segments_of(document)
    assert str(refused.value) == f"gold document committee: no '{key}'. Is this a gold file?"


def test_a_document_without_a_name() -> None:
    with pytest.raises(MalformedFile) as refused:
        segments_of({name: value for name, value in DOCUMENT.items() if name != "id"})
    assert str(refused.value) == "gold document ?: no 'id'. Is this a gold file?"
