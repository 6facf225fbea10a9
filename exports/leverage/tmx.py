"""The proposals as a memory in TMX, for a tool that reads no proposals in XLIFF.

OmegaT 3.6 takes the targets of an XLIFF file for the text to be translated, and does not read its
`alt-trans`. With this memory in its folder tm/auto and the text itself in source, it fills the segments
that are the same, and shows the others with percentages of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from duiqi.corpus.leverage import EXACT, Leverage, LeveragedSegment
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.tmx import write_tmx as write_memory


def write_tmx(leverage: Leverage, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the new text with its translation where a unit is the same, else the units as they are.

    A translation that was adapted to other words is not written as that of the new text: a tool would
    fill it in unseen. Texts put together from clauses are no units, and are left out.
    """
    pairs = dict.fromkeys(pair for segment in leverage.segments for pair in _pairs(segment))
    beads = tuple(
        Bead.of_texts(range(n, n + 1), range(n, n + 1), str(n + 1), [source], [target], confidence=1.0)
        for n, (source, target) in enumerate(pairs)
    )
    sides = Side(leverage.name, leverage.source_lang), Side(leverage.name, leverage.target_lang)
    write_memory(Alignment(*sides, beads), stream, options, tally)
    tally.written = len(leverage.segments)  # as in the other formats, not units


def _pairs(segment: LeveragedSegment) -> Iterator[tuple[str, str]]:
    for match in segment.matches:
        if match.counted and match.score >= EXACT and not match.differs:
            yield segment.source, match.target
        elif match.original:
            yield match.whole_source or match.source, match.original
