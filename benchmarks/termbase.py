"""Terminologists' lists found in drafted glossaries: how many of their pairs, and how near the top.

    python -m benchmarks.termbase

62/99 against 30 terms of its subject; a chapter of a Java book against Microsoft's equivalents of
37 of its terms; a law, for which there is no list, for the length of its draft. The lists and the two
texts of the panel are evaluation data (see CONTRIBUTING.md). A pair counts where both its sides are
found, whatever the case of the source; equivalents in the first so many rows, and among all.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.pipeline import align
from duiqi.aligner.terms import extract_terms
from duiqi.aligner.terms.options import ALL
from duiqi.corpus import Alignment, read
from duiqi.segmenters import segment

ROOT = Path(__file__).parents[1]
EVAL = Path(os.environ.get("DUIQI_EVAL", ROOT.parent / "shared" / "eval"))
FIRST = 100, 300
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


def main() -> None:
    """Print a line for each text."""
    encoder = BundledEncoder()
    print(
        f"{'text':>10}  {'pairs':>5}  {'in 100':>6}  {'in 300':>6}  {'in all':>6}  {'draft':>6}  {'all':>6}"
    )
    for name, stem, listed in TEXTS:
        if not stem.with_name(f"{stem.name}.en.txt").is_file():
            print(f"{name:>10}  skipped: {stem}.en.txt is not there")
            continue
        with extract_terms([aligned(stem, encoder)], encoder) as extraction:
            rows = [(pair.source.text, pair.target.text) for pair in extraction.glossary(parts=ALL).pairs]
            draft = extraction.count()
        pairs = wanted(EVAL / listed) if listed else []
        counts = "".join(f"  {count:>6}" for count in found(pairs, rows))
        print(f"{name:>10}  {len(pairs):>5}{counts}  {draft:>6}  {len(rows):>6}", flush=True)


if __name__ == "__main__":
    main()
