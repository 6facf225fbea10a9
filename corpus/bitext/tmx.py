"""TMX 1.1 to 1.4: ours, and as Trados, memoQ, OmegaT and the others write it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from duiqi.corpus.bitext.census import places, take
from duiqi.corpus.bitext.conventions import BARE, FACTS, REPEATS, TOOL, stem
from duiqi.corpus.bitext.inline import Inline, inline
from duiqi.corpus.bitext.mending import faults
from duiqi.corpus.bitext.parts import ASSERTED, Beads, Numbering, Request, cut_inline, number, span, status
from duiqi.corpus.bitext.trees import LANG, elements, name
from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.languages import same_language
from duiqi.corpus.model import Alignment, Bead, BeadSegment, Doubt, Note, Record, Records, Side
from duiqi.corpus.records import Pairs, notes_worth_keeping, one_note

if TYPE_CHECKING:
    from lxml import etree

# Properties of units that are written by exports/tmx.py and read into the bead's own fields.
OURS = {"x-align-type", "x-align-confidence", "x-align-score", "x-align-status", REPEATS}


class _Plan(NamedTuple):
    """The two languages to take from each unit, by the codes that the file uses."""

    request: Request
    source: str
    target: str


def read_tmx(request: Request) -> Alignment:
    """Read two languages of a memory as an alignment; units without both are skipped, and counted.

    The two are those of the request, else the pair that most units have, with the header's source
    language as the source. Inline codes are beside the text, in the segments.
    """
    found = elements(request.path, "header", "tu")
    first = next(found, None)
    is_header = first is not None and name(first) == "header"
    header = first if is_header else None
    declared = "" if header is None else header.get("srclang", "")
    facts = {} if header is None else properties(header)
    units = (
        [language(variant) for variant in unit.iterchildren("{*}tuv")]
        for unit in (found if is_header or first is None else chain([first], found))
    )
    asked = request.source_lang, request.target_lang
    taken = take(_named(request, units), asked, "" if declared == "*all*" else declared)
    if taken is None:
        raise MalformedFile(f"{request.path}: no unit with {_wanted(request)}. Is it the right memory?")
    source, target = taken.pair
    # The languages may be asked for in the other direction.
    ours, theirs = ("source", "target") if same_language(source, declared) else ("target", "source")
    doubts = faults(request.path).doubts(request.path)
    if taken.text:
        doubts = (*doubts, Doubt("languages", f"{request.path}: {taken.text}"))
    return Alignment(
        _side(facts, ours, source, request.path.name),
        _side(facts, theirs, target, request.path.name),
        Beads(partial(_beads, _Plan(request, source, target))),
        facts.get("x-encoder", ""),
        facts.get("x-signature", ""),
        doubts,
    )


def _named(request: Request, units: Iterable[list[str]]) -> Iterator[list[str]]:
    """The languages of each unit; of one whose variants name none those of the request, in its order."""
    for codes in units:
        if len(codes) > 1 and set(codes) == {"und"}:
            if not (request.source_lang and request.target_lang):
                raise MalformedFile(
                    f"{request.path}: its units name no language. "
                    "Give both, as --source-lang en --target-lang zh"
                )
            yield [request.source_lang, request.target_lang]
        else:
            yield codes


def _wanted(request: Request) -> str:
    asked = [tag for tag in (request.source_lang, request.target_lang) if tag]
    return f"text in {' and '.join(asked)}" if asked else "two languages"


def _side(facts: dict[str, str], which: str, code: str, fallback: str) -> Side:
    """A side of the alignment, by the header's properties where the memory is ours."""
    own = facts.get(f"x-{which}-lang", "")
    return Side(
        facts.get(f"x-{which}-document", fallback),
        own if own and same_language(own, code) else code,
        facts.get(f"x-{which}-sha256", ""),
    )


def _beads(plan: _Plan) -> Iterator[Bead]:
    numbering = Numbering()
    path = plan.request.path
    has_text, without = False, 0  # the first unit without an element for its text
    for place, unit in enumerate(elements(path, "tu"), start=1):
        identity = unit.get("tuid", "")
        margin, notes, variants, properties = _unit(unit)
        if identity.endswith(BARE) or REPEATS in margin:
            continue
        found = _places(tuple(map(language, variants)), plan.source, plan.target)
        if found is None:
            continue
        is_ours = "x-align-type" in margin
        source = _variant(variants[found[0]], plan.source, is_ours)
        name_of_bead = bead_id(identity, margin.get("x-document", ""), place)
        for times, side in enumerate(found[1:], start=1):
            target = _variant(variants[side], plan.target, is_ours)
            if not (source.segments or target.segments):
                if not without and variants[side].find("{*}seg") is None:
                    without = place
                continue
            has_text = True
            records = Records(
                Record(_facts(unit), notes_worth_keeping(notes), properties), source.record, target.record
            )
            try:
                yield Bead(
                    *numbering.ranges(len(source.segments), len(target.segments)),
                    id=name_of_bead if times == 1 else f"{name_of_bead}~{times}",
                    source_segments=source.segments,
                    target_segments=target.segments,
                    score=number(margin.get("x-align-score", ""), 0.0),
                    confidence=number(margin.get("x-align-confidence", ""), ASSERTED),
                    status=status(margin.get("x-align-status", "")),
                    note=one_note(notes),
                    records=records or None,
                )
            except ValueError as error:
                raise MalformedFile(
                    f"{path}, unit {identity or place}: a property x-align-… that cannot be: {error}"
                ) from error
    if without and not has_text:
        raise MalformedFile(
            f"{path}, unit {without}: no <seg>, which holds the text, and none in any other. Export it again"
        )


# One loop over a unit: finding its notes, properties and variants in three takes twice as long, and
# with half a million units that is a quarter of a minute.
def _unit(unit: etree._Element) -> tuple[dict[str, str], tuple[Note, ...], list[etree._Element], Pairs]:
    """A unit's properties by type, its notes, its variants, and the properties that are not ours."""
    margin: dict[str, str] = {}
    notes, variants, others = [], [], []
    for child in unit:
        kind = name(child)
        if kind == "prop":
            known = child.get("type", "")
            margin[known] = child.text or ""
            if known not in OURS:
                others.append((known, child.text or ""))
        elif kind == "tuv":
            variants.append(child)
        elif kind == "note" and (words := (child.text or "").strip()):
            notes.append(Note(words))
    if others and "x-align-type" in margin:
        others = [pair for pair in others if pair[0] != "x-document"]
    return margin, tuple(notes), variants, tuple(others)


def _facts(element: etree._Element) -> Pairs:
    """Who made a unit or one side of it, and when; not where it was this program."""
    facts = tuple((str(key), str(value)) for key, value in element.items() if key in FACTS)
    if facts and element.get("creationid") == TOOL:
        facts = tuple(fact for fact in facts if fact[0] not in ("creationid", "creationdate"))
    return facts


class _Variant(NamedTuple):
    """One side of a unit."""

    segments: tuple[BeadSegment, ...]
    record: Record


def _variant(variant: etree._Element, code: str, is_ours: bool) -> _Variant:
    text, ends, label, place = Inline(""), "", "", ""
    notes, others = [], []
    for child in variant:
        kind = name(child)
        if kind == "seg":
            text = inline(child, code)
        elif kind == "prop":
            match child.get("type", ""):
                case "x-label":
                    label = child.text or ""
                case "x-span":
                    place = child.text or ""
                case "x-ends":
                    ends = child.text or ""
                case "x-document" if is_ours:
                    pass
                case other:
                    others.append((other, child.text or ""))
        elif kind == "note" and (words := (child.text or "").strip()):
            notes.append(Note(words))
    record = Record(_facts(variant), tuple(notes), tuple(others))
    return _Variant(cut_inline(text, ends, span(place), label), record)


@lru_cache(maxsize=256)
def _places(codes: tuple[str, ...], source: str, target: str) -> tuple[int, ...] | None:
    """The numbers of a unit's two sides among its variants, then of more targets; None if one is missing.

    Variants of which none has a language are in the order of the request.
    """
    if len(codes) > 1 and set(codes) == {"und"}:
        return 0, 1
    found = places(codes, (source, target))
    if found is None:
        return None
    first, second = found
    others = (place for place, code in enumerate(codes) if code == codes[second] != codes[first])
    return (first, second, *(place for place in others if place != second))


def bead_id(name: str, document: str, place: int) -> str:
    """The bead's id: the part after the document's name in a unit of ours, the whole name in others."""
    return (name.removeprefix(f"{stem(document)}-") if document else name) or str(place)


def properties(element: etree._Element) -> dict[str, str]:
    """The element's own `prop`s by type."""
    return {prop.get("type", ""): prop.text or "" for prop in element.iterchildren("{*}prop")}


def language(variant: etree._Element) -> str:
    """A variant's language; `lang` without the prefix is how TMX 1.1 had it."""
    return (variant.get(LANG) or variant.get("lang") or "und").replace("_", "-")
