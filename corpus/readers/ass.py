"""Subtitles of Advanced SubStation Alpha (.ass, .ssa): the dialogue lines, in the order of their times.

A file is in sections; of `[Events]`, a line `Format:` names the fields and each line `Dialogue:` is a
cue. Programs keep the lines in the order they were made in, signs before all speech perhaps.
"""

from __future__ import annotations

import re

from duiqi.corpus.decode import decode
from duiqi.corpus.layout.lines import lines_of
from duiqi.corpus.model import Span, Time
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.cues import Cue, Markup, paragraphs

FIELDS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
EVENT = re.compile(r"(Format|Dialogue)\s*:\s*", re.IGNORECASE)
MOMENT = re.compile(r"\s*(\d+):(\d{1,2}):(\d{1,2})[.:,](\d{1,3})\s*")
BREAK = re.compile(r"\\[Nn]")
TAG = re.compile(r"\{[^{}\n]*\}")
HARD_SPACE = re.compile(r"\\h")
DRAWING = re.compile(r"\{[^{}]*\\p[1-9][^{}]*\}")  # after this tag come the strokes of a picture


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read the dialogue lines as cues; all other lines, comments and pictures are metadata."""
    decoded = decode(data, name, encoding)
    text = decoded.text
    apart: list[Span] = []
    cues: list[Cue] = []
    fields = list(FIELDS)
    for line in lines_of(text):
        span = Span(line.start, line.end)
        event = EVENT.match(text, *span)
        if event and event[1].lower() == "format":
            fields = [field.strip().lower() for field in text[event.end() : line.end].split(",")]
        cue = _cue(text, Span(event.end(), line.end), fields) if event and event[1][0] in "dD" else None
        if cue:
            cues.append(cue)
        else:
            apart.append(span)
    found = paragraphs(text, apart, cues, Markup(TAG, HARD_SPACE, entities=False))
    shown = [paragraph for paragraph in found if paragraph.time]
    unseen = [paragraph for paragraph in found if not paragraph.time]
    shown.sort(key=lambda paragraph: paragraph.time.start if paragraph.time else 0)
    return Content(text, (*unseen, *shown), decoded.warnings)


def _cue(text: str, span: Span, fields: list[str]) -> Cue | None:
    """The cue that a dialogue line describes; None for a picture and for a line without times."""
    values: dict[str, Span] = {}
    at = span.start
    for number, field in enumerate(fields):
        comma = text.find(",", at, span.end)
        last = number == len(fields) - 1 or comma < 0  # commas in the text are text
        values[field] = Span(at, span.end if last else comma)
        if last:
            break
        at = comma + 1
    moments = [MOMENT.fullmatch(text[slice(*values[key])]) for key in ("start", "end") if key in values]
    if "text" not in values or len(moments) < 2 or not all(moments) or DRAWING.search(text, *values["text"]):
        return None
    start, end = (_milliseconds(moment) for moment in moments if moment)
    return Cue(Time(start, max(start, end)), _lines(text, values["text"]))


def _milliseconds(moment: re.Match[str]) -> int:
    hours, minutes, seconds, part = moment.groups()
    return (int(hours) * 60 + int(minutes)) * 60_000 + int(seconds) * 1000 + int(part.ljust(3, "0"))


def _lines(text: str, span: Span) -> tuple[Span, ...]:
    """The lines of a cue: the stretches between its line breaks."""
    breaks = [Span(*found.span()) for found in BREAK.finditer(text, *span)]
    starts, ends = [span.start, *(b.end for b in breaks)], [*(b.start for b in breaks), span.end]
    return tuple(Span(start, end) for start, end in zip(starts, ends, strict=True) if start < end)
