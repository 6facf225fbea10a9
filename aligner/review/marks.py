"""Marks in the two texts of a bead: numbers, dates, units and symbols that differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from duiqi.aligner.check.figures import check_dates, check_numbers, check_units
from duiqi.aligner.check.symbols import check_symbols
from duiqi.aligner.check.unit import Hit, Unit
from duiqi.corpus.cutting import Which
from duiqi.corpus.joining import join_segments, joiner
from duiqi.corpus.model import Bead, BeadSegment, Span

CHECKS: dict[str, Callable[[Unit], Iterator[Hit]]] = {
    "numbers": check_numbers,
    "dates": check_dates,
    "units": check_units,
    "symbols": check_symbols,
}


class Mark(NamedTuple):
    """A stretch of a segment with something that the other side has not, or has otherwise.

    start, end  code points of the segment's text
    code        of the check that found it
    text        the finding, in a line for people
    """

    side: Which
    segment: int
    start: int
    end: int
    code: str
    text: str


class Underlined(NamedTuple):
    """A term of the glossary and its equivalent in a bead.

    source, target  (segment, start, end)
    pair            the id in the glossary
    """

    source: tuple[int, int, int]
    target: tuple[int, int, int]
    pair: str


def marks_at(beads: Sequence[Bead], at: int, langs: tuple[str, str]) -> tuple[Mark, ...]:
    """The marks in the bead at a place; its neighbours may have what it seems to lack."""
    bead = beads[at]
    if not (bead.source and bead.target):
        return ()
    before = _unit(at - 1, beads[at - 1], langs) if at else None
    after = _unit(at + 1, beads[at + 1], langs) if at + 1 < len(beads) else None
    unit = _unit(at, bead, langs, before, after)
    return tuple(
        mark
        for code, check in CHECKS.items()
        for hit in check(unit)
        for mark in _of_hit(bead, langs, code, hit)
    )


def _unit(
    number: int, bead: Bead, langs: tuple[str, str], before: Unit | None = None, after: Unit | None = None
) -> Unit:
    source = join_segments(bead.source_segments, langs[0])
    target = join_segments(bead.target_segments, langs[1])
    return Unit(number, bead, source, target, *langs, before, after)


def _of_hit(bead: Bead, langs: tuple[str, str], code: str, hit: Hit) -> Iterator[Mark]:
    for span in hit.source_spans:
        for place in places(bead.source_segments, langs[0], span):
            yield Mark("source", *place, code, hit.message)
    for span in hit.target_spans:
        for place in places(bead.target_segments, langs[1], span):
            yield Mark("target", *place, code, hit.message)


def places(segments: Sequence[BeadSegment], lang: str, span: Span) -> Iterator[tuple[int, int, int]]:
    """A stretch of a side's joined text as stretches of its segments: (segment, start, end).

    >>> segments = BeadSegment.of_texts(["Yes.", "Come in."])
    >>> list(places(segments, "en", Span(0, 9)))
    [(0, 0, 4), (1, 0, 4)]
    """
    begin = 0
    for number, segment in enumerate(segments):
        if not segment.text:
            continue
        start, end = max(span.start, begin), min(span.end, begin + len(segment.text))
        if start < end:
            yield number, start - begin, end - begin
        begin += len(segment.text) + len(joiner(segment, lang))
