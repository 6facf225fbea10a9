"""Cut one side of a bead at a cursor, or join two of its segments: texts, spans, labels."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from duiqi.corpus.codes import cut_codes, shifted
from duiqi.corpus.errors import ImpossibleEdit
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.model import Bead, BeadSegment, Span, extent
from duiqi.corpus.scripts import UNSPACED

Which = Literal["source", "target"]
Segments = tuple[BeadSegment, ...]

# Two characters between which no language writes a space.
UNSPACED_SEAM = re.compile(f"[{UNSPACED}]{{2}}")


class Cursor(NamedTuple):
    """A place in one side of a bead: before a character of a segment, both counted from 0.

    A negative segment counts from the end: Cursor(-1) is before the last segment. Cursor(n)
    is after the last of n segments. Offsets count characters (code points), not the UTF-16
    units of JavaScript.
    """

    segment: int
    offset: int = 0


def segments_of(bead: Bead, side: Which) -> Segments:
    """One side's segments."""
    return bead.source_segments if side == "source" else bead.target_segments


def divided(bead: Bead, side: Which, cursor: Cursor | None) -> tuple[Segments, Segments]:
    """One side's segments before the cursor, and those after it; without a cursor all are before it."""
    segments = segments_of(bead, side)
    if cursor is None:
        return segments, ()
    number, offset = cursor.segment + (len(segments) if cursor.segment < 0 else 0), cursor.offset
    length = len(segments[number].text) if 0 <= number < len(segments) else 0
    if not (0 <= number <= len(segments) and 0 <= offset <= length):
        raise ImpossibleEdit(
            f"bead {bead.id}: no place {offset} in {side} segment {cursor.segment}; "
            f"there are {len(segments)}, counted from 0"
        )
    if offset == 0:
        return segments[:number], segments[number:]
    parts = cut(segments[number], offset)
    if len(parts) == 1:  # only white space is on one side of the cursor
        number += not segments[number].text[offset:].strip()
        return segments[:number], segments[number:]
    return (*segments[:number], parts[0]), (parts[1], *segments[number + 1 :])


def cut(segment: BeadSegment, offset: int) -> Segments:
    """Cut a segment before a character; it stays whole where one part would be white space only.

    White space at the cut is dropped. A text as long as its stretch of the document is taken
    to be that stretch, so each part has its own; otherwise, as after call marks are taken out,
    both parts keep the whole stretch. The label stays with the first part.

    >>> parts = cut(BeadSegment("3. Urges 𠀀 to act", Span(10, 27), "3."), 9)
    >>> [(part.text, tuple(part.span), part.label) for part in parts]
    [('3. Urges', (10, 18), '3.'), ('𠀀 to act', (19, 27), '')]
    """
    head, tail = segment.text[:offset].rstrip(), segment.text[offset:].lstrip()
    if not head or not tail:
        return (segment,)
    spans = segment.span, segment.span
    if segment.span is not None and segment.span.end - segment.span.start == len(segment.text):
        start, end = segment.span
        spans = Span(start, start + len(head)), Span(end - len(tail), end)
    label = kept_label(segment, head)
    codes = cut_codes(segment.codes, len(head), len(segment.text) - len(tail))
    return (
        segment._replace(text=head, span=spans[0], label=label, codes=codes[0]),
        segment._replace(text=tail, span=spans[1], label="", codes=codes[1]),
    )


def label_end(text: str, label: str) -> int:
    """Where the label that opens a text ends, white space ignored; 0 where the text opens without it.

    >>> label_end("(b ) and the United Nations system", "(b)"), label_end("Urges all States", "3.")
    (4, 0)
    """
    at = 0
    for character in label:
        while text[at : at + 1].isspace() and not character.isspace():
            at += 1
        if text[at : at + 1] != character:
            return 0
        at += 1
    return at


def kept_label(segment: BeadSegment, text: str) -> str:
    """The label of a segment whose text becomes another: none where the text no longer opens with it.

    A label that an application counts is in neither text, and stays.
    """
    was_typed = label_end(segment.text, segment.label)
    return "" if was_typed and not label_end(text, segment.label) else segment.label


def joined(first: BeadSegment, second: BeadSegment, lang: str) -> BeadSegment:
    """Two segments as one; a space between them but in languages without, and between Han.

    >>> joined(BeadSegment("Come"), BeadSegment("in."), "en").text
    'Come in.'
    >>> joined(BeadSegment("第60"), BeadSegment("号"), "zh").text
    '第60号'
    >>> joined(BeadSegment("大"), BeadSegment("会"), "und").text
    '大会'
    """
    seam = first.text[-1:] + second.text[:1]
    space = is_spaced(lang) and len(seam) == 2 and not UNSPACED_SEAM.fullmatch(seam)
    return first._replace(
        text=f"{first.text}{' ' if space else ''}{second.text}",
        span=extent((first, second)),
        codes=first.codes + shifted(second.codes, len(first.text) + space),
    )
