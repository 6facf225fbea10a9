"""Fit the weights of termhood to rows judged by hand, and measure them on texts left out of the fit.

    python -m benchmarks.termhood BITEXT…          # measures, and writes the weights
    python -m benchmarks.termhood --measure BITEXT…

The rows are in benchmarks/material/judged_terms.tsv: the name of the text, the two terms, whether
the pair is right and a terminologist would keep it (1 or 0), and whether it is right at all, which was
judged of rows near the draft alone. One judge. Each has a model of its own. The file of a
bitext has the text's name; its rows are extracted anew, so that only rows that are still there
count, and neither names nor copies (they have no place in the order). Thirteen short texts, written
for the purpose, are in benchmarks/material/short; four of them were judged before anything was
tuned, and no weights are fitted to them (HELD_OUT). Each text is ranked by weights fitted to the
others, less those held out; reported are the area under the ROC curve, the precision of the first
40 and 100 judged rows, and the error of the probabilities (mean absolute difference over tenths).
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from duiqi.aligner.arrays import Floats64
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.terms import extract_terms
from duiqi.aligner.terms.analysis import simplified
from duiqi.aligner.terms.names import is_name
from duiqi.corpus.bitext.reading import read_bitext

ROOT = Path(__file__).parents[1]
JUDGED = ROOT / "benchmarks/material/judged_terms.tsv"
DATA = ROOT / "aligner/terms/data"
MODELS = {"keep": "termhood.json", "right": "rightness.json"}  # by the column that each is fitted to
RIDGE = {"keep": 5.0, "right": 40.0}  # of standardised weights, by model
RIDGE_OF_MEANING = 1000.0  # likewise, of each dimension of the embeddings
HELD_OUT = frozenset(("udhr", "culture", "genset", "supply", "waste"))  # judged, but never fitted to
# What tells whether a pair is right, and says nothing more of whether it is worth keeping.
OF_RIGHTNESS = frozenset(
    (
        "one coordinated",
        "weakest word",
        "unexplained words",
        "single character first",
        "single character last",
        "word beside",
        "character beside",
        "verb for a noun",
    )
)
OF_WORTH = frozenset(("meaning", "personal"))  # and the reverse
SHORT = 0.35  # weight of a short text: there are more of them than of long ones
STEPS = 15  # of Newton's method


class Material(NamedTuple):
    """The judged rows of a text: their features, judgements and embeddings (rows, dimensions)."""

    features: list[dict[str, float]]
    judgements: list[dict[str, str]]
    embeddings: Floats64


def judged(text: str) -> dict[tuple[str, str], dict[str, str]]:
    """The judgements of a text's rows."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["en"].lower(), row["zh"]): row for row in rows if row["text"] == text}


def material(path: Path, encoder: BundledEncoder) -> Material:
    """The judged rows of a text."""
    labels = judged(path.stem)
    features, rows, terms = [], [], []
    bitext = read_bitext(path, source_lang="en", target_lang="zh")
    with extract_terms([bitext], encoder) as extraction:
        for pair, found in extraction.features():
            source, target = pair.source.text, pair.target.text
            apart = source.casefold() == target.casefold() or is_name(source, target, ("en", "zh"))
            if (key := (source.lower(), target)) in labels and not apart:
                features.append(found)
                rows.append(labels[key])
                terms.append((source, simplified(target)))
    sides = (encoder.encode(side).astype(np.float64) for side in zip(*terms, strict=True))
    return Material(features, rows, sum(sides) / 2)


def fit(rows: Floats64, kept: Floats64, weight: Floats64, ridge: Floats64) -> tuple[Floats64, float]:
    """Weights and bias of a logistic regression with a ridge penalty for each, by Newton's method."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    x = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    penalty = np.diag([*ridge, 0.0])
    found = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ found))
        gradient = x.T @ (weight * (p - kept)) + penalty @ found
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + penalty
        found -= np.linalg.solve(hessian, gradient)
    weights = found[:-1] / scale
    return weights, float(found[-1] - weights @ mean)


def report(name: str, p: Floats64, kept: Floats64) -> None:
    """Print the measures of a text that was left out."""
    order = np.argsort(-p, kind="stable")
    ranks = np.empty(len(p))
    ranks[np.argsort(p, kind="stable")] = np.arange(1, len(p) + 1)
    positive = kept.sum()
    area = (ranks[kept == 1].sum() - positive * (positive + 1) / 2) / (positive * (len(p) - positive))
    tenths = np.minimum((p * 10).astype(int), 9)
    gaps = [abs(p[tenths == k].mean() - kept[tenths == k].mean()) * (tenths == k).sum() for k in set(tenths)]
    first = [kept[order[:count]].mean() for count in (40, 100)]
    print(
        f"{name:>10}  {len(p):>4} rows, {int(positive):>3} kept  area {area:.3f}  first 40 {first[0]:.2f}  "
        f"first 100 {first[1]:.2f}  error {sum(gaps) / len(p):.3f}"
    )


def main(paths: Sequence[Path], *, write: bool) -> None:
    """Measure by leaving out each text in turn; then fit to all, and write the weights of both models."""
    encoder = BundledEncoder()
    texts = {path.stem: material(path, encoder) for path in paths}
    short = frozenset(path.stem for path in paths if path.parent.name == "short")
    for column, file in MODELS.items():
        print(column)
        model = fit_model(texts, short, column)
        print(json.dumps(model, indent=1))
        if write:
            (DATA / file).write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


def fit_model(texts: Mapping[str, Material], short: frozenset[str], column: str) -> dict[str, object]:
    """The weights fitted to the rows that have a judgement in a column, and the measures printed."""
    given = next(iter(texts.values()))
    left_out = OF_RIGHTNESS | {"meaning"} if column == "keep" else OF_WORTH
    names = [name for name in given.features[0] if name not in left_out]
    dimensions = given.embeddings.shape[1] if column == "keep" else 0
    ridge = np.array([RIDGE[column]] * len(names) + [RIDGE_OF_MEANING] * dimensions)
    rows, kept, even = {}, {}, {}
    for text, (features, judgements, embeddings) in texts.items():
        found = [k for k, row in enumerate(judgements) if row[column]]
        numbers = np.array([[features[k][name] for name in names] for k in found])
        rows[text] = np.column_stack([numbers, embeddings[found, :dimensions]])
        kept[text] = np.array([float(judgements[k][column]) for k in found])
        # A long text counts by its root.
        even[text] = np.full(len(found), 15 / np.sqrt(len(found)) * (SHORT if text in short else 1.0))
    for out in texts:
        rest = [text for text in texts if text not in HELD_OUT | {out}]
        weights, bias = fit(*(np.concatenate([part[t] for t in rest]) for part in (rows, kept, even)), ridge)
        report(out, 1 / (1 + np.exp(-(rows[out] @ weights + bias))), kept[out])
    fitted = [text for text in texts if text not in HELD_OUT]
    weights, bias = fit(*(np.concatenate([part[t] for t in fitted]) for part in (rows, kept, even)), ridge)
    model: dict[str, object] = {"weights": dict(zip(names, weights.round(4).tolist(), strict=False))}
    if dimensions:
        direction = weights[len(names) :]
        usual = float(np.mean(np.concatenate([rows[t] for t in fitted])[:, len(names) :] @ direction))
        model["weights"] |= {"meaning": 1.0}
        model["meaning"] = {"encoder": BundledEncoder.name, "usual": round(usual, 4)}
        model["meaning"] |= {"direction": direction.round(3).tolist()}
        bias += usual
    return model | {"bias": round(bias, 4)}


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--measure"]
    main([Path(argument) for argument in arguments], write="--measure" not in sys.argv)
