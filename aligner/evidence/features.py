"""What speaks for a bead: the features that the scorer weighs.

For every bead that a corridor admits, source segments [i, i + a) with target segments
[j, j + b), a column of numbers. Similarities of whole blocks come from the encoder.
Evidence below the segment, from its tokens and clauses, says what is explained inside
the bead, and what would be explained better just outside it, which is how a misplaced
boundary shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.encoders.blocks import MeanSpans
from duiqi.aligner.evidence.affinity import Affinity, Units, explained
from duiqi.aligner.evidence.labels import label_keys
from duiqi.aligner.evidence.side import Form, Side
from duiqi.aligner.search.lattice import Beads, Shape

LARGEST = 8  # segments of one side of a bead
LONGEST_RUN = 24  # clauses of one side, where a side without divisions was cut into clauses
NEAR = 3  # segments to either side that a bead is compared with
SKIPS: tuple[Shape, ...] = ((1, 0), (0, 1))
SHAPES: tuple[Shape, ...] = (
    *SKIPS,
    *(
        (a, b)
        for a in range(1, LARGEST + 1)
        for b in range(1, LARGEST + 1)
        if a + b <= 7 or min(a, b) == 1 or a == b
    ),
)
OUTLINE: tuple[Shape, ...] = tuple(shape for shape in SHAPES if sum(shape) <= 4)
MOST_NUMBERS = 4  # a table's row is not a hundred times as sure as a sentence with a date
ROWS_AT_ONCE = 48  # whose features are computed together: enough to vectorise, small enough for the cache

FEATURES: tuple[str, ...] = (
    "cosine", "length", "length sure", "margin", "margin length",
    "shrink gain", "shrink loss", "shrink best", "extend gain", "extend best",
    "weakest cosine", "weakest of several", "skip cosine", "skip weight",
    *(
        f"{unit} {what}"
        for unit in ("token", "clause")
        for what in ("mean", "least", "left", "beside", "beside share", "beside most", "weakest", "skip")
    ),
    "numbers met", "numbers left", "numbers beside",
    "questions", "exclamations", "quotation opens", "quotation closes",
    "1-1", "1-2", "2-1", "2-2", "many", "size", "large", "skip source", "skip target",
    "crosses paragraphs", "paragraph starts", "soft cuts", "label", "labels differ", "note and text",
)  # fmt: skip
NUMBERS = {name: number for number, name in enumerate(FEATURES)}


def shapes_of(source: Side, target: Side, usual: Sequence[Shape] = SHAPES) -> list[Shape]:
    """The shapes of bead that a bitext may have: longer runs where a side was cut into clauses."""
    shapes = list(usual)
    if _is_cut(target.form):
        shapes += [(1, run) for run in range(2, LONGEST_RUN + 1) if (1, run) not in shapes]
    if _is_cut(source.form):
        shapes += [(run, 1) for run in range(2, LONGEST_RUN + 1) if (run, 1) not in shapes]
    return shapes


class Evidence:
    """The features of the beads of a bitext.

    shapes  of the beads, by their kinds; the two of SKIPS first
    units   tokens, clauses and numbers. Without them this is the evidence of the rough search: what
            needs them is zero, and blocks are the means of their segments
    """

    def __init__(
        self,
        source: Side,
        target: Side,
        beads: Beads,
        shapes: Sequence[Shape],
        units: Units | None = None,
    ) -> None:
        self.source, self.target, self.beads, self.shapes = source, target, beads, list(shapes)
        self.units = units._asdict() if units else {}
        # What there is to explain in a segment, on the average: of the target, of the source.
        self.mean_weights = {
            unit: (affinity.mean_weight, affinity.mirrored().mean_weight)
            for unit, affinity in self.units.items()
        }
        links = beads.some(beads.kinds >= len(SKIPS))
        self.source_blocks = _Blocks(source, links.i, links.a, rough=units is None)
        self.target_blocks = _Blocks(target, links.j, links.b, rough=units is None)
        self.source_mean, self.target_mean = source.single.mean(axis=0), target.single.mean(axis=0)
        ratio = max(float(target.form.lengths.sum()), 1.0) / max(float(source.form.lengths.sum()), 1.0)
        # Both sides' lengths in characters of a language between the two.
        self.source_length = _running_sum(source.form.lengths * ratio**0.5)
        self.target_length = _running_sum(target.form.lengths / ratio**0.5)
        self.source_marks, self.target_marks = (
            _running_sum(source.form.marks),
            _running_sum(target.form.marks),
        )
        self.same_label, self.source_labelled, self.target_labelled = _compare_labels(
            source.form, target.form
        )

    def features(self) -> Iterator[tuple[Ints, Floats32]]:
        """A stretch of rows at a time: which beads, and their features (FEATURES, beads of the stretch)."""
        order = np.argsort(self.beads.i, kind="stable")
        rows = self.beads.i[order]
        for first in range(0, len(self.source) + 1, ROWS_AT_ONCE):
            some = order[np.searchsorted(rows, first) : np.searchsorted(rows, first + ROWS_AT_ONCE)]
            if len(some):
                some = np.sort(some)  # skips first, as the shapes are
                yield some, _Window(self, self.beads.some(some)).features()


class _Blocks:
    """The embeddings of the blocks that some bead has on one side.

    rows   (sizes + 1, segments, columns): by size, the blocks from each segment on; zero where no bead
           has one
    known  (sizes + 1, segments): which of them some bead has, and all of one segment
    Large ones are means of their segments, by length, and in a rough search all are.
    """

    def __init__(self, side: Side, starts: Ints, sizes: Ints, rough: bool) -> None:
        self.known = np.zeros((int(sizes.max(initial=1)) + 1, len(side)), bool)
        self.known[sizes, starts] = True
        self.known[1] = False
        size, start = np.nonzero(self.known)
        large = (size > side.spans.largest(clauses=_is_cut(side.form))) | rough
        self.rows = np.zeros((*self.known.shape, side.single.shape[1]), np.float32)
        for spans, of in ((MeanSpans(side.single, side.form.lengths), large), (side.spans, ~large)):
            if of.any():
                self.rows[size[of], start[of]] = spans.rows(start[of], start[of] + size[of])
        self.rows[1], self.known[1] = side.single, True


class _Window:
    """The part of both sides that some beads can touch, and what is similar there.

    All matrices are padded to one shape and stacked, so that one index, `at`, finds a
    bead's first node in each of them, and a neighbour is so many rows and columns further.
    """

    PAD = NEAR + 2

    def __init__(self, evidence: Evidence, beads: Beads) -> None:
        self.evidence = evidence
        self.sources = _around(beads.i, beads.a, len(evidence.source))
        self.targets = _around(beads.j, beads.b, len(evidence.target))
        self.width = len(self.targets) + 2 * self.PAD
        self.plane = (len(self.sources) + 2 * self.PAD) * self.width
        self.skipped = int((beads.kinds < len(SKIPS)).sum())
        self.skips = beads.some(np.arange(self.skipped))
        self.links = beads.some(np.arange(self.skipped, len(beads.kinds)))
        self.at = self._places(self.links)
        shapes = evidence.shapes[len(SKIPS) :]
        self.largest = max(a for a, _ in shapes), max(b for _, b in shapes)
        # The plane of each shape; behind them one for the shapes that there are not.
        self.number = np.full((self.largest[0] + 2, self.largest[1] + 2), len(shapes))
        for number, shape in enumerate(shapes):
            self.number[shape] = number
        self.kinds = self.links.kinds - len(SKIPS)

    def features(self) -> Floats32:
        """Of the beads of this window: (FEATURES, beads)."""
        values = np.zeros((len(FEATURES), self.skipped + len(self.kinds)), np.float32)
        skip, link = _Named(values[:, : self.skipped]), _Named(values[:, self.skipped :])
        skip["skip source"], skip["skip target"] = self.skips.a, self.skips.b
        self._compare(skip, link)
        for unit in ("token", "clause"):
            if unit in self.evidence.units:
                self._explain(unit, skip, link)
        if "number" in self.evidence.units and self.evidence.units["number"].table.size:
            self._count_numbers(link)
        self._form(link)
        return values

    def _places(self, beads: Beads) -> Ints:
        """Where the beads' first nodes are in a padded matrix."""
        rows = beads.i - self.sources.start + self.PAD
        return np.asarray(rows * self.width + beads.j - self.targets.start + self.PAD)

    def stacked(self, count: int, nothing: float = 0.0) -> Floats32:
        """Room for so many matrices: (count, height, width)."""
        return np.full((count, self.plane // self.width, self.width), nothing, np.float32)

    def put(self, stack: Floats32, number: Any, matrix: Floats32) -> None:
        """A matrix, or several at once, into the middle of the stack's room for it."""
        height, width = matrix.shape[-2:]
        stack[number, self.PAD : self.PAD + height, self.PAD : self.PAD + width] = matrix

    def take(self, stack: Floats32, number: Any, rows: Any = 0, columns: Any = 0) -> Floats32:
        """For each link, what a matrix of the stack has so many rows and columns from its first node."""
        found: Floats32 = stack.ravel().take(number * self.plane + self.at + rows * self.width + columns)
        return found

    def nearest(self, matrix: Floats32) -> Floats32:
        """For each skip, the most that a padded matrix has for it and a near segment of the other side."""
        at = self._places(self.skips)
        step: Ints = np.where(self.skips.a == 1, 1, self.width)  # source segments stand in rows
        steps = np.arange(-NEAR - 1, NEAR + 1)
        return np.asarray(matrix.ravel().take(at + step * steps[:, None]).max(axis=0, initial=-np.inf))

    def _compare(self, skip: _Named, link: _Named) -> None:
        """Similarities of blocks, and of each block with single segments of the other side."""
        evidence = self.evidence
        left, right = evidence.source_blocks, evidence.target_blocks
        s, t = (slice(window.start, window.stop) for window in (self.sources, self.targets))
        sources, targets = left.rows[:, s], right.rows[:, t]
        singles = sources[1], targets[1]
        source_usual = (singles[0] @ evidence.target_mean)[:, None]
        target_usual = singles[1] @ evidence.source_mean
        shapes = evidence.shapes[len(SKIPS) :]
        cosine = self.stacked(len(shapes) + 1, np.nan)
        weak_target, weak_source = self.stacked(len(shapes) + 1), self.stacked(len(shapes) + 1)
        for number, (a, b) in enumerate(shapes):
            if a < len(sources) and b < len(targets):
                values = sources[a] @ targets[b].T
                values[~left.known[a, s]] = np.nan
                values[:, ~right.known[b, t]] = np.nan
                self.put(cosine, number, values)
        beside_target, beside_source = self.stacked(len(sources)), self.stacked(len(targets))
        single = sources @ singles[1].T
        self.put(beside_target, slice(None), single)
        for run, weakest in enumerate(_least(single - target_usual, self.largest[1]), 1):
            self.put(weak_target, self.number[: len(sources), run], weakest)
        single = singles[0] @ targets.swapaxes(1, 2)
        self.put(beside_source, slice(None), single)
        for run, weakest in enumerate(_least((single - source_usual).swapaxes(1, 2), self.largest[0]), 1):
            self.put(weak_source, self.number[run, : len(targets)], weakest.swapaxes(1, 2))
        unusual = self.stacked(1)
        self.put(unusual, 0, singles[0] @ singles[1].T - (source_usual + target_usual) / 2)
        skip["skip cosine"] = self.nearest(unusual)
        self._similarity(link, cosine, beside_target, beside_source)
        weak = self.take(weak_target, self.kinds), self.take(weak_source, self.kinds)
        two = self.links.a + self.links.b == 2
        link["weakest cosine"] = np.where(two, weak[0] + weak[1], 0)
        link["weakest of several"] = np.where(two, 0, np.minimum(*weak))

    def _similarity(
        self, link: _Named, cosines: Floats32, beside_target: Floats32, beside_source: Floats32
    ) -> None:
        evidence, (i, j, a, b) = self.evidence, self.links[2:]
        cosine = self.take(cosines, self.kinds)
        source = _between(evidence.source_length, i, a)
        target = _between(evidence.target_length, j, b)
        ratio = np.log((target + 2) / (source + 2))
        link["cosine"], link["length"] = cosine, np.abs(ratio)
        link["length sure"] = ratio**2 * np.minimum(np.sqrt(np.minimum(source, target)), 12) / 5
        beside = np.zeros_like(cosine)
        for step in range(1, NEAR + 1):
            beside += self.take(beside_target, a, columns=-step)
            beside += self.take(beside_target, a, columns=b + step - 1)
            beside += self.take(beside_source, b, rows=-step)
            beside += self.take(beside_source, b, rows=a + step - 1)
        rooms = (i, j, len(evidence.source) - i - a, len(evidence.target) - j - b)
        margin = cosine - beside / np.maximum(sum(np.minimum(room, NEAR) for room in rooms), 1)
        link["margin"], link["margin length"] = margin, margin * np.exp(-np.abs(ratio))

        def change(fewer: int, less: int, rows: int, columns: int) -> Floats32:
            """What it changes to have so many segments more; nothing where no bead has such a block."""
            number = self.number[a + fewer, b + less]
            return np.asarray(np.nan_to_num(self.take(cosines, number, rows, columns) - cosine))

        smaller = np.stack(
            [change(-1, 0, 1, 0), change(-1, 0, 0, 0), change(0, -1, 0, 1), change(0, -1, 0, 0)]
        )
        larger = np.stack([change(1, 0, -1, 0), change(1, 0, 0, 0), change(0, 1, 0, -1), change(0, 1, 0, 0)])
        link["shrink gain"] = np.maximum(smaller, 0).sum(axis=0)
        link["shrink loss"] = np.minimum(smaller, 0).sum(axis=0)
        link["shrink best"], link["extend best"] = smaller.max(axis=0), larger.max(axis=0)
        link["extend gain"] = np.maximum(larger, 0).sum(axis=0)

    def _explain(self, unit: str, skip: _Named, link: _Named) -> None:
        seen = self._seen(unit)
        first = self.links.j - self.targets.start, self.links.i - self.sources.start
        counts = self.links.b, self.links.a
        weights = [s.weight(at, count) for s, at, count in zip(seen, first, counts, strict=True)]
        inside, beside = self._met(seen, "inside"), self._met(seen, "beside")
        means = [s.mean for s in seen]
        share = [i / np.maximum(w, 1e-6) for i, w in zip(inside, weights, strict=True)]
        lost = [o / np.maximum(w, 1e-6) for o, w in zip(beside, weights, strict=True)]
        link[f"{unit} mean"], link[f"{unit} least"] = share[0] + share[1], np.minimum(*share)
        link[f"{unit} left"] = sum((w - i) / m for w, i, m in zip(weights, inside, means, strict=True))
        link[f"{unit} beside"] = sum(o / m for o, m in zip(beside, means, strict=True))
        link[f"{unit} beside share"], link[f"{unit} beside most"] = lost[0] + lost[1], np.maximum(*lost)
        weakest = np.minimum(*(self.take(s.least, self.kinds) for s in seen))
        link[f"{unit} weakest"] = np.where(self.links.a + self.links.b > 2, weakest, 0)
        source = self.skips.a == 1
        skip[f"{unit} skip"] = np.where(source, self.nearest(seen[1].best), self.nearest(seen[0].best))
        if unit == "token":
            first = self.skips.j - self.targets.start, self.skips.i - self.sources.start
            of_target, of_source = (s.weight(at, 1) / s.mean for s, at in zip(seen, first, strict=True))
            skip["skip weight"] = np.where(source, of_source, of_target)

    def _seen(self, unit: str) -> tuple[_Seen, _Seen]:
        """What blocks of source segments explain of the targets, and the other way round."""
        here = self.evidence.units[unit].window(self.sources, self.targets)
        of_target, of_source = self.evidence.mean_weights[unit]
        return _Seen(self, here, of_target), _Seen(self, here.mirrored(), of_source, mirrored=True)

    def _met(self, seen: tuple[_Seen, _Seen], what: str) -> tuple[Floats32, Floats32]:
        """The weight that is explained of the target and of the source of each link."""
        a, b = self.links.a, self.links.b
        of_target, of_source = (getattr(s, what) for s in seen)
        return (
            self.take(of_target, a, columns=b) - self.take(of_target, a),
            self.take(of_source, b, rows=a) - self.take(of_source, b),
        )

    def _count_numbers(self, link: _Named) -> None:
        """Numbers that both sides have, that one side lacks, that stand just outside."""
        seen = self._seen("number")
        met, beside = sum(self._met(seen, "inside")), sum(self._met(seen, "beside"))
        there = seen[0].weight(self.links.j - self.targets.start, self.links.b)
        there = there + seen[1].weight(self.links.i - self.sources.start, self.links.a)
        for name, count in (("met", met), ("left", there - met), ("beside", beside)):
            link[f"numbers {name}"] = np.minimum(count, MOST_NUMBERS)

    def _form(self, link: _Named) -> None:
        """Marks, sizes, paragraphs, labels."""
        evidence, (i, j, a, b) = self.evidence, self.links[2:]
        source, target = evidence.source.form, evidence.target.form
        first, last, head, tail = i, i + a - 1, j, j + b - 1
        marks = np.abs(_between(evidence.source_marks, i, a) - _between(evidence.target_marks, j, b))
        link["questions"], link["exclamations"] = np.minimum(marks[:, 0], 2), np.minimum(marks[:, 1], 2)
        link["quotation opens"] = source.marks[first, 2] != target.marks[head, 2]
        link["quotation closes"] = source.marks[last, 3] != target.marks[tail, 3]
        # Clauses of one segment count as that segment: what is cut for the search is no division.
        several = source.parents[last] - source.parents[first] + 1
        many = target.parents[tail] - target.parents[head] + 1
        link["1-1"], link["1-2"] = (several == 1) & (many == 1), (several == 1) & (many == 2)
        link["2-1"], link["2-2"] = (several == 2) & (many == 1), (several == 2) & (many == 2)
        link["many"] = (several > 1) & (many > 1)
        link["size"], link["large"] = several + many - 2, np.maximum(several + many - 4, 0)
        link["soft cuts"] = sum(
            side.soft[place].astype(np.float32)
            for side, place in ((source, first), (source, last + 1), (target, head), (target, tail + 1))
        )
        if source.paragraphs[-1] > source.paragraphs[0] and target.paragraphs[-1] > target.paragraphs[0]:
            link["crosses paragraphs"] = (source.paragraphs[last] > source.paragraphs[first]).astype(
                np.float32
            ) + (target.paragraphs[tail] > target.paragraphs[head])
            link["paragraph starts"] = source.opens[first] != target.opens[head]
        link["note and text"] = source.notes[first] != target.notes[head]
        link["label"] = evidence.same_label(first, head)
        inside = _between(evidence.source_labelled, i, a) - _between(evidence.target_labelled, j, b)
        link["labels differ"] = np.minimum(np.abs(inside), 2)


class _Named:
    """Writes features by their names into the rows of an array."""

    def __init__(self, values: Floats32) -> None:
        self._values = values

    def __setitem__(self, name: str, value: Any) -> None:
        self._values[NUMBERS[name]] = value


class _Seen:
    """What blocks of one side explain of the other, in a window's common shape.

    inside, beside  a matrix for each size of block, running sums over the segments explained
    best            what each single segment explains of each, as a share
    least           for each shape, the least share in a run of segments
    Mirrored, targets explain sources.
    """

    def __init__(self, window: _Window, affinity: Affinity, mean: float, mirrored: bool = False) -> None:
        block, run = reversed(window.largest) if mirrored else window.largest
        seen = explained(affinity, block)
        self.mean, self._weights = mean, _running_sum(seen.weights)
        self.inside, self.beside = window.stacked(block + 1), window.stacked(block + 1)
        self.best, self.least = window.stacked(1), window.stacked(int(window.number.max()) + 1)
        planes = window.number.T if mirrored else window.number

        def put(stack: Floats32, number: Any, matrices: Floats32, column: int = 0) -> None:
            window.put((stack.swapaxes(1, 2) if mirrored else stack)[..., column:], number, matrices)

        put(self.inside, slice(None), np.cumsum(seen.inside, axis=2), column=1)
        put(self.beside, slice(None), np.cumsum(seen.beside, axis=2), column=1)
        share = np.asarray(seen.inside[1:] / np.maximum(seen.weights, 1e-6), np.float32)
        put(self.best, 0, share[0])
        for length, weakest in enumerate(_least(share, run), 1):
            put(self.least, planes[1 : block + 1, length], weakest)

    def weight(self, first: Ints, count: Ints | int) -> Floats32:
        """What there is to explain in `count` segments from each of the window's `first`."""
        return _between(self._weights, first, count)


def _compare_labels(
    source: Form, target: Form
) -> tuple[Callable[[Ints, Ints], Floats32], Floats32, Floats32]:
    """Whether segments are labelled alike; and how many are labelled, as running sums."""
    if not (any(source.labels) and any(target.labels)):
        none = [np.zeros(len(side.labels) + 1, np.float32) for side in (source, target)]
        return (lambda i, j: np.zeros(len(i), np.float32)), none[0], none[1]
    left, right = sorted(set(source.labels)), sorted(set(target.labels))
    keys = [label_keys(label) for label in left], [label_keys(label) for label in right]
    alike = np.array([[bool(x & y) for y in keys[1]] for x in keys[0]], np.float32)
    rows = np.array([left.index(label) for label in source.labels])
    columns = np.array([right.index(label) for label in target.labels])
    return (
        lambda i, j: alike[rows[i], columns[j]],
        _running_sum(np.array([bool(label) for label in source.labels], np.float32)),
        _running_sum(np.array([bool(label) for label in target.labels], np.float32)),
    )


def _is_cut(side: Form) -> bool:
    """Whether some segments are clauses of one."""
    return bool((np.diff(side.parents) == 0).any())


def _around(starts: Ints, counts: Ints, segments: int) -> range:
    """The segments of some blocks, and those that they are compared with."""
    return range(max(int(starts.min()) - NEAR - 1, 0), min(int((starts + counts).max()) + NEAR, segments))


def _least(matrix: Floats32, longest: int) -> Iterator[Floats32]:
    """For each length of run, the least of each run of columns from a column on."""
    least = matrix
    yield least
    for run in range(2, min(longest, matrix.shape[-1]) + 1):
        least = np.minimum(least[..., :-1], matrix[..., run - 1 :])
        yield least


def _running_sum(values: Floats32) -> Floats32:
    """Sums of the first 0, 1, 2, … rows."""
    sums: Floats32 = np.concatenate([np.zeros_like(values[:1]), np.cumsum(values, axis=0)])
    return sums


def _between(running: Floats32, first: Ints, count: Ints | int) -> Floats32:
    """Sums of `count` rows from each of `first` on, as far as there are any."""
    last = len(running) - 1
    return np.asarray(running[np.minimum(first + count, last)] - running[np.minimum(first, last)])
