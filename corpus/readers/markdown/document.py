"""A Markdown file: its paragraphs in order, footnotes last."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from duiqi.corpus.decode import decode
from duiqi.corpus.layout import chains, furniture, labels
from duiqi.corpus.layout.calls import plain
from duiqi.corpus.layout.lines import Line, lines_of, width
from duiqi.corpus.layout.notes import Note, notes_of
from duiqi.corpus.layout.passages import Cut, Mender
from duiqi.corpus.layout.wrapping import join_of
from duiqi.corpus.model import APART, Call, Kind, Paragraph, Passage, Run, Span
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.kinds import MARKDOWN_SUFFIXES
from duiqi.corpus.readers.markdown.blocks import drafts_of
from duiqi.corpus.readers.markdown.drafts import Draft, Marked

# An empty line within a sentence is a converted page's end only where the line before is as long as this.
SHORTEST_BEFORE_GAP = 40
LABELLED: frozenset[Kind] = frozenset({"body", "heading", "quotation", "item"})


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read Markdown; code is kept apart, and so are front matter, comments and tags of templates."""
    decoded = decode(data, name, encoding)
    is_named = PurePath(name).suffix.lower() in MARKDOWN_SUFFIXES
    marked = drafts_of(decoded.text, indented_code=is_named)
    return Content(decoded.text, _paragraphs(decoded.text, marked), decoded.warnings, codes=marked.codes)


def paragraphs_of(text: str, *, indented_code: bool = True) -> tuple[Paragraph, ...]:
    r"""The paragraphs of a Markdown text.

    indented_code  lines indented by four spaces are code

    >>> page = "## *Takes* note[^a]\n\nof `a < b` &amp; more.\n\n[^a]: Of 1997."
    >>> for p in paragraphs_of(page): print(p.kind, p.label or "-", p.text)
    heading - Takes note
    body - of a < b & more.
    footnote 1 Of 1997.
    """
    return _paragraphs(text, drafts_of(text, indented_code=indented_code))


def _paragraphs(text: str, marked: Marked) -> tuple[Paragraph, ...]:
    return _Document(text, marked.seen, marked.drafts).paragraphs()


class _Document:
    """A text, its drafts, and what the layout of plain text knows of the characters that are shown."""

    def __init__(self, text: str, seen: str, drafts: list[Draft]) -> None:
        self.text, self.seen, self.drafts = text, seen, drafts
        self.lines: Sequence[Line] = lines_of(seen)
        self.ends = [line.end for line in self.lines]
        self.mender = Mender(text, seen, by_hand=True)
        self.raised: list[Call] = []

    def paragraphs(self) -> tuple[Paragraph, ...]:
        apart = furniture.apart(self.seen, self.lines)
        for draft in self.drafts:
            if draft.in_flow and draft.kind == "body":
                draft.kind = self._furniture(draft, apart) or draft.kind
        self._typed_notes(apart)
        self._typed_labels()
        self._heal()
        names = _marks([draft.note for draft in self.drafts if draft.note is not None])
        found = [self._paragraph(draft, names) for draft in self.drafts]
        found = [paragraph for paragraph in found if paragraph.text]
        notes = [paragraph for paragraph in found if paragraph.kind == "footnote"]
        return (*(paragraph for paragraph in found if paragraph.kind != "footnote"), *notes)

    def _line(self, at: int) -> int:
        """The number of the line that an offset is on."""
        return bisect_right(self.ends, at)

    def _furniture(self, draft: Draft, apart: Mapping[int, Kind]) -> Kind | None:
        """The kind of a paragraph all of whose lines are a converted page's numbers, heads or codes."""
        kinds = [apart.get(self._line(stretch.start)) for stretch in draft.stretches]
        return kinds[0] if all(kinds) else None

    def _typed_notes(self, apart: Mapping[int, Kind]) -> None:
        """Find the footnotes whose marks are typed, or raised with `<sup>`, and their calls."""
        shown = {self._line(start): draft for draft in self.drafts for start, _ in draft.stretches}
        barred = {i for i, draft in shown.items() if not (draft.in_flow and draft.kind == "body")}
        found = notes_of(self.seen, self.lines, dict(apart), barred)
        self.raised = list(found.calls)
        first = {note.first: note for note in found.notes}
        inside = {i for note in found.notes for i in range(note.first, note.stop)}
        drafts: list[Draft] = []
        for draft in self.drafts:
            if draft.kind in APART or self._line(draft.stretches[0].start) not in inside:
                drafts.append(draft)
                continue
            for stretch in draft.stretches:
                note = first.get(self._line(stretch.start))
                if note or not drafts or drafts[-1].kind != "footnote":
                    drafts.append(self._note(draft, note, stretch))
                else:
                    drafts[-1].stretches.append(stretch)
        self.drafts = drafts

    def _note(self, draft: Draft, note: Note | None, stretch: Span) -> Draft:
        """A draft of a footnote that begins at a line of another draft."""
        start = max(note.text_start, stretch.start) if note else stretch.start
        found = Draft("footnote", [Span(start, stretch.end)], draft.cuts, draft.calls)
        if note:
            found.label, found.label_start = plain(note.mark), self.lines[note.first].start
        return found

    def _typed_labels(self) -> None:
        """Find typed labels, `(a)` and `（一）`; one within a paragraph's lines begins a new one."""
        places = [
            (draft, n, label)
            for draft in self.drafts
            if draft.kind in LABELLED
            for n, stretch in enumerate(draft.stretches)
            if not (n == 0 and draft.label) and (label := self._label_at(stretch))
        ]
        company = chains.in_sequence([label for _, _, label in places])
        cut: dict[int, list[tuple[int, labels.Label]]] = {}
        for i in sorted(company):
            draft, n, label = places[i]
            cut.setdefault(id(draft), []).append((n, label))
        drafts: list[Draft] = []
        for draft in self.drafts:
            drafts += _cut_at(draft, cut.get(id(draft), ()))
        self.drafts = drafts

    def _label_at(self, stretch: Span) -> labels.Label | None:
        start, end = stretch
        while start < end and self.seen[start].isspace():
            start += 1
        if self.seen[start : start + 1].islower() and self.seen[start + 1 : start + 2].isalpha():
            return None  # a word
        label = labels.label_at(self.seen, start, end)
        return label if label and self.seen[label.end : end].strip() else None

    def _heal(self) -> None:
        """Join what a converted page's end, with its footnotes and rules, has cut in two."""
        drafts: list[Draft] = []
        last: Draft | None = None
        between = False
        for draft in self.drafts:
            if draft.kind in {"furniture", "footnote"}:
                between = True
            elif last and draft.in_flow and draft.kind == "body" and self._continues(last, draft, between):
                last.stretches += draft.stretches
                last.cuts = [*last.cuts, *draft.cuts]
                last.calls = [*last.calls, *draft.calls]
                between = False
                continue
            else:
                last, between = (draft if draft.kind in {"body", "item"} else None), False
            drafts.append(draft)
        self.drafts = drafts

    def _continues(self, before: Draft, draft: Draft, between: bool) -> bool:
        """Whether a paragraph continues the one before; `between` them are furniture or footnotes."""
        last, first = self._line(before.stretches[-1].start), self._line(draft.stretches[0].start)
        if max(last, first) >= len(self.lines) or not self.lines[first].gap:
            return False
        end = self.lines[last].end
        at = bisect_left(self.raised, end, key=lambda call: call.span.end)
        if at < len(self.raised) and self.raised[at].span.end == end:
            end = self.raised[at].span.start
        line = self.lines[last]
        join = join_of(self.seen, line, self.lines[first], width(self.seen, line), end)
        if join.begins != "lower":
            return False
        return join.ends != "stop" if between else join.ends == "open" and join.width >= SHORTEST_BEFORE_GAP

    def _paragraph(self, draft: Draft, names: Mapping[str, str]) -> Paragraph:
        if draft.kind in APART:
            start, end = draft.stretches[0]
            passage = Passage(self.text[start:end], (Run(0, start, end - start),))
            return Paragraph(passage, draft.kind, "", _pieces(self.text, draft))
        pieces = _pieces(self.text, draft)
        calls = [Call(names[name], span) for name, span in draft.calls if name in names]
        if self.raised and draft.kind != "footnote":
            low = bisect_left(self.raised, draft.stretches[0].start, key=lambda call: call.span.start)
            high = bisect_left(self.raised, draft.stretches[-1].end, key=lambda call: call.span.start)
            calls += [
                call
                for call in self.raised[low:high]
                if any(start <= call.span.start < end for start, end in draft.stretches)
            ]
        cuts = [*draft.cuts, *(Cut(*call.span) for call in calls)]
        label = draft.label if draft.note is None else names[draft.note]
        passage = self.mender.passage(draft.stretches, cuts)
        return Paragraph(passage, draft.kind, label, pieces, tuple(sorted(calls, key=lambda call: call.span)))


def _marks(names: Sequence[str]) -> dict[str, str]:
    """The marks of footnotes by their names: a short number is its own mark, others are counted.

    >>> _marks(["why", "7"])
    {'why': '1', '7': '7'}
    """
    return {
        name: name if name.isdigit() and len(name) < 4 else str(number)
        for number, name in enumerate(dict.fromkeys(names), 1)
    }


def _cut_at(draft: Draft, found: Sequence[tuple[int, labels.Label]]) -> list[Draft]:
    """A draft cut before the lines that begin with labels, which are taken out of the text."""
    if not found:
        return [draft]
    cut: list[Draft] = []
    starts = sorted({0, *(n for n, _ in found)})
    of_line = dict(found)
    for n, stop in zip(starts, [*starts[1:], len(draft.stretches)], strict=True):
        stretches = draft.stretches[n:stop]
        low, high = stretches[0].start, stretches[-1].end
        part = Draft(
            draft.kind,
            stretches,
            [c for c in draft.cuts if low <= c.start < high],
            [c for c in draft.calls if low <= c[1].start < high],
            in_flow=draft.in_flow,
        )
        if label := of_line.get(n):
            part.label, part.label_start = label.text, label.start
            part.stretches[0] = Span(label.end, stretches[0].end)
            part.kind = "item" if draft.kind == "body" else draft.kind
        elif n == 0:
            part.label, part.label_start, part.note = draft.label, draft.label_start, draft.note
        cut.append(part)
    return cut


def _pieces(text: str, draft: Draft) -> tuple[Span, ...]:
    """The stretches of the file that a draft occupies, its label included; lines that follow as one."""
    first = draft.stretches[0]
    start = draft.label_start if draft.label or draft.note is not None else first.start
    if len(draft.stretches) == 1:
        return (first if start == first.start else Span(start, first.end),)
    pieces = [Span(start, first.end)]
    for stretch in draft.stretches[1:]:
        between = text[pieces[-1].end : stretch.start]
        if len(between) > 2 and between.count("\n") + between.count("\r") > 2:
            pieces.append(stretch)
        else:
            pieces[-1] = Span(pieces[-1].start, stretch.end)
    return tuple(pieces)
