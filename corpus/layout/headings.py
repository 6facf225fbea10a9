"""Headings and list items among the drafts of a page's paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from duiqi.corpus.layout.divisions import division, division_at, is_article
from duiqi.corpus.layout.grouping import Draft
from duiqi.corpus.layout.labels import SERIAL, chapter
from duiqi.corpus.layout.lines import columns, ending, opening
from duiqi.corpus.layout.page import Page

# Longer lines without an end are sentences that lost it.
LONGEST = 120  # columns
# In a text of so few lines one without an empty line after it may be a heading.
FEW_LINES = 4
WITHIN = re.compile(r"[。！？]\S|[^\W\d_]{3}[.!?]\s+\S")  # the end of a sentence within
CLOSERS = tuple('”"’])）')


def name_kinds(page: Page, drafts: Sequence[Draft]) -> None:
    """Set the kind of body drafts: "heading" for those that look like one, "item" for others with a label.

    A label in words makes an item of a finished sentence, `Article 5 The board meets twice a year.`, and a
    heading of a title, `Article 5 Meetings`.
    """
    body = [draft for draft in drafts if draft.kind == "body"]
    for draft, following in zip_longest(body, body[1:]):
        if draft.label or _is_article_with_text(page, draft):
            draft.kind = "item"
        if following and _is_heading(page, draft, following):
            draft.kind = "heading"


def _is_heading(page: Page, draft: Draft, following: Draft) -> bool:
    start, end = draft.span
    if len(draft.stretches) > 2 or end - start > LONGEST + 10:
        return False
    content = page.text[start : page.end_without_call(end)].strip().rstrip("* ")
    if not content or columns(content) > LONGEST or _is_article_with_text(page, draft):
        return False
    # A piece of a line that holds the whole text: a heading with the sentences after it.
    if draft.span != page.span(draft.lines[0]) and len(draft.lines) == 1 and WITHIN.search(content):
        return False
    return _is_division(page, draft, content) or (
        _is_title(content) and _is_apart(page, following) and _opens(page, content, following)
    )


def _is_division(page: Page, draft: Draft, content: str) -> bool:
    """Whether a draft begins with the label of a division, of one larger than a paragraph.

    `Chapter 3 of the book is long.` speaks of one.
    """
    if label := division_at(page.text, *draft.span):
        return division(label.text) != "paragraph"
    return ending(content) == "open" and chapter().match(content) is not None


def _is_article_with_text(page: Page, draft: Draft) -> bool:
    """Whether a draft is an article's label in words and, after it, more than a title."""
    start, end = draft.span
    label = division_at(page.text, start, end)
    if label is None or not is_article(label.text):
        return False
    text = page.text[label.end : page.end_without_call(end)].strip()
    return bool(text) and (ending(text) != "open" or columns(text) > LONGEST) and not text.isupper()


def _is_title(content: str) -> bool:
    """Whether a line has letters, begins with a capital or the like, and has no end of a sentence."""
    return (
        opening(content) != "lower"
        and ending(content) == "open"
        and any(c.isalpha() for c in content)
        and not content.endswith(CLOSERS)
    )


def _is_apart(page: Page, following: Draft) -> bool:
    """Whether an empty line, or else every line end, ends the paragraph before `following`."""
    gap = page.lines[following.lines[0]].gap
    return bool(gap) or page.wrapped.wrapping is None or len(page.lines) < FEW_LINES


def _opens(page: Page, content: str, following: Draft) -> bool:
    """Whether a line is the heading of the next paragraph, by its own number or that one's length."""
    return bool(SERIAL.match(content)) or columns(page.text[slice(*following.span)]) > LONGEST
