"""JSONL, the file of record: every bead as it is, one a line.

The texts are not cleaned here: the spans and the reader's own run depend on them. A lone
surrogate, which UTF-8 cannot hold, is written as its JSON escape and comes back.
"""

from __future__ import annotations

import json
import math
from typing import Any, BinaryIO

from duiqi.corpus.model import Alignment, Bead, Side, join
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.units import _refusal, kind

VERSION = 1


def write_jsonl(alignment: Alignment, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write a header line and a line for each bead, beads with an empty side included."""
    stream.write(_line(_header(alignment)))
    for bead in alignment.beads:
        reason = _refusal(bead, options, unpaired=True)
        if reason is not None:
            tally.left_out[reason] += 1
            continue
        tally.written += 1
        stream.write(_line(record(bead, alignment.source.lang, alignment.target.lang)))


def _header(alignment: Alignment) -> dict[str, Any]:
    header = {
        "duiqi": VERSION,
        "source": _side(alignment.source),
        "target": _side(alignment.target),
        "encoder": alignment.encoder,
        "signature": alignment.signature,
    }
    return header | ({"warnings": list(alignment.warnings)} if alignment.warnings else {})


def _side(side: Side) -> dict[str, str]:
    return {"name": side.name, "lang": side.lang, "sha256": side.sha256}


def record(bead: Bead, source_lang: str, target_lang: str) -> dict[str, Any]:
    """A bead as it stands in the file; keys that would be empty are absent.

    `source_texts` and `target_texts` are there where a side has several segments: the
    joined text alone would not tell where one ends.
    """
    fields: dict[str, Any] = {
        "id": bead.id,
        "source": [bead.source.start, bead.source.stop],
        "target": [bead.target.start, bead.target.stop],
        "kind": kind(bead),
        "source_text": join(bead.source_texts, source_lang),
        "target_text": join(bead.target_texts, target_lang),
    }
    optional = {
        "source_texts": list(bead.source_texts) if len(bead.source_texts) > 1 else None,
        "target_texts": list(bead.target_texts) if len(bead.target_texts) > 1 else None,
        "source_label": bead.source_label,
        "target_label": bead.target_label,
        "source_span": bead.source_span,
        "target_span": bead.target_span,
    }
    fields |= {key: value for key, value in optional.items() if value}
    fields |= {"score": _rounded(bead.score), "confidence": _rounded(bead.confidence), "status": bead.status}
    return fields | ({"note": bead.note} if bead.note else {})


def _rounded(value: float) -> float:
    """Four decimals: more would be noise, and would differ between machines."""
    return round(value, 4) + 0.0 if math.isfinite(value) else 0.0


def _line(fields: dict[str, Any]) -> bytes:
    # In JSON, backslashreplace writes just the escape that stands for a lone surrogate.
    return json.dumps(fields, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace") + b"\n"
