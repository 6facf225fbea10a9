"""Candidates and their co-occurrences, collected from the beads in one pass, a batch at a time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.lexicon import Lexicon
from duiqi.aligner.terms.analysis import Analyser, Analysis, Candidate, composed
from duiqi.aligner.terms.boundaries import bounded
from duiqi.aligner.terms.candidate_alignment import fits
from duiqi.aligner.terms.confirmation import Fitted, confirmed
from duiqi.aligner.terms.coordination import crossings
from duiqi.aligner.terms.defined_terms import DefinedTerms
from duiqi.aligner.terms.known_terms import KnownTerms
from duiqi.aligner.terms.new_words import contains, new_words
from duiqi.aligner.terms.polarity import opposites
from duiqi.aligner.terms.quoted import raise_quoted
from duiqi.aligner.terms.schema import AcceptedOccurrence, BeadRow, Cooccurrence, FormCount, KnownOccurrence
from duiqi.aligner.terms.store import SOURCE, TARGET, Store, term_number
from duiqi.aligner.terms.word_alignment import WordAlignment, align_words
from duiqi.aligner.terms.word_vectors import WordVectors
from duiqi.corpus.glossary.model import TermKind
from duiqi.corpus.joining import join_segments
from duiqi.corpus.model import REFUSED, Alignment

BEADS_A_BATCH = 1000
CELLS_A_BATCH = 1_000_000  # pairs of words, of all its beads
MAX_CONTENT_WORDS = 500  # of one side of a bead
# Co-occurrences kept for each candidate of a bead: BEST in the first MANY_BEADS beads, and BEST_OF_MANY in
# those after, because in a long text most terms occur again.
BEST, BEST_OF_MANY, MANY_BEADS = 12, 5, 3000
HALF = re.compile("[\ud800-\udfff]")  # half of a character, which no database can hold
LEAST_FIT = 0.15  # below which no co-occurrence is kept


class BeadTexts(NamedTuple):
    """The two texts of a bead, and where they are: the source's file, the bead's id; whether in a heading."""

    file: str
    id: str
    source: str
    target: str
    is_heading: bool = False


class AnalysedBead(NamedTuple):
    """A bead's texts with their analyses."""

    texts: BeadTexts
    source: Analysis
    target: Analysis

    @property
    def content_words(self) -> tuple[list[str], list[str]]:
        """Of the source and of the target."""
        return self.source.content_words, self.target.content_words


def bead_texts(bitext: Alignment) -> Iterator[BeadTexts]:
    """The texts of the beads that have both sides, without beads that a person has refused."""
    for bead in bitext.beads:
        if bead.status in REFUSED:
            continue
        source = join_segments(bead.source_segments, bitext.source.lang)
        target = join_segments(bead.target_segments, bitext.target.lang)
        if source.strip() and target.strip():
            source, target = (composed(HALF.sub("\ufffd", text)) for text in (source, target))
            heading = all(segment.kind == "heading" for segment in bead.source_segments)
            yield BeadTexts(bitext.source.name, bead.id, source, target, heading)


def collect(
    beads: Iterable[BeadTexts],
    analysers: tuple[Analyser, Analyser],
    spaced: tuple[bool, bool],
    vectors: WordVectors,
    lexicon: Lexicon | None,
    store: Store,
    known: KnownTerms | None,
    progress: Callable[[int], None],
) -> int:
    """Fill the tables of beads, form counts, co-occurrences, abbreviations and occurrences of known terms.

    spaced  whether source and target separate words by spaces

    Returns how many beads were too long to be read.
    """
    number = too_long = 0
    defined = DefinedTerms(spaced, lexicon)
    english = frozenset((lexicon.source if spaced[SOURCE] else lexicon.target) if lexicon else ())
    for batch in _batches(beads, analysers):
        kept = [bead for bead in batch if max(map(len, bead.content_words)) <= MAX_CONTENT_WORDS]
        too_long += len(batch) - len(kept)
        if known:
            kept = [_with_known(known, bead, n, store) for n, bead in enumerate(kept, number)]
        aligned = align_words([bead.content_words for bead in kept], vectors, lexicon)
        around = [bead.texts[2:4] for bead in kept]
        for n, (bead, words) in enumerate(zip(kept, aligned, strict=True), number):
            for row in defined.learn(n, bead.texts[2:4], bead[1:], words, around):
                store.insert(type(row), [row])
        kept = [_with_defined(defined, bead) for bead in kept]
        if lexicon:
            kept = [_bounded(bead, words, lexicon) for bead, words in zip(kept, aligned, strict=True)]
        _store_batch(kept, aligned, spaced, english, number, store)
        number += len(kept)
        progress(number)
    return too_long


def _batches(
    beads: Iterable[BeadTexts], analysers: tuple[Analyser, Analyser]
) -> Iterator[list[AnalysedBead]]:
    """The beads analysed, in batches: word alignment learns from one batch at a time."""
    batch: list[AnalysedBead] = []
    cells = 0
    for texts in beads:
        bead = AnalysedBead(texts, analysers[SOURCE](texts.source), analysers[TARGET](texts.target))
        batch.append(bead)
        source, target = (min(len(words), MAX_CONTENT_WORDS) for words in bead.content_words)
        cells += source * target
        if len(batch) == BEADS_A_BATCH or cells > CELLS_A_BATCH:
            yield [*_with_new_words(batch, analysers)]
            batch, cells = [], 0
    if batch:
        yield [*_with_new_words(batch, analysers)]


def _with_new_words(
    batch: Sequence[AnalysedBead], analysers: tuple[Analyser, Analyser]
) -> Iterator[AnalysedBead]:
    """The beads, those with words that no dictionary has analysed again, these words whole."""
    sources, targets = [bead.source for bead in batch], [bead.target for bead in batch]
    words = new_words(sources, targets), new_words(targets, sources)
    analyse_source, analyse_target = (analysers[side].knowing(words[side]) for side in (SOURCE, TARGET))
    for texts, source, target in batch:
        yield AnalysedBead(
            texts,
            analyse_source(texts.source) if contains(source, words[SOURCE]) else source,
            analyse_target(texts.target) if contains(target, words[TARGET]) else target,
        )


def _with_known(known: KnownTerms, bead: AnalysedBead, number: int, store: Store) -> AnalysedBead:
    """Store the occurrences of known terms and of accepted pairs in a bead; make known terms candidates."""
    texts, source, target = bead
    terms = known.find(texts.source, source)
    equivalents = known.find_equivalents(texts.target, target)
    rendered = known.rendered(texts.target, target)
    store.insert(
        KnownOccurrence,
        [KnownOccurrence(entry, number, *span, int(entry in rendered)) for entry, span in terms],
    )
    accepted = known.find_accepted((texts.source, texts.target), (source, target))
    store.insert(
        AcceptedOccurrence, (AcceptedOccurrence(one, side, number, *span) for one, side, span in accepted)
    )
    return AnalysedBead(
        texts,
        known.add_candidates(texts.source, source, terms, SOURCE),
        known.add_candidates(texts.target, target, equivalents, TARGET),
    )


def _with_defined(defined: DefinedTerms, bead: AnalysedBead) -> AnalysedBead:
    """The bead with the terms that the texts define among its candidates."""
    texts, source, target = bead
    return AnalysedBead(
        texts, defined.add_to(texts.source, source, SOURCE), defined.add_to(texts.target, target, TARGET)
    )


def _bounded(bead: AnalysedBead, words: WordAlignment, lexicon: Lexicon) -> AnalysedBead:
    return AnalysedBead(bead.texts, *bounded(words, bead.source, bead.target, lexicon))


def _store_batch(
    batch: Sequence[AnalysedBead],
    aligned: Sequence[WordAlignment],
    spaced: tuple[bool, bool],
    english: frozenset[str],
    first: int,
    store: Store,
) -> None:
    """Store a batch, whose first bead has the number `first`.

    english  English words, if the text is in English and Chinese
    """
    forms = _Forms(SOURCE), _Forms(TARGET)
    cooccurrences: list[Cooccurrence] = []
    fitted = [_fitted(bead, words, spaced, english) for bead, words in zip(batch, aligned, strict=True)]
    for number, found in enumerate(confirmed(fitted), first):
        forms[SOURCE].count(found.source.candidates)
        forms[TARGET].count(found.target.candidates)
        cooccurrences += _cooccurrences(number, found)
    store.insert(BeadRow, (_bead_row(n, bead.texts) for n, bead in enumerate(batch, first)))
    for side in forms:
        store.insert(FormCount, side.rows())
    store.insert(Cooccurrence, cooccurrences)


def _bead_row(number: int, texts: BeadTexts) -> BeadRow:
    return BeadRow(number, texts.file, texts.id, texts.source, texts.target, int(texts.is_heading))


def _fitted(
    bead: AnalysedBead, words: WordAlignment, spaced: tuple[bool, bool], english: frozenset[str]
) -> Fitted:
    texts, source, target = bead
    fit = fits(words, source, target, spaced)
    if english and spaced[SOURCE]:
        fit[opposites(source, target, english) | crossings(source, target)] = 0
    elif english:
        fit.T[opposites(target, source, english) | crossings(target, source)] = 0
    quoted = raise_quoted(fit, (texts.source, texts.target), (source, target))
    return Fitted(source, target, fit, quoted)


def _cooccurrences(number: int, bead: Fitted) -> Iterator[Cooccurrence]:
    sources, targets = _occurrences(bead.source), _occurrences(bead.target)
    fit = bead.fit
    for i, j in _best(fit, BEST if number < MANY_BEADS else BEST_OF_MANY):
        s, t = sources[i], targets[j]
        yield Cooccurrence(number, s.term, t.term, s.start, s.end, t.start, t.end, round(float(fit[i, j]), 4))


class _Occurrence(NamedTuple):
    """The number of a candidate's term, and its offsets in the text."""

    term: int
    start: int
    end: int


def _occurrences(side: Analysis) -> list[_Occurrence]:
    return [
        _Occurrence(term_number(c.key), side.tokens[c.first].start, side.tokens[c.stop - 1].end)
        for c in side.candidates
    ]


def _best(fit: Floats32, count: int) -> Iterator[tuple[int, int]]:
    """The cells that are among the `count` best of their row or of their column."""
    if not fit.size:
        return
    keep = np.zeros(fit.shape, bool)
    columns = np.argsort(-fit, axis=1, kind="stable")[:, :count]
    keep[np.arange(len(fit))[:, None], columns] = True
    rows = np.argsort(-fit, axis=0, kind="stable")[:count]
    keep[rows, np.arange(fit.shape[1])] = True
    keep &= fit >= LEAST_FIT
    yield from zip(*(axis.tolist() for axis in np.nonzero(keep)), strict=True)


class _Forms:
    """The surface forms of the candidates of one side in a batch, counted."""

    def __init__(self, side: int) -> None:
        self._side = side
        self._counts: Counter[tuple[str, str]] = Counter()
        self._best: dict[tuple[str, str], tuple[float, TermKind]] = {}

    def count(self, candidates: Iterable[Candidate]) -> None:
        for candidate in candidates:
            form = candidate.key, candidate.text
            self._counts[form] += 1
            if candidate.unithood > self._best.get(form, (-1.0,))[0]:
                self._best[form] = candidate.unithood, candidate.kind

    def rows(self) -> Iterator[FormCount]:
        for (key, text), frequency in self._counts.items():
            yield FormCount(self._side, term_number(key), text, frequency, *self._best[key, text])
