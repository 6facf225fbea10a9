"""Nested terms: those that hardly occur outside one longer term.

`clearance` in mine clearance, 遗留爆炸物 in 战争遗留爆炸物: the idea of the C-value
(Frantzi, Ananiadou and Mima 2000), taken to its end. Nothing is dropped here, because the
longer term may have no counterpart. A nested term counts less when occurrences are linked
(`competitive_linking`), and gets no entry where nearly all of its links are nested (`termhood`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from duiqi.aligner.terms.schema import Enclosure
from duiqi.aligner.terms.store import SOURCE, TARGET, Store

NESTED_SHARE = 0.85  # of a nested term's occurrences are inside the longer one, or more
LONGER, LONGER_UNSPACED = 40, 12  # characters that the longer term may have more
PAIRS_AT_A_TIME = 200_000  # counted in memory


class _Occurrence(NamedTuple):
    bead: int
    term: int
    start: int
    end: int


# Only a term that occurs twice can be known to occur in nothing else.
_OCCURRENCES = """
select distinct bead, {side}, {side}_start, {side}_end
from cooccurrences join terms on terms.side = :side and terms.term = {side}
where terms.frequency > 1 and terms.embedding_row >= 0
order by bead, {side}_start, {side}_end
"""
# The longer term must be a likely one itself: no coordination (a "phrase"), and no phrase that begins with
# an evaluative adjective such as `new`: these have a unithood below 0.6.
_NESTED = """
insert into nested_terms
select distinct side, inner from (
    select e.side, e.inner, sum(e.frequency) frequency, i.frequency total
    from enclosures e
    join terms i on i.side = e.side and i.term = e.inner
    join terms o on o.side = e.side and o.term = e.outer
    where o.unithood >= 0.6 and o.kind != 'phrase'
    group by e.side, e.inner, e.outer
)
where frequency >= :share * total
"""

# The pairs around a pair whose source term occurs nowhere else, if all its links are inside theirs.
_AROUND = """
select l.source, o.source, o.target
from equivalents e
join links l on l.source = e.source and l.target = e.target
join links o on o.bead = l.bead and o.source_start <= l.source_start and l.source_end <= o.source_end
    and o.target_start <= l.target_start and l.target_end <= o.target_end
join terms i on i.side = 0 and i.term = l.source
join terms w on w.side = 0 and w.term = o.source and w.frequency >= i.frequency
where e.place = 1 and e.free = 0 and (o.source != l.source or o.target != l.target)
group by l.source, o.source, o.target
having count(distinct l.bead * 65536 + l.source_start) = max(e.frequency)
"""


class Around(NamedTuple):
    """A source term, and a longer pair that is around its best pair wherever that is linked."""

    inner: int
    source: int
    target: int


def pairs_around(store: Store) -> Iterator[Around]:
    """The longer pairs in which alone a source term and its best equivalent are linked."""
    return store.rows(Around, _AROUND)


def find_nested(store: Store, spaced: tuple[bool, bool]) -> None:
    """Fill the table of nested terms."""
    for side, name in ((SOURCE, "source"), (TARGET, "target")):
        longer = LONGER if spaced[side] else LONGER_UNSPACED
        counts: Counter[tuple[int, int]] = Counter()
        occurrences = store.rows(_Occurrence, _OCCURRENCES.format(side=name), side=side)
        for _, bead in groupby(occurrences, attrgetter("bead")):
            counts.update(_enclosures(list(bead), longer))
            if len(counts) > PAIRS_AT_A_TIME:
                _store(store, side, counts)
                counts.clear()
        _store(store, side, counts)
    store.run(_NESTED, share=NESTED_SHARE)
    store.drop(Enclosure)


def _store(store: Store, side: int, counts: Counter[tuple[int, int]]) -> None:
    store.insert(Enclosure, (Enclosure(side, *pair, n) for pair, n in counts.items()))


def _enclosures(occurrences: Sequence[_Occurrence], longer: int) -> Iterator[tuple[int, int]]:
    """Each term with each longer term around it, once for each of its occurrences in a bead."""
    spans = np.array([(at.start, at.end) for at in occurrences], np.int64)
    starts, ends = spans.T
    around = (starts <= starts[:, None]) & (ends >= ends[:, None])
    around &= (ends - starts) <= (ends - starts)[:, None] + longer
    np.fill_diagonal(around, False)
    inner, outer = np.nonzero(around)
    pairs = {(k, occurrences[o].term) for k, o in zip(inner.tolist(), outer.tolist(), strict=True)}
    return ((occurrences[k].term, term) for k, term in pairs if occurrences[k].term != term)
