"""The order of the texts, for the rows of a table that a person has sorted otherwise."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter

from duiqi.corpus.model import Bead

NUMBER = re.compile(r"([0-9]{1,12})(?:~[0-9]+)?")  # `5~2`: sorted rows that were written once more
Place = tuple[int, int, int, int]  # sorts as the beads do


def in_text_order(beads: Iterable[Bead]) -> tuple[Bead, ...]:
    """The beads of a file in the order of their spans; those without a span by their ids.

    A reviser sorts the rows by confidence to see the doubtful ones first. Beads that are in order already
    stay as they are, and so do those without spans whose ids are not a number each.

    >>> rows = [Bead.of_texts(range(1), range(1), id, [id], [id]) for id in ("3", "1", "2")]
    >>> [bead.id for bead in in_text_order(rows)]
    ['1', '2', '3']
    """
    found = tuple(beads)
    numbers = [int(match[1]) for bead in found if (match := NUMBER.fullmatch(bead.id))]
    has_spans = any(bead.source_span or bead.target_span for bead in found)
    if has_spans and _is_ascending(found):
        return found
    if len(set(numbers)) == len(found):
        found = tuple(bead for _, bead in sorted(zip(numbers, found, strict=True), key=itemgetter(0)))
    return _by_spans(found) if has_spans and not _is_ascending(found) else found


def _is_ascending(beads: Sequence[Bead]) -> bool:
    sides = [bead.source_span for bead in beads], [bead.target_span for bead in beads]
    return all(
        first <= second for side in sides for first, second in pairwise(span.start for span in side if span)
    )


def _by_spans(beads: Sequence[Bead]) -> tuple[Bead, ...]:
    """Beads by their spans; one without a span stays after the one before it."""
    pairs = sorted({pair for bead in beads if (pair := _starts(bead))})
    ranks = [sorted((pair[side], rank) for rank, pair in enumerate(pairs)) for side in (0, 1)]

    def place(bead: Bead) -> Place | None:
        """The rank of a bead with two spans, or of the last one before a bead that has one."""
        if pair := _starts(bead):
            return (bisect_left(pairs, pair), 0, 0, 0)
        for side, span in enumerate((bead.source_span, bead.target_span)):
            if span:
                at = bisect_right(ranks[side], (span.start, len(beads)))
                return (ranks[side][at - 1][1] if at else -1, 1, span.start, 0)
        return None

    keys: list[Place] = []
    last: Place = (-1, 0, 0, 0)
    for bead in beads:
        last = place(bead) or (*last[:3], 1)
        keys.append(last)
    return tuple(beads[number] for number in sorted(range(len(beads)), key=keys.__getitem__))


def _starts(bead: Bead) -> tuple[int, int] | None:
    """Where both sides of a bead begin, if both are known."""
    source, target = bead.source_span, bead.target_span
    return (source.start, target.start) if source and target else None
