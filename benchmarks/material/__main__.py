"""Make training and test material for the bead scorer from books that are known to be parallel.

The gold sets we have are novels and one yearbook. A scorer learned on them alone learns
novels, so this script makes documents of other kinds: manuals, an encyclopedia, a game's
stories and dialogues, scripture, tutorials. All of them ship in Debian and npm packages
with their translations in the same structure, so that which paragraph translates which is
known beforehand and no aligner has a say in it.

    python -m benchmarks.material fetch FOLDER     # download and unpack, some 800 MB
    python -m benchmarks.material make FOLDER      # FOLDER/{train,heldout,hard}.jsonl
    python -m benchmarks.material show FOLDER      # the bead kinds of each
    python -m benchmarks.material look FOLDER zh en debian-reference   # pairs to read by eye

What is known and what is made: a paragraph pair with one sentence on a side is a bead as
it stands; one with as many sentences on both sides is taken sentence by sentence where
lengths and the strings that both sides share agree. Everything else of a natural text is
then made by chance (`Disorder`): sentences merged, split at a clause, a clause
moved over the boundary, sentences and whole stretches left out, foreign matter put in.
`train` and `heldout` share no source. Neither the downloads nor the output is committed.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks.material.documents import SEED, make, stream
from benchmarks.material.fetch import fetch
from benchmarks.material.sentences import pieces


def show(folder: Path) -> None:
    """Print how many documents there are of each language pair, and the shares of their bead kinds."""
    for part in ("train", "heldout", "hard"):
        kinds: dict[tuple[str, str], Counter[str]] = {}
        counts: Counter[tuple[str, str]] = Counter()
        with (folder / f"{part}.jsonl").open(encoding="utf-8") as file:
            for document in map(json.loads, file):
                key = (
                    document["id"].split("/")[0],
                    "-".join(sorted((document["src_lang"], document["tgt_lang"]))),
                )
                counts[key] += 1
                kinds.setdefault(key, Counter()).update(f"{len(s)}-{len(t)}" for s, t in document["gold"])
        print(f"{part}.jsonl")
        for key, found in sorted(kinds.items()):
            total = sum(found.values())
            shares = "  ".join(f"{kind} {100 * n / total:.1f}" for kind, n in found.most_common(14))
            print(f"  {key[0]:7}{key[1]:6}{counts[key]:4} documents {total:6} beads  {shares}")


def look(folder: Path, source: str, target: str, name: str) -> None:
    """Print beads of a source as they are before any disorder, for reading by eye."""
    book = [pair for chapter in stream(folder / "cache" / "x", name, (source, target)) for pair in chapter]
    for pair in random.Random(SEED).sample(book, min(30, len(book))):
        for bead in pieces(pair, source, target) or ():
            print(" ¦ ".join(bead.source), " ¦ ".join(bead.target), "", sep="\n")


def make_and_show(folder: Path) -> None:
    """Make the documents, and say what they are like."""
    make(folder)
    show(folder)


if __name__ == "__main__":
    command, folder, *rest = sys.argv[1:]
    commands: dict[str, Callable[..., None]] = {
        "fetch": fetch,
        "make": make_and_show,
        "show": show,
        "look": look,
    }
    commands[command](Path(folder), *rest)
