"""TMX 1.1 to 1.4: ours, and as Trados, memoQ, OmegaT and the others write it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from corpus.bitext.inline import plain
from corpus.bitext.parts import ASSERTED, Beads, Numbering, Request, cut, number, span, status
from corpus.bitext.trees import LANG, elements, name
from corpus.errors import MalformedFile
from corpus.model import Alignment, Bead, Side

if TYPE_CHECKING:
    from lxml import etree


class _Plan(NamedTuple):
    """What to take from each unit: the two languages, under the codes that the file uses."""

    request: Request
    source: str
    target: str


def read_tmx(request: Request) -> Alignment:
    """Read a memory: two of its languages as an alignment, units without both passed over.

    Which two: those asked for, else the header's source language and the first other that
    stands beside it. Inline codes are taken out of the text.
    """
    facts: dict[str, str] = {}
    declared = ""
    for element in elements(request.path, "header", "tu"):
        if name(element) == "header":
            declared = element.get("srclang", "")
            facts = properties(element)
            continue
        found = _languages(
            request, declared, [language(variant) for variant in element.iterchildren("{*}tuv")]
        )
        if found is None:
            continue
        source, target = found
        # The reader may ask for the memory the other way round.
        ours, theirs = ("source", "target") if same(source, declared) else ("target", "source")
        return Alignment(
            _side(facts, ours, source, request.path.name),
            _side(facts, theirs, target, request.path.name),
            Beads(partial(_beads, _Plan(request, source, target))),
            facts.get("x-encoder", ""),
            facts.get("x-signature", ""),
        )
    raise MalformedFile(f"{request.path}: no unit with {_wanted(request)}. Is it the right memory?")


def _wanted(request: Request) -> str:
    asked = [tag for tag in (request.source_lang, request.target_lang) if tag]
    return f"text in {' and '.join(asked)}" if asked else "two languages"


def _side(facts: dict[str, str], which: str, code: str, fallback: str) -> Side:
    """A side as the header has it, where we wrote it ourselves."""
    own = facts.get(f"x-{which}-lang", "")
    return Side(
        facts.get(f"x-{which}-document", fallback),
        own if own and same(own, code) else code,
        facts.get(f"x-{which}-sha256", ""),
    )


def _languages(request: Request, declared: str, codes: list[str]) -> tuple[str, str] | None:
    """The codes of the pair in a unit with these codes, None if it has no such pair."""
    wanted = request.source_lang or ("" if declared == "*all*" else declared)
    first = pick(codes, wanted) if wanted else 0
    if first is None and not request.source_lang:
        first = 0
    if first is None:
        return None
    others = codes[:first] + codes[first + 1 :]
    if request.target_lang:
        second = pick(others, request.target_lang)
    else:
        second = next((i for i, code in enumerate(others) if not same(code, codes[first])), 0)
    return None if second is None or not others else (codes[first], others[second])


def _beads(plan: _Plan) -> Iterator[Bead]:
    numbering = Numbering()
    path = plan.request.path
    for place, unit in enumerate(elements(path, "tu"), start=1):
        variants = list(unit.iterchildren("{*}tuv"))
        codes = [language(variant) for variant in variants]
        first = pick(codes, plan.source)
        if first is None:
            continue
        source, codes[first] = variants[first], ""
        second = pick(codes, plan.target)
        if second is None:
            continue
        target = variants[second]
        margin = properties(unit)
        ours, theirs = properties(source), properties(target)
        texts = (
            cut(plain(source.find("{*}seg"), plan.source), ours.get("x-ends", "")),
            cut(plain(target.find("{*}seg"), plan.target), theirs.get("x-ends", "")),
        )
        if not any(texts):
            continue
        try:
            yield Bead(
                *numbering.ranges(len(texts[0]), len(texts[1])),
                id=bead_id(unit.get("tuid", ""), margin.get("x-document", ""), place),
                source_texts=texts[0],
                target_texts=texts[1],
                source_span=span(ours.get("x-span", "")),
                target_span=span(theirs.get("x-span", "")),
                source_label=ours.get("x-label", ""),
                target_label=theirs.get("x-label", ""),
                score=number(margin.get("x-align-score", ""), 0.0),
                confidence=number(margin.get("x-align-confidence", ""), ASSERTED),
                status=status(margin.get("x-align-status", "")),
                note=" / ".join(note.text.strip() for note in unit.iterchildren("{*}note") if note.text),
            )
        except ValueError as error:
            raise MalformedFile(
                f"{path}, unit {unit.get('tuid') or place}: a property x-align-… that cannot be: {error}"
            ) from error


def bead_id(tuid: str, document: str, place: int) -> str:
    """The bead's id: what stands behind the document's name in ours, the whole tuid in others."""
    stem, dot, _ = document.replace("\\", "/").rpartition("/")[2].rpartition(".")
    prefix = "_".join((stem if dot and stem else document).split()) + "-"
    return (tuid.removeprefix(prefix) if document else tuid) or str(place)


def properties(element: etree._Element) -> dict[str, str]:
    """The element's own `prop`s by type."""
    return {prop.get("type", ""): prop.text or "" for prop in element.iterchildren("{*}prop")}


def language(variant: etree._Element) -> str:
    """A variant's language; `lang` without the prefix is how TMX 1.1 had it."""
    return (variant.get(LANG) or variant.get("lang") or "und").replace("_", "-")


def pick(codes: list[str], wanted: str) -> int | None:
    """The place of a language among codes: the very code, else the same language of any region.

    >>> pick(["en-GB", "zh-TW", "zh-CN"], "zh-cn"), pick(["en-GB", "zh-TW"], "zh-CN"), pick(["en"], "fr")
    (2, 1, None)
    """
    lower = [code.lower() for code in codes]
    tag = wanted.replace("_", "-").lower()
    if tag in lower:
        return lower.index(tag)
    return next((i for i, code in enumerate(lower) if code and same(code, tag)), None)


def same(code: str, other: str) -> bool:
    """Whether two codes are of one language, whatever the region."""
    return code.lower().split("-")[0].split("_")[0] == other.lower().split("-")[0].split("_")[0]
