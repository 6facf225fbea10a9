"""Drafted glossaries: how many pairs of terminologists' lists they have, and how far a band can be trusted.

    python -m benchmarks.termbase

62/99 against 30 terms of its subject; a chapter of a Java book against Microsoft's equivalents of
37 of its terms; a law, for which there is no list, for the length of its draft. The lists and the two
texts of the panel are evaluation data (see CONTRIBUTING.md). A pair counts where both its sides are
found, whatever the case of the source; equivalents in the first so many rows, and among all.

Then the share of right pairs in each band, with the range in which the true share is with 95%
confidence: of the rows in benchmarks/material/judged_pairs.tsv, fifty drawn evenly from the whole draft
of each text, and judged by one person. Right is a pair whose terms say the same and are whole phrases
both; worth keeping, one that belongs into a termbase as well. Rows that are there no more do not count.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from pathlib import Path

from benchmarks.gold import EVAL, ROOT
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.pipeline import align
from duiqi.aligner.terms import extract_terms
from duiqi.aligner.terms.options import ALL
from duiqi.corpus import Alignment, read
from duiqi.corpus.glossary.model import TermBand
from duiqi.segmenters import segment

JUDGED = ROOT / "benchmarks/material/judged_pairs.tsv"
FIRST = 100, 300
BANDS: tuple[TermBand, ...] = ("high", "medium", "low")
SURE = 1.96  # standard deviations, for 95% confidence
# Name; the texts, less .en.txt and .zh.txt; the list, or nothing.
TEXTS = (
    ("62/99", ROOT / "corpus/samples/un-62-99", "terms_62_99_dev.tsv"),
    ("java-03", EVAL / "panel/java-03.as-is", "terms_java_03.tsv"),
    ("assembly", EVAL / "panel/assembly.as-is", ""),
)


def aligned(stem: Path, encoder: BundledEncoder) -> Alignment:
    """A text and its translation, aligned."""
    sides = (segment(read(stem.with_name(f"{stem.name}.{lang}.txt"), lang=lang)) for lang in ("en", "zh"))
    return align(*sides, encoder)


def wanted(path: Path) -> list[tuple[str, str]]:
    """The pairs of a terminologist's list."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["en"].lower(), row["zh"]) for row in csv.DictReader(file, delimiter="\t")]


def found(pairs: Sequence[tuple[str, str]], rows: Sequence[tuple[str, str]]) -> list[int]:
    """How many of the pairs are in the first rows, for each of FIRST, and among all."""
    lower = [(en.lower(), zh) for en, zh in rows]
    return [sum(pair in lower[:count] for pair in pairs) for count in (*FIRST, len(lower))]


def judged(text: str) -> dict[tuple[str, str], tuple[int, int]]:
    """The judged pairs of a text: whether each is right, and whether it is worth keeping."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {
            (row["en"], row["zh"]): (int(row["right"]), int(row["worth"]))
            for row in rows
            if row["text"] == text
        }


def interval(right: int, count: int) -> tuple[float, float]:
    """The range in which the true share is with 95% confidence (Wilson 1927)."""
    share, spread = right / count, SURE**2 / count
    middle = (share + spread / 2) / (1 + spread)
    half = math.sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    return middle - half, middle + half


def report_bands(found: dict[TermBand, list[tuple[int, int]]]) -> None:
    """Print how many pairs of each band are right, and worth keeping."""
    print("\n  band  right            share  (95%)         worth keeping")
    for name, rows in sorted(found.items(), key=lambda item: BANDS.index(item[0])):
        right, worth = (sum(column) for column in zip(*rows, strict=True))
        low, high = interval(right, len(rows))
        share = f"{right / len(rows):>5.0%}  ({low:.0%} to {high:.0%})"
        print(f"{name:>6}  {right:>3} of {len(rows):>3}     {share}  {worth:>3}")


def main() -> None:
    """Print a line for each text, then one for each band."""
    encoder = BundledEncoder()
    bands: dict[TermBand, list[tuple[int, int]]] = {}
    print(
        f"{'text':>10}  {'pairs':>5}  {'in 100':>6}  {'in 300':>6}  {'in all':>6}  {'draft':>6}  {'all':>6}"
    )
    for name, stem, listed in TEXTS:
        if not stem.with_name(f"{stem.name}.en.txt").is_file():
            print(f"{name:>10}  skipped: {stem}.en.txt is not there")
            continue
        with extract_terms([aligned(stem, encoder)], encoder) as extraction:
            drafted = list(extraction.glossary(parts=ALL).pairs)
            draft = extraction.count()
        rows = [(pair.source.text, pair.target.text) for pair in drafted]
        judgements = judged(name)
        for pair, texts in zip(drafted, rows, strict=True):
            if texts in judgements:
                bands.setdefault(pair.band, []).append(judgements[texts])
        pairs = wanted(EVAL / listed) if listed else []
        counts = "".join(f"  {count:>6}" for count in found(pairs, rows))
        print(f"{name:>10}  {len(pairs):>5}{counts}  {draft:>6}  {len(rows):>6}", flush=True)
    report_bands(bands)


if __name__ == "__main__":
    main()
