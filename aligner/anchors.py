"""Where the translation roughly is: anchors, and the corridor around them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aligner.lattice import Corridor

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

NEIGHBOURS = 4  # whose mean similarity a margin is measured against
SURE = 0.02  # margin above which an anchor steers the corridor
ROOM = 8  # nodes to either side of the anchors' line


def margin(cosine: Floats, k: int = NEIGHBOURS) -> Floats:
    """Take from each similarity what the pair's nearest neighbours have anyway.

    A short sentence ("Yes.", “是的。”) is close to everything, so raw cosine pairs it
    with anything. After Artetxe and Schwenk (2019, arXiv:1811.01136), as a distance.

    cosine   (source segments, target segments)
    returns  the same shape; at or below zero reads "no closer than its neighbours"
    """
    k = min(k, *cosine.shape)
    rows = np.partition(cosine, -k, axis=1)[:, -k:].mean(axis=1, keepdims=True)
    columns = np.partition(cosine, -k, axis=0)[-k:].mean(axis=0)
    return np.asarray(cosine - (rows + columns) / 2, np.float32)


def chain(gain: Floats) -> tuple[Ints, Ints]:
    """The monotone one-to-one chain of pairs with the largest sum of gains.

    gain     (source segments, target segments); what is not positive is never taken
    returns  the pairs' rows and columns, ascending
    """
    gain = np.maximum(gain, 0)
    rows, columns = gain.shape
    total = np.zeros((rows + 1, columns + 1), np.float32)
    for i in range(rows):
        total[i + 1, 1:] = np.maximum.accumulate(np.maximum(total[i, 1:], total[i, :-1] + gain[i]))
    pairs = []
    i, j = rows, columns
    while i and j:
        if total[i, j] == total[i - 1, j]:
            i -= 1
        elif total[i, j] == total[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    found = np.array(pairs[::-1], np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def corridor(source: Floats, target: Floats) -> Corridor:
    """The nodes worth looking at, around the anchors and the stretches between them.

    source, target  embeddings of single segments, (segments, dimensions)
    """
    gain = margin(source @ target.T)
    i, j = chain(gain)
    sure = gain[i, j] > SURE
    return between(i[sure], j[sure], len(source), len(target))


def between(i: Ints, j: Ints, rows: int, columns: int, room: int = ROOM) -> Corridor:
    """The corridor along anchors, widened where they are sparse.

    Between two anchors it holds every node that a path through both can visit, so a
    missing chapter widens it by just that chapter.
    """
    xs = np.concatenate([[0], i + 0.5, [rows]])
    ys = np.concatenate([[0], j + 0.5, [columns]])
    at = np.arange(rows + 1)
    # The first row has an anchor ahead and the last one has one behind, like all others.
    behind = np.maximum(np.searchsorted(xs, at, side="left") - 1, 0)
    ahead = np.minimum(np.searchsorted(xs, at, side="right"), len(xs) - 1)
    low = np.floor(ys[behind]).astype(np.int64) - room
    high = np.ceil(ys[ahead]).astype(np.int64) + room
    return Corridor(np.clip(low, 0, columns), np.clip(high, 0, columns))
