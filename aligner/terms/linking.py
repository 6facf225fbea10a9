"""Every occurrence given its counterpart, so that frequencies and contexts are real."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import itemgetter
from typing import Any

from aligner.terms.store import Store

LEAST = 0.35  # score below which two candidates are not linked
HERE = 0.1  # what the links in the bead at hand count beside the score over the whole text
NEXT_BEST = 0.7  # of the best partner's score
A_TRANSACTION = 100_000


def link_occurrences(store: Store) -> None:
    """Fill the store's `linked` and `inside`: best pairs first, each occurrence once.

    Terms inside terms are linked too: mine action inside assistance in mine action. The
    `nested` ones are those inside a longer linked pair on both sides, for what occurs in
    nothing but longer terms is none of its own (Frantzi et al. 2000).
    """
    found = store.rows(
        "select l.bead, l.s, l.t, l.s0, l.s1, l.t0, l.t1, l.fit, p.score from links l "
        "join scored p on p.s = l.s and p.t = l.t where p.score >= ? order by l.bead, l.s0, l.s1, l.t0, l.t1",
        LEAST,
    )
    covers: Counter[tuple[int, int]] = Counter()
    rows: list[tuple[int, ...]] = []
    for _, bead in groupby(found, itemgetter(0)):
        taken = _greedy(list(bead))
        for row in taken:
            outer = _around(row, taken)
            for s in {other[1] for other in outer}:
                covers[row[1], s] += 1
            rows.append((row[1], row[2], row[0], *row[3:7], int(bool(outer))))
        if len(rows) > A_TRANSACTION:
            _put(store, rows, covers)
            rows, covers = [], Counter()
    _put(store, rows, covers)
    store.run("create index linked_pairs on linked (s, t, bead)")
    store.run("create index linked_places on linked (bead, s0, s1)")
    store.run("create index inside_terms on inside (inner)")


def _put(store: Store, rows: list[tuple[int, ...]], covers: Counter[tuple[int, int]]) -> None:
    store.add("linked", rows)
    store.add("inside", ((*pair, n) for pair, n in covers.items()))


def _greedy(found: list[Any]) -> list[Any]:
    found.sort(key=lambda row: (-(row[8] + HERE * row[7]), row))
    best: dict[tuple[int, ...], float] = {}
    for row in found:
        for place in ((0, *row[3:5]), (1, *row[5:7])):
            best.setdefault(place, row[8])
    sources: set[tuple[int, int]] = set()
    targets: set[tuple[int, int]] = set()
    taken = []
    for row in found:
        source, target = row[3:5], row[5:7]
        # What is left over when its real counterpart is taken is not linked to what is left there.
        enough = NEXT_BEST * max(best[0, *source], best[1, *target])
        if source not in sources and target not in targets and row[8] >= enough:
            sources.add(source)
            targets.add(target)
            taken.append(row)
    return taken


def _around(row: Any, taken: list[Any]) -> list[Any]:
    """The linked pairs of the same bead that this one is a part of, on both sides."""
    _, s, _, s0, s1, t0, t1, *_ = row
    return [
        other
        for other in taken
        if other[3] <= s0 and s1 <= other[4] and other[5] <= t0 and t1 <= other[6] and other[1] != s
    ]
