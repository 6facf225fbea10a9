"""From beads to links between candidates: one pass over the text, a stretch at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from duiqi.aligner.terms.analysis import Analyser, Analysis, Candidate
from duiqi.aligner.terms.links import WordVectors, link
from duiqi.aligner.terms.lookup import Known
from duiqi.aligner.terms.pairing import spans
from duiqi.aligner.terms.store import SOURCE, TARGET, Store, number_of
from duiqi.corpus.glossary.model import TermKind
from duiqi.corpus.model import REFUSED, Alignment, join

BEADS_A_STRETCH = 1000
CELLS_A_STRETCH = 1_000_000  # pairs of words, of all its beads
LONGEST = 500  # words of one side of a bead
# Equivalents kept for each candidate of a bead: in a short text every chance is looked at, in a
# long one most terms occur again.
BEST, BEST_OF_MANY, MANY = 12, 5, 3000  # beads
WORST = 0.15  # fit below which nothing is kept


class Text(NamedTuple):
    """A bead as terminology sees it."""

    file: str
    bead: str
    source: str
    target: str


def texts(bitext: Alignment) -> Iterator[Text]:
    """The beads of a bitext that have both sides, without those that a person has refused."""
    file = bitext.source.name
    for bead in bitext.beads:
        if bead.status in REFUSED:
            continue
        source = join(bead.source_texts, bitext.source.lang)
        target = join(bead.target_texts, bitext.target.lang)
        if source.strip() and target.strip():
            yield Text(file, bead.id, source, target)


def read(
    beads: Iterable[Text],
    analysers: tuple[Analyser, Analyser],
    vectors: WordVectors,
    store: Store,
    known: Known | None,
    tell: Callable[[int], None],
) -> int:
    """Fill the store's beads, forms and links; returns how many beads were too long to be read.

    Where terms are known, also `met`: which of them stand in which bead, and whether what
    they should be rendered as stands on its other side.
    """
    number = left_out = 0
    for stretch in _stretches(beads, analysers):
        kept = [(text, sides) for text, sides in stretch if max(map(_content, sides)) <= LONGEST]
        left_out += len(stretch) - len(kept)
        if known:
            kept = _meet(known, kept, number, store)
        _keep(kept, number, vectors, store)
        number += len(kept)
        tell(number)
    return left_out


_Read = tuple[Text, tuple[Analysis, Analysis]]


def _stretches(beads: Iterable[Text], analysers: tuple[Analyser, Analyser]) -> Iterator[list[_Read]]:
    stretch: list[_Read] = []
    cells = 0
    for text in beads:
        sides = analysers[0](text.source), analysers[1](text.target)
        stretch.append((text, sides))
        cells += min(_content(sides[0]), LONGEST) * min(_content(sides[1]), LONGEST)
        if len(stretch) == BEADS_A_STRETCH or cells > CELLS_A_STRETCH:
            yield stretch
            stretch, cells = [], 0
    if stretch:
        yield stretch


def _meet(known: Known, stretch: list[_Read], first: int, store: Store) -> list[_Read]:
    """Note the known terms of each bead, and make them candidates."""
    richer = []
    for number, (text, sides) in enumerate(stretch, first):
        found, answered, sides = known.sides(text.source, text.target, sides)
        store.add("met", [(entry, number, *span, int(entry in answered)) for entry, span in found])
        richer.append((text, sides))
    return richer


def _content(side: Analysis) -> int:
    return sum(unit.content for unit in side.units)


def _keep(stretch: list[_Read], first: int, vectors: WordVectors, store: Store) -> None:
    words = [
        ([u.key for u in source.units if u.content], [u.key for u in target.units if u.content])
        for _, (source, target) in stretch
    ]
    found = link(words, vectors)
    forms: tuple[_Forms, _Forms] = (_Forms(), _Forms())
    rows: list[tuple[int | float, ...]] = []
    for number, ((_, sides), links) in enumerate(zip(stretch, found, strict=True), first):
        for side, analysis in zip(forms, sides, strict=True):
            for candidate in analysis.candidates:
                side.add(candidate)
        fit = spans(links, *sides)
        numbers, places = zip(*(_places(side) for side in sides), strict=True)
        for i, j in _best(fit, BEST if number < MANY else BEST_OF_MANY):
            rows.append(
                (
                    number,
                    numbers[0][i],
                    numbers[1][j],
                    *places[0][i],
                    *places[1][j],
                    round(float(fit[i, j]), 4),
                )
            )
    store.add("beads", ((n, *text) for n, (text, _) in enumerate(stretch, first)))
    for side, which in zip(forms, (SOURCE, TARGET), strict=True):
        store.add("forms", side.rows(which))
    store.add("links", rows)


def _places(side: Analysis) -> tuple[list[int], list[tuple[int, int]]]:
    """The numbers of the candidates, and where they stand in the text."""
    units = side.units
    return (
        [number_of(c.key) for c in side.candidates],
        [(units[c.first].start, units[c.last - 1].end) for c in side.candidates],
    )


def _best(fit: np.ndarray[tuple[int, int], np.dtype[np.float32]], count: int) -> Iterator[tuple[int, int]]:
    """The best of each row and of each column, so many."""
    if not fit.size:
        return
    keep = np.zeros(fit.shape, bool)
    rows = np.argsort(-fit, axis=1, kind="stable")[:, :count]
    keep[np.arange(len(fit))[:, None], rows] = True
    columns = np.argsort(-fit, axis=0, kind="stable")[:count]
    keep[columns, np.arange(fit.shape[1])] = True
    keep &= fit >= WORST
    yield from zip(*(axis.tolist() for axis in np.nonzero(keep)), strict=True)


class _Forms:
    """The forms of the candidates of one side, with how often they occur."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._best: dict[tuple[str, str], tuple[float, TermKind]] = {}

    def add(self, candidate: Candidate) -> None:
        form = candidate.key, candidate.text
        self._counts[form] += 1
        if candidate.prior > self._best.get(form, (-1.0,))[0]:
            self._best[form] = candidate.prior, candidate.kind

    def rows(self, side: int) -> Iterator[tuple[int | float | str, ...]]:
        for (key, text), n in self._counts.items():
            yield side, number_of(key), text, n, *self._best[key, text]
