"""Cues: the lines that subtitles show at one time, made readable, a paragraph each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from duiqi.corpus.joining import ends_open
from duiqi.corpus.layout.passages import Cut, Mender
from duiqi.corpus.model import Paragraph, Passage, Span, Time
from duiqi.corpus.scripts import UNSPACED

# The dash of a speaker: one, and not the two of a Chinese dash.
SPEECH = re.compile(r"[-–—‐]\s?(?=[^\s\-–—‐])")
HYPHENS, DASHES, STOPS = "-‐", "-‐–—", ("。", "！", "？", "…")
SIGN = re.compile(r"[<{\\&]")  # all markup begins with one of these
ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|lrm|rlm|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
UNSEEN = {"&nbsp;": " ", "&lrm;": "", "&rlm;": ""}
_UNSPACED = re.compile(f"[{UNSPACED}]")


class Cue(NamedTuple):
    """The lines shown at one time, by their place in the text."""

    time: Time
    lines: tuple[Span, ...]


class Markup(NamedTuple):
    r"""What a format writes within its lines that is no text.

    tag       is left out: `<i>`, `{\an8}`
    blank     is a space: a line break within a line, a hard space
    entities  whether `&amp;` is written for a character
    """

    tag: re.Pattern[str]
    blank: re.Pattern[str]
    entities: bool

    def cuts(self, text: str, span: Span) -> list[Cut]:
        """The markup in a line, each stretch with the text that is read instead."""
        if not SIGN.search(text, *span):
            return []
        cuts = [Cut(*m.span()) for m in self.tag.finditer(text, *span)]
        cuts += [Cut(*m.span(), " ") for m in self.blank.finditer(text, *span)]
        if self.entities:
            cuts += [Cut(*m.span(), UNSEEN.get(m[0], unescape(m[0]))) for m in ENTITY.finditer(text, *span)]
        return sorted(cuts)


def paragraphs(
    text: str, apart: Sequence[Span], cues: Sequence[Cue], markup: Markup
) -> tuple[Paragraph, ...]:
    """The paragraphs of subtitles: one a cue, or one a speech where two people speak in a cue.

    apart    numbers, times and headers: metadata
    returns  metadata and cues in the order of the text
    """
    lines = _Lines(text, markup)
    found = [Paragraph(lines.passage([span]), "metadata", pieces=(span,)) for span in apart]
    for cue in cues:
        found += [lines.paragraph(speech, cue.time) for speech in lines.speeches(cue)]
    return tuple(sorted((p for p in found if p.text), key=lambda paragraph: paragraph.pieces[0].start))


class _Lines:
    """Lines of one file, read without their markup."""

    def __init__(self, text: str, markup: Markup) -> None:
        self._text, self._markup = text, markup
        # Chinese subtitles have spaces between phrases in place of marks.
        self._mender = Mender(text, word_spaces=False)

    def speeches(self, cue: Cue) -> Iterator[list[tuple[Span, Passage]]]:
        """The lines of a cue with their texts, in parts where several of them begin with a speaker's dash."""
        lines = [(line, passage) for line in cue.lines if (passage := self.passage([line])).text]
        starts = [k for k, (_, passage) in enumerate(lines) if SPEECH.match(passage.text)]
        borders = sorted({0, *starts}) if len(starts) > 1 else [0]
        for start, end in zip(borders, [*borders[1:], len(lines)], strict=True):
            if lines[start:end]:
                yield lines[start:end]

    def paragraph(self, lines: Sequence[tuple[Span, Passage]], time: Time) -> Paragraph:
        """A speech; its dash is a label."""
        whole, lead = self._joined(lines), ""
        if speech := SPEECH.match(whole.text):
            whole, lead = whole[speech.end() :].strip(), speech[0]
        pieces = _pieces(self._text, [line for line, _ in lines])
        return Paragraph(whole, "body", lead.strip(), pieces, lead=lead, time=time)

    def passage(self, lines: Sequence[Span]) -> Passage:
        """Lines joined as everywhere."""
        cuts = [cut for line in lines for cut in self._markup.cuts(self._text, line)]
        return self._mender.passage(lines, cuts)

    def _joined(self, lines: Sequence[tuple[Span, Passage]]) -> Passage:
        """Consecutive lines as one text."""
        whole: Passage | None = None
        held = list(lines[:1])
        for line in lines[1:]:
            between = _between(held[-1][1].text, line[1].text)
            if between is not None:
                part = self._part(held) + Passage(between, ())
                whole = part if whole is None else whole + part
                held = []
            held.append(line)
        last = self._part(held)
        return last if whole is None else whole + last

    def _part(self, lines: Sequence[tuple[Span, Passage]]) -> Passage:
        return lines[0][1] if len(lines) == 1 else self.passage([line for line, _ in lines])


def _between(before: str, after: str) -> str | None:
    r"""The space or nothing between two lines of a cue; None where their characters decide, as everywhere.

    Between two lines of Chinese is a space where no mark ends the first: as Chinese subtitles are written,
    it is the end of a phrase. A hyphen is the author's, and one before a capital breaks a speech off.

    >>> [_between(*lines) for lines in (("我们走吧", "去看"), ("twenty-", "five"), ("Wait-", "No"))]
    [' ', '', ' ']
    >>> _between("下雨了。", "It rains."), _between("I", "am")
    (' ', None)
    """
    last, first = before[-1:], after[:1]
    if ends_open(before) and _UNSPACED.match(last) and _UNSPACED.match(first):
        return " "
    if before.endswith("——") or after.startswith("——"):
        return None
    if last and last in HYPHENS and first.islower() and before[-2:-1].isalnum():
        return ""
    is_broken_off = last and last in DASHES and not first.islower() and not _UNSPACED.match(first)
    is_speech = first and first in DASHES and after[1:2].isupper() and last.isascii()
    return (
        " " if is_broken_off or is_speech or (last in STOPS and first.isascii() and first.isalpha()) else None
    )


def _pieces(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The stretches that lines occupy: consecutive lines are one."""
    pieces = [spans[0]]
    for span in spans[1:]:
        if text[pieces[-1].end : span.start].strip():
            pieces.append(span)
        else:
            pieces[-1] = Span(pieces[-1].start, span.end)
    return tuple(pieces)
