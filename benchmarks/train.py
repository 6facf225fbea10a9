"""Fit the search's weights to gold alignments, and report how good they are on texts left out.

    python -m benchmarks.train GOLD.jsonl [--material MATERIAL.jsonl] [--write WEIGHTS.json]

A conditional random field over alignments: the weights maximise the likelihood of the gold
path among all paths of the corridor (L-BFGS, exact gradient by forward-backward, ridge
penalty). Those of the close pass vary with the likeness of the text: each feature is there again, times
the likeness. Each document of GOLD is scored by weights fitted without it; the weights written
are fitted on all. MATERIAL, made by `benchmarks.material`, is other kinds of text with less
weight: it has runs of deletions, paragraphs and clauses, which novels rarely have.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from scipy.optimize import minimize

from benchmarks.material.mixture import mixture, read
from duiqi.aligner.arrays import Bools, Floats32, Floats64, Ints
from duiqi.aligner.beads import Beads, Shape, Step
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evaluate import TRUSTED, GoldBead, calibration_error, f1, right, sides
from duiqi.aligner.evidence.extraction import Evidence
from duiqi.aligner.evidence.features import NAMES, NUMBERS
from duiqi.aligner.search.corridor import Corridor, corridor_around
from duiqi.aligner.search.lattice import NEVER, Expectations, Lattice
from duiqi.aligner.search.passes import close_evidence, learn, narrowed, rough_pass
from duiqi.aligner.search.shapes import ROUGH_SHAPES
from duiqi.aligner.search.weights import Kind, Weights, trained

CALIBRATION = "ECE {:.3f}, at .9: kept {:.3f}, precision {:.3f}"

# No gold document has labels or footnotes, so these weights are set by hand, as a translator would
# judge: the same label is half a proof, another one nearly disproves, and notes go with notes. An article
# of another number disproves too (evidence.labels.OTHER_NUMBER), which makes this weight -4.5 for it.
GIVEN = {"label": 1.5, "labels differ": -4.0, "note and text": -2.5}

# A gold bead of three segments and more on both sides is so rare that the data hardly say how rare: the
# penalty draws this weight here rather than to zero. Without it a moved passage of a short text, and what
# it was moved past, became one large bead.
SEVERAL = -2.5

# These features have no weight in the close pass: with them, chapters left out were less likely, and no
# chapter was aligned better. Translators exchange marks of exclamation freely, and the encoder reads both.
UNUSED: dict[Kind, tuple[str, ...]] = {"segments": ("questions", "exclamations")}

WEIGHTS = Path("aligner") / "search" / "weights"
RULED_OUT = -1e4  # score of a bead that the gold rules out: the lattice sums insertions' scores, so not NEVER
SHARE = 0.3  # what a document of the material counts
STEPS = 60  # of the optimiser, at most
RIDGE = 10.0  # as if so many nats of prior evidence held each standardised weight at zero


@dataclass
class Example:
    """A gold document: the features of the beads of its corridor, and which of them are gold.

    features    (beads, 2 * FEATURES) the features, then the features times the likeness of the text; these
                are zero in the rough pass, whose weights are the same for every text
    places      (beads,) the index of each in an array of (shapes, nodes), flattened
    gold        (beads,) whether each is gold
    possible    (beads,) whether each is gold, or shares no segment with a gold bead: all ways through the
                segments of a gold bead that no path has are right; None where every path has them all
    extensions  deletions in the gold that follow a deletion of the same side
    share       the weight of the document; 1 for a document of the gold files
    """

    document: dict[str, Any]
    corridor: Corridor
    shapes: list[Shape]
    features: Floats32
    places: Ints
    gold: Bools
    possible: Bools | None
    extensions: int
    share: float

    @classmethod
    def of(cls, document: dict[str, Any], encoder: BundledEncoder, kind: Kind, share: float) -> Example:
        """Compute the features of a gold document, in the rough pass or in the close pass."""
        both = sides(document, encoder)
        rough = rough_pass(*both, trained("rough"))
        path = gold_path(document)
        alike = 0.0
        if kind == "rough":
            corridor = rough.corridor
            evidence = Evidence(*both, corridor.beads(rough.shapes), rough.shapes)
            path = [part for step in path for part in _parts(step, rough.shapes)]
        else:
            first, _ = rough.best()
            corridor = narrowed(rough, first)
            # Material has clauses without a counterpart that the rough pass took for a part of something.
            corridor = _widened(corridor, path)
            learned = learn(*both, first, encoder)
            evidence = close_evidence(*both, first, corridor, learned.affinities)
            alike = learned.likeness
        beads = evidence.beads
        features = np.empty((len(beads.kinds), len(NAMES)), np.float32)
        for batch, values in evidence.features():
            features[batch] = values.T
        features[:, [NUMBERS[name] for name in UNUSED.get(kind, ())]] = 0
        places = beads.kinds * corridor.starts[-1] + beads.nodes
        gold = np.isin(places, [_place(step, corridor, evidence.shapes) for step in path])
        return cls(
            document,
            corridor,
            evidence.shapes,
            np.hstack([features, features * np.float32(alike)]),
            places,
            gold,
            _possible(beads, gold, len(both[0]), len(both[1])),
            sum(first[2:] == second[2:] and 0 in first[2:] for first, second in pairwise(path)),
            share,
        )

    def lattice(self, weights: Floats64) -> Lattice:
        """The lattice of the document under these weights, `extend` last."""
        return self._lattice(self.features @ weights[:-1].astype(np.float32), float(weights[-1]))

    def _lattice(self, of_beads: Floats32, extend: float) -> Lattice:
        scores = np.full(len(self.shapes) * self.corridor.starts[-1], NEVER, np.float32)
        scores[self.places] = of_beads
        return Lattice(self.corridor, self.shapes, scores.reshape(len(self.shapes), -1), extend)

    def wanted(self, lattice: Lattice) -> Expectations:
        """The sums over the paths that have all gold beads, in the form of those over all paths.

        Where no path has a gold bead, the model's own expectation of the ways through its segments.
        """
        if self.possible is not None:
            allowed = np.where(self.possible, lattice.scores.ravel()[self.places], np.float32(RULED_OUT))
            found = self._lattice(allowed, lattice.extend).expectations()
            if found.log_partition > RULED_OUT / 2:
                return found
        marginals = np.zeros(lattice.scores.shape)
        marginals.ravel()[self.places] = self.gold
        score = float(lattice.scores.ravel()[self.places][self.gold].sum())
        return Expectations(marginals, self.extensions, score + lattice.extend * self.extensions)


def gold_path(document: Mapping[str, Any]) -> list[Step]:
    """The gold beads of a document in the order of the lattice's paths.

    A deletion of several segments becomes several deletions, the target's first. Beads of
    segments that are not consecutive are left out: no path has them.
    """
    links, inserted, dropped = [], [], []
    for source, target in document["gold"]:
        if not source:
            inserted += target
        elif not target:
            dropped += source
        elif max(source) - min(source) < len(source) and max(target) - min(target) < len(target):
            links.append(Step(min(source), min(target), len(source), len(target)))
    path, i, j = [], 0, 0
    for link in [*sorted(links), Step(len(document["src"]), len(document["tgt"]), 0, 0)]:
        path += [Step(i, column, 0, 1) for column in sorted(inserted) if j <= column < link.j]
        path += [Step(row, link.j, 1, 0) for row in sorted(dropped) if i <= row < link.i]
        path.append(link)
        i, j = link.i + link.a, link.j + link.b
    return path[:-1]


def _parts(step: Step, shapes: Sequence[Shape]) -> list[Step]:
    """The bead itself; or, if its shape is not among these, a smaller bead and deletions."""
    i, j, a, b = step
    if (a, b) in shapes:
        return [step]
    rows, columns = max((x, y) for x, y in ROUGH_SHAPES if x <= a and y <= b and x * y)
    inserted = [Step(i + rows, column, 0, 1) for column in range(j + columns, j + b)]
    dropped = [Step(row, j + b, 1, 0) for row in range(i + rows, i + a)]
    return [Step(i, j, rows, columns), *inserted, *dropped]


def _widened(corridor: Corridor, path: Sequence[Step]) -> Corridor:
    """The corridor with the nodes of a path in it."""
    i, j = corridor.nodes()
    ends = np.array([(i, j, i + a, j + b) for i, j, a, b in path], np.int64).reshape(-1, 2)
    rows, columns = np.append(i, ends[:, 0]), np.append(j, ends[:, 1])
    return corridor_around(rows, columns, int(i[-1]), int(j[-1]))


def _possible(beads: Beads, gold: Bools, rows: int, columns: int) -> Bools | None:
    """`Example.possible`."""
    free, is_tiled = gold | True, True
    for starts, counts, segments in ((beads.i, beads.a, rows), (beads.j, beads.b, columns)):
        borders = np.zeros(segments + 1, np.int64)
        np.add.at(borders, starts[gold], 1)
        np.add.at(borders, (starts + counts)[gold], -1)
        taken = np.append(0, np.cumsum(borders[:-1].cumsum()))
        free &= taken[starts + counts] == taken[starts]
        is_tiled &= int(taken[-1]) == segments
    return None if is_tiled else np.asarray(gold | free)


def _place(bead: Step, corridor: Corridor, shapes: list[Shape]) -> int:
    """The index of a bead in an array of (shapes, nodes), flattened; -1 where it is not in the corridor."""
    i, j, a, b = bead
    if (a, b) not in shapes or not corridor.holds(np.array([i]), np.array([j]))[0]:
        return -1
    return int(shapes.index((a, b)) * corridor.starts[-1]) + corridor.node(i, j)


def fit(examples: Sequence[Example], start: Floats64, prior: Floats64, steps: int) -> Floats64:
    """The weights, `extend` last, that maximise the likelihood of the gold paths, less a ridge penalty.

    start  the weights that the optimiser begins with
    prior  the weights that have no penalty
    steps  iterations of L-BFGS, at most
    """
    spread = np.sqrt(np.mean([example.features.var(axis=0) for example in examples], axis=0)) + 1e-3
    scale = np.append(spread, 1.0)
    total = sum(float(example.gold.sum()) * example.share for example in examples)

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
    gold: Annotated[list[Path], typer.Argument(help="each document counts 1 and is cross-validated")],
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
    own = [Example.of(d, encoder, kind, 1.0) for path in gold for d in read(path, only)]
    others = [Example.of(d, encoder, kind, share) for path in material for d in mixture(read(path))]
    drawn = stored(prior) if prior else initial()
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
