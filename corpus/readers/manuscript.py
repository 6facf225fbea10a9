"""A text put together paragraph by paragraph, for formats that mark their paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from duiqi.corpus.layout import labels, sequences
from duiqi.corpus.layout.passages import Cut, Mender
from duiqi.corpus.model import APART, Call, Kind, Paragraph, Span


class Mark(NamedTuple):
    """A footnote's call mark within the content of a paragraph."""

    text: str


Content = Iterable[str | Mark]


@dataclass(slots=True)
class _Written:
    """A paragraph's place in the text: all of it, and the stretches between line breaks."""

    kind: Kind
    label: str
    piece: Span
    stretches: list[Span]
    calls: list[Call] = field(default_factory=list)


class Manuscript:
    r"""Paragraphs written one after another, and the text that they make.

    A line feed within a paragraph is a line break that its author set. Labels that were
    typed by hand (`(a) Assistance`) are recognised as in plain text.

    >>> manuscript = Manuscript()
    >>> manuscript.add(["All conventions", Mark("1"), " and reviews"], "item", "1.")
    >>> manuscript.note("1", ["Of 1997."])
    >>> text, (item, note) = manuscript.finish()
    >>> text
    '1. All conventions1 and reviews\n\n1 Of 1997.\n\n'
    >>> item.label, item.text, item.calls
    ('1.', 'All conventions and reviews', (Call(mark='1', span=Span(start=18, end=19)),))
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at = 0
        self._written: list[_Written] = []
        self._notes: list[tuple[str, list[str | Mark]]] = []

    @property
    def length(self) -> int:
        """The number of characters written so far."""
        return self._at

    def add(self, content: Content, kind: Kind = "body", label: str = "") -> None:
        """Write a paragraph; one of white space only is left out."""
        pieces = _merged(content)
        if not any(isinstance(piece, str) and piece.strip() for piece in pieces):
            return
        start = self._at
        if label:
            self._write(label + " ")
        written = _Written(kind, label, Span(start, start), [])
        line = self._at
        for piece in pieces:
            if isinstance(piece, Mark):
                written.calls.append(Call(piece.text, Span(self._at, self._at + len(piece.text))))
                self._write(piece.text)
                continue
            lines = [*piece.splitlines(), *([""] if piece.endswith("\n") else [])]
            for number, part in enumerate(lines):
                if number:
                    written.stretches.append(Span(line, self._at))
                    self._write("\n")
                    line = self._at
                self._write(part)
        written.stretches.append(Span(line, self._at))
        written.piece = Span(start, self._at)
        self._write("\n" if kind == "cell" else "\n\n")
        self._written.append(written)

    def note(self, mark: str, content: Content) -> None:
        """Keep a footnote for the end."""
        self._notes.append((mark, list(content)))

    def finish(self) -> tuple[str, tuple[Paragraph, ...]]:
        """Return the whole text and its paragraphs, footnotes last."""
        for mark, content in self._notes:
            self.add(content, "footnote", mark)
        text = "".join(self._parts)
        typed = self._typed_labels(text)
        mender = Mender(text)
        found = []
        for number, written in enumerate(self._written):
            kind, label, stretches = written.kind, written.label, written.stretches
            if not label and number in typed:
                label, stretches = typed[number].text, _after(stretches, typed[number].end)
                kind = "item" if kind == "body" else kind
            elif label:
                stretches = _after(stretches, written.piece.start + len(label) + 1)
            whole = mender.passage(stretches, [Cut(*call.span) for call in written.calls])
            piece = Span(written.piece.start, max(written.piece.start, whole.span.end))
            found.append(Paragraph(whole, kind, label, (piece,), tuple(written.calls)))
        return text, tuple(found)

    def _typed_labels(self, text: str) -> dict[int, labels.Label]:
        """The labels typed by hand, by the number of their paragraph."""
        found = {
            number: label
            for number, written in enumerate(self._written)
            if not written.label
            and written.kind not in (*APART, "cell", "footnote", "caption")
            and (label := labels.label_at(text, _first(text, written), written.piece.end))
            and text[label.end : written.piece.end].strip()
        }
        company = sequences.in_sequence(list(found.values()))
        return {number: label for n, (number, label) in enumerate(found.items()) if n in company}

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)


def _merged(content: Content) -> list[str | Mark]:
    """Consecutive strings as one: word processors cut a text wherever a cursor has been."""
    pieces: list[str | Mark] = []
    for piece in content:
        if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    if pieces and isinstance(pieces[0], str):
        pieces[0] = pieces[0].lstrip()
    if pieces and isinstance(pieces[-1], str):
        pieces[-1] = pieces[-1].rstrip()
    return pieces


def _first(text: str, written: _Written) -> int:
    """The offset of a paragraph's first visible character."""
    start = written.piece.start
    while start < written.piece.end and text[start].isspace():
        start += 1
    return start


def _after(stretches: Sequence[Span], at: int) -> list[Span]:
    """The stretches from an offset on."""
    return [Span(max(start, at), end) for start, end in stretches if end > at]
