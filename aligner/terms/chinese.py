"""Chinese candidates: stretches of jieba's words, with evidence for their boundaries.

A Chinese noun phrase has no article to open it, so candidates are many and each knows
how clean its ends are: a stretch that another noun continues is probably cut short.
Verbs with their objects are kept, for that is what English nouns of action become:
`area reduction` is 缩小雷区.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from duiqi.aligner.terms.analysis import BETWEEN_HAN, Analysis, Unit, candidate
from duiqi.corpus.glossary.model import TermKind
from duiqi.corpus.scripts import IDEOGRAPHS
from duiqi.segmenters.wordlists import headed
from duiqi.segmenters.words import tokenizer

LONGEST = 24  # characters
_HAN = f"[{IDEOGRAPHS}]"
_IN_WORD = re.compile(f"(?<=({_HAN}))[（(]({_HAN})[）)](?=({_HAN}))")
# 及其他 is 及 and 其他, 其管辖 is 其 and 管辖; jieba prefers 及其 and 他, and 其管辖 whole.
_PIECES = re.compile(
    r"[A-Za-z0-9]+(?:[./:,-][A-Za-z0-9]+)*|及(?=其他|其它)|其(?![他它中实余次间])|《[^《》]{1,60}》|[^A-Za-z0-9《》]+?(?=[A-Za-z0-9《》]|及其[他它]|其(?![他它中实余次间])|$)|[《》]"
)
_JOINS = frozenset(("和", "与", "及", "或", "、", "以及", "暨"))
_PREFIXES = frozenset(("可", "不", "非", "无", "未"))
_INSIDE = _PREFIXES | {"其他", "其它"}
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
        self._never, self._places = lists["never"] | stop, lists["places"]
        self._suffixes, self._actions = lists["suffixes"], lists["actions"]
        self._frames = _frames(lists["frames"])
        self._longest = longest

    def __call__(self, text: str) -> Analysis:
        """Units and candidates of a text."""
        tokens = list(self._tokens(text))
        units = [token.unit for token in tokens]
        candidates = []
        for first, last, prior in self._spans(tokens):
            joined = any(unit.key in _JOINS for unit in units[first:last])
            kind: TermKind = "phrase" if joined else "term"
            candidates.append(candidate(text, units, (first, last), prior, kind, False))
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
        for first, opening in enumerate(tokens):
            closing = self._frames.get(opening.unit.key, frozenset())
            if not closing and not self._opens(opening):
                continue
            verbs = of = framed = 0
            for last in range(first + 1, min(first + self._longest, len(tokens)) + 1):
                inner, word = tokens[last - 1], tokens[last - 1].unit.key
                if inner.unit.end - opening.unit.start > LONGEST:
                    break
                if word == "的":
                    of += 1
                    framed += tokens[last - 2].unit.key in closing
                elif last > first + 1 and not self._may_be_inside(tokens, last - 1):
                    break
                if of > 1:
                    break
                verbs += word in self._procedural and last - 1 > first and word not in closing
                if not self._closes(tokens, last - 1) or (closing and not framed):
                    continue
                if last - first == 1 and (len(word) == 1 or word in self._modifiers):
                    continue
                yield first, last, self._prior(tokens, first, last, of, verbs)

    def _opens(self, token: _Token) -> bool:
        word, tag = token.unit.key, token.tag
        if word in self._never or word in self._modifiers or word in self._places or word in self._procedural:
            return False
        return tag[0] in "nvabjlsizg" or tag == "eng" or word in _PREFIXES

    def _may_be_inside(self, tokens: list[_Token], k: int) -> bool:
        word, tag = tokens[k].unit.key, tokens[k].tag
        if word in self._suffixes and tokens[k - 1].tag[0] in "nv":
            return True
        behind = tokens[k + 1].tag[0] if k + 1 < len(tokens) else "x"
        if word in self._places:  # 冲突后局势, but nothing of 系统内地雷行动
            return word in {"后", "前"} and behind == "n"
        if tag == "d" and len(word) > 1:  # 自愿信托基金
            return behind == "n"
        return word in _JOINS or word in _INSIDE or tag[0] in "nvabjlsizgk" or tag == "eng"

    def _closes(self, tokens: list[_Token], k: int) -> bool:
        word, tag = tokens[k].unit.key, tokens[k].tag
        if word in self._suffixes and k > 0 and tokens[k - 1].tag[0] in "nv":
            return True
        if word in self._never or word in self._places or word in self._procedural or word in self._modifiers:
            return False
        return tag[0] in "nvabjlsizgk" or tag == "eng"

    def _prior(self, tokens: list[_Token], first: int, last: int, of: int, verbs: int) -> float:
        """How clean the ends are, and how much of a noun phrase stands between them."""
        prior = 0.6**verbs
        words = [token.unit.key for token in tokens[first:last]]
        if last < len(tokens):
            behind = tokens[last]
            if behind.tag == "k" or (behind.unit.key in self._suffixes and tokens[last - 1].tag[0] in "nv"):
                prior *= 0.5
            elif behind.tag[0] in "nj" and behind.unit.key not in self._never | self._places:
                prior *= 0.55
            elif behind.tag == "vn":
                prior *= 0.7
            elif behind.unit.key == "的" and tokens[last - 1].tag[0] in "ab" and last - first == 1:
                prior *= 0.6
        if first > 0:
            before = tokens[first - 1]
            if not self._frames.get(before.unit.key, frozenset()).isdisjoint(words):
                prior *= 0.5
            elif before.unit.key in _PREFIXES or (of and before.unit.key in self._actions):
                prior *= 0.6  # 信任的措施 of 建立信任的措施
            elif before.tag[0] == "v" and before.unit.key not in self._procedural | self._actions:
                prior *= 0.9
            elif (
                before.unit.key not in self._never | self._modifiers | self._places
                and before.tag[0] in "nbja"
            ):
                prior *= 0.85
        if words[0] in self._actions and last - first > 1:
            prior *= 0.9 if of else 0.7
        if of:
            prior *= 0.85
        if not _JOINS.isdisjoint(words):
            prior *= 0.9
        if tokens[last - 1].tag[0] == "v" and len(words[-1]) == 1 and last - first > 1:
            prior *= 0.6  # 刘老老笑
        if len(words[0]) == 1 and words[0] not in self._frames and words[0] not in _PREFIXES:
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


def _frames(entries: Iterable[str]) -> dict[str, frozenset[str]]:
    """What each opening word of a frame may be closed by."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        opening, _, closing = entry.partition("/")
        found.setdefault(opening, set()).add(closing)
    return {opening: frozenset(closing) for opening, closing in found.items()}


@cache
def _tags() -> dict[str, str]:
    """The part of speech of each word in jieba's dictionary; one look, for a tenth of a second."""
    with tokenizer(None).get_dict_file() as file:
        fields = file.read().decode("utf-8").split()
    return dict(zip(fields[::3], fields[2::3], strict=True))
