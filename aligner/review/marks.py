"""Marks in the two texts of a bead: numbers, dates, units, symbols and list labels that differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from duiqi.aligner.check.figures import check_dates, check_numbers, check_units
from duiqi.aligner.check.symbols import check_symbols
from duiqi.aligner.check.unit import Hit, Unit, quoted
from duiqi.aligner.evidence.labels import label_keys
from duiqi.corpus.cutting import Which
from duiqi.corpus.joining import joiner
from duiqi.corpus.layout.division_names import are_rendered
from duiqi.corpus.layout.divisions import division
from duiqi.corpus.model import Bead, BeadSegment, Span

DIGITS = re.compile(r"\d{1,9}")


def check_labels(unit: Unit) -> Iterator[Hit]:
    """Labels of the two texts, in order, that stand for different numbers or letters.

    Only beads with as many labels on one side as on the other: elsewhere the label of a text may stand
    alone in a bead of its own.
    """
    source = _labels(unit.bead.source_segments, unit.source_lang)
    target = _labels(unit.bead.target_segments, unit.target_lang)
    if len(source) != len(target):
        return
    for (label, at), (other, there) in zip(source, target, strict=True):
        if are_different(label, other):
            yield Hit(f"label {quoted(label)} is {quoted(other)} in the translation", (at,), (there,))


def are_different(label: str, other: str) -> bool:
    """Whether two labels cannot be the same; the third letter may be rendered as the third number.

    >>> are_different("(c)", "（三）"), are_different("(c)", "（四）"), are_different("Article 3", "第三章")
    (False, True, True)
    >>> are_different("3.1", "1.3"), are_different("•", "3.")  # a bullet has no number
    (True, False)
    """
    named, theirs = division(label), division(other)
    if named and theirs and not are_rendered(named, theirs):
        return True
    parts, other_parts = DIGITS.findall(label), DIGITS.findall(other)
    if parts and other_parts and len(parts) + len(other_parts) > 2:
        return [int(part) for part in parts] != [int(part) for part in other_parts]
    keys, other_keys = _ordinals(label), _ordinals(other)
    return bool(keys and other_keys) and not keys & other_keys


def _ordinals(label: str) -> frozenset[str]:
    keys = label_keys(label)
    letters = (key for key in keys if len(key) == 1 and "a" <= key <= "z")
    return keys | {str(ord(letter) - ord("a") + 1) for letter in letters}


def _labels(segments: Sequence[BeadSegment], lang: str) -> list[tuple[str, Span]]:
    """The labels with which segments open, and where they are in the joined text."""
    return [
        (segment.label, Span(begin, begin + len(segment.label)))
        for segment, begin in zip(segments, _begins(segments, lang), strict=True)
        if segment.label and segment.text.startswith(segment.label)
    ]


CHECKS: dict[str, Callable[[Unit], Iterator[Hit]]] = {
    "numbers": check_numbers,
    "dates": check_dates,
    "units": check_units,
    "symbols": check_symbols,
    "labels": check_labels,
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
    before = Unit.of(at - 1, beads[at - 1], langs) if at else None
    after = Unit.of(at + 1, beads[at + 1], langs) if at + 1 < len(beads) else None
    unit = Unit.of(at, bead, langs, before, after)
    return tuple(
        mark
        for code, check in CHECKS.items()
        for hit in check(unit)
        for mark in _of_hit(bead, langs, code, hit)
    )


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
    for number, (segment, begin) in enumerate(zip(segments, _begins(segments, lang), strict=True)):
        start, end = max(span.start, begin), min(span.end, begin + len(segment.text))
        if start < end:
            yield number, start - begin, end - begin


def _begins(segments: Sequence[BeadSegment], lang: str) -> Iterator[int]:
    """Where each segment begins in the joined text of its side."""
    begin = 0
    for segment in segments:
        yield begin
        if segment.text:
            begin += len(segment.text) + len(joiner(segment, lang))
