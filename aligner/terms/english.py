"""English candidates: noun phrases, coordinations and names, by part of speech.

The tagger is an averaged perceptron that learned from web texts. What it gets wrong in
documents is mended by rules that look at one neighbour: a hyphened word before a noun
is a modifier, a capital inside a sentence makes a name, `mine` before a noun is a noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from aligner.terms.analysis import Analysis, Unit, candidate
from corpus.terms import TermKind
from segmenters.wordlists import headed
from segmenters.words import words

# Tags that matter here, one letter each.
NOUN, NAME, MODIFIER, VERB, FUNCTION, NUMBER, MARK = "NPAVFDM"
_COARSE = {"NOUN": NOUN, "PROPN": NAME, "ADJ": MODIFIER, "VERB": VERB, "ADV": VERB}
_PHRASE = frozenset((NOUN, NAME, MODIFIER))
_NOMINAL = frozenset((NOUN, NAME))
_LINKED = _PHRASE | {VERB, NUMBER}
_OPENS = frozenset('.!?:;“"(')  # behind these a capital says nothing
_HYPHENS = {0x2010: "-", 0x2011: "-"}
MOST_COORDINATED = 4

WHOLE, COORDINATED, SUFFIX, LOOSE, INNER = 1.0, 0.95, 0.8, 0.6, 0.5


class _Token(NamedTuple):
    unit: Unit
    tag: str
    glued: bool  # to the next one, by a hyphen


class English:
    """Analyses English texts; words of `stop` open and close no term."""

    has_parts_of_speech = True

    def __init__(self, stop: frozenset[str], longest: int) -> None:
        from denckring_en_pos import tagger

        self._tag = tagger().tag
        lists = headed("en.terms")
        self._evaluative, self._not_modifiers = lists["evaluative"], lists["not modifiers"]
        self._connectors, self._prepositions = lists["connectors"], lists["prepositions"]
        self._never = lists["never"] | {word.lower() for word in stop}
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
        outer = tokens[first].unit, tokens[last - 1].unit
        if any(unit.text.lower() in self._never for unit in outer):
            return False
        return any(token.unit.content and len(token.unit.text) > 1 for token in tokens[first:last])

    def _tokens(self, text: str) -> list[_Token]:
        units: list[tuple[Unit, bool]] = []
        for word in words(text.translate(_HYPHENS), "en"):
            if not word.text[0].isalnum():
                units.append((Unit(*word[:3], word.text, False), False))
                continue
            start = word.start
            body = re.sub(r"['’]s?$", "", word.text)
            if "-" in body and not body[0].isdigit():
                parts = [(m.start(), m.end()) for m in re.finditer(r"[^-]+", body)]
            else:
                parts = [(0, len(body))]
            for number, (low, high) in enumerate(parts):
                part = body[low:high]
                key = word.lemma if len(parts) == 1 and body == word.text else _lemma(part)
                units.append((Unit(part, start + low, start + high, key, True), number + 1 < len(parts)))
            if body != word.text:
                units.append((Unit(word.text[len(body) :], start + len(body), word.end, "'s", False), False))
        tagged = iter(self._tag([unit.text for unit, _ in units if unit.text[0].isalpha()]))
        tokens = []
        for unit, glued in units:
            if unit.text[0].isalpha():
                tag = _COARSE.get(next(tagged).partition("|")[0], FUNCTION)
            else:
                tag = NUMBER if unit.text[0].isdigit() else MARK
            tokens.append(_Token(unit, tag, glued))
        return tokens

    def _mended(self, tokens: list[_Token]) -> list[_Token]:
        tags = [token.tag for token in tokens]
        texts = [token.unit.text for token in tokens]
        lower = [text.lower() for text in texts]
        count = len(tokens)
        for k in range(count):
            if tags[k] == FUNCTION and texts[k][:1].isupper() and len(texts[k]) > 1 and texts[k].isupper():
                tags[k] = NAME
            if (
                lower[k] == "mine"
                and k + 1 < count
                and texts[k + 1][:1].isalpha()
                and tags[k + 1] not in (FUNCTION,)
            ):
                tags[k] = NOUN
            inside = k > 0 and texts[k - 1] not in _OPENS and tags[k - 1] != NUMBER
            if inside and texts[k][:1].isupper() and tags[k] != FUNCTION and lower[k] not in self._connectors:
                tags[k] = NAME
        k = 0
        while k < count:
            last = k
            while tokens[last].glued:
                last += 1
            if last > k:
                behind = tags[last + 1] if last + 1 < count else MARK
                before_noun = behind in _PHRASE and not (
                    behind == NAME and tags[last] == NAME and not texts[k][0].isupper()
                )
                for inner in range(k, last + 1):
                    tags[inner] = (
                        MODIFIER
                        if before_noun and tags[inner] != NAME
                        else NOUN
                        if tags[inner] != NAME
                        else NAME
                    )
                if not before_noun and tokens[last].tag in (MODIFIER, VERB) and lower[last].endswith("ed"):
                    tags[last] = MODIFIER
            k = last + 1
        for k in range(1, count - 1):
            participle = (
                tags[k] == VERB and lower[k].endswith(("ing", "ed")) and lower[k] not in self._not_modifiers
            )
            if participle and tags[k + 1] in _PHRASE and not tokens[k].glued:
                before = tags[k - 1]
                joined = lower[k - 1] in {"and", "or", ","} and k > 1 and tags[k - 2] == MODIFIER
                if (
                    before in (MODIFIER, NAME)
                    or joined
                    or lower[k - 1]
                    in {"the", "a", "an", "its", "their", "our", "his", "her", "this", "these", "all", "such"}
                ):
                    tags[k] = MODIFIER
        return [
            token._replace(tag=tag, unit=token.unit._replace(content=tag in _LINKED))
            for token, tag in zip(tokens, tags, strict=True)
        ]

    def _spans(self, tokens: list[_Token]) -> Iterator[tuple[int, int, float, TermKind]]:
        chunks = list(_chunks(tokens))
        for chunk in chunks:
            for first, last, prior in self._inside(tokens, chunk, chunk):
                yield first, last, prior, _kind(tokens, first, last)
        for number, chunk in enumerate(chunks):
            yield from self._coordinated(tokens, chunks, number)
            if number + 1 < len(chunks):
                yield from self._prepositional(tokens, chunk, chunks[number + 1])
        yield from self._names(tokens)

    def _inside(self, tokens: list[_Token], chunk: range, reach: range) -> Iterator[tuple[int, int, float]]:
        """Stretches of a noun phrase, `chunk`, by where they begin; all of them end in a noun."""
        opening = self._strip(tokens, chunk)
        for last in range(chunk.start + 1, chunk.stop + 1):
            if tokens[last - 1].tag not in _NOMINAL or tokens[last - 1].glued:
                continue
            at_end = last == chunk.stop or tokens[last].tag not in _NOMINAL
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
        """A and B N; A, B and C N; N and N."""
        chunk, joined = chunks[number], False
        for following in range(number + 1, min(number + MOST_COORDINATED, len(chunks))):
            between = [
                t.unit.text.lower() for t in tokens[chunks[following - 1].stop : chunks[following].start]
            ]
            if between not in ([","], ["and"], ["or"], [",", "and"], ["and", "/", "or"]):
                return
            joined = joined or between != [","]
            if not joined:
                continue
            ends = chunks[following]
            opening = self._strip(tokens, chunk)
            plain = chunk.stop - opening <= 2
            for last in range(ends.start + 1, ends.stop + 1):
                if tokens[last - 1].tag not in _NOMINAL or tokens[last - 1].glued:
                    continue
                inner = last < ends.stop and tokens[last].tag in _NOMINAL
                for first in range(chunk.start, chunk.stop):
                    if first > chunk.start and (tokens[first - 1].glued or _splits_name(tokens, first)):
                        continue
                    prior = (
                        COORDINATED if first == opening and plain else LOOSE if first >= opening else INNER
                    )
                    yield (
                        first,
                        last,
                        prior * (INNER if inner else 1),
                        "phrase" if tokens[chunk.stop - 1].tag in _NOMINAL else "term",
                    )

    def _prepositional(
        self, tokens: list[_Token], left: range, right: range
    ) -> Iterator[tuple[int, int, float, TermKind]]:
        """N of N, N in N."""
        between = [t.unit.text.lower() for t in tokens[left.stop : right.start]]
        if (
            len(between) != 1
            or between[0] not in self._prepositions
            or tokens[left.stop - 1].tag not in _NOMINAL
        ):
            return
        opening = self._strip(tokens, left)
        for last in range(right.start + 1, right.stop + 1):
            at_end = last == right.stop or tokens[last].tag not in _NOMINAL
            if tokens[last - 1].tag in _NOMINAL and not tokens[last - 1].glued and at_end:
                for first in range(left.start, left.stop):
                    if first == left.start or not (tokens[first - 1].glued or _splits_name(tokens, first)):
                        yield (
                            first,
                            last,
                            LOOSE if first >= opening else INNER * LOOSE,
                            _kind(tokens, first, last),
                        )

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
                        yield first, end, WHOLE if whole else SUFFIX, _kind(tokens, first, end)
            k = last


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


def _lemma(part: str) -> str:
    return words(part, "en")[0].lemma
