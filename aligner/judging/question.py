"""Questions: how is this place aligned? The texts in their context, and the numbered alternatives."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from duiqi.aligner.encoders.protocol import Encoder
from duiqi.aligner.regions.alternatives import Alternative, Region, regions
from duiqi.corpus.model import Alignment, Bead
from duiqi.corpus.tiling import beads_of

CONTEXT = 2  # beads before and after a region
DIGITS = 16  # hexadecimal ones of a signature

Texts = tuple[str, ...]
Pair = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Question:
    """A region as a question.

    before, after   the texts of both sides around the region
    source, target  the texts of both sides in the region
    alternatives    in an order that says nothing of their probabilities; they are numbered from 1
    """

    id: str
    langs: tuple[str, str]
    before: tuple[Texts, Texts]
    source: Texts
    target: Texts
    after: tuple[Texts, Texts]
    alternatives: tuple[Alternative, ...]

    @classmethod
    def of(cls, alignment: Alignment, region: Region) -> Question:
        """The question of a region of this alignment."""
        beads = beads_of(alignment)
        stop = region.at + region.count
        own = beads[region.at : stop]
        return cls(
            own[0].id,
            (alignment.source.lang, alignment.target.lang),
            _texts(beads[max(region.at - CONTEXT, 0) : region.at]),
            *_texts(own),
            _texts(beads[stop : stop + CONTEXT]),
            tuple(sorted(region.alternatives, key=lambda one: pairs_of(one.beads))),
        )

    @cached_property
    def pairs(self) -> list[list[Pair]]:
        """For each alternative its beads as the numbers of segments of this region, from 1."""
        return [pairs_of(one.beads) for one in self.alternatives]

    @cached_property
    def signature(self) -> str:
        """Hexadecimal digits that are others where a text or an alternative is another."""
        content = [self.before, self.source, self.target, self.after, self.pairs]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:DIGITS]

    @property
    def characters(self) -> int:
        """The characters of all texts."""
        sides = (*self.before, self.source, self.target, *self.after)
        return sum(len(text) for side in sides for text in side)


def questions_of(alignment: Alignment, encoder: Encoder | None) -> Iterable[Question]:
    """The questions about an alignment that can be edited, in order."""
    return (Question.of(alignment, region) for region in regions(alignment, encoder))


def pairs_of(beads: Iterable[Bead]) -> list[Pair]:
    """Consecutive beads as the numbers of their segments, counted from 1."""
    found: list[Pair] = []
    i = j = 1
    for bead in beads:
        k, m = i + len(bead.source_segments), j + len(bead.target_segments)
        found.append((tuple(range(i, k)), tuple(range(j, m))))
        i, j = k, m
    return found


def _texts(beads: Iterable[Bead]) -> tuple[Texts, Texts]:
    beads = tuple(beads)
    return (
        tuple(text for bead in beads for text in bead.source_texts),
        tuple(text for bead in beads for text in bead.target_texts),
    )
