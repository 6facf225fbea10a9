"""XLIFF 1.2 and 2.x: ours, and as CAT editors write it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from duiqi.corpus.bitext.approval import approval_1, approval_2, approvals_of_segments
from duiqi.corpus.bitext.authorship import (
    attributes_1,
    attributes_2,
    attributes_of_segments,
    comments_of,
    notes_1,
    notes_2,
    notes_in,
    records,
)
from duiqi.corpus.bitext.census import prefer
from duiqi.corpus.bitext.conventions import KEYS, TOOL
from duiqi.corpus.bitext.inline import Inline, inline
from duiqi.corpus.bitext.mending import faults
from duiqi.corpus.bitext.parts import ASSERTED, Beads, Numbering, Request, cut_inline, number, span, status
from duiqi.corpus.bitext.tmx import bead_id
from duiqi.corpus.bitext.trees import LANG, elements, name
from duiqi.corpus.errors import MalformedFile, UnreadableFile
from duiqi.corpus.languages import are_languages, same_language
from duiqi.corpus.model import ACCEPTED, Alignment, Bead, Doubt, Note, Side, Status
from duiqi.corpus.records import Pairs, one_note

if TYPE_CHECKING:
    from lxml import etree

Pair = tuple[str, str]  # the codes of two languages


def read_xliff(request: Request) -> Alignment:
    """Read the units of an XLIFF file, several files in it one after the other.

    Where an editor has cut a unit into segments (`mrk mtype="seg"` in 1.2, `segment` in 2.x)
    each is a bead. A unit without a translation is a bead with an empty target. A unit that was
    approved in the editor is accepted here. Of files in several languages those of the languages
    asked for are read, else those in the languages that most units have; the others are counted.
    """
    path = request.path
    found: Counter[Pair] = Counter()
    facts: dict[Pair, tuple[dict[str, str], str]] = {}
    for unit in elements(path, "trans-unit", "unit"):
        pair = _languages(unit)
        if pair is None:
            raise MalformedFile(f"{path}: its units stand outside any <file>. Is it XLIFF 1.2 or 2.x?")
        if pair not in found:
            file = next(unit.iterancestors("{*}file"))
            facts[pair] = _file_facts(file), file.get("original", path.name)
        found[pair] += 1
    if not found:
        raise MalformedFile(f"{path}: no unit in the file. Was it exported empty?")
    taken = _chosen(request, found)
    warnings = faults(path).doubts(path)
    others = {pair: count for pair, count in found.items() if not _is_taken(pair, taken)}
    if others:
        rest = ", ".join(f"{source} to {target}: {count}" for (source, target), count in others.items())
        units = f"{found[taken]} of {found.total()} units"
        text = f"{path}: taken {taken[0]} to {taken[1]}, {units}; left out {rest}"
        warnings = (*warnings, Doubt("languages", text))
    known, original = facts[taken]

    def side(which: str, code: str, asked: str, fallback: str) -> Side:
        own = known.get(f"{which}-lang", "")
        lang = own if own and same_language(own, code) else code
        return Side(
            known.get(f"{which}-document", fallback),
            asked if lang == "und" and asked else lang,
            known.get(f"{which}-sha256", ""),
        )

    return Alignment(
        side("source", taken[0], request.source_lang, original),
        side("target", taken[1], request.target_lang, path.name),
        Beads(partial(_beads, request, taken)),
        known.get("encoder", ""),
        known.get("signature", ""),
        warnings,
    )


def _languages(unit: etree._Element) -> Pair | None:
    """The languages of a unit: its file's, unless its target is in another; None outside any file."""
    file = next(unit.iterancestors("{*}file"), None)
    if file is None:
        return None
    root = file.getparent()
    outer = ("", "") if root is None else (root.get("srcLang", ""), root.get("trgLang", ""))
    source = file.get("source-language") or outer[0] or "und"
    target = file.get("target-language") or outer[1] or "und"
    text = unit.find("{*}target")
    own = "" if text is None else text.get(LANG, "")
    return source, own if own and (target == "und" or not same_language(own, target)) else target


def _chosen(request: Request, pairs: Counter[Pair]) -> Pair:
    """The languages to read: those that serve the ones asked for best, of equals those of most units."""
    asked = request.source_lang, request.target_lang
    fitting = [pair for pair, _ in pairs.most_common() if are_languages(pair, asked)]
    named = [pair for pair in fitting if "und" not in pair]
    if fitting:
        return prefer(named, asked) or fitting[0]
    ways = ", ".join(f"from {source} to {target}" for source, target in pairs)
    strange = next(
        lang
        for side, lang in ((0, asked[0]), (1, asked[1]), (1, asked[1] or asked[0]))
        if lang and (side or not any(same_language(lang, pair[0]) for pair in pairs))
    )
    raise UnreadableFile(f"{request.path}: it goes {ways}; '{strange}' is not on that side of it")


def _file_facts(file: etree._Element) -> dict[str, str]:
    """The facts at the head of a file of ours: notes in 1.2, metadata in 2.x."""
    notes = {
        (note.get("from") or "").removeprefix(f"{TOOL}:"): note.text or ""
        for note in file.iterfind("{*}header/{*}note")
    }
    return notes | _metadata(file)


def _metadata(element: etree._Element) -> dict[str, str]:
    groups = (
        group
        for group in element.iterfind("{*}metadata/{*}metaGroup")
        if group.get("category") == "alignment"
    )
    return {meta.get("type", ""): meta.text or "" for group in groups for meta in group}


def _beads(request: Request, codes: tuple[str, str]) -> Iterator[Bead]:
    numbering = Numbering()
    comments: dict[str, tuple[Note, ...]] | None = None
    for place, unit in enumerate(elements(request.path, "trans-unit", "unit"), start=1):
        if not _is_taken(_languages(unit), codes):
            continue
        if comments is None:
            comments = comments_of(unit.getroottree().getroot())
        try:
            if name(unit) == "trans-unit":
                yield from _unit_1(unit, codes, numbering, place, comments)
            else:
                yield from _unit_2(unit, codes, numbering, place)
        except ValueError as error:
            raise MalformedFile(
                f"{request.path}, unit {unit.get('id') or place}: metadata that cannot be: {error}"
            ) from error


def _is_taken(pair: Pair | None, codes: Pair) -> bool:
    """Whether a unit is in the languages that are read; a unit without a target has its file's."""
    return pair == codes or (pair is not None and pair[0] == codes[0] and pair[1] == "und")


def _unit_1(
    unit: etree._Element,
    codes: Pair,
    numbering: Numbering,
    place: int,
    comments: Mapping[str, tuple[Note, ...]],
) -> Iterator[Bead]:
    source, target = unit.find("{*}source"), unit.find("{*}target")
    contexts = [
        (context.get("context-type") or "", context.text or "")
        for context in unit.iterfind("{*}context-group/{*}context")
    ]
    margin = {name[2:]: text for name, text in contexts if name[2:] in KEYS}
    properties = [context for context in contexts if context[0][2:] not in KEYS]
    if not {"kind", "confidence"} <= margin.keys():
        margin, properties = {}, contexts
    about = _About(
        margin,
        attributes_1(unit, target),
        notes_1(unit),
        tuple(properties),
    )
    approved = approval_1(unit, target)
    identity = unit.get("id") or str(place)
    segmented, targets = _marks(unit.find("{*}seg-source")), _marks(target)
    if segmented and set(targets) <= set(segmented) and (targets or not inline(target, codes[1]).text):
        parts, authors = approvals_of_segments(unit), attributes_of_segments(unit)
        for mark, segment in segmented.items():
            texts = inline(segment, codes[0]), inline(targets.get(mark), codes[1])
            bead_name = identity if len(segmented) == 1 else f"{identity}-{mark}"
            status_here = parts.get(mark, approved)
            own = about._replace(
                margin={},
                attributes=authors.get(mark) or about.attributes,
                notes=about.notes + notes_in((segment, targets.get(mark)), comments),
            )
            yield from _bead(bead_name, texts, own, status_here, numbering)
        return
    whole = inline(source, codes[0]), inline(target, codes[1])
    about = about._replace(notes=about.notes + notes_in((source, target), comments))
    yield from _bead(identity, whole, about, approved, numbering)


def _marks(element: etree._Element | None) -> dict[str, etree._Element]:
    """The segments that an editor has marked in a unit, by their numbers."""
    if element is None:
        return {}
    return {mark.get("mid", ""): mark for mark in element.iter("{*}mrk") if mark.get("mtype") == "seg"}


def _unit_2(unit: etree._Element, codes: tuple[str, str], numbering: Numbering, place: int) -> Iterator[Bead]:
    margin = _metadata(unit)
    about = _About(
        margin,
        attributes_2(unit),
        notes_2(unit),
        tuple(
            (meta.get("type", ""), meta.text or "")
            for group in unit.iterfind("{*}metadata/{*}metaGroup")
            if group.get("category") != "alignment"
            for meta in group.iter("{*}meta")
        ),
    )
    identity = unit.get("id") or str(place)
    if "kind" in margin and unit.get("name"):
        document = next((file.get("original", "") for file in unit.iterancestors("{*}file")), "")
        identity = bead_id(unit.get("name", ""), document, place)
    segments = list(unit.iterfind("{*}segment"))
    for count, segment in enumerate(segments, start=1):
        texts = inline(segment.find("{*}source"), codes[0]), inline(segment.find("{*}target"), codes[1])
        only = len(segments) == 1
        yield from _bead(
            identity if only else f"{identity}-{segment.get('id') or count}",
            texts,
            about if only else about._replace(margin={}),
            approval_2(segment),
            numbering,
        )


class _About(NamedTuple):
    """The facts about a unit beside its texts: our metadata, authors and dates, notes, properties."""

    margin: Mapping[str, str]
    attributes: Pairs
    notes: tuple[Note, ...]
    properties: Pairs


def _bead(
    identity: str, texts: tuple[Inline, Inline], about: _About, approval: Status, numbering: Numbering
) -> Iterator[Bead]:
    """One bead, or none where there is no text."""
    if not any(text.text for text in texts):
        return
    margin = about.margin
    source, target = (
        cut_inline(
            text,
            margin.get(f"{side}-ends", ""),
            span(margin.get(f"{side}-span", "")),
            margin.get(f"{side}-label", ""),
        )
        for text, side in zip(texts, ("source", "target"), strict=True)
    )
    yield Bead(
        *numbering.ranges(len(source), len(target)),
        id=identity,
        source_segments=source,
        target_segments=target,
        score=number(margin.get("score", ""), 0.0),
        confidence=number(margin.get("confidence", ""), ASSERTED),
        status=_status(margin.get("status", ""), approval),
        note=one_note(about.notes),
        records=records(about.attributes, about.notes, about.properties),
    )


def _status(written: str, approval: Status) -> Status:
    """The status by the editor, which decides: approval given there or taken back counts."""
    if approval != "accepted":
        return approval
    own = status(written)
    return own if own in ACCEPTED else "accepted"
