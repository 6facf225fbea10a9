"""Assemble the beads of segments from the search's steps, which are beads of segments or clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duiqi.aligner.beads import Step
from duiqi.aligner.division import Division
from duiqi.aligner.path import BestPath
from duiqi.corpus.model import Bead, BeadSegment, Segment


def assemble(left: Division, right: Division, path: BestPath) -> Iterator[Bead]:
    """Join the clauses of each segment again, and number the segments of both sides.

    Clauses of one segment within a bead become one segment. Consecutive deletions
    of clauses of one segment become one bead. A segment whose clauses are in several beads becomes
    one segment in each, so the numbers may be other than those of the segments before the alignment.
    """
    numbers = [0, 0]
    merged = _without_seams(left, right, path.steps)
    for number, ((i, j, a, b), parts) in enumerate(merged, 1):
        source = [left.part(*run) for run in left.runs(i, i + a)]
        target = [right.part(*run) for run in right.runs(j, j + b)]
        ranges = [range(at, at + len(side)) for at, side in zip(numbers, (source, target), strict=True)]
        numbers = [ranges[0].stop, ranges[1].stop]
        yield Bead(
            source=ranges[0],
            target=ranges[1],
            id=str(number),
            source_segments=_printed(source),
            target_segments=_printed(target),
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


def _printed(segments: Sequence[Segment]) -> tuple[BeadSegment, ...]:
    """The segments as a bead holds them: their text as printed, and their place."""
    return tuple(BeadSegment(s.printed, s.span, s.label, s.kind, s.paragraph, s.time) for s in segments)
