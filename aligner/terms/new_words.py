"""Words that a Chinese dictionary does not have, found by their translations.

jieba cuts 维洛替尼, which its dictionary does not have, into 维, 洛, 替 and 尼. Tokens side by side are one
word if they occur where a candidate of the other language occurs (`velotinib`), and hardly anywhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from duiqi.aligner.terms.analysis import Analysis, Token
from duiqi.corpus.scripts import IDEOGRAPHS
from duiqi.segmenters.wordlists import headed

LEAST = 2  # occurrences of a word
TOKENS, CHARACTERS = 5, 6  # of a word, or fewer
SHORT, SINGLE = 3, 2  # a word has so many characters or fewer, or so many tokens of one character or more
TOGETHER = 0.85  # twice the occurrences that a word shares with its translation, by those of either; or more
COHESION = 0.5  # the share of the occurrences of a token of one character that are in the word, or more
WITHIN = 0.8  # a word that occurs so often, or more, in a longer one is a part of it
_FUNCTION = frozenset(
    "的地得了着过和与及或自至于等其所之未不也都并而且若经据均已又仅以出一二三四五六七八九十两几处"
)
_HAN = re.compile(f"[{IDEOGRAPHS}]+")

Keys = tuple[str, ...]  # of the tokens of a word


def new_words(texts: Sequence[Analysis], translations: Sequence[Analysis]) -> frozenset[Keys]:
    """The new words of Chinese texts."""
    never = _never()
    characters: Counter[str] = Counter()
    where: dict[Keys, list[int]] = {}
    for number, text in enumerate(texts):
        singles = [
            token.key for token in text.tokens if len(token.key) == 1 and _may_be_in_word(token, never)
        ]
        characters.update(singles)
        for run in _runs(text, never) if singles else ():
            where.setdefault(run, []).append(number)
    likely = {
        run: numbers
        for run, numbers in where.items()
        if len(numbers) >= LEAST
        and all(len(key) > 1 or len(numbers) >= COHESION * characters[key] for key in run)
    }
    if not likely:
        return frozenset()
    known = {one.key for text in texts for one in text.candidates if not one.doubtful}
    likely = {run: numbers for run, numbers in likely.items() if "".join(run) not in known}
    return frozenset(_whole({run: len(likely[run]) for run in _translated(likely, translations)}))


def contains(text: Analysis, words: Collection[Keys]) -> bool:
    """Whether a text has one of the words."""
    if not words:
        return False
    keys = [token.key for token in text.tokens]
    return any(
        tuple(keys[k : k + len(word)]) == word
        for word in words
        if word[0] in keys
        for k in range(keys.index(word[0]), len(keys))
    )


def _runs(text: Analysis, never: frozenset[str]) -> Iterator[Keys]:
    """The runs of tokens that may be a word."""
    tokens = text.tokens
    may_be = [_may_be_in_word(token, never) for token in tokens]
    may_be = [may and bool(_HAN.fullmatch(token.key)) for may, token in zip(may_be, tokens, strict=True)]
    for first, opening in enumerate(tokens):
        keys, length, singles = [opening.key], len(opening.key), int(len(opening.key) == 1)
        for k in range(first + 1, min(first + TOKENS, len(tokens))) if may_be[first] else ():
            key = tokens[k].key
            length, singles = length + len(key), singles + (len(key) == 1)
            if not may_be[k] or tokens[k].start != tokens[k - 1].end or length > CHARACTERS:
                break
            keys.append(key)
            if singles >= (1 if length <= SHORT else SINGLE):
                yield tuple(keys)


def _may_be_in_word(token: Token, never: frozenset[str]) -> bool:
    """Whether a token is no function word; 地 is one only where it is no noun: 地暖."""
    if token.key == "地":
        return token.is_content
    return token.key[0] not in _FUNCTION and token.key not in never


def _translated(runs: Mapping[Keys, Sequence[int]], translations: Sequence[Analysis]) -> Iterator[Keys]:
    """The runs that occur where a candidate of their translations occurs.

    runs  with the numbers of the texts in which they are
    """
    wanted = {number for numbers in runs.values() for number in numbers}
    totals = Counter(one.key for text in translations for one in text.candidates)
    counts = {number: Counter(one.key for one in translations[number].candidates) for number in wanted}
    for run, numbers in runs.items():
        shared: Counter[str] = Counter()
        for number, count in Counter(numbers).items():
            for key, its in counts[number].items():
                shared[key] += min(count, its)
        if any(n >= LEAST and 2 * n >= TOGETHER * (len(numbers) + totals[key]) for key, n in shared.items()):
            yield run


def _whole(found: Mapping[Keys, int]) -> Iterator[Keys]:
    """The words that are no part of a longer one, nor a longer one around a word that is commoner.

    found  with their occurrences
    """
    texts = {run: "".join(run) for run in found}
    for run, count in found.items():
        around = [n for other, n in found.items() if other != run and texts[run] in texts[other]]
        inside = [n for other, n in found.items() if other != run and texts[other] in texts[run]]
        is_part = any(n >= WITHIN * count for n in around)
        if not is_part and not any(count < WITHIN * n for n in inside):
            yield run


@cache
def _never() -> frozenset[str]:
    lists = headed("zh.terms")
    marks = frozenset(map(chr, range(128))) | frozenset("，。、；：？！（）《》“”‘’")
    return lists["never"] | lists["modifiers"] | lists["procedural"] | lists["places"] | _FUNCTION | marks
