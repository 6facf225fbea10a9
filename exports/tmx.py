"""TMX 1.4, the translation memory that every CAT tool loads.

Checked against the DTD and against the schema by which OmegaT refuses whole memories.
What neither sees is kept by construction: ids unique, dates in the one form that OmegaT
reads, no unit without both texts, one pair of codes for a whole file, no white space
around a segment. Property names begin with `x-`: the bare names `file`, `id`, `path`,
`prev`, `next` mean context to OmegaT, and a `file` keeps a unit from being used.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

from corpus.model import Alignment, Side
from exports.hygiene import Cleaner
from exports.options import Tally, WriteOptions, number
from exports.units import Text, Unit, units
from exports.xml import TOOL, XML, Stencil, version

if TYPE_CHECKING:
    from lxml import etree

# In the order in which they are written, before the variants.
UNIT_PROPERTIES = ("x-document", "x-align-type", "x-align-confidence", "x-align-score", "x-align-status")
VARIANT_PROPERTIES = ("x-document", "x-label", "x-span", "x-ends")


def write_tmx(alignment: Alignment, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write an alignment's pairs as TMX 1.4; beads with an empty side are left out."""
    write_memory((alignment,), stream, options, tally)


def write_memory(
    alignments: Iterable[Alignment], stream: BinaryIO, options: WriteOptions, tally: Tally
) -> None:
    """Write the pairs of several alignments as one memory; the first one's languages are the file's."""
    from lxml import etree

    alignments = iter(alignments)
    first = next(alignments)
    source, target = options.code(first.source.lang), options.code(first.target.lang)
    date = f"{options.date():%Y%m%dT%H%M%SZ}"
    with etree.xmlfile(stream, encoding="utf-8") as xml:
        xml.write_declaration()
        xml.write_doctype('<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
        with xml.element("tmx", version="1.4"):
            xml.write("\n", _header(first, source, date, tally), "\n")
            with xml.element("body"):
                xml.write("\n")
                stencil = _stencil(source, target, date)
                clean = Cleaner("und", tally)
                alignment: Alignment | None = first
                while alignment is not None:
                    documents = clean(alignment.source.name), clean(alignment.target.name)
                    for unit in units(alignment, options, tally, duplicates="best"):
                        element = stencil.filled(_values(unit, *documents))
                        element.set("tuid", unit.name)
                        xml.write(element)
                    alignment = next(alignments, None)


def _header(alignment: Alignment, source: str, date: str, tally: Tally) -> etree._Element:
    """The header, with what it takes to read the alignment back as it was."""
    from lxml import etree

    header = etree.Element(
        "header",
        creationtool=TOOL,
        creationtoolversion=version(),
        segtype="sentence",  # "paragraph" makes OmegaT cut the units anew
        adminlang="en",
        srclang=source,
        datatype="plaintext",
        creationdate=date,
        creationid=TOOL,
    )
    header.set("o-tmf", TOOL)
    clean = Cleaner("und", tally)
    for name, value in (
        *_side("source", alignment.source),
        *_side("target", alignment.target),
        ("x-encoder", alignment.encoder),
        ("x-signature", alignment.signature),
    ):
        if text := clean(value):
            etree.SubElement(header, "prop", type=name).text = text
    return header


def _side(which: str, side: Side) -> tuple[tuple[str, str], ...]:
    return (
        (f"x-{which}-document", side.name),
        (f"x-{which}-lang", side.lang),
        (f"x-{which}-sha256", side.sha256),
    )


def _stencil(source: str, target: str, date: str) -> Stencil:
    from lxml import etree

    unit = etree.Element("tu", tuid="", creationdate=date, creationid=TOOL)
    unit.tail = "\n"
    slots = [etree.SubElement(unit, "note")]
    slots += [etree.SubElement(unit, "prop", type=name) for name in UNIT_PROPERTIES]
    for code in (source, target):
        variant = etree.SubElement(unit, "tuv", {f"{{{XML}}}lang": code})
        slots += [etree.SubElement(variant, "prop", type=name) for name in VARIANT_PROPERTIES]
        slots.append(etree.SubElement(variant, "seg"))
    return Stencil(unit, slots)


def _values(unit: Unit, source_document: str, target_document: str) -> tuple[str, ...]:
    """The texts of the stencil's slots. The unit's own document is the source's, as memoQ has it."""
    bead = unit.bead
    return (
        unit.note,
        source_document,
        unit.kind,
        number(bead.confidence),
        number(bead.score) if bead.score else "",
        bead.status,
        *("", unit.source_label, span(bead.source_span), ends(unit.source), unit.source.text),
        *(target_document, unit.target_label, span(bead.target_span), ends(unit.target), unit.target.text),
    )


def span(value: tuple[int, int] | None) -> str:
    """Offsets into the document as `210-260`, nothing where there are none."""
    return f"{value[0]}-{value[1]}" if value else ""


def ends(text: Text) -> str:
    """Where each of several segments ends in their joined text, as `9 21`."""
    return " ".join(map(str, text.ends))
