"""Beads as rows of the page: texts, codes, confidence, marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from duiqi.aligner.review.marks import Mark, Underlined
from duiqi.corpus.beads import Status
from duiqi.corpus.localization import translated
from duiqi.corpus.model import Bead, BeadSegment, Code, Doubt
from duiqi.exports.bands import BANDS, band
from duiqi.exports.units import kind

LETTERS: dict[Status, str] = {
    "new": "n",
    "accepted": "a",
    "corrected": "c",
    "rejected": "r",
    "untranslated": "u",
}
BY_LETTER: dict[str, Status] = {letter: status for status, letter in LETTERS.items()}
BOUNDS = {known.name: known.low for known in BANDS}


def row(
    at: int,
    bead: Bead,
    marks: Iterable[Mark] = (),
    terms: Iterable[Underlined] = (),
    moved: str | None = None,
) -> dict[str, Any]:
    """A bead for the page.

    at     its place in the alignment
    moved  the id of the bead that seems to have its counterpart
    """
    return {
        "at": at,
        "id": bead.id,
        "kind": kind(bead),
        "confidence": round(bead.confidence, 4),
        "band": band(bead.confidence).name,
        "status": bead.status,
        "note": bead.note,
        "moved": moved,
        "source": [_segment(segment) for segment in bead.source_segments],
        "target": [_segment(segment) for segment in bead.target_segments],
        "marks": [mark._asdict() for mark in marks],
        "terms": [term._asdict() for term in terms],
    }


def _segment(segment: BeadSegment) -> dict[str, Any]:
    return {
        "text": segment.text,
        "label": segment.label,
        "kind": segment.kind,
        "paragraph": segment.paragraph,
        "codes": [{"at": code.at, "text": _shown(code)} for code in segment.codes],
    }


def _shown(code: Code) -> str:
    """An inline code as the page names it: its markup, or its type and number."""
    return code.native or f"{code.type or code.role} {code.id}".strip()


def doubts_of(doubts: Iterable[Doubt], language: str) -> list[dict[str, str]]:
    """Doubts for the page, in its language."""
    return [{"code": doubt.code, "text": translated(doubt.text, language)} for doubt in doubts]


def outline(beads: Sequence[Bead]) -> dict[str, Any]:
    """A number and two letters a bead, for the strip beside the scroll bar."""
    return {
        "confidence": [round(100 * bead.confidence) for bead in beads],
        "status": "".join([LETTERS[bead.status] for bead in beads]),
        "kind": "".join([letter(bead) for bead in beads]),
    }


def letter(bead: Bead) -> str:
    """The kind of a bead in a letter: `1` for one with one, `o` with an empty side, `j` joined.

    >>> [letter(Bead(range(i), range(j))) for i, j in ((1, 1), (1, 0), (1, 2))]
    ['1', 'o', 'j']
    """
    return letter_of(len(bead.source), len(bead.target))


def letter_of(source: int, target: int) -> str:
    """The kind of a bead with so many segments on each side, in a letter."""
    if not (source and target):
        return "o"
    return "1" if source == target == 1 else "j"
