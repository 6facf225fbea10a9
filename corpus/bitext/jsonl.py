"""JSONL, the file of record: nothing is lost on the way out or in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from duiqi.corpus.bitext.opening import opened
from duiqi.corpus.bitext.parts import STATUSES, Beads, Request
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.model import Alignment, Bead, Side, Span

VERSION = 1


def read_jsonl(request: Request) -> Alignment:
    """Read the header now, the beads when asked for; the file's own languages count."""
    path = request.path
    with opened(path) as file:
        header = _object(path, 1, file.readline())
    if header.get("duiqi") != VERSION:
        raise MalformedFile(
            f"{path}, line 1: version {header.get('duiqi')} of the format, and only {VERSION} is known here. "
            "Is there a newer duiqi?"
        )
    return Alignment(
        _side(path, header, "source"),
        _side(path, header, "target"),
        Beads(lambda: _beads(path)),
        str(header.get("encoder", "")),
        str(header.get("signature", "")),
        tuple(map(str, header.get("warnings", ()))),
    )


def _side(path: Path, header: dict[str, Any], which: str) -> Side:
    side = header.get(which)
    if not isinstance(side, dict):
        raise MalformedFile(f"{path}, line 1: no '{which}' in the header, with its name and language")
    return Side(str(side.get("name", "")), str(side.get("lang", "und")), str(side.get("sha256", "")))


def _beads(path: Path) -> Iterator[Bead]:
    with opened(path) as file:
        file.readline()
        for place, line in enumerate(file, start=2):
            if line.strip():
                yield _bead(path, place, _object(path, place, line))


def _object(path: Path, place: int, line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8-sig" if place == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        raise MalformedFile(f"{path}, line {place}: not utf-8. Was the file edited elsewhere?") from error
    except json.JSONDecodeError as error:
        raise MalformedFile(
            f"{path}, line {place}: not JSON from character {error.colno} on. Was the file cut short?"
        ) from error
    except RecursionError as error:
        raise MalformedFile(
            f"{path}, line {place}: brackets within brackets without end. Is it ours?"
        ) from error
    if not isinstance(value, dict):
        raise MalformedFile(f"{path}, line {place}: expected an object in braces, found {_shown(value)}")
    return value


def _bead(path: Path, place: int, fields: dict[str, Any]) -> Bead:
    def wrong(key: str, wanted: str) -> NoReturn:
        found = _shown(fields[key]) if key in fields else "nothing"
        raise MalformedFile(f"{path}, line {place}: '{key}' should be {wanted}, found {found}")

    def pair(key: str, wanted: str) -> tuple[int, int]:
        match fields.get(key):
            case [int(start), int(end)] if 0 <= start <= end:
                return start, end
        wrong(key, wanted)

    def texts(which: str, segments: range) -> tuple[str, ...]:
        several, one = fields.get(f"{which}_texts"), fields.get(f"{which}_text", "")
        if several is None:
            if not isinstance(one, str):
                wrong(f"{which}_text", "text")
            return (one,) if segments or one else ()
        if not isinstance(several, list) or not all(isinstance(text, str) for text in several):
            wrong(f"{which}_texts", "a list of texts")
        if len(several) != len(segments):
            wrong(f"{which}_texts", f"as many texts as '{which}' has segments, {len(segments)}")
        return tuple(several)

    def real(key: str) -> float:
        value = fields.get(key, 0.0)
        return float(value) if isinstance(value, int | float) else wrong(key, "a number")

    numbers = {which: range(*pair(which, "two segment numbers, as [3, 4]")) for which in ("source", "target")}
    spans = {
        which: Span(*pair(f"{which}_span", "two offsets, as [210, 260]"))
        if f"{which}_span" in fields
        else None
        for which in ("source", "target")
    }
    status = fields.get("status", "new")
    if status not in STATUSES:
        wrong("status", f"one of {', '.join(STATUSES)}")
    return Bead.of_texts(
        **numbers,
        id=str(fields.get("id", "")),
        source_texts=texts("source", numbers["source"]),
        target_texts=texts("target", numbers["target"]),
        source_span=spans["source"],
        target_span=spans["target"],
        source_label=str(fields.get("source_label", "")),
        target_label=str(fields.get("target_label", "")),
        score=real("score"),
        confidence=real("confidence"),
        status=status,
        note=str(fields.get("note", "")),
    )


def _shown(value: object) -> str:
    """A value as the file has it, cut short."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"
