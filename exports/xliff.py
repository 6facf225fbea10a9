"""XLIFF 1.2 and 2.x, for review in a CAT editor.

1.2 is the default because more tools read it; 2.0 and 2.1 differ here in the number alone,
and Poedit refuses 2.1. A pair that a person accepted is `approved` and `final`, every other
one is marked for review: exporters and Weblate look at nothing else.

Each unit has one source and one target, in which segments are not marked (editors show `<mrk>` as
raw tags in both columns); where several were joined their ends go into metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, BinaryIO

from duiqi.corpus.bitext.conventions import KEYS, REVIEWER
from duiqi.corpus.model import Alignment, Note, Records
from duiqi.exports.checksum import checksummed
from duiqi.exports.hygiene import Cleaner
from duiqi.exports.markup import Xliff2, is_token, xliff_1
from duiqi.exports.options import Tally, WriteOptions, accepted, number
from duiqi.exports.tmx import ends, memory_codes, span
from duiqi.exports.units import TranslationUnit, translation_units
from duiqi.exports.xml import TOOL, version

if TYPE_CHECKING:
    from lxml import etree

NAMESPACE_1 = "urn:oasis:names:tc:xliff:document:1.2"
NAMESPACE_2 = "urn:oasis:names:tc:xliff:document:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
# The attributes of a note by the facts about it, and the values that the schemas allow.
NOTE_1 = {"from": "from", "annotates": "annotates", "priority": "priority"}
NOTE_2 = {"from": "category", "annotates": "appliesTo", "priority": "priority"}
ANY = re.compile(r".*", re.DOTALL)
ALLOWED = {"annotates": re.compile("source|target"), "priority": re.compile("[1-9]|10")}


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
    with checksummed(stream) as document, etree.xmlfile(document, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{NAMESPACE_1}}}xliff", version="1.2", nsmap={None: NAMESPACE_1}):
            with xml.element(f"{{{NAMESPACE_1}}}file", attributes):
                xml.write("\n", _header_1(alignment, tally), "\n")
                with xml.element(f"{{{NAMESPACE_1}}}body"):
                    xml.write("\n")
                    xml.flush()
                    units = translation_units(alignment, options, tally, codes=is_token)
                    document.writelines(map(_unit_1, units))
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


def _unit_1(unit: TranslationUnit) -> bytes:
    """A unit on a line of its own."""
    approved = accepted(unit.bead)
    contexts = "".join(
        f'<context context-type="{escape(name)}">{escape(text, quote=False)}</context>'
        for name, text in (*((f"x-{key}", text) for key, text in _facts(unit)), *_properties(unit))
        if text
    )
    state, yes = ("final", ' approved="yes"') if approved else ("needs-review-translation", "")
    return (
        f'<trans-unit id="{escape(unit.id)}" resname="{escape(unit.name)}" xml:space="preserve"{yes}>'
        f'<source>{xliff_1(unit.source)}</source><target state="{state}">{xliff_1(unit.target)}</target>'
        f'<context-group purpose="information">{contexts}</context-group>'
        f'<note from="{TOOL}">{_remark(unit)}</note>{_notes(unit, NOTE_1)}</trans-unit>\n'
    ).encode()


def _notes(unit: TranslationUnit, names: Mapping[str, str]) -> str:
    """The notes on the unit and on its sides, with the facts about them under the format's names.

    A note whose author is not known is the reviewer's.
    """
    records, clean = unit.bead.records or Records(), Cleaner("und", Tally())
    notes = list(unit.notes)
    for side, record in (("source", records.source), ("target", records.target)):
        notes += [Note(text, (("annotates", side),)) for note in record.notes if (text := clean(note.text))]
    return "".join(
        f"<note{_note_facts(note, names)}>{escape(note.text, quote=False)}</note>" for note in notes
    )


def _note_facts(note: Note, names: Mapping[str, str]) -> str:
    facts = {"from": REVIEWER} | dict(note.facts)
    facts["from"] = ", ".join(filter(None, (facts["from"], facts.get("date", "")[:8])))
    return "".join(
        f' {names[name]}="{escape(value)}"'
        for name, text in facts.items()
        if name in names
        and (value := Cleaner("und", Tally())(text))
        and ALLOWED.get(name, ANY).fullmatch(value)
    )


def _properties(unit: TranslationUnit) -> list[tuple[str, str]]:
    """Authors, dates and properties of the unit and its sides, under names that no schema refuses."""
    records = unit.bead.records
    if not records:
        return []
    clean = Cleaner("und", Tally())
    found = []
    for side, record in (("", records.unit), ("source.", records.source), ("target.", records.target)):
        named = (
            (clean(name).replace(" ", "-"), clean(text))
            for name, text in (*record.attributes, *record.properties)
        )
        bare = ((name.removeprefix("x-"), text) for name, text in named)
        found += [(f"x-{side or 'unit.' * (name in KEYS)}{name}", text) for name, text in bare if name]
    return found


def _remark(unit: TranslationUnit) -> str:
    """The note that an editor shows beside the unit: its kind and its confidence."""
    return f"{unit.kind}, confidence {number(unit.bead.confidence)}"


def _facts(unit: TranslationUnit) -> tuple[tuple[str, str], ...]:
    """The unit's metadata, as corpus/bitext/xliff.py reads them."""
    bead = unit.bead
    facts = (
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
    return tuple(zip(KEYS, facts, strict=True))


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
    with checksummed(stream) as document, etree.xmlfile(document, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{NAMESPACE_2}}}xliff", root, nsmap={None: NAMESPACE_2, "mda": METADATA}):
            with xml.element(f"{{{NAMESPACE_2}}}file", file):
                created = [
                    ("created", f"{options.date():%Y-%m-%dT%H:%M:%SZ}"),
                    ("tool", f"{TOOL} {version()}"),
                ]
                xml.write("\n", _metadata([*created, *_origin(alignment, tally)]), "\n")
                xml.flush()
                units = translation_units(alignment, options, tally, codes=is_token)
                document.writelines(_unit_2(unit, place) for place, unit in enumerate(units, start=1))
            xml.write("\n")


def _metadata(facts: list[tuple[str, str]]) -> etree._Element:
    from lxml import etree

    metadata = etree.Element(f"{{{METADATA}}}metadata", nsmap={"mda": METADATA})
    group = etree.SubElement(metadata, f"{{{METADATA}}}metaGroup", category="alignment")
    for name, text in facts:
        etree.SubElement(group, f"{{{METADATA}}}meta", type=name).text = text
    return metadata


def _unit_2(unit: TranslationUnit, place: int) -> bytes:
    """A unit on a line of its own."""
    # An id must be a name token here; the bead's own is in `name`.
    identity = f"u{unit.id}" if is_token(unit.id) else f"n{place}"
    state = 'state="final"' if accepted(unit.bead) else f'state="translated" subState="{TOOL}:needs-review"'
    codes = Xliff2()
    source, target = codes.content(unit.source), codes.content(unit.target)
    return (
        f'<unit id="{identity}" name="{escape(unit.name)}"><mda:metadata>{_group("alignment", _facts(unit))}'
        f"{_group('properties', _properties(unit))}</mda:metadata>"
        f'<notes><note category="alignment">{_remark(unit)}</note>{_notes(unit, NOTE_2)}</notes>'
        f'{codes.data()}<segment id="s1" {state}><source>{source}</source><target>{target}</target></segment>'
        "</unit>\n"
    ).encode()


def _group(category: str, facts: Iterable[tuple[str, str]]) -> str:
    """A group of a unit's metadata, nothing where all are empty."""
    meta = "".join(
        f'<mda:meta type="{escape(name)}">{escape(text, quote=False)}</mda:meta>'
        for name, text in facts
        if text
    )
    return f'<mda:metaGroup category="{category}">{meta}</mda:metaGroup>' if meta else ""
