"""Every occurrence given its counterpart, so that frequencies and contexts are real."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from duiqi.aligner.terms.store import SOURCE, TARGET, Store

LEAST = 0.35  # score below which two candidates are not linked
HERE = 0.1  # what the links in the bead at hand count beside the score over the whole text
NEXT_BEST = 0.7  # of the best partner's score
FRAGMENT = 0.75  # what the score of a fragment of a longer term counts
DEPENDENT = 0.6  # prior of a word that is never more than a part of a phrase
WHOLE = 0.7  # of the part's value, to be preferred to it
A_TRANSACTION = 100_000


_FOUND = """
select l.bead, l.s, l.t, l.s0, l.s1, l.t0, l.t1,
       p.score * case when f.term is null then 1 else :fragment end
       * case when g.term is null then 1 else :fragment end + :here * l.fit,
       a.prior <= :dependent and instr(a.text, ' ') = 0, b.prior <= :dependent and instr(b.text, ' ') = 0
from links l
join scored p on p.s = l.s and p.t = l.t
join terms a on a.side = 0 and a.term = l.s
join terms b on b.side = 1 and b.term = l.t
left join fragments f on f.side = 0 and f.term = l.s
left join fragments g on g.side = 1 and g.term = l.t
where p.score >= :least
order by l.bead
"""


class _Link(NamedTuple):
    """Two candidates of a bead that may be linked, and how much speaks for it."""

    bead: int
    s: int
    t: int
    s0: int
    s1: int
    t0: int
    t1: int
    value: float
    source_depends: int
    target_depends: int

    @property
    def places(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where the source and the target stand."""
        return (self.s0, self.s1), (self.t0, self.t1)


def link_occurrences(store: Store, spaced: tuple[bool, bool]) -> None:
    """Fill the store's `linked`: best pairs first, each occurrence once.

    Terms inside terms are linked too: mine action inside assistance in mine action. The
    `nested` ones are those inside a longer linked pair on both sides.
    """
    rows: list[tuple[int, ...]] = []
    found = store.rows(_FOUND, fragment=FRAGMENT, here=HERE, least=LEAST, dependent=DEPENDENT)
    for _, bead in groupby(map(_Link._make, found), attrgetter("bead")):
        taken = _greedy(sorted(bead, key=lambda link: (-link.value, link)), spaced)
        rows += ((link.s, link.t, link.bead, *link[3:7], int(_is_nested(link, taken))) for link in taken)
        if len(rows) > A_TRANSACTION:
            store.add("linked", rows)
            rows = []
    store.add("linked", rows)
    store.run("create index linked_pairs on linked (s, t, bead)")
    store.run("create index linked_places on linked (bead, s0, s1)")


def _greedy(found: list[_Link], spaced: tuple[bool, bool]) -> list[_Link]:
    best: tuple[_Values, _Values] = {}, {}
    at: tuple[_Links, _Links] = {}, {}
    for link in found:
        for side, place in enumerate(link.places):
            best[side].setdefault(place, link.value)
            at[side].setdefault(place, []).append(link)
    used: tuple[set[tuple[int, int]], set[tuple[int, int]]] = set(), set()
    taken = []
    for first in found:
        if any(place in gone for place, gone in zip(first.places, used, strict=True)):
            continue
        link = _whole(first, at, used, spaced)
        # What is left over when its real counterpart is taken is not linked to what is left there.
        enough = NEXT_BEST * max(values[place] for values, place in zip(best, link.places, strict=True))
        if link.value >= enough:
            for gone, place in zip(used, link.places, strict=True):
                gone.add(place)
            taken.append(link)
    return taken


_Values = dict[tuple[int, int], float]
_Links = dict[tuple[int, int], list[_Link]]


def _whole(
    link: _Link,
    at: tuple[_Links, _Links],
    used: tuple[set[tuple[int, int]], set[tuple[int, int]]],
    spaced: tuple[bool, bool],
) -> _Link:
    """The best link of the longer term where a word never stands alone: mine clearance, not clearance.

    That is, where the longer one is linked to the same target nearly as well. Only where words
    are written apart: there the form says whether something stands alone.
    """
    for side, other in ((SOURCE, TARGET), (TARGET, SOURCE)):
        if not spaced[side] or not link[8 + side]:
            continue
        start, end = link.places[side]
        for longer in at[other][link.places[other]]:
            low, high = longer.places[side]
            if low <= start and end <= high and high - low > end - start and (low, high) not in used[side]:
                if longer.value < WHOLE * link.value:
                    return link
                return next(own for own in at[side][low, high] if own.places[other] not in used[other])
    return link


def _is_nested(link: _Link, taken: list[_Link]) -> bool:
    """Whether the pair is a part of another linked pair of the same bead, on both sides."""
    return any(
        other.s0 <= link.s0 and link.s1 <= other.s1 and other.t0 <= link.t0 and link.t1 <= other.t1
        for other in taken
        if other is not link
    )
