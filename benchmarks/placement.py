"""Fit the coefficients of `duiqi.aligner.evidence.placement` to gold alignments, and print them.

    python -m benchmarks.placement GOLD.jsonl [--material MATERIAL.jsonl]

A piece of a segment is right in any segment of its gold bead's other side, or nowhere where there is
none: the coefficients maximise the mean log-likelihood of that over the documents, a third of the
material's among them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, NamedTuple

import numpy as np
import typer
from scipy.optimize import minimize

from benchmarks.examples import gold_path
from benchmarks.material.mixture import mixture, read
from duiqi.aligner.arrays import Bools, Floats32, Floats64
from duiqi.aligner.beads import SKIPS
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evaluate import sides
from duiqi.aligner.evidence.placement import COEFFICIENTS, NOWHERE, Pieces, candidate_ranges
from duiqi.aligner.search.passes import close_evidence, learn, narrowed, rough_pass
from duiqi.aligner.search.weights import trained

PENALTY = 1e-3


class Labelled(NamedTuple):
    """The pieces of one side whose place the gold says.

    design  (pieces, candidates + 1, coefficients) of no counterpart last
    valid   (pieces, candidates + 1)
    right   (pieces, candidates + 1)
    share   the weight of each piece
    """

    design: Floats32
    valid: Bools
    right: Bools
    share: float


def labelled(document: dict[str, Any], encoder: BundledEncoder) -> list[Labelled]:
    """The pieces of both sides of a gold document."""
    both = sides(document, encoder)
    rough = rough_pass(*both, trained("rough"))
    first, _ = rough.best()
    affinities = learn(*both, first, encoder).affinities
    evidence = close_evidence(*both, first, narrowed(rough, first), affinities)
    if evidence.affinities is None:
        raise AssertionError("the close pass has affinities")
    (of_target, of_source), gold = evidence.affinities.token.by_segment(), gold_path(document)
    links = evidence.beads.some(evidence.beads.kinds >= len(SKIPS))
    mirrored = links._replace(i=links.j, j=links.i, a=links.b, b=links.a)
    found = []
    clauses = both[0].reading.clauses @ both[1].reading.clauses.T
    for own, other, affinity, similar, some, steps in (
        (*both, of_source, clauses, links, gold),
        (*both[::-1], of_target, clauses.T, mirrored, [(j, i, b, a) for i, j, a, b in gold]),
    ):
        pieces = Pieces.of(own, other, affinity, similar, candidate_ranges(some, len(own), len(other)))
        low, high = np.zeros((2, len(own)), np.int64)
        known = np.zeros(len(own), bool)
        for i, j, a, b in steps:
            low[i : i + a], high[i : i + a], known[i : i + a] = j, j + b, True
        owner = np.repeat(np.arange(len(own)), np.diff(pieces.starts))
        right = (pieces.candidates >= low[owner, None]) & (pieces.candidates < high[owner, None])
        right = np.column_stack([right & pieces.valid, (low == high)[owner]])
        valid = np.column_stack([pieces.valid, np.ones(len(owner), bool)])
        design = np.pad(pieces.design(), ((0, 0), (0, 1), (0, len(NOWHERE))))
        design[:, -1, -2], design[:, -1, -1] = 1, np.log1p(pieces.lengths)
        use = known[owner] & right.any(axis=1)
        found.append(Labelled(design[use], valid[use], right[use], 1 / len(owner)))
    return found


def fit(examples: list[Labelled]) -> Floats64:
    """COEFFICIENTS and NOWHERE, one after another."""

    def loss(weights: Floats64) -> tuple[float, Floats64]:
        value, slope = PENALTY * float(weights @ weights), 2 * PENALTY * weights
        for design, valid, right, share in examples:
            scores = np.where(valid, design @ weights, -np.inf)
            scores -= scores.max(axis=1, keepdims=True)
            likely = np.exp(scores)
            likely /= likely.sum(axis=1, keepdims=True)
            wanted = np.where(right, likely, 1e-12 * right)
            mass = wanted.sum(axis=1, keepdims=True)
            value -= share * float(np.log(mass).sum())
            slope += share * np.einsum("pc,pcf->f", likely - wanted / mass, design)
        return value, slope

    start = np.array([*COEFFICIENTS, *NOWHERE], np.float64)
    found: Floats64 = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    return found


def main(
    gold: Annotated[list[Path], typer.Argument()],
    material: Annotated[list[Path], typer.Option()] = [],  # noqa: B006
) -> None:
    """Fit to all documents, and print the coefficients."""
    encoder = BundledEncoder()
    documents = [document for path in gold for document in read(path)]
    documents += [document for path in material for document in mixture(read(path))[::3]]
    weights = fit([side for document in documents for side in labelled(document, encoder)])
    print("COEFFICIENTS", np.round(weights[: len(COEFFICIENTS)], 2).tolist())
    print("NOWHERE", np.round(weights[len(COEFFICIENTS) :], 2).tolist())


if __name__ == "__main__":
    typer.run(main)
