"""JSONL, the file of record: what was written comes back exactly.

Version 2 gives each side of a bead segment by segment. Version 1 gave the texts of a side
with several segments, one label and one span for each side, and warnings without codes; it
is read still.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, NamedTuple, NoReturn, get_args

from duiqi.corpus.bitext.conventions import STATUSES, VERSION
from duiqi.corpus.bitext.opening import opened
from duiqi.corpus.bitext.parts import Beads, Request
from duiqi.corpus.codes import Role
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.languages import are_languages, primary
from duiqi.corpus.model import (
    Alignment,
    Bead,
    BeadSegment,
    Code,
    Codes,
    Doubt,
    Kind,
    Note,
    Record,
    Records,
    Side,
    Span,
    Time,
)
from duiqi.corpus.records import Pairs
from duiqi.corpus.values import LARGEST

READABLE = (1, VERSION)

KINDS: tuple[str, ...] = get_args(Kind)
ROLES: tuple[str, ...] = get_args(Role)
NUMBERS = "two segment numbers, as [3, 4]"
OFFSETS = "two offsets, as [210, 260]"
MILLISECONDS = "a beginning and an end in milliseconds, as [1000, 3200]"


def read_jsonl(request: Request) -> Alignment:
    """Read the header now, the beads when asked for.

    The file's own languages count: the ones asked for say a script or region that it leaves open, and
    are refused where they are others, since the sides are read as they are.
    """
    path = request.path
    with opened(path) as file:
        header = _object(f"{path}, line 1", file.readline().removeprefix(b"\xef\xbb\xbf"))
    if header.get("duiqi") not in READABLE:
        raise MalformedFile(
            f"{path}, line 1: version {header.get('duiqi')} of the format, and only "
            f"{' and '.join(map(str, READABLE))} are known here. Is there a newer duiqi?"
        )
    return Alignment(
        *_asked_for(request, _side(path, header, "source"), _side(path, header, "target")),
        Beads(lambda: _beads(path)),
        str(header.get("encoder", "")),
        str(header.get("signature", "")),
        _warnings(_Entry(f"{path}, line 1", header)),
    )


def _side(path: Path, header: dict[str, Any], which: str) -> Side:
    side = header.get(which)
    if not isinstance(side, dict):
        raise MalformedFile(f"{path}, line 1: no '{which}' in the header, with its name and language")
    return Side(str(side.get("name", "")), str(side.get("lang", "und")), str(side.get("sha256", "")))


def _asked_for(request: Request, source: Side, target: Side) -> tuple[Side, Side]:
    """The sides in the languages asked for; raises MalformedFile where they are in others."""
    asked, langs = (request.source_lang, request.target_lang), (source.lang, target.lang)
    if not are_languages(langs, asked):
        wanted = asked[0] or langs[0], asked[1] or langs[1]
        ways = f"it goes from {langs[0]} to {langs[1]}, not from {wanted[0]} to {wanted[1]}"
        if are_languages(langs, asked[::-1]):
            raise MalformedFile(
                f"{request.path}: {ways}. Convert it to .tmx, which is read in either direction"
            )
        raise MalformedFile(f"{request.path}: {ways}. Is it the right file?")
    one, other = (
        replace(side, lang=tag) if tag and side.lang in ("und", primary(side.lang)) else side
        for side, tag in zip((source, target), asked, strict=True)
    )
    return one, other


def _warnings(header: _Entry) -> tuple[Doubt, ...]:
    """The doubts in a header; those of version 1 are texts, and their code is `unknown`."""
    listed = header.fields.get("warnings", [])
    doubts = []
    for warning in listed if isinstance(listed, list) else [None]:
        match warning:
            case {"code": str(code), "text": str(text)}:
                doubts.append(Doubt(code, text))
            case str(text):
                doubts.append(Doubt("unknown", text))
            case _:
                header.refuse("warnings", 'a list of warnings, as [{"code": …, "text": …}]')
    return tuple(doubts)


def _beads(path: Path) -> Iterator[Bead]:
    with opened(path) as file:
        file.readline()
        for number, line in enumerate(file, start=2):
            if line.strip():
                yield bead_of_line(f"{path}, line {number}", line)


def bead_of_line(place: str, line: bytes) -> Bead:
    """The bead in a line of the file; MalformedFile with the place if it is damaged."""
    return bead(place, _object(place, line))


def _object(place: str, line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise MalformedFile(f"{place}: not utf-8. Was the file edited elsewhere?") from error
    except json.JSONDecodeError as error:
        raise MalformedFile(
            f"{place}: not JSON from character {error.colno} on. Was the file cut short?"
        ) from error
    except ValueError as error:  # a number of more than 4,300 digits
        raise MalformedFile(f"{place}: not JSON that can be read: {error}") from error
    except RecursionError as error:
        raise MalformedFile(f"{place}: brackets within brackets without end. Is it ours?") from error
    if not isinstance(value, dict):
        raise MalformedFile(f"{place}: expected an object in braces, found {_shown(value)}")
    return value


def bead(place: str, fields: dict[str, Any]) -> Bead:
    """The bead that an object of the file describes; MalformedFile with the place if it is wrong."""
    entry = _Entry(place, fields)
    source, target = range(*entry.pair("source", NUMBERS)), range(*entry.pair("target", NUMBERS))
    status = fields.get("status", "new")
    if status not in STATUSES:
        entry.refuse("status", f"one of {', '.join(STATUSES)}")
    return Bead(
        source,
        target,
        str(fields.get("id", "")),
        _segments(entry, "source", len(source)),
        _segments(entry, "target", len(target)),
        entry.real("score"),
        entry.real("confidence"),
        status,
        str(fields.get("note", "")),
        _records(entry),
    )


class _Entry(NamedTuple):
    """An object of the file with its place (`un.jsonl, line 3`), for messages."""

    place: str
    fields: dict[str, Any]

    def refuse(self, key: str, wanted: str) -> NoReturn:
        """Raise MalformedFile: what should be under the key, and what is."""
        found = _shown(self.fields[key]) if key in self.fields else "nothing"
        raise MalformedFile(f"{self.place}: '{key}' should be {wanted}, found {found}")

    def pair(self, key: str, wanted: str) -> tuple[int, int]:
        found = _pair(self.fields.get(key))
        return self.refuse(key, wanted) if found is None else found

    def span(self, key: str) -> Span | None:
        return Span(*self.pair(key, OFFSETS)) if key in self.fields else None

    def real(self, key: str) -> float:
        value = self.fields.get(key, 0.0)
        is_number = isinstance(value, int | float) and abs(value) <= LARGEST  # NaN is not
        return float(value) if is_number else self.refuse(key, "a number")

    def offset(self, key: str, most: int) -> int:
        value = self.fields.get(key, 0)
        return (
            value
            if isinstance(value, int) and 0 <= value <= most
            else self.refuse(key, f"a number up to {most}")
        )

    def text(self, key: str) -> str:
        value = self.fields.get(key, "")
        return value if isinstance(value, str) else self.refuse(key, "text")


def _pair(value: object) -> tuple[int, int] | None:
    """Two numbers in order; None for anything else."""
    if not isinstance(value, list) or len(value) != 2:
        return None
    start, end = value
    in_order = isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= LARGEST
    return (start, end) if in_order else None


def _segments(entry: _Entry, which: Literal["source", "target"], count: int) -> tuple[BeadSegment, ...]:
    """One side's segments, in whichever way the file gives them."""
    key = f"{which}_segments"
    listed = entry.fields.get(key)
    if listed is None:
        return _of_version_1(entry, which, count)
    if not isinstance(listed, list) or not all(isinstance(fields, dict) for fields in listed):
        entry.refuse(key, 'a list of segments, as [{"text": …}]')
    if len(listed) != count:
        entry.refuse(key, f"as many segments as '{which}' has, {count}")
    return tuple(
        [
            _plain_segment(fields) or _segment(entry, key, number, fields)
            for number, fields in enumerate(listed, 1)
        ]
    )


def _plain_segment(fields: dict[str, Any]) -> BeadSegment | None:
    """A segment as nearly all are, without times and codes; None where it has some, or is wrong."""
    text, label = fields.get("text"), fields.get("label", "")
    kind, paragraph, span = fields.get("kind"), fields.get("paragraph"), fields.get("span")
    place = None if span is None else _pair(span)
    if (
        not (isinstance(text, str) and isinstance(label, str))
        or (kind is not None and kind not in KINDS)
        or not (paragraph is None or (isinstance(paragraph, int) and paragraph >= 0))
        or (place is None and "span" in fields)
        or "time" in fields
        or "codes" in fields
    ):
        return None
    return BeadSegment(text, place and Span(*place), label, kind, paragraph)


def _segment(whole: _Entry, key: str, number: int, fields: dict[str, Any]) -> BeadSegment:
    entry = _Entry(f"{whole.place}, '{key}', segment {number}", fields)
    kind, paragraph = fields.get("kind"), fields.get("paragraph")
    if "text" not in fields:
        entry.refuse("text", "text")
    if kind is not None and kind not in KINDS:
        entry.refuse("kind", f"one of {', '.join(KINDS)}")
    if paragraph is not None and not (isinstance(paragraph, int) and paragraph >= 0):
        entry.refuse("paragraph", "a paragraph's number")
    time = Time(*entry.pair("time", MILLISECONDS)) if "time" in fields else None
    text = entry.text("text")
    codes = _codes(entry, len(text)) if "codes" in fields else ()
    return BeadSegment(text, entry.span("span"), entry.text("label"), kind, paragraph, time, codes)


def _codes(segment: _Entry, length: int) -> Codes:
    """A segment's inline codes, at places that its text has, in order."""
    listed = segment.fields["codes"]
    if not isinstance(listed, list) or not all(isinstance(fields, dict) for fields in listed):
        segment.refuse("codes", 'a list of inline codes, as [{"at": 5, "role": "open", "id": "1"}]')
    codes: list[Code] = []
    for number, fields in enumerate(listed, 1):
        entry = _Entry(f"{segment.place}, 'codes', code {number}", fields)
        role = fields.get("role", "point")
        if role not in ROLES:
            entry.refuse("role", f"one of {', '.join(ROLES)}")
        at, covered = entry.offset("at", length), entry.offset("length", length)
        if at + covered > length or (codes and at < codes[-1].at):
            entry.refuse("at", "a place in the text, not before the code in front of it")
        name, native, kind, element = map(entry.text, ("id", "native", "type", "element"))
        codes.append(Code(at, role, name, native, kind, element, covered))
    return tuple(codes)


def _records(bead: _Entry) -> Records | None:
    """What the memory from which the bead was first read said about it."""
    listed = bead.fields.get("records")
    if listed is None:
        return None
    if not isinstance(listed, dict):
        bead.refuse("records", 'an object, as {"unit": {"properties": [["x-domain", "law"]]}}')
    return Records(*(_record(bead, listed.get(part, {})) for part in Records._fields))


def _record(bead: _Entry, fields: object) -> Record:
    match fields:
        case dict():
            attributes, properties = (_pairs(fields.get(key, [])) for key in ("attributes", "properties"))
            notes = _notes(fields.get("notes", []))
            if attributes is not None and properties is not None and notes is not None:
                return Record(attributes, notes, properties)
    bead.refuse("records", 'lists of texts, as {"unit": {"properties": [["x-domain", "law"]]}}')


def _pairs(listed: object) -> Pairs | None:
    """Names with their values, None where the file has anything else."""
    if not isinstance(listed, list):
        return None
    if not all(isinstance(pair, list) and list(map(type, pair)) == [str, str] for pair in listed):
        return None
    return tuple((name, value) for name, value in listed)


def _notes(listed: object) -> tuple[Note, ...] | None:
    """Notes, each a text or an object with facts about it as well; None for anything else."""
    if not isinstance(listed, list):
        return None
    found = []
    for note in listed:
        match note:
            case str(text):
                found.append(Note(text))
            case {"text": str(text), "facts": facts} if (pairs := _pairs(facts)) is not None:
                found.append(Note(text, pairs))
            case _:
                return None
    return tuple(found)


def _of_version_1(entry: _Entry, which: str, count: int) -> tuple[BeadSegment, ...]:
    """A side of which the texts are known, and one span and one label."""
    key = f"{which}_texts"
    texts = entry.fields.get(key)
    if texts is None:
        whole = entry.text(f"{which}_text")
        texts = [whole] if count or whole else []
    elif not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        entry.refuse(key, "a list of texts")
    elif len(texts) != count:
        entry.refuse(key, f"as many texts as '{which}' has segments, {count}")
    return BeadSegment.of_texts(texts, entry.span(f"{which}_span"), entry.text(f"{which}_label"))


def _shown(value: object) -> str:
    """A value as the file has it, cut short."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"
