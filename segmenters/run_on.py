"""Headings and notes in run-on text, which no mark and no white space sets apart from what is beside them.

A document whose line breaks are lost has its headings in the sentences after them: `Article 2 Term The
lease runs for two years.`, `第二条租赁期限租赁期为两年。`, `Findings Teachers earn less.` A heading ends
where a sentence opens. A word may open one by chance, so the headings of a kind count where at least half of
the places have one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import islice, pairwise
from types import ModuleType

from duiqi.corpus.languages import is_chinese, primary
from duiqi.corpus.layout.divisions import division
from duiqi.corpus.layout.labels import Label
from duiqi.corpus.layout.lines import columns
from duiqi.corpus.model import APART, Document, Paragraph

SHORTEST = 240  # columns of a text that has lost its line breaks
FEWEST = 2  # headings of a kind, or none has one
TITLE = 80  # characters in which the first section of a document begins
ALWAYS = frozenset({"caption", "source"})  # one alone has its end
_SMALL = re.compile(r"\b[a-z]{3,}")

Ends = dict[int, list[int]]


def rules_for(lang: str) -> ModuleType | None:
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


def run_on_paragraphs(document: Document) -> list[range]:
    """The runs of paragraphs on a line that holds most of the document: its line breaks are lost.

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
    return [run for run in runs if _is_most(document, run)]


def _is_most(document: Document, run: range) -> bool:
    start, end = document.paragraphs[run.start].span.start, document.paragraphs[run.stop - 1].span.end
    length = sum(paragraph.span.end - paragraph.span.start for paragraph in document.paragraphs)
    return 3 * (end - start) >= 2 * length and columns(document.text[start : start + SHORTEST]) >= SHORTEST


def glued_ends(
    document: Document, ends: Mapping[int, Sequence[int]], labels: Mapping[int, Sequence[Label]]
) -> Ends:
    """Where headings and notes without a mark end or begin, by paragraph, as offsets into its text.

    ends    the ends of the sentences of each paragraph
    labels  the labels in words within the paragraphs
    """
    runs = run_on_paragraphs(document)
    rules = rules_for(document.lang) if runs else None
    if rules is None:
        return {}
    seen = {word for run in runs for i in run for word in _SMALL.findall(document.paragraphs[i].text)}
    counts: Counter[str] = Counter()
    found: list[tuple[str, int, int, bool]] = []  # style, paragraph, end, whether it is sure
    cuts: Ends = {}
    for number in (number for run in runs for number in run):
        paragraph = document.paragraphs[number]
        own = cuts.setdefault(number, [])
        sentences = pairwise([0, *ends[number]])
        for start, stop in sentences:
            begins = [start, *(start + at for at in rules.opening(paragraph.text[start:stop]))]
            if number == runs[0].start and start == 0:
                begins += _after_title(paragraph.text[:stop], rules)
            begins = sorted(set(begins))
            own += begins[1:]
            for begin, end in pairwise([*begins, stop]):
                text = paragraph.text[:end]
                at, style = _body(paragraph, begin, labels.get(number, ()), rules)
                place, is_sure = rules.heading_end(text, at, style, seen)
                counts[style] += bool(style)
                if begin < place < end:
                    found.append((style, number, place, is_sure))
    for style in {style for style, *_ in found}:
        of_style = [one for one in found if one[0] == style]
        sure = sum(is_sure for *_, is_sure in of_style)
        if style in ALWAYS or (sure >= FEWEST and 2 * len(of_style) >= counts[style]):
            for _, number, place, is_sure in of_style:
                if is_sure or style in ALWAYS or 3 * sure >= counts[style] > 0:
                    cuts[number].append(place)
    return {number: places for number, places in cuts.items() if places}


def _after_title(text: str, rules: ModuleType) -> list[int]:
    """Where the first section begins after the title of a document: `Water Filter Manual 1 Safety`."""
    found = [match.start() for match in islice(rules.FIRST_NUMBER.finditer(text, 0, TITLE), 1)]
    return found or [at for at in [rules.title_end(text, len(text))] if at]


def _body(paragraph: Paragraph, begin: int, labels: Sequence[Label], rules: ModuleType) -> tuple[int, str]:
    """Where the text of a sentence begins after its label, and the style of that, "" without one."""
    if begin == 0 and paragraph.label:
        return 0, division(paragraph.label) or "number"
    for label in labels:
        if label.start == begin:
            return _after_space(paragraph.text, label.end), division(label.text) or "number"
    found = rules.LABEL.match(paragraph.text, begin)
    return (found.end(), found.lastgroup or "") if found else (begin, "")


def _after_space(text: str, at: int) -> int:
    return len(text) - len(text[at:].lstrip())
