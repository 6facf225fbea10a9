"""Which stretches of a bead's two sides are translations of each other, as far as links tell."""

from __future__ import annotations

import numpy as np

from duiqi.aligner.arrays import Floats32, Floats64, Ints
from duiqi.aligner.terms.analysis import Analysis
from duiqi.aligner.terms.links import BeadLinks


def spans(links: BeadLinks, source: Analysis, target: Analysis) -> Floats32:
    """How well each source candidate is linked to each target candidate: (source, target), 0 to 1.

    The geometric mean of four shares, two for each side: of the words inside, what is
    explained by the other stretch; of what the words inside explain, what lies inside it.
    """
    s, t = _bounds(source), _bounds(target)
    forth, back = _sums(links.forth), _sums(links.back)
    columns, rows = forth.shape[1] - 1, forth.shape[0] - 1
    inside_forth, inside_back = _block(forth, s, t), _block(back, s, t)
    everything = np.array([[0], [columns]]), np.array([[0], [rows]])
    explains = _block(forth, s, everything[0])  # (source, 1): all that the source words explain
    explained = _block(back, everything[1], t)  # (1, target)
    words_s = np.maximum(s[1] - s[0], 1)[:, None]
    words_t = np.maximum(t[1] - t[0], 1)
    parts = (
        inside_forth / words_t,
        inside_back / words_s,
        inside_forth / np.maximum(explains, 1e-6),
        inside_back / np.maximum(explained, 1e-6),
    )
    score: Floats32 = (np.prod(np.clip(np.stack(parts), 0, 1), axis=0) ** 0.25).astype(np.float32)
    return score


def _bounds(side: Analysis) -> Ints:
    """The first and last content unit of each candidate, by their numbers: (2, candidates)."""
    before = np.cumsum([0, *(unit.content for unit in side.units)])
    spans = np.array([(c.first, c.last) for c in side.candidates], np.int64).reshape(-1, 2)
    return np.asarray(before[spans].T)


def _sums(matrix: Floats32) -> Floats64:
    """Sums over all upper left corners."""
    padded = np.zeros((matrix.shape[0] + 1, matrix.shape[1] + 1))
    padded[1:, 1:] = matrix.cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    return padded


def _block(sums: Floats64, rows: Ints, columns: Ints) -> Floats64:
    """Sums of the blocks that ranges of rows and of columns cut out."""
    (a, b), (c, d) = rows, columns
    return sums[np.ix_(b, d)] - sums[np.ix_(a, d)] - sums[np.ix_(b, c)] + sums[np.ix_(a, c)]
