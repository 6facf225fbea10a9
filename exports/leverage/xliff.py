"""XLIFF with matches: `alt-trans` in 1.2, the module of translation candidates in 2.x.

A target is filled from the threshold on, and always marked for review: a memory's translation is a
proposal. Only matches of whole texts by their words carry a percentage: that of clauses and of meaning
is another measure, and is in a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

from duiqi.corpus.leverage import Leverage, LeveragedSegment, Match
from duiqi.corpus.localization import localized
from duiqi.exports.checksum import checksummed
from duiqi.exports.leverage.rows import Cleaners, chosen, figure, kind, remarks
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.xliff import NAMESPACE_1, NAMESPACE_2
from duiqi.exports.xml import TOOL, XML, version

if TYPE_CHECKING:
    from lxml import etree

MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
QUALIFIERS = {"context": "exact-match", "exact": "exact-match", "fuzzy": "fuzzy-match"}
# Types of the candidates module: in-context exact, translation memory, assembled.
TYPES = {"context": "icm", "exact": "tm", "fuzzy": "tm", "clauses": "am", "meaning": "other"}


def write_xliff(leverage: Leverage, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write a unit a segment, with all proposals, in the version asked for."""
    codes = options.code(leverage.source_lang), options.code(leverage.target_lang)
    clean = Cleaners.of(leverage, tally, options.plain_spaces)
    name = clean.plain(leverage.name) or "source"
    if options.xliff == "1.2":
        attributes = {
            "original": name,
            "source-language": codes[0],
            "target-language": codes[1],
            "datatype": "plaintext",
            "date": f"{options.date():%Y-%m-%dT%H:%M:%SZ}",
            "tool-id": TOOL,
        }
        root = {"version": "1.2"}
        with _file(stream, NAMESPACE_1, root, attributes, {None: NAMESPACE_1}) as xml:
            xml.write("\n", _header(), "\n")
            with xml.element(f"{{{NAMESPACE_1}}}body"):
                xml.write("\n")
                for segment, match in chosen(leverage, tally):
                    xml.write(_unit_1(segment, match, clean))
        return
    root = {"version": options.xliff, "srcLang": codes[0], "trgLang": codes[1]}
    names = {None: NAMESPACE_2, "mtc": MATCHES}
    with _file(stream, NAMESPACE_2, root, {"id": "f1", "original": name}, names) as xml:
        xml.write("\n")
        for segment, match in chosen(leverage, tally):
            xml.write(_unit_2(segment, match, clean))


@contextmanager
def _file(
    stream: BinaryIO,
    namespace: str,
    root: dict[str, str],
    attributes: dict[str, str],
    names: dict[str | None, str],
) -> Iterator[Any]:
    from lxml import etree

    with checksummed(stream) as document, etree.xmlfile(document, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{namespace}}}xliff", root, nsmap=names):
            with xml.element(f"{{{namespace}}}file", attributes):
                yield xml
            xml.write("\n")


def _header() -> etree._Element:
    from lxml import etree

    header = etree.Element("header")
    etree.SubElement(header, "tool", {"tool-id": TOOL, "tool-name": TOOL, "tool-version": version()})
    return header


def _unit_1(segment: LeveragedSegment, filled: Match | None, clean: Cleaners) -> etree._Element:
    from lxml import etree

    unit = etree.Element("trans-unit", {"id": str(segment.number + 1), f"{{{XML}}}space": "preserve"})
    unit.tail = "\n"
    etree.SubElement(unit, "source").text = clean.source(segment.source)
    if filled:
        states = {"state": "needs-review-translation", "state-qualifier": QUALIFIERS[filled.kind]}
        etree.SubElement(unit, "target", states).text = clean.target(filled.target)
    for match in segment.matches:
        attributes = {"origin": clean.plain(match.origin), "tool-id": TOOL, "alttranstype": "proposal"}
        if match.counted:
            attributes["match-quality"] = f"{match.score}%"
        proposal = etree.SubElement(unit, "alt-trans", attributes)
        if match.source:
            etree.SubElement(proposal, "source").text = clean.source(match.source)
        etree.SubElement(proposal, "target").text = clean.target(match.target)
        if not match.counted:
            etree.SubElement(
                proposal, "note", {"from": TOOL}
            ).text = f"{kind(match)}, {localized(figure(match))}"
    for text in _notes(segment, filled):
        etree.SubElement(unit, "note", {"from": TOOL}).text = clean.plain(text)
    return unit


def _unit_2(segment: LeveragedSegment, filled: Match | None, clean: Cleaners) -> etree._Element:
    from lxml import etree

    unit = etree.Element("unit", id=f"u{segment.number + 1}")
    unit.tail = "\n"
    if segment.matches:
        matches = etree.SubElement(unit, f"{{{MATCHES}}}matches", nsmap={"mtc": MATCHES})
        for match in segment.matches:
            attributes = {"ref": "#s1", "type": TYPES[match.kind], "origin": clean.plain(match.origin)}
            if match.counted:
                attributes["similarity"] = str(min(match.percentage, 100))
                attributes["matchSuitability"] = str(max(0, min(match.score, 100)))
            else:
                attributes["subType"] = f"{TOOL}:{match.kind}"
            proposal = etree.SubElement(matches, f"{{{MATCHES}}}match", attributes)
            etree.SubElement(proposal, "source").text = clean.source(match.source or segment.source)
            etree.SubElement(proposal, "target").text = clean.target(match.target)
    if texts := _notes(segment, filled):
        notes = etree.SubElement(unit, "notes")
        for text in texts:
            etree.SubElement(notes, "note").text = clean.plain(text)
    element = etree.SubElement(unit, "segment", id="s1", state="translated" if filled else "initial")
    etree.SubElement(element, "source").text = clean.source(segment.source)
    if filled:
        etree.SubElement(element, "target").text = clean.target(filled.target)
    return unit


def _notes(segment: LeveragedSegment, filled: Match | None) -> list[str]:
    """The remarks on the target, and on a text put together."""
    shown = filled or segment.proposal
    if shown is None:
        return []
    return (
        [f"{localized(figure(shown))}: {kind(shown)}", *map(localized, remarks(shown))]
        if shown.changes or shown.parts
        else []
    )
