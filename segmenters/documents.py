"""From a document's paragraphs to its segments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from corpus.model import (
    APART,
    Document,
    Kind,
    Level,
    Paragraph,
    Passage,
    Run,
    Segment,
    Segments,
    Span,
)
from segmenters.boundaries import clause_ends, sentence_ends

# One segment, unless they clearly hold several sentences.
_TERSE: frozenset[Kind] = frozenset({"heading", "cell", "caption"})
_SENTENCE_MARKS = ".!?…。！？؟।"
_CLOSING = "\"'”’»)]）】》」』 "


def segment(document: Document, level: Level = "sentence", dictionary: Path | None = None) -> Segments:
    """Cut a document's paragraphs into sentences or clauses, or keep them whole.

    A segment never crosses a paragraph. A paragraph's label goes to its first segment.
    Headings, table cells and captions stay whole unless they hold several sentences
    and end like one. Page furniture and metadata are cut off into `apart`.
    """
    segments: list[Segment] = []
    apart: list[Segment] = []
    for number, paragraph in enumerate(document.paragraphs):
        found = _paragraph_segments(paragraph, number, level, document.lang)
        (apart if paragraph.kind in APART else segments).extend(found)
    return Segments(document, level, tuple(segments), tuple(apart))


def _paragraph_segments(paragraph: Paragraph, number: int, level: Level, lang: str) -> Iterator[Segment]:
    pieces = paragraph.pieces or (paragraph.passage.span,)
    label = paragraph.label
    opening = pieces[0].start
    for start, end in pairwise([0, *_ends(paragraph, level, lang)]):
        passage = paragraph.passage[start:end].strip()
        if not passage.text and not label:
            continue
        first = opening if label or start == 0 else passage.span.start
        yield Segment(passage, paragraph.kind, label, number, _within(pieces, first, passage.span.end))
        label = ""


def _ends(paragraph: Paragraph, level: Level, lang: str) -> list[int]:
    text = paragraph.text
    if level == "paragraph" or paragraph.kind in APART:
        return [len(text)]
    find: Callable[[str, str], list[int]] = sentence_ends if level == "sentence" else clause_ends
    ends = find(text, lang)
    if paragraph.kind in _TERSE and not text.rstrip(_CLOSING).endswith(tuple(_SENTENCE_MARKS)):
        return [len(text)]
    return ends or [0]


def _within(pieces: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The pieces of the document between two offsets."""
    cut = (Span(max(piece.start, start), min(piece.end, end)) for piece in pieces)
    return tuple(span for span in cut if span.start < span.end)


def presegmented(document: Document) -> Segments:
    r"""Take every line of a file for a segment, kept exactly as it is.

    An empty line is an empty segment, so that the numbers of segments are those of
    the lines; a line end at the end of the file opens no further line.

    >>> [s.text for s in presegmented(Document("Yes. \n\nCome in.\n", "en"))]
    ['Yes. ', '', 'Come in.']
    """
    segments: list[Segment] = []
    start = 0
    for line in document.text.split("\n"):
        text = line.removesuffix("\r")
        segments.append(_line_segment(text, start, len(segments)))
        start += len(line) + 1
    if not document.text or document.text.endswith("\n"):
        segments.pop()
    return Segments(document, "sentence", tuple(segments))


def from_sentences(sentences: Sequence[str], lang: str, name: str = "") -> Segments:
    r"""Segments of a list of sentences, one each, as a gold file has them.

    >>> segments = from_sentences(["是的。", "请进。"], "zh")
    >>> segments.document.text, segments.span(range(1, 2))
    ('是的。\n请进。\n', Span(start=4, end=7))
    """
    segments: list[Segment] = []
    start = 0
    for sentence in sentences:
        segments.append(_line_segment(sentence, start, len(segments)))
        start += len(sentence) + 1
    document = Document("".join(f"{sentence}\n" for sentence in sentences), lang, name)
    return Segments(document, "sentence", tuple(segments))


def _line_segment(text: str, start: int, number: int) -> Segment:
    runs = (Run(0, start, len(text)),) if text else ()
    return Segment(Passage(text, runs), paragraph=number, pieces=(Span(start, start + len(text)),))
