"""Boundaries of candidates that the other side of a bead tells: a verb of its own is no part of a term.

In 用检漏仪检查接头 a noun seems to go on, 检漏仪检查; but 检查 translates `check`, which is in no candidate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from duiqi.aligner.lexicon import Lexicon
from duiqi.aligner.terms.analysis import Analysis, Candidate
from duiqi.aligner.terms.word_alignment import WordAlignment

SURE = 0.5  # the probability of a link, in either direction, from which on it is taken for one
TRANSLATES = 0.1  # the probability of its two words in the lexicon, or more
# Likewise a link that is less sure, of words that surely translate each other: 扫描 is linked to both
# words of "scan it with a scanner".
LIKELY, TRANSLATES_SURELY = 0.35, 0.4
WITH_VERB = 0.5  # the unithood of a candidate that begins or ends with such a verb is multiplied by this


def bounded(
    words: WordAlignment, source: Analysis, target: Analysis, lexicon: Lexicon
) -> tuple[Analysis, Analysis]:
    """The analyses; the unithood of candidates is lower that begin or end with the translation of a verb."""
    contents = _contents(source), _contents(target)
    outside = _outside(source, contents[0]), _outside(target, contents[1])
    if not any(any(side) for side in outside):
        return source, target
    verbs: tuple[set[int], set[int]] = set(), set()
    for i, j, is_sure in _links(words):
        if outside[0][i] != outside[1][j]:
            s, t = contents[0][i], contents[1][j]
            least = TRANSLATES if is_sure else TRANSLATES_SURELY
            if lexicon([source.tokens[s].key], [target.tokens[t].key])[0, 0] >= least:
                verbs[outside[0][i]].add(t if outside[0][i] else s)
    return _corrected(source, verbs[0]), _corrected(target, verbs[1])


def _links(words: WordAlignment) -> Iterator[tuple[int, int, bool]]:
    """The likely links of content words, and whether they are sure."""
    probability = np.minimum(words.forward, words.backward)
    rows, columns = (probability >= LIKELY).nonzero()
    sure = probability[rows, columns] >= SURE
    yield from zip(rows.tolist(), columns.tolist(), sure.tolist(), strict=True)


def _contents(side: Analysis) -> list[int]:
    """The tokens that are content words."""
    return [k for k, token in enumerate(side.tokens) if token.is_content]


def _outside(side: Analysis, contents: Sequence[int]) -> Sequence[bool]:
    """Whether each content word is in no candidate, as verbs are."""
    inside = {k for found in side.candidates for k in range(found.first, found.stop)}
    return [k not in inside for k in contents]


def _corrected(side: Analysis, verbs: set[int]) -> Analysis:
    if not verbs:
        return side
    return side._replace(candidates=[_lowered(found, verbs) for found in side.candidates])


def _lowered(found: Candidate, verbs: set[int]) -> Candidate:
    if found.stop - found.first > 1 and (found.first in verbs or found.stop - 1 in verbs):
        return found._replace(unithood=found.unithood * WITH_VERB)
    return found
