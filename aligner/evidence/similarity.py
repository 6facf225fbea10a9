"""The similarity family: cosines of a bead's two blocks, and of the blocks with other borders.

The two features of length are here too, because they discount the margin.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.beads import SKIPS, Beads
from duiqi.aligner.evidence.blocks import BlockCosines, Cosines, EmbeddedBlocks, MeanBlocks, known_blocks
from duiqi.aligner.evidence.features import Named
from duiqi.aligner.evidence.sums import prefix_sums, range_sums
from duiqi.aligner.evidence.text import EncodedText
from duiqi.aligner.evidence.view import NEAR, PaddedView

# What one more segment at each of a bead's four ends adds to a, to b, to its first row, to its first column.
LARGER = ((1, 0, -1, 0), (1, 0, 0, 0), (0, 1, 0, -1), (0, 1, 0, 0))
SMALLER = tuple((-a, -b, -rows, -columns) for a, b, rows, columns in LARGER)


class Similarity:
    """Similarities of blocks: embedded once for all beads of two texts, looked up for those of a view."""

    def __init__(self, source: EncodedText, target: EncodedText, beads: Beads, rough: bool) -> None:
        links = beads.some(beads.kinds >= len(SKIPS))
        self._known = known_blocks(len(source), links.i, links.a), known_blocks(len(target), links.j, links.b)
        blocks = MeanBlocks if rough else EmbeddedBlocks
        self._blocks: BlockCosines = blocks(source, target, self._known)
        # The mean cosine of each segment with those of the other text: a short one is close to everything.
        self._usual = source.single @ target.single.mean(axis=0), target.single @ source.single.mean(axis=0)
        ratio = max(float(target.surface.lengths.sum()), 1.0) / max(float(source.surface.lengths.sum()), 1.0)
        # Scaled by half of the ratio each, both texts are equally long.
        self._source_lengths = prefix_sums(source.surface.lengths * ratio**0.5)
        self._target_lengths = prefix_sums(target.surface.lengths / ratio**0.5)
        self._segments = len(source), len(target)

    def values(self, view: PaddedView) -> Iterator[Named]:
        """The features of this family."""
        cosines_of = self._blocks.within(view.sources, view.targets)
        sizes = tuple(range(1, len(known)) for known in self._known)
        # The cosine of each block of one side, by its size and first segment, with each single segment of
        # the other side: both (sizes, source segments, target segments).
        blocks = (
            np.stack([cosines_of(a, 1) for a in sizes[0]]),
            np.stack([cosines_of(1, b) for b in sizes[1]]),
        )
        rows, columns = (
            slice(view.sources.start, view.sources.stop),
            slice(view.targets.start, view.targets.stop),
        )
        usual = self._usual[0][rows, None], self._usual[1][columns]
        unusual = view.stack(1)
        view.put(unusual, 0, blocks[0][0] - (usual[0] + usual[1]) / 2)
        yield "skip cosine", view.nearest(unusual)
        cosines = self._cosines(view, cosines_of)
        cosine = view.take(cosines, view.planes)
        yield "cosine", cosine
        yield from self._margin(view, cosine, blocks)
        yield from _other_borders(view, cosine, cosines)
        weak = (
            view.weakest(view.directions[0], blocks[0] - usual[1]),
            view.weakest(view.directions[1], (blocks[1] - usual[0]).swapaxes(1, 2)),
        )
        one_to_one = view.links.a + view.links.b == 2
        yield "weakest cosine", np.where(one_to_one, weak[0] + weak[1], 0)
        yield "weakest of several", np.where(one_to_one, 0, np.minimum(*weak))

    def _margin(
        self, view: PaddedView, cosine: Floats32, blocks: tuple[Floats32, Floats32]
    ) -> Iterator[Named]:
        """The features of length, and the margin of the cosine over that with segments beside the bead."""
        _, _, i, j, a, b = view.links
        source, target = range_sums(self._source_lengths, i, a), range_sums(self._target_lengths, j, b)
        ratio = np.log((target + 2) / (source + 2))
        yield "length", np.abs(ratio)
        yield "length sure", ratio**2 * np.minimum(np.sqrt(np.minimum(source, target)), 12) / 5
        stacks = tuple(view.stack(len(sizes) + 1) for sizes in blocks)
        for stack, sizes in zip(stacks, blocks, strict=True):
            view.put(stack, slice(1, None), sizes)
        beside = np.zeros_like(cosine)
        for step in range(1, NEAR + 1):
            for way, stack in zip(view.directions, stacks, strict=True):
                beside += view.take_along(way, stack, -step)
                beside += view.take_along(way, stack, way.counts + step - 1)
        rooms = (i, j, self._segments[0] - i - a, self._segments[1] - j - b)
        margin = cosine - beside / np.maximum(sum(np.minimum(room, NEAR) for room in rooms), 1)
        yield "margin", margin
        yield "margin length", margin * np.exp(-np.abs(ratio))

    def _cosines(self, view: PaddedView, cosines_of: Cosines) -> Floats32:
        """A plane for each shape: the cosine of two blocks from each node on; NaN where no link has one."""
        source = self._known[0][:, view.sources.start : view.sources.stop]
        target = self._known[1][:, view.targets.start : view.targets.stop]
        cosines = view.stack(len(view.shapes) + 1, np.nan)
        for plane, (a, b) in enumerate(view.shapes):
            if a < len(source) and b < len(target):
                known = source[a][:, None] & target[b]
                view.put(cosines, plane, np.where(known, cosines_of(a, b), np.float32(np.nan)))
        return cosines


def _other_borders(view: PaddedView, cosine: Floats32, cosines: Floats32) -> Iterator[Named]:
    """How the cosine changes with one segment less or more at each of the four ends."""

    def changes(ends: tuple[tuple[int, int, int, int], ...]) -> Floats32:
        """(4, links); zero where no bead has that block."""
        found = np.stack(
            [
                view.take(cosines, view.plane_of[view.links.a + a, view.links.b + b], rows, columns) - cosine
                for a, b, rows, columns in ends
            ]
        )
        found[np.isnan(found)] = 0
        return found

    smaller, larger = changes(SMALLER), changes(LARGER)
    yield "shrink gain", np.maximum(smaller, 0).sum(axis=0)
    yield "shrink loss", np.minimum(smaller, 0).sum(axis=0)
    yield "shrink best", smaller.max(axis=0)
    yield "extend best", larger.max(axis=0)
    yield "extend gain", np.maximum(larger, 0).sum(axis=0)
