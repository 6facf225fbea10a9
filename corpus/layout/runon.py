"""Run-on texts: all paragraphs on one line, separated at their labels and chapter headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duiqi.corpus.layout.grouping import Draft
from duiqi.corpus.layout.labels import Label, label_at
from duiqi.corpus.layout.lines import Line, columns
from duiqi.corpus.layout.page import Page
from duiqi.corpus.layout.sequences import FEWEST, inline_divisions, inline_headings, inline_labels
from duiqi.corpus.model import Span

# A line is run on where it is twice as long as all others together, and either longer than a paragraph
# usually is or a list from its first word on.
SHORTEST = 240  # columns

BRACKETED = re.compile(r"(?P<note>[\[［〔][^\[\]［］〔〕]{12,300}[\]］〕])\s*")
SENTENCE_END = re.compile(r"[。！？!?…]+[”’」』）》\"]*|(?<=[^\W\d_])\.[”\")]*(?=\s|$)")
_CHINESE_NUMBER = r"[\d〇○零元一二三四五六七八九十]{1,4}"
DATE = rf"""
    {_CHINESE_NUMBER} \s? 年 \s? {_CHINESE_NUMBER} \s? 月 (?: \s? {_CHINESE_NUMBER} \s? 日 )?
  | \d{{1,2}} \.? \s [^\W\d_]{{3,10}} \s \d{{4}}              # 17 December 2007, 17. Dezember 2007
  | [^\W\d_]{{3,10}} \s \d{{1,2}}, \s \d{{4}}                   # December 17, 2007
"""
# What is signed or adopted ends with a line that begins or ends with the date, and has no mark of its own.
DATELINE = re.compile(
    rf"(?: {DATE} ) [^,，;；:：。！？!?]{{0,40}} | [^,，;；:：。！？!?]{{1,40}} \s (?: {DATE} )", re.VERBOSE
)


def split(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, with each line that holds the whole text cut where its paragraphs begin."""
    length = sum(line.end - line.start for i, line in enumerate(page.lines) if i not in page.apart)
    pieces: list[Draft] = []
    for draft in drafts:
        line = page.lines[draft.lines[0]]
        if len(draft.lines) == 1 and draft.kind == "body" and _is_whole_text(page, line, length):
            pieces += _paragraphs(page, draft, line)
        else:
            pieces.append(draft)
    return pieces


def _is_whole_text(page: Page, line: Line, length: int) -> bool:
    """Whether a line is run on; `length` is that of all lines."""
    own = line.end - line.start
    if own < 2 * (length - own):
        return False
    is_long = columns(page.text[line.start : line.start + SHORTEST]) >= SHORTEST
    return is_long or _is_list(page, line)


def _is_list(page: Page, line: Line) -> bool:
    """Whether a line begins with the first of several items."""
    if not label_at(page.text, line.start, line.end):
        return False
    found = inline_labels(page.text, line.start, line.end)
    return len(found) >= FEWEST and found[0].start == line.start


def _paragraphs(page: Page, draft: Draft, line: Line) -> list[Draft]:
    """The paragraphs of a run-on line."""
    headings = inline_headings(page.text, line.start, line.end)
    found = inline_labels(page.text, line.start, line.end, headings)
    # Articles in words, Статья 3, are labels of the segmenter; after a list they are no part of it.
    divisions = inline_divisions(page.text[line.start : line.end]) if found and not headings else []
    headings += [line.start + label.start for label in divisions]
    starts = sorted(
        {line.start, *(label.start for label in found), *_bracketed(page, line, found), *headings}
    )
    tail = _tail(page, starts[-1], line.end) if found else None
    starts += [tail] if tail else []
    by_start = {label.start: label for label in found}
    return [
        Draft(draft.lines, [Span(start, end)], label=by_start.get(start))
        for start, end in zip(starts, [*starts[1:], line.end], strict=True)
    ]


def _bracketed(page: Page, line: Line, found: Sequence[Label]) -> list[int]:
    """Both ends of an editor's note in square brackets before the first label, a paragraph in print."""
    end = found[0].start if found else line.start
    cuts = []
    for m in BRACKETED.finditer(page.text, line.start, end):
        cuts += [m.start("note"), m.end()]
    return [cut for cut in cuts if cut > line.start]


def _tail(page: Page, start: int, end: int) -> int | None:
    """Where text without a sentence's end begins after the last item: a date, a place; None without such.

    The last item of a text that was cut short ends with a semicolon; only a dateline is no part of it.
    """
    text = page.text[start:end].rstrip()
    last = max((m.end() for m in SENTENCE_END.finditer(text)), default=0)
    semicolon = max(text.rfind(mark) for mark in ";；") + 1
    if semicolon > last and DATELINE.fullmatch(text[semicolon:].strip()):
        last = semicolon
    rest = text[last:].strip()
    return start + last + text[last:].index(rest) if last and rest else None
