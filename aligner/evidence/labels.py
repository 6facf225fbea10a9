"""List labels of any writing, "(c)", "㈢", "第三条": whether two of them are the same number or letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.evidence.sums import prefix_sums, range_sums

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
CHINESE = "零一二三四五六七八九"


class LabelComparison:
    """The list labels of two texts: which of them may be the same number or letter, and how many there are.

    source, target  the label of each segment, empty where there is none; both sides have some
    """

    def __init__(self, source: Sequence[str], target: Sequence[str]) -> None:
        rows, columns = sorted(set(source)), sorted(set(target))
        keys = [label_keys(label) for label in rows], [label_keys(label) for label in columns]
        self._alike = np.array([[bool(x & y) for y in keys[1]] for x in keys[0]], np.float32)
        self._rows = np.array([rows.index(label) for label in source], np.int64)
        self._columns = np.array([columns.index(label) for label in target], np.int64)
        self._source = prefix_sums(np.array([bool(label) for label in source], np.float32))
        self._target = prefix_sums(np.array([bool(label) for label in target], np.float32))

    def alike(self, i: Ints, j: Ints) -> Floats32:
        """1 where the labels of segments i and j may be the same number or letter, else 0."""
        found: Floats32 = self._alike[self._rows[i], self._columns[j]]
        return found

    def difference(self, i: Ints, a: Ints, j: Ints, b: Ints) -> Floats32:
        """The number of labels of the `a` source segments from i on, less that of the `b` target segments."""
        return range_sums(self._source, i, a) - range_sums(self._target, j, b)


def label_keys(label: str) -> frozenset[str]:
    """The numbers and letters that a list label may stand for, in one writing for all scripts.

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
            keys.add(
                str((CHINESE.find(tens) if tens else 1) * 10 * bool(ten) + max(CHINESE.find(ones or "零"), 0))
            )
    return frozenset(keys)
