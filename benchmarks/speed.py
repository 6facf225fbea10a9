"""Speed beside the usual scheme, and what composing blocks from one reading costs in accuracy.

    python -m benchmarks.speed

1. Sentences a second of `duiqi evaluate` on MAC-Dev (../shared/eval, or the folder that
   DUIQI_EVAL names), both sides counted, best of three.
2. The same for the scheme of Bertalign: each block of one to four sentences read anew by an
   encoder of BERT-base's shape, on a sample. Random weights take the same time.
3. Strict F1 with blocks composed from one reading, and with each block read anew.
4. Where there is a GPU, an encoder of that shape on it: sentences a second, and its share of
   the time that the GPU was busy.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from benchmarks.gold import EVAL
from duiqi.aligner.allocator import keep_freed
from duiqi.aligner.arrays import Floats32
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.evaluate import evaluate
from duiqi.corpus.gold import read_gold

SAMPLE, LARGEST = 40, 4  # sentences of the sample; sentences of a block
WORDPIECES = 1.3  # of BERT's vocabulary, for each token of the bundled encoder's


class Reread:
    """The bundled encoder without its composition of blocks: each block is read anew."""

    name = "bundled, reading blocks anew"

    def __init__(self, encoder: BundledEncoder) -> None:
        self._encoder = encoder

    def encode(self, sentences: Sequence[str]) -> Floats32:
        """One L2-normalised row for each sentence."""
        return self._encoder.encode(sentences)


def scheme(lengths: Sequence[int], device: str) -> tuple[float, float]:
    """Sentences a second when a BERT-base reads all blocks, and the share of time that the device is busy.

    lengths  of consecutive sentences, in word pieces
    device   cpu or cuda
    """
    import torch
    from transformers import BertConfig, BertModel

    model = BertModel(BertConfig()).eval().to(device)
    if device == "cuda":
        model = model.half()
    blocks = [
        min(sum(lengths[first : first + size]), 512)
        for size in range(1, LARGEST + 1)
        for first in range(len(lengths) - size + 1)
    ]
    blocks.sort()
    at_once = 32 if device == "cpu" else 256
    busy = 0.0
    started = time.perf_counter()
    with torch.inference_mode():
        for first in range(0, len(blocks), at_once):
            batch = blocks[first : first + at_once]
            ids = torch.randint(1000, 20000, (len(batch), batch[-1]), device=device)
            begin = time.perf_counter()
            model(ids)
            if device == "cuda":
                torch.cuda.synchronize()
            busy += time.perf_counter() - begin
    seconds = time.perf_counter() - started
    return len(lengths) / seconds, busy / seconds


def main() -> None:
    """Print the figures."""
    import torch

    keep_freed()  # as the command does
    documents = list(read_gold(EVAL / "mac_dev.jsonl"))
    encoder = BundledEncoder()
    runs = [evaluate(documents, encoder) for _ in range(3)]
    ours = max(run.sentences / run.seconds for run in runs)
    print(f"duiqi evaluate, MAC-Dev    {ours:10,.0f} sentences/s, of {runs[0].sentences:,}")
    texts = [text for document in documents for text in (*document["src"], *document["tgt"])]
    lengths = [int(len(tokens) * WORDPIECES) + 2 for tokens in encoder.tokenize(texts)]
    step = len(lengths) // 4
    sample = [length for first in range(4) for length in lengths[first * step : first * step + SAMPLE // 4]]
    theirs, _ = scheme(sample, "cpu")
    print(f"blocks of 1–4 by BERT-base {theirs:10.1f} sentences/s; ours is {ours / theirs:,.0f} times that")
    if torch.cuda.is_available():
        scheme(lengths[:256], "cuda")
        fast, busy = scheme(lengths, "cuda")
        print(f"the same on a GPU          {fast:10,.0f} sentences/s; busy {busy:.0%} of the time")
    composed = runs[0].as_dict()["strict_f1"]
    encoded = evaluate(documents, Reread(encoder)).as_dict()["strict_f1"]
    print(f"strict F1, blocks composed {composed:10.4f}; read anew {encoded:.4f}")


if __name__ == "__main__":
    main()
