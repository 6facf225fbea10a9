"""Embeddings of blocks of consecutive segments, for all blocks of all beads at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from duiqi.aligner.arrays import Bools, Floats32, Ints
from duiqi.aligner.encoders.blocks import MeanSpans
from duiqi.aligner.evidence.text import EncodedText


@dataclass(frozen=True, slots=True)
class BlockTable:
    """The embeddings of those blocks of one side that some bead has, by size and first segment.

    rows   (sizes + 1, segments, dimensions): [n, k] is the embedding of the n segments from k on; zero
           where no bead has that block
    known  (sizes + 1, segments): whether some bead has that block; true for all blocks of one segment
    """

    rows: Floats32
    known: Bools

    @classmethod
    def of(cls, text: EncodedText, starts: Ints, sizes: Ints, rough: bool) -> BlockTable:
        """Embed the block of sizes[k] segments from starts[k] on, for each k.

        A block larger than the encoder's limit (`SpanRows.largest`) gets the mean of its segments'
        embeddings; in the rough pass every block does.
        """
        known = np.zeros((int(sizes.max(initial=1)) + 1, len(text)), bool)
        known[sizes, starts] = True
        known[1] = False
        size, start = np.nonzero(known)
        large = (size > text.spans.largest(clauses=text.surface.is_cut)) | rough
        rows = np.zeros((*known.shape, text.single.shape[1]), np.float32)
        for spans, of in ((MeanSpans(text.single, text.surface.lengths), large), (text.spans, ~large)):
            if of.any():
                rows[size[of], start[of]] = spans.rows(start[of], start[of] + size[of])
        rows[1], known[1] = text.single, True
        return cls(rows, known)

    def part(self, segments: range) -> BlockTable:
        """The blocks that begin at these segments."""
        here = slice(segments.start, segments.stop)
        return BlockTable(self.rows[:, here], self.known[:, here])
