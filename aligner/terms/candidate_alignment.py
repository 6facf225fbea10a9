"""The fit of two candidates in a bead, from the alignment of their words."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from duiqi.aligner.arrays import Floats32, Floats64, Ints
from duiqi.aligner.terms.analysis import Analysis
from duiqi.aligner.terms.word_alignment import WordAlignment

# A candidate whose first or last word is aligned outside the other candidate is a wider or a narrower one:
# 清空尘盒 of "dust box". ENDS is the share of a fit that such a word takes away, if none of it is inside;
# nothing is taken away if a share of FULL is.
ENDS, FULL = 0.5, 0.5
# But a word without a counterpart is linked to any other that has none: the 刀 of 竖琴刀 (a harp) to the verb
# `cut`. Both directions of the alignment give such a link less than FIRM, most of them less than LOOSE; the
# less they do, the less is taken from a candidate without spaces that is CLEAN by its unithood.
LOOSE, FIRM = 0.15, 0.45
CLEAN = 0.8


def fits(
    words: WordAlignment, source: Analysis, target: Analysis, spaced: tuple[bool, bool] = (True, True)
) -> Floats32:
    """How well each source candidate is aligned with each target candidate: (source, target), 0 to 1.

    The geometric mean of four shares, two for each direction of the word alignment: the share of one
    candidate's words that the other's generate; the share of what one's words generate that is in the other.
    Less where the first or the last word of either is aligned outside the other (ENDS).

    spaced  whether source and target separate words by spaces; if not, a clean candidate may well begin or
            end with a word that nothing translates
    """
    s, t = _content_spans(source), _content_spans(target)
    forward, backward = _prefix_sums(words.forward), _prefix_sums(words.backward)
    inside_forward, inside_backward = _block_sums(forward, s, t), _block_sums(backward, s, t)
    every_source = np.array([[0], [forward.shape[0] - 1]])
    every_target = np.array([[0], [forward.shape[1] - 1]])
    by_source = _block_sums(forward, s, every_target)  # (source, 1): all that the source words generate
    by_target = _block_sums(backward, every_source, t)  # (1, target)
    source_words = np.maximum(s[1] - s[0], 1)[:, None]
    target_words = np.maximum(t[1] - t[0], 1)
    shares = (
        inside_forward / target_words,
        inside_backward / source_words,
        inside_forward / np.maximum(by_source, 1e-6),
        inside_backward / np.maximum(by_target, 1e-6),
    )
    whole = np.prod(np.clip(np.stack(shares), 0, 1), axis=0) ** 0.25
    firm = _prefix_sums(np.minimum(words.forward, words.backward))
    ends = np.minimum(
        _ends_inside(forward, firm, s, t, _is_clean(target, spaced[1])),
        _ends_inside(backward.T, firm.T, t, s, _is_clean(source, spaced[0])).T,
    )
    fit: Floats32 = (whole * (1 - ENDS + ENDS * ends)).astype(np.float32)
    return fit


def _is_clean(side: Analysis, spaced: bool) -> npt.NDArray[np.bool_]:
    """Whether each candidate is without spaces and has good boundaries: (candidates,)."""
    return np.array([not spaced and one.unithood >= CLEAN for one in side.candidates], np.bool_)


def _ends_inside(
    generated: Floats64, firm: Floats64, others: Ints, own: Ints, clean: npt.NDArray[np.bool_]
) -> Floats64:
    """How far the first and the last word of each candidate are aligned inside each of the other side.

    generated    prefix sums of the probability that a word of the other side generated a word of its own
    firm         prefix sums of the smaller of the probabilities of both directions, likewise
    others, own  the candidates of either side, as ranges
    clean        whether a word of a candidate that has no counterpart anywhere takes nothing away
    returns      (others, own), 0 to 1: of the end that is less so
    """
    every = np.array([[0], [firm.shape[0] - 1]])
    found = []
    for end in _ends(own):
        inside = np.clip(_block_sums(generated, others, end) / FULL, 0, 1)
        if clean.any():
            outside = _block_sums(firm, every, end) - _block_sums(firm, others, end)
            inside = np.maximum(inside, clean * (1 - np.clip((outside - LOOSE) / (FIRM - LOOSE), 0, 1)))
        found.append(inside)
    return np.minimum(*found)


def _ends(spans: Ints) -> tuple[Ints, Ints]:
    """The first and the last content word of each candidate, as ranges: (2, candidates) each."""
    first, stop = spans
    return np.stack([first, np.minimum(first + 1, stop)]), np.stack([np.maximum(stop - 1, first), stop])


def _content_spans(side: Analysis) -> Ints:
    """The content words of each candidate as a half-open range of their numbers: (2, candidates)."""
    before = np.cumsum([0, *(token.is_content for token in side.tokens)])
    spans = np.array([(c.first, c.stop) for c in side.candidates], np.int64).reshape(-1, 2)
    return np.asarray(before[spans].T)


def _prefix_sums(matrix: Floats32) -> Floats64:
    """Two-dimensional prefix sums: [i, j] is the sum of matrix[:i, :j]."""
    padded = np.zeros((matrix.shape[0] + 1, matrix.shape[1] + 1))
    padded[1:, 1:] = matrix.cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    return padded


def _block_sums(sums: Floats64, rows: Ints, columns: Ints) -> Floats64:
    """The sum of each block of some rows and some columns, from prefix sums.

    rows, columns  half-open ranges: (2, ranges)
    returns        (row ranges, column ranges)
    """
    (above, below), (left, right) = rows, columns
    lower, upper = sums.take(below, axis=0), sums.take(above, axis=0)
    # In place, and by `take`: the arrays of a bead are so small that indexing takes most of the time.
    blocks: Floats64 = lower.take(right, axis=1)
    blocks -= upper.take(right, axis=1)
    blocks -= lower.take(left, axis=1)
    blocks += upper.take(left, axis=1)
    return blocks
