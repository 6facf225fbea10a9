"""From a document's paragraphs to its segments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from duiqi.corpus.layout.labels import Label
from duiqi.corpus.layout.separators import text_start
from duiqi.corpus.model import (
    APART,
    Document,
    Kind,
    Level,
    Paragraph,
    Passage,
    Run,
    Segment,
    Segments,
    Span,
)
from duiqi.segmenters.boundaries import clause_ends, sentence_ends
from duiqi.segmenters.dictionary import without_cuts_inside
from duiqi.segmenters.fields import field_starts
from duiqi.segmenters.invisible import seen
from duiqi.segmenters.labels import labels_in_words
from duiqi.segmenters.run_in_headings import heading_ends
from duiqi.segmenters.run_on import glued_ends
from duiqi.segmenters.unfinished import unfinished

# One segment, unless they clearly hold several sentences.
_TERSE: frozenset[Kind] = frozenset({"heading", "cell", "caption"})
_SENTENCE_MARKS = ".!?…。！？؟।"
_CLOSING = "\"'”’»)]）】》」』 "


def segment(
    document: Document, level: Level = "sentence", dictionary: Path | None = None, *, code: bool = False
) -> Segments:
    """Cut a document's paragraphs into sentences or clauses, or keep them whole.

    dictionary  a user's own words; those with marks in them (你好，李焕英, Dunlop Bros.)
                are not cut
    code        take the lines of code blocks for segments, too

    A segment never crosses a paragraph. A paragraph's label goes to its first segment. A label in
    words (`Article 3`, `第三条`) is one too, and where it is run in a segment of any level begins; a
    heading run in after it is a segment of its own.
    Headings, table cells and captions stay whole unless they hold several sentences and end like
    one. A cue of subtitles is one sentence. Page furniture and metadata go to `apart`, and so does
    code unless it is asked for. Where most sentences seem cut in two, the document of the result
    has a doubt about it.
    """
    segments: list[Segment] = []
    apart: list[Segment] = []
    labels = labels_in_words(document)
    headings = heading_ends(document, labels) if level != "paragraph" else {}
    ends_of = {
        number: _ends(paragraph, labels.get(number, []), level, document.lang, dictionary)
        for number, paragraph in enumerate(document.paragraphs)
    }
    glued = glued_ends(document, ends_of, labels) if level != "paragraph" else {}
    for number, paragraph in enumerate(document.paragraphs):
        in_words = labels.get(number, [])
        ends = sorted({*ends_of[number], *headings.get(number, ()), *glued.get(number, ())})
        found = _paragraph_segments(paragraph, in_words, number, ends)
        is_apart = paragraph.kind in APART and not (code and paragraph.kind == "code")
        (apart if is_apart else segments).extend(found)
    doubt = unfinished(document, segments) if level == "sentence" else None
    if doubt is not None and doubt not in document.warnings:
        document = replace(document, warnings=(*document.warnings, doubt))
    return Segments(document, level, tuple(segments), tuple(apart))


def _paragraph_segments(
    paragraph: Paragraph,
    in_words: Sequence[Label],
    number: int,
    ends: Sequence[int],
) -> Iterator[Segment]:
    pieces = paragraph.pieces or (paragraph.passage.span,)
    opening = {label.start: label for label in in_words}
    label, lead = paragraph.label, paragraph.lead
    for begin, passage in zip([0, *ends], _slices(paragraph.passage, ends), strict=False):
        if not passage.text and not label:
            continue
        start = pieces[0].start if label else passage.span.start
        end = passage.span.end if passage.runs else pieces[-1].end
        if begin in opening:
            label = opening[begin].text
            rest = passage[opening[begin].end - begin :].strip()
            if rest.text:  # else nothing but a label: a heading
                lead = passage.text[: len(passage.text) - len(rest.text)]
                passage = rest
        if lead and (rest := passage[text_start(passage.text, label, 0) :]).text.strip():
            lead += passage.text[: len(passage.text) - len(rest.text)]
            passage = rest
        yield Segment(
            passage, paragraph.kind, label, number, _within(pieces, start, end), lead, paragraph.time
        )
        label = lead = ""


def _slices(passage: Passage, ends: Sequence[int]) -> Iterator[Passage]:
    """The passage cut at `ends`, each slice without white space around it.

    A Chinese text with spaces between words has a run for every word, and slicing the whole
    passage for every sentence would go through all of them each time.
    """
    runs, first = passage.runs, 0
    for start, end in pairwise([0, *ends]):
        text = passage.text[start:end]
        low = start + len(text) - len(text.lstrip())
        text = text.strip()
        high = low + len(text)
        while first < len(runs) and runs[first].at + runs[first].length <= low:
            first += 1
        stop = first
        while stop < len(runs) and runs[stop].at < high:
            stop += 1
        clipped = [
            Run(
                max(run.at, low) - low,
                run.start + max(low - run.at, 0),
                min(run.at + run.length, high) - max(run.at, low),
            )
            for run in runs[first:stop]
        ]
        yield Passage(text, tuple(run for run in clipped if run.length > 0))


def _ends(
    paragraph: Paragraph, labels: Sequence[Label], level: Level, lang: str, dictionary: Path | None
) -> list[int]:
    """The ends of the segments of a paragraph; before each label in words one ends."""
    text = paragraph.text
    if paragraph.kind in APART or (paragraph.time and level != "clause"):
        return [len(text)]
    borders = [*sorted({0, *(label.start for label in labels)}), len(text)]
    if level == "paragraph":
        return borders[1:]
    if not labels:
        return _ends_within(text, paragraph.kind, level, lang, dictionary)
    found = []
    after = {label.start: label.end for label in labels}
    for start, stop in pairwise(borders):
        begin = after.get(start, start)
        ends = _ends_within(text[begin:stop], paragraph.kind, level, lang, dictionary)
        found += [*(begin + end for end in ends[:-1]), stop]
    return found


def _ends_within(text: str, kind: Kind, level: Level, lang: str, dictionary: Path | None) -> list[int]:
    """The ends of the segments of a text without labels inside."""
    find: Callable[[str, str], list[int]] = sentence_ends if level == "sentence" else clause_ends
    is_whole = kind in _TERSE and not seen(text).rstrip(_CLOSING).endswith(tuple(_SENTENCE_MARKS))
    ends = [len(text)] if is_whole else find(text, lang)
    if starts := field_starts(text, lang):
        ends = sorted({*ends, *starts})
    if dictionary is not None and not is_whole:
        ends = without_cuts_inside(text, ends, dictionary)
    return ends or [0]


def _within(pieces: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The pieces of the document between two offsets."""
    cut = (Span(max(piece.start, start), min(piece.end, end)) for piece in pieces)
    return tuple(span for span in cut if span.start < span.end)


def presegmented(document: Document) -> Segments:
    r"""Make every line of a file a segment, exactly as it is.

    An empty line is an empty segment, so that segments have their lines' numbers; a line
    end at the end of the file opens no further line.

    >>> [s.text for s in presegmented(Document("Yes. \n\nCome in.\n", "en"))]
    ['Yes. ', '', 'Come in.']
    """
    segments: list[Segment] = []
    start = 0
    for line in document.text.split("\n"):
        text = line.removesuffix("\r")
        segments.append(_line_segment(text, start, len(segments)))
        start += len(line) + 1
    if not document.text or document.text.endswith("\n"):
        segments.pop()
    return Segments(document, "sentence", tuple(segments))


def from_sentences(sentences: Sequence[str], lang: str, name: str = "") -> Segments:
    r"""Segments of a list of sentences, one each, as a gold file has them.

    >>> segments = from_sentences(["是的。", "请进。"], "zh")
    >>> segments.document.text, segments.span(range(1, 2))
    ('是的。\n请进。\n', Span(start=4, end=7))
    """
    segments: list[Segment] = []
    start = 0
    for sentence in sentences:
        segments.append(_line_segment(sentence, start, len(segments)))
        start += len(sentence) + 1
    document = Document("".join(f"{sentence}\n" for sentence in sentences), lang, name)
    return Segments(document, "sentence", tuple(segments))


def _line_segment(text: str, start: int, number: int) -> Segment:
    runs = (Run(0, start, len(text)),) if text else ()
    return Segment(Passage(text, runs), paragraph=number, pieces=(Span(start, start + len(text)),))
