"""XLIFF 1.2 and 2.x, for review in a CAT editor.

1.2 is the default because more tools read it; 2.0 and 2.1 differ here in the number alone,
and Poedit refuses 2.1. A pair that a person accepted is `approved` and `final`, every other
one is marked for review: exporters and Weblate look at nothing else.

Each unit has one source and one target without inline marks (editors show `<mrk>` as raw
tags in both columns), so where several segments were joined their ends go into metadata.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from duiqi.corpus.model import Alignment
from duiqi.exports.hygiene import Cleaner
from duiqi.exports.options import Tally, WriteOptions, accepted, number
from duiqi.exports.tmx import ends, memory_codes, span
from duiqi.exports.units import TranslationUnit, translation_units
from duiqi.exports.xml import TOOL, XML, Stencil, version

if TYPE_CHECKING:
    from lxml import etree

NAMESPACE_1 = "urn:oasis:names:tc:xliff:document:1.2"
NAMESPACE_2 = "urn:oasis:names:tc:xliff:document:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"

# A unit's metadata, in this order; corpus/bitext/xliff.py reads them.
KEYS = (
    "kind", "confidence", "score", "status", "source-label", "target-label",
    "source-span", "target-span", "source-ends", "target-ends",
)  # fmt: skip
NMTOKEN = re.compile(r"[A-Za-z0-9._:-]+", re.ASCII)


def write_xliff(alignment: Alignment, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write an alignment's pairs as XLIFF of the version asked for; beads with an empty side are left out."""
    (_write_1 if options.xliff == "1.2" else _write_2)(alignment, stream, options, tally)


def _write_1(alignment: Alignment, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    from lxml import etree

    name = Cleaner("und", Tally())(alignment.source.name) or "source"  # counted in the header
    source, target = memory_codes(alignment, options, tally)
    attributes = {
        "original": name,
        "source-language": source,
        "target-language": target,
        "datatype": "plaintext",
        "date": f"{options.date():%Y-%m-%dT%H:%M:%SZ}",
        "tool-id": TOOL,
    }
    # The elements inside are made without a namespace, and inherit the root's as it is the default one.
    with etree.xmlfile(stream, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{NAMESPACE_1}}}xliff", version="1.2", nsmap={None: NAMESPACE_1}):
            with xml.element(f"{{{NAMESPACE_1}}}file", attributes):
                xml.write("\n", _header_1(alignment, tally), "\n")
                with xml.element(f"{{{NAMESPACE_1}}}body"):
                    xml.write("\n")
                    stencil = _stencil_1()
                    for unit in translation_units(alignment, options, tally):
                        xml.write(_fill_1(stencil, unit))
            xml.write("\n")


def _header_1(alignment: Alignment, tally: Tally) -> etree._Element:
    from lxml import etree

    header = etree.Element("header")
    etree.SubElement(header, "tool", {"tool-id": TOOL, "tool-name": TOOL, "tool-version": version()})
    for name, text in _origin(alignment, tally):
        etree.SubElement(header, "note", {"from": f"{TOOL}:{name}"}).text = text
    return header


def _origin(alignment: Alignment, tally: Tally) -> list[tuple[str, str]]:
    """The facts that an alignment read back has from the head of the file."""
    clean = Cleaner("und", tally)
    facts = (
        ("source-document", alignment.source.name),
        ("target-document", alignment.target.name),
        ("source-lang", alignment.source.lang),
        ("target-lang", alignment.target.lang),
        ("source-sha256", alignment.source.sha256),
        ("target-sha256", alignment.target.sha256),
        ("encoder", alignment.encoder),
        ("signature", alignment.signature),
    )
    return [(name, text) for name, value in facts if (text := clean(value))]


def _stencil_1() -> Stencil:
    from lxml import etree

    unit = etree.Element("trans-unit", {"id": "", "resname": "", f"{{{XML}}}space": "preserve"})
    unit.tail = "\n"
    slots = [etree.SubElement(unit, "source"), etree.SubElement(unit, "target")]
    group = etree.SubElement(unit, "context-group", purpose="information")
    slots += [etree.SubElement(group, "context", {"context-type": f"x-{key}"}) for key in KEYS]
    slots += [etree.SubElement(unit, "note", {"from": author}) for author in (TOOL, "reviewer")]
    return Stencil(unit, slots)


def _fill_1(stencil: Stencil, unit: TranslationUnit) -> etree._Element:
    element = stencil.filled((unit.source.text, unit.target.text, *_facts(unit), _remark(unit), unit.note))
    element.set("id", unit.id)
    element.set("resname", unit.name)
    if accepted(unit.bead):
        element.set("approved", "yes")
    else:
        element.attrib.pop("approved", "")
    element[1].set("state", "final" if accepted(unit.bead) else "needs-review-translation")
    return element


def _remark(unit: TranslationUnit) -> str:
    """The note that an editor shows beside the unit: its kind and its confidence."""
    return f"{unit.kind}, confidence {number(unit.bead.confidence)}"


def _facts(unit: TranslationUnit) -> tuple[str, ...]:
    """The unit's metadata, in the order of KEYS."""
    bead = unit.bead
    return (
        unit.kind,
        number(bead.confidence),
        number(bead.score) if bead.score else "",
        bead.status,
        unit.source_label,
        unit.target_label,
        span(bead.source_span),
        span(bead.target_span),
        ends(unit.source),
        ends(unit.target),
    )


def _write_2(alignment: Alignment, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    from lxml import etree

    source, target = memory_codes(alignment, options, tally)
    root = {
        "version": options.xliff,
        "srcLang": source,
        "trgLang": target,
    }
    file = {"id": "f1"}
    if name := Cleaner("und", Tally())(alignment.source.name):  # counted in the metadata
        file["original"] = name
    with etree.xmlfile(stream, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{NAMESPACE_2}}}xliff", root, nsmap={None: NAMESPACE_2, "mda": METADATA}):
            with xml.element(f"{{{NAMESPACE_2}}}file", file):
                created = [
                    ("created", f"{options.date():%Y-%m-%dT%H:%M:%SZ}"),
                    ("tool", f"{TOOL} {version()}"),
                ]
                xml.write("\n", _metadata([*created, *_origin(alignment, tally)]), "\n")
                stencil = _stencil_2()
                for place, unit in enumerate(translation_units(alignment, options, tally), start=1):
                    xml.write(_fill_2(stencil, unit, place))
            xml.write("\n")


def _metadata(facts: list[tuple[str, str]]) -> etree._Element:
    from lxml import etree

    metadata = etree.Element(f"{{{METADATA}}}metadata", nsmap={"mda": METADATA})
    group = etree.SubElement(metadata, f"{{{METADATA}}}metaGroup", category="alignment")
    for name, text in facts:
        etree.SubElement(group, f"{{{METADATA}}}meta", type=name).text = text
    return metadata


def _stencil_2() -> Stencil:
    from lxml import etree

    unit = etree.Element("unit", id="", name="")
    unit.tail = "\n"
    metadata = _metadata([(key, "") for key in KEYS])
    unit.append(metadata)
    slots = list(metadata[0])
    notes = etree.SubElement(unit, "notes")
    slots.append(etree.SubElement(notes, "note", category="alignment"))
    slots.append(etree.SubElement(notes, "note", category="reviewer"))
    segment = etree.SubElement(unit, "segment", id="s1")
    slots += [etree.SubElement(segment, "source"), etree.SubElement(segment, "target")]
    return Stencil(unit, slots)


def _fill_2(stencil: Stencil, unit: TranslationUnit, place: int) -> etree._Element:
    texts = unit.source.text, unit.target.text
    element = stencil.filled((*_facts(unit), _remark(unit), unit.note, *texts))
    # An id must be a name token here; the bead's own is in `name`.
    element.set("id", f"u{unit.id}" if NMTOKEN.fullmatch(unit.id) else f"n{place}")
    element.set("name", unit.name)
    segment = element[-1]
    segment.set("state", "final" if accepted(unit.bead) else "translated")
    if accepted(unit.bead):
        segment.attrib.pop("subState", "")
    else:
        segment.set("subState", f"{TOOL}:needs-review")
    return element
