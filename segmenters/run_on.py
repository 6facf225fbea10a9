"""Headings and notes in run-on text, which no mark and no white space sets apart from what is beside them.

A document whose line breaks are lost has its headings in the sentences after them: `Article 2 Term The
lease runs for two years.`, `第二条租赁期限租赁期为两年。`, `Findings Teachers earn less.` A heading ends
where a sentence opens. A word may open one by chance, so the headings of a kind count where at least half of
the places have one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from typing import NamedTuple, Protocol

from duiqi.corpus.languages import is_chinese, primary
from duiqi.corpus.layout.divisions import division
from duiqi.corpus.layout.labels import Label
from duiqi.corpus.layout.lines import columns
from duiqi.corpus.model import APART, Document

SHORTEST = 240  # columns of a text that has lost its line breaks
FEWEST_ON_LINE = 3  # paragraphs, or articles, of a shorter text that has lost them
FEWEST = 2  # headings of a kind, or none has one
TITLE = 80  # characters in which the first section of a document begins
ALWAYS = frozenset({"caption", "source"})  # one alone has its end
_SMALL = re.compile(r"\b[a-z]{3,}")

Ends = dict[int, list[int]]


class Rules(Protocol):
    """What a module of a language's rules has."""

    LABEL: re.Pattern[str]  # of a heading, in the name of its group the style
    FIRST_NUMBER: re.Pattern[str]  # the label of the first section, after a title

    def opening(self, text: str) -> list[int]:
        """Where notes begin within a sentence."""
        ...

    def heading_end(self, text: str, start: int, style: str, seen: Container[str]) -> tuple[int, bool]:
        """Where the heading at a place ends, and whether that is sure."""
        ...

    def title_end(self, text: str, stop: int) -> int:
        """Where the title of a document ends."""
        ...


class _Heading(NamedTuple):
    """A heading that may be run in: the style of its label, its paragraph, and its end in that."""

    style: str
    paragraph: int
    end: int
    is_sure: bool


def rules_for(lang: str) -> Rules | None:
    """The rules of a language for headings without a mark, None where it has none.

    Their many patterns are compiled where a text needs them.
    """
    if primary(lang) == "en":
        from duiqi.segmenters import glued_english

        return glued_english
    if is_chinese(lang):
        from duiqi.segmenters import glued_chinese

        return glued_chinese
    return None


def run_on_paragraphs(document: Document, labels: Mapping[int, Sequence[Label]] | None = None) -> list[range]:
    """The runs of paragraphs on a line that holds most of the document: its line breaks are lost.

    labels  those in words within the paragraphs: a short text has lost its line breaks if it has several

    Nothing but white space is between them, so that markup on one line is no such text.
    """
    text = document.text
    runs: list[range] = []
    for number, paragraph in enumerate(document.paragraphs):
        if paragraph.kind in APART or paragraph.time:
            continue
        start, end = paragraph.span
        last = runs[-1].stop - 1 if runs else -1
        between = text[document.paragraphs[last].span.end : start] if last >= 0 else "\n"
        if "\n" in text[start:end]:
            continue
        if last == number - 1 and len(between) < 9 and not between.strip() and "\n" not in between:
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            runs.append(range(number, number + 1))
    length = sum(span.end - span.start for span in (paragraph.span for paragraph in document.paragraphs))
    return [run for run in runs if _is_most(document, run, length, labels or {})]


def _is_most(document: Document, run: range, length: int, labels: Mapping[int, Sequence[Label]]) -> bool:
    start, end = document.paragraphs[run.start].span.start, document.paragraphs[run.stop - 1].span.end
    is_long = columns(document.text[start : start + SHORTEST]) >= SHORTEST
    is_several = len(run) >= FEWEST_ON_LINE or any(len(labels.get(n, ())) >= FEWEST_ON_LINE for n in run)
    return (is_long or is_several) and 3 * (end - start) >= 2 * length


def glued_ends(
    document: Document, ends: Mapping[int, Sequence[int]], labels: Mapping[int, Sequence[Label]]
) -> Ends:
    """Where headings and notes without a mark end or begin, by paragraph, as offsets into its text.

    ends    the ends of the sentences of each paragraph
    labels  the labels in words within the paragraphs
    """
    runs = run_on_paragraphs(document, labels)
    rules = rules_for(document.lang) if runs else None
    if rules is None:
        return {}
    numbers = [number for run in runs for number in run]
    seen = {word for number in numbers for word in _SMALL.findall(document.paragraphs[number].text)}
    counts: Counter[str] = Counter()
    headings: list[_Heading] = []
    cuts: Ends = {number: [] for number in numbers}
    for number in numbers:
        paragraph = document.paragraphs[number]
        label_at = {label.start: label for label in labels.get(number, ())}
        for start, stop in pairwise([0, *ends[number]]):
            begins = {start, *(start + at for at in rules.opening(paragraph.text[start:stop]))}
            if number == numbers[0] and start == 0 and 0 not in label_at:
                begins.update(_after_title(paragraph.text[:stop], rules))
            cuts[number] += begins - {start}
            for begin, end in pairwise([*sorted(begins), stop]):
                text = paragraph.text[begin:end]
                label = label_at.get(begin)
                at, style = _body(text, paragraph.label if begin == 0 else "", label, begin, rules)
                place, is_sure = rules.heading_end(text, at, style, seen)
                counts[style] += bool(style)
                if 0 < place < end - begin:
                    headings.append(_Heading(style, number, begin + place, is_sure))
    for heading in _likely(headings, counts):
        cuts[heading.paragraph].append(heading.end)
    return {number: places for number, places in cuts.items() if places}


def _likely(headings: Sequence[_Heading], counts: Mapping[str, int]) -> Iterator[_Heading]:
    """The headings of the kinds that have some at half of their places, at least; `counts` is of these."""
    for style in {heading.style for heading in headings}:
        of_style = [heading for heading in headings if heading.style == style]
        sure = sum(heading.is_sure for heading in of_style)
        if style in ALWAYS:
            yield from of_style
        elif sure >= FEWEST and 2 * len(of_style) >= counts[style]:
            most = bool(style) and 3 * sure >= counts[style]
            yield from (heading for heading in of_style if heading.is_sure or most)


def _after_title(text: str, rules: Rules) -> list[int]:
    """Where the first section begins after the title of a document: `Water Filter Manual 1 Safety`."""
    found = [match.start() for match in islice(rules.FIRST_NUMBER.finditer(text, 0, TITLE), 1)]
    return found or [at for at in [rules.title_end(text, len(text))] if at]


def _body(text: str, own: str, label: Label | None, begin: int, rules: Rules) -> tuple[int, str]:
    """Where the text of a sentence begins after its label, and the style of that, "" without one.

    own    the label of the paragraph, which is not in the text
    label  the label in words with which the sentence begins, at `begin` of its paragraph
    """
    if label is not None:
        after = text[label.end - begin :]
        return len(text) - len(after.lstrip()), division(label.text) or "number"
    if own:
        return 0, division(own) or "number"
    found = rules.LABEL.match(text)
    return (found.end(), found.lastgroup or "") if found else (0, "")
