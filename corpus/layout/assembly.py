"""The paragraphs of a plain text: wrapped lines, a paragraph a line, or all on one line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from duiqi.corpus.layout import grouping, headings, runon
from duiqi.corpus.layout.calls import plain
from duiqi.corpus.layout.grouping import Draft
from duiqi.corpus.layout.markup import Markup
from duiqi.corpus.layout.page import Page
from duiqi.corpus.layout.passages import Cut, Mender
from duiqi.corpus.model import APART, Call, Kind, Paragraph, Span


def paragraphs(text: str, markup: Markup | None = None) -> tuple[Paragraph, ...]:
    r"""Find the paragraphs of a text, however its lines run; footnotes come last.

    >>> page = "Related conventions1 on mine action and all mine-\nrelated acts,\n\n1 Of 1997."
    >>> for p in paragraphs(page): print(p.kind, p.label or "-", p.text)
    body - Related conventions on mine action and all mine-related acts,
    footnote 1 Of 1997.
    """
    page = Page.of(markup or Markup(text))
    if not page.lines:
        return ()
    drafts = runon.split(page, grouping.group(page))
    headings.name_kinds(page, drafts)
    assembly = _Assembly(text, page)
    found = map(assembly.paragraph, drafts)
    return (*(paragraph for paragraph in found if paragraph.text), *assembly.footnotes())


class _Assembly:
    """Paragraphs from drafts: lines joined, labels and calls taken out of the text."""

    def __init__(self, text: str, page: Page) -> None:
        self._page = page
        self._instead = sorted(page.markup.instead, key=_start_of)
        seen = page.markup.seen
        marked = seen if seen is not text else None
        self._mender = Mender(text, marked, cut=page.wrapped.cut, by_hand=page.markup.soft)

    def paragraph(self, draft: Draft) -> Paragraph:
        stretches = draft.stretches
        calls = () if draft.kind in APART else self._calls(draft)
        pieces = self._pieces(draft)
        if draft.label:
            after = [Span(draft.label.end, stretches[0].end), *stretches[1:]]
            typed = () if self._page.markup.soft and draft.label.is_list_mark else stretches
            found = self._mended(after, draft.kind, draft.label.text, pieces, calls, typed)
            if found.text:  # else nothing but a label: a heading, a page of a form
                return found
        return self._mended(stretches, draft.kind, "", pieces, calls)

    def footnotes(self) -> Iterator[Paragraph]:
        for note in self._page.notes.notes:
            stretches = [self._page.span(i) for i in range(note.first, note.stop)]
            piece = Span(stretches[0].start, stretches[-1].end)
            after = [Span(note.text_start, stretches[0].end), *stretches[1:]]
            typed = () if self._page.markup.soft else stretches
            yield self._mended(after, "footnote", plain(note.mark), (piece,), (), typed)

    def _mended(
        self,
        stretches: Sequence[Span],
        kind: Kind,
        label: str,
        pieces: tuple[Span, ...],
        calls: tuple[Call, ...],
        typed: Sequence[Span] = (),
    ) -> Paragraph:
        """A paragraph of the stretches; `typed` are these with its label, none for a mark of Markdown."""
        cuts = [Cut(*call.span) for call in calls]
        low = bisect_left(self._instead, stretches[0].start, key=_start_of)
        cuts += self._instead[low : bisect_left(self._instead, stretches[-1].end, lo=low, key=_start_of)]
        passage = self._mender.passage(stretches, cuts)
        lead = self._mender.lead(typed, passage, cuts) if typed else ""
        return Paragraph(passage, kind, label, pieces, calls, bool(label) and not typed, lead)

    def _calls(self, draft: Draft) -> tuple[Call, ...]:
        """The calls in a draft; not those in furniture that interrupts it."""
        found = self._page.calls(draft.span)
        return tuple(c for c in found if any(s.start <= c.span.start < s.end for s in draft.stretches))

    def _pieces(self, draft: Draft) -> tuple[Span, ...]:
        """A draft's stretches, those of consecutive lines as one."""
        first, *rest = draft.stretches
        if not rest:
            return (Span(first.start, first.start + len(self._page.text[slice(*first)].rstrip())),)
        pieces = [first]
        for (before, i), stretch in zip(pairwise(draft.lines), rest, strict=True):
            if i == before + 1:
                pieces[-1] = Span(pieces[-1].start, stretch.end)
            else:
                pieces.append(stretch)
        return tuple(pieces)


def _start_of(cut: Cut) -> int:
    return cut.start
