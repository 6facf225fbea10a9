"""From two segmented texts to an alignment.

Where one side's divisions are far coarser than the other's, or missing, it is cut into
clauses and the search merges them against the side that has structure; what comes out
are segments again, as fine as the other side asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from itertools import groupby

import numpy as np

from aligner.bundled import BundledEncoder, Floats, Ints, Reading
from aligner.encoders import Encoder
from aligner.lattice import Lattice
from aligner.order import Loose, moved, sort_out
from aligner.scorer import closer, trained
from aligner.side import Form, Reader, SpanRows
from aligner.spans import EncodedSpans
from aligner.stretches import Stretch, stretches
from aligner.workers import in_order
from corpus.errors import UnreadableFile
from corpus.model import Alignment, Bead, Segment, Segments, Span, is_spaced, labelled
from corpus.model import Side as Header
from segmenters import clause_ends

Progress = Callable[[str, int, int], None]
Step = tuple[int, int, int, int]  # i, j, and how many units of each side
Steps = list[Step]

# A segment is cut into clauses when it is so many times longer than nearly all of the
# other side's (nine in ten), measured in the other side's characters.
COARSE = 2.5
NEARLY_ALL = 0.9
# Share of a bitext that has a counterpart, at least. Few beads say little of it: how alike the
# texts are as wholes counts as five more. Of 1,000 untidy translations of some eight beads seven
# have less, of 493 such texts paired with others four have more; of chapters none.
TRANSLATION = 0.5
WHOLE = 5  # beads
UNRELATED, SAME = 0.2, 0.7  # cosines of whole texts


@dataclass(frozen=True, slots=True)
class Units:
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

    def reader(self, encoder: Encoder, bundled: BundledEncoder, paragraphs: bool) -> Reader:
        """Reads what the evidence needs; `paragraphs` says whether theirs mean anything."""
        units = [self.part(k, k + 1) for k in range(len(self))]
        spaced = is_spaced(self.segments.lang)

        def read(part: range) -> tuple[Reading, SpanRows | None]:
            texts = [units[k].text for k in part]
            spans = None if encoder is bundled else EncodedSpans(encoder, tuple(texts), spaced)
            return bundled.read(texts, spaced), spans

        form = Form.of(
            [unit.text for unit in units],
            parents=np.array(self.parents, np.int64),
            paragraphs=np.array([unit.paragraph for unit in units], np.int64) if paragraphs else None,
            labels=[unit.label for unit in units],
            notes=[unit.kind == "footnote" for unit in units],
        )
        return Reader(form, read)


@dataclass(slots=True)
class Found:
    """What the search found, stretch by stretch: beads of units, with their probabilities and scores.

    loose  the units of either side without a sure counterpart
    sums   what the bundled encoder read on either side, and how many tokens
    """

    steps: Steps = field(default_factory=list)
    likely: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    loose: tuple[Loose, Loose] = field(default_factory=lambda: (Loose(), Loose()))
    sums: Floats = field(default_factory=lambda: np.zeros((2, BundledEncoder.dimensions), np.float32))
    tokens: Ints = field(default_factory=lambda: np.zeros(2, np.int64))

    def add(self, stretch: Stretch, lattice: Lattice) -> None:
        """Add the best alignment of a stretch."""
        steps, _ = lattice.best()
        likely = lattice.probabilities(steps).tolist()
        before = len(self.steps), stretch.i, stretch.j
        sort_out(steps, likely, (stretch.source, stretch.target), self.loose, before)
        self.steps += [(stretch.i + i, stretch.j + j, a, b) for i, j, a, b in steps]
        self.likely += likely
        self.scores += [lattice.score(step) for step in steps]
        for number, side in enumerate((stretch.source, stretch.target)):
            self.sums[number] += side.reading.spans.inner.sum(axis=0)
            self.tokens[number] += len(side.reading.tokens)

    def likeness(self, bundled: BundledEncoder) -> float:
        """The cosine of the texts as wholes; 0 where one of them has no word."""
        if not self.tokens.all():
            return 0.0
        source, target = bundled.finish(self.sums, self.tokens)
        return float(source @ target)


def align(
    source: Segments,
    target: Segments,
    encoder: Encoder | None = None,
    *,
    presegmented: bool = False,
    progress: Progress | None = None,
) -> Alignment:
    """Pair the segments of a text with those of its translation.

    Every segment of both sides stands in exactly one bead; a bead with an empty side has
    no counterpart. A bead's confidence is the probability that it is exactly right.

    encoder   the bundled one by default; another one only compares blocks of segments,
              tokens and clauses are always read by the bundled one
    presegmented  keep the segments as they are: cut none into clauses
    progress  is told the stage, what is done and what there is
    raises    UnreadableFile where a side has no segment
    """
    for side in (source, target):
        if not len(side):
            raise UnreadableFile(f"{side.document.name or 'a text'}: no segment to align")
    tell = progress or (lambda stage, done, total: None)
    bundled = encoder if isinstance(encoder, BundledEncoder) else _reading()
    chosen = encoder or bundled
    left, right = (_cut(source), _cut(target)) if presegmented else divide(source, target)
    total = len(left) + len(right)
    tell("aligning", 0, total)
    # Where each segment is a paragraph, or none is known, paragraphs tell nothing more.
    known = source.level == target.level == "sentence" and not presegmented
    cut = total > len(source) + len(target)
    weights = trained("clauses" if cut else "segments")
    found = Found()
    # Another encoder may keep a device, or a file, for one thread.
    workers = bundled.threads if chosen is bundled else 1
    with bundled.single_threaded(), ThreadPoolExecutor(workers) as pool:
        readers = left.reader(chosen, bundled, known), right.reader(chosen, bundled, known)
        for stretch, lattice in in_order(
            pool,
            lambda stretch: (stretch, closer(*stretch[2:], bundled, weights)[0]),
            stretches(*readers),
            workers if bundled.threads > 1 else 0,
        ):
            found.add(stretch, lattice)
            tell("aligning", stretch.i + len(stretch.source) + stretch.j + len(stretch.target), total)
    beads = list(assemble(left, right, found))
    warnings = *doubts(beads, source, target, found.likeness(bundled)), *_out_of_order(left, right, found)
    return Alignment(
        source=_header(source),
        target=_header(target),
        beads=tuple(beads),
        encoder=chosen.name,
        signature=signature(source.level, chosen),
        warnings=warnings,
    )


@cache
def _reading() -> BundledEncoder:
    """What reads tokens and clauses beside another encoder: loaded once, however many texts there are."""
    return BundledEncoder()


def signature(segmentation: str, encoder: Encoder) -> str:
    """What someone else needs to get the same alignment again."""
    return f"seg:{segmentation}|enc:{encoder.name}|scorer:{trained().name}|v:{version('duiqi')}"


def divide(source: Segments, target: Segments) -> tuple[Units, Units]:
    """Cut into clauses what is far coarser than the other side."""
    lengths = _lengths(source), _lengths(target)
    ratio = max(lengths[1].sum(), 1) / max(lengths[0].sum(), 1)
    usual = np.quantile(lengths[0], NEARLY_ALL), np.quantile(lengths[1], NEARLY_ALL)
    return _cut(source, COARSE * usual[1] / ratio), _cut(target, COARSE * usual[0] * ratio)


def _lengths(segments: Segments) -> Ints:
    return np.array([len("".join(segment.text.split())) for segment in segments])


def _cut(segments: Segments, longest: float = np.inf) -> Units:
    """Cut segments of more than so many characters at the ends of their clauses."""
    parents: list[int] = []
    ends: list[list[int]] = []
    for number, length in enumerate(_lengths(segments)):
        text = segments[number].text
        ends.append(clause_ends(text, segments.lang) if length > longest else [len(text)])
        parents += [number] * len(ends[-1])
    return Units(
        segments,
        tuple(parents),
        tuple(start for stops in ends for start in [0, *stops[:-1]]),
        tuple(stop for stops in ends for stop in stops),
    )


def assemble(left: Units, right: Units, found: Found) -> Iterator[Bead]:
    """Beads of segments from beads of units: what was cut for the search grows together again.

    Clauses of one segment in one bead are one segment; so are those without a
    counterpart that follow each other.
    """
    numbers = [0, 0]
    merged = _without_seams(left, right, found.steps)
    for number, ((i, j, a, b), parts) in enumerate(merged, 1):
        source = [left.part(*run) for run in left.runs(i, i + a)]
        target = [right.part(*run) for run in right.runs(j, j + b)]
        ranges = [range(at, at + len(side)) for at, side in zip(numbers, (source, target), strict=True)]
        numbers = [ranges[0].stop, ranges[1].stop]
        yield Bead(
            source=ranges[0],
            target=ranges[1],
            id=str(number),
            source_texts=_texts(source, left.segments.lang),
            target_texts=_texts(target, right.segments.lang),
            source_span=_span(source),
            target_span=_span(target),
            source_label=source[0].label if source else "",
            target_label=target[0].label if target else "",
            score=round(sum(found.scores[part] for part in parts), 4),
            confidence=round(min(found.likely[part] for part in parts), 4),
        )


def _without_seams(left: Units, right: Units, steps: Steps) -> list[tuple[Step, list[int]]]:
    """Steps with deletions of clauses of one segment joined, and which steps each one was."""
    merged: list[tuple[Step, list[int]]] = []
    for number, (i, j, a, b) in enumerate(steps):
        if merged and not (a and b):
            (first, column, rows, columns), parts = merged[-1]
            units, at = (left, i) if a else (right, j)
            alike = (rows > 0, columns > 0) == (a > 0, b > 0)
            if alike and units.parents[at - 1] == units.parents[at]:
                merged[-1] = (first, column, rows + a, columns + b), [*parts, number]
                continue
        merged.append(((i, j, a, b), [number]))
    return merged


def _texts(segments: Sequence[Segment], lang: str) -> tuple[str, ...]:
    return tuple(labelled(segment.label, segment.text, lang) for segment in segments)


def _span(segments: Sequence[Segment]) -> Span | None:
    if not segments:
        return None
    return Span(min(s.span.start for s in segments), max(s.span.end for s in segments))


def _header(segments: Segments) -> Header:
    document = segments.document
    return Header(document.name, document.lang, document.sha256)


def doubts(beads: Sequence[Bead], source: Segments, target: Segments, likeness: float) -> Iterator[str]:
    """What a user should know before trusting an alignment; `likeness` is that of the texts as wholes."""
    if source.lang.split("-")[0] == target.lang.split("-")[0] != "und":
        yield (
            f"both texts are in the same language ({source.lang}). Aligned anyway; are these the right files?"
        )
    paired = sum(_characters(bead) * bead.confidence for bead in beads if all(bead.kind))
    share = paired / max(sum(map(_characters, beads)), 1)
    alike = min(max((likeness - UNRELATED) / (SAME - UNRELATED), 0.0), 1.0)
    if (len(beads) * share + WHOLE * alike) / (len(beads) + WHOLE) < TRANSLATION:
        yield (
            f"not a translation, it seems: about {share:.0%} of the text has a counterpart, and as wholes "
            f"the texts are {alike:.0%} alike. Are these the same work?"
        )


def _out_of_order(left: Units, right: Units, found: Found) -> Iterator[str]:
    """A warning that names what the translation has in another place."""
    pairs = moved(*found.loose)
    if len(pairs) > 1:
        i, j = pairs[0]
        first = left.part(i, i + 1).text, right.part(j, j + 1).text
        yield (
            f"{len(pairs)} segments seem to be translated in another place and were not paired there, "
            f"such as {_opening(first[0])} with {_opening(first[1])}. Are parts of the text in another order?"
        )


def _opening(text: str, most: int = 30) -> str:
    return f"“{text}”" if len(text) <= most else f"“{text[:most].rstrip()}…”"


def _characters(bead: Bead) -> int:
    return sum(map(len, bead.source_texts)) + sum(map(len, bead.target_texts))
