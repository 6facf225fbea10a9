"""Whole paragraphs: a pair of paragraphs is one bead where its sentences cannot be paired.

Classical Chinese is terse and its translators rewrite: whole runs of sentences find no counterpart,
although the paragraphs correspond one to one. Where much of a bitext is lost so, the paragraphs are
aligned as well, and a bead of two of them takes the place of the sentences' beads inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

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
# A pair of paragraphs becomes one bead where at least this share of its text has no counterpart.
TORN = 0.25


def is_torn(left: Division, right: Division, path: BestPath) -> bool:
    """Whether so much has no counterpart that the paragraphs are worth an alignment of their own.

    A text on one line has no paragraphs.
    """
    is_divided = min(len(_borders(left)), len(_borders(right))) > 2
    return is_divided and _lost(path.steps, _weights(left), _weights(right)) >= LOST


def paragraphs_of(segments: Segments) -> Segments:
    """The same text by paragraphs: those that the segments are of, and run-in articles."""
    wanted = {one.paragraph for one in segments}
    whole = segment(segments.document, "paragraph", code=True)
    return replace(whole, segments=tuple(one for one in whole if one.paragraph in wanted))


def unite(left: Division, right: Division, path: BestPath, paragraphs: BestPath) -> int:
    """Put beads of paragraphs in the place of torn ones.

    path        of the segments; changed in place, and left as it is where the paragraphs are not sure
    paragraphs  the best path of the paragraphs of either side, counted from 0
    returns     how many pairs of paragraphs are one bead now
    """
    weights = _weights(left), _weights(right)
    borders = _borders(left), _borders(right)
    pairs = [
        _of_segments(step, *borders) if step[2:] == (1, 1) and likely >= RIGHT else None
        for step, likely in zip(paragraphs.steps, paragraphs.probabilities, strict=True)
    ]
    held = sum(_weight(pair, *weights) for pair in pairs if pair)
    if held < ONE_TO_ONE:
        return 0
    found: list[tuple[Step, float, float]] = []
    united = 0
    whole = {(step.i, step.j): number for number, step in enumerate(path.steps)}
    whole[len(left), len(right)] = len(path.steps)
    for place, pair, likely, score in zip(
        paragraphs.steps, pairs, paragraphs.probabilities, paragraphs.scores, strict=True
    ):
        box = _of_segments(place, *borders)
        first, last = whole.get((box.i, box.j)), whole.get((box.i + box.a, box.j + box.b))
        if first is not None and last is not None:
            inside = range(first, last)
            lost = _lost([path.steps[k] for k in inside], *weights) / (_weight(box, *weights) or 1.0)
            if not pair or lost < TORN:
                found += [(path.steps[k], path.probabilities[k], path.scores[k]) for k in inside]
                continue
        united += pair is not None
        found += [(step, likely, score) for step in _steps(box)]
    path.steps[:] = [step for step, _, _ in found]
    path.probabilities[:] = [likely for _, likely, _ in found]
    path.scores[:] = [score for _, _, score in found]
    return united


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


def _weight(box: Step, rows: Floats64, columns: Floats64) -> float:
    return float(rows[box.i : box.i + box.a].sum() + columns[box.j : box.j + box.b].sum())


def _lost(steps: Sequence[Step], rows: Floats64, columns: Floats64) -> float:
    """The share of the bitext that is in the skips among these steps."""
    return sum(_weight(step, rows, columns) for step in steps if not (step.a and step.b))
