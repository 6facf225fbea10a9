"""The paragraphs of a plain text: wrapped lines, a paragraph a line, or all on one line."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from duiqi.corpus.layout import furniture, labels
from duiqi.corpus.layout.labels import Label
from duiqi.corpus.layout.lines import Line, columns, ending, lines_of, opening, width
from duiqi.corpus.layout.notes import Notes, notes_of, plain
from duiqi.corpus.layout.passages import Cut, Mender
from duiqi.corpus.layout.wrapping import Join, Wrapping, join_of, wrapping_of
from duiqi.corpus.model import APART, Call, Kind, Paragraph, Span

# A heading is short: longer lines without an end are sentences that lost it.
LONGEST_HEADING = 120
# A line that holds most of a text, and is longer than a paragraph usually is, holds its paragraphs too.
ONE_LINE = 240
# What a format's marks set apart line by line.
ALONE: frozenset[Kind] = frozenset({"heading", "cell", "caption"})

BRACKETED = re.compile(r"(?P<note>[\[［〔][^\[\]［］〔〕]{12,300}[\]］〕])\s*")
SENTENCE_END = re.compile(r"[。！？!?…]+[”’」』）》\"]*|(?<=[^\W\d_])\.[”\")]*(?=\s|$)")


class Markup(NamedTuple):
    """What a format's own marks say about a text, for finding the paragraphs in it.

    `seen` is the text with its marks hidden, character for character: MASK for what is no
    part of the text, a line separator where the format ends a line, a raised digit where
    it raises one. `kinds` gives the kind of what stands on a line, by the line's start;
    `soft` says that lines without an empty line between them are one paragraph.
    """

    seen: str
    kinds: Mapping[int, Kind] = {}
    instead: tuple[Cut, ...] = ()
    soft: bool = False


@dataclass(slots=True)
class Draft:
    """A paragraph in the making: the lines, by number, that it stands on."""

    lines: list[int]
    kind: Kind = "body"
    label: Label | None = None
    stretches: list[Span] = field(default_factory=list)


def paragraphs(text: str, markup: Markup | None = None) -> tuple[Paragraph, ...]:
    r"""Find the paragraphs of a text, however its lines run; footnotes come last.

    >>> page = "Related conventions1 on mine action and all mine-\nrelated acts,\n\n1 Of 1997."
    >>> for p in paragraphs(page): print(p.kind, p.label or "-", p.text)
    body - Related conventions on mine action and all mine-related acts,
    footnote 1 Of 1997.
    """
    markup = markup or Markup(text)
    lines = lines_of(markup.seen)
    return _Page(text, markup, lines).paragraphs() if lines else ()


class _Page:
    """What is known of a text while its paragraphs are being found."""

    def __init__(self, original: str, markup: Markup, lines: list[Line]) -> None:
        text = markup.seen
        self.text = text
        self.markup = markup
        self.lines = lines
        self.kinds = {i: kind for i, line in enumerate(lines) if (kind := markup.kinds.get(line.start))}
        self.apart = furniture.apart(text, lines) | {i: k for i, k in self.kinds.items() if k in APART}
        self.joins: dict[int, Join] = {}
        self.wrapping = self._wrapping()
        joined = {i for i in self.joins if self._surely_goes_on(i)}
        barred = joined | {i for i, kind in self.kinds.items() if kind in ALONE}
        self.notes: Notes = notes_of(text, lines, self.apart, barred)
        self.noted = {i for note in self.notes.notes for i in range(note.first, note.behind)}
        self.length = sum(line.end - line.start for i, line in enumerate(lines) if i not in self.apart)
        self.mender = Mender(original, markup.seen if markup.seen is not original else None)

    def _wrapping(self) -> Wrapping | None:
        for i, line in enumerate(self.lines[1:], 1):
            set_apart = i in self.apart or i - 1 in self.apart or self.kinds.get(i) in ALONE
            if not (line.gap or line.turn or set_apart):
                self.joins[i] = join_of(self.text, self.lines[i - 1], line)
        return wrapping_of(self.text, list(self.joins.values()))

    def _surely_goes_on(self, i: int) -> bool:
        if self.markup.soft:
            return False
        join = self.joins[i]
        return self.wrapping is not None and join.ends == "open" and self.wrapping.joins(join, 0)

    def paragraphs(self) -> tuple[Paragraph, ...]:
        body = [i for i in range(len(self.lines)) if i not in self.noted]
        drafts = self._drafts(body)
        drafts = [piece for draft in drafts for piece in self._split(draft)]
        self._name(drafts)
        found = [self._finish(draft) for draft in drafts]
        return (*(paragraph for paragraph in found if paragraph.text), *self._footnotes())

    # Lines to drafts

    def _drafts(self, numbers: Sequence[int]) -> list[Draft]:
        labelled = self._labels(numbers)
        drafts: list[Draft] = []
        open_draft: Draft | None = None
        for i in numbers:
            if i in self.apart:
                drafts.append(Draft([i], self.apart[i]))
                continue
            if open_draft and i not in labelled and self._goes_on(open_draft.lines[-1], i):
                open_draft.lines.append(i)
                continue
            open_draft = Draft([i], self.kinds.get(i, "body"), labelled.get(i))
            drafts.append(open_draft)
        return drafts

    def _labels(self, numbers: Sequence[int]) -> dict[int, Label]:
        found = {}
        for i in numbers:
            line = self.lines[i]
            if i in self.apart or (
                self.text[line.start].islower() and self.text[line.start + 1 : line.start + 2].isalpha()
            ):
                continue
            label = labels.label_at(self.text, line.start, line.end)
            if label and not (i in self.joins and self._surely_goes_on(i) and not label.sure):
                found[i] = label
        numbered = list(found)
        company = labels.in_sequence([found[i] for i in numbered])
        if self.markup.soft:  # a list needs no second item there
            company |= {n for n, i in enumerate(numbered) if found[i].readings[0][1] < 2}
        return {i: found[i] for number, i in enumerate(numbered) if number in company}

    def _goes_on(self, before: int, i: int) -> bool:
        """Whether line i goes on the paragraph whose last line so far is `before`."""
        line, last = self.lines[i], self.lines[before]
        if self.kinds.get(i) != self.kinds.get(before):
            return False
        if self.kinds.get(i) in ALONE:
            return self.kinds.get(i) == "heading" and not (self.markup.soft or line.gap or line.turn)
        join = self.joins.get(i) if i == before + 1 else None
        turned = i > before + 1 or line.turn
        end = self._end_without_call(last)
        if join is None or end != last.end:
            join = join_of(self.text, last, line, end)
        if turned:
            return self._goes_on_over_page(join, i)
        if line.gap:
            return self._heals(join)
        if self.markup.soft:
            return True
        return self.wrapping is not None and self.wrapping.joins(join, width(self.text, line))

    def _goes_on_over_page(self, join: Join, i: int) -> bool:
        if join.ends == "stop":
            return False
        if join.begins == "lower":
            return True
        line = self.lines[i]
        if self.wrapping and join.width <= self.wrapping.widest:
            # On a new page even a continuing line may stand in by a column.
            return join.fill >= self.wrapping.full and line.indent <= (self.wrapping.margin or 0) + 1
        return join.ends == "open" and join.width > LONGEST_HEADING

    def _heals(self, join: Join) -> bool:
        """Whether an empty line cuts a sentence in two, as a page break without a number does."""
        return join.ends == "open" and join.begins == "lower" and join.width >= 40

    def _end_without_call(self, line: Line) -> int:
        calls = self.notes.calls
        if not calls:
            return line.end
        at = bisect_left(calls, line.end, key=lambda call: call.span.end)
        return calls[at].span.start if at < len(calls) and calls[at].span.end == line.end else line.end

    # One line, many paragraphs

    def _split(self, draft: Draft) -> list[Draft]:
        """Cut a line that holds the whole text where its numbered paragraphs begin."""
        line = self.lines[draft.lines[0]]
        if len(draft.lines) > 1 or draft.kind != "body" or not self._is_whole_text(line):
            draft.stretches = [Span(self.lines[i].start, self.lines[i].end) for i in draft.lines]
            return [draft]
        found = labels.inline(self.text, line.start, line.end)
        starts = sorted(
            {line.start, *(label.start for label in found), *self._bracketed(line, found)}
            | set(labels.chapters(self.text, line.start, line.end))
        )
        starts += [tail] if found and (tail := self._unfinished(starts[-1], line.end)) else []
        by_start = {label.start: label for label in found}
        return [
            Draft(draft.lines, label=by_start.get(start), stretches=[Span(start, end)])
            for start, end in zip(starts, [*starts[1:], line.end], strict=True)
        ]

    def _is_whole_text(self, line: Line) -> bool:
        length = line.end - line.start
        return columns(self.text[line.start : line.start + ONE_LINE]) >= ONE_LINE and length >= 2 * (
            self.length - length
        )

    def _bracketed(self, line: Line, found: Sequence[Label]) -> list[int]:
        """An editor's note in square brackets before the first number stands apart, as it would in print."""
        end = found[0].start if found else line.start
        cuts = []
        for m in BRACKETED.finditer(self.text, line.start, end):
            cuts += [m.start("note"), m.end()]
        return [cut for cut in cuts if cut > line.start]

    def _unfinished(self, start: int, end: int) -> int | None:
        """Where the last item's sentence has ended and something unended follows: a date, a place."""
        last = max((m.end() for m in SENTENCE_END.finditer(self.text, start, end)), default=end)
        rest = self.text[last:end].strip()
        return last + self.text[last:end].index(rest) if rest else None

    # What kind of paragraph

    def _name(self, drafts: Sequence[Draft]) -> None:
        body = [draft for draft in drafts if draft.kind == "body"]
        for number, draft in enumerate(body):
            if draft.label:
                draft.kind = "item"
            following = body[number + 1] if number + 1 < len(body) else None
            if following and self._is_heading(draft, following):
                draft.kind = "heading"

    def _is_heading(self, draft: Draft, following: Draft) -> bool:
        if len(draft.stretches) > 2:
            return False
        start, end = draft.stretches[0].start, draft.stretches[-1].end
        if end - start > LONGEST_HEADING + 10:
            return False
        content = self.text[start : self._end_without_call(Line(start, end, 0, 0))].strip().rstrip("* ")
        if not content or columns(content) > LONGEST_HEADING:
            return False
        if labels.CHAPTER.match(content):
            return True
        stands_apart = self.lines[following.lines[0]].gap or self.wrapping is None or len(self.lines) < 4
        longer = (
            columns(self.text[following.stretches[0].start : following.stretches[-1].end]) > LONGEST_HEADING
        )
        titled = (
            opening(content) != "lower" and ending(content) == "open" and any(c.isalpha() for c in content)
        )
        numbered = bool(labels.SERIAL.match(content))
        return bool(
            titled and stands_apart and (longer or numbered) and not content.endswith(tuple('”"’])）'))
        )

    # Drafts to paragraphs

    def _finish(self, draft: Draft) -> Paragraph:
        spans = draft.stretches or [Span(self.lines[i].start, self.lines[i].end) for i in draft.lines]
        start, end = spans[0].start, spans[-1].end
        calls = self._calls(start, end, spans) if draft.kind not in ("furniture", "metadata") else ()
        pieces = self._pieces(draft, spans)
        if draft.label:
            behind = [Span(draft.label.end, spans[0].end), *spans[1:]]
            labelled = self._paragraph(behind, draft.kind, draft.label.text, pieces, calls)
            if labelled.text:  # else the label is all there is: a heading, a page of a form
                return labelled
        return self._paragraph(spans, draft.kind, "", pieces, calls)

    def _paragraph(
        self, spans: Sequence[Span], kind: Kind, label: str, pieces: tuple[Span, ...], calls: tuple[Call, ...]
    ) -> Paragraph:
        cuts = [Cut(*call.span) for call in calls]
        if self.markup.instead:
            cuts += [cut for cut in self.markup.instead if spans[0].start <= cut.start < spans[-1].end]
        return Paragraph(self.mender.passage(spans, cuts), kind, label, pieces, calls)

    def _calls(self, start: int, end: int, spans: Sequence[Span]) -> tuple[Call, ...]:
        calls = self.notes.calls
        if not calls:
            return ()
        at = bisect_left(calls, start, key=lambda call: call.span.start)
        behind = bisect_left(calls, end, key=lambda call: call.span.start)
        return tuple(c for c in calls[at:behind] if any(s.start <= c.span.start < s.end for s in spans))

    def _pieces(self, draft: Draft, spans: Sequence[Span]) -> tuple[Span, ...]:
        if len(spans) == 1:
            return (
                Span(spans[0].start, spans[0].start + len(self.text[spans[0].start : spans[0].end].rstrip())),
            )
        pieces = [spans[0]]
        for (before, i), span in zip(zip(draft.lines, draft.lines[1:], strict=False), spans[1:], strict=True):
            if i == before + 1:
                pieces[-1] = Span(pieces[-1].start, span.end)
            else:
                pieces.append(span)
        return tuple(pieces)

    def _footnotes(self) -> list[Paragraph]:
        found = []
        for note in self.notes.notes:
            spans = [Span(self.lines[i].start, self.lines[i].end) for i in range(note.first, note.behind)]
            piece = Span(spans[0].start, spans[-1].end)
            spans[0] = Span(note.text_start, spans[0].end)
            found.append(self._paragraph(spans, "footnote", plain(note.mark), (piece,), ()))
        return found
