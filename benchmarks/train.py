"""Fit the search's weights to gold alignments, and report how good they are on texts left out.

    python -m benchmarks.train [GOLD.jsonl] [--material MATERIAL.jsonl] [--write WEIGHTS.json]

A conditional random field over alignments: the weights maximise the likelihood of the gold
path among all paths of the corridor (L-BFGS, exact gradient by forward-backward, ridge
penalty). Those of the close pass vary with the likeness of the text: each feature is there again, times
the likeness. Those of borders are fitted to all ways through the clauses that the gold leaves open. Each
document of GOLD is scored by weights fitted without it; the weights written are fitted on all. MATERIAL,
made by `benchmarks.material`, is other kinds of text with less weight: it has runs of deletions,
paragraphs and clauses, which novels rarely have.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from scipy.optimize import minimize

from benchmarks.examples import Example, gold_path
from benchmarks.material.lacking import lacking
from benchmarks.material.mixture import mixture, read
from duiqi.aligner.arrays import Bools, Floats64
from duiqi.aligner.beads import Step
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evaluate import TRUSTED, GoldBead, calibration_error, f1, right
from duiqi.aligner.evidence.features import NAMES, NUMBERS
from duiqi.aligner.search.lattice import Lattice
from duiqi.aligner.search.weights import Kind, Weights

CALIBRATION = "ECE {:.3f}, at .9: kept {:.3f}, precision {:.3f}"

# No gold document has labels or footnotes, so these weights are set by hand, as a translator would
# judge: the same label is half a proof, another one nearly disproves, and notes go with notes. An article
# of another number disproves too (evidence.labels.OTHER_NUMBER), which makes this weight -4.5 for it.
GIVEN = {"label": 1.5, "labels differ": -4.0, "note and text": -2.5}

# A gold bead of three segments and more on both sides is so rare that the data hardly say how rare: the
# penalty draws this weight here rather than to zero. Without it a moved passage of a short text, and what
# it was moved past, became one large bead.
SEVERAL = -2.5

WEIGHTS = Path("aligner") / "search" / "weights"
# The documents of clauses are taken again, with so large a share of their beads lacking one side.
LACKING = (0.05, 0.1)

SHARE = 0.3  # what a document of the material counts
STEPS = 60  # of the optimiser, at most
RIDGE = 10.0  # as if so many nats of prior evidence held each standardised weight at zero


def fit(examples: Sequence[Example], start: Floats64, prior: Floats64, steps: int) -> Floats64:
    """The weights, `extend` last, that maximise the likelihood of the gold paths, less a ridge penalty.

    start  the weights that the optimiser begins with
    prior  the weights that have no penalty
    steps  iterations of L-BFGS, at most
    """
    spread = np.sqrt(np.mean([example.features.var(axis=0) for example in examples], axis=0)) + 1e-3
    scale = np.append(spread, 1.0)
    total = sum(len(example.document["gold"]) * example.share for example in examples)

    def loss(scaled: Floats64) -> tuple[float, Floats64]:
        weights, value, slope = scaled / scale, 0.0, np.zeros_like(scaled)
        for example in examples:
            lattice = example.lattice(weights)
            found, wanted = lattice.expectations(), example.wanted(lattice)
            value += example.share * (found.log_partition - wanted.log_partition)
            error = (found.marginals - wanted.marginals).ravel()[example.places]
            slope[:-1] += example.share * (error.astype(np.float32) @ example.features)
            slope[-1] += example.share * (found.extensions - wanted.extensions)
        drawn = scaled - prior * scale
        return (value + RIDGE * (drawn @ drawn) / 2) / total, (slope / scale + RIDGE * drawn) / total

    best = minimize(loss, start * scale, jac=True, method="L-BFGS-B", options={"maxiter": steps}).x
    weights: Floats64 = best / scale
    return weights


def left_out(
    own: Sequence[Example], others: Sequence[Example], start: Floats64, prior: Floats64, steps: int
) -> Iterator[Floats64]:
    """For each of the own examples the weights that are fitted without it, and on the others; as `fit`."""
    for number in range(len(own)):
        rest = [example for k, example in enumerate(own) if k != number]
        yield fit([*rest, *others], start, prior, steps)


def scores(examples: Sequence[Example], paths: Sequence[Sequence[Step]]) -> str:
    """Strict and lax F1 over all documents."""
    found = wanted = 0
    hits, recalled = np.zeros(2), np.zeros(2)
    for example, path in zip(examples, paths, strict=True):
        gold = {(tuple(source), tuple(target)) for source, target in example.document["gold"]}
        beads: list[GoldBead] = [(tuple(range(i, i + a)), tuple(range(j, j + b))) for i, j, a, b in path]
        linked = [bead for bead in gold if all(bead)]
        hits, found = hits + right(beads, gold), found + len(beads)
        recalled += right(linked, [bead for bead in beads if all(bead)])
        wanted += len(linked)
    strict, lax = (f1(hits[k] / max(found, 1), recalled[k] / max(wanted, 1)) for k in (0, 1))
    return f"strict F1 {strict:.4f}, lax {lax:.4f}"


def calibration(examples: Sequence[Example], lattices: Sequence[Lattice]) -> tuple[float, float, float]:
    """The expected calibration error, and the share and the precision of beads at a confidence of .9."""
    sure: list[tuple[float, bool]] = []
    for example, lattice in zip(examples, lattices, strict=True):
        path, _ = lattice.best()
        gold = set(gold_path(example.document))
        likely = lattice.probabilities(path).tolist()
        sure += [(confidence, bead in gold) for confidence, bead in zip(likely, path, strict=True)]
    kept = [is_right for confidence, is_right in sure if confidence >= TRUSTED]
    return calibration_error(sure), len(kept) / len(sure), sum(kept) / max(len(kept), 1)


def initial() -> Floats64:
    """The weights that the penalty draws to, `extend` last: zero, but for SEVERAL."""
    found = np.zeros(2 * len(NAMES) + 1)
    found[NUMBERS["several"]] = SEVERAL
    return found


def stored(path: Path) -> Floats64:
    """The weights of a file as an array: those of features, their slopes, and `extend`."""
    weights = Weights.from_json(path.read_text(encoding="utf-8"))
    return np.concatenate([weights.features, weights.slopes, [weights.extend]]).astype(np.float64)


def parts(weights: Floats64) -> tuple[Floats64, Floats64, float]:
    """The weights of the features, their slopes, and `extend`, out of one array."""
    features, slopes = weights[:-1].reshape(2, len(NAMES))
    return features, slopes, float(weights[-1])


def as_json(weights: Floats64, name: str, seen: Bools) -> str:
    """The text of a file of weights, without those of features that no document has.

    seen  (FEATURES,)
    """
    *rows, extend = parts(weights)
    features, slopes = ({NAMES[k]: round(float(row[k]), 4) for k in np.flatnonzero(seen)} for row in rows)
    content: dict[str, Any] = {"name": name, "features": features | GIVEN}
    if any(slopes.values()):
        content["slopes"] = slopes
    return json.dumps(content | {"extend": round(extend, 4)}, indent=1) + "\n"


def main(
    gold: Annotated[list[Path], typer.Argument(help="each document counts 1 and is cross-validated")] = [],  # noqa: B006
    material: Annotated[list[Path], typer.Option()] = [],  # noqa: B006
    unseen: Annotated[list[Path], typer.Option(help="only scored")] = [],  # noqa: B006
    share: Annotated[float, typer.Option(help="what a document of the material counts")] = SHARE,
    only: Annotated[str, typer.Option(help="beginning of the ids of the gold documents to take")] = "",
    kind: Annotated[Kind, typer.Option(help="which weights")] = "segments",
    steps: int = STEPS,
    prior: Annotated[Path | None, typer.Option(help="weights to be drawn to, instead of `initial`")] = None,
    validate: Annotated[bool, typer.Option(help="cross-validate over the gold documents")] = True,
    write: Annotated[Path | None, typer.Option(help="where to write the weights")] = None,
    name: str = "trained",
) -> None:
    """Cross-validate, fit, score the unseen documents, and write the weights."""
    encoder = BundledEncoder()
    documents = [(d, 1.0) for path in gold for d in read(path, only)]
    documents += [(d, share) for path in material for d in mixture(read(path))]
    if kind == "borders":  # of segments that are clauses themselves there are none
        documents = [(d, weight) for d, weight in documents if not d.keys() & {"src_parent", "tgt_parent"}]
    if kind == "clauses":
        chance = random.Random(5)
        documents += [(lacking(d, part, chance), weight) for part in LACKING for d, weight in documents]
    examples = [Example.of(d, encoder, kind, weight) for d, weight in documents]
    own, others = ([one for one in examples if (one.share == 1) == is_own] for is_own in (True, False))
    drawn = stored(prior) if prior else initial()
    if kind == "clauses":  # documents are too few for weights that vary with them
        parts(drawn)[1][:] = 0
    # The folds begin with weights fitted to the material alone, which has none of their documents.
    base = fit(others, drawn, drawn, steps) if others and validate else stored(WEIGHTS / f"{kind}.json")
    if validate:
        lattices = []
        for example, weights in zip(own, left_out(own, others, base, drawn, steps), strict=True):
            lattices.append(example.lattice(weights))
            print(f"{example.document['id']:40} {scores([example], [lattices[-1].best()[0]])}", flush=True)
        print(f"cross-validated {scores(own, [lattice.best()[0] for lattice in lattices])}", end="  ")
        print(CALIBRATION.format(*calibration(own, lattices)), flush=True)
    weights = fit([*own, *others], base, drawn, steps)
    for path in unseen:
        for document in read(path):
            example = Example.of(document, encoder, kind, 0.0)
            lattice = example.lattice(weights)
            print(f"{document['id']:40} {scores([example], [lattice.best()[0]])}", end="  ")
            print(CALIBRATION.format(*calibration([example], [lattice])), flush=True)
    seen = np.any([np.any(example.features != 0, axis=0) for example in [*own, *others]], axis=0)
    if write:
        write.write_text(as_json(weights, name, seen[: len(NAMES)]), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
