"""Labels that stand alone, `Article 1` over its text, and the run-in ones of the other side, `第一条人人…`.

A heading of one side has no counterpart of its own where the other side's label is run in. There the
label is cut off its text, and both align one to one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from duiqi.aligner.evidence.labels import label_keys
from duiqi.corpus.layout.division_names import are_rendered
from duiqi.corpus.layout.divisions import division
from duiqi.corpus.model import Passage, Run, Segment, Segments, Span


def is_standing_label(segment: Segment) -> bool:
    """Whether a segment is nothing but a label in words."""
    if not division(segment.label):
        return False
    text, label = ("".join(part.split()) for part in (segment.printed, segment.label))
    return text.rstrip(".:：") == label


def apart(segments: Segments, other: Segments) -> Segments:
    r"""The segments, with each label cut off its text that stands alone in the other text.

    >>> from duiqi.corpus import read_bytes
    >>> from duiqi.segmenters import segment
    >>> english = segment(read_bytes("Article 1\n\nAll are equal.".encode(), "en.txt", lang="en"))
    >>> chinese = segment(read_bytes("第一条 人人平等。".encode(), "zh.txt", lang="zh"))
    >>> [part.printed for part in apart(chinese, english)]
    ['第一条', '人人平等。']
    """
    standing = [(division(one.label), label_keys(one.label)) for one in other if is_standing_label(one)]
    if not standing:
        return segments
    found: list[Segment] = []
    for one in segments:
        name, keys = (division(one.label), label_keys(one.label)) if one.lead else ("", frozenset())
        if name and any(are_rendered(name, their) and keys & theirs for their, theirs in standing):
            found += _cut(one, segments.document.text)
        else:
            found.append(one)
    return replace(segments, segments=tuple(found))


def _cut(segment: Segment, text: str) -> Iterator[Segment]:
    """The label and its text, each a segment; the whole segment where the document has other white space."""
    start = segment.span.start
    if not text.startswith(segment.lead, start) or not segment.passage.runs:
        yield segment
        return
    label = segment.lead.rstrip()
    middle = segment.passage.runs[0].start
    head = (Span(max(piece.start, start), min(piece.end, start + len(label))) for piece in segment.pieces)
    tail = (Span(max(piece.start, middle), piece.end) for piece in segment.pieces)
    passage = Passage(label, (Run(0, start, len(label)),))
    yield replace(
        segment, passage=passage, lead="", pieces=tuple(span for span in head if span.start < span.end)
    )
    yield replace(segment, label="", lead="", pieces=tuple(span for span in tail if span.start < span.end))
