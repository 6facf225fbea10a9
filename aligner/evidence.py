"""What speaks for a bead: the features that the scorer weighs.

For every node (i, j) of the search and every shape (a, b) of bead that may start
there, source segments [i, i + a) with target segments [j, j + b), a row of numbers.
Similarities of whole blocks come from the encoder. Evidence below the segment, from
its tokens and clauses, says what is explained inside the bead, and what would be
explained better just outside it, which is how a misplaced boundary shows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from aligner.bundled import BundledEncoder, Reading

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

LARGEST = 8  # segments of one side of a bead
LONGEST_RUN = 24  # clauses of one side, where a side without divisions was cut into clauses
NEAR = 3  # segments to either side that a bead is compared with
SHAPES: tuple[tuple[int, int], ...] = (
    (1, 0),
    (0, 1),
    *(
        (a, b)
        for a in range(1, LARGEST + 1)
        for b in range(1, LARGEST + 1)
        if a + b <= 7 or min(a, b) == 1 or a == b
    ),
)
MARKS = 4  # question marks, exclamation marks, opens a quotation, closes one
NUMBER = re.compile(r"\d+(?:[./:,]\d+)*")
OPENING = frozenset("“‘「『«„\"'")
CLOSING = frozenset("”’」』»\"'")
STRONG = frozenset(";:.!?；：。！？…") | CLOSING  # marks that end more than a clause
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
MOST_NUMBERS = 4  # a table's row is not a hundred times as sure as a sentence with a date
SURE_MARGIN = 0.4  # by which a token must be nearer than its neighbours to be a translation
UNRELATED_CLAUSES, SAME_CLAUSES = 0.25, 0.6  # cosines


class SpanRows(Protocol):
    """Embeddings of blocks of consecutive segments."""

    def rows(self, starts: Ints, stops: Ints) -> Floats:
        """One L2-normalised row for each block [starts[k], stops[k])."""
        ...


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a bitext, as the evidence needs it; arrays have a row for each segment.

    spans       block embeddings by the encoder chosen
    reading     tokens and clauses by the bundled encoder
    lengths     characters, white space left out
    marks       (segments, MARKS)
    parents     numbers of the undivided segments that clauses were cut from; ascending
    paragraphs  numbers of the paragraphs, ascending; all alike where nothing is known
    labels      list labels ("3.", "(a)"), empty where there is none
    opens       which segments open a paragraph
    soft        (segments + 1,) boundaries that cut an undivided segment at no strong mark
    notes       which segments are footnotes
    numbers     of each segment: "60/97", "2005", digits of any script alike
    """

    spans: SpanRows
    reading: Reading
    lengths: Floats
    marks: Floats
    parents: Ints
    paragraphs: Ints
    labels: tuple[str, ...]
    opens: Bools
    soft: Bools
    notes: Bools
    numbers: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.lengths)

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        reading: Reading,
        spans: SpanRows | None = None,
        parents: Ints | None = None,
        paragraphs: Ints | None = None,
        labels: Sequence[str] | None = None,
        notes: Sequence[bool] | None = None,
    ) -> Side:
        """Count what can be counted in the texts; by default each segment is undivided."""
        parents = np.arange(len(texts)) if parents is None else parents
        paragraphs = np.zeros(len(texts), np.int64) if paragraphs is None else paragraphs
        soft = np.zeros(len(texts) + 1, bool)
        weak = [text.rstrip()[-1:] not in STRONG for text in texts]
        soft[1:-1] = (parents[1:] == parents[:-1]) & np.array(weak[:-1], bool)
        return cls(
            spans=spans or reading.spans,
            reading=reading,
            lengths=np.array([len("".join(text.split())) for text in texts], np.float32),
            marks=np.array([_marks(text.strip()) for text in texts], np.float32).reshape(-1, MARKS),
            parents=parents,
            paragraphs=paragraphs,
            labels=tuple(labels) if labels is not None else ("",) * len(texts),
            opens=np.diff(paragraphs, prepend=-1) > 0,
            soft=soft,
            notes=np.array(notes if notes is not None else [False] * len(texts), bool),
            numbers=tuple(_numbers(text) for text in texts),
        )


def _marks(text: str) -> tuple[int, int, bool, bool]:
    return (
        text.count("?") + text.count("？"),
        text.count("!") + text.count("！"),
        text[:1] in OPENING,
        text[-1:] in CLOSING,
    )


def _numbers(text: str) -> tuple[str, ...]:
    """The numbers of a text, thousands unmarked."""
    found = NUMBER.findall(unicodedata.normalize("NFKC", text))
    return tuple(re.sub(r"(?<=\d),(?=\d{3}\b)", "", number) for number in found)


class Affinity(NamedTuple):
    """How much the units of one side, tokens or clauses, speak for those of the other.

    table    (source types, target types), 0 to 1
    source   (units,) the type of each source unit, in order
    starts   (segments + 1,) the first unit of each source segment
    weights  (units,) what it counts to have a unit explained
    and the same for the target
    """

    table: Floats
    source: Ints
    source_starts: Ints
    source_weights: Floats
    target: Ints
    target_starts: Ints
    target_weights: Floats

    def window(self, source: range, target: range) -> Affinity:
        """The affinity of a stretch of segments of each side."""
        s = slice(self.source_starts[source.start], self.source_starts[source.stop])
        t = slice(self.target_starts[target.start], self.target_starts[target.stop])
        rows, source_types = np.unique(self.source[s], return_inverse=True)
        columns, target_types = np.unique(self.target[t], return_inverse=True)
        return Affinity(
            self.table[np.ix_(rows, columns)],
            source_types,
            self.source_starts[source.start : source.stop + 1] - s.start,
            self.source_weights[s],
            target_types,
            self.target_starts[target.start : target.stop + 1] - t.start,
            self.target_weights[t],
        )

    @property
    def mean_weight(self) -> float:
        """What there is to explain in a target segment, on the average."""
        return float(self.target_weights.sum()) / max(len(self.target_starts) - 1, 1) or 1.0

    def mirrored(self) -> Affinity:
        """The same, seen from the other side."""
        return Affinity(self.table.T, *self[4:7], *self[1:4])


class Explained(NamedTuple):
    """How well blocks of source segments explain each target segment, in units of weight.

    inside[a]   (source segments, target segments): weight explained by the block of `a`
                segments from each source segment on; zero where there is none
    beside[a]   what the segments next to the block would explain beyond that
    weights     (target segments,) the weight that there is to explain
    """

    inside: dict[int, Floats]
    beside: dict[int, Floats]
    weights: Floats


def explained(affinity: Affinity, sizes: Sequence[int]) -> Explained:
    """Take each target unit's best partner within a block and just outside it.

    >>> table = np.array([[1, 0], [0, 0.5]], np.float32)  # two words a side
    >>> units, starts, ones = np.array([0, 1]), np.array([0, 1, 2]), np.ones(2, np.float32)
    >>> seen = explained(Affinity(table, units, starts, ones, units, starts, ones), [1, 2])
    >>> seen.inside[1].tolist(), seen.beside[1].tolist()
    ([[1.0, 0.0], [0.0, 0.5]], [[0.0, 0.5], [1.0, 0.0]])
    >>> seen.inside[2].tolist()
    [[1.0, 0.5], [0.0, 0.0]]
    """
    sources, targets = len(affinity.source_starts) - 1, len(affinity.target_starts) - 1
    best = np.zeros((sources, affinity.table.shape[1]), np.float32)
    filled = np.flatnonzero(np.diff(affinity.source_starts))
    if len(filled):
        rows = affinity.table[affinity.source]
        best[filled] = np.maximum.reduceat(rows, affinity.source_starts[filled], axis=0)
    owner = np.repeat(np.arange(targets), np.diff(affinity.target_starts))
    weights = np.zeros((affinity.table.shape[1], targets), np.float32)
    np.add.at(weights, (affinity.target, owner), affinity.target_weights)
    nothing = np.zeros((1, best.shape[1]), np.float32)
    inside, beside = {}, {}
    block = best
    for size in range(1, max(sizes) + 1):
        if size > 1:
            block = np.maximum(block[:-1], best[size - 1 :])
        if size not in sizes:
            continue
        inside[size] = np.zeros((sources, targets), np.float32)
        beside[size] = np.zeros((sources, targets), np.float32)
        count = max(sources - size + 1, 0)
        if count == 0:
            continue
        before = np.concatenate([nothing, best])[:count]
        after = np.concatenate([best[size:], nothing])[:count]
        inside[size][:count] = block @ weights
        beside[size][:count] = np.maximum(np.maximum(before, after) - block, 0) @ weights
    return Explained(inside, beside, weights.sum(axis=0))


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


def tables(source: Side, target: Side, encoder: BundledEncoder) -> tuple[Affinity, Affinity]:
    """The affinities of tokens and of clauses.

    Two tokens speak for each other by how much closer they are than their neighbours
    (margin over the nearest ten of each side), so the encoder is a dictionary of its
    sixteen languages; what is written alike on both sides (60/97, NATO) is the same.
    A token's weight is the rarity of the segments that hold it.
    """
    left, right = source.reading, target.reading
    left_types, left_tokens = np.unique(left.tokens, return_inverse=True)
    right_types, right_tokens = np.unique(right.tokens, return_inverse=True)
    cosine = encoder.embed_tokens(left_types) @ encoder.embed_tokens(right_types).T
    near = min(10, *cosine.shape)
    usual = np.partition(cosine, -near, axis=1)[:, -near:].sum(axis=1, keepdims=True)
    usual = (usual + np.partition(cosine, -near, axis=0)[-near:].sum(axis=0)) / max(near, 1)
    table = np.clip((2 * cosine - usual) / SURE_MARGIN, 0, 1)
    rows, columns = _alike(left_types, right_types, encoder)
    table[rows, columns] = 1
    tokens = Affinity(
        table,
        left_tokens,
        left.token_starts,
        _rarity(left_tokens, left.token_starts),
        right_tokens,
        right.token_starts,
        _rarity(right_tokens, right.token_starts),
    )
    similar = left.clauses @ right.clauses.T
    clauses = Affinity(
        np.clip((similar - UNRELATED_CLAUSES) / (SAME_CLAUSES - UNRELATED_CLAUSES), 0, 1),
        np.arange(len(left.clauses)),
        left.clause_starts,
        left.clause_lengths.astype(np.float32),
        np.arange(len(right.clauses)),
        right.clause_starts,
        right.clause_lengths.astype(np.float32),
    )
    return tokens, clauses


def _number_affinity(source: Side, target: Side) -> Affinity:
    """Numbers speak for each other when they are the same."""
    types = {
        number: k
        for k, number in enumerate(sorted({n for s in (source, target) for row in s.numbers for n in row}))
    }

    def flat(side: Side) -> tuple[Ints, Ints, Floats]:
        units = np.array([types[number] for row in side.numbers for number in row], np.int64)
        starts = np.cumsum([0, *(len(row) for row in side.numbers)])
        return units, starts, np.ones(len(units), np.float32)

    return Affinity(np.eye(len(types), dtype=np.float32), *flat(source), *flat(target))


def _alike(left: Ints, right: Ints, encoder: BundledEncoder) -> tuple[list[int], list[int]]:
    """Rows and columns of the tokens that are written alike, case and word starts aside."""
    written: dict[str, list[int]] = {}
    for row, token in enumerate(left.tolist()):
        written.setdefault(encoder.piece(token), []).append(row)
    pairs = [
        (row, column)
        for column, token in enumerate(right.tolist())
        if any(map(str.isalnum, piece := encoder.piece(token)))
        for row in written.get(piece, ())
    ]
    return [row for row, _ in pairs], [column for _, column in pairs]


def _rarity(types: Ints, starts: Ints) -> Floats:
    """The logarithm of how few segments hold each token's type."""
    segments = len(starts) - 1
    owner = np.repeat(np.arange(segments), np.diff(starts))
    held = np.unique(types * segments + owner) // segments
    count = np.bincount(held, minlength=int(types.max(initial=-1)) + 1)
    return np.log((segments + 1) / count)[types].astype(np.float32)


def learn(tokens: Affinity, source: Ints, target: Ints) -> Affinity:
    """Add to a dictionary what a first alignment of the same text teaches.

    No encoder knows that 韦小宝 is called Trinket; but they turn up in the same beads. Two
    tokens are associated by Dice's coefficient, less what chance and one meeting give.

    source, target  the number of the bead that each segment is in
    """
    beads = int(max(source.max(), target.max())) + 1
    seen = np.zeros((beads, tokens.table.shape[0]), np.float32)
    seen[np.repeat(source, np.diff(tokens.source_starts)), tokens.source] = 1
    met = np.zeros((beads, tokens.table.shape[1]), np.float32)
    met[np.repeat(target, np.diff(tokens.target_starts)), tokens.target] = 1
    often, there = seen.sum(axis=0)[:, None], met.sum(axis=0)[None]
    together = np.maximum(seen.T @ met - often * there / beads - 1, 0)
    dice = 2 * together / np.maximum(often + there, 1)
    return tokens._replace(table=np.maximum(tokens.table, np.minimum(1.5 * dice, 1)))


class Evidence:
    """The features of all beads of a bitext, computed for a stretch of rows at a time.

    shapes  the shapes of bead that this bitext may have: longer runs where a side was
            cut into clauses
    """

    def __init__(self, source: Side, target: Side, tokens: Affinity, clauses: Affinity) -> None:
        self.source, self.target = source, target
        self.units = {"token": tokens, "clause": clauses, "number": _number_affinity(source, target)}
        # What there is to explain in a segment, on the average: of the target, of the source.
        self.mean_weights = {
            unit: (affinity.mean_weight, affinity.mirrored().mean_weight)
            for unit, affinity in self.units.items()
        }
        self.shapes = list(SHAPES)
        if len(np.unique(target.parents)) < len(target):
            self.shapes += [(1, run) for run in range(LARGEST + 1, LONGEST_RUN + 1)]
        if len(np.unique(source.parents)) < len(source):
            self.shapes += [(run, 1) for run in range(LARGEST + 1, LONGEST_RUN + 1)]
        self.source_mean, self.target_mean = _mean_row(source), _mean_row(target)
        ratio = max(float(target.lengths.sum()), 1.0) / max(float(source.lengths.sum()), 1.0)
        # Both sides' lengths in characters of a language between the two.
        self.source_length = _running_sum(source.lengths * ratio**0.5)
        self.target_length = _running_sum(target.lengths / ratio**0.5)
        self.source_marks, self.target_marks = _running_sum(source.marks), _running_sum(target.marks)
        self.same_label, self.source_labelled, self.target_labelled = _compare_labels(source, target)

    def features(self, i: Ints, j: Ints) -> Iterator[Floats]:
        """For each shape in turn, the features of the beads from the nodes (i[k], j[k]) on.

        i, j     nodes of a stretch of rows, close together
        yields   (FEATURES, nodes); meaningless where a bead would leave the text
        """
        window = _Window(self, i, j, list(self.units))
        window.compare()
        for a, b in self.shapes:
            yield window.links(a, b) if a and b else window.skips(a, b)

    def token_features(self, i: Ints, j: Ints) -> Iterator[Floats]:
        """As `features`, but only those of the tokens; the others are zero."""
        window = _Window(self, i, j, ["token"])
        for a, b in self.shapes:
            yield window.tokens(a, b)


class _Window:
    """The part of both sides that beads from some nodes can touch, and what is similar there.

    All matrices are padded to one shape and flattened, so that one index, `at`, finds a
    node in each of them, and a neighbour is so many rows and columns further.
    """

    def __init__(self, evidence: Evidence, i: Ints, j: Ints, units: Sequence[str]) -> None:
        self.evidence = evidence
        self.shapes = [shape for shape in evidence.shapes if all(shape)]
        reach = max(a for a, _ in self.shapes), max(b for _, b in self.shapes)
        self.sources = _clipped(i, NEAR + 1, reach[0] + NEAR, len(evidence.source))
        self.targets = _clipped(j, NEAR + 1, reach[1] + NEAR, len(evidence.target))
        self.i, self.j = i, j
        self.pad = max(reach) + NEAR + 1
        self.width = len(self.targets) + 2 * self.pad
        self.at = (i - self.sources.start + self.pad) * self.width + j - self.targets.start + self.pad
        mirrored_shapes = [(b, a) for a, b in self.shapes]
        self.seen = {}
        for unit in units:
            here = evidence.units[unit].window(self.sources, self.targets)
            of_target, of_source = evidence.mean_weights[unit]
            self.seen[unit] = (
                _Seen(self, here, self.shapes, of_target),
                _Seen(self, here.mirrored(), mirrored_shapes, of_source, mirrored=True),
            )

    def compare(self) -> None:
        """Similarities of blocks, and of each block with single segments of the other side."""
        rows = _blocks(self.evidence.source.spans, self.sources, {a for a, _ in self.shapes})
        columns = _blocks(self.evidence.target.spans, self.targets, {b for _, b in self.shapes})
        source_usual = (rows[1] @ self.evidence.target_mean)[:, None]
        target_usual = columns[1] @ self.evidence.source_mean
        self.cosine = {(a, b): self.padded(rows[a] @ columns[b].T, np.nan) for a, b in self.shapes}
        self.beside_target, self.weak_target = {}, {}
        for a in rows:
            single = rows[a] @ columns[1].T
            self.beside_target[a] = self.padded(single)
            for run, weakest in _least(single - target_usual, {b for k, b in self.shapes if k == a}):
                self.weak_target[a, run] = self.padded(weakest)
        self.beside_source, self.weak_source = {}, {}
        for b in columns:
            single = rows[1] @ columns[b].T
            self.beside_source[b] = self.padded(single)
            for run, weakest in _least((single - source_usual).T, {a for a, k in self.shapes if k == b}):
                self.weak_source[run, b] = self.padded(weakest.T)
        usual = (source_usual + target_usual) / 2
        self.unusual = self.padded(np.asarray(rows[1] @ columns[1].T - usual, np.float32))

    def padded(self, matrix: Floats, nothing: float = 0.0) -> Floats:
        """The matrix in the middle of the window's common shape, flat."""
        height = len(self.sources) + 2 * self.pad
        full = np.full((height, self.width), nothing, np.float32)
        full[self.pad : self.pad + matrix.shape[0], self.pad : self.pad + matrix.shape[1]] = matrix
        return full.ravel()

    def take(self, matrix: Floats, rows: int = 0, columns: int = 0) -> Floats:
        """A padded matrix at the nodes, or so many rows and columns from them."""
        found: Floats = matrix[self.at + rows * self.width + columns]
        return found

    def skips(self, a: int, b: int) -> Floats:
        """Features of leaving one segment of one side without a counterpart."""
        values = np.zeros((len(FEATURES), len(self.i)), np.float32)
        put = _Row(values)
        put["skip cosine"] = np.max([self.take(self.unusual, *place) for place in _places(a)], axis=0)
        for unit in ("token", "clause"):
            put[f"{unit} skip"] = self._found(unit, a)
        seen = self.seen["token"][1 if a else 0]
        first = self.i - self.sources.start if a else self.j - self.targets.start
        put["skip weight"] = seen.weight(first, 1) / seen.mean
        put["skip source"], put["skip target"] = a, b
        return values

    def _found(self, unit: str, a: int) -> Floats:
        """The most that any near segment explains of the one that is left out."""
        seen = self.seen[unit][1 if a else 0]
        return np.asarray(np.max([self.take(seen.best, *place) for place in _places(a)], axis=0))

    def tokens(self, a: int, b: int) -> Floats:
        """The features of tokens alone."""
        values = np.zeros((len(FEATURES), len(self.i)), np.float32)
        put = _Row(values)
        if a and b:
            self._explanation(put, "token", self.seen["token"], a, b)
        else:
            put["token skip"] = self._found("token", a)
        return values

    def links(self, a: int, b: int) -> Floats:
        """Features of the beads of `a` source and `b` target segments."""
        values = np.zeros((len(FEATURES), len(self.i)), np.float32)
        put = _Row(values)
        self._similarity(put, a, b)
        for unit in ("token", "clause"):
            self._explanation(put, unit, self.seen[unit], a, b)
        self._count_numbers(put, a, b)
        self._form(put, a, b)
        return values

    def _similarity(self, put: _Row, a: int, b: int) -> None:
        evidence = self.evidence
        cosine = np.nan_to_num(self.take(self.cosine[a, b]))
        source = _between(evidence.source_length, self.i, a)
        target = _between(evidence.target_length, self.j, b)
        ratio = np.log((target + 2) / (source + 2))
        put["cosine"], put["length"] = cosine, np.abs(ratio)
        put["length sure"] = ratio**2 * np.minimum(np.sqrt(np.minimum(source, target)), 12) / 5
        steps = range(1, NEAR + 1)
        beside = sum(
            self.take(self.beside_target[a], columns=-step)
            + self.take(self.beside_target[a], columns=b + step - 1)
            + self.take(self.beside_source[b], rows=-step)
            + self.take(self.beside_source[b], rows=a + step - 1)
            for step in steps
        )
        count = sum(
            np.minimum(room, NEAR)
            for room in (self.i, self.j, len(evidence.source) - self.i - a, len(evidence.target) - self.j - b)
        )
        margin = cosine - beside / np.maximum(count, 1)
        put["margin"], put["margin length"] = margin, margin * np.exp(-np.abs(ratio))

        def change(shape: tuple[int, int], rows: int = 0, columns: int = 0) -> Floats:
            if shape not in self.cosine:
                return np.zeros_like(cosine)
            return np.asarray(np.nan_to_num(self.take(self.cosine[shape], rows, columns) - cosine))

        less = np.stack(
            [change((a - 1, b), 1), change((a - 1, b)), change((a, b - 1), 0, 1), change((a, b - 1))]
        )
        more = np.stack(
            [change((a + 1, b), -1), change((a + 1, b)), change((a, b + 1), 0, -1), change((a, b + 1))]
        )
        put["shrink gain"], put["shrink loss"] = (
            np.maximum(less, 0).sum(axis=0),
            np.minimum(less, 0).sum(axis=0),
        )
        put["shrink best"], put["extend best"] = less.max(axis=0), more.max(axis=0)
        put["extend gain"] = np.maximum(more, 0).sum(axis=0)
        weak = self.take(self.weak_target[a, b]), self.take(self.weak_source[a, b])
        if a + b == 2:
            put["weakest cosine"] = weak[0] + weak[1]
        else:
            put["weakest of several"] = np.minimum(*weak)

    def _explanation(self, put: _Row, unit: str, seen: tuple[_Seen, _Seen], a: int, b: int) -> None:
        of_target, of_source = seen
        first = self.j - self.targets.start, self.i - self.sources.start
        weights = of_target.weight(first[0], b), of_source.weight(first[1], a)
        inside = self._run(of_target.inside[a], 0, b), self._run(of_source.inside[b], a, 0)
        beside = self._run(of_target.beside[a], 0, b), self._run(of_source.beside[b], a, 0)
        means = of_target.mean, of_source.mean
        share = [i / np.maximum(w, 1e-6) for i, w in zip(inside, weights, strict=True)]
        lost = [o / np.maximum(w, 1e-6) for o, w in zip(beside, weights, strict=True)]
        put[f"{unit} mean"], put[f"{unit} least"] = share[0] + share[1], np.minimum(*share)
        put[f"{unit} left"] = sum((w - i) / m for w, i, m in zip(weights, inside, means, strict=True))
        put[f"{unit} beside"] = sum(o / m for o, m in zip(beside, means, strict=True))
        put[f"{unit} beside share"], put[f"{unit} beside most"] = lost[0] + lost[1], np.maximum(*lost)
        if a + b > 2:
            put[f"{unit} weakest"] = np.minimum(
                self.take(of_target.least[a, b]), self.take(of_source.least[b, a])
            )

    def _count_numbers(self, put: _Row, a: int, b: int) -> None:
        """Numbers that both sides have, that one side lacks, that stand just outside."""
        of_target, of_source = self.seen["number"]
        met = self._run(of_target.inside[a], 0, b) + self._run(of_source.inside[b], a, 0)
        there = of_target.weight(self.j - self.targets.start, b) + of_source.weight(
            self.i - self.sources.start, a
        )
        beside = self._run(of_target.beside[a], 0, b) + self._run(of_source.beside[b], a, 0)
        for name, count in (("met", met), ("left", there - met), ("beside", beside)):
            put[f"numbers {name}"] = np.minimum(count, MOST_NUMBERS)

    def _run(self, running: Floats, rows: int, columns: int) -> Floats:
        """The sum over a run of segments, from a padded running sum."""
        return self.take(running, rows, columns) - self.take(running)

    def _form(self, put: _Row, a: int, b: int) -> None:
        """Marks, sizes, paragraphs, labels."""
        evidence = self.evidence
        source, target = evidence.source, evidence.target
        first, last = np.minimum(self.i, len(source) - 1), np.minimum(self.i + a, len(source)) - 1
        head, tail = np.minimum(self.j, len(target) - 1), np.minimum(self.j + b, len(target)) - 1
        marks = np.abs(
            _between(evidence.source_marks, self.i, a) - _between(evidence.target_marks, self.j, b)
        )
        put["questions"], put["exclamations"] = np.minimum(marks[:, 0], 2), np.minimum(marks[:, 1], 2)
        put["quotation opens"] = source.marks[first, 2] != target.marks[head, 2]
        put["quotation closes"] = source.marks[last, 3] != target.marks[tail, 3]
        # Clauses of one segment count as that segment: what is cut for the search is no division.
        several = source.parents[last] - source.parents[first] + 1
        many = target.parents[tail] - target.parents[head] + 1
        put["1-1"], put["1-2"] = (several == 1) & (many == 1), (several == 1) & (many == 2)
        put["2-1"], put["2-2"] = (several == 2) & (many == 1), (several == 2) & (many == 2)
        put["many"] = (several > 1) & (many > 1)
        put["size"], put["large"] = several + many - 2, np.maximum(several + many - 4, 0)
        stop, end = last + 1, tail + 1
        put["soft cuts"] = sum(
            side.soft[place].astype(np.float32)
            for side, place in ((source, first), (source, stop), (target, head), (target, end))
        )
        if source.paragraphs[-1] > source.paragraphs[0] and target.paragraphs[-1] > target.paragraphs[0]:
            put["crosses paragraphs"] = (source.paragraphs[last] > source.paragraphs[first]).astype(
                np.float32
            ) + (target.paragraphs[tail] > target.paragraphs[head])
            put["paragraph starts"] = source.opens[first] != target.opens[head]
        put["note and text"] = source.notes[first] != target.notes[head]
        put["label"] = evidence.same_label(first, head)
        inside = _between(evidence.source_labelled, self.i, a) - _between(evidence.target_labelled, self.j, b)
        put["labels differ"] = np.minimum(np.abs(inside), 2)


def _places(a: int) -> list[tuple[int, int]]:
    """Where to look for what a left out source segment (a = 1), or target segment, says."""
    steps = range(-NEAR - 1, NEAR + 1)
    return [(0, step) if a else (step, 0) for step in steps]


class _Row(dict[str, Any]):
    """Writes features by their names into the rows of an array."""

    def __init__(self, values: Floats) -> None:
        self._values = values

    def __setitem__(self, name: str, value: Any) -> None:
        self._values[NUMBERS[name]] = value


class _Seen:
    """What blocks of one side explain of the other, in a window's common shape.

    Keys of `inside` and `beside` are sizes of explaining blocks, those of `least` (size
    of the block, number of segments explained). Mirrored, targets explain sources.
    """

    def __init__(
        self,
        window: _Window,
        affinity: Affinity,
        shapes: Sequence[tuple[int, int]],
        mean: float,
        mirrored: bool = False,
    ) -> None:
        seen = explained(affinity, sorted({size for size, _ in shapes}))
        turn = np.transpose if mirrored else np.asarray
        self.inside = {k: window.padded(turn(_running_sum(m.T).T)) for k, m in seen.inside.items()}
        self.beside = {k: window.padded(turn(_running_sum(m.T).T)) for k, m in seen.beside.items()}
        share: dict[int, Floats] = {
            k: np.asarray(matrix / np.maximum(seen.weights, 1e-6), np.float32)
            for k, matrix in seen.inside.items()
        }
        self.best = window.padded(turn(share[1]))
        self.least = {
            (k, run): window.padded(turn(weakest))
            for k, matrix in share.items()
            for run, weakest in _least(matrix, {length for size, length in shapes if size == k})
        }
        self.mean = mean
        self._weights = _running_sum(seen.weights)

    def weight(self, first: Ints, count: int) -> Floats:
        """What there is to explain in `count` segments from each of the window's `first`."""
        return _between(self._weights, first, count)


def label_keys(label: str) -> frozenset[str]:
    """What a list label may count, to compare it with another writing system's.

    >>> label_keys("(c)") & label_keys("c)"), label_keys("㈢") & label_keys("(iii)")
    (frozenset({'c'}), frozenset({'3'}))
    >>> label_keys("第三条") & label_keys("Article 3")
    frozenset({'3'})
    """
    keys = set()
    for word in re.findall(
        r"\d+|[a-z]+|[一二三四五六七八九十]+", unicodedata.normalize("NFKC", label).casefold()
    ):
        if word.isdecimal():
            keys.add(str(int(word)))
        elif word.isascii():
            if len(word) == 1:
                keys.add(word)
            if word in ROMAN:
                keys.add(str(ROMAN.index(word) + 1))
        else:
            tens, ten, ones = word.rpartition("十")
            digits = "零一二三四五六七八九"
            keys.add(
                str((digits.find(tens) if tens else 1) * 10 * bool(ten) + max(digits.find(ones or "零"), 0))
            )
    return frozenset(keys)


def _compare_labels(source: Side, target: Side) -> tuple[Callable[[Ints, Ints], Floats], Floats, Floats]:
    """Whether segments are labelled alike; and how many are labelled, as running sums."""
    if not (any(source.labels) and any(target.labels)):
        none = np.zeros(max(len(source), len(target)) + 1, np.float32)
        return (lambda i, j: np.zeros(len(i), np.float32)), none[: len(source) + 1], none[: len(target) + 1]
    left, right = sorted(set(source.labels)), sorted(set(target.labels))
    alike = np.array([[bool(label_keys(x) & label_keys(y)) for y in right] for x in left], np.float32)
    rows = np.array([left.index(label) for label in source.labels])
    columns = np.array([right.index(label) for label in target.labels])
    return (
        lambda i, j: alike[rows[i], columns[j]],
        _running_sum(np.array([bool(label) for label in source.labels], np.float32)),
        _running_sum(np.array([bool(label) for label in target.labels], np.float32)),
    )


def _mean_row(side: Side) -> Floats:
    """The mean of a side's embeddings, over at most a few thousand segments spread evenly."""
    some = np.unique(np.linspace(0, len(side) - 1, min(len(side), 4096)).astype(np.int64))
    mean: Floats = side.spans.rows(some, some + 1).mean(axis=0)
    return mean


def _clipped(nodes: Ints, before: int, behind: int, count: int) -> range:
    return range(max(int(nodes.min()) - before, 0), min(int(nodes.max()) + behind, count))


def _blocks(spans: SpanRows, window: range, sizes: Iterable[int]) -> dict[int, Floats]:
    """For each size, the embeddings of all blocks of that size in the window."""
    rows = {}
    for size in sorted({1, *sizes}):
        starts = np.arange(window.start, max(window.stop - size + 1, window.start))
        rows[size] = spans.rows(starts, starts + size)
    return rows


def _least(matrix: Floats, runs: Iterable[int]) -> Iterator[tuple[int, Floats]]:
    """For each length of run, the least of each run of columns from a column on."""
    least = matrix
    wanted = set(runs)
    for run in range(1, max(wanted, default=0) + 1):
        if run > 1:
            least = np.minimum(least[:, :-1], matrix[:, run - 1 :])
        if run in wanted:
            yield run, least


def _running_sum(values: Floats) -> Floats:
    """Sums of the first 0, 1, 2, … rows."""
    sums: Floats = np.concatenate([np.zeros_like(values[:1]), np.cumsum(values, axis=0)])
    return sums


def _between(running: Floats, first: Ints, count: int) -> Floats:
    """Sums of `count` rows from each of `first` on, as far as there are any."""
    last = len(running) - 1
    return np.asarray(running[np.minimum(first + count, last)] - running[np.minimum(first, last)])
