"""Terms that a text defines or abbreviates: candidates wherever they occur in it, whatever its words are.

个税 is no word of the dictionary, 严重 begins no term in general, and `overall survival` is no noun phrase
to the tagger. But where a text says 个人所得税（以下简称“个税”）, `overall survival (OS)` or “提款期”指, they
are terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

import numpy as np

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.lexicon import Lexicon
from duiqi.aligner.terms.abbreviations import (
    UNKNOWN,
    Introduction,
    abbreviates,
    introductions,
    is_abbreviation,
)
from duiqi.aligner.terms.analysis import Analysis, Candidate, candidate
from duiqi.aligner.terms.candidate_alignment import fits
from duiqi.aligner.terms.schema import Abbreviation, Cooccurrence
from duiqi.aligner.terms.store import SOURCE, TARGET, term_number
from duiqi.aligner.terms.word_alignment import WordAlignment
from duiqi.corpus.glossary.definitions import defines
from duiqi.corpus.model import Span
from duiqi.segmenters.wordlists import headed

MOST_TOKENS = 12  # of a long form whose start only the translation tells
LEAST_FIT = 0.2  # of such a long form; low, since that the two are equivalents is known
BOUNDARIES = 0.3  # the share of a fit that a unithood of 0 takes away
NO_CANDIDATE = 0.6  # the unithood of words that are no candidate
TRANSLATES = 0.1  # the probability in the lexicon of a word that a long form's equivalent has, or more
WHOLE = 0.7  # the unithood of a candidate that has words inside it which open no term, or more
AGAIN = 0.7  # a long form that occurs again is the one if it has this share of the best value
_NEGATIONS = frozenset("不未")
_NEGATIVE = re.compile("non?|not|without|free|un(?!i[fotqv]|der).+", re.IGNORECASE)
# An article is no part of a term: (hereinafter "the Buyer").
_QUOTED = re.compile(r"[“「『\"](?:(?:[Tt]he|[Aa]n?) )?([^“”「」『』\"]{2,40})[”」』\"]")
_POINTING = frozenset("本该此")  # this; they are words of their own here, unlike in 本金
_Pair = tuple[Introduction | None, Introduction | None]


class _Bead(NamedTuple):
    """The texts of a bead, their analyses, the alignment of their words, a lexicon, and the texts around."""

    texts: tuple[str, str]
    sides: tuple[Analysis, Analysis]
    words: WordAlignment
    lexicon: Lexicon | None
    around: Sequence[tuple[str, str]]

    def text(self, side: int, span: Span) -> str:
        return self.texts[side][span.start : span.end]

    def tokens(self, side: int, span: Span) -> tuple[int, int] | None:
        """First and stop of the tokens at a span of characters, None where it cuts a token."""
        tokens = self.sides[side].tokens
        first = next((k for k, token in enumerate(tokens) if token.start == span.start), len(tokens))
        stop = next((k for k, token in enumerate(tokens, 1) if token.end == span.end), 0)
        return (first, stop) if first < stop else None


class DefinedTerms:
    """Learns the terms that beads define, and adds them to the candidates of beads.

    spaced   whether source and target separate words by spaces
    lexicon  of their languages, if there is one
    """

    def __init__(self, spaced: tuple[bool, bool], lexicon: Lexicon | None = None) -> None:
        self._spaced, self._lexicon = spaced, lexicon
        # The keys of each term's tokens, joined, by the first of them, or by the first character.
        self._terms: tuple[dict[str, set[str]], dict[str, set[str]]] = {}, {}

    def learn(
        self,
        number: int,
        texts: tuple[str, str],
        sides: tuple[Analysis, Analysis],
        words: WordAlignment,
        around: Sequence[tuple[str, str]] = (),
    ) -> Iterator[Abbreviation | Cooccurrence]:
        """Learn what the bead with a number defines or abbreviates.

        around  the texts of beads near it, which may have its terms again

        Yields the abbreviations, and pairs of long forms that are abbreviated alike, which are aligned whole.
        """
        bead = _Bead(texts, sides, words, self._lexicon, around)
        for side, text in enumerate(texts):
            for quoted in _QUOTED.finditer(text):
                if defines(text, span := Span(*quoted.span(1))):
                    self._learn(bead, side, span)
        found = [list(introductions(text, spaced)) for text, spaced in zip(texts, self._spaced, strict=True)]
        for pair in _paired(found, bead) if any(found) else ():
            spans = _long_form(bead, pair, SOURCE), _long_form(bead, pair, TARGET)
            longs = [span and self._learn(bead, side, span) for side, span in enumerate(spans)]
            numbers = [term_number(long.key) if long else 0 for long in longs]
            for side, one in enumerate(pair):
                if one and (short := self._learn(bead, side, one.short)):
                    text, key = bead.text(side, one.short), term_number(short.key)
                    yield Abbreviation(side, number, one.long.end, numbers[side], key, text)
            source, target = spans
            if source and target and all(numbers):
                yield Cooccurrence(number, numbers[0], numbers[1], *source, *target, 1.0)

    def add_to(self, text: str, analysis: Analysis, side: int) -> Analysis:
        """The analysis of a text with the learned terms among its candidates."""
        terms, spaced = self._terms[side], self._spaced[side]
        keys = [token.key for token in analysis.tokens] if terms else []
        found = [
            (first, stop)
            for first, key in enumerate(keys)
            for term in terms.get(key if spaced else key[:1], ())
            if (stop := _stop(keys, first, term, " " if spaced else ""))
        ]
        if not found:
            return analysis
        spans = {(known.first, known.stop): known for known in analysis.candidates}
        for span in found:
            known = spans.get(span)
            spans[span] = (
                known._replace(unithood=1.0, doubtful=False)
                if known
                else _candidate(text, analysis, span, spaced)
            )
        return Analysis(analysis.tokens, [spans[span] for span in sorted(spans)])

    def _learn(self, bead: _Bead, side: int, span: Span) -> Candidate | None:
        """Learn the term at a span; None where it does not begin and end with a token, or points: 本协议."""
        tokens = bead.tokens(side, span)
        if tokens is None:
            return None
        keys = [token.key for token in bead.sides[side].tokens[slice(*tokens)]]
        if keys[0] in _POINTING:
            return None
        term, opening = (" ".join(keys), keys[0]) if self._spaced[side] else ("".join(keys), keys[0][:1])
        self._terms[side].setdefault(opening, set()).add(term)
        return _candidate(bead.texts[side], bead.sides[side], tokens, self._spaced[side])


def _candidate(text: str, analysis: Analysis, span: tuple[int, int], spaced: bool) -> Candidate:
    first, stop = span
    is_short = stop - first == 1 and is_abbreviation(analysis.tokens[first].text)
    return candidate(text, analysis.tokens, span, 1.0, "abbreviation" if is_short else "term", spaced)


def _stop(keys: Sequence[str], first: int, term: str, joint: str) -> int:
    """The stop of a term that begins with token `first`, given the keys of all; 0 where it does not."""
    found, stop = keys[first], first + 1
    while len(found) < len(term) and stop < len(keys):
        found += joint + keys[stop]
        stop += 1
    return stop if found == term else 0


def _paired(found: Sequence[Sequence[Introduction]], bead: _Bead) -> Iterator[_Pair]:
    """The introductions of both sides that correspond: the same abbreviation, or others if equally many."""
    left, right = (_by_short(found[side], bead, side) for side in (SOURCE, TARGET))
    for short in (short for short in left if short in right):
        yield from zip_longest(left[short], right[short])
    sources = [one for short, ones in left.items() if short not in right for one in ones]
    targets = [one for short, ones in right.items() if short not in left for one in ones]
    if len(sources) == len(targets):
        yield from zip(sources, targets, strict=True)
    else:
        yield from ((one, None) for one in sources)
        yield from ((None, one) for one in targets)


def _by_short(found: Sequence[Introduction], bead: _Bead, side: int) -> dict[str, list[Introduction]]:
    """The introductions of a side by their abbreviations: ATC may be that of two long forms in one bead."""
    ones: dict[str, dict[str, Introduction]] = {}
    for one in found:
        ones.setdefault(bead.text(side, one.short), {})[bead.text(side, one.long)] = one
    return {short: [*longs.values()] for short, longs in ones.items()}


def _long_form(bead: _Bead, pair: _Pair, side: int) -> Span | None:
    """The span of a long form, begun where its abbreviation or its equivalent tells."""
    own, other = pair[side], pair[1 - side]
    if own is None or own.long.start != UNKNOWN:
        return own.long if own and not (other is None and _is_doubtful(bead, side, own)) else None
    tokens, short = bead.sides[side].tokens, bead.text(side, own.short)
    spans = list(_endings(bead.sides[side], own.long.end))
    equivalent = bead.tokens(1 - side, other.long) if other else None
    if short.isascii():
        spans = _bounded(bead, side, spans, equivalent) if equivalent else []
        first = _best_aligned(bead, side, spans, equivalent, short) if equivalent else None
    else:
        longs = ((first, Span(tokens[first].start, own.long.end)) for first, _ in spans)
        first = next((first for first, long in longs if abbreviates(short, bead.text(side, long))), None)
    if first is not None and equivalent:
        first = _extended(bead, side, first, spans, equivalent)
    return None if first is None else Span(tokens[first].start, own.long.end)


def _is_doubtful(bead: _Bead, side: int, own: Introduction) -> bool:
    """Whether only the translation can tell that a long form is one.

    So it is with what is in brackets after an abbreviation, and with two names of which neither is said to be
    that of the other: “确定”或“OK”; not where the letters tell.
    """
    between = bead.texts[side][own.long.end : own.short.start]
    return (own.long > own.short or "或" in between) and not bead.text(side, own.long).isascii()


def _extended(
    bead: _Bead, side: int, first: int, spans: Sequence[tuple[int, int]], equivalent: tuple[int, int]
) -> int:
    """The first token of a long form with the words before it that its equivalent has: 船舶 | 能效管理计划.

    A word before belongs to it if it translates a word of the equivalent better than the long form does.
    """
    lexicon = bead.lexicon
    if lexicon is None:
        return first
    keys = [[token.key for token in analysis.tokens] for analysis in bead.sides]
    own, others = keys[side], keys[1 - side][slice(*equivalent)]

    def likely(tokens: Sequence[str]) -> Floats32:
        found = lexicon(tokens, others) if side == SOURCE else lexicon(others, tokens).T
        best: Floats32 = found.max(axis=0)
        return best

    starts = [start for start, _ in spans if start < first]
    for start in starts:
        before = likely(own[start:first])
        if not np.any((before >= TRANSLATES) & (before > likely(own[first : spans[0][1]]))):
            break
        first = start
    return first


def _endings(side: Analysis, end: int) -> Iterator[tuple[int, int]]:
    """First and stop of the runs of tokens that end at an offset and may be terms, short ones first."""
    tokens, candidates = side.tokens, {(found.first, found.stop) for found in side.candidates}
    stop = next((k for k, token in enumerate(tokens, 1) if token.end == end), 0)
    for first in range(stop - 1, max(stop - 1 - MOST_TOKENS, -1), -1):
        if not any(map(str.isalnum, tokens[first].text)):
            return
        if tokens[first].is_content or (first, stop) in candidates:
            yield first, stop


def _bounded(
    bead: _Bead, side: int, spans: Sequence[tuple[int, int]], equivalent: tuple[int, int]
) -> list[tuple[int, int]]:
    """The spans, short ones first, up to a word before that opens no term: 进行原位清洗, 不含增值税.

    Not where it is inside a good candidate (救援与消防勤务部门), or translates a word of the equivalent. A
    negation takes its verb with it, unless the equivalent is negative.
    """
    if not spans:
        return []
    tokens, others = bead.sides[side].tokens, bead.sides[1 - side].tokens[slice(*equivalent)]
    last = spans[0][1] - 1
    wholes = [c.first for c in bead.sides[side].candidates if c.stop == last + 1 and c.unithood >= WHOLE]
    is_negative = any(_NEGATIVE.fullmatch(token.text) for token in others)
    opening = 0
    for k in range(last - 1, spans[-1][0] - 1, -1):
        key = tokens[k].key
        if key in _NEGATIONS and k + 1 < last and not is_negative:
            opening = k + 2
            break
        opens_none = key != "的" and (key in _opens_none() or not tokens[k].is_content)
        inside = any(first < k for first in wholes)
        if opens_none and not inside and not _translates(bead, side, key, equivalent):
            opening = k + 1
            break
    return [span for span in spans if span[0] >= opening]


@cache
def _opens_none() -> frozenset[str]:
    """The Chinese words that open no term."""
    lists = headed("zh.terms")
    return lists["procedural"] | lists["modifiers"] - lists["qualities"] | lists["places"]


def _translates(bead: _Bead, side: int, key: str, equivalent: tuple[int, int]) -> bool:
    """Whether the lexicon has a word as a translation of one of the words of the equivalent."""
    others = [token.key for token in bead.sides[1 - side].tokens[slice(*equivalent)]]
    pair = ([key], others) if side == SOURCE else (others, [key])
    return bool(bead.lexicon and bead.lexicon(*pair).max() >= TRANSLATES)


def _best_aligned(
    bead: _Bead, side: int, spans: Sequence[tuple[int, int]], equivalent: tuple[int, int], short: str
) -> int | None:
    """The first token of the span that is best aligned with a span of the other side.

    It is the longest that occurs again where the other side has the equivalent or its abbreviation, if that
    is nearly as well aligned.
    """
    own, other = bead.sides[side], bead.sides[1 - side]
    options = Analysis(own.tokens, [_candidate(bead.texts[side], own, span, False) for span in spans])
    known = Analysis(other.tokens, [_candidate(bead.texts[1 - side], other, equivalent, True)])
    fit = fits(bead.words, *((options, known) if side == SOURCE else (known, options))).ravel().tolist()
    unithood = {(found.first, found.stop): found.unithood for found in own.candidates}
    values = [
        value * (1 - BOUNDARIES * (1 - unithood.get(span, NO_CANDIDATE)))
        for span, value in zip(spans, fit, strict=True)
    ]
    best = max(range(len(values)), key=values.__getitem__, default=0)
    again = _again(bead, side, spans, equivalent, short)
    if again is not None and values[again] >= AGAIN * values[best]:
        best = again
    return spans[best][0] if values and fit[best] >= LEAST_FIT else None


def _again(
    bead: _Bead, side: int, spans: Sequence[tuple[int, int]], equivalent: tuple[int, int], short: str
) -> int | None:
    """The number of the longest span whose text is in other beads that have its equivalent, if any is."""
    own, other = bead.sides[side].tokens, bead.sides[1 - side].tokens
    long = bead.text(1 - side, Span(other[equivalent[0]].start, other[equivalent[1] - 1].end)).lower()
    near = [
        texts[side]
        for texts in bead.around
        if texts != bead.texts and (short in texts[1 - side] or long in texts[1 - side].lower())
    ]
    for number in reversed(range(len(spans))) if near else ():
        first, stop = spans[number]
        text = bead.text(side, Span(own[first].start, own[stop - 1].end))
        if any(text in one for one in near):
            return number
    return None
