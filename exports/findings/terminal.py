"""Findings on the terminal: one line each, for the eye, `grep` and `wc`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from duiqi.corpus.findings import Finding, Findings, Severity
from duiqi.corpus.model import Span
from duiqi.exports.pieces import Piece, clean, pieces

if TYPE_CHECKING:
    from rich.text import Text

STYLES: dict[Severity, str] = {"error": "red", "warning": "yellow", "note": "cyan"}
BEFORE, AFTER = 24, 24  # characters shown before and after a hit
LONGEST_HIT = 40


def show_findings(report: Findings, stream: TextIO | None = None) -> None:
    """Print a line a finding: place, severity, code, what was found, and the hit with the text around it."""
    from rich.console import Console

    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    for finding in report.findings:
        console.print(_line(finding), no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)


def _line(finding: Finding) -> Text:
    from rich.text import Text

    line = Text(f"{_plain(str(finding.place))}: ")
    line.append(finding.severity, STYLES[finding.severity])
    line.append(f" {finding.code}: {_plain(finding.message)}")
    text, spans = finding.target, finding.target_spans
    if not spans:
        text, spans = finding.source, finding.source_spans
    if spans:
        line.append(": ", "dim")
        for piece in _excerpt(text, spans):
            line.append(piece.text, "bold" if piece.look else "dim")
    return line


def _excerpt(text: str, spans: Sequence[Span]) -> list[Piece]:
    """The first hit and the text around it."""
    start, end = spans[0]
    end = min(end, start + LONGEST_HIT)
    first, last = max(0, start - BEFORE), min(len(text), end + AFTER)
    inside = pieces(text[first:last], [Span(start - first, end - first)])
    return [Piece("…" if first else ""), *inside, Piece("…" if last < len(text) else "")]


def _plain(text: str) -> str:
    return "".join(piece.text for piece in clean([Piece(text)]))
