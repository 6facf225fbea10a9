"""Beads of sentences, from paragraph pairs whose sentence counts leave no doubt."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from benchmarks.material.pairs import Pair
from benchmarks.material.trust import size
from duiqi.segmenters import sentence_ends

LABEL = re.compile(r"(?:\w+\.? )?(?:[A-Z]|[\d.]+)\.?")  # `3.1.4.`, `Figure 4.14.`, `附录 A.`


def sentences(text: str, lang: str) -> list[str]:
    """The paragraph's sentences as our segmenter finds them, a number left to what it numbers.

    >>> sentences("Table 3.1. Hardware. See below.", "en")
    ['Table 3.1. Hardware.', 'See below.']
    """
    ends = sentence_ends(text, lang)
    if len(ends) > 1 and LABEL.fullmatch(text[: ends[0]].strip()):
        ends = ends[1:]
    return [text[a:b].strip() for a, b in pairwise([0, *ends])]


@dataclass(frozen=True)
class Piece:
    """A bead in the making: the sentences of both sides, and the paragraph they stand in."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    paragraph: int = -1
    heading: bool = False

    @property
    def kind(self) -> tuple[int, int]:
        return len(self.source), len(self.target)


def pieces(pair: Pair, source: str, target: str) -> list[Piece] | None:
    """The beads of a paragraph, where its sentence counts leave no doubt about them."""
    one, other = tuple(sentences(pair.source, source)), tuple(sentences(pair.target, target))
    if not one or not other:
        return None
    if min(len(one), len(other)) == 1:
        return [Piece(one, other, heading=pair.heading)] if max(len(one), len(other)) <= 5 else None
    if len(one) != len(other) or len(one) > 8 or not sentence_by_sentence(one, other, source, target):
        return None
    return [Piece((s,), (t,), heading=pair.heading) for s, t in zip(one, other, strict=True)]


QUESTION = re.compile(r"[?？]\W*$")


def sentence_by_sentence(one: Sequence[str], other: Sequence[str], source: str, target: str) -> bool:
    """Whether lengths and shared strings agree that sentence n translates sentence n.

    As many sentences on both sides may still hide a 1-2 and a 2-1; then the sentences
    between them are of the wrong lengths, or a name or number stands one off.
    """
    sizes = [(size(s, source) + 10, size(t, target) + 10) for s, t in zip(one, other, strict=True)]
    middle = median(math.log(s / t) for s, t in sizes)
    # Between two languages that both translate English the sentences have drifted twice as far.
    room = 0.55 if "en" in (source, target) else 0.4
    if any(abs(math.log(s / t) - middle) > room for s, t in sizes) or abs(middle) > 0.6:
        return False
    if any(bool(QUESTION.search(s)) != bool(QUESTION.search(t)) for s, t in zip(one, other, strict=True)):
        return False
    marks = [
        [set(re.findall(r"\d+|[A-Za-z][A-Za-z0-9_./-]*[A-Z0-9_./-][A-Za-z0-9]*", text)) for text in side]
        for side in (one, other)
    ]
    for n, here in enumerate(marks[0]):
        for mark in here:
            there = [k for k, found in enumerate(marks[1]) if mark in found]
            if there and n not in there:
                return False
    return True
