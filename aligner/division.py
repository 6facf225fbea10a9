"""What the search aligns: a text's segments, or the clauses of segments that are too coarse.

Where one side's segments are far coarser than the other's, or missing, it is cut into
clauses, and the search merges them against the side that has structure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from duiqi.aligner.arrays import Ints
from duiqi.aligner.encoders.blocks import EncodedSpans, SpanRows
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.encoders.reading import Reading
from duiqi.aligner.evidence.surface import Surface
from duiqi.aligner.evidence.text import TextReader
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.model import Segment, Segments, Span
from duiqi.segmenters import clause_ends

# A segment is cut into clauses when it is so many times longer than nearly all of the
# other side's (nine in ten), measured in the other side's characters.
COARSE = 2.5
NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True)
class Division:
    """What the search aligns: segments, or clauses of segments that are too coarse.

    Unit k is the part from starts[k] to stops[k] of the text of segment parents[k].
    """

    segments: Segments
    parents: tuple[int, ...]
    starts: tuple[int, ...]
    stops: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.parents)

    def part(self, first: int, last: int) -> Segment:
        """The units [first, last), all of one segment, as a segment."""
        segment = self.segments[self.parents[first]]
        start, stop = self.starts[first], self.stops[last - 1]
        if start == 0 and stop == len(segment.text):
            return segment
        passage = segment.passage[start:stop].strip()
        low = segment.span.start if start == 0 else passage.span.start
        high = segment.span.end if stop == len(segment.text) else passage.span.end
        pieces = (Span(max(piece.start, low), min(piece.end, high)) for piece in segment.pieces)
        return replace(
            segment,
            passage=passage,
            label=segment.label if start == 0 else "",
            pieces=tuple(piece for piece in pieces if piece.start < piece.end),
        )

    def runs(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The units [first, last) in runs of one parent."""
        for _, run in groupby(range(first, last), key=self.parents.__getitem__):
            numbers = list(run)
            yield numbers[0], numbers[-1] + 1

    def reader(self, encoders: EncoderPair, paragraphs: bool) -> TextReader:
        """Reads what the evidence needs; `paragraphs` says whether theirs mean anything."""
        units = [self.part(k, k + 1) for k in range(len(self))]
        spaced = is_spaced(self.segments.lang)

        def read(part: range) -> tuple[Reading, SpanRows | None]:
            texts = [units[k].text for k in part]
            spans = None if encoders.is_one else EncodedSpans(encoders.encode, tuple(texts), spaced)
            return encoders.reading.read(texts, spaced), spans

        surface = Surface.of(
            [unit.text for unit in units],
            parents=np.array(self.parents, np.int64),
            paragraphs=np.array([unit.paragraph for unit in units], np.int64) if paragraphs else None,
            labels=[unit.label for unit in units],
            notes=[unit.kind == "footnote" for unit in units],
        )
        return TextReader(surface, read)


def undivided(segments: Segments) -> Division:
    """Every segment as it is."""
    return _cut(segments)


def divide(source: Segments, target: Segments) -> tuple[Division, Division]:
    """Cut into clauses what is far coarser than the other side."""
    lengths = _lengths(source), _lengths(target)
    ratio = max(lengths[1].sum(), 1) / max(lengths[0].sum(), 1)
    usual = np.quantile(lengths[0], NEARLY_ALL), np.quantile(lengths[1], NEARLY_ALL)
    return _cut(source, COARSE * usual[1] / ratio), _cut(target, COARSE * usual[0] * ratio)


def _lengths(segments: Segments) -> Ints:
    return np.array([len("".join(segment.text.split())) for segment in segments])


def _cut(segments: Segments, longest: float = np.inf) -> Division:
    """Cut segments of more than so many characters at the ends of their clauses."""
    parents: list[int] = []
    ends: list[list[int]] = []
    for number, length in enumerate(_lengths(segments)):
        text = segments[number].text
        ends.append(clause_ends(text, segments.lang) if length > longest else [len(text)])
        parents += [number] * len(ends[-1])
    return Division(
        segments,
        tuple(parents),
        tuple(start for stops in ends for start in [0, *stops[:-1]]),
        tuple(stop for stops in ends for stop in stops),
    )
