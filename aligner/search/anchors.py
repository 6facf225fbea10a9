"""Anchors: pairs of single segments that steer the search, found by the margin of their similarity."""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby

import numpy as np

from duiqi.aligner.arrays import Floats32, Ints

NEIGHBOURS = 4  # whose mean similarity a margin is measured against
SURE = 0.02  # margin above which a pair in the chain is an anchor
EQUAL = 0.999  # similarity of segments with the same text between the same neighbours
WIDE = 1 << 14  # nodes of a gap between two anchors in which equal segments are anchors too
REPEATED = 0.98  # similarity of segments with the same text, whatever their neighbours
PERIOD = 16  # segments after which a text that repeats itself begins anew
AT_ONCE = 1 << 22  # similarities that are held in memory


def margin(cosine: Floats32, k: int = NEIGHBOURS) -> Floats32:
    """Subtract from each similarity the mean similarity of the pair's nearest neighbours.

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
    """The nearest target segments of each source segment, with a margin above zero.

    As `margin`, in batches of rows: time grows with the product of the lengths, memory with their sum.

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
    # Of the chains so far only those that no other beats with a smaller last column and as large a sum:
    # their last columns, ascending, and their last pairs. Their sums ascend too.
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


def find_anchors(source: Floats32, target: Floats32) -> tuple[Ints, Ints]:
    """The source and the target segment of each anchor, both ascending, each (anchors,).

    source, target  embeddings of single segments, (segments, dimensions)
    """
    i, j, gains = candidates(source, target)
    found = chain(i, j, gains)
    sure = found[gains[found] > SURE]
    return with_equal_runs(i[sure], j[sure], source, target)


def with_equal_runs(i: Ints, j: Ints, source: Floats32, target: Floats32) -> tuple[Ints, Ints]:
    """The anchors with those that begin or end a wide gap between two of them: runs of equal segments.

    A column of equal lines has no pair that is closer than its neighbours, and a thousand lines would be
    a gap of a million nodes. The beginnings and the ends of such a gap correspond as far as they are equal,
    or as far as both sides repeat themselves in the same rhythm.
    """
    xs, ys = np.concatenate([[-1], i, [len(source)]]), np.concatenate([[-1], j, [len(target)]])
    added = []
    for gap in np.flatnonzero((np.diff(xs) - 1) * (np.diff(ys) - 1) > WIDE).tolist():
        rows, columns = slice(xs[gap] + 1, xs[gap + 1]), slice(ys[gap] + 1, ys[gap + 1])
        first, last = source[rows], target[columns]
        length = min(len(first), len(last))
        begins = _corresponding(first[:length], last[:length])
        ends = _corresponding(first[::-1][:length], last[::-1][:length])
        ends = ends[ends < length - begins.max(initial=-1) - 1]
        added += [(rows.start + k, columns.start + k) for k in begins.tolist()]
        added += [(rows.stop - 1 - k, columns.stop - 1 - k) for k in ends.tolist()]
    if not added:
        return i, j
    every = np.sort(np.concatenate([np.stack([i, j], 1), np.array(added, np.int64)]), axis=0)
    return every[:, 0], every[:, 1]


def _corresponding(left: Floats32, right: Floats32) -> Ints:
    """The leading rows that are equal in both, and those that repeat an earlier row at the same distance."""
    equal = (left * right).sum(axis=1) >= EQUAL
    ours, theirs = _distances(left), _distances(right)
    repeated = np.logical_and.accumulate(ours == theirs) & (ours > 0)
    return np.flatnonzero(np.logical_and.accumulate(equal) | repeated)


def _distances(rows: Floats32) -> Ints:
    """How many rows before each row there is an equal one, at most PERIOD; 0 where there is none."""
    found = np.zeros(len(rows), np.int64)
    for distance in range(min(PERIOD, len(rows) - 1), 0, -1):
        found[distance:][(rows[distance:] * rows[:-distance]).sum(axis=1) >= REPEATED] = distance
    return found
