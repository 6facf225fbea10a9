"""English candidates: noun phrases, coordinations and names, by part of speech."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from duiqi.aligner.terms.analysis import Analysis, candidate
from duiqi.aligner.terms.english_tags import (
    FINITE,
    MARK,
    MODIFIER,
    NAME,
    NOMINAL,
    NUMBER,
    PHRASAL,
    VERB,
    Tagged,
)
from duiqi.aligner.terms.english_tokens import COMPANY, OF_ACTION, tagger
from duiqi.aligner.terms.spelled_out import spelled_out
from duiqi.corpus.glossary.model import TermKind
from duiqi.segmenters.wordlists import headed

# Unithood, in this order: of a whole noun phrase; a coordination of short ones; the end of a phrase; a
# looser construction; a part that begins with an evaluative adjective or is followed by a noun. The word
# lists are in segmenters/data/en.terms.txt.
WHOLE, COORDINATED, SUFFIX, LOOSE, INNER = 1.0, 0.95, 0.8, 0.6, 0.5
PARTIAL = 0.65  # factor for a part of a coordination
MAX_COORDINATED = 4  # noun phrases
_RUN_ON = re.compile("[a-z]{3}[.][A-Z][a-z]")  # two sentences without a space: width fields.Problems
_POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
_COORDINATORS = frozenset(((",",), ("and",), ("or",), (",", "and"), ("and", "/", "or")))


class _Found(NamedTuple):
    """Tokens first to stop (half-open) that may be a term."""

    first: int
    stop: int
    unithood: float
    kind: TermKind


class _Text(NamedTuple):
    """A text's tokens, and its noun phrases: runs of modifiers and nouns, as token ranges."""

    tokens: list[Tagged]
    phrases: list[range]

    def word(self, k: int) -> str:
        """A token in lower case."""
        return self.tokens[k].token.text.lower()

    def is_nominal(self, k: int) -> bool:
        """Whether there is a token `k`, and it is a noun or a name."""
        return k < len(self.tokens) and self.tokens[k].tag in NOMINAL

    def is_number(self, k: int) -> bool:
        """Whether there is a token `k`, and it is a number."""
        return k < len(self.tokens) and self.tokens[k].tag == NUMBER

    def splits_name(self, k: int) -> bool:
        """Whether token `k` goes on with a name: Nations system is no candidate of United Nations system."""
        return self.tokens[k - 1].tag == self.tokens[k].tag == NAME

    def may_start(self, phrase: range, k: int) -> bool:
        """Whether a term may begin at token `k` of a phrase: not within a hyphenated word or a name."""
        return k == phrase.start or not (self.tokens[k - 1].glued or self.splits_name(k))

    def may_stop(self, k: int) -> bool:
        """Whether a term may end before token `k`: after a noun, but not within a hyphenated word."""
        return self.tokens[k - 1].tag in NOMINAL and not self.tokens[k - 1].glued

    def between(self, number: int) -> tuple[str, ...]:
        """The words between a noun phrase and the one before it."""
        return tuple(self.word(k) for k in range(self.phrases[number - 1].stop, self.phrases[number].start))

    def kind(self, first: int, stop: int) -> TermKind:
        """Abbreviation, name or term."""
        texts = [tagged.token.text for tagged in self.tokens[first:stop]]
        if len(texts) == 1:
            return "abbreviation" if texts[0].isupper() and len(texts[0]) > 1 else "term"
        is_name = self.tokens[first].tag == NAME == self.tokens[stop - 1].tag
        return "name" if is_name and texts[0][0].isupper() and texts[-1][0].isupper() else "term"


class English:
    """Analyses English texts; no candidate begins or ends with a stop word."""

    has_parts_of_speech = True

    def __init__(self, stop_words: frozenset[str], max_words: int) -> None:
        self._tagger = tagger()
        lists = headed("en.terms")
        self._evaluative, self._not_modifiers = lists["evaluative"], lists["not modifiers"]
        self._connectors, self._prepositions = lists["connectors"], lists["prepositions"]
        self._stop_words = {word.lower() for word in stop_words}
        self._never = lists["never"] | self._stop_words
        self._opening = lists["opening"] - self._stop_words
        self._idioms, self._currencies = lists["idioms"], lists["currencies"]
        self._adverbial = lists["adverbial"]
        self._max_words = max_words

    def __call__(self, text: str) -> Analysis:
        """Tokens and candidates of a text."""
        tagged = self._tagger(text)
        parsed = _Text(tagged, list(_noun_phrases(tagged)))
        best: dict[tuple[int, int], _Found] = {}
        for found in self._find(parsed):
            span = found.first, found.stop
            if self._fits(parsed, *span) and (span not in best or found.unithood > best[span].unithood):
                best[span] = found
        tokens = [token for token, _, _ in tagged]
        return Analysis(
            tokens,
            [
                candidate(text, tokens, span, best[span].unithood, best[span].kind, True)
                for span in sorted(best)
            ],
        )

    def knowing(self, words: Collection[Sequence[str]]) -> English:
        """The same analyser: words are between spaces."""
        return self

    def _fits(self, text: _Text, first: int, stop: int) -> bool:
        """Whether a candidate has a fitting length, no stop word at its ends, and a content word."""
        if not 0 < stop - first <= self._max_words:
            return False
        compound = stop - first > 1 and text.word(first) in self._opening and text.is_nominal(first + 1)
        if (text.word(first) in self._never and not compound) or text.word(stop - 1) in self._stop_words:
            return False
        if first and f"{text.word(first - 1)}/{text.word(first)}" in self._idioms:
            return False
        if COMPANY.fullmatch(text.tokens[first].token.text):
            return False
        if any(_RUN_ON.search(token.text) for token, _, _ in text.tokens[first:stop]):
            return False
        if stop - first > 1 and text.is_number(stop) and text.word(stop - 1) in self._currencies:
            return False  # impairment loss of RMB 120 million
        if (
            stop - first > 1
            and text.word(stop - 1) in self._adverbial
            and text.tokens[stop - 2].tag == MODIFIER
        ):
            return False  # in a peaceful manner
        # Responsibility in accordance; but a phone number is one.
        if stop - first > 2 and text.word(stop - 1) in self._never and self._joins(text.word(stop - 2)):
            return False
        return any(token.is_content and len(token.text) > 1 for token, _, _ in text.tokens[first:stop])

    def _joins(self, word: str) -> bool:
        """Whether a word between two noun phrases may join them into one term."""
        return word in self._prepositions or word in _POSSESSIVES

    def _find(self, text: _Text) -> Iterator[_Found]:
        for number, phrase in enumerate(text.phrases):
            for found in self._inside(text, phrase):
                yield found
                if found.first == phrase.start:
                    for first in self._earlier(text, found.first):
                        yield _Found(first, found.stop, LOOSE * found.unithood, "term")
            yield from self._coordinated(text, number)
            if number + 1 < len(text.phrases):
                yield from self._prepositional(text, number)
        yield from self._names(text)
        yield from (_Found(*span, WHOLE, "term") for span in spelled_out(text.tokens))

    def _earlier(self, text: _Text, first: int) -> Iterator[int]:
        """Where a term may begin before its noun phrase: working hours, internally displaced persons."""
        opening = first
        if self._may_modify(text, opening - 1):
            opening -= 1
            yield opening
        modifies = opening < first or text.tokens[first].tag == MODIFIER
        before = opening - 1
        if modifies and before >= 0 and text.tokens[before].tag == VERB and text.word(before).endswith("ly"):
            yield before

    def _may_modify(self, text: _Text, k: int) -> bool:
        """Whether a verb's form before a noun may as well be an adjective: limits of working hours."""
        if k < 0 or text.word(k) in self._not_modifiers:
            return False
        if text.tokens[k].tag == FINITE:
            before = text.tokens[k - 1].tag if k else MARK
            return text.word(k).endswith("ed") and before in (MARK, FINITE, VERB)
        return text.tokens[k].tag == VERB and text.word(k).endswith(("ing", "ed"))

    def _inside(self, text: _Text, phrase: range) -> Iterator[_Found]:
        """Parts of a noun phrase, all of which end in a noun; the best begins after evaluative adjectives."""
        opening = self._strip(text, phrase)
        for stop in range(phrase.start + 1, phrase.stop + 1):
            if not text.may_stop(stop):
                continue
            at_end = stop == phrase.stop or not text.is_nominal(stop)
            if not at_end and text.splits_name(stop):
                continue
            for first in range(phrase.start, stop):
                if not text.may_start(phrase, first):
                    continue
                unithood = WHOLE if first == opening else SUFFIX if first > opening else INNER
                if not at_end:
                    if stop - first == 1:
                        continue
                    unithood = min(unithood, SUFFIX) * (INNER / SUFFIX)
                elif stop - first == 1 and first > opening:
                    unithood = LOOSE
                yield _Found(first, stop, unithood, text.kind(first, stop))

    def _strip(self, text: _Text, phrase: range) -> int:
        """The first token of a noun phrase after its evaluative adjectives."""
        first = phrase.start
        while (
            first + 1 < phrase.stop and text.word(first) in self._evaluative and not text.tokens[first].glued
        ):
            first += 1
        return first

    def _coordinated(self, text: _Text, number: int) -> Iterator[_Found]:
        """Coordinations that begin in a noun phrase: A and B N; A, B and C N; N and N; N and N of N."""
        phrase, has_conjunction = text.phrases[number], False
        opening = self._strip(text, phrase)
        starts = [k for k in phrase if text.may_start(phrase, k)]
        kind: TermKind = "phrase" if text.is_nominal(phrase.stop - 1) else "term"
        continues = number > 0 and text.between(number) in _COORDINATORS
        share = PARTIAL if continues else 1  # rather the whole of a list than its end
        for following in range(number + 1, min(number + MAX_COORDINATED, len(text.phrases))):
            between = text.between(following)
            if between not in _COORDINATORS:
                return
            has_conjunction = has_conjunction or between != (",",)
            if not has_conjunction:
                continue
            for stop in self._coordination_stops(text, following):
                inner = INNER if text.is_nominal(stop) else 1
                for first in starts:
                    is_short = first == opening and phrase.stop - opening <= 2
                    unithood = COORDINATED if is_short else LOOSE if first == opening else INNER
                    yield _Found(first, stop, unithood * share * inner, kind)

    def _coordination_stops(self, text: _Text, number: int) -> Iterator[int]:
        """The stops of coordinations that end in a noun phrase, or in the one that follows it after `of`."""
        phrase = text.phrases[number]
        for stop in range(phrase.start + 1, phrase.stop + 1):
            if text.may_stop(stop):
                yield stop
        if number + 1 < len(text.phrases) and text.between(number + 1) == ("of",):
            yield text.phrases[number + 1].stop

    def _prepositional(self, text: _Text, number: int) -> Iterator[_Found]:
        """A noun phrase and the next, joined by a preposition or a genitive: N of N, N's N."""
        left, right = text.phrases[number], text.phrases[number + 1]
        between = text.between(number + 1)
        if len(between) != 1 or not self._joins(between[0]) or not text.may_stop(left.stop):
            return
        if between[0] == "by" and not OF_ACTION.search(text.word(left.stop - 1)):
            return  # the scene by force; but environmental pollution by solid waste
        loose = SUFFIX if between[0] in _POSSESSIVES else LOOSE
        opening = self._strip(text, left)
        starts = [k for k in left if text.may_start(left, k)]
        for stop in range(right.start + 1, right.stop + 1):
            if text.may_stop(stop) and (stop == right.stop or not text.is_nominal(stop)):
                for first in starts:
                    unithood = loose if first >= opening else INNER * loose
                    yield _Found(first, stop, unithood, text.kind(first, stop))

    def _names(self, text: _Text) -> Iterator[_Found]:
        """Names with connectors such as of, for, and: the whole, and its parts between connectors."""
        k = 0
        while k < len(text.tokens):
            if text.tokens[k].tag != NAME:
                k += 1
                continue
            parts = list(self._name_parts(text.tokens, k))
            is_cut = k > 0 and _continues_as_name(text.tokens[k - 1])
            for number, part in enumerate(parts):
                for last in parts[number : 1 if is_cut and not number else None]:
                    whole = part is parts[0] and last is parts[-1]
                    if text.tokens[last.stop - 1].glued or (part.start and text.tokens[part.start - 1].glued):
                        continue  # Pregnant and Breast of Pregnant and Breast-feeding Women
                    if whole or last.stop - part.start > 1:
                        unithood = WHOLE if whole else LOOSE
                        yield _Found(part.start, last.stop, unithood, text.kind(part.start, last.stop))
            k = parts[-1].stop

    def _name_parts(self, tokens: list[Tagged], first: int) -> Iterator[range]:
        """The runs of name tokens in a name, at most two connectors between them.

        After `and the` another name begins.

        first  the token with which the name begins
        """
        while True:
            stop = first
            while stop < len(tokens) and tokens[stop].tag == NAME:
                stop += 1
            yield range(first, stop)
            following = stop
            while following < min(stop + 2, len(tokens)) and (
                tokens[following].token.text in self._connectors
                or tokens[following].token.text in _POSSESSIVES
            ):
                following += 1
            if following in (stop, len(tokens)) or tokens[following].tag != NAME:
                return
            if [tagged.token.text for tagged in tokens[stop:following]] == ["and", "the"]:
                return
            first = following


def _continues_as_name(before: Tagged) -> bool:
    """Whether the token before a name may belong to it: Documents of Technical Documents and Plans."""
    return before.tag in PHRASAL or (before.tag == VERB and before.token.text[0].isupper())


def _noun_phrases(tokens: list[Tagged]) -> Iterator[range]:
    """Runs of modifiers and nouns."""
    first = 0
    for k in range(len(tokens) + 1):
        if k == len(tokens) or tokens[k].tag not in PHRASAL:
            if k > first:
                yield range(first, k)
            first = k + 1
