"""A text put together paragraph by paragraph, for formats that mark their paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from duiqi.corpus.codes import Code, Codes
from duiqi.corpus.layout import chains, labels
from duiqi.corpus.layout.passages import Cut, Mender
from duiqi.corpus.model import APART, Call, Kind, Paragraph, Passage, Run, Span
from duiqi.corpus.readers import breaks

LINE_END = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")  # as str.splitlines has them


class Mark(NamedTuple):
    """A footnote's call mark within the content of a paragraph."""

    text: str


Content = Iterable[str | Mark | Code]
Tagged = Callable[[Sequence[Code], int], Sequence[Code]]
_Inserted = tuple[int, Code]  # an offset into the text of a paragraph, and the code there


@dataclass(slots=True)
class _Written:
    """A paragraph's place in the text: all of it, and the stretches between line breaks.

    after  the pieces of it that the next files of a book hold
    """

    kind: Kind
    label: str
    automatic: bool
    piece: Span
    stretches: list[Span]
    calls: list[Call] = field(default_factory=list)
    after: list[Span] = field(default_factory=list)


class Manuscript:
    r"""Paragraphs written one after another, and the text that they make.

    A line feed within a paragraph is a line break that its author set; it ends the paragraph
    where a unit of the text ends there (an address line, a verse), and else joins. Labels that were
    typed by hand (`(a) Assistance`) are recognised as in plain text; a label that is given is
    one that the application counts or draws.

    tagged  gives the codes of a paragraph their markup, from their offsets into it and its length

    >>> manuscript = Manuscript()
    >>> manuscript.add(["All conventions", Mark("1"), " and reviews"], "item", "1.")
    >>> manuscript.note("1", ["Of 1997."])
    >>> text, (item, note) = manuscript.finish()
    >>> text
    '1. All conventions1 and reviews\n\n1 Of 1997.\n\n'
    >>> item.label, item.text, item.calls
    ('1.', 'All conventions and reviews', (Call(mark='1', span=Span(start=18, end=19)),))
    """

    def __init__(self, tagged: Tagged | None = None) -> None:
        self._tagged = tagged
        self._parts: list[str] = []
        self._at = 0
        self._written: list[_Written] = []
        self._notes: list[tuple[str, list[str | Mark], bool]] = []
        self._seams: list[int] = []
        self.codes: list[Code] = []

    def seam(self) -> None:
        """End a file of a book; a sentence may go on in the next."""
        self._seams.append(len(self._written))

    def add(self, content: Content, kind: Kind = "body", label: str = "", *, automatic: bool = True) -> None:
        """Write a paragraph; one of white space only is left out.

        automatic  an application counts or draws the label; else it was typed
        """
        pieces, codes = _parted(content)
        if not any(isinstance(piece, str) and piece.strip() for piece in pieces):
            return
        lines = _lines(pieces)
        begins: list[int] = []
        for unit in _units(lines):
            begins += self._add(unit, kind, label, automatic)
            label = ""
        if codes:
            self.codes += _placed(codes, pieces, lines, begins, self._tagged)
        self._write("" if kind == "cell" else "\n")

    def _add(
        self, lines: Sequence[Sequence[str | Mark]], kind: Kind, label: str, automatic: bool
    ) -> list[int]:
        """Write one unit of a paragraph, and a line break after it; of nothing but white space, the break.

        Returns where each line begins.
        """
        if not any(_shown(line).strip() for line in lines):
            begin = self._at
            self._write("\n" * len(lines))
            return [begin + number for number in range(len(lines))]
        start = self._at
        if label:
            self._write(label + " ")
        written = _Written(kind, label, bool(label) and automatic, Span(start, start), [])
        for number, line in enumerate(lines):
            if number:
                self._write("\n")
            begin = self._at
            for piece in line:
                if isinstance(piece, Mark):
                    written.calls.append(Call(piece.text, Span(self._at, self._at + len(piece.text))))
                self._write(piece.text if isinstance(piece, Mark) else piece)
            written.stretches.append(Span(begin, self._at))
        written.piece = Span(start, self._at)
        self._write("\n")
        self._written.append(written)
        return [stretch.start for stretch in written.stretches]

    def note(self, mark: str, content: Content, *, automatic: bool = False) -> None:
        """Keep a footnote for the end; its mark was typed, or is `automatic`, counted by the application."""
        self._notes.append((mark, [piece for piece in content if not isinstance(piece, Code)], automatic))

    def finish(self) -> tuple[str, tuple[Paragraph, ...]]:
        """Return the whole text and its paragraphs, footnotes last."""
        for mark, content, automatic in self._notes:
            self.add(content, "footnote", mark, automatic=automatic)
        text = "".join(self._parts)
        self._join_at_seams(text)
        typed = self._typed_labels(text)
        mender = Mender(text)
        found = []
        for number, written in enumerate(self._written):
            kind, label, stretches, lead = written.kind, written.label, written.stretches, ""
            if not label and number in typed:
                label, stretches = typed[number].text, _after(stretches, typed[number].end)
                kind = "item" if kind == "body" else kind
            elif label:
                stretches = _after(stretches, written.piece.start + len(label) + 1)
            if kind == "code":
                found.append(_verbatim(text, written))
                continue
            cuts = [Cut(*call.span) for call in written.calls]
            whole = mender.passage(stretches, cuts)
            end = written.piece.end if written.after else max(written.piece.start, whole.span.end)
            pieces = (Span(written.piece.start, end), *written.after)
            if label and not written.automatic:
                first, *rest = written.stretches
                lead = mender.lead([Span(written.piece.start, first.end), *rest], whole, cuts)
            calls = tuple(written.calls)
            found.append(Paragraph(whole, kind, label, pieces, calls, written.automatic, lead))
        return text, tuple(found)

    def _join_at_seams(self, text: str) -> None:
        """Join the paragraphs that two files of a book divide within a sentence."""
        seams = {seam for seam in self._seams if seam}
        joined: list[_Written] = []
        for number, written in enumerate(self._written):
            before = joined[-1] if number in seams else None
            if before is None or not _runs_on(text, before, written):
                joined.append(written)
                continue
            before.stretches += written.stretches
            before.calls += written.calls
            before.after.append(written.piece)
        self._written = joined

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
        company = chains.in_sequence(list(found.values()))
        return {number: label for n, (number, label) in enumerate(found.items()) if n in company}

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._at += len(text)


def _verbatim(text: str, written: _Written) -> Paragraph:
    """A line of code as it is in the file, its spaces kept."""
    span = written.stretches[0]
    return Paragraph(
        Passage(text[slice(*span)], (Run(0, span.start, span.end - span.start),)), "code", "", (span,)
    )


def _parted(content: Content) -> tuple[list[str | Mark], list[_Inserted]]:
    """The text and the marks of a paragraph, and its codes at offsets into them."""
    plain: list[str | Mark] = []
    codes: list[_Inserted] = []
    at = 0
    for piece in content:
        if isinstance(piece, Code):
            codes.append((at, piece))
        else:
            plain.append(piece)
            at += _length(piece)
    pieces = _merged(plain)
    lead = 0
    if pieces and isinstance(pieces[0], str):
        lead = len(pieces[0])
        pieces[0] = pieces[0].lstrip()
        lead -= len(pieces[0])
    if pieces and isinstance(pieces[-1], str):
        pieces[-1] = pieces[-1].rstrip()
    return pieces, [(max(0, at - lead), code) for at, code in codes] if lead else codes


def _placed(
    codes: Sequence[_Inserted],
    pieces: Sequence[str | Mark],
    lines: Sequence[Sequence[str | Mark]],
    begins: Sequence[int],
    tagged: Tagged | None,
) -> Codes:
    """A paragraph's codes at offsets into the whole text, from where its lines begin there."""
    if tagged:
        codes = _tagged(codes, pieces, tagged)
    lengths = [sum(map(_length, line)) for line in lines]
    if len(lines) == 1:
        begin, length = begins[0], lengths[0]
        return tuple(_at(code, begin + min(at, length)) for at, code in codes)
    whole = "".join(piece.text if isinstance(piece, Mark) else piece for piece in pieces)
    starts = [0, *(found.end() for found in LINE_END.finditer(whole))]
    found = []
    for at, code in codes:
        number = min(bisect_right(starts, at), len(begins)) - 1
        found.append(_at(code, begins[number] + min(at - starts[number], lengths[number])))
    return tuple(found)


def _tagged(codes: Sequence[_Inserted], pieces: Sequence[str | Mark], tagged: Tagged) -> list[_Inserted]:
    """The codes with their markup, which is found from their offsets into the text without marks of notes."""
    marks: list[Span] = []
    length = 0
    for piece in pieces:
        size = _length(piece)
        if isinstance(piece, Mark):
            marks.append(Span(length, length + size))
        length += size

    def without_marks(place: int) -> int:
        if not marks:
            return place
        return place - sum(min(place, end) - start for start, end in marks if start < place)

    found = tagged([_at(code, without_marks(at)) for at, code in codes], without_marks(length))
    return [(at, code) for (at, _), code in zip(codes, found, strict=True)]


def _at(code: Code, at: int) -> Code:
    """A code at another offset; `_replace` takes four times as long, and a document has many."""
    return Code(at, *code[1:])


def _length(piece: str | Mark) -> int:
    return len(piece) if isinstance(piece, str) else len(piece.text)


def _merged(content: Iterable[str | Mark]) -> list[str | Mark]:
    """Consecutive strings as one: word processors cut a text wherever a cursor has been."""
    pieces: list[str | Mark] = []
    for piece in content:
        if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _lines(pieces: Sequence[str | Mark]) -> list[list[str | Mark]]:
    """The pieces of a paragraph by its lines."""
    lines: list[list[str | Mark]] = [[]]
    for piece in pieces:
        if isinstance(piece, Mark):
            lines[-1].append(piece)
            continue
        first, *others = LINE_END.split(piece)
        lines[-1] += [first] if first else []
        lines += [[other] if other else [] for other in others]
    return lines


def _units(lines: Sequence[Sequence[str | Mark]]) -> Iterator[Sequence[Sequence[str | Mark]]]:
    """The lines of each unit of a paragraph."""
    first = 0
    if len(lines) > 1:
        for after, is_end in enumerate(breaks.separations([_shown(line) for line in lines]), 1):
            if is_end and not any(map(_is_mark, lines[after - 1 : after + 1])):
                yield lines[first:after]
                first = after
    yield lines[first:]


def _shown(line: Iterable[str | Mark]) -> str:
    """A line's text without the marks of notes."""
    return "".join(piece for piece in line if isinstance(piece, str))


def _runs_on(text: str, before: _Written, written: _Written) -> bool:
    """Whether a paragraph goes on in the first of the next file."""
    if not before.kind == written.kind == "body" or written.label:
        return False
    shown = "".join(text[slice(*piece)] for piece in (before.piece, *before.after))
    return breaks.runs_on(shown, text[slice(*written.piece)])


def is_shown(piece: str | Mark | Code) -> bool:
    """Whether a piece of a paragraph's content is more than white space and codes."""
    return piece.strip() != "" if isinstance(piece, str) else isinstance(piece, Mark)


def _is_mark(line: Iterable[str | Mark]) -> bool:
    """Whether a line holds the mark of a note and no text."""
    return any(isinstance(piece, Mark) for piece in line) and not _shown(line).strip()


def _first(text: str, written: _Written) -> int:
    """The offset of a paragraph's first visible character."""
    start = written.piece.start
    while start < written.piece.end and text[start].isspace():
        start += 1
    return start


def _after(stretches: Sequence[Span], at: int) -> list[Span]:
    """The stretches from an offset on."""
    return [Span(max(start, at), end) for start, end in stretches if end > at]
