"""Term extraction: from aligned texts to an `Extraction`, step by step."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, partial
from importlib.metadata import version
from itertools import chain, islice
from typing import TYPE_CHECKING, Self

from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.aligner.lexicon import lexicon
from duiqi.aligner.terms.accepted import keep_frequent, replaced
from duiqi.aligner.terms.analysers import analyser
from duiqi.aligner.terms.analysis import Analyser
from duiqi.aligner.terms.collection import MAX_CONTENT_WORDS, BeadTexts, bead_texts, collect
from duiqi.aligner.terms.competitive_linking import link_occurrences
from duiqi.aligner.terms.concepts import raise_scores
from duiqi.aligner.terms.consistency import deviations, inconsistencies
from duiqi.aligner.terms.equivalence import choose_pairs, count_terms, score_pairs
from duiqi.aligner.terms.explanation import (
    Explanation,
    Reason,
    abbreviated,
    absence,
    has_form,
    is_of,
    named,
    reason,
    skipped,
    wholes,
)
from duiqi.aligner.terms.features import BEST_PAIRS, BestPair, Features
from duiqi.aligner.terms.glossary import count_entries, entry_pairs, is_of_several, shown, term_pairs
from duiqi.aligner.terms.known_terms import KnownTerms
from duiqi.aligner.terms.nesting import find_nested
from duiqi.aligner.terms.options import ALL, DRAFT, Part, TermOptions
from duiqi.aligner.terms.reference import count_reference
from duiqi.aligner.terms.schema import Entry
from duiqi.aligner.terms.store import Store
from duiqi.aligner.terms.termhood import fitted, rank
from duiqi.aligner.terms.word_vectors import WordVectors
from duiqi.corpus.bitext.parts import Lazy
from duiqi.corpus.collector import paused
from duiqi.corpus.glossary.model import Comparison, Consistency, Glossary, Inconsistency, TermPair
from duiqi.corpus.languages import is_spaced, same_language, same_script
from duiqi.corpus.model import Alignment

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import Encoder

Progress = Callable[[str, int, int], None]


def extract_terms(
    bitexts: Iterable[Alignment],
    encoder: Encoder | None = None,
    *,
    options: TermOptions | None = None,
    progress: Progress | None = None,
) -> Extraction:
    """Find the terms of aligned texts, their equivalents, and every occurrence.

    All bitexts are in the languages of the first; others are left out, with a warning.

    encoder   embeds terms; the bundled one by default. Beside one that cannot read tokens, the
              bundled one embeds single words and tells how rare they are
    progress  is called with the stage, how much of it is done, and how much there is

    >>> from duiqi.corpus import Alignment, Bead, Side
    >>> bead = Bead.of_texts(range(1), range(1), "1", ("The Secretariat met.",), ("秘书处举行了会议。",))
    >>> with extract_terms([Alignment(Side(lang="en"), Side(lang="zh"), (bead,))]) as extraction:
    ...     [(pair.source.text, pair.target.text) for pair in extraction.glossary().pairs]
    [('Secretariat', '秘书处')]
    """
    options = options or TermOptions()
    report = progress or (lambda stage, done, total: None)
    pair = EncoderPair.of(encoder)
    first, bitexts = _peek(bitexts)
    langs = (first.source.lang, first.target.lang) if first else ("und", "und")
    spaced = is_spaced(langs[0]), is_spaced(langs[1])
    limits = options.stop_words, options.max_words
    analysers = analyser(langs[0], *limits), analyser(langs[1], *limits)
    known = KnownTerms(options.known_glossary, analysers, langs) if options.known_glossary else None
    warnings: list[str] = []
    store = Store()
    # Nothing here leaves cycles, however many beads there are; looking for them took a fiftieth of the time.
    with pair.single_threaded(), paused():
        beads = _same_languages(bitexts, langs, warnings)
        vectors = WordVectors(pair.reading)
        words = lexicon(*langs)
        too_long = collect(
            beads, analysers, spaced, vectors, words, store, known, lambda n: report("reading", n, n)
        )
        keep_frequent(store, options.min_frequency)
        count_terms(store, langs)
        others = _same_languages(options.reference or (), langs, warnings)
        count_reference(others, analysers, store)
        choose_pairs(store, options.min_frequency)
        comparing = vectors if pair.is_one else pair
        meanings = score_pairs(store, comparing, langs, partial(report, "comparing"))
        raise_scores(store)
        find_nested(store, spaced)
        link_occurrences(store, spaced)
        features = Features(store, pair.reading, langs, meanings)
        rank(store, features, langs)
    return Extraction(
        store,
        langs,
        known,
        features,
        warnings=(*warnings, *_too_long(too_long), *_without_parts_of_speech(langs, analysers)),
        signature=f"terms|enc:{pair.name}|v:{version('duiqi')}",
    )


class Extraction:
    """The terms of aligned texts: the glossary, the inconsistencies, the deviations from a known glossary.

    Made by `extract_terms`, complete. Everything is read from a temporary database that this object
    owns, and may be read again and again until it is closed; then ValueError is raised.

    warnings   what a user should know before trusting it
    signature  how to get it again
    """

    def __init__(
        self,
        store: Store,
        langs: tuple[str, str],
        known: KnownTerms | None,
        features: Features,
        *,
        warnings: tuple[str, ...] = (),
        signature: str = "",
    ) -> None:
        self.source_lang, self.target_lang = langs
        self.warnings, self.signature = warnings, signature
        self._store, self._langs, self._known = store, langs, known
        self._features = features

    def glossary(
        self, *, top: int | None = None, only_new: bool = False, parts: Collection[Part] = DRAFT
    ) -> Glossary:
        """The term pairs, best first: a draft, the pairs that are worth reading.

        top       how many at most
        only_new  leave out source terms that the known glossary has, and pairs that it marks as dropped
        parts     what else is wanted, after the draft: `ALL` for everything
        """
        pairs = Lazy(partial(self._pairs, top, only_new, frozenset(parts) | DRAFT))
        several = is_of_several(self._store)
        return Glossary(*self._langs, pairs, self.warnings, self.signature, several, described=True)

    def count(self, parts: Collection[Part] = DRAFT) -> int:
        """How many term pairs these parts of the glossary have."""
        return count_entries(self._store, parts)

    def features(self) -> Iterator[tuple[TermPair, dict[str, float]]]:
        """All term pairs, best first, with the features by which they are ranked (`features.Features`)."""
        pairs = {(pair.source, pair.target): pair for pair in self._store.rows(BestPair, BEST_PAIRS)}
        for entry, pair in entry_pairs(self._store, self._langs, self._known, ALL):
            yield pair, self._features(pairs[entry.source, entry.target])

    def known_pairs(self, parts: Collection[Part] = DRAFT) -> int:
        """How many pairs of these parts the known glossary has, or marks as dropped."""
        known, parts = self._known, frozenset(parts) | DRAFT
        return sum(map(known.has, self._term_pairs(parts))) if known else 0

    def comparisons(self, parts: Collection[Part] = DRAFT) -> Counter[Comparison]:
        """How many pairs of these parts are new to the known glossary, changed, confirmed; "" is dropped."""
        pairs = self._term_pairs(frozenset(parts) | DRAFT)
        return Counter(pair.comparison for pair in pairs)

    def consistency(self, *, against_known: bool = False) -> Consistency:
        """A report of the inconsistencies; with `against_known`, of the deviations first."""
        findings = Lazy(partial(self._findings, against_known))
        return Consistency(*self._langs, findings)

    def inconsistencies(self) -> Iterator[Inconsistency]:
        """Source terms with several translations, then translations of several terms, with every place.

        A difference need not be a mistake: `mines` may well be 地雷 here and 地（水）雷 there. That is
        for a person to decide, who is shown where to look.
        """
        return inconsistencies(self._store, self._langs)

    def deviations(self) -> Iterator[Inconsistency]:
        """Terms of the known glossary that the text renders otherwise, with every place.

        None without `TermOptions.known_glossary`. An occurrence counts where no known equivalent is
        in the target text of its bead; its rendering is the term that it is linked to, or nothing.
        """
        return deviations(self._store, self._langs, self._known) if self._known else iter(())

    def explain(
        self, term: str, *, top: int | None = None, only_new: bool = False, parts: Collection[Part] = DRAFT
    ) -> Iterator[Explanation]:
        """The rows that have a term, in any of its forms, on either side, and why a glossary is without them.

        That glossary is the one of the same options. The largest shares of features first, whether they
        speak for the row or against it. A row without a place of its own is followed by the row in which it
        is, where the glossary lacks that one, too.
        """
        rows = list(self._with_reasons(top, only_new, frozenset(parts) | DRAFT))
        terms = named(self._store, self._langs, term)
        if not any(is_of(entry, terms) for entry, _, _ in rows):
            terms = abbreviated(self._store, term)
        lacking = {entry.source for entry, _, why in rows if why}
        terms |= wholes(entry for entry, _, _ in rows if is_of(entry, terms) and entry.inside in lacking)
        pairs = {(pair.source, pair.target): pair for pair in self._store.rows(BestPair, BEST_PAIRS)}
        is_shown = shown(self._store, self._known, frozenset(parts) | DRAFT)
        for entry, pair, why in rows:
            if is_of(entry, terms):
                best = pairs[entry.source, entry.target]
                if not why and not is_shown(entry):
                    why = reason(self._store, entry, best)
                yield Explanation(pair, fitted().shares(self._features(best)), why)
        for pair in self._pairs(top, only_new, frozenset(parts) | DRAFT) if self._known else ():
            if int(pair.id) > len(rows) and has_form(pair, term):
                yield Explanation(pair, (), Reason(""))

    @cached_property
    def _replaced(self) -> dict[tuple[int, int], TermPair]:
        """As `accepted.replaced`: found once, as every pass over the glossary asks for it."""
        return replaced(self._store, self._known) if self._known else {}

    def _term_pairs(self, parts: Collection[Part]) -> Iterator[TermPair]:
        return term_pairs(self._store, self._langs, self._known, parts, self._replaced)

    def _with_reasons(
        self, top: int | None, only_new: bool, parts: Collection[Part]
    ) -> Iterator[tuple[Entry, TermPair, Reason]]:
        """All entries, and why a glossary of these parts lacks those that these parts have."""
        is_shown = shown(self._store, self._known, parts)
        written = 0
        for entry, pair in entry_pairs(self._store, self._langs, self._known, ALL):
            why = Reason("")
            if accepted := self._replaced.get((entry.source, entry.target)):
                texts = f"{accepted.source.text} = {accepted.target.text}"
                why = Reason(f"left out: {texts} was accepted in its place (--known)")
            elif is_shown(entry):
                if only_new and self._known and self._known.has(pair):
                    why = skipped(pair)
                else:
                    written += 1
                    if top is not None and written > top:
                        why = Reason(f"left out: only the best {top} are asked for (--top)")
            yield entry, pair, why

    def absence(self, term: str) -> str:
        """Why no row has a term; empty where it is nowhere in the text."""
        return absence(self._store, self._langs, term, named(self._store, self._langs, term))

    def close(self) -> None:
        """Delete the database; harmless when it is done already."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _pairs(self, top: int | None, only_new: bool, parts: Collection[Part]) -> Iterator[TermPair]:
        pairs = self._term_pairs(parts)
        if only_new and (known := self._known):
            pairs = (pair for pair in pairs if not known.has(pair))
        return pairs if top is None else islice(pairs, min(top, sys.maxsize))

    def _findings(self, against_known: bool) -> Iterator[Inconsistency]:
        return chain(self.deviations() if against_known else (), self.inconsistencies())


def _peek(bitexts: Iterable[Alignment]) -> tuple[Alignment | None, Iterable[Alignment]]:
    """The first bitext, and all of them."""
    bitexts = iter(bitexts)
    first = next(bitexts, None)
    return first, chain([first] if first else [], bitexts)


def _same_languages(
    bitexts: Iterable[Alignment], langs: tuple[str, str], warnings: list[str]
) -> Iterator[BeadTexts]:
    """The beads of the bitexts in these languages; the others are named in the warnings."""
    for bitext in bitexts:
        own = bitext.source.lang, bitext.target.lang
        if all(map(same_language, own, langs)):
            if not all(map(same_script, own, langs)):
                warnings.append(
                    f"{bitext.source.name or 'a bitext'}: {own[0]} to {own[1]}, and the first is "
                    f"{langs[0]} to {langs[1]}. Its terms in the other script are variants of those"
                )
            yield from bead_texts(bitext)
        else:
            warnings.append(
                f"{bitext.source.name or 'a bitext'}: {own[0]} to {own[1]}, and the first is "
                f"{langs[0]} to {langs[1]}. Not read: extract its terms apart"
            )


def _too_long(beads: int) -> list[str]:
    if not beads:
        return []
    which = f"{'1 bead' if beads == 1 else f'{beads} beads'} of more than {MAX_CONTENT_WORDS} words"
    return [f"{which} not read: align at sentence level to have their terms"]


def _without_parts_of_speech(langs: tuple[str, str], analysers: tuple[Analyser, Analyser]) -> list[str]:
    return [
        f"no parts of speech for {lang}: its terms are stretches between stop words. "
        "Look twice at where they begin and end"
        for lang, analyse in zip(langs, analysers, strict=True)
        if not analyse.has_parts_of_speech
    ]
