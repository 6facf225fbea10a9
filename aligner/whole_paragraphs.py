"""Whole paragraphs: a pair of paragraphs is one bead where its sentences cannot be paired.

Classical Chinese is terse and its translators rewrite: whole runs of sentences find no counterpart,
although the paragraphs correspond one to one. Where much of a bitext is lost so, the paragraphs are
aligned as well, and a bead of two of them takes the place of the sentences' beads inside. Where the
sentences' alignment is sure, it stays: a sentence that surely has no counterpart was left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from duiqi.aligner.arrays import Floats64, Ints
from duiqi.aligner.beads import Step
from duiqi.aligner.division import Division
from duiqi.aligner.path import BestPath
from duiqi.corpus.model import Segments
from duiqi.segmenters import segment

# The paragraphs are aligned where at least this share of the text has no counterpart: of novels, of reports
# and of manuals whose paragraphs all have one, at most a twentieth has none.
LOST = 0.15
# The paragraphs' alignment is taken where at least this share of the text is in beads of one paragraph each
# that are right rather than wrong.
ONE_TO_ONE, RIGHT = 0.8, 0.5
# A pair of paragraphs becomes one bead where at least this share of its text has no counterpart, or one
# across the paragraph's border, with a probability below SURE. In a chapter of which 33 sentences
# were taken out of one side, 36 of the 39 skips have more than SURE.
TORN, SURE = 0.25, 0.9


class Part(NamedTuple):
    """A step of a path, with its probability and its score."""

    step: Step
    likely: float
    score: float


def is_torn(left: Division, right: Division, path: BestPath) -> bool:
    """Whether so much has no counterpart that the paragraphs are worth an alignment of their own.

    A text on one line has no paragraphs.
    """
    is_divided = min(len(_borders(left)), len(_borders(right))) > 2
    return is_divided and _sum(_skips(path.steps), _weights(left), _weights(right)) >= LOST


def paragraphs_of(segments: Segments) -> Segments:
    """The same text by paragraphs: those that the segments are of, and run-in articles."""
    wanted = {one.paragraph for one in segments}
    whole = segment(segments.document, "paragraph", code=True)
    return replace(whole, segments=tuple(one for one in whole if one.paragraph in wanted))


def unite(left: Division, right: Division, path: BestPath, paragraphs: BestPath) -> list[int]:
    """Put beads of paragraphs in the place of torn ones.

    path        of the segments; changed in place, and left as it is where the paragraphs are not sure
    paragraphs  the best path of the paragraphs of either side, counted from 0
    returns     which of the path's links, counted from 0, are a pair of paragraphs now
    """
    weights = _weights(left), _weights(right)
    borders = _borders(left), _borders(right)
    boxes = [Part(_of_segments(part.step, *borders), *part[1:]) for part in _parts(paragraphs)]
    pairs = [
        box.step
        for box, step in zip(boxes, paragraphs.steps, strict=True)
        if step[2:] == (1, 1) and box.likely >= RIGHT
    ]
    if _sum(pairs, *weights) < ONE_TO_ONE:
        return []
    sure = frozenset(pairs)
    found: list[Part] = []
    united: list[Step] = []
    for inside, group in _between_common_nodes(_parts(path), boxes):
        if not sure.isdisjoint(box.step for box in group) and _is_torn(inside, group, weights):
            united += [box.step for box in group if box.step in sure]
            found += _whole(inside, group)
        else:
            found += inside
    path.steps[:] = [part.step for part in found]
    path.probabilities[:] = [part.likely for part in found]
    path.scores[:] = [part.score for part in found]
    links = [step for step in path.steps if step.a and step.b]
    return [number for number, step in enumerate(links) if step in set(united)]


def _parts(path: BestPath) -> list[Part]:
    return [*map(Part, path.steps, path.probabilities, path.scores)]


def _between_common_nodes(
    path: Sequence[Part], boxes: Sequence[Part]
) -> Iterator[tuple[list[Part], list[Part]]]:
    """The steps of two paths, of segments and of paragraphs, from each node of both to the next."""
    rest = iter(path)
    ends = {_end(part.step) for part in path}
    group: list[Part] = []
    for box in boxes:
        group.append(box)
        if (end := _end(box.step)) in ends:
            inside: list[Part] = []
            while not inside or _end(inside[-1].step) != end:
                inside.append(next(rest))
            yield inside, group
            group = []


def _is_torn(inside: Iterable[Part], group: Sequence[Part], weights: tuple[Floats64, Floats64]) -> bool:
    """Whether too much has no counterpart, or one in another paragraph, and the search is not sure of it."""
    unsure = [part.step for part in inside if part.likely < SURE]
    torn = [
        step for step in unsure if not (step.a and step.b and any(_holds(box.step, step) for box in group))
    ]
    return _sum(torn, *weights) >= TORN * _sum((box.step for box in group), *weights)


def _whole(inside: Sequence[Part], group: Iterable[Part]) -> Iterator[Part]:
    """The paragraphs as steps of segments; of two beads that share a segment one at most is right."""
    for box in group:
        likely = 1 - max(part.likely for part in inside if _meet(part.step, box.step))
        yield from (Part(step, min(box.likely, likely), box.score) for step in _steps(box.step))


def _end(step: Step) -> tuple[int, int]:
    return step.i + step.a, step.j + step.b


def _holds(box: Step, step: Step) -> bool:
    """Whether a step is within another."""
    end, last = _end(step), _end(box)
    return box.i <= step.i and box.j <= step.j and end[0] <= last[0] and end[1] <= last[1]


def _meet(one: Step, other: Step) -> bool:
    """Whether two steps have a segment in common."""
    (i, j), (k, m) = _end(one), _end(other)
    return max(one.i, other.i) < min(i, k) or max(one.j, other.j) < min(j, m)


def _weights(division: Division) -> Floats64:
    """The share of half of the bitext that each part of a side is: (parts,)."""
    lengths = np.array([division.stops[k] - division.starts[k] for k in range(len(division))], np.float64)
    shares: Floats64 = lengths / max(lengths.sum(), 1) / 2
    return shares


def _borders(division: Division) -> Ints:
    """The first part of each paragraph or run-in article, and the number of parts: (paragraphs + 1,)."""
    numbers = np.array([division.segments[parent].paragraph for parent in division.parents])
    opens = np.diff(numbers, prepend=-1) != 0
    for part, (parent, start) in enumerate(zip(division.parents, division.starts, strict=True)):
        opens[part] |= start == 0 and bool(division.segments[parent].label)
    return np.append(np.flatnonzero(opens), len(numbers))


def _of_segments(step: Step, rows: Ints, columns: Ints) -> Step:
    """A step of paragraphs as one of segments."""
    i, j = int(rows[step.i]), int(columns[step.j])
    return Step(i, j, int(rows[step.i + step.a]) - i, int(columns[step.j + step.b]) - j)


def _steps(box: Step) -> Iterator[Step]:
    """The box itself; where one side is empty, a step for each segment."""
    i, j, a, b = box
    if a and b:
        yield box
    else:
        yield from (Step(i, column, 0, 1) for column in range(j, j + b))
        yield from (Step(row, j, 1, 0) for row in range(i, i + a))


def _skips(steps: Iterable[Step]) -> list[Step]:
    return [step for step in steps if not (step.a and step.b)]


def _sum(steps: Iterable[Step], rows: Floats64, columns: Floats64) -> float:
    """The share of the bitext that is in these steps."""
    return sum(
        float(rows[step.i : step.i + step.a].sum() + columns[step.j : step.j + step.b].sum())
        for step in steps
    )
