"""Beads of segments from the steps of the search: what was cut for it grows together again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duiqi.aligner.beads import Step
from duiqi.aligner.division import Division
from duiqi.aligner.found import Found
from duiqi.corpus.model import Bead, Segment, Span, labelled


def assemble(left: Division, right: Division, found: Found) -> Iterator[Bead]:
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


def _without_seams(left: Division, right: Division, steps: list[Step]) -> list[tuple[Step, list[int]]]:
    """list[Step] with deletions of clauses of one segment joined, and which steps each one was."""
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


def _texts(segments: Sequence[Segment], lang: str) -> tuple[str, ...]:
    return tuple(labelled(segment.label, segment.text, lang) for segment in segments)


def _span(segments: Sequence[Segment]) -> Span | None:
    if not segments:
        return None
    return Span(min(s.span.start for s in segments), max(s.span.end for s in segments))
