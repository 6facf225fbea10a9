"""Learn the general frequencies of English words that termhood compares a text with.

    python -m benchmarks.general examples.tsv.xz

From example sentences of a dictionary, English before the first tab of each line (jiyushe/
jiyu-example-sentence-source on GitHub, Apache-2.0). Writes aligner/terms/data/en.frequencies.gz:
tenths of the negative decimal logarithm of a lemma's probability, then its lemmas, a line for
each number. Counts only; no sentence is kept.
"""

from __future__ import annotations

import gzip
import lzma
import math
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

from duiqi.segmenters.words import words

OUT = Path(__file__).parents[1] / "aligner/terms/data/en.frequencies.gz"
LEAST = 3  # occurrences
EVERY = 2  # a sentence in so many is read


def main(path: Path) -> None:
    """Count, and write the table."""
    sentences = (english for english, _ in islice(sentence_pairs(path), 0, None, EVERY))
    counts = Counter(lemma for sentence in sentences for lemma in lemmas(sentence))
    total = counts.total()
    lines: dict[int, list[str]] = {}
    for lemma, count in sorted(counts.items()):
        if count >= LEAST:
            lines.setdefault(round(-10 * math.log10(count / total)), []).append(lemma)
    text = "".join(f"{number} {' '.join(lemmas)}\n" for number, lemmas in sorted(lines.items()))
    OUT.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{OUT}: {sum(map(len, lines.values())):,} lemmas of {total:,} words")


def sentence_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """The example sentences with their translations, hyphens in English as spaces."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            english, _, rest = line.partition("\t")
            yield english.replace("-", " "), rest.partition("\t")[0]


def lemmas(sentence: str) -> Iterator[str]:
    """The lemmas of the words of an English sentence."""
    for word in sentence.split():
        if bare := word.strip(".,;:!?\"'()[]“”‘’…"):
            yield from _lemmas_of(bare)


@lru_cache(maxsize=1 << 20)
def _lemmas_of(word: str) -> tuple[str, ...]:
    return tuple(found.lemma for found in words(word, "en") if found.text.isalpha() and found.text.isascii())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
