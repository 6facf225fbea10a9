"""A text put together paragraph by paragraph, for formats that mark their paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from duiqi.corpus.codes import Code
from duiqi.corpus.layout import chains, labels
from duiqi.corpus.layout.passages import Cut, Mender
from duiqi.corpus.model import APART, Call, Kind, Paragraph, Passage, Run, Span
from duiqi.corpus.readers import breaks
from duiqi.corpus.readers.pieces import Content, Line, Mark, lines_of, plain_text
from duiqi.corpus.readers.placed import PlacedCodes, Tagged


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
        self._codes = PlacedCodes(tagged)
        self._parts: list[str] = []
        self._at = 0
        self._written: list[_Written] = []
        self._notes: list[tuple[str, list[str | Mark], bool]] = []
        self._seams: list[int] = []

    @property
    def codes(self) -> Sequence[Code]:
        """The codes of what has been written, at offsets into its text; found when they are looked at."""
        return self._codes.deferred()

    def seam(self) -> None:
        """End a file of a book; a sentence may go on in the next."""
        self._seams.append(len(self._written))

    def add(
        self,
        content: Content,
        kind: Kind = "body",
        label: str = "",
        *,
        automatic: bool = True,
        coded: Callable[[], Content] | None = None,
    ) -> None:
        """Write a paragraph; one of white space only is left out.

        automatic  an application counts or draws the label; else it was typed
        coded      returns the content with its codes, where they are not in it
        """
        whole = list(content)
        plain = [piece for piece in whole if not isinstance(piece, Code)]
        lines = lines_of(plain)
        if not lines:
            return
        if coded is None and len(plain) != len(whole):
            coded = partial(iter, whole)
        begins: list[int] = []
        for unit in _units(lines):
            begins += self._add(unit, kind, label, automatic)
            label = ""
        if coded:
            self._codes.add(coded, begins)
        if kind != "cell":
            self._write("\n")

    def code(self, text: str) -> None:
        """Write code, a paragraph a line."""
        for line in text.splitlines():
            if shown := line.strip():
                span = Span(self._at, self._at + len(shown))
                self._written.append(_Written("code", "", False, span, [span]))
                self._write(shown + "\n\n")

    def _add(self, lines: Sequence[Line], kind: Kind, label: str, automatic: bool) -> list[int]:
        """Write one unit of a paragraph, and a line break after it; of nothing but white space, the break.

        Returns where each line begins.
        """
        start = self._at
        if not any(plain_text(line).strip() for line in lines):
            self._write("\n" * len(lines))
            return list(range(start, self._at))
        if label:
            self._write(label + " ")
        begins, stretches, calls = [], [], []
        for line in lines:
            begin = self._at
            for piece in line:
                if isinstance(piece, Mark):
                    calls.append(Call(piece.text, Span(self._at, self._at + len(piece.text))))
                    piece = piece.text
                self._write(piece)
            begins.append(begin)
            stretches.append(Span(begin, self._at))
            self._write("\n")
        whole = Span(start, self._at - 1)
        self._written.append(_Written(kind, label, bool(label) and automatic, whole, stretches, calls))
        return begins

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
            if written.kind == "code":
                found.append(_verbatim(text, written))
                continue
            kind, label, stretches, lead = written.kind, written.label, written.stretches, ""
            if not label and number in typed:
                label, stretches = typed[number].text, _after(stretches, typed[number].end)
                kind = "item" if kind == "body" else kind
            elif label:
                stretches = _after(stretches, written.piece.start + len(label) + 1)
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
        if not seams:
            return
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


def _units(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The lines of each unit of a paragraph."""
    first = 0
    if len(lines) > 1:
        for after, is_end in enumerate(breaks.separations([plain_text(line) for line in lines]), 1):
            if is_end and not any(map(_is_mark, lines[after - 1 : after + 1])):
                yield lines[first:after]
                first = after
    yield lines[first:]


def _runs_on(text: str, before: _Written, written: _Written) -> bool:
    """Whether a paragraph goes on in the first of the next file."""
    if not before.kind == written.kind == "body" or written.label:
        return False
    shown = "".join(text[slice(*piece)] for piece in (before.piece, *before.after))
    return breaks.runs_on(shown, text[slice(*written.piece)])


def _is_mark(line: Line) -> bool:
    """Whether a line holds the mark of a note and no text."""
    return any(isinstance(piece, Mark) for piece in line) and not plain_text(line).strip()


def _first(text: str, written: _Written) -> int:
    """The offset of a paragraph's first visible character."""
    start = written.piece.start
    while start < written.piece.end and text[start].isspace():
        start += 1
    return start


def _after(stretches: Sequence[Span], at: int) -> list[Span]:
    """The stretches from an offset on."""
    return [Span(max(start, at), end) for start, end in stretches if end > at]
