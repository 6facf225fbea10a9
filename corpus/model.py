"""The data model: documents, paragraphs, segments, beads, alignments, inline codes.

All are immutable and keep their offsets into the decoded file: a segment can be shown in its place.
"""

from duiqi.corpus.beads import ACCEPTED, REFUSED, Alignment, Bead, BeadSegment, Side, Status, extent, join
from duiqi.corpus.codes import Code, Codes
from duiqi.corpus.documents import (
    APART,
    Call,
    Document,
    Doubt,
    Kind,
    Level,
    Paragraph,
    Segment,
    Segments,
)
from duiqi.corpus.passage import Passage, Run, Span, Time
from duiqi.corpus.records import Note, Record, Records

__all__ = [
    "ACCEPTED",
    "APART",
    "REFUSED",
    "Alignment",
    "Bead",
    "BeadSegment",
    "Call",
    "Code",
    "Codes",
    "Document",
    "Doubt",
    "Kind",
    "Level",
    "Note",
    "Paragraph",
    "Passage",
    "Record",
    "Records",
    "Run",
    "Segment",
    "Segments",
    "Side",
    "Span",
    "Status",
    "Time",
    "extent",
    "join",
]
