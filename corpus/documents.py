"""Documents: what a file holds, in paragraphs and segments, with offsets into the decoded text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, overload

from duiqi.corpus.codes import Code
from duiqi.corpus.passage import Passage, Span, Time

Kind = Literal[
    "heading", "body", "item", "quotation", "cell", "code", "footnote", "caption", "furniture", "metadata"
]
Level = Literal["paragraph", "sentence", "clause"]

# Read, named and kept, but no part of the text: a page number has no translation, and code seldom one.
APART: frozenset[Kind] = frozenset({"furniture", "metadata", "code"})


class Doubt(NamedTuple):
    """A reason to look twice at a document or an alignment; it need not stop the work.

    `code` is for programs and keeps its meaning, `text` is for people and may be reworded or
    translated. The codes of those who read texts:

    - `encoding`: it was detected, and may be another
    - `broken-characters`: bytes that are none in the encoding were replaced or left out
    - `control-characters`: they are left out of the paragraphs
    - `pages-without-text`: of a PDF, blank or pictures
    - `unknown-characters`: a PDF's fonts do not say which characters they show
    - `text-missing`: files that an EPUB names and has not, the rest of a PDF's page that is too long
    - `unfinished`: most of the longer segments end within a sentence

    Of those who read aligned text: `languages` (which two of several were taken), `cells-without-text`,
    `sheets` (which hold a table and were not read), `control-characters`, `undeclared-prefix`,
    `text-in-codes`, and `unknown` for a doubt of a version of the file that had no codes.

    Of the aligner: `same-language`, `same-file`, `languages` (they seem to be others), `untranslated`,
    `not-a-translation`, `other-figures` (most pairs with figures share none), `moved`, `whole-paragraphs`,
    `left-out` and `added` (segments in a row that only one text has), of its
    judges: `unanswered`, and of a batch: `review` (what became of an earlier review).

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
    """A decoded file and the paragraphs found in it, in reading order, footnotes last.

    `codes`: formatting, links and the like, at offsets into the text, in order. Those of a file that was read
    are made when they are first looked at.
    """

    text: str
    lang: str = "und"
    name: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    sha256: str = ""
    warnings: tuple[Doubt, ...] = ()
    codes: Sequence[Code] = ()


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
