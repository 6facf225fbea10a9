"""Subtitles, SRT and WebVTT: a cue is a paragraph with its time; numbers and headers are metadata."""

from __future__ import annotations

import re

from duiqi.corpus.decode import decode
from duiqi.corpus.layout.lines import lines_of
from duiqi.corpus.model import Span, Time
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.cues import Cue, Markup, paragraphs

MOMENT = r"(?:(\d+):)?(\d{1,2}):(\d\d)[.,](\d{1,3})"
TIME = re.compile(rf"{MOMENT}\s*-->\s*{MOMENT}")
HEADER = re.compile(r"(?:NOTE|STYLE|REGION)\b")  # of WebVTT
# The tags that the two formats and their players know: <button> is text.
TAG = re.compile(
    r"</?(?:i|b|u|s|em|strong|font|span|c|v|lang|ruby|rt|rp)(?:[.\s][^<>\n]*)?>"
    r"|<(?:\d+:)?\d\d:\d\d[.,]\d+>|\{\\[^{}\n]*\}|\{[YyCcFfSsPp]:[^{}\n]*\}",
    re.IGNORECASE,
)
BREAK = re.compile(r"<br\s*/?>|\\[Nnh]", re.IGNORECASE)


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read subtitles; cue numbers, times and headers are metadata."""
    decoded = decode(data, name, encoding)
    apart, cues = _cues(decoded.text)
    found = paragraphs(decoded.text, apart, cues, Markup(TAG, BREAK, entities=True))
    return Content(decoded.text, found, decoded.warnings)


def _cues(text: str) -> tuple[list[Span], list[Cue]]:
    """The lines of cue numbers, times and headers, and the cues."""
    apart: list[Span] = []
    cues: list[tuple[Time, list[Span]]] = []
    headers = text.lstrip("\ufeff").startswith("WEBVTT")
    lines = lines_of(text)
    shown: list[Span] | None = None
    for i, line in enumerate(lines):
        content, span = text[line.start : line.end], Span(line.start, line.end)
        after = lines[i + 1] if i + 1 < len(lines) else None
        timed = after is not None and not after.gap and TIME.match(text, after.start)
        if found := TIME.match(content):
            shown = []
            cues.append((_time(found), shown))
            apart.append(span)
        elif timed and (line.gap or not i or content.isdigit()):  # the cue's number or name
            apart.append(span)
        elif shown is None or (headers and line.gap and HEADER.match(content)):
            shown = None
            apart.append(span)
        else:
            shown.append(span)
    return apart, [Cue(time, tuple(spans)) for time, spans in cues]


def _time(found: re.Match[str]) -> Time:
    """The time that a line states, in milliseconds: an hour may be left out, ".5" is half a second."""
    start, end = (
        (int(hours or 0) * 60 + int(minutes)) * 60_000 + int(seconds) * 1000 + int(part.ljust(3, "0"))
        for hours, minutes, seconds, part in (found.groups()[:4], found.groups()[4:])
    )
    return Time(start, max(start, end))
