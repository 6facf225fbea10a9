"""Learn the bilingual lexicon, English and Chinese, from example sentences with translations.

    python -m benchmarks.lexicon examples.tsv.xz

From the sentences of `benchmarks.general`, which see. IBM model 1 (Brown et al. 1993) in both
directions, over pairs of lemmas and jieba's words that occur together LEAST times or more. An
entry is kept where its probability in one direction, or its support (probability times
occurrences), is high enough. Writes aligner/data/lexicon.npz, as `aligner.lexicon` describes it.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.general import lemmas, sentence_pairs
from duiqi.aligner.arrays import Floats64, Ints
from duiqi.segmenters.words import tokenizer

OUT = Path(__file__).parents[1] / "aligner/data/lexicon.npz"
LEAST = 3  # occurrences of a word, and of a pair
MOST = 0.004  # share of all words: commoner ones are function words
ROUNDS = 6  # of expectation maximisation
BLOCK = 20_000  # sentence pairs
PROBABLE = 0.05  # geometric mean of both probabilities of an entry
SUPPORT = 2.0  # expected links of an entry
HAN = re.compile("[\u4e00-\u9fff]+")


def main(path: Path) -> None:
    """Learn, prune and write."""
    sources, targets = _texts(path)
    english, source_ids = _numbered(sources)
    chinese, target_ids = _numbered(targets)
    print(f"{len(source_ids):,} pairs, {len(english):,} and {len(chinese):,} words", flush=True)
    width = len(chinese)
    pairs = _frequent_pairs(source_ids, target_ids, width)
    print(f"{len(pairs):,} pairs of words", flush=True)
    forward, backward, links = _train(source_ids, target_ids, pairs, width)
    both = np.sqrt(forward * backward)
    kept = np.flatnonzero((both >= PROBABLE) & (links >= SUPPORT))
    _write(english, chinese, pairs[kept], np.stack([forward[kept], backward[kept]]))


def _texts(path: Path) -> tuple[list[list[str]], list[list[str]]]:
    """The words of each sentence and of its translation, each word once."""
    cutter = tokenizer(None)
    sources, targets = [], []
    for source, target in sentence_pairs(path):
        words = (word for run in HAN.findall(target) for word in cutter.cut(run, HMM=False))
        sources.append(list(dict.fromkeys(map(sys.intern, lemmas(source)))))
        targets.append(list(dict.fromkeys(map(sys.intern, words))))
    return sources, targets


def _numbered(texts: Sequence[Iterable[str]]) -> tuple[list[str], list[Ints]]:
    """The words that are neither rare nor function words, in order; the numbers of those of each text."""
    counts = Counter(word for text in texts for word in text)
    most = MOST * counts.total()
    words = sorted(word for word, count in counts.items() if LEAST <= count <= most)
    numbers = {word: number for number, word in enumerate(words)}
    return words, [np.array([numbers[w] for w in text if w in numbers], np.int64) for text in texts]


def _cells(sources: Sequence[Ints], targets: Sequence[Ints], width: int) -> Iterator[tuple[int, int, Ints]]:
    """The pairs of words of each block of sentence pairs, numbered by source word, then by target word."""
    for low in range(0, len(sources), BLOCK):
        block = range(low, min(low + BLOCK, len(sources)))
        cells = [(sources[n][:, None] * width + targets[n]).ravel() for n in block]
        yield block.start, block.stop, np.concatenate(cells)


def _frequent_pairs(sources: Sequence[Ints], targets: Sequence[Ints], width: int) -> Ints:
    """The pairs of words that occur together LEAST times or more, sorted."""
    pairs, counts = np.zeros(0, np.int64), np.zeros(0, np.int32)
    fresh: list[tuple[Ints, Ints]] = []
    for _, stop, cells in _cells(sources, targets, width):
        found, count = np.unique(cells, return_counts=True)
        fresh.append((found, count.astype(np.int32)))
        if len(fresh) == 8 or stop == len(sources):
            every = np.concatenate([pairs, *(found for found, _ in fresh)])
            numbers = np.concatenate([counts, *(count for _, count in fresh)])
            pairs, which = np.unique(every, return_inverse=True)
            counts = np.bincount(which, numbers).astype(np.int32)
            fresh = []
    frequent: Ints = pairs[counts >= LEAST]
    return frequent


def _train(
    sources: Sequence[Ints], targets: Sequence[Ints], pairs: Ints, width: int
) -> tuple[Floats64, Floats64, Floats64]:
    """For each pair: p(target | source), p(source | target), the expected links."""
    blocks = []
    for start, stop, cells in _cells(sources, targets, width):
        place = np.minimum(np.searchsorted(pairs, cells), len(pairs) - 1)
        known = pairs[place] == cells
        rows, columns = _words_of_cells(sources[start:stop], targets[start:stop])
        blocks.append((place[known].astype(np.int32), rows[known], columns[known]))
    forward = _expectation_maximisation(pairs // width, [(place, t) for place, _, t in blocks])
    backward = _expectation_maximisation(pairs % width, [(place, s) for place, s, _ in blocks])
    return forward[0], backward[0], np.sqrt(forward[1] * backward[1])


def _words_of_cells(sources: Sequence[Ints], targets: Sequence[Ints]) -> tuple[Ints, Ints]:
    """For each cell of a block its source word and its target word, numbered over the block."""
    rows, columns = [], []
    row = column = 0
    for source, target in zip(sources, targets, strict=True):
        rows.append(np.repeat(np.arange(row, row + len(source), dtype=np.int32), len(target)))
        columns.append(np.tile(np.arange(column, column + len(target), dtype=np.int32), len(source)))
        row, column = row + len(source), column + len(target)
    return np.concatenate(rows), np.concatenate(columns)


def _expectation_maximisation(
    generating: Ints, blocks: Sequence[tuple[Ints, Ints]]
) -> tuple[Floats64, Floats64]:
    """The probability of each pair given its generating word, and its expected links.

    generating  (pairs,) the word that generates
    blocks      for each cell its pair, and which word of the block is generated
    """
    table = np.full(len(generating), 1e-3)
    counts = table
    for _ in range(ROUNDS):
        counts = np.zeros(len(generating))
        for place, generated in blocks:
            cell = table[place]
            total = np.bincount(generated, cell) + 1e-9
            counts += np.bincount(place, cell / total[generated], len(generating))
        table = counts / (np.bincount(generating, counts) + 1.0)[generating]
    return table, counts


def _write(english: Sequence[str], chinese: Sequence[str], pairs: Ints, probabilities: Floats64) -> None:
    """Write the entries, each probability as the square root of it in 255ths."""
    rows, columns = pairs // len(chinese), pairs % len(chinese)
    source_words, row_numbers = np.unique(rows, return_inverse=True)
    target_words, column_numbers = np.unique(columns, return_inverse=True)
    levels = np.maximum(np.rint(np.sqrt(probabilities) * 255), 1).astype(np.uint8)
    OUT.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        OUT,
        english=np.frombuffer("\n".join(english[n] for n in source_words).encode(), np.uint8),
        chinese=np.frombuffer("\n".join(chinese[n] for n in target_words).encode(), np.uint8),
        counts=np.bincount(row_numbers).astype(np.uint16),
        columns=column_numbers.astype(np.uint16 if len(target_words) < 1 << 16 else np.uint32),
        forward=levels[0],
        backward=levels[1],
    )
    print(f"{OUT}: {len(pairs):,} entries of {len(source_words):,} and {len(target_words):,} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
