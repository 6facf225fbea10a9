"""Division: the parts of a side that the search aligns, whole segments or parts of some.

Segments far longer than the other side's, such as a text on one long line, are cut into clauses, and
the search joins as many of these as correspond to the other side's segments. In a text that has lost its
line breaks a segment is also cut where a paragraph may have ended inside it, so that a passage without
a counterpart need not be in the bead of its neighbour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np

from duiqi.aligner.arrays import Ints
from duiqi.aligner.encoders.blocks import EncodedSpans, SpanRows
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.encoders.reading import Reading
from duiqi.aligner.evidence.surface import COMMAS, Surface
from duiqi.aligner.evidence.text import TextReader
from duiqi.aligner.search.weights import Kind
from duiqi.aligner.standing_labels import is_standing_label
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.model import Segment, Segments, Span
from duiqi.segmenters import clause_ends, lost_breaks, run_on_paragraphs

# A segment is cut into clauses where it is more than COARSE times as long as nearly all segments of the
# other side: as the one at the quantile NEARLY_ALL, with lengths scaled so that both sides are equally long.
COARSE = 2.5
NEARLY_ALL = 0.9
# A side is mostly clauses where more than this share of its parts are. Where only a few segments are cut, the
# weights for clauses tear novels apart, and those for segments keep insertions in their neighbours' beads. On
# run-on bitexts made from chapters and novels, with insertions (share of letters in right beads): .986 and
# .903 with the first, .975 and .924 with the second, .985 and .930 with the mean of both.
MOSTLY = 0.5
# A paragraph of so many sentences is a text that has lost its line breaks. In the two chapters and the law
# that this was measured on, the longest paragraph has 8; 14 where wrapped lines were joined wrongly.
RUN_ON = 20
# The share of one side's segments that must end with a comma, or with a semicolon, for a text that has lost
# its line breaks to be cut at each of these.
A_GOOD_MANY = 0.05
SEMICOLONS = frozenset(";；")


@dataclass(frozen=True, slots=True)
class Division:
    """The parts of a side that the search aligns: whole segments, or clauses.

    Part k is the text of segment parents[k] from character starts[k] to stops[k].
    """

    segments: Segments
    parents: tuple[int, ...]
    starts: tuple[int, ...]
    stops: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.parents)

    @property
    def share_cut(self) -> float:
        """The share of parts that are not a whole segment."""
        counts = Counter(self.parents)
        return sum(counts[parent] > 1 for parent in self.parents) / max(len(self), 1)

    def part(self, first: int, last: int) -> Segment:
        """The parts [first, last), all of one segment, joined to one segment.

        The label goes with the first part, and the span keeps to the part's own characters.
        """
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
            lead=segment.lead if start == 0 else "",
            pieces=tuple(piece for piece in pieces if piece.start < piece.end),
        )

    def runs(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The parts [first, last) grouped by segment, as half-open ranges."""
        for _, run in groupby(range(first, last), key=self.parents.__getitem__):
            numbers = list(run)
            yield numbers[0], numbers[-1] + 1

    def reader(
        self,
        encoders: EncoderPair,
        paragraphs: bool,
        given: Sequence[int] | None = None,
    ) -> TextReader:
        """A reader of this side for the search.

        paragraphs  whether paragraphs are evidence
        given       the number of the pair that each paragraph is in, in a file with both languages
        """
        parts = [self.part(k, k + 1) for k in range(len(self))]
        spaced = is_spaced(self.segments.lang)

        def read(numbers: range) -> tuple[Reading, SpanRows | None]:
            texts = [parts[k].text for k in numbers]
            spans = None if encoders.is_one else EncodedSpans(encoders.encode, tuple(texts), spaced)
            return encoders.reading.read(texts, spaced), spans

        surface = Surface.of(
            [part.text for part in parts],
            parents=np.array(self.parents, np.int64),
            paragraphs=_numbered(parts) if paragraphs else None,
            labels=[part.label for part in parts],
            notes=[part.kind == "footnote" for part in parts],
            times=[part.time for part in parts],
            given=np.array([given[part.paragraph] for part in parts], np.int64) if given else None,
        )
        return TextReader(surface, read)


def _numbered(parts: Sequence[Segment]) -> Ints:
    """The number of each part's paragraph, where an article that is run in opens one: (parts,).

    The text after a label that is a paragraph of its own, or is aligned as one, opens another.
    """
    opens = [
        part.paragraph != before.paragraph or bool(part.label) or is_standing_label(before)
        for before, part in pairwise(parts)
    ]
    return np.cumsum([0, *opens])


def undivided(segments: Segments) -> Division:
    """The division in which each segment is one part."""
    return _cut(segments)


def divide(source: Segments, target: Segments) -> tuple[Division, Division]:
    """Divide both sides: segments that are far too long for the other side are cut into clauses.

    Segments of a text that has lost its line breaks are cut where a paragraph may have ended, first.
    """
    lengths = _lengths(source), _lengths(target)
    ratio = max(lengths[1].sum(), 1) / max(lengths[0].sum(), 1)
    usual = _quantile(lengths[0], NEARLY_ALL), _quantile(lengths[1], NEARLY_ALL)
    return (
        _cut(source, COARSE * usual[1] / ratio, run_on=_run_on(source), marks=_ending(target)),
        _cut(target, COARSE * usual[0] * ratio, run_on=_run_on(target), marks=_ending(source)),
    )


def weights_for(left: Division, right: Division) -> Kind:
    """Which weights fit a bitext divided so: see `search.weights.trained`."""
    shares = [division.share_cut for division in (left, right)]
    if max(shares) > MOSTLY:
        return "clauses"
    return "mixed" if any(shares) else "segments"


def _ending(segments: Segments) -> frozenset[str]:
    """The marks inside sentences with which many segments end, as the paragraphs of a resolution do."""
    last = [segment.text.rstrip()[-1:] for segment in segments]
    shares = {
        marks: sum(mark in marks for mark in last) / max(len(last), 1) for marks in (COMMAS, SEMICOLONS)
    }
    return frozenset().union(*(marks for marks, share in shares.items() if share > A_GOOD_MANY))


def _run_on(segments: Segments) -> frozenset[int]:
    """The numbers of the paragraphs that have lost their line breaks."""
    counts = Counter(segment.paragraph for segment in segments)
    long = {number for number, count in counts.items() if count >= RUN_ON}
    return frozenset(long.union(*run_on_paragraphs(segments.document)))


def _lengths(segments: Segments) -> Ints:
    """Characters of each segment, white space left out: (segments,)."""
    return np.array([_length(segment.text) for segment in segments])


def _quantile(numbers: Ints, share: float) -> float:
    """`numpy.quantile`, which imports NumPy's masked arrays first: 20 ms of a run of one second."""
    return float(np.interp(share * (len(numbers) - 1), np.arange(len(numbers)), np.sort(numbers)))


def _cut(
    segments: Segments,
    longest: float = np.inf,
    run_on: Container[int] = (),
    marks: Container[str] = (),
) -> Division:
    """Cut the segments longer than `longest` characters at the ends of their clauses.

    run_on  the paragraphs whose segments are cut first where a paragraph may have ended inside them
    marks   at which even a short segment of these is cut
    """
    parents: list[int] = []
    ends: list[list[int]] = []
    for number, segment in enumerate(segments):
        text = segment.text
        is_run_on = segment.paragraph in run_on
        breaks = lost_breaks(text, segments.lang, labelled=bool(segment.label)) if is_run_on else []
        pieces = list(pairwise([0, *breaks, len(text)]))
        long = {stop for start, stop in pieces if _length(text[start:stop]) > longest}
        clauses = clause_ends(text, segments.lang) if long or (is_run_on and marks) else []
        ends.append([])
        for start, stop in pieces:
            inside = (end for end in clauses if start < end < stop)
            ends[-1] += [end for end in inside if stop in long or text[:end].rstrip()[-1] in marks]
            ends[-1].append(stop)
        parents += [number] * len(ends[-1])
    return Division(
        segments,
        tuple(parents),
        tuple(start for stops in ends for start in [0, *stops[:-1]]),
        tuple(stop for stops in ends for stop in stops),
    )


def _length(text: str) -> int:
    """Characters, white space left out."""
    return len("".join(text.split()))
