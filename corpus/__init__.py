"""The nouns, and what comes in: documents, readers, earlier results."""

from corpus.errors import (
    DuiqiError,
    MalformedFile,
    MissingExtra,
    UnknownEncoder,
    UnreadableFile,
    UnwritableFile,
)
from corpus.model import (
    Alignment,
    Bead,
    Call,
    Document,
    Paragraph,
    Passage,
    Run,
    Segment,
    Segments,
    Side,
    Span,
)
from corpus.read import read, read_bytes

__all__ = [
    "Alignment",
    "Bead",
    "Call",
    "Document",
    "DuiqiError",
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
