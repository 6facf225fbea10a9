"""Alignments: beads of source and target segments, complete without their documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from duiqi.corpus.codes import Codes
from duiqi.corpus.documents import Doubt, Kind
from duiqi.corpus.languages import is_spaced
from duiqi.corpus.passage import Span, Time
from duiqi.corpus.records import Records

Status = Literal["new", "accepted", "corrected", "rejected", "untranslated"]

# A person has confirmed the pair, or made it.
ACCEPTED: frozenset[Status] = frozenset({"accepted", "corrected"})
# A person has found that the two sides do not correspond, or that one of them has no counterpart.
REFUSED: frozenset[Status] = frozenset({"rejected", "untranslated"})


class BeadSegment(NamedTuple):
    """One segment of a bead, complete without its document.

    text       as printed, its paragraph's label included where an author typed it
    span       the stretch of the document that holds it, None where unknown. Files that know
               one span for a whole side (version 1, tables, TMX, XLIFF) give it to each segment
    label      of the paragraph that the segment opens, else empty
    kind       of its paragraph, None where unknown
    paragraph  its number in the document, from 0, None where unknown
    time       of a cue of subtitles, else None
    codes      formatting, links, placeholders, at offsets into the text, in order
    """

    text: str
    span: Span | None = None
    label: str = ""
    kind: Kind | None = None
    paragraph: int | None = None
    time: Time | None = None
    codes: Codes = ()

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
    `records`: facts about the unit in the memory from which it was read, else None.

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
    records: Records | None = None

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
        records: Records | None = None,
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
            records,
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
