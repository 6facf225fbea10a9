"""The percentages of 20 pairs beside those of OmegaT and of translate-toolkit.

    python -m benchmarks.percentages [OmegaT.jar]

Prints for each pair ours; OmegaT's of stems, of words, and of words, spaces, numbers and marks; and
translate-toolkit's, of 200 characters and of all. A column of a tool that is not here is empty.
"""

from __future__ import annotations

import argparse
import importlib
import subprocess
from pathlib import Path

from duiqi.aligner.memory.similarity import percentage
from duiqi.aligner.memory.tokens import compared

FOLDER = Path(__file__).parent
PAIRS = FOLDER / "percentages.tsv"  # language, new text, text of the memory
WHOLE = 100_000  # characters: more than any text has


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("omegat", type=Path, nargs="?", help="OmegaT.jar; runs java")
    options = parser.parse_args()
    pairs = [line.split("\t") for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    theirs = omegat(options.omegat) if options.omegat else ["\t\t"] * len(pairs)
    for (lang, text, other), scores in zip(pairs, theirs, strict=True):
        ours = percentage(compared(text, lang), compared(other, lang))
        print(ours, scores, *toolkit(text, other), text[:40], sep="\t")


def omegat(jar: Path) -> list[str]:
    """The scores of OmegaT, a line a pair."""
    command = ["java", "-cp", jar, FOLDER / "OmegaTScores.java", PAIRS]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.splitlines()


def toolkit(text: str, other: str) -> list[str]:
    """The similarities of translate-toolkit, where it is installed."""
    try:
        compare = importlib.import_module("translate.search.lshtein").LevenshteinComparer
    except ImportError:
        return ["", ""]
    return [str(round(compare(length).similarity(text, other, 0))) for length in (200, WHOLE)]


if __name__ == "__main__":
    main()
