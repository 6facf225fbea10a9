"""The nouns, and what comes in: documents, readers, earlier results."""

from duiqi.corpus.errors import (
    DuiqiError,
    ImpossibleEdit,
    MalformedFile,
    MissingExtra,
    UnknownEncoder,
    UnreadableFile,
    UnwritableFile,
)
from duiqi.corpus.model import (
    Alignment,
    Bead,
    BeadSegment,
    Call,
    Document,
    Doubt,
    Paragraph,
    Passage,
    Run,
    Segment,
    Segments,
    Side,
    Span,
)
from duiqi.corpus.read import read, read_bytes

__all__ = [
    "Alignment",
    "Bead",
    "BeadSegment",
    "Call",
    "Document",
    "Doubt",
    "DuiqiError",
    "ImpossibleEdit",
    "MalformedFile",
    "MissingExtra",
    "Paragraph",
    "Passage",
    "Run",
    "Segment",
    "Segments",
    "Side",
    "Span",
    "UnknownEncoder",
    "UnreadableFile",
    "UnwritableFile",
    "read",
    "read_bytes",
]
