"""Terms that occur in nothing but one longer term.

`clearance` in mine clearance, 遗留爆炸物 in 战争遗留爆炸物: the idea of the C-value
(Frantzi, Ananiadou and Mima 2000), taken to its end. Nothing is dropped here, for the
longer term may have no counterpart; but where both could be linked, the longer one is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

import numpy as np

from duiqi.aligner.terms.store import SOURCE, TARGET, Store

COVERED = 0.85  # of its occurrences
LONGER = 40, 12  # characters by which the longer term may be longer: of spaced languages, of others
A_TRANSACTION = 200_000

# A term is no fragment of what it is coordinated with, nor of what opens with `new`.
_FOUND = """
insert into fragments
select distinct side, inner from (
    select c.side, c.inner, sum(c.n) n, i.n total
    from covers c
    join terms i on i.side = c.side and i.term = c.inner
    join terms o on o.side = c.side and o.term = c.outer
    where o.prior >= 0.6 and o.kind != 'phrase'
    group by c.side, c.inner, c.outer
)
where n >= ? * total
"""
# Only what occurs twice can be known to occur in nothing else.
_PLACES = """
select distinct l.bead, l.{side}, l.{side}0, l.{side}1
from links l join terms on terms.side = ? and terms.term = l.{side}
where terms.n > 1 and terms.row >= 0
order by l.bead, l.{side}0, l.{side}1
"""


def find_fragments(store: Store, spaced: tuple[bool, bool]) -> None:
    """Fill the store's `fragments`."""
    store.run("create table covers (side int, inner int, outer int, n int)")
    for side, name in ((SOURCE, "s"), (TARGET, "t")):
        places = store.rows(_PLACES.format(side=name), side)
        counts: Counter[tuple[int, int]] = Counter()
        for _, bead in groupby(places, itemgetter(0)):
            counts.update(_covers([row[1:] for row in bead], LONGER[0 if spaced[side] else 1]))
            if len(counts) > A_TRANSACTION:
                store.add("covers", ((side, *pair, n) for pair, n in counts.items()))
                counts.clear()
        store.add("covers", ((side, *pair, n) for pair, n in counts.items()))
    store.run(_FOUND, COVERED)
    store.run("drop table covers")


def _covers(places: list[tuple[int, int, int]], longer: int) -> Iterable[tuple[int, int]]:
    """Each term with the longer ones that it stands in, once for each of its places."""
    table = np.array(places, np.int64)
    starts, ends = table[:, 1], table[:, 2]
    around = (starts <= starts[:, None]) & (ends >= ends[:, None])
    around &= (ends - starts) <= (ends - starts)[:, None] + longer
    np.fill_diagonal(around, False)
    inner, outer = np.nonzero(around)
    found = {(k, places[o][0]) for k, o in zip(inner.tolist(), outer.tolist(), strict=True)}
    return ((places[k][0], term) for k, term in found if places[k][0] != term)
