"""One file with a text and its translation, taken apart: line under line, cell beside cell, in one cue.

Each line of each paragraph is in one of two languages, told by its script, or by its words where both
are in the Latin alphabet. The languages take turns; a turn and the next one are a pair. The layout of
the file does not matter: lines, paragraphs, rows of a table and cues of subtitles are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import NamedTuple

from duiqi.corpus.bitext.headings import heading
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.joining import ends_open
from duiqi.corpus.languages import canonical, primary, same_language
from duiqi.corpus.layout.chains import in_sequence
from duiqi.corpus.layout.labels import label_at
from duiqi.corpus.line_languages import (
    common_languages,
    language_of_line,
    language_of_side,
    languages_of_lines,
)
from duiqi.corpus.mixed_lines import cut_lines
from duiqi.corpus.model import APART, Document, Kind, Paragraph, Passage, Span
from duiqi.corpus.turns import by_turns, in_columns, number_column, without_alike

FEWEST_CELLS = 3  # of a table with a row of headings there are more
FEW = 5  # paragraphs of a turn, at most, that are paired one by one where their numbers agree
NUMBERED: frozenset[Kind] = frozenset({"heading", "body", "item", "quotation"})  # with labels, perhaps
BREAK = re.compile(r"[\n\r\t\v\f\x85\u2028\u2029]|\\[Nn]")


class Bilingual(NamedTuple):
    """The two texts of one file.

    source, target  documents of the same decoded file, each with the paragraphs in its language
    pairing         for each paragraph of each side, the number of its pair, ascending
    """

    source: Document
    target: Document
    pairing: tuple[tuple[int, ...], tuple[int, ...]]


class _Line(NamedTuple):
    """A line of a paragraph: the slice [start, stop) of the paragraph's text."""

    paragraph: int
    start: int
    stop: int
    text: str

    def parts(self, stretches: Sequence[tuple[int, int]]) -> Iterator[_Line]:
        """The line's stretches as lines."""
        for start, stop in stretches:
            yield _Line(self.paragraph, self.start + start, self.start + stop, self.text[start:stop])


def take_apart(
    document: Document, source_lang: str | None = None, target_lang: str | None = None
) -> Bilingual:
    r"""Take a document with both languages apart.

    source_lang, target_lang  BCP 47 tags; by default the source is in the language that comes first
    raises                    UnreadableFile where the document is not in two languages

    >>> from duiqi.corpus.read import read_bytes
    >>> page = "The museum opens at nine.\n博物馆九点开门。\nChildren pay half.\n儿童半价。\n"
    >>> found = take_apart(read_bytes(page.encode(), "museum.txt"))
    >>> [paragraph.text for paragraph in found.target.paragraphs], found.pairing
    (['博物馆九点开门。', '儿童半价。'], ((0, 1), (0, 1)))
    """
    document = replace(document, paragraphs=_without_headings(document.paragraphs))
    lines = [
        line
        for number, paragraph in enumerate(document.paragraphs)
        if paragraph.kind not in APART
        for line in _lines(document.text, paragraph, number)
    ]
    cut = cut_lines([line.text for line in lines])
    lines = [part for line, stretches in zip(lines, cut, strict=True) for part in line.parts(stretches)]
    tags = languages_of_lines([line.text for line in lines])
    names = _two_of(document, tags)
    told = [names.index(tag) if tag in names else None for tag in tags]
    told = without_alike([line.text for line in lines], told, [line.paragraph for line in lines])
    told, first = in_columns([line.text for line in lines], told, _cells(document, lines))
    sides = by_turns(told)
    if first is None:  # the language of the first line with letters
        first = sides[next(place for place, tag in enumerate(tags) if tag)]
    if first:
        sides = [1 - side for side in sides]
    langs = [
        language_of_side(
            [(line.text, tag) for line, tag, own in zip(lines, tags, sides, strict=True) if own == side]
        )
        for side in (0, 1)
    ]
    if same_language(*langs):
        raise _one_text(document)
    if _is_swapped(document, langs, source_lang, target_lang):
        langs, sides = langs[::-1], [1 - side for side in sides]
    paragraphs, pairing = _paragraphs(document, lines, sides)
    source, target = (
        replace(document, lang=canonical(lang), paragraphs=tuple(found))
        for lang, found in zip((source_lang or langs[0], target_lang or langs[1]), paragraphs, strict=True)
    )
    return Bilingual(source, target, (tuple(pairing[0]), tuple(pairing[1])))


def _cells(document: Document, lines: Sequence[_Line]) -> list[int | None]:
    """Of each line, the number of its paragraph where that is a cell of a table."""
    return [line.paragraph if document.paragraphs[line.paragraph].kind == "cell" else None for line in lines]


def _without_headings(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs, as metadata the cells of a column of numbers, and of a row that names the two columns.

    Numbers are in neither language, and `English` beside 译文 is no text of the file.
    """
    found = list(paragraphs)
    at = 0
    for kind, run in groupby(paragraphs, key=lambda paragraph: paragraph.kind):
        cells = list(run)
        if kind == "cell":
            texts = [cell.text for cell in cells]
            for k in number_column(texts, [bool(language_of_line(text)) for text in texts]):
                found[at + k] = replace(cells[k], kind="metadata")
            first = [k for k in range(at, at + len(cells)) if found[k].kind == "cell"][:2]
            if len(cells) > FEWEST_CELLS and _names_columns([found[k].text for k in first]):
                for k in first:
                    found[k] = replace(found[k], kind="metadata")
        at += len(cells)
    return tuple(found)


def _names_columns(texts: Sequence[str]) -> bool:
    """Whether the two cells of a row name the sides of a bitext, or two languages.

    >>> _names_columns(["Source", "译文"]), _names_columns(["On", "开"])
    (True, False)
    """
    named = [heading(text) for text in texts]
    sides = [(one.part or "") if one.part in ("source", "target") else primary(one.lang) for one in named]
    return len(sides) == 2 and all(side and side != "und" for side in sides) and sides[0] != sides[1]


def _lines(text: str, paragraph: Paragraph, number: int) -> Iterator[_Line]:
    """The lines that a paragraph was joined from, and its parts between tabs."""
    passage, runs = paragraph.passage, paragraph.passage.runs
    starts = [0]
    for before, after in pairwise(runs):
        if BREAK.search(text, before.start + before.length, after.start):
            starts.append(after.at)
    for start, stop in zip(starts, [*starts[1:], len(passage.text)], strict=True):
        yield _Line(number, start, stop, passage.text[start:stop])


def _two_of(document: Document, tags: Sequence[str]) -> list[str]:
    """The two languages of a document."""
    common = common_languages(tags)
    if len(common) < 2:
        raise _one_text(document)
    return common


def _one_text(document: Document) -> UnreadableFile:
    return UnreadableFile(
        f"{document.name}: one text, in one language ({document.lang}). Give its translation as well, "
        "or a file with both languages, each line or paragraph followed by its translation"
    )


def _is_swapped(
    document: Document, langs: Sequence[str], source_lang: str | None, target_lang: str | None
) -> bool:
    """Whether the source is in the second language: the languages given say so."""
    fits = [
        all(
            given is None or same_language(given, lang)
            for given, lang in zip((source_lang, target_lang), order, strict=True)
        )
        for order in (langs, langs[::-1])
    ]
    if not any(fits):
        wanted = " and ".join(filter(None, (source_lang, target_lang)))
        raise UnreadableFile(f"{document.name}: in {langs[0]} and {langs[1]}, not in {wanted}")
    return not fits[0]


class _Turn(NamedTuple):
    """Consecutive paragraphs, or parts of paragraphs, in one language."""

    side: int
    paragraphs: list[Paragraph]

    def likeness(self, other: _Turn, scale: float) -> float:
        """How well two turns may be a pair: the ratio of their lengths, 0 where one is a cell alone."""
        if (self.paragraphs[-1].kind == "cell") != (other.paragraphs[-1].kind == "cell"):
            return 0.0
        lengths = sorted(
            max(sum(len(p.text) for p in turn.paragraphs) * (scale if turn.side else 1), 1.0)
            for turn in (self, other)
        )
        return lengths[0] / lengths[1]


def _pairs(parts: Sequence[tuple[int, int, Paragraph]]) -> Iterator[tuple[list[Paragraph], list[Paragraph]]]:
    """The two sides of each pair, in order; one of them may be empty.

    parts  of each part, the number of its paragraph in the document, its side, and the part
    """
    by_paragraph = (list(run) for _, run in groupby(parts, key=lambda part: part[0]))
    cue_by_cue = groupby(by_paragraph, key=lambda run: len(run) > 1 and run[0][2].time is not None)
    for is_cue, runs in cue_by_cue:
        turns = [[_Turn(side, [paragraph]) for _, side, paragraph in run] for run in runs]
        if is_cue:  # with both languages, in whichever order
            yield from map(_sides, turns)
        else:
            yield from _turns_paired([turn for some in turns for turn in some])


def _turns_paired(single: Sequence[_Turn]) -> Iterator[tuple[list[Paragraph], list[Paragraph]]]:
    """Pair each turn with the next, from the first or from the second on, whichever are more alike."""
    turns = [
        _Turn(side, [paragraph for turn in run for paragraph in turn.paragraphs])
        for side, run in groupby(single, key=lambda turn: turn.side)
    ]
    lengths = [sum(len(p.text) for t in turns if t.side == side for p in t.paragraphs) for side in (0, 1)]
    scale = max(lengths[0], 1) / max(lengths[1], 1)
    starts = [
        sum(turns[k].likeness(turns[k + 1], scale) for k in range(start, len(turns) - 1, 2))
        for start in (0, 1)
    ]
    begin = int(starts[1] > starts[0])
    groups = [turns[:begin], *(turns[k : k + 2] for k in range(begin, len(turns), 2))]
    for group in groups:
        yield from _paragraphs_paired(*_sides(group))


def _paragraphs_paired(
    source: list[Paragraph], target: list[Paragraph]
) -> Iterator[tuple[list[Paragraph], list[Paragraph]]]:
    """Divide a pair of a few paragraphs a side: one with one, and a heading of one side with nothing."""
    longer, shorter = (source, target) if len(source) > len(target) else (target, source)
    extra = [k for k, p in enumerate(longer) if p.kind == "heading" or ends_open(p.text)]
    if len(longer) > FEW or not shorter or len(extra) > len(longer) - len(shorter):
        extra = []
    if len(longer) - len(extra) != len(shorter) or len(longer) > FEW:
        yield source, target
        return
    rest = iter(shorter)
    for k, paragraph in enumerate(longer):
        beside = [] if k in extra else [next(rest)]
        yield ([paragraph], beside) if longer is source else (beside, [paragraph])


def _sides(turns: Sequence[_Turn]) -> tuple[list[Paragraph], list[Paragraph]]:
    """The paragraphs of some turns, by side."""
    first, second = ([p for turn in turns if turn.side == side for p in turn.paragraphs] for side in (0, 1))
    return first, second


def _paragraphs(
    document: Document, lines: Sequence[_Line], sides: Sequence[int]
) -> tuple[tuple[list[Paragraph], list[Paragraph]], tuple[list[int], list[int]]]:
    """The paragraphs of both sides, and the number of the pair of each.

    Lines of one paragraph and one language are one paragraph. Furniture and metadata go to the source.
    """
    parts: list[tuple[int, int, Paragraph]] = []
    for (number, side), group in groupby(
        zip(lines, sides, strict=True), key=lambda both: (both[0].paragraph, both[1])
    ):
        run = [line for line, _ in group]
        whole = document.paragraphs[number]
        passage = whole.passage[run[0].start : run[-1].stop].strip()
        if passage.text:
            parts.append((number, side, _part(whole, passage, opens=not parts or parts[-1][0] != number)))
    parts = _labelled(parts)
    aside = [paragraph for paragraph in document.paragraphs if paragraph.kind in APART]
    paragraphs: tuple[list[Paragraph], list[Paragraph]] = (aside, [])
    pairing: tuple[list[int], list[int]] = ([0] * len(aside), [])
    for pair, both in enumerate(_pairs(parts)):
        for side in (0, 1):
            paragraphs[side].extend(both[side])
            pairing[side].extend([pair] * len(both[side]))
    return paragraphs, pairing


def _labelled(parts: Sequence[tuple[int, int, Paragraph]]) -> list[tuple[int, int, Paragraph]]:
    """The parts with the labels that are in sequence on their own side.

    In the whole file `1.1`, `1.1`, `1.2`, `1.2` follow one another, which is no sequence.
    """
    found = list(parts)
    for side in (0, 1):
        typed = {
            k: label
            for k, (_, own, part) in enumerate(parts)
            if own == side
            and part.kind in NUMBERED
            and not part.automatic
            and (label := label_at(part.lead + part.text, 0, len(part.lead) + len(part.text)))
        }
        company = in_sequence(list(typed.values()))
        for n, (k, label) in enumerate(typed.items()):
            number, _, part = parts[k]
            rest = part.passage[label.end :].strip()
            if n in company and not part.label and rest.text:
                lead = part.text[: len(part.text) - len(rest)]
                kind = "item" if part.kind == "body" else part.kind
                found[k] = number, side, replace(part, kind=kind, label=label.text, lead=lead, passage=rest)
    return found


def _part(whole: Paragraph, passage: Passage, opens: bool) -> Paragraph:
    """A part of a paragraph; its label goes with the part that opens it."""
    label = whole.label if opens else ""
    span = Span(whole.span.start if label else passage.span.start, passage.span.end)
    calls = tuple(call for call in whole.calls if span.start <= call.span.start < span.end)
    lead = whole.lead if opens else ""
    return replace(whole, passage=passage, label=label, lead=lead, pieces=(span,), calls=calls)
