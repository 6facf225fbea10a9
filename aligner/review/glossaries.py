"""The glossary of each document: `NAME.terms.tsv` beside it, its terms found in the beads."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duiqi.aligner.review.marks import Underlined, places
from duiqi.aligner.review.workspace import Missing, Open
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.glossary.columns import find_term
from duiqi.corpus.glossary.model import Glossary, Term, TermPair, TermStatus
from duiqi.corpus.glossary.reading import read_glossary
from duiqi.corpus.joining import join_segments
from duiqi.corpus.model import Bead, Span
from duiqi.exports.writing import write

if TYPE_CHECKING:
    from duiqi.aligner.terms.known_terms import KnownTerms, Match

SUFFIX = ".terms.tsv"
CONTEXTS = 5  # of a pair, at most, that the page shows
MAX_WORDS = 1  # of a candidate: no candidates are looked for, only the words of the text


class TermBase:
    """The term pairs of a document, on disk after each change; safe to call from several threads."""

    def __init__(self, path: Path, langs: tuple[str, str], pool: ThreadPoolExecutor) -> None:
        self.path, self.langs = path, langs
        self._pool, self._lock = pool, threading.RLock()
        self._pairs: tuple[TermPair, ...] = ()
        self._finder: Finder | None = None
        if path.exists():
            self._pairs = tuple(read_glossary(path).pairs)
            self._pool.submit(self._prepare, self._pairs)

    @property
    def pairs(self) -> tuple[TermPair, ...]:
        """All pairs, those that were dropped too."""
        return self._pairs

    def put(self, name: str | None, source: str, target: str, status: TermStatus) -> TermPair:
        """Add a pair, or edit the one of an id; Missing where there is none."""
        with self._lock:
            pairs = list(self._pairs)
            if name is None:
                number = max((int(pair.id) for pair in pairs if pair.id.isdecimal()), default=0) + 1
                pair = TermPair(
                    str(number), Term(source, self.langs[0]), Term(target, self.langs[1]), status=status
                )
                self._save([*pairs, pair])
                return pair
            for place, pair in enumerate(pairs):
                if pair.id == name:
                    texts = _edited(pair.source, source), _edited(pair.target, target)
                    pairs[place] = replace(pair, source=texts[0], target=texts[1], status=status)
                    self._save(pairs)
                    return pairs[place]
        raise Missing("There is no such pair in the glossary any more")

    def add(self, drafted: Iterable[TermPair]) -> None:
        """Replace the undecided pairs by drafted ones; what a person has decided stays."""
        with self._lock:
            kept = [pair for pair in self._pairs if pair.status != "candidate"]
            known = {_key(pair) for pair in kept}
            taken = {pair.id for pair in kept}
            for pair in drafted:
                if _key(pair) not in known:
                    name = pair.id
                    while name in taken:
                        name = f"{name}-2"
                    taken.add(name)
                    kept.append(replace(pair, id=name))
            self._save(kept)

    def _save(self, pairs: Sequence[TermPair]) -> None:
        write(Glossary(*self.langs, tuple(pairs)), self.path)
        self._pairs = tuple(pairs)
        self._pool.submit(self._prepare, self._pairs)

    def _prepare(self, pairs: tuple[TermPair, ...]) -> None:
        """Make the finder of the terms, which takes a second or two; the last one counts."""
        if pairs is self._pairs:
            finder = Finder(pairs, self.langs)
            if pairs is self._pairs:
                self._finder = finder

    def wait(self) -> None:
        """Wait until the finder is ready."""
        self._pool.submit(lambda: None).result()

    def underlined(self, bead: Bead) -> tuple[Underlined, ...]:
        """The terms in a bead with their equivalents there; none until the finder is ready."""
        return self._finder.underlined(bead) if self._finder else ()


class Finder:
    """Finds the terms of a glossary, those that were not dropped, in both texts of a bead."""

    def __init__(self, pairs: tuple[TermPair, ...], langs: tuple[str, str]) -> None:
        from duiqi.aligner.terms.analysers import analyser
        from duiqi.aligner.terms.known_terms import KnownTerms

        self._lock = threading.Lock()  # analysers have caches of their own
        self._langs = langs
        self._analysers = (
            analyser(langs[0], frozenset(), MAX_WORDS),
            analyser(langs[1], frozenset(), MAX_WORDS),
        )
        self._known: KnownTerms = KnownTerms(Glossary(*langs, pairs), self._analysers, langs)
        self._ids: Mapping[tuple[str, str], str] = {_key(pair): pair.id for pair in pairs}

    def underlined(self, bead: Bead) -> tuple[Underlined, ...]:
        """The terms in a bead with their equivalents there."""
        texts = _texts(bead, self._langs)
        if not all(texts):
            return ()
        with self._lock:
            sources = self._known.find(texts[0], self._analysers[0](texts[0]))
            targets = self._known.find_equivalents(texts[1], self._analysers[1](texts[1])) if sources else []
        return tuple(self._paired(bead, texts, sources, targets))

    def _paired(
        self, bead: Bead, texts: tuple[str, str], sources: Sequence[Match], targets: Sequence[Match]
    ) -> Iterator[Underlined]:
        left = list(targets)
        for match in sources:
            other = next((found for found in left if found.entry == match.entry), None)
            if other is None:
                continue
            left.remove(other)
            spans = (
                next(places(bead.source_segments, self._langs[0], match.span), None),
                next(places(bead.target_segments, self._langs[1], other.span), None),
            )
            key = self._known.entries[match.entry].source.lower(), texts[1][slice(*other.span)].lower()
            if spans[0] and spans[1]:
                yield Underlined(spans[0], spans[1], self._ids.get(key, self._of_source(key[0])))

    def _of_source(self, source: str) -> str:
        return next((name for (known, _), name in self._ids.items() if known == source), "")


class Glossaries:
    """The glossaries of the documents that are open."""

    def __init__(self) -> None:
        self._known: dict[str, TermBase] = {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(1, "terms")

    def of(self, opened: Open) -> TermBase:
        """The glossary of a document, which may have no pair; raises DuiqiError for a damaged file."""
        with self._lock:
            found = self._known.get(opened.id)
            if found is None:
                header, path = opened.record.header, opened.record.path
                langs = header.source.lang, header.target.lang
                found = TermBase(path.with_name(path.stem + SUFFIX), langs, self._pool)
                self._known[opened.id] = found
            return found

    def underlined(self, opened: Open, bead: Bead) -> tuple[Underlined, ...]:
        """The terms in a bead; none where the glossary cannot be read, as its tab says."""
        try:
            return self.of(opened).underlined(bead)
        except DuiqiError:
            return ()

    def close(self) -> None:
        """Let no preparation begin any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def shown(pair: TermPair, beads: Mapping[str, tuple[int, Bead]], langs: tuple[str, str]) -> dict[str, Any]:
    """A pair for the page, with its contexts as the beads are now.

    beads  by id, with their places
    """
    contexts = []
    for name in dict.fromkeys(context.place.bead for context in pair.contexts if context.place.bead):
        at, bead = beads.get(name, (0, None))
        if bead and (context := _context(pair, at, bead, langs)):
            contexts.append(context)
            if len(contexts) == CONTEXTS:
                break
    return {
        "id": pair.id,
        "source": pair.source.text,
        "target": pair.target.text,
        "score": round(pair.score, 4),
        "band": pair.band,
        "status": pair.status,
        "times": pair.frequency,
        "contexts": contexts,
    }


def _context(pair: TermPair, at: int, bead: Bead, langs: tuple[str, str]) -> dict[str, Any] | None:
    texts = _texts(bead, langs)
    spans: tuple[Span | None, Span | None] = (
        find_term(texts[0], pair.source),
        find_term(texts[1], pair.target),
    )
    if not all(spans):
        return None
    return {
        "bead": bead.id,
        "at": at,
        "source": spans[0],
        "target": spans[1],
        "source_text": texts[0],
        "target_text": texts[1],
    }


def _texts(bead: Bead, langs: tuple[str, str]) -> tuple[str, str]:
    return join_segments(bead.source_segments, langs[0]), join_segments(bead.target_segments, langs[1])


def _edited(term: Term, text: str) -> Term:
    return term if term.text == text else Term(text, term.lang, definition=term.definition)


def _key(pair: TermPair) -> tuple[str, str]:
    return pair.source.text.lower(), pair.target.text.lower()
