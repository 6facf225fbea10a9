"""How many questions a text raises, and how good its alignment is when they are answered.

    python -m benchmarks.questions [--folds] [GOLD.jsonl ...]

The gold sets are MAC-Dev and the development part of Text+Berg (../shared/eval, or the folder that
DUIQI_EVAL names) unless files are given. For each set: the questions, their share of the text, how many
are about wrong beads, and in how many of these the gold is among the answers; then strict F1 as aligned,
and with questions answered by a simulated judge that is right in all, 90 % or 70 % of its answers, the mean
of several runs. A right answer says that none is right where none is; a wrong one is any other. The last
columns are the calibration error (ECE) of the confidence before and after the answers.

The weights that ship were fitted on MAC-Dev among others. With --folds each document of a set is
aligned with weights that were fitted on the other documents of the set, and on a mixture of --material, as
`benchmarks.train` does.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.examples import Example
from benchmarks.gold import EVAL
from benchmarks.material.mixture import mixture, read
from benchmarks.reviewing import Score, as_gold, is_among
from benchmarks.train import SHARE, STEPS, initial, left_out, parts
from duiqi.aligner import pipeline
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.evaluate import GoldBead, calibration_error, segments_of
from duiqi.aligner.judging.answers import LOOKED_AT
from duiqi.aligner.judging.judge import NONE, Choice
from duiqi.aligner.judging.judged import decided
from duiqi.aligner.judging.question import Question, questions_of
from duiqi.aligner.regions import lattices
from duiqi.aligner.search.weights import Kind, Weights, trained
from duiqi.corpus.gold import read_gold
from duiqi.corpus.model import Alignment
from duiqi.corpus.tiling import beads_of, editable

GOLD = ("mac_dev.jsonl", "textberg_dev.jsonl")
SHARES = (1.0, 0.9, 0.7)
RUNS = 5  # of a judge that errs
COLUMNS = (
    "gold", "questions", "of the text", "wrong", "gold among", "F1 as aligned",
    *(f"{share:.0%} right" for share in SHARES),
    "ECE as aligned", *(f"{share:.0%} right" for share in SHARES),
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A document, its alignment, and the questions about it."""

    gold: list[GoldBead]
    alignment: Alignment
    questions: list[Question]

    @classmethod
    def of(cls, document: dict[str, Any], encoders: EncoderPair) -> Case:
        """Align a document and find its questions."""
        alignment = editable(align(document, encoders))
        gold = [(tuple(sorted(source)), tuple(sorted(target))) for source, target in document["gold"]]
        return cls(gold, alignment, list(questions_of(alignment, encoders)))

    def is_wrong(self, question: Question) -> bool:
        """Whether the beads that are there are not the gold's."""
        return not is_among([one for one in question.alternatives if one.is_present], self.gold)

    def right(self, question: Question) -> int:
        """The number of the alternative that is the gold's."""
        for number, one in enumerate(question.alternatives, 1):
            if is_among([one], self.gold):
                return number
        return NONE


def align(document: dict[str, Any], encoders: EncoderPair) -> Alignment:
    """Align the sentences of a gold document as they are."""
    return pipeline.align(*segments_of(document), encoders, presegmented=True)


@dataclass(frozen=True)
class Simulated:
    """A judge that knows the gold, and gives a share of right answers."""

    case: Case
    share: float
    chance: random.Random
    name = "simulated"

    @property
    def reliability(self) -> float:
        """As it is."""
        return min(self.share, LOOKED_AT)

    def choose(self, questions: Sequence[Question]) -> list[Choice]:
        """A choice for each question."""
        found = []
        for question in questions:
            right = self.case.right(question)
            others = [number for number in range(len(question.alternatives) + 1) if number != right]
            is_right = self.chance.random() < self.share
            found.append(Choice(right if is_right else self.chance.choice(others)))
        return found


@contextmanager
def weighted(weights: Weights | None) -> Iterator[None]:
    """The aligner with these weights of segments in place of those that ship."""

    def instead(kind: Kind = "segments") -> Weights:
        return weights if weights and kind == "segments" else trained(kind)

    with patch.object(pipeline, "trained", instead), patch.object(lattices, "trained", instead):
        yield


def fold_weights(
    documents: Sequence[dict[str, Any]], material: Sequence[dict[str, Any]]
) -> Iterator[Weights]:
    """For each document the weights that are fitted on all others, and on the material."""
    encoder = BundledEncoder()
    examples = [Example.of(document, encoder, "segments", 1.0) for document in documents]
    others = [Example.of(document, encoder, "segments", SHARE) for document in material]
    for weights in left_out(examples, others, initial(), initial(), STEPS):
        features, slopes, extend = parts(weights)
        yield replace(
            trained(),
            features=features.astype(np.float32),
            slopes=slopes.astype(np.float32),
            extend=extend,
        )


def scored(alignments: Sequence[Alignment], cases: Sequence[Case]) -> tuple[float, float]:
    """Strict F1 and the calibration error of alignments of all cases."""
    score, sure = Score(), []
    for alignment, case in zip(alignments, cases, strict=True):
        beads = as_gold(alignment.beads)
        score.add(beads, case.gold)
        sure += [
            (bead.confidence, own in case.gold) for bead, own in zip(beads_of(alignment), beads, strict=True)
        ]
    return score.f1, calibration_error(sure)


def answered(cases: Sequence[Case], share: float) -> tuple[float, float]:
    """The mean of `scored` over the runs of a simulated judge."""
    runs = []
    for seed in range(RUNS if share < 1 else 1):
        chance = random.Random(seed)
        after = [
            decided(case.alignment, case.questions, Simulated(case, share, chance)).alignment
            for case in cases
        ]
        runs.append(scored(after, cases))
    return mean(f1 for f1, _ in runs), mean(error for _, error in runs)


def row(name: str, cases: Sequence[Case]) -> str:
    """The table's row for a gold set."""
    asked = [(case, question) for case in cases for question in case.questions]
    wrong = [(case, question) for case, question in asked if case.is_wrong(question)]
    among = sum(case.right(question) != NONE for case, question in wrong)
    inside = sum(len(question.source) + len(question.target) for _, question in asked)
    whole = sum(sum(bead.kind) for case in cases for bead in beads_of(case.alignment))
    results = [
        scored([case.alignment for case in cases], cases),
        *(answered(cases, share) for share in SHARES),
    ]
    figures = [f"{f1:.4f}" for f1, _ in results] + [f"{error:.3f}" for _, error in results]
    counts = [str(len(asked)), f"{inside / whole:.0%}", str(len(wrong)), f"{among / max(len(wrong), 1):.0%}"]
    return f"| {' | '.join([name, *counts, *figures])} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("gold", nargs="*", type=Path, metavar="GOLD.jsonl")
    parser.add_argument("--folds", action="store_true", help="weights fitted on the other documents")
    parser.add_argument("--material", type=Path, help="material that the folds are fitted to as well")
    chosen = parser.parse_args()
    paths = chosen.gold or [EVAL / name for name in GOLD if (EVAL / name).is_file()]
    if not paths:
        sys.exit(f"{EVAL}: none of {', '.join(GOLD)}. DUIQI_EVAL names the folder of the gold data")
    encoders = EncoderPair.of()
    material = mixture(read(chosen.material)) if chosen.material else []
    print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
    for path in paths:
        documents = list(read_gold(path))
        is_folded = chosen.folds and len(documents) > 1
        cases = []
        for document, weights in zip(
            documents,
            fold_weights(documents, material) if is_folded else [None] * len(documents),
            strict=True,
        ):
            with weighted(weights):
                cases.append(Case.of(document, encoders))
        print(row(path.stem + (", folds" if is_folded else ""), cases), flush=True)


if __name__ == "__main__":
    main()
