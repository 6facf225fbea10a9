"""English candidates: noun phrases, coordinations and names, by part of speech.

The tagger is an averaged perceptron that learned from web texts. What it gets wrong in
documents is mended by rules that look at one neighbour: a hyphened word before a noun
is a modifier, a capital inside a sentence makes a name, `mine` before a noun is a noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from duiqi.aligner.terms.analysis import Analysis, Unit, candidate
from duiqi.aligner.terms.tagging import english
from duiqi.corpus.glossary.model import TermKind
from duiqi.segmenters.wordlists import headed
from duiqi.segmenters.words import Word, words

# Tags that matter here, one letter each.
NOUN, NAME, MODIFIER, VERB, FINITE, FUNCTION, NUMBER, MARK = "NPAVEFDM"
_COARSE = {"NOUN": NOUN, "PROPN": NAME, "ADJ": MODIFIER, "VERB|Fin": FINITE, "VERB": VERB, "ADV": VERB}
_PHRASE = frozenset((NOUN, NAME, MODIFIER))
_NOMINAL = frozenset((NOUN, NAME))
_LINKED = _PHRASE | {VERB, FINITE, NUMBER}
_OPENS = frozenset('.!?:;“"(')  # behind these a capital says nothing
_COORDINATORS = frozenset(((",",), ("and",), ("or",), (",", "and"), ("and", "/", "or")))
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$")
_PART = re.compile(r"[^-]+")
_HYPHENS = {0x2010: "-", 0x2011: "-"}
MOST_COORDINATED = 4

WHOLE, COORDINATED, SUFFIX, LOOSE, INNER = 1.0, 0.95, 0.8, 0.6, 0.5
PARTIAL = 0.65


class _Token(NamedTuple):
    unit: Unit
    tag: str
    glued: bool  # to the next one, by a hyphen


class English:
    """Analyses English texts; words of `stop` open and close no term."""

    has_parts_of_speech = True

    def __init__(self, stop: frozenset[str], longest: int) -> None:
        self._tag = english().tag
        lists = headed("en.terms")
        self._evaluative, self._not_modifiers = lists["evaluative"], lists["not modifiers"]
        self._connectors, self._prepositions = lists["connectors"], lists["prepositions"]
        self._determiners = lists["determiners"]
        self._stop = {word.lower() for word in stop}
        self._never = lists["never"] | self._stop
        self._longest = longest

    def __call__(self, text: str) -> Analysis:
        """Units and candidates of a text."""
        tokens = self._mended(self._tokens(text))
        found: dict[tuple[int, int], tuple[float, TermKind]] = {}
        for first, last, prior, kind in self._spans(tokens):
            if not self._fits(tokens, first, last):
                continue
            if prior > found.get((first, last), (0.0,))[0]:
                found[first, last] = prior, kind
        units = [token.unit for token in tokens]
        return Analysis(
            units, [candidate(text, units, span, *what, True) for span, what in sorted(found.items())]
        )

    def _fits(self, tokens: list[_Token], first: int, last: int) -> bool:
        if not 0 < last - first <= self._longest:
            return False
        if tokens[first].unit.text.lower() in self._never or tokens[last - 1].unit.text.lower() in self._stop:
            return False
        return any(token.unit.content and len(token.unit.text) > 1 for token in tokens[first:last])

    def _tokens(self, text: str) -> list[_Token]:
        """The words, hyphened ones in parts, with the tagger's tags; it knows no marks and no numbers."""
        units = [unit for word in words(text.translate(_HYPHENS), "en") for unit in _parts(word)]
        units = [(unit._replace(text=text[unit.start : unit.end]), glued) for unit, glued in units]
        tagged = iter(self._tag([unit.text for unit, _ in units if unit.text[0].isalpha()]))
        tokens = []
        for unit, glued in units:
            if unit.text[0].isalpha():
                label = next(tagged)
                tag = _COARSE.get(label) or _COARSE.get(label.partition("|")[0], FUNCTION)
            else:
                tag = NUMBER if unit.text[0].isdigit() else MARK
            tokens.append(_Token(unit, tag, glued))
        return tokens

    def _mended(self, tokens: list[_Token]) -> list[_Token]:
        """The tokens with tags that fit a document, and the units that may be linked marked."""
        tags = [token.tag for token in tokens]
        lower = [token.unit.text.lower() for token in tokens]
        self._mend_words(tokens, lower, tags)
        _mend_hyphened(tokens, lower, tags)
        self._mend_participles(tokens, lower, tags)
        return [
            token._replace(tag=tag, unit=token.unit._replace(content=tag in _LINKED))
            for token, tag in zip(tokens, tags, strict=True)
        ]

    def _mend_words(self, tokens: list[_Token], lower: list[str], tags: list[str]) -> None:
        """A capital inside a sentence makes a name; `mine` before a word is no pronoun."""
        for k, token in enumerate(tokens):
            text = token.unit.text
            if lower[k] == "mine" and k + 1 < len(tokens) and tags[k + 1] not in (FUNCTION, MARK, NUMBER):
                tags[k] = NOUN
            if not text[0].isupper() or lower[k] in self._connectors:
                continue
            inside = k > 0 and lower[k - 1] not in _OPENS and tags[k - 1] != NUMBER
            if tags[k] == FUNCTION:
                if len(text) > 1 and text.isupper():
                    tags[k] = NAME
            # Legal prose capitalises what it proclaims: the General Assembly Proclaims.
            elif inside and not (tags[k] == FINITE and tags[k - 1] == NAME):
                tags[k] = NAME

    def _mend_participles(self, tokens: list[_Token], lower: list[str], tags: list[str]) -> None:
        """An -ing or -ed word between an article or an adjective and a noun is an adjective."""
        for k in range(1, len(tokens) - 1):
            if tags[k] != VERB or tags[k + 1] not in _PHRASE or tokens[k].glued:
                continue
            if not lower[k].endswith(("ing", "ed")) or lower[k] in self._not_modifiers:
                continue
            joined = lower[k - 1] in {"and", "or", ","} and k > 1 and tags[k - 2] == MODIFIER
            if tags[k - 1] in (MODIFIER, NAME) or joined or lower[k - 1] in self._determiners:
                tags[k] = MODIFIER

    def _spans(self, tokens: list[_Token]) -> Iterator[tuple[int, int, float, TermKind]]:
        chunks = list(_chunks(tokens))
        for chunk in chunks:
            for first, last, prior in self._inside(tokens, chunk):
                yield first, last, prior, _kind(tokens, first, last)
                if first == chunk.start and self._may_modify(tokens, first - 1):
                    yield first - 1, last, LOOSE * prior, "term"
        for number in range(len(chunks)):
            yield from self._coordinated(tokens, chunks, number)
            if number + 1 < len(chunks):
                yield from self._prepositional(tokens, chunks, number)
        yield from self._names(tokens)

    def _may_modify(self, tokens: list[_Token], k: int) -> bool:
        """Whether a verb's form before a noun may as well be an adjective: limits of working hours."""
        word = tokens[k].unit.text.lower() if k >= 0 else ""
        return word.endswith(("ing", "ed")) and tokens[k].tag == VERB and word not in self._not_modifiers

    def _inside(self, tokens: list[_Token], chunk: range) -> Iterator[tuple[int, int, float]]:
        """Stretches of a noun phrase, `chunk`, by where they begin; all of them end in a noun."""
        opening = self._strip(tokens, chunk)
        for last in range(chunk.start + 1, chunk.stop + 1):
            if tokens[last - 1].tag not in _NOMINAL or tokens[last - 1].glued:
                continue
            at_end = last == chunk.stop or tokens[last].tag not in _NOMINAL
            if not at_end and _splits_name(tokens, last):
                continue
            for first in range(chunk.start, last):
                if first > chunk.start and (tokens[first - 1].glued or _splits_name(tokens, first)):
                    continue
                prior = WHOLE if first == opening else SUFFIX if first > opening else INNER
                if not at_end:
                    if last - first == 1:
                        continue
                    prior = min(prior, SUFFIX) * (INNER / SUFFIX)
                elif last - first == 1 and first > opening:
                    prior = LOOSE
                yield first, last, prior

    def _strip(self, tokens: list[_Token], chunk: range) -> int:
        """Where a noun phrase begins behind its evaluative adjectives."""
        first = chunk.start
        while (
            first + 1 < chunk.stop
            and tokens[first].unit.text.lower() in self._evaluative
            and not tokens[first].glued
        ):
            first += 1
        return first

    def _coordinated(
        self, tokens: list[_Token], chunks: list[range], number: int
    ) -> Iterator[tuple[int, int, float, TermKind]]:
        """A and B N; A, B and C N; N and N; N and N of N."""
        chunk, joined = chunks[number], False
        opening = self._strip(tokens, chunk)
        starts = [k for k in chunk if k == chunk.start or self._may_start(tokens, k)]
        kind: TermKind = "phrase" if tokens[chunk.stop - 1].tag in _NOMINAL else "term"
        # Rather the whole of a list than its end.
        share = 1 if number == 0 or _between(tokens, chunks, number) not in _COORDINATORS else PARTIAL
        for following in range(number + 1, min(number + MOST_COORDINATED, len(chunks))):
            between = _between(tokens, chunks, following)
            if between not in _COORDINATORS:
                return
            joined = joined or between != (",",)
            if not joined:
                continue
            for last in self._ends(tokens, chunks, following):
                inner = last < len(tokens) and tokens[last].tag in _NOMINAL
                for first in starts:
                    plain = first == opening and chunk.stop - opening <= 2
                    prior = COORDINATED if plain else LOOSE if first >= opening else INNER
                    yield first, last, prior * share * (INNER if inner else 1), kind

    def _ends(self, tokens: list[_Token], chunks: list[range], number: int) -> Iterator[int]:
        """Where what begins before a noun phrase may end: in it, or in one that hangs on it by `of`."""
        for last in range(chunks[number].start + 1, chunks[number].stop + 1):
            if _may_end(tokens, last):
                yield last
        if number + 1 < len(chunks) and _between(tokens, chunks, number + 1) == ("of",):
            yield chunks[number + 1].stop

    def _prepositional(
        self, tokens: list[_Token], chunks: list[range], number: int
    ) -> Iterator[tuple[int, int, float, TermKind]]:
        """N of N, N in N."""
        left, right = chunks[number], chunks[number + 1]
        between = _between(tokens, chunks, number + 1)
        if len(between) != 1 or between[0] not in self._prepositions or not _may_end(tokens, left.stop):
            return
        opening = self._strip(tokens, left)
        starts = [k for k in left if k == left.start or self._may_start(tokens, k)]
        for last in range(right.start + 1, right.stop + 1):
            if _may_end(tokens, last) and (last == right.stop or tokens[last].tag not in _NOMINAL):
                for first in starts:
                    prior = LOOSE if first >= opening else INNER * LOOSE
                    yield first, last, prior, _kind(tokens, first, last)

    def _may_start(self, tokens: list[_Token], first: int) -> bool:
        """Whether a term may begin inside a phrase: not within a hyphened word, not within a name."""
        return not tokens[first - 1].glued and not _splits_name(tokens, first)

    def _names(self, tokens: list[_Token]) -> Iterator[tuple[int, int, float, TermKind]]:
        """Capitalised words with of, for, and, in between: the whole, and its parts at these words."""
        k = 0
        while k < len(tokens):
            if tokens[k].tag != NAME:
                k += 1
                continue
            starts, ends, last = [k], [], k + 1
            while True:
                while last < len(tokens) and tokens[last].tag == NAME:
                    last += 1
                ends.append(last)
                behind = last
                while (
                    behind < len(tokens)
                    and tokens[behind].unit.text in self._connectors
                    and behind < last + 2
                ):
                    behind += 1
                if behind == last or behind == len(tokens) or tokens[behind].tag != NAME:
                    break
                starts.append(behind)
                last = behind + 1
            for at, first in enumerate(starts):
                for end in ends[at:]:
                    whole = first == starts[0] and end == ends[-1]
                    if end - first > 1 or whole:
                        yield first, end, WHOLE if whole else LOOSE, _kind(tokens, first, end)
            k = last


def _parts(word: Word) -> Iterator[tuple[Unit, bool]]:
    """A word without its possessive ending, in parts where it is hyphened; and whether more follows."""
    body = _POSSESSIVE.sub("", word.text) or word.text
    hyphened = "-" in body and body[0].isalpha()
    parts = [match.span() for match in _PART.finditer(body)] if hyphened else [(0, len(body))]
    for number, (low, high) in enumerate(parts, 1):
        part = body[low:high]
        key = word.lemma if part == word.text else words(part, "en")[0].lemma
        yield Unit(part, word.start + low, word.start + high, key, True), number < len(parts)
    if body != word.text:
        yield Unit(word.text[len(body) :], word.start + len(body), word.end, "'s", False), False


def _mend_hyphened(tokens: list[_Token], lower: list[str], tags: list[str]) -> None:
    """A hyphened word is a modifier before a noun, and a noun elsewhere: mine-affected States."""
    first = 0
    while first < len(tokens):
        last = first
        while tokens[last].glued:
            last += 1
        if last > first:
            behind = tags[last + 1] if last + 1 < len(tokens) else MARK
            before_noun = behind in _PHRASE and not (behind == NAME == tags[last] and lower[first].islower())
            for k in range(first, last + 1):
                if tags[k] != NAME:
                    tags[k] = MODIFIER if before_noun else NOUN
            if (
                not before_noun
                and tokens[last].tag in (MODIFIER, VERB, FINITE)
                and lower[last].endswith("ed")
            ):
                tags[last] = MODIFIER
        first = last + 1


def _between(tokens: list[_Token], chunks: list[range], number: int) -> tuple[str, ...]:
    """The words between a phrase and the one before it."""
    return tuple(t.unit.text.lower() for t in tokens[chunks[number - 1].stop : chunks[number].start])


def _may_end(tokens: list[_Token], last: int) -> bool:
    return tokens[last - 1].tag in _NOMINAL and not tokens[last - 1].glued


def _chunks(tokens: list[_Token]) -> Iterator[range]:
    """Runs of modifiers and nouns."""
    first = 0
    for k in range(len(tokens) + 1):
        if k == len(tokens) or tokens[k].tag not in _PHRASE:
            if k > first:
                yield range(first, k)
            first = k + 1


def _splits_name(tokens: list[_Token], first: int) -> bool:
    """Nations system is no candidate of United Nations system."""
    return tokens[first - 1].tag == tokens[first].tag == NAME


def _kind(tokens: list[_Token], first: int, last: int) -> TermKind:
    texts = [token.unit.text for token in tokens[first:last]]
    if len(texts) == 1 and texts[0].isupper() and len(texts[0]) > 1:
        return "abbreviation"
    capital = [text[0].isupper() for text in texts if text[0].isalpha()]
    if (
        tokens[first].tag == NAME
        and tokens[last - 1].tag == NAME
        and capital[0]
        and capital[-1]
        and (len(texts) > 1)
    ):
        return "name"
    return "term"
