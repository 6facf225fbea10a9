"""Chinese candidates: stretches of jieba's words, with evidence for their boundaries.

A Chinese noun phrase has no article to open it, so candidates are many and each knows
how clean its ends are: a stretch that another noun continues is probably cut short.
Verbs with their objects are kept, for that is what English nouns of action become:
`area reduction` is 缩小雷区.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from aligner.terms.analysis import BETWEEN_HAN, Analysis, Unit, candidate
from corpus.language import HAN
from segmenters.wordlists import headed
from segmenters.words import tokenizer

LONGEST = 24  # characters
_HAN = HAN.pattern
_IN_WORD = re.compile(f"(?<=({_HAN}))[（(]({_HAN})[）)](?=({_HAN}))")
# 及其他 is 及 and 其他; jieba prefers 及其 and 他.
_PIECES = re.compile(
    r"[A-Za-z0-9]+(?:[./:,-][A-Za-z0-9]+)*|及(?=其他|其它)|《[^《》]{1,60}》|[^A-Za-z0-9《》]+?(?=[A-Za-z0-9《》]|及其[他它]|$)|[《》]"
)
_JOINS = frozenset(("和", "与", "及", "或", "、", "以及", "暨"))
_CLOSED = frozenset("的地得了着过")


class _Token(NamedTuple):
    unit: Unit
    tag: str


class Chinese:
    """Analyses Chinese texts; words of `stop` open and close no term."""

    has_parts_of_speech = True

    def __init__(self, stop: frozenset[str], longest: int) -> None:
        self._words = tokenizer(None)
        self._tags = _tags()
        lists = headed("zh.terms")
        self._procedural, self._modifiers = lists["procedural"], lists["modifiers"]
        self._never, self._affected = lists["never"] | stop, lists["affected"]
        self._longest = longest

    def __call__(self, text: str) -> Analysis:
        """Units and candidates of a text."""
        tokens = list(self._tokens(text))
        units = [token.unit for token in tokens]
        candidates = []
        for first, last, prior in self._spans(tokens):
            candidates.append(candidate(text, units, (first, last), prior, "term", False))
        candidates += (candidate(text, units, span, 1.0, "name", False) for span in _titles(units))
        return Analysis(units, candidates)

    def _tokens(self, text: str) -> Iterator[_Token]:
        clean, at = self._cleaned(text)
        for piece in _PIECES.finditer(clean):
            if piece[0][0].isascii() and piece[0][0].isalnum():
                yield self._token(text, piece[0], at[piece.start()], at[piece.end() - 1] + 1)
                continue
            for word, low, high in self._words.tokenize(piece[0], HMM=False):
                if not word.isspace():
                    yield self._token(text, word, at[piece.start() + low], at[piece.start() + high - 1] + 1)

    def _cleaned(self, text: str) -> tuple[str, list[int]]:
        """The text without spaces inside and brackets inside words, and where its characters stood."""
        gone = bytearray(len(text))
        for space in BETWEEN_HAN.finditer(text):
            gone[space.start() : space.end()] = b"\1" * len(space[0])
        for bracket in _IN_WORD.finditer(text):
            if self._words.FREQ.get(bracket[1] + bracket[3]):
                gone[bracket.start() : bracket.end()] = b"\1" * len(bracket[0])
        at = [k for k in range(len(text)) if not gone[k]]
        return "".join(text[k] for k in at), at

    def _token(self, text: str, word: str, start: int, end: int) -> _Token:
        if not any(map(str.isalnum, word)):
            tag = "x"
        elif word[0].isascii():
            tag = "m" if word[0].isdigit() else "eng"
        elif word in _CLOSED:
            tag = "u" if word == "的" else "uz"
        else:
            tag = self._tags.get(word, "n" if len(word) > 1 else "x")
        content = tag[0] in "nvabjlsizgtm" or tag == "eng" or tag == "k"
        return _Token(Unit(text[start:end], start, end, word.lower(), content), tag)

    def _spans(self, tokens: list[_Token]) -> Iterator[tuple[int, int, float]]:
        words = [token.unit.key for token in tokens]
        opens = [self._opens(token) for token in tokens]
        closes = [self._closes(token) for token in tokens]
        for first, token in enumerate(tokens):
            if not opens[first]:
                continue
            of = 0
            for last in range(first + 1, min(first + self._longest, len(tokens)) + 1):
                inner = tokens[last - 1]
                if inner.unit.end - token.unit.start > LONGEST:
                    break
                if inner.unit.key == "的":
                    of += 1
                    if of > 1:
                        break
                elif not _inside(inner) and not _attributive(tokens, last - 1):
                    break
                if not closes[last - 1]:
                    continue
                if last - first == 1 and (len(words[first]) == 1 or words[first] in self._modifiers):
                    continue
                yield first, last, self._prior(tokens, first, last, of)

    def _opens(self, token: _Token) -> bool:
        word, tag = token.unit.key, token.tag
        if word in self._never or word in self._modifiers or tag == "uz":
            return False
        if word in self._affected:
            return True
        return (tag[0] in "nvabjlsizg" or tag == "eng") and word not in self._procedural

    def _closes(self, token: _Token) -> bool:
        word, tag = token.unit.key, token.tag
        if word in self._never or word in self._procedural or word == "的":
            return False
        return tag[0] in "nvajlsizgk" or tag == "eng" or tag == "b"

    def _prior(self, tokens: list[_Token], first: int, last: int, of: int) -> float:
        """How clean the ends are."""
        prior = 1.0
        if last < len(tokens):
            behind = tokens[last]
            if behind.tag == "k" or (behind.tag[0] in "nj" and behind.unit.key not in self._never):
                prior *= 0.55
            elif behind.tag == "vn":
                prior *= 0.7
            elif behind.unit.key == "的" and tokens[last - 1].tag[0] in "ab":
                prior *= 0.6
        if first > 0:
            before = tokens[first - 1]
            if before.tag[0] in "nbj" or (before.tag[0] == "a" and before.unit.key not in self._modifiers):
                prior *= 0.75 if before.unit.key not in self._never else 1.0
            elif before.unit.key in {"受", "可", "非", "不"}:
                prior *= 0.7
        if tokens[first].unit.key in self._affected and not of:
            prior *= 0.3
        if of:
            prior *= 0.85
        if any(token.unit.key in _JOINS for token in tokens[first:last]):
            prior *= 0.9
        if len(tokens[first].unit.key) == 1 and tokens[first].unit.key not in self._affected:
            prior *= 0.8
        return prior


def _titles(units: list[Unit]) -> Iterator[tuple[int, int]]:
    """What stands in 《》 is one candidate, whatever it consists of."""
    opening = None
    for k, unit in enumerate(units):
        if unit.text == "《":
            opening = k + 1
        elif unit.text == "》" and opening is not None:
            if opening < k:
                yield opening, k
            opening = None


def _inside(token: _Token) -> bool:
    tag = token.tag
    if token.unit.key in _JOINS:
        return True
    return tag[0] in "nvabjlsizgk" or tag in {"eng", "vn"} or token.unit.key in {"其他", "可", "不", "非"}


def _attributive(tokens: list[_Token], k: int) -> bool:
    """An adverb before a noun is none: 自愿 in 自愿信托基金."""
    token = tokens[k]
    return (
        token.tag == "d" and len(token.unit.key) > 1 and k + 1 < len(tokens) and tokens[k + 1].tag[0] == "n"
    )


@cache
def _tags() -> dict[str, str]:
    """The part of speech of each word in jieba's dictionary; one look, for a tenth of a second."""
    with tokenizer(None).get_dict_file() as file:
        fields = file.read().decode("utf-8").split()
    return dict(zip(fields[::3], fields[2::3], strict=True))
