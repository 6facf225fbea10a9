"""Does the main job hold when the two files look different?

    python benchmarks/resolution.py [--variants 40] [--seed 0]

Resolution 62/99 as the two sample files have it, and then in variants made by chance: the
English paragraphs on one line or on several of one width; the Chinese as it is, without
the spaces between its words, or in lines as well; three paragraphs cut out of either file.
For each kind of variant it prints how many of the gold pairs came out, and names the pairs
that did not and those that nobody asked for. The gold is looked for in ../shared/eval or
in the folder that DUIQI_EVAL names.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import textwrap
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.gold import EVAL, ROOT
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.pipeline import align
from duiqi.corpus import read_bytes
from duiqi.segmenters import segment

SAMPLES = ROOT / "corpus" / "samples"
REMOVED = 3

# Call marks belong out of a segment; a hyphen at a line's end is still followed by a space here.
CALL_MARK = re.compile(r"(?<=[a-z,;])\d+(?=\s|$)|\*$")
BROKEN = re.compile(r"(?<=[a-z]-) (?=[a-z])")
BETWEEN_WORDS = re.compile(r"(?<=[^\x00-\x7f]) +(?=\S)|(?<=\S) +(?=[^\x00-\x7f])")

Pair = tuple[str, str]


@dataclass(frozen=True)
class Variant:
    """Two texts, and which of the gold pairs they still have."""

    kind: str
    source: str
    target: str
    numbers: list[int]


@dataclass
class Outcome:
    """What came out of the variants of one kind."""

    variants: int = 0
    perfect: int = 0
    wanted: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)


def squeezed(text: str) -> str:
    """A text without white space, which does not count in the gold."""
    return "".join(text.split())


def as_compared(pair: Sequence[str]) -> Pair:
    """A gold pair as it is compared: no white space, no call marks in the English."""
    return squeezed(CALL_MARK.sub("", pair[0].strip())), squeezed(pair[1])


def without(text: str, paragraphs: Sequence[str]) -> str:
    """A file's text with these paragraphs cut out, each wherever it stands in one piece."""
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    for start, end in sorted((found for p in paragraphs if (found := _place(text, places, p))), reverse=True):
        text = text[:start] + text[end:]
    return text


def removable(text: str, paragraphs: Sequence[str]) -> list[int]:
    """Which paragraphs no footnote or page break interrupts; the title stays."""
    places = [at for at, sign in enumerate(text) if not sign.isspace()]
    return [number for number, p in enumerate(paragraphs) if number and _place(text, places, p)]


def _place(text: str, places: list[int], paragraph: str) -> tuple[int, int] | None:
    short = squeezed(paragraph)
    at = squeezed(text).find(short)
    return None if at < 0 else (places[at], places[at + len(short) - 1] + 1)


def in_lines(paragraphs: Sequence[str], chance: random.Random, width: int) -> str:
    """Paragraphs that stand on one line or, by chance, on several."""
    return "\n\n".join(p if chance.random() < 0.5 else textwrap.fill(p, width) for p in paragraphs) + "\n"


def variant(number: int, pairs: Sequence[Pair], chance: random.Random) -> Variant:
    """The next variant: the kinds take turns, everything else is chance."""
    english, chinese = (
        (SAMPLES / f"un-62-99.{lang}.txt").read_text(encoding="utf-8") for lang in ("en", "zh")
    )
    every = range(len(pairs))
    if number == 0:
        return Variant("as they are", english, chinese, [*every])
    unspaced = BETWEEN_WORDS.sub("", chinese)
    forms = {"spaced": chinese, "unspaced": unspaced}
    form = chance.choice([*forms])
    kind = ("lines", "lines of both", "English removed", "Chinese removed")[number % 4]
    if kind.startswith("lines"):
        clean = [BROKEN.sub("", CALL_MARK.sub("", source.strip())) for source, _ in pairs]
        source = in_lines(clean, chance, chance.randint(50, 100))
        if kind == "lines of both":
            return Variant(
                kind, source, in_lines([p for _, p in pairs], chance, chance.randint(30, 45)), [*every]
            )
        return Variant(f"{kind}, Chinese {form}", source, forms[form], [*every])
    side = 0 if kind.startswith("English") else 1
    texts = [english, forms[form]]
    paragraphs = [pair[side] for pair in pairs]
    gone = chance.sample(removable(texts[side], paragraphs), REMOVED)
    texts[side] = without(texts[side], [paragraphs[k] for k in gone])
    return Variant(f"{kind}, Chinese {form}", texts[0], texts[1], [k for k in every if k not in gone])


def aligned(case: Variant, encoder: BundledEncoder) -> set[Pair]:
    """The pairs that come out, without white space."""
    source = segment(read_bytes(case.source.encode(), "62-99.en.txt"))
    target = segment(read_bytes(case.target.encode(), "62-99.zh.txt"))
    return {
        (squeezed("".join(bead.source_texts)), squeezed("".join(bead.target_texts)))
        for bead in align(source, target, encoder).beads
        if all(bead.kind)
    }


def told(wanted: set[Pair], found: set[Pair]) -> list[str]:
    """Each pair that is missing, and where what came out instead first differs from it."""
    lines = []
    for pair in sorted(wanted - found):
        line = f"missing: {pair[0][:20]}… | {pair[1][:12]}…"
        rivals = [rival for rival in sorted(found - wanted) if rival[0] == pair[0] or rival[1] == pair[1]]
        for text, instead in zip(pair, rivals[0] if rivals else pair, strict=True):
            if text != instead:
                at = next((k for k, sign in enumerate(text) if instead[k : k + 1] != sign), len(text))
                around = slice(max(at - 12, 0), at + 12)
                line += f"  …{text[around]}… came out as …{instead[around]}…"
        lines.append(line)
    return [*lines, *(f"unasked: {left[:20]}… | {right[:12]}…" for left, right in sorted(found - wanted))]


def main() -> None:
    """Print every kind's figures, then what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--variants", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    wish = parser.parse_args()
    gold = EVAL / "gold_62_99.tsv"
    if not gold.is_file():
        sys.exit(f"{gold}: not there. DUIQI_EVAL names the folder of the gold data")
    lines = gold.read_text(encoding="utf-8").splitlines()
    pairs = [(source, target) for source, target in (line.split("\t") for line in lines)]
    chance = random.Random(wish.seed)
    encoder = BundledEncoder()
    outcomes: dict[str, Outcome] = {}
    begin = time.perf_counter()
    for number in range(wish.variants):
        case = variant(number, pairs, chance)
        wanted = {as_compared(pairs[k]) for k in case.numbers}
        found = aligned(case, encoder)
        outcome = outcomes.setdefault(case.kind, Outcome())
        outcome.variants += 1
        outcome.perfect += found == wanted
        outcome.wanted += len(wanted)
        outcome.right += len(wanted & found)
        outcome.wrong += [f"{number} {line}" for line in told(wanted, found)]
    print(f"{'variants, seed ' + str(wish.seed):36} all right     pairs right")
    for kind, outcome in sorted(outcomes.items()):
        print(
            f"{kind:36} {outcome.perfect:3} of {outcome.variants:3}   {outcome.right:4} of {outcome.wanted:4}"
        )
        print("".join(f"    {line}\n" for line in outcome.wrong), end="")
    whole = [
        sum(getattr(o, name) for o in outcomes.values())
        for name in ("perfect", "variants", "right", "wanted")
    ]
    print(f"{'all':36} {whole[0]:3} of {whole[1]:3}   {whole[2]:4} of {whole[3]:4}")
    print(f"{(time.perf_counter() - begin) / max(wish.variants, 1):.2f} s a variant", file=sys.stderr)


if __name__ == "__main__":
    main()
