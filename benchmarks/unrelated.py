"""Fit the classifier that tells a translation from another text, and measure it.

    python -m benchmarks.unrelated examples.tsv.xz [--number N] [--write]

Short bitexts of 1 to 40 beads: example sentences with translations (see `benchmarks.lexicon`), as they come
and sorted by headword, and windows of MAC-Dev, of Text+Berg and of the paragraphs of the panel, with their
gold (../shared/eval, or the folder that DUIQI_EVAL names). A good one is as it is; an untidy one lacks a
seventh of the sentences of either side, and one with a foreign third has a third of a side from elsewhere:
all three should pass. A bad one has the target of another window of the same collection, so that
subject and names are often the same. Of a half translation a side lacks a half: either answer will do.

Each collection is cut into parts (a document is one), and these are put in five folds; the figures are of
folds that the weights were not fitted on. The bias is set so that two of a hundred good bitexts are doubted.
With --write, fits to all and writes aligner/data/translation.json.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import numpy as np

from benchmarks.gold import EVAL
from benchmarks.termhood import fit
from duiqi.aligner import pipeline
from duiqi.aligner.arrays import Floats64
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.related import FEATURES, features_of
from duiqi.corpus.gold import read_gold
from duiqi.segmenters import from_sentences

OUT = Path(__file__).parents[1] / "aligner/data/translation.json"
LENGTHS = (1, 2, 3, 4, 6, 8, 12, 20, 40)  # beads
PANEL = ("assembly", "java-03", "java-12")
GOOD, BAD = ("good", "untidy", "foreign third"), ("bad", "bad, of another length")
HALF = "half"
DOUBTED = 0.02  # share of the good bitexts
FOLDS = 5

GoldBead = tuple[list[str], list[str]]


class Case(NamedTuple):
    """A bitext of a kind; `part` is what is kept together when the folds are made."""

    part: str
    label: str
    langs: tuple[str, str]
    source: list[str]
    target: list[str]


def main() -> None:
    """Align all cases, print the figures, and with --write fit to all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--number", type=int, default=32, help="windows of each length and collection")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    encoder = EncoderPair.of()
    cases = list(collections(options.examples, options.number))
    rows = np.array([_features(case, encoder) for case in cases])
    report(cases, rows, write=options.write)


def report(cases: Sequence[Case], rows: Floats64, *, write: bool = False) -> None:
    """Print the figures of cross-validation, by collection and by length; write the weights."""
    labels = np.array([case.label for case in cases])
    good, bad = np.isin(labels, GOOD), np.isin(labels, BAD)
    kept = (~bad).astype(float)
    weight = np.where(bad, kept.sum() / bad.sum(), 1.0)
    folds = np.array([zlib.crc32(case.part.encode()) % FOLDS for case in cases])
    odds = np.zeros(len(cases))
    for fold in range(FOLDS):
        inside = folds == fold
        weights, bias = fit(rows[~inside], kept[~inside], weight[~inside])
        odds[inside] = rows[inside] @ weights + bias
    threshold = float(np.quantile(odds[good], DOUBTED))
    names = np.array([case.part.split("/")[0] for case in cases])
    print(
        f"{len(cases):,} bitexts; doubted of the good, the untidy, a foreign third, a half; passed of the bad"
    )
    for name in (*dict.fromkeys(names), "all"):
        own = (names == name) | (name == "all")
        shares = [
            (odds[own & (labels == label)] < threshold).mean() if (own & (labels == label)).any() else 0.0
            for label in (*GOOD, HALF)
        ]
        print(f"{name:>12}", *(f"{share:7.3f}" for share in (*shares, (odds[own & bad] >= threshold).mean())))
    if write:
        weights, bias = fit(rows, kept, weight)
        stored = {"weights": [round(float(w), 4) for w in weights], "bias": round(bias - threshold, 4)}
        OUT.write_text(json.dumps({"features": FEATURES, **stored}, indent=1) + "\n", encoding="utf-8")


def collections(examples: Path, number: int) -> Iterator[Case]:
    """The cases of all collections, the same each time."""
    chance = random.Random(21)
    with lzma.open(examples, "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in islice(lines, 140_000)]
    some = [([row[0]], [row[1]]) for row in rows[:60_000:3]]
    yield from windows("examples", some, ("en", "zh"), number, chance)
    by_word = sorted(rows[100_000:], key=lambda row: row[2])
    yield from windows("headword", [([e], [z]) for e, z, _ in by_word], ("en", "zh"), number, chance)
    for file, parts, share in (("mac_dev.jsonl", 1, 4), ("textberg_dev.jsonl", 4, 1)):
        for document in read_gold(EVAL / file):
            beads = [
                ([document["src"][i] for i in source], [document["tgt"][j] for j in target])
                for source, target in document["gold"]
            ]
            langs = document["src_lang"], document["tgt_lang"]
            name = f"{file.split('_')[0]}/{document['id']}"
            yield from windows(name, beads, langs, number // share, chance, parts)
    for name in PANEL:
        yield from windows(f"panel/{name}", _panel(name), ("en", "zh"), number // 4, chance, 2)


def _panel(name: str) -> list[GoldBead]:
    """The paragraphs of a document of the panel that correspond."""
    gold = json.loads((EVAL / "panel" / f"{name}.as-is.gold.json").read_text(encoding="utf-8"))
    sides = []
    for lang in ("en", "zh"):
        text = (EVAL / "panel" / f"{name}.as-is.{lang}.txt").read_text(encoding="utf-8")
        sides.append({number: " ".join(text[a:b].split()) for a, b, number in gold[lang] if number >= 0})
    return [([sides[0][n]], [sides[1][n]]) for n in sorted(sides[0].keys() & sides[1].keys())]


def windows(
    name: str,
    beads: Sequence[GoldBead],
    langs: tuple[str, str],
    number: int,
    chance: random.Random,
    parts: int = 8,
) -> Iterator[Case]:
    """Cases of a collection, `number` windows of each length, in turns from each of its parts."""
    for length in LENGTHS:
        for k in range(number):
            part = k % parts
            own = beads[part * len(beads) // parts : (part + 1) * len(beads) // parts]
            if len(own) >= 2 * length:
                for case in _cases(f"{name}/{part}", own, langs, length, chance):
                    if case.source and case.target:
                        yield case if chance.random() < 0.5 else _swapped(case)


def _cases(
    part: str, beads: Sequence[GoldBead], langs: tuple[str, str], length: int, chance: random.Random
) -> Iterator[Case]:
    """All kinds of cases with the source of one window."""
    at = chance.randrange(len(beads) - length + 1)
    others = [x for x in range(len(beads) - length + 1) if abs(x - at) >= length]
    source, target = _sides(beads[at : at + length])
    yield Case(part, "good", langs, source, target)
    yield Case(part, "untidy", langs, _thinned(source, chance), _thinned(target, chance))
    if not others:
        return
    start = chance.choice(others)
    theirs = _sides(beads[start : start + length])[1]
    yield Case(part, "bad", langs, source, theirs)
    most = len(beads) - start if start > at else at - start
    yield Case(
        part, BAD[1], langs, source, _sides(beads[start : start + min(chance.choice(LENGTHS), most)])[1]
    )
    if length >= 4:
        half, third = len(target) // 2, max(len(target) // 3, 1)
        yield Case(part, HALF, langs, source, target[:half] if chance.random() < 0.5 else target[half:])
        yield Case(part, "foreign third", langs, source, target[:-third] + theirs[:third])


def _sides(beads: Sequence[GoldBead]) -> GoldBead:
    return [text for bead in beads for text in bead[0]], [text for bead in beads for text in bead[1]]


def _thinned(side: list[str], chance: random.Random) -> list[str]:
    return [text for text in side if chance.random() > 0.15] or side[:1]


def _swapped(case: Case) -> Case:
    return case._replace(langs=case.langs[::-1], source=case.target, target=case.source)


def _features(case: Case, encoder: EncoderPair) -> tuple[float, ...]:
    """The features of a case after it was aligned."""
    sides = [
        from_sentences(side, lang) for side, lang in zip((case.source, case.target), case.langs, strict=True)
    ]
    with patch.object(pipeline, "doubts", return_value=()) as watched:
        alignment = pipeline.align(sides[0], sides[1], encoder)
    return features_of(tuple(alignment.beads), watched.call_args.args[3])


if __name__ == "__main__":
    main()
