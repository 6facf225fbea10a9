"""Where the translation roughly is: anchors, and the corridor around them."""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints
from duiqi.aligner.search.lattice import Corridor

NEIGHBOURS = 4  # whose mean similarity a margin is measured against
SURE = 0.02  # margin above which an anchor steers the corridor
ROOM = 8  # nodes to either side of the anchors' line
LARGEST = 1 << 20  # nodes between two anchors; of more only the surroundings of the anchors are looked at
NEAR = 256  # segments around such an anchor
AT_ONCE = 1 << 22  # similarities that are held in memory


def margin(cosine: Floats32, k: int = NEIGHBOURS) -> Floats32:
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


def candidates(source: Floats32, target: Floats32, k: int = NEIGHBOURS) -> tuple[Ints, Ints, Floats32]:
    """Each source segment's nearest target segments, by how far they are above the margin.

    Time grows with the product of the lengths, memory with their sum.

    source, target  embeddings of single segments, (segments, dimensions)
    returns         rows, columns and positive margins of at most `k` pairs a row, row by row
    """
    k = min(k, len(source), len(target))
    if not k:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
    nearest = np.full((k, len(target)), -np.inf, np.float32)
    columns, values = (np.empty((len(source), k), kind) for kind in (np.int64, np.float32))
    step = max(AT_ONCE // len(target), 1)
    for first in range(0, len(source), step):
        rows = slice(first, first + step)
        cosine = source[rows] @ target.T
        columns[rows] = np.argpartition(cosine, -k, axis=1)[:, -k:]
        values[rows] = np.take_along_axis(cosine, columns[rows], axis=1)
        nearest = np.partition(np.concatenate([nearest, cosine]), -k, axis=0)[-k:]
    gains = values - (values.mean(axis=1, keepdims=True) + nearest.mean(axis=0)[columns]) / 2
    found, place = np.nonzero(gains > 0)
    return found, columns[found, place], gains[found, place]


def chain(rows: Ints, columns: Ints, gains: Floats32) -> Ints:
    """The monotone one-to-one chain of pairs with the largest sum of gains.

    rows     of the pairs, ascending, with their columns and positive gains
    returns  the numbers of the pairs in the chain, ascending
    """
    # The best chains so far, by the column where they end; a longer one is worth more.
    ends: list[int] = []
    last: list[int] = []
    totals = gains.astype(np.float64).tolist()
    before = [-1] * len(totals)
    at = columns.tolist()
    for _, row in groupby(range(len(totals)), key=rows.tolist().__getitem__):
        several = list(row)
        for pair in several:
            if place := bisect_left(ends, at[pair]):
                before[pair] = last[place - 1]
                totals[pair] += totals[before[pair]]
        for pair in several:
            place = bisect_left(ends, at[pair])
            if place and totals[last[place - 1]] >= totals[pair]:
                continue
            beyond = place
            while beyond < len(ends) and totals[last[beyond]] <= totals[pair]:
                beyond += 1
            if beyond == place and place < len(ends) and ends[place] == at[pair]:
                continue
            ends[place:beyond], last[place:beyond] = [at[pair]], [pair]
    found = []
    pair = last[-1] if last else -1
    while pair >= 0:
        found.append(pair)
        pair = before[pair]
    return np.array(found[::-1], np.int64)


def corridor(source: Floats32, target: Floats32) -> Corridor:
    """The nodes worth looking at, around the anchors and the stretches between them.

    source, target  embeddings of single segments, (segments, dimensions)
    """
    i, j, gains = candidates(source, target)
    found = chain(i, j, gains)
    sure = found[gains[found] > SURE]
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
    for gap in np.flatnonzero(np.diff(xs) * np.diff(ys) > LARGEST).tolist():
        # Text that only one side has, on both sides: nothing says what could belong together.
        top, bottom = int(np.ceil(xs[gap])), int(np.floor(xs[gap + 1]))
        turn = min(top + NEAR, (top + bottom) // 2)
        high[top:turn] = np.minimum(high[top:turn], low[top:turn] + 2 * (NEAR + room))
        low[turn + 1 : bottom + 1] = np.maximum(
            low[turn + 1 : bottom + 1], high[turn + 1 : bottom + 1] - 2 * (NEAR + room)
        )
    return Corridor(np.clip(low, 0, columns), np.clip(high, 0, columns))
