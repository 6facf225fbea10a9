"""Whether two list labels, of whatever writing, count alike."""

from __future__ import annotations

import re
import unicodedata

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def label_keys(label: str) -> frozenset[str]:
    """What a list label may count, to compare it with another writing system's.

    >>> label_keys("(c)") & label_keys("c)"), label_keys("㈢") & label_keys("(iii)")
    (frozenset({'c'}), frozenset({'3'}))
    >>> label_keys("第三条") & label_keys("Article 3")
    frozenset({'3'})
    """
    keys = set()
    for word in re.findall(
        r"\d+|[a-z]+|[一二三四五六七八九十]+", unicodedata.normalize("NFKC", label).casefold()
    ):
        if word.isdecimal():
            keys.add(str(int(word)))
        elif word.isascii():
            if len(word) == 1:
                keys.add(word)
            if word in ROMAN:
                keys.add(str(ROMAN.index(word) + 1))
        else:
            tens, ten, ones = word.rpartition("十")
            digits = "零一二三四五六七八九"
            keys.add(
                str((digits.find(tens) if tens else 1) * 10 * bool(ten) + max(digits.find(ones or "零"), 0))
            )
    return frozenset(keys)
