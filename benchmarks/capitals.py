"""Learn which English words mostly have a capital within a sentence: names, days, peoples.

    python -m benchmarks.capitals examples.tsv.xz

From the example sentences that `benchmarks.general` reads. Writes aligner/terms/data/en.capitals.gz, a word a
line in small letters. No sentence is kept.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from pathlib import Path

from benchmarks.general import sentence_pairs

OUT = Path(__file__).parents[1] / "aligner/terms/data/en.capitals.gz"
LEAST = 3  # occurrences with a capital
MORE = 2  # so many times as often with a capital as without it
TITLE = 0.5  # share of the words with a capital above which a sentence is a title
WORD = re.compile("[A-Za-z]{3,}")
OPENS = re.compile(r"""[.!?:;("“”'‘’]\s*$""")  # before a word whose capital tells nothing


def main(path: Path) -> None:
    """Count, and write the words."""
    capital, small = Counter[str](), Counter[str]()
    for english, _ in sentence_pairs(path):
        found = list(WORD.finditer(english))[1:]
        if sum(word[0][0].isupper() for word in found) > TITLE * len(found):
            continue
        for word in found:
            if not OPENS.search(english, max(0, word.start() - 3), word.start()):
                (small if word[0].islower() else capital)[word[0].lower()] += not word[0][1:].isupper()
    names = sorted(word for word in capital if capital[word] >= max(LEAST, MORE * small[word] + 1))
    OUT.write_bytes(gzip.compress("".join(f"{word}\n" for word in names).encode(), mtime=0))
    print(f"{OUT}: {len(names):,} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
