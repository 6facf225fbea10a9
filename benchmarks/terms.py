"""Time and memory of term extraction, from one document to very many beads.

    python -m benchmarks.terms            # 62/99, then 10,000 beads
    python -m benchmarks.terms 100000

Many beads are made from real ones: those of the samples, and of MAC-Dev where that is
installed (see CONTRIBUTING.md). A third of the words of each is replaced by words from the
taggers' dictionaries, common words more often than rare ones, so that new terms keep coming
as in large texts: no bead occurs twice.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial

from benchmarks.gold import EVAL, ROOT
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.pipeline import align
from duiqi.aligner.terms import extract_terms
from duiqi.corpus import Alignment, Bead, Side, read
from duiqi.segmenters import segment
from duiqi.segmenters.words import tokenizer, words

REPLACED = 0.33


def resolution(encoder: BundledEncoder) -> Alignment:
    """62/99, aligned."""
    sides = (segment(read(ROOT / f"corpus/samples/un-62-99.{lang}.txt", lang=lang)) for lang in ("en", "zh"))
    return align(*sides, encoder)


def real_pairs(alignment: Alignment) -> list[tuple[str, str]]:
    """The texts of real beads, English and Chinese: the material of the made ones."""
    pairs = [(" ".join(b.source_texts), "".join(b.target_texts)) for b in alignment.beads if all(b.kind)]
    if (EVAL / "mac_dev.jsonl").is_file():
        for line in (EVAL / "mac_dev.jsonl").read_text(encoding="utf-8").splitlines():
            text = json.loads(line)
            for source, target in text["gold"]:
                if source and target:
                    chinese = "".join(text["src"][i] for i in source)
                    pairs.append((" ".join(text["tgt"][j] for j in target), chinese))
    return pairs


class MadeBeads:
    """So many beads made from real ones, one at a time; the same in each iteration."""

    def __init__(self, pairs: Sequence[tuple[str, str]], count: int) -> None:
        from denckring_en_pos import tagger

        self._count = count
        self._pairs = [([w.text for w in words(s, "en")], [w.text for w in words(t, "zh")]) for s, t in pairs]
        english = sorted(word for word in tagger().vocabulary if word.isalpha() and len(word) > 3)
        frequent = sorted(tokenizer(None).FREQ.items(), key=lambda item: (-item[1], item[0]))
        chinese = [word for word, n in frequent if n and len(word) > 1][:100_000]
        random.Random(1).shuffle(english)
        self._dictionaries = english, chinese

    def __iter__(self) -> Iterator[Bead]:
        chance = random.Random(7)
        for n in range(self._count):
            source, target = self._pairs[chance.randrange(len(self._pairs))]
            sides = (
                " ".join(self._noisy(source, self._dictionaries[0], chance)),
                "".join(self._noisy(target, self._dictionaries[1], chance)),
            )
            yield Bead.of_texts(range(n, n + 1), range(n, n + 1), str(n + 1), (sides[0],), (sides[1],))

    def _noisy(self, text: list[str], dictionary: list[str], chance: random.Random) -> Iterator[str]:
        for word in text:
            if len(word) > 1 and chance.random() < REPLACED:
                yield dictionary[int(len(dictionary) ** chance.random()) - 1]
            else:
                yield word


def main(counts: Sequence[int]) -> None:
    """Print for each size the wall time, the processor time with its stages, and the peak memory."""
    encoder = BundledEncoder()
    alignment = resolution(encoder)
    pairs = real_pairs(alignment)
    texts = [("62/99", alignment)]
    texts += [
        (f"{n:,} beads", Alignment(Side("many", "en"), Side("many", "zh"), MadeBeads(pairs, n)))
        for n in counts
    ]
    for name, text in texts:
        begin, worked = time.perf_counter(), time.process_time()
        ends = {"reading": worked, "comparing": worked}  # of the stages: processor time at their last report
        with extract_terms([text], encoder, progress=partial(_note, ends)) as extraction:
            found = sum(1 for _ in extraction.glossary().pairs)
        seconds = time.perf_counter() - begin
        reading, comparing = ends["reading"] - worked, ends["comparing"] - ends["reading"]
        processor = time.process_time() - worked
        highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        shown = f"{name:>16}  {found:>9,} pairs  {seconds:>8.1f} s  {processor:>8.1f} s of processor"
        print(f"{shown} ({reading:.1f} reading, {comparing:.1f} comparing)  {highest:>5.2f} GB", flush=True)


def _note(ends: dict[str, float], stage: str, done: int, total: int) -> None:
    ends[stage] = time.process_time()


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]] or [10_000])
