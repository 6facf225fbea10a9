"""English terms that have the same words in other forms: fail and failure, key of type int and int key."""

from __future__ import annotations

import re

from duiqi.corpus.languages import FUNCTION_WORDS

SEVERAL = 2  # words of a term that may be all that another has in common with it
LEAST = 3  # letters that two words of one stem begin with
# What may follow the letters in which two words of one stem agree. Not -er and -able: operator and operation,
# comparable and comparison are terms of their own.
_ENDINGS = frozenset({
    "", "e", "s", "es", "ed", "d", "de", "ing", "ion", "ation", "ition", "sion", "tion", "ment", "ness",
    "ity", "y", "ies", "ied", "ic", "ical", "ance", "ence", "t", "cy", "ure", "age", "ior", "iour", "n",
})  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


def are_related(one: str, other: str) -> bool:
    """Whether the content words of a term are those of another, or several of them, in any order and form.

    >>> are_related("implements", "implementation"), are_related("key of type int", "int key")
    (True, True)
    >>> are_related("operator", "operation"), are_related("mine", "mine clearance")
    (False, False)
    """
    left, right = sorted((_content(one), _content(other)), key=len)
    if not left or len(left) < min(len(right), SEVERAL):
        return False
    for word in left:
        found = next((own for own in right if _have_one_stem(word, own)), None)
        if found is None:
            return False
        right.remove(found)
    return True


def _content(text: str) -> list[str]:
    words = (word for word in _WORD.findall(text.lower()) if word not in FUNCTION_WORDS["en"])
    return [word for word in words if word != "s"]


def _have_one_stem(one: str, other: str) -> bool:
    common = next((k for k, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    common = min(len(one), len(other)) if common is None else common
    return one == other or any(
        one[k:] in _ENDINGS and other[k:] in _ENDINGS for k in range(common, LEAST - 1, -1)
    )
