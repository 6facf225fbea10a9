"""Subtitles, SRT and WebVTT: cues joined where a sentence continues, their times as metadata."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from duiqi.corpus.decode import decode
from duiqi.corpus.layout.lines import ending, lines_of, opening
from duiqi.corpus.layout.passages import Cut, Mender
from duiqi.corpus.model import Kind, Paragraph, Span
from duiqi.corpus.readers.content import Content

TIME = re.compile(r"(?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3}")
HEADER = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)\b")
TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|<\d\d:[\d:.]+>|\{\\[^{}\n]*\}")
SPEECH = re.compile(r"[-–—‐]\s?(?=\S)")
LYRICS = "♪♫#"


class Cue(NamedTuple):
    """The lines shown at one time, by their place in the text."""

    lines: tuple[Span, ...]


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read subtitles; cue numbers and times are metadata."""
    decoded = decode(data, name, encoding)
    text = decoded.text
    apart, cues = _cues(text)
    mender = Mender(text)
    found = [(span.start, _paragraph(text, [span], "metadata", mender)) for span in apart]
    for spans in _sentences(text, cues):
        found.append((spans[0].start, _paragraph(text, spans, "body", mender)))
    found.sort(key=lambda pair: pair[0])
    return Content(text, tuple(paragraph for _, paragraph in found if paragraph.text), decoded.warnings)


def _cues(text: str) -> tuple[list[Span], list[Cue]]:
    """The lines of cue numbers, times and headers, and the cues."""
    apart: list[Span] = []
    cues: list[Cue] = []
    lines = lines_of(text)
    shown: list[Span] | None = None
    for i, line in enumerate(lines):
        content = text[line.start : line.end]
        after = lines[i + 1] if i + 1 < len(lines) else None
        timed = after is not None and not after.gap and TIME.match(text, after.start)
        if TIME.match(content):
            cues += [Cue(tuple(shown))] if shown else []
            shown = []
            apart.append(Span(line.start, line.end))
        elif timed and (line.gap or not i or content.isdigit()):  # the cue's number or name
            apart.append(Span(line.start, line.end))
        elif shown is None or (line.gap and HEADER.match(content)):
            cues += [Cue(tuple(shown))] if shown else []
            shown = None
            apart.append(Span(line.start, line.end))
        else:
            shown.append(Span(line.start, line.end))
    cues += [Cue(tuple(shown))] if shown else []
    return apart, cues


def _sentences(text: str, cues: Sequence[Cue]) -> list[list[Span]]:
    """Lines of cues joined to whole sentences; each speech of a dialogue is apart."""
    said: list[list[Span]] = []
    for cue in cues:
        speeches = sum(bool(SPEECH.match(_bare(text, span))) for span in cue.lines) > 1
        for number, span in enumerate(cue.lines):
            content = _bare(text, span)
            if not content:
                continue
            new = speeches and bool(SPEECH.match(content)) if number else not _continues(text, said, content)
            if new:
                said.append([span])
            else:
                said[-1].append(span)
    return said


def _bare(text: str, span: Span) -> str:
    """A line without tags."""
    return TAG.sub("", text[span.start : span.end]).strip()


def _continues(text: str, said: Sequence[Sequence[Span]], content: str) -> bool:
    """Whether a cue continues the last one's sentence, which has no end and is followed by a small letter."""
    if not said:
        return False
    last = _bare(text, said[-1][-1])
    if last[-1:] in LYRICS or content[:1] in LYRICS or SPEECH.match(content):
        return False
    if last.endswith(("...", "…")):
        return content.startswith(("...", "…")) or opening(content) == "lower"
    if ending(last) == "stop":
        return False
    return opening(content.lstrip(".… ")) == "lower" or (last[-1:] in ",，、" and opening(content) == "wide")


def _paragraph(text: str, spans: Sequence[Span], kind: Kind, mender: Mender) -> Paragraph:
    cuts = [Cut(*m.span()) for span in spans for m in TAG.finditer(text, *span)]
    pieces, label = _pieces(text, spans), ""
    if kind == "body" and (speech := SPEECH.match(text, spans[0].start)):
        label = speech[0].strip()
        spans = [Span(speech.end(), spans[0].end), *spans[1:]]
    return Paragraph(mender.passage(spans, cuts), kind, label, pieces)


def _pieces(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    pieces = [spans[0]]
    for span in spans[1:]:
        if text[pieces[-1].end : span.start].isspace():
            pieces[-1] = Span(pieces[-1].start, span.end)
        else:
            pieces.append(span)
    return tuple(pieces)
