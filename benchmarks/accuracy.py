"""Accuracy on the gold sets, and whether confidences are calibrated.

    python benchmarks/accuracy.py [--draw FILE.svg]

For each gold set found (../shared/eval, or the folder that DUIQI_EVAL names) it prints the
README's row, the signature and a reliability diagram: of the beads with a confidence from
.8 to .9, the share that is right. `--draw` writes it as a picture, a line for each set.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.gold import EVAL
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evaluate import Evaluation, evaluate
from duiqi.corpus.gold import read_gold

GOLD = {"MAC-Dev": "mac_dev.jsonl", "Text+Berg": "textberg_dev.jsonl"}
COLUMNS = (
    "gold set",
    "strict F1",
    "lax F1",
    "calibration error",
    "kept at .9",
    "right of these",
    "sentences/s",
)
BINS = 10
COLOURS = ("#0969da", "#bc4c00")
SIZE, MARGIN = 320, 48  # of the picture's square, and the room around it


class Bin(NamedTuple):
    """The beads with a confidence from `low` to `high`: their number, mean confidence and share right."""

    low: float
    high: float
    beads: int
    confidence: float
    right: float


def reliability(sure: Sequence[tuple[float, bool]]) -> list[Bin]:
    """The reliability diagram in ten bins of equal width, without the empty ones."""
    confidence = np.array([probability for probability, _ in sure])
    correct = np.array([is_right for _, is_right in sure])
    numbers = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        Bin(
            k / BINS,
            (k + 1) / BINS,
            int((numbers == k).sum()),
            float(confidence[numbers == k].mean()),
            float(correct[numbers == k].mean()),
        )
        for k in np.unique(numbers).tolist()
    ]


def row(name: str, evaluation: Evaluation) -> str:
    """The README's row of a gold set."""
    figures = evaluation.as_dict()
    shares = ("strict_f1", "lax_f1", "calibration_error", "kept_at_90", "precision_at_90")
    cells = [name, *(f"{figures[share]:.3f}" for share in shares), str(figures["sentences_a_second"])]
    return f"| {' | '.join(cells)} |"


def curve(bins: Sequence[Bin]) -> str:
    """The bins as text: mean confidence, the share that is right, and a bar of that length."""
    lines = ["  confidence  beads   mean  right"]
    lines += [
        f"  {low:.1f} to {high:.1f} {beads:6}   {mean:.3f}  {right:.3f}  {'█' * round(right * 40)}"
        for low, high, beads, mean, right in bins
    ]
    return "\n".join(lines)


def drawing(curves: Mapping[str, Sequence[Bin]]) -> str:
    """The reliability diagrams as an SVG: calibrated confidences are on the diagonal.

    A point's area grows with the logarithm of its number of beads.
    """

    def x(share: float) -> float:
        return round(MARGIN + share * SIZE, 1)

    def y(share: float) -> float:
        return round(MARGIN / 2 + (1 - share) * SIZE, 1)

    side = SIZE + 1.5 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side:g} {side:g}" font-family="sans-serif" '
        'font-size="11" fill="#57606a">',
        "<title>Confidence and the share of beads that are right</title>",
        f'<rect width="{side:g}" height="{side:g}" fill="#ffffff"/>',
        f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#d0d7de" stroke-dasharray="4"/>',
        f'<path d="M{x(0)} {y(1)}V{y(0)}H{x(1)}" stroke="#57606a" fill="none"/>',
    ]
    for tick in (0, 0.2, 0.4, 0.6, 0.8, 1):
        parts.append(f'<text x="{x(tick)}" y="{y(0) + 15}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{x(0) - 6}" y="{y(tick) + 4}" text-anchor="end">{tick:g}</text>')
    parts.append(f'<text x="{x(0.5)}" y="{y(0) + 32}" text-anchor="middle">confidence</text>')
    parts.append(
        f'<text transform="translate({x(0) - 32} {y(0.5)}) rotate(-90)" text-anchor="middle">right</text>'
    )
    for number, (name, bins) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        line = "L".join(f"{x(each.confidence)} {y(each.right)}" for each in bins)
        parts.append(f'<path d="M{line}" stroke="{colour}" fill="none"/>')
        for each in bins:
            title = f"{name}: {each.beads} beads, confidence {each.confidence:.3f}, right {each.right:.3f}"
            radius = round(1.5 * np.sqrt(np.log2(each.beads + 1)), 1)
            parts.append(
                f'<circle cx="{x(each.confidence)}" cy="{y(each.right)}" r="{radius}" fill="{colour}">'
                f"<title>{title}</title></circle>"
            )
        parts.append(f'<text x="{x(0.04)}" y="{y(0.96) + 16 * number}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main() -> None:
    """Print the table, then the signatures and the curves."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draw", type=Path, metavar="FILE.svg")
    wish = parser.parse_args()
    found = {name: EVAL / file for name, file in GOLD.items() if (EVAL / file).is_file()}
    if not found:
        sys.exit(f"{EVAL}: none of {', '.join(GOLD.values())}. DUIQI_EVAL names the folder of the gold data")
    encoder = BundledEncoder()
    evaluations = {name: evaluate(read_gold(path), encoder) for name, path in found.items()}
    print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
    for name, evaluation in evaluations.items():
        print(row(name, evaluation))
    curves = {name: reliability(evaluation.sure) for name, evaluation in evaluations.items()}
    for name, bins in curves.items():
        print(f"\n{name}  {evaluations[name].signature}|gold:{found[name].stem}\n{curve(bins)}")
    if wish.draw:
        wish.draw.write_text(drawing(curves), encoding="utf-8")


if __name__ == "__main__":
    main()
