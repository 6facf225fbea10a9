"""Time and memory of an alignment by the length of the texts.

    python -m benchmarks.scale [1000 10000 100000 …]

The texts are the Chinese-English gold documents (../shared/eval, or the folder that
DUIQI_EVAL names), repeated with noise: every twentieth word or character is lost or doubled,
single sentences are left out on either side, and now and then a section of a hundred.
Each length is aligned in a process of its own. Printed: sentences a side, seconds, seconds
a thousand sentences (both sides), peak memory, and how many of the known beads were found.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Annotated

import typer

from benchmarks.gold import EVAL, ROOT

LENGTHS = (1_000, 10_000, 100_000)
SECTION, A_SECTION_IN = 100, 3000  # beads left out at once, and how many there are between two such gaps
LOST = 0.02  # of the sentences of either side
NOISE = 0.05  # of the words or characters
Bead = tuple[list[str], list[str]]


def beads(seed: int = 1) -> Iterator[Bead]:
    """Beads of the noised documents, without end."""
    from duiqi.corpus.gold import read_gold

    chance = random.Random(seed)
    documents = [
        d for d in read_gold(EVAL / "mac_dev.jsonl") if (d["src_lang"], d["tgt_lang"]) == ("zh", "en")
    ]
    gap, side = A_SECTION_IN, 0
    while True:
        chance.shuffle(documents)
        for document, (source, target) in ((d, bead) for d in documents for bead in d["gold"]):
            bead = (
                [_noised(document["src"][k], chance, "") for k in source if chance.random() > LOST],
                [_noised(document["tgt"][k], chance, " ") for k in target if chance.random() > LOST],
            )
            gap -= 1
            if gap < 0:
                bead = (bead[0], []) if side else ([], bead[1])
                if gap < -SECTION:
                    gap, side = A_SECTION_IN, 1 - side
            if any(bead):
                yield bead


def _noised(text: str, chance: random.Random, joiner: str) -> str:
    parts = text.split() if joiner else list(text)
    kept = [
        part for part in parts for _ in range(chance.choices((1, 0, 2), (1 - NOISE, NOISE / 2, NOISE / 2))[0])
    ]
    return joiner.join(kept) or text


def measure(length: int) -> dict[str, float]:
    """Align texts of `length` sentences a side and return the figures of one row.

    Peak memory is that of the process, so each length has a process of its own.
    """
    from duiqi.aligner.allocator import keep_freed
    from duiqi.aligner.encoders.catalogue import load_encoder
    from duiqi.aligner.pipeline import align
    from duiqi.segmenters import from_sentences

    keep_freed()  # as the command does
    texts: tuple[list[str], list[str]] = ([], [])
    gold = set()
    for source, target in beads():
        places = [
            range(len(side), len(side) + len(part))
            for side, part in zip(texts, (source, target), strict=True)
        ]
        gold.add((tuple(places[0]), tuple(places[1])))
        texts[0].extend(source)
        texts[1].extend(target)
        if min(map(len, texts)) >= length:
            break
    segments = from_sentences(texts[0], "zh", "source"), from_sentences(texts[1], "en", "target")
    encoder = load_encoder("bundled")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, busy = time.perf_counter(), time.process_time()
    alignment = align(*segments, encoder, presegmented=True)
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    found = {(tuple(bead.source), tuple(bead.target)) for bead in alignment.beads}
    linked = {bead for bead in gold if all(bead)}
    return {
        "length": length,
        "seconds": seconds,
        "a_thousand": 1000 * seconds / sum(map(len, texts)),
        "cpu_a_thousand": 1000 * busy / sum(map(len, texts)),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "text_megabytes": before / 1024,
        "recall": len(linked & found) / len(linked),
    }


def main(
    lengths: Annotated[list[int] | None, typer.Argument(help="sentences a side")] = None,
    here: Annotated[bool, typer.Option(help="in this process, printed as JSON")] = False,
) -> None:
    """Print a row for each length."""
    if not (EVAL / "mac_dev.jsonl").is_file():
        sys.exit(f"{EVAL}: no mac_dev.jsonl. DUIQI_EVAL names the folder of the gold data")
    if here:
        print(json.dumps(measure((lengths or [1000])[0])))
        return
    print(
        f"{'a side':>10}{'seconds':>10}{'s/1,000':>10}{'CPU s':>11}{'peak MB':>10}{'text':>11}{'recall':>9}"
    )
    for length in lengths or LENGTHS:
        command = [sys.executable, "-m", "benchmarks.scale", str(length), "--here"]
        ran = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8", cwd=ROOT)
        row = json.loads(ran.stdout)
        print(
            f"{length:10,}{row['seconds']:10.1f}{row['a_thousand']:10.3f}{row['cpu_a_thousand']:11.3f}"
            f"{row['megabytes']:10.0f}{row['text_megabytes']:11.0f}{row['recall']:9.3f}",
            flush=True,
        )


if __name__ == "__main__":
    typer.run(main)
