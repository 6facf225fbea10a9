"""JSONL, the file of record: a header line, then every bead as it is, one a line.

The texts are not cleaned here: the spans and the reader's own run depend on them. A lone
surrogate, which UTF-8 cannot hold, is written as its JSON escape and comes back. A record is
whole: a least confidence and `accepted_only` are for other formats and take no bead out.
"""

from __future__ import annotations

import json
import math
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from duiqi.corpus.bitext.conventions import VERSION, journal_of, kept_journal
from duiqi.corpus.joining import join_segments
from duiqi.corpus.model import Alignment, Bead, BeadSegment, Code, Note, Record, Side
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.units import kind

# One for all lines: json.dumps would make one for each.
ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def write_jsonl(alignment: Alignment, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write a header line and a line for each bead; no option leaves one out."""
    stream.write(_line(_header(alignment)))
    for bead in alignment.beads:
        tally.written += 1
        stream.write(_line(record(bead, alignment.source.lang, alignment.target.lang)))


def retire_journal(path: Path) -> None:
    """Name the journal of the file that was replaced after the copy of that file: it is not the new one's."""
    with suppress(OSError):
        journal_of(path).replace(kept_journal(path))


def _header(alignment: Alignment) -> dict[str, Any]:
    header: dict[str, Any] = {
        "duiqi": VERSION,
        "source": _side(alignment.source),
        "target": _side(alignment.target),
        "encoder": alignment.encoder,
        "signature": alignment.signature,
    }
    if alignment.warnings:
        header["warnings"] = [doubt._asdict() for doubt in alignment.warnings]
    return header


def _side(side: Side) -> dict[str, str]:
    return {"name": side.name, "lang": side.lang, "sha256": side.sha256}


def record(bead: Bead, source_lang: str, target_lang: str) -> dict[str, Any]:
    """A bead as it is in the file; keys that would be empty are absent.

    Each side is given as one text and one span, for those who only want the pair, and
    segment by segment.
    """
    fields: dict[str, Any] = {
        "id": bead.id,
        "source": [bead.source.start, bead.source.stop],
        "target": [bead.target.start, bead.target.stop],
        "kind": kind(bead),
        "source_text": join_segments(bead.source_segments, source_lang),
        "target_text": join_segments(bead.target_segments, target_lang),
    }
    if span := bead.source_span:
        fields["source_span"] = span
    if span := bead.target_span:
        fields["target_span"] = span
    if bead.source_segments:
        fields["source_segments"] = [_segment(segment) for segment in bead.source_segments]
    if bead.target_segments:
        fields["target_segments"] = [_segment(segment) for segment in bead.target_segments]
    fields["score"] = _rounded(bead.score)
    fields["confidence"] = _rounded(bead.confidence)
    fields["status"] = bead.status
    if bead.note:
        fields["note"] = bead.note
    if bead.records:
        fields["records"] = {key: _record(part) for key, part in bead.records._asdict().items() if any(part)}
    return fields


def _segment(segment: BeadSegment) -> dict[str, Any]:
    text, span, label, kind_, paragraph, time, codes = segment
    fields: dict[str, Any] = {"text": text}
    if span is not None:
        fields["span"] = span
    if label:
        fields["label"] = label
    if kind_ is not None:
        fields["kind"] = kind_
    if paragraph is not None:
        fields["paragraph"] = paragraph
    if time is not None:
        fields["time"] = time
    if codes:
        fields["codes"] = [_filled(code) for code in codes]
    return fields


def _filled(record: Code | Note | Record) -> dict[str, Any]:
    """The fields that hold something; `at` always, and the role unless it is the usual one."""
    fields = {key: value for key, value in record._asdict().items() if value}
    if isinstance(record, Code):
        fields = {"at": record.at} | fields
        if record.role == "point":
            del fields["role"]
    return fields


def _record(record: Record) -> dict[str, Any]:
    """The facts about a unit or a side; a note without facts is its text alone."""
    fields = _filled(record)
    if record.notes:
        fields["notes"] = [_filled(note) if note.facts else note.text for note in record.notes]
    return fields


def _rounded(value: float) -> float:
    """Four decimals: more would be noise, and would differ between machines."""
    return round(value, 4) + 0.0 if math.isfinite(value) else 0.0


def _line(fields: dict[str, Any]) -> bytes:
    # In JSON, backslashreplace writes just the escape that stands for a lone surrogate.
    return ENCODER.encode(fields).encode("utf-8", "backslashreplace") + b"\n"
