"""The padded view: matrices of source by target segments, all padded to one shape.

A feature of a bead may need values of its neighbours, for other sizes of block as well. With all
matrices of one shape, one index finds the value of the same neighbour for all beads at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.beads import SKIPS, Beads, Shape
from duiqi.aligner.evidence.sums import running_minima

NEAR = 3  # segments at each end of a bead, just outside, that its margin is measured against
PAD = NEAR + 2


class Direction(NamedTuple):
    """Blocks of one side against single segments of the other: where the links of a view find them.

    There are two directions: blocks of the source against target segments, and the other way round.

    mirrored  whether the blocks are of the target
    sizes     (links,) how many segments the block of each link has
    first     (links,) the first segment of the other side, counted from the first in the view
    counts    (links,) how many segments of the other side
    stride    from a segment of the other side to the next, in a flattened plane
    largest   the largest size, over all shapes
    longest   the largest count, over all shapes
    """

    mirrored: bool
    sizes: Ints
    first: Ints
    counts: Ints
    stride: int
    largest: int
    longest: int


class PaddedView:
    """The part of both texts that a batch of beads can touch, as planes of one padded shape.

    A plane is a matrix of source by target segments with `PAD` more rows and columns on every side:

                 PAD      targets      PAD
               ┌─────┬───────────────┬─────┐
          PAD  │     │               │     │
               ├─────┼───────────────┼─────┤
               │     │               │     │
               │     │   ●─── b ──┐  │     │    ●  the bead's first node (i, j): its index in the
      sources  │     │   │        │  │     │       flattened plane is `at`
               │     │   a        │  │     │
               │     │   └────────┘  │     │
               ├─────┼───────────────┼─────┤
          PAD  │     │               │     │
               └─────┴───────────────┴─────┘

    Planes are stacked, one for each size of block or each shape of bead: (planes, height, width). The
    node r rows down and c columns right of a bead's first one, in plane p, has the flat index

        p * height * width + at + r * width + c

    so one gather finds the value of any neighbour, for all links at once. The padding gives every
    neighbour outside the part a place of its own, which holds the value that the stack was filled with.

    sources, targets  the segments of either side that the beads, and their neighbours, touch
    skips, links      the beads without and with two sides, in this order
    planes            (links,) the plane of each link, in a stack with a plane for each shape
    plane_of          the plane of shape (a, b), at [a, b]; a spare last plane for all other shapes
    directions        blocks of the source against target segments, and the other way round
    """

    def __init__(self, beads: Beads, shapes: Sequence[Shape], source_count: int, target_count: int) -> None:
        self.sources = _touched(beads.i, beads.a, source_count)
        self.targets = _touched(beads.j, beads.b, target_count)
        self.width = len(self.targets) + 2 * PAD
        self.height = len(self.sources) + 2 * PAD
        skipped = int((beads.kinds < len(SKIPS)).sum())
        self.skips = beads.some(np.arange(skipped))
        self.links = beads.some(np.arange(skipped, len(beads.kinds)))
        self.planes = self.links.kinds - len(SKIPS)
        self._at = self._first_nodes(self.links)
        self.shapes = list(shapes[len(SKIPS) :])
        largest = max(a for a, _ in self.shapes), max(b for _, b in self.shapes)
        self.plane_of = np.full((largest[0] + 2, largest[1] + 2), len(self.shapes))
        for number, shape in enumerate(self.shapes):
            self.plane_of[shape] = number
        i, j = self.links.i - self.sources.start, self.links.j - self.targets.start
        a, b = self.links.a, self.links.b
        self.directions = (
            Direction(False, a, j, b, 1, *largest),
            Direction(True, b, i, a, self.width, *reversed(largest)),
        )

    def _first_nodes(self, beads: Beads) -> Ints:
        """The index of each bead's first node in a flattened plane."""
        rows = beads.i - self.sources.start + PAD
        return np.asarray(rows * self.width + beads.j - self.targets.start + PAD)

    def stack(self, count: int, filling: float = 0.0) -> Floats32:
        """A stack of `count` planes, filled with one value: (count, height, width)."""
        return np.full((count, self.height, self.width), filling, np.float32)

    def put(
        self, stack: Floats32, planes: Any, matrices: Floats32, mirrored: bool = False, shift: int = 0
    ) -> None:
        """Write matrices into planes, from the first segments of the view on.

        planes    a number, an array of numbers or a slice
        matrices  (…, sources, targets), or (…, targets, sources) where mirrored
        shift     how many segments of the matrices' last axis to leave free before the first value
        """
        into = stack.swapaxes(1, 2) if mirrored else stack
        rows, columns = matrices.shape[-2:]
        into[planes, PAD : PAD + rows, PAD + shift : PAD + shift + columns] = matrices

    def take(self, stack: Floats32, planes: Ints, rows: Ints | int = 0, columns: Ints | int = 0) -> Floats32:
        """For each link, the value at its first node moved by some rows and columns: (links,).

        planes         (links,) the plane to look in, for each link
        rows, columns  how far to move
        """
        at = planes * (self.height * self.width) + self._at + rows * self.width + columns
        found: Floats32 = stack.ravel().take(at)
        return found

    def take_along(self, way: Direction, stack: Floats32, steps: Ints | int = 0) -> Floats32:
        """For each link, the value of its block with one segment of the other side: (links,).

        stack  a plane for each size of block, from 0 on
        steps  which segment, counted from the link's first; below zero before it
        """
        at = way.sizes * (self.height * self.width) + self._at + steps * way.stride
        found: Floats32 = stack.ravel().take(at)
        return found

    def weakest(self, way: Direction, matrices: Floats32) -> Floats32:
        """For each link, the least value of its block with one of its segments of the other side: (links,).

        matrices  (sizes, segments of the blocks' side, segments of the other side): by the size of block,
                  from 1 on, the first segment of the block, and the segment of the other side
        """
        stack = self.stack(len(self.shapes) + 1)
        plane_of = self.plane_of.T if way.mirrored else self.plane_of
        for count, minima in enumerate(running_minima(matrices, way.longest), 1):
            self.put(stack, plane_of[1 : len(matrices) + 1, count], minima, way.mirrored)
        return self.take(stack, self.planes)

    def nearest(self, plane: Floats32) -> Floats32:
        """For each skip, the largest value in `plane` of its segment with one near its place: (skips,).

        Near are the NEAR + 1 segments of the other side before its place and as many after it.
        """
        at = self._first_nodes(self.skips)
        stride: Ints = np.where(self.skips.a == 1, 1, self.width)  # source segments are in rows
        steps = np.arange(-NEAR - 1, NEAR + 1)
        return np.asarray(plane.ravel().take(at + stride * steps[:, None]).max(axis=0, initial=-np.inf))


def _touched(starts: Ints, counts: Ints, segments: int) -> range:
    """From the first to the last segment of some blocks, their neighbours included, within the text."""
    return range(max(int(starts.min()) - NEAR - 1, 0), min(int((starts + counts).max()) + NEAR, segments))
