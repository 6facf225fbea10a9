"""TMX 1.4, the translation memory that every CAT tool loads.

Checked against the DTD and against the schema by which OmegaT refuses whole memories.
Neither of them sees whether ids are unique, dates are in the one form that OmegaT reads, all
units have both texts, a file has one pair of codes, and no segment begins or ends with white
space: so it is by construction. Property names begin with `x-`: the bare names `file`, `id`, `path`,
`prev`, `next` mean context to OmegaT, and a `file` keeps a unit from being used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from html import escape
from typing import TYPE_CHECKING, BinaryIO

from duiqi.corpus.bitext.conventions import FACTS, REPEATS
from duiqi.corpus.codes import count_codes, is_tag
from duiqi.corpus.model import Alignment, Note, Record, Records, Side, Span
from duiqi.corpus.records import Pairs
from duiqi.exports.checksum import checksummed
from duiqi.exports.hygiene import Cleaner
from duiqi.exports.markup import foreign, is_number, tmx
from duiqi.exports.options import Tally, WriteOptions, number
from duiqi.exports.texts import Text
from duiqi.exports.units import TranslationUnit, translation_units
from duiqi.exports.xml import TOOL, version

if TYPE_CHECKING:
    from lxml import etree

NO_RECORDS = Records()
CONTEXT = {"file", "id", "path", "prev", "next"}  # by such properties OmegaT binds a unit to one place
DATE = re.compile(r"[0-9]{8}T[0-9]{6}Z", re.ASCII)


def write_tmx(alignment: Alignment, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write an alignment's pairs as TMX 1.4; beads with an empty side are left out."""
    from lxml import etree

    source, target = memory_codes(alignment, options, tally)
    date = f"{options.date():%Y%m%dT%H%M%SZ}"
    template = _Template(alignment, source, target, date)
    prepared = partial(_for_omegat if options.tmx == "omegat" else _for_all, tally)
    units = translation_units(
        alignment,
        options,
        tally,
        duplicates="best",
        unlabelled=options.unlabelled,
        codes=is_number,
    )
    with checksummed(stream) as document, etree.xmlfile(document, encoding="utf-8") as xml:
        xml.write_declaration()
        xml.write_doctype('<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
        with xml.element("tmx", version="1.4"):
            xml.write("\n", _header(alignment, source, date, options, tally), "\n")
            with xml.element("body"):
                xml.write("\n")
                xml.flush()
                document.writelines(map(template.filled, map(prepared, units)))


def memory_codes(alignment: Alignment, options: WriteOptions, tally: Tally) -> tuple[str, str]:
    """The two language codes of a memory, with a warning where no CAT tool could use them."""
    codes = options.code(alignment.source.lang), options.code(alignment.target.lang)
    if "und" in codes:
        tally.warnings.append("a language is not known: CAT tools pass over the memory until it is given")
    elif codes[0] == codes[1]:
        tally.warnings.append(f"both languages are written as {codes[0]}: CAT tools pass over such a memory")
    return codes


def _for_all(tally: Tally, unit: TranslationUnit) -> TranslationUnit:
    """The unit as it is; those that OmegaT does not find are counted."""
    tally.tagged += not unit.repeats and any(map(is_tag, unit.source.codes))
    return unit


def _for_omegat(tally: Tally, unit: TranslationUnit) -> TranslationUnit:
    """The unit with the codes whose markup is in the texts that OmegaT shows; the others are counted."""
    source, target = (
        side._replace(codes=tuple(code for code in side.codes if not foreign(code)))
        for side in (unit.source, unit.target)
    )
    tally.foreign += sum(
        count_codes(before.codes) - count_codes(after.codes)
        for before, after in ((unit.source, source), (unit.target, target))
    )
    return unit._replace(source=source, target=target)


def _header(
    alignment: Alignment, source: str, date: str, options: WriteOptions, tally: Tally
) -> etree._Element:
    """The header, with the facts that an alignment read back has from it."""
    from lxml import etree

    header = etree.Element(
        "header",
        # OmegaT 3.6 and later take the content of codes for its tags only where the memory names it as its
        # maker; no other attribute counts. Of all others it reads the words alone, and finds no segment with
        # formatting: of a contract with 31 such segments it fills 0, and 30 so.
        creationtool="OmegaT" if options.tmx == "omegat" else TOOL,
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


class _Template:
    """Units as bytes: the parts common to all of them, made once, around the parts of each.

    As elements, half a million units take six seconds more. The texts have passed a Cleaner,
    so that only escaping is left to do. A unit names the source's document, as in memoQ, and
    its second variant the translation's.
    """

    def __init__(self, alignment: Alignment, source: str, target: str, date: str) -> None:
        clean = Cleaner("und", Tally())  # counted in the header
        self.head = f'" creationdate="{date}" creationid="{TOOL}">'
        self.made = (("creationdate", date), ("creationid", TOOL))
        self.document = _property("x-document", clean(alignment.source.name))
        self.source = f'<tuv xml:lang="{escape(source)}"'
        self.target = f'</tuv><tuv xml:lang="{escape(target)}"'
        self.translation = _property("x-document", clean(alignment.target.name))

    def filled(self, unit: TranslationUnit) -> bytes:
        """A unit on a line of its own."""
        bead = unit.bead
        notes, records = unit.notes, bead.records or NO_RECORDS
        note = _notes(notes, "")
        score = f'<prop type="x-align-score">{number(bead.score)}</prop>' if bead.score else ""
        repeats = _property(REPEATS, unit.repeats)
        status = f'<prop type="x-align-status">{bead.status}</prop>' if bead.status != "new" else ""
        head, document, translation = self.head, self.document, self.translation
        if bead.records:
            made = {name for name, _ in records.unit.attributes}
            added = () if made & {"creationdate", "creationid"} else self.made
            head = f'"{_attributes((*added, *records.unit.attributes))}>{_properties(records.unit)}'
            document = "" if _has_document(records.unit) else document
            translation = "" if _has_document(records.target) else translation
        return (
            f'<tu tuid="{escape(unit.name)}{head}{note}{document}'
            f'<prop type="x-align-type">{unit.kind}</prop>'
            f'<prop type="x-align-confidence">{number(bead.confidence)}</prop>{score}{status}{repeats}'
            f"{self.source}{_record(records.source, _notes(notes, 'source'))}"
            f"{_side_of(unit.source, unit.source_label, bead.source_span)}"
            f"{self.target}{_record(records.target, _notes(notes, 'target'))}{translation}"
            f"{_side_of(unit.target, unit.target_label, bead.target_span)}</tuv></tu>\n"
        ).encode()


def _side_of(text: Text, label: str, place: Span | None) -> str:
    """A variant's properties and its segment."""
    return (
        f"{_property('x-label', label)}{_property('x-span', span(place))}{_property('x-ends', ends(text))}"
        f"<seg>{tmx(text)}</seg>"
    )


def _notes(notes: Iterable[Note], side: str) -> str:
    """The notes about a side, or with `""` those about the whole unit."""
    return "".join(
        f"<note>{escape(note.text, quote=False)}</note>"
        for note in notes
        if dict(note.facts).get("annotates", "") == side
    )


def _record(record: Record, notes: str) -> str:
    """The facts that the memory gave about a side, from the end of its start tag on, and more notes."""
    if record == NO_RECORDS.source:
        return f">{notes}"
    clean = Cleaner("und", Tally())
    own = (Note(clean(note.text)) for note in record.notes)
    return f"{_attributes(record.attributes)}>{_notes(own, '')}{notes}{_properties(record)}"


def _attributes(pairs: Pairs) -> str:
    """Author, dates and counts; dates in the one form that OmegaT reads."""
    written = []
    for name, value in pairs:
        if name.endswith("date"):
            value = re.sub(r"[-:]|\.\d+(?=Z)", "", value)
        if name in FACTS and (not name.endswith("date") or DATE.fullmatch(value)):
            written.append(f' {name}="{escape(Cleaner("und", Tally())(value))}"')
    return "".join(written)


def _properties(record: Record) -> str:
    clean = Cleaner("und", Tally())
    return "".join(
        _property(escape(f"x-{name}" if name in CONTEXT else clean(name)), clean(value))
        for name, value in record.properties
    )


def _has_document(record: Record) -> bool:
    return any(name == "x-document" for name, _ in record.properties)


def _property(name: str, value: str) -> str:
    return f'<prop type="{name}">{escape(value, quote=False)}</prop>' if value else ""


def span(value: tuple[int, int] | None) -> str:
    """Offsets into the document as `210-260`; empty where they are not known."""
    return f"{value[0]}-{value[1]}" if value else ""


def ends(text: Text) -> str:
    """The offsets at which the segments end in their joined text, as `9 21`; empty for one segment."""
    return " ".join(map(str, text.ends)) if text.ends else ""
