"""Labels of any writing, "(c)", "㈢", "第三条", "Article 3": whether two are the same number or letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import product

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.evidence.sums import prefix_sums, range_sums
from duiqi.corpus.layout.division_names import are_rendered
from duiqi.corpus.layout.divisions import division, division_at
from duiqi.corpus.layout.labels import Label
from duiqi.corpus.layout.number_words import word_number
from duiqi.corpus.layout.numerals import HAN_NUMBER, STEMS, han_number
from duiqi.corpus.values import whole

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
NUMERAL = re.compile(rf"\d+|[a-z]+|[{HAN_NUMBER}]+|[{STEMS}]")

# The value of the feature "label" for articles of different numbers, where the same number is 1: so the
# weight of 1.5 becomes -4.5, and an article without a counterpart stays without one.
OTHER_NUMBER = -3.0
# An article counts as this many labels, since two articles are not the translation of one.
ARTICLE = 2


class LabelComparison:
    """The list labels of two texts: which of them may be the same number or letter, and how many there are.

    source, target  the label of each segment, empty where there is none; both sides have some
    """

    def __init__(self, source: Sequence[str], target: Sequence[str]) -> None:
        rows, columns = sorted(set(source)), sorted(set(target))
        keys = [label_keys(label) for label in rows], [label_keys(label) for label in columns]
        divisions = [division(label) for label in rows], [division(label) for label in columns]
        likeness = [
            [_likeness(*both, x, y) for both, y in zip(product([own], divisions[1]), keys[1], strict=True)]
            for own, x in zip(divisions[0], keys[0], strict=True)
        ]
        self._alike = np.array(likeness, np.float32)
        self._rows = np.array([rows.index(label) for label in source], np.int64)
        self._columns = np.array([columns.index(label) for label in target], np.int64)
        # Where only one side's labels are in words, an article and a number with a dot count alike. Where
        # both sides have articles, but only one of them has labels of lists, those of lists say nothing.
        article, item = 1, 1
        if all(map(any, divisions)):
            article, item = ARTICLE, all(any(map(_is_of_list, labels)) for labels in (rows, columns))
        self._source = _counted(source, article, item)
        self._target = _counted(target, article, item)

    def alike(self, i: Ints, j: Ints) -> Floats32:
        """1 where the labels of segments i and j may be the same number or letter, else 0.

        OTHER_NUMBER where they are articles of different numbers.
        """
        found: Floats32 = self._alike[self._rows[i], self._columns[j]]
        return found

    def difference(self, i: Ints, a: Ints, j: Ints, b: Ints) -> Floats32:
        """The number of labels of the `a` source segments from i on, less that of the `b` target segments.

        An article counts as ARTICLE labels.
        """
        return range_sums(self._source, i, a) - range_sums(self._target, j, b)


def _is_of_list(label: str) -> bool:
    return bool(label) and not division(label)


def _counted(labels: Sequence[str], article: int, item: int) -> Floats32:
    """Prefix sums of labels, each counted as so many: (segments + 1,)."""
    counts = {label: item if _is_of_list(label) else article * bool(label) for label in set(labels)}
    return prefix_sums(np.array([counts[label] for label in labels], np.float32))


def _likeness(first: str, second: str, keys: frozenset[str], others: frozenset[str]) -> float:
    """How alike two labels are, by their divisions and the numbers that they may stand for."""
    if first and second and not (are_rendered(first, second) and keys & others):
        return OTHER_NUMBER
    return float(bool(keys & others))


def label_keys(label: str) -> frozenset[str]:
    """The numbers and letters that a list label may stand for, in one writing for all scripts.

    >>> label_keys("(c)") & label_keys("c)"), label_keys("㈢") & label_keys("(iii)")
    (frozenset({'c'}), frozenset({'3'}))
    >>> label_keys("第三条") & label_keys("Article 3"), label_keys("第四十四条") & label_keys("Article XLIV")
    (frozenset({'3'}), frozenset({'44'}))
    >>> label_keys("（乙）") & label_keys("(b)"), label_keys("附件乙") & label_keys("Annex B") >= {"2"}
    (frozenset({'b'}), True)
    """
    if named := division_at(label):
        return _numbers_of(named)
    if number := word_number(label):
        return frozenset({str(number)})
    keys = set()
    for word in NUMERAL.findall(unicodedata.normalize("NFKC", label).casefold()):
        if word.isdecimal():
            keys.add(str(whole(word, -1)) if len(word) < 10 else word)
        elif word.isascii():
            if len(word) == 1:
                keys.add(word)
            if word in ROMAN:
                keys.add(str(ROMAN.index(word) + 1))
        elif word in STEMS:
            keys |= {str(1 + STEMS.index(word)), "abcdefghij"[STEMS.index(word)]}
        else:
            keys.add(str(han_number(word)))
    return frozenset(keys)


def _numbers_of(named: Label) -> frozenset[str]:
    """The numbers and letters of a label in words; `Annex B` may be the second annex, 附件二.

    An inserted article has none of its number alone: `Article 20 bis` is not 第二十条, but 第二十条之一 or
    第二十条之二, and so may `Article 20-1` be.
    """
    letters = re.findall(r"(?<!\w)[A-Z](?!\w)", named.text)
    numbers = re.findall(r"\d+", named.text)
    if named.added:
        return frozenset(f"{number}+{place}" for _, number in named.readings for place in named.added)
    is_annex = division(named.text) == "annex"
    found = [str(number) for style, number in named.readings if is_annex or not style.endswith(" A")]
    if len(numbers) == 2 and re.search(r"\d[–-]\d", named.text):
        found.append("+".join(numbers))
    return (
        frozenset(letter.lower() for letter in letters) | {str(int(number)) for number in numbers} | {*found}
    )
