"""Learn the general frequencies of English words that termhood compares a text with.

    python -m benchmarks.general examples.tsv.xz

From example sentences of a dictionary, English before the first tab of each line (jiyushe/
jiyu-example-sentence-source on GitHub, Apache-2.0). Writes aligner/terms/data/en.frequencies.gz:
tenths of the negative decimal logarithm of a lemma's probability, twentieths of the sentences with
that lemma that speak of a person (PERSONAL), then the lemmas, a line for each two numbers. Counts
only; no sentence is kept.
"""

from __future__ import annotations

import gzip
import lzma
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

from duiqi.aligner.terms.general_language import PERSONAL_LEVELS
from duiqi.segmenters.words import words

OUT = Path(__file__).parents[1] / "aligner/terms/data/en.frequencies.gz"
LEAST = 3  # occurrences
EVERY = 2  # a sentence in so many is read
# Stories and talk have such words, and documents of a trade hardly ever.
PERSONAL = re.compile(r"\b(?:i|you|he|she|my|your|his|her|me|him)\b", re.IGNORECASE)
USUAL_SENTENCES = 5  # sentences with the usual share that are added to those of each lemma


def main(path: Path) -> None:
    """Count, and write the table."""
    counts, sentences, personal = Counter[str](), Counter[str](), Counter[str]()
    for english, _ in islice(sentence_pairs(path), 0, None, EVERY):
        found = list(lemmas(english))
        counts.update(found)
        sentences.update(set(found))
        if PERSONAL.search(english):
            personal.update(set(found))
    total, usual = counts.total(), personal.total() / sentences.total()
    lines: dict[tuple[int, int], list[str]] = {}
    for lemma, count in sorted(counts.items()):
        if count >= LEAST:
            share = (personal[lemma] + USUAL_SENTENCES * usual) / (sentences[lemma] + USUAL_SENTENCES)
            levels = round(-10 * math.log10(count / total)), round(PERSONAL_LEVELS * share)
            lines.setdefault(levels, []).append(lemma)
    text = "".join(f"{rare} {level} {' '.join(found)}\n" for (rare, level), found in sorted(lines.items()))
    OUT.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{OUT}: {sum(map(len, lines.values())):,} lemmas of {total:,} words; usual share {usual:.2f}")


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
