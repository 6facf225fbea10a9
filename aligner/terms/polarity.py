"""Negations: a term that is cut off from one means the opposite, 授权披露 of "unauthorised disclosure".

未经授权披露 has a negation as "unauthorised disclosure" does, and 无输出电压 has one before 输出电压 as
"no output voltage" has. Where the negation of one side has none to answer it in or beside the term of the
other, the two are no pair there. The words are in segmenters/data.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from duiqi.aligner.terms.analysis import Analysis, Token
from duiqi.segmenters.wordlists import headed

GOVERNED = 3  # tokens before which 未经 negates a word: 未经书面授权
# unauthorised, but not unit, union, unique or under
_NEGATIVE = re.compile(r"un(?!der|til|i[cfoqtv])[a-z]{4,}|non(?:[a-z]{5,})?")
# incomplete and irreversible, but not inclusive, for clusive is no word
_OF_WORD = re.compile(r"(?:in|im|il|ir)([a-z]+(?:ble|ive|ete|ate|ent|al|ect|ous|id|ar))")
# no such entry, free of any defect
_BETWEEN = frozenset(("a", "an", "the", "any", "such", "of", "from", "to", "be", "been", "being", "yet"))

Flags = npt.NDArray[np.bool_]


class _Negated(NamedTuple):
    """The negations of a text: how many there are, and those of each candidate.

    inside  whether the candidate begins with one, or an English one has any
    before  whether one is before it, and would be cut off
    modal   likewise, but one of a verb, whose translation may have none: 不得 of "shall refrain from"
    """

    number: int
    inside: Flags
    before: Flags
    modal: Flags


def opposites(english: Analysis, chinese: Analysis, words: frozenset[str]) -> Flags:
    """Whether two candidates are opposites, as one is cut off from a negation: (english, chinese).

    words  English words, to tell an incomplete form from an inclusive one
    """
    of_chinese = _chinese(chinese)
    of_english = _english(english, words)
    if not (of_chinese.number or of_english.number):
        return np.zeros((len(english.candidates), len(chinese.candidates)), np.bool_)
    has_inside, is_after = of_english.inside[:, None], of_english.before[:, None]
    answered = is_after | (of_english.number >= of_chinese.number)
    severed = of_chinese.before & (has_inside | ~answered)
    severed |= of_chinese.modal & has_inside & ~is_after
    return severed | (is_after & ~has_inside & of_chinese.inside & (of_chinese.number <= of_english.number))


def _chinese(side: Analysis) -> _Negated:
    lists, tokens = headed("zh.terms"), side.tokens
    negative = [token.key in lists["negations"] for token in tokens]
    modal = [token.key in lists["modals"] for token in tokens]
    unlicensed = [token.key.startswith("未经") for token in tokens]  # 未经许可 is a word of the dictionary

    def is_before(first: int) -> bool:
        if first and negative[first - 1]:
            return True
        words = range(max(first - GOVERNED, 0), first)
        return any(tokens[k].key == "未经" and _is_run(tokens[k:first]) for k in words)

    firsts = [one.first for one in side.candidates]
    return _Negated(
        sum(negative) + sum(modal) + sum(u and not n for u, n in zip(unlicensed, negative, strict=True)),
        np.array([negative[k] or unlicensed[k] for k in firsts], np.bool_),
        np.array([is_before(k) for k in firsts], np.bool_),
        np.array([k > 0 and modal[k - 1] for k in firsts], np.bool_),
    )


def _is_run(tokens: list[Token]) -> bool:
    """Whether there is neither a mark nor 的 among these tokens."""
    return all(token.key.isalnum() and token.key != "的" for token in tokens)


def _english(side: Analysis, words: frozenset[str]) -> _Negated:
    lists, tokens = headed("en.terms"), side.tokens
    plain = [_is_negation(token, lists["negations"]) for token in tokens]
    follows = [k > 0 and token.key in lists["without"] for k, token in enumerate(tokens)]
    affixed = [_is_negative(token.key, words) for token in tokens]

    def is_beside(first: int, stop: int) -> bool:
        while first and tokens[first - 1].key in _BETWEEN:
            first -= 1
        return bool(first and (plain[first - 1] or follows[first - 1] or tokens[first - 1].key == "non")) or (
            stop < len(tokens) and follows[stop]
        )

    negative = [any(found) for found in zip(plain, follows, affixed, strict=True)]
    spans = [(one.first, one.stop) for one in side.candidates]
    return _Negated(
        sum(negative),
        np.array([any(negative[first:stop]) for first, stop in spans], np.bool_),
        np.array([is_beside(*span) for span in spans], np.bool_),
        np.zeros(len(spans), np.bool_),
    )


def _is_negation(token: Token, negations: frozenset[str]) -> bool:
    return token.key in negations or token.text.lower().replace("’", "'").endswith("n't")


def _is_negative(word: str, words: frozenset[str]) -> bool:
    """Whether an English word has a negative prefix."""
    found = _OF_WORD.fullmatch(word)
    return bool(_NEGATIVE.fullmatch(word) or (found and found[1] in words))
