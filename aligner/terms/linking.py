"""Every occurrence given its counterpart, so that frequencies and contexts are real."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any

from aligner.terms.store import Store

LEAST = 0.35  # score below which two candidates are not linked
HERE = 0.1  # what the links in the bead at hand count beside the score over the whole text
NEXT_BEST = 0.7  # of the best partner's score
FRAGMENT = 0.75  # what the score of a fragment of a longer term counts
A_TRANSACTION = 100_000


_FOUND = """
select l.bead, l.s, l.t, l.s0, l.s1, l.t0, l.t1,
       p.score * case when a.term is null then 1 else ? end * case when b.term is null then 1 else ? end
       + ? * l.fit
from links l
join scored p on p.s = l.s and p.t = l.t
left join fragments a on a.side = 0 and a.term = l.s
left join fragments b on b.side = 1 and b.term = l.t
where p.score >= ?
order by l.bead
"""


def link_occurrences(store: Store) -> None:
    """Fill the store's `linked`: best pairs first, each occurrence once.

    Terms inside terms are linked too: mine action inside assistance in mine action. The
    `nested` ones are those inside a longer linked pair on both sides.
    """
    rows: list[tuple[int, ...]] = []
    for _, bead in groupby(store.rows(_FOUND, FRAGMENT, FRAGMENT, HERE, LEAST), itemgetter(0)):
        taken = _greedy(list(bead))
        rows += ((*row[1:3], row[0], *row[3:7], int(_is_nested(row, taken))) for row in taken)
        if len(rows) > A_TRANSACTION:
            store.add("linked", rows)
            rows = []
    store.add("linked", rows)
    store.run("create index linked_pairs on linked (s, t, bead)")
    store.run("create index linked_places on linked (bead, s0, s1)")


def _greedy(found: list[Any]) -> list[Any]:
    found.sort(key=lambda row: (-row[7], row))
    best: dict[tuple[int, ...], float] = {}
    for row in found:
        for place in ((0, *row[3:5]), (1, *row[5:7])):
            best.setdefault(place, row[7])
    sources: set[tuple[int, int]] = set()
    targets: set[tuple[int, int]] = set()
    taken = []
    for row in found:
        source, target = row[3:5], row[5:7]
        # What is left over when its real counterpart is taken is not linked to what is left there.
        enough = NEXT_BEST * max(best[0, *source], best[1, *target])
        if source not in sources and target not in targets and row[7] >= enough:
            sources.add(source)
            targets.add(target)
            taken.append(row)
    return taken


def _is_nested(row: Any, taken: list[Any]) -> bool:
    """Whether the pair is a part of another linked pair of the same bead, on both sides."""
    s0, s1, t0, t1 = row[3:7]
    return any(
        other[3] <= s0 and s1 <= other[4] and other[5] <= t0 and t1 <= other[6] and other is not row
        for other in taken
    )
