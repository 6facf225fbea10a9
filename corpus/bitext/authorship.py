"""Who made and changed a unit of XLIFF, when, and the notes on it, in the attributes of each editor.

They become the attributes and notes that TMX has (`creationid`, `changedate` …), so that they survive
the way from one format to the other. XLIFF 1.2 has `phase`, memoQ `mq:lastchanginguser` and
`mq:comment`, Phrase `m:created-by` and its time in milliseconds, Trados values of a segment's
definition and comments at the head of the file, XLIFF 2 its change tracking. Our own files have
contexts and metadata under the names of TMX.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from duiqi.corpus.bitext.conventions import FACTS, REVIEWER, TOOL
from duiqi.corpus.model import Note, Record, Records
from duiqi.corpus.records import Pairs, notes_worth_keeping

if TYPE_CHECKING:
    from lxml import etree

# The names of TMX by those of the editors: memoQ's and Phrase's attributes, Trados' values.
NAMES = {
    "lastchanginguser": "changeid",
    "lastchangedtimestamp": "changedate",
    "created-by": "creationid",
    "created-at": "creationdate",
    "modified-by": "changeid",
    "modified-at": "changedate",
    "created_by": "creationid",
    "created_on": "creationdate",
    "last_modified_by": "changeid",
    "modified_on": "changedate",
}
SIDES = ("source", "target")


def attributes_1(unit: etree._Element, target: etree._Element | None) -> Pairs:
    """Who made and changed a unit of XLIFF 1.2, by its own attributes or by its phase."""
    own = ((str(key).rpartition("}")[2], str(value)) for key, value in unit.items() if str(key)[0] == "{")
    found = _attributes(own)
    wanted = unit.get("phase-name") or (target.get("phase-name") if target is not None else None)
    file = next(unit.iterancestors("{*}file"), None) if wanted else None
    if file is not None and not found:
        for phase in file.iterfind("{*}header/{*}phase-group/{*}phase"):
            if phase.get("phase-name") == wanted:
                named = (
                    ("changeid", phase.get("contact-name", "")),
                    ("changedate", phase.get("date", "")),
                )
                return _attributes(named)
    return found


def attributes_of_segments(unit: etree._Element) -> dict[str, Pairs]:
    """By the number of a segment who made and changed it, where Trados defines segments."""
    return {
        segment.get("id", ""): _attributes(
            (value.get("key", ""), value.text or "") for value in segment.iterfind("{*}value")
        )
        for segment in unit.iterfind("{*}seg-defs/{*}seg")
    }


def attributes_2(unit: etree._Element) -> Pairs:
    """Who changed a unit of XLIFF 2 last, by its change tracking."""
    revision = next(unit.iterfind("{*}changeTrack/{*}revisions/{*}revision"), None)
    if revision is None:
        return ()
    named = (("changeid", revision.get("author", "")), ("changedate", revision.get("datetime", "")))
    return _attributes(named)


def _attributes(named: Iterable[tuple[str, str]]) -> Pairs:
    found: dict[str, str] = {}
    for name, value in named:
        key = NAMES.get(name, name)
        text = date(value) if key.endswith("date") else value.strip()
        if key in FACTS and text:
            found.setdefault(key, text)
    return tuple(found.items())


def date(text: str) -> str:
    """A date as TMX has it, in UTC; empty for one that cannot be read.

    >>> date("2024-01-02T03:04:05+08:00"), date("1704164645000"), date("01/02/2024 03:04:05"), date("today")
    ('20240101T190405Z', '20240102T030405Z', '20240102T030405Z', '')
    """
    text = text.strip()
    try:
        if text.isdigit() and len(text) == 13:
            moment = datetime.fromtimestamp(int(text) / 1000, UTC)
        elif "/" in text:
            moment = datetime.strptime(text, "%m/%d/%Y %H:%M:%S").replace(tzinfo=UTC)
        else:
            moment = datetime.fromisoformat(text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def notes_1(unit: etree._Element) -> tuple[Note, ...]:
    """The notes on a unit of XLIFF 1.2: its own, and memoQ's comments."""
    found = [
        _note(note, from_=note.get("from"), annotates=note.get("annotates"), priority=note.get("priority"))
        for note in unit.iterfind("{*}note")
        if note.get("from") != TOOL
    ]
    found += [
        _note(comment, from_=comment.get("creatoruser"), date=date(comment.get("time", "")))
        for comment in unit.iterfind("{*}comments/{*}comment")
    ]
    return tuple(note for note in found if note.text)


def notes_in(
    texts: Iterable[etree._Element | None], comments: Mapping[str, tuple[Note, ...]]
) -> tuple[Note, ...]:
    """Trados' comments to which these texts point; `comments` are those of the file, by name."""
    if not comments:
        return ()
    marks = (mark for text in texts if text is not None for mark in text.iter("{*}mrk"))
    names = (str(value) for mark in marks for key, value in mark.items() if str(key).endswith("}cid"))
    return tuple(note for name in dict.fromkeys(names) for note in comments.get(name, ()) if note.text)


def comments_of(root: etree._Element) -> dict[str, tuple[Note, ...]]:
    """The comments that Trados keeps at the head of a file, by name."""
    return {
        definition.get("id", ""): tuple(
            _note(comment, from_=comment.get("user"), date=date(comment.get("date", "")))
            for comment in definition.iter("{*}Comment")
        )
        for definition in root.iterfind("{*}doc-info/{*}cmt-defs/{*}cmt-def")
    }


def notes_2(unit: etree._Element) -> tuple[Note, ...]:
    """The notes on a unit of XLIFF 2."""
    found = (
        _note(
            note, from_=note.get("category"), annotates=note.get("appliesTo"), priority=note.get("priority")
        )
        for note in unit.iterfind("{*}notes/{*}note")
        if note.get("category") != "alignment"
    )
    return tuple(note for note in found if note.text)


def _note(element: etree._Element, from_: str | None, **facts: str | None) -> Note:
    author = "" if from_ == REVIEWER else from_
    named = (("from", author), *facts.items())
    return Note(
        "".join(map(str, element.itertext())).strip(),
        tuple((name, value) for name, value in named if value and (name, value) != ("annotates", "general")),
    )


def records(attributes: Pairs, notes: tuple[Note, ...], properties: Pairs) -> Records | None:
    """The facts about a unit; contexts and metadata of our own files among the properties are told apart."""
    sides: dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]]]] = {
        side: ([], []) for side in ("unit", *SIDES)
    }
    sides["unit"][0].extend(attributes)
    for name, value in properties:
        side, dot, rest = name.removeprefix("x-").partition(".")
        side, own = (side, rest) if dot and side in sides else ("unit", name)
        is_fact = own.removeprefix("x-") in FACTS
        sides[side][not is_fact].append((own.removeprefix("x-") if is_fact else own, value))
    unit, source, target = (
        Record(tuple(attributes), (), tuple(others)) for attributes, others in sides.values()
    )
    return Records(unit._replace(notes=notes_worth_keeping(notes)), source, target) or None
