"""The data model: documents, paragraphs, segments, beads, alignments.

All are immutable and keep their offsets into the decoded file: a segment can be shown in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, overload

from duiqi.corpus.languages import is_spaced
from duiqi.corpus.passage import Passage as Passage
from duiqi.corpus.passage import Run as Run
from duiqi.corpus.passage import Span as Span
from duiqi.corpus.passage import Time as Time

Kind = Literal[
    "heading", "body", "item", "quotation", "cell", "code", "footnote", "caption", "furniture", "metadata"
]
Level = Literal["paragraph", "sentence", "clause"]
Status = Literal["new", "accepted", "corrected", "rejected", "untranslated"]

# Read, named and kept, but no part of the text: a page number has no translation, and code seldom one.
APART: frozenset[Kind] = frozenset({"furniture", "metadata", "code"})

# A person has confirmed the pair, or made it.
ACCEPTED: frozenset[Status] = frozenset({"accepted", "corrected"})
# A person has found that the two sides do not correspond, or that one of them has no counterpart.
REFUSED: frozenset[Status] = frozenset({"rejected", "untranslated"})


class Doubt(NamedTuple):
    """A reason to look twice at a document or an alignment; it need not stop the work.

    `code` is for programs and keeps its meaning, `text` is for people and may be reworded or
    translated. The codes of readers:

    - `encoding`: it was detected, and may be another
    - `broken-characters`: bytes that are none in the encoding were replaced or left out
    - `control-characters`: they are left out of the paragraphs
    - `pages-without-text`: of a PDF, blank or pictures
    - `unknown-characters`: a PDF's fonts do not say which characters they show

    Of the aligner: `same-language`, `same-file`, `languages`, `untranslated`, `not-a-translation`, `moved`.

    >>> print(Doubt("same-language", "both texts are in English"))
    both texts are in English
    """

    code: str
    text: str

    def __str__(self) -> str:
        return self.text


class Call(NamedTuple):
    """A footnote's call mark: its characters, and their place in the document."""

    mark: str
    span: Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, heading, list item, table cell or footnote of a document.

    `label` (`3.`, `(a)`, `㈠`, `第一条`) is not part of the text; `span` covers both.
    `pieces` are the stretches of the document that the paragraph occupies, more than one
    where a page break or a footnote interrupts it. `automatic`: no author typed the label,
    but an application counts or draws it (a list's bullet or number, a footnote's number);
    CAT tools show no such label in a segment. `lead` is a typed label as it was typed, with
    the white space after it (`第一条　`); empty for other labels. `time`: of a cue.
    """

    passage: Passage
    kind: Kind = "body"
    label: str = ""
    pieces: tuple[Span, ...] = ()
    calls: tuple[Call, ...] = ()
    automatic: bool = False
    lead: str = ""
    time: Time | None = None

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def span(self) -> Span:
        """From the first to the last piece."""
        return Span(self.pieces[0].start, self.pieces[-1].end) if self.pieces else self.passage.span


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded file and the paragraphs found in it, in reading order, footnotes last."""

    text: str
    lang: str = "und"
    name: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    sha256: str = ""
    warnings: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """The unit that is paired with its translation: a paragraph, a sentence or a clause.

    label, lead  of the paragraph that the segment opens, else empty
    paragraph    its number in the document, from 0
    """

    passage: Passage
    kind: Kind = "body"
    label: str = ""
    paragraph: int = 0
    pieces: tuple[Span, ...] = ()
    lead: str = ""
    time: Time | None = None

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def printed(self) -> str:
        """The text after the label that its author typed, as CAT tools show it; no automatic label."""
        return self.lead + self.passage.text

    @property
    def span(self) -> Span:
        """From the first to the last piece, the label included."""
        return Span(self.pieces[0].start, self.pieces[-1].end) if self.pieces else self.passage.span


@dataclass(frozen=True, slots=True)
class Segments(Sequence[Segment]):
    """The segments of a document, in reading order; `apart` are page furniture and metadata."""

    document: Document
    level: Level
    segments: tuple[Segment, ...]
    apart: tuple[Segment, ...] = ()

    @property
    def lang(self) -> str:
        return self.document.lang

    def __len__(self) -> int:
        return len(self.segments)

    @overload
    def __getitem__(self, index: int) -> Segment: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Segment, ...]: ...
    def __getitem__(self, index: int | slice) -> Segment | tuple[Segment, ...]:
        return self.segments[index]

    def __iter__(self) -> Iterator[Segment]:
        return iter(self.segments)

    def texts(self, numbers: range) -> tuple[str, ...]:
        """The segments' texts as CAT tools show them, typed labels in front."""
        return tuple(self.segments[i].printed for i in numbers)

    def span(self, numbers: range) -> Span | None:
        """The stretch of the document that consecutive segments occupy; None for no segments."""
        spans = [self.segments[i].span for i in numbers]
        return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None


class BeadSegment(NamedTuple):
    """One segment of a bead, complete without its document.

    text       as printed, its paragraph's label included where an author typed it
    span       the stretch of the document that holds it, None where unknown. Files that know
               one span for a whole side (version 1, tables, TMX, XLIFF) give it to each segment
    label      of the paragraph that the segment opens, else empty
    kind       of its paragraph, None where unknown
    paragraph  its number in the document, from 0, None where unknown
    time       of a cue of subtitles, else None
    """

    text: str
    span: Span | None = None
    label: str = ""
    kind: Kind | None = None
    paragraph: int | None = None
    time: Time | None = None

    @classmethod
    def of_texts(
        cls, texts: Sequence[str], span: Span | None = None, label: str = ""
    ) -> tuple[BeadSegment, ...]:
        """A side's segments where only their texts are known, and one span and one label for all.

        >>> [segment.label for segment in BeadSegment.of_texts(["3. Urges States", "to act;"], label="3.")]
        ['3.', '']
        """
        if len(texts) == 1:
            return (cls(texts[0], span, label),)
        return tuple([cls(text, span, "" if place else label) for place, text in enumerate(texts)])


@dataclass(frozen=True, slots=True)
class Bead:
    """Source and target segments that are translations of each other.

    The term is from Brown, Lai and Mercer (1991). Each side is a half-open range of segment
    numbers, so that a deletion keeps its place. (Python holds all empty ranges to be equal: compare
    their `start`.) The segments, one for each number, make a bead complete without its documents.

    >>> Bead(source=range(3, 4), target=range(5, 7)).kind
    (1, 2)
    >>> Bead(source=range(4, 5), target=range(7, 7)).kind  # left untranslated
    (1, 0)
    """

    source: range
    target: range
    id: str = ""
    source_segments: tuple[BeadSegment, ...] = ()
    target_segments: tuple[BeadSegment, ...] = ()
    score: float = 0.0
    confidence: float = 0.0
    status: Status = "new"
    note: str = ""

    @classmethod
    def of_texts(
        cls,
        source: range,
        target: range,
        id: str = "",  # noqa: A002 - the field's name
        source_texts: Sequence[str] = (),
        target_texts: Sequence[str] = (),
        source_span: Span | None = None,
        target_span: Span | None = None,
        source_label: str = "",
        target_label: str = "",
        score: float = 0.0,
        confidence: float = 0.0,
        status: Status = "new",
        note: str = "",
    ) -> Bead:
        """A bead from a format that knows its texts, one a segment, and a span and a label for each side.

        >>> bead = Bead.of_texts(range(1), range(1), "1", ["Yes."], ["是的。"], target_span=Span(4, 7))
        >>> bead.target_segments == (BeadSegment('是的。', Span(4, 7)),)
        True
        """
        return cls(
            source,
            target,
            id,
            BeadSegment.of_texts(source_texts, source_span, source_label),
            BeadSegment.of_texts(target_texts, target_span, target_label),
            score,
            confidence,
            status,
            note,
        )

    @property
    def kind(self) -> tuple[int, int]:
        """How many segments each side has."""
        return len(self.source), len(self.target)

    @property
    def source_texts(self) -> tuple[str, ...]:
        return _texts(self.source_segments)

    @property
    def target_texts(self) -> tuple[str, ...]:
        return _texts(self.target_segments)

    @property
    def source_span(self) -> Span | None:
        """The stretch of the source document from the first to the last segment, None where unknown."""
        return extent(self.source_segments)

    @property
    def target_span(self) -> Span | None:
        """The stretch of the target document from the first to the last segment, None where unknown."""
        return extent(self.target_segments)

    @property
    def source_label(self) -> str:
        """The label of the paragraph that the source side opens, else empty."""
        return self.source_segments[0].label if self.source_segments else ""

    @property
    def target_label(self) -> str:
        """The label of the paragraph that the target side opens, else empty."""
        return self.target_segments[0].label if self.target_segments else ""


# Nearly every side is one segment, and half a million of them are asked for their texts and spans.
def _texts(segments: tuple[BeadSegment, ...]) -> tuple[str, ...]:
    return (segments[0].text,) if len(segments) == 1 else tuple([segment.text for segment in segments])


def extent(segments: tuple[BeadSegment, ...]) -> Span | None:
    """The stretch of the document from the first segment to the last, None where unknown."""
    if len(segments) == 1:
        return segments[0].span
    spans = [segment.span for segment in segments if segment.span is not None]
    return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None


@dataclass(frozen=True, slots=True)
class Side:
    """One of an alignment's two texts: its file, its language (BCP 47), its bytes' hash."""

    name: str = ""
    lang: str = "und"
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Alignment:
    """All the beads of a bitext, in source order.

    `beads` is a tuple where the alignment was made here, and may be a lazy, repeatable
    iterable where it is read from a file too large to hold. `signature` says how to get
    it again; `warnings` are what a user should know before trusting it.
    """

    source: Side
    target: Side
    beads: Iterable[Bead]
    encoder: str = ""
    signature: str = ""
    warnings: tuple[Doubt, ...] = field(default=())

    def with_beads(self, beads: Iterable[Bead]) -> Alignment:
        """The same alignment with other beads."""
        return replace(self, beads=beads)


def join(texts: Iterable[str], lang: str) -> str:
    """Consecutive segments as one text: a space between them in English, none in Chinese.

    >>> join(["Yes.", "Come in."], "en"), join(["是的。", "请进。"], "zh")
    ('Yes. Come in.', '是的。请进。')
    """
    return (" " if is_spaced(lang) else "").join(text for text in texts if text)
