"""Pairs of texts for the benchmark: real documents, cut, mixed and made untidy; the same each time."""

from __future__ import annotations

import json
import random
import sys
import textwrap
from pathlib import Path

from benchmarks.gold import EVAL, ROOT

SAMPLES = ROOT / "corpus" / "samples"
TYPICAL = 8  # beads of a text, the median
SEED = 94770

Bead = tuple[list[str], list[str]]  # sentences that are each other's translation, Chinese and English


def make_pairs(folder: Path, number: int, typical: int = TYPICAL, spread: float = 0.7) -> Path:
    """Write so many pairs of texts into a folder; return their manifest.

    typical  beads of a text, the median
    spread   standard deviation of the logarithm of that number
    """
    choice = random.Random(SEED)
    documents = _documents()
    manifest = folder / "pairs.tsv"
    with manifest.open("w", encoding="utf-8") as lines:
        for n in range(number):
            beads = max(3, round(typical * choice.lognormvariate(0, spread)))
            _write_pair(_mixed(documents, beads, choice), folder, f"{n}", choice)
            lines.write(f"{n}\t{n}.zh.txt\t{n}.en.txt\n")
    return manifest


def _documents() -> list[list[Bead]]:
    """Resolution 62/99 and the documents of MAC-Dev, as beads; only the former where MAC-Dev is absent."""
    from duiqi.aligner.pipeline import align
    from duiqi.corpus import read
    from duiqi.segmenters import segment

    sides = (segment(read(SAMPLES / f"un-62-99.{lang}.txt")) for lang in ("zh", "en"))
    beads = align(*sides).beads
    documents = [[(list(b.source_texts), list(b.target_texts)) for b in beads if all(b.kind)]]
    gold = EVAL / "mac_dev.jsonl"
    if not gold.is_file():
        print(f"{gold} is absent: the texts are made of one resolution only", file=sys.stderr)
        return documents
    for document in map(json.loads, gold.read_text(encoding="utf-8").splitlines()):
        pairs = (
            ([document["src"][i] for i in source], [document["tgt"][j] for j in target])
            for source, target in document["gold"]
        )
        documents.append([pair for pair in pairs if all(pair)])
    return documents


def _mixed(documents: list[list[Bead]], beads: int, choice: random.Random) -> list[Bead]:
    """A text of so many beads, made of passages from several documents."""
    text: list[Bead] = []
    while len(text) < beads:
        document = choice.choice(documents)
        length = min(beads - len(text), choice.randint(4, 60), len(document))
        start = choice.randrange(len(document) - length + 1)
        text += document[start : start + length]
    return text


def _write_pair(text: list[Bead], folder: Path, name: str, choice: random.Random) -> None:
    """Write both sides, untidy as files are: sentences missing, lines wrapped or joined, old encodings."""
    sides: list[str] = []
    for side, joiner in ((0, ""), (1, " ")):
        kept = [joiner.join(bead[side]) for bead in text if choice.random() > 0.02] or ["."]
        glue = choice.choices(["\n\n", "\n", joiner], [5, 4, 1])[0]
        if side == 1 and choice.random() < 0.3:
            kept, glue = [textwrap.fill(paragraph, 76) for paragraph in kept], "\n\n"
        sides.append(glue.join(kept) + "\n")
    encoding = "gb18030" if choice.random() < 0.05 else "utf-8"
    (folder / f"{name}.zh.txt").write_bytes(sides[0].encode(encoding, "replace"))
    (folder / f"{name}.en.txt").write_text(sides[1], encoding="utf-8")
