"""Assemble the beads of segments from the search's steps, which are beads of segments or clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from duiqi.aligner.beads import Step
from duiqi.aligner.division import Division
from duiqi.aligner.path import BestPath
from duiqi.corpus.codes import corresponding
from duiqi.corpus.model import Bead, BeadSegment, Segment
from duiqi.corpus.placing import CodesOf

BeadSegments = tuple[BeadSegment, ...]


def assemble(left: Division, right: Division, path: BestPath) -> Iterator[Bead]:
    """Join the clauses of each segment again, and number the segments of both sides.

    Clauses of one segment within a bead become one segment. Consecutive deletions
    of clauses of one segment become one bead. A segment whose clauses are in several beads becomes
    one segment in each, so the numbers may be other than those of the segments before the alignment.
    """
    numbers = [0, 0]
    places = CodesOf(left.segments.document), CodesOf(right.segments.document)
    merged = _without_seams(left, right, path.steps)
    for number, ((i, j, a, b), parts) in enumerate(merged, 1):
        source = [left.part(*run) for run in left.runs(i, i + a)]
        target = [right.part(*run) for run in right.runs(j, j + b)]
        ranges = [range(at, at + len(side)) for at, side in zip(numbers, (source, target), strict=True)]
        numbers = [ranges[0].stop, ranges[1].stop]
        segments = _corresponding(_printed(source, places[0]), _printed(target, places[1]))
        yield Bead(
            source=ranges[0],
            target=ranges[1],
            id=str(number),
            source_segments=segments[0],
            target_segments=segments[1],
            score=round(sum(path.scores[part] for part in parts), 4),
            confidence=round(min(path.probabilities[part] for part in parts), 4),
        )


def _without_seams(left: Division, right: Division, steps: list[Step]) -> list[tuple[Step, list[int]]]:
    """Join consecutive deletions of clauses of one segment; each step with the numbers of its parts."""
    merged: list[tuple[Step, list[int]]] = []
    for number, (i, j, a, b) in enumerate(steps):
        if merged and not (a and b):
            (first, column, rows, columns), parts = merged[-1]
            units, at = (left, i) if a else (right, j)
            alike = (rows > 0, columns > 0) == (a > 0, b > 0)
            if alike and units.parents[at - 1] == units.parents[at]:
                merged[-1] = Step(first, column, rows + a, columns + b), [*parts, number]
                continue
        merged.append((Step(i, j, a, b), [number]))
    return merged


def _printed(segments: Sequence[Segment], codes: CodesOf) -> BeadSegments:
    """The segments as a bead holds them: their text as printed, their place, their codes."""
    return tuple(
        BeadSegment(s.printed, s.span, s.label, s.kind, s.paragraph, s.time, codes.within(s))
        for s in segments
    )


def _corresponding(source: BeadSegments, target: BeadSegments) -> tuple[BeadSegments, BeadSegments]:
    """Both sides with the same numbers for codes that correspond, and the source's markup for these."""
    sides = [tuple(code for segment in side for code in segment.codes) for side in (source, target)]
    if not any(sides):
        return source, target
    first, second = corresponding(*sides)
    markup = {(code.id, code.role): code.native for code in first}
    second = tuple(code._replace(native=markup.get((code.id, code.role), "")) for code in second)
    given = iter(first), iter(second)
    source, target = (
        tuple(segment._replace(codes=tuple(islice(codes, len(segment.codes)))) for segment in side)
        for side, codes in zip((source, target), given, strict=True)
    )
    return source, target
