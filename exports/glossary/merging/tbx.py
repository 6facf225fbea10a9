"""Merge into a TBX termbase: terms and concepts are added to its tree, in its version and style."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from duiqi.corpus.bitext.parts import Request
from duiqi.corpus.bitext.trees import LANG, elements, name
from duiqi.corpus.errors import MalformedFile, UnwritableFile
from duiqi.corpus.glossary.forms import EVIDENT, INVALID
from duiqi.corpus.glossary.model import Synonym, TermPair
from duiqi.corpus.glossary.tbx import ENTRIES, SECTIONS, TERMS, read_tbx
from duiqi.corpus.languages import look_up, primary, same_script
from duiqi.exports.glossary.concepts import concept
from duiqi.exports.glossary.entries import Description, descriptions
from duiqi.exports.glossary.merging.additions import (
    Additions,
    key,
    known_equivalents,
    may_be_form,
    number_key,
)
from duiqi.exports.glossary.merging.elements import after, leave_out, nest
from duiqi.exports.glossary.tbx import (
    V2,
    V3,
    Ids,
    Names,
    category_xml,
    description_xml,
    entry_xml,
    synonym_xml,
)

if TYPE_CHECKING:
    from lxml import etree

# Version 3 in the style of version 2: its elements, and the categories as types of general ones.
V3_DCA = V3._replace(categories=V2.categories)
NAMESPACES = {"min": "http://www.tbxinfo.net/ns/min", "basic": "http://www.tbxinfo.net/ns/basic"}


class Known(NamedTuple):
    """A concept of the termbase.

    sections  of source and target language, None where it has none
    terms     by side, each with whether it is in use, not deprecated
    is_added  whether the concept was added by this merge
    """

    entry: etree._Element
    sections: list[etree._Element | None]
    terms: tuple[dict[str, bool], dict[str, bool]]
    is_added: bool = False


def merged(path: Path, additions: Additions) -> bytes:
    """The bytes of the termbase with the new terms and concepts."""
    from lxml import etree

    request = Request(path, *additions.langs)
    langs = _languages(request)
    for _ in elements(path, *ENTRIES):
        pass  # a fault is reported with its place before anything is built
    parser = etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False)
    try:
        tree = etree.parse(str(path), parser)
    except etree.XMLSyntaxError as error:
        raise MalformedFile(
            f"{path}: not well-formed XML. Write it anew with the program it is from"
        ) from error
    Termbase(path, tree, langs).add(additions)
    encoding: str = tree.docinfo.encoding or "UTF-8"
    if tree.docinfo.standalone:
        return cast(bytes, etree.tostring(tree, xml_declaration=True, encoding=encoding, standalone=True))
    return cast(bytes, etree.tostring(tree, xml_declaration=True, encoding=encoding))


def _languages(request: Request) -> tuple[str, str]:
    """The languages of the termbase as its codes spell them, in the order of the glossary.

    Where a code is of another script than the glossary, the glossary's: terms in Traditional Chinese become
    a language of their own beside zh-CN. A code without script and region, as zh, takes either.
    """
    found = read_tbx(request)
    source, target = (
        asked if asked and code.lower() != primary(code) and not same_script(code, asked) else code
        for code, asked in zip(
            (found.source_lang, found.target_lang), (request.source_lang, request.target_lang), strict=True
        )
    )
    return source, target


class Termbase:
    """The tree of a termbase, and its concepts by their terms of either language."""

    def __init__(self, path: Path, tree: etree._ElementTree, langs: tuple[str, str]) -> None:
        self._langs = langs
        self._entries = [found for found in tree.getroot().iter("{*}*") if name(found) in ENTRIES]
        self._names = _names(path, tree, self._entries[0])
        is_smallest = tree.getroot().get("type") == "TBX-Min"
        self._lacks = {NAMESPACES["basic"]} if is_smallest else set()  # categories that this dialect has not
        self._is_nested = any(True for _ in self._entries[0].iter("{*}ntig"))
        self._by_term: tuple[dict[str, list[Known]], dict[str, list[Known]]] = {}, {}
        self._by_number: tuple[dict[str, list[Known]], dict[str, list[Known]]] = {}, {}  # terms in use
        for entry in self._entries:
            self._remember(entry)
        self._ids = Ids({found for element in tree.iter() if (found := element.get("id"))})

    def add(self, additions: Additions) -> None:
        """Add the pairs that the termbase has not, and count each comparison."""
        for pair in additions:
            source, target = key(pair.source.text), key(pair.target.text)
            having = self._by_term[0].get(source) or self._by_equivalents(pair)
            both = [known for known in having if target in known.terms[1]] or self._in_other_number(pair)
            if not both and len(having) != 1 and (known := self._by_synonyms(pair, having)):
                additions.counts["changed" if self._join(known, pair) else "confirmed"] += 1
                continue
            used = [k for k in both if k.terms[0].get(source, True) and k.terms[1].get(target, True)]
            if used:
                is_changed = len(used) == 1 and any(
                    (self._complete(used[0], pair), self._accept(used[0], pair))
                )
                additions.counts["changed" if is_changed else "confirmed"] += 1
            elif both:
                additions.refuse()
            else:
                is_known = any(known.terms[1] and not known.is_added for known in having)
                additions.counts["changed" if is_known else "new"] += 1
                self._add(pair, having)

    def _by_equivalents(self, pair: TermPair) -> list[Known]:
        """The concept of a known term that the text has in an inflected form, by its known equivalents."""
        found = (self._by_term[1].get(key(text), []) for text in known_equivalents(pair))
        concepts = {
            id(known): known
            for having in found
            for known in having
            if any(may_be_form(pair.source.text, text) for text in known.terms[0])
        }
        return list(concepts.values()) if len(concepts) == 1 else []

    def _in_other_number(self, pair: TermPair) -> list[Known]:
        """The concepts that have both terms of a pair, in use and in any number: bearings 支座."""
        sources, targets = (
            self._by_number[side].get(number_key(term.text, self._langs[side]), [])
            for side, term in enumerate((pair.source, pair.target))
        )
        return [known for known in sources if any(known is other for other in targets)]

    def _has(self, known: Known, side: int, text: str) -> bool:
        """Whether a concept has a term, in use in any number, or deprecated as it is."""
        having = self._by_number[side].get(number_key(text, self._langs[side]), [])
        return key(text) in known.terms[side] or any(known is other for other in having)

    def _by_synonyms(self, pair: TermPair, having: Sequence[Known]) -> Known | None:
        """The one concept that has a term of each language of a pair, among those that have its source term.

        FOD 外来物 is the concept of foreign object debris (FOD) 外来物.
        """
        sources, targets = (
            [key(term.text), *(key(own.text) for own in term.synonyms if own.usage != "deprecated")]
            for term in (pair.source, pair.target)
        )
        concepts = having or [known for text in sources for known in self._by_term[0].get(text, [])]
        found = {
            id(known): known
            for known in concepts
            if any(known.terms[0].get(text) for text in sources)
            and any(known.terms[1].get(text) for text in targets)
            and known.terms[1].get(targets[0], True)  # a deprecated equivalent stays so
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _join(self, known: Known, pair: TermPair) -> bool:
        """Add the terms, the synonyms and definitions of a pair that its concept has not; whether any."""
        missing = [
            (side, Synonym(term.text))
            for side, term in enumerate((pair.source, pair.target))
            if key(term.text) not in known.terms[side]
        ]
        for side, synonym in missing:
            self._add_term(known, side, synonym)
        return self._complete(known, pair) or bool(missing)

    def _add(self, pair: TermPair, having: Sequence[Known]) -> None:
        """Add a pair: to the one concept of its source term, or as a concept of its own.

        Where the term has several concepts (bank: 银行, 河岸), nothing says to which of them another
        equivalent belongs.
        """
        if len(having) == 1:
            self._add_term(having[0], 1, Synonym(pair.target.text))
            self._complete(having[0], pair)
            return
        if pair.kind == "abbreviation" and not having:
            same = self._by_term[1].get(key(pair.target.text), [])
            if len(same) == 1:
                self._add_term(same[0], 0, Synonym(pair.source.text, "abbreviation"))
                return
        found = concept([_without_evidence(pair)])
        identity = self._ids.unique(pair.id)
        entry = self._element(entry_xml(found, identity, self._langs, self._names))
        self._entries.append(after(self._entries[-1], entry))
        self._remember(entry, is_added=True)

    def _complete(self, known: Known, pair: TermPair) -> bool:
        """Add the synonyms and definitions of a pair that its concept has not; returns whether any."""
        missing = [
            (side, synonym)
            for side, term in enumerate((pair.source, pair.target))
            for synonym in term.synonyms
            if synonym.usage != "deprecated" and not self._has(known, side, synonym.text)
        ]
        for side, synonym in missing:
            self._add_term(known, side, synonym)
        defined = [self._define(known, side, found) for side, found in enumerate(descriptions(pair))]
        return bool(missing) or any(defined)

    def _accept(self, known: Known, pair: TermPair) -> bool:
        """Give a concept of a draft the status that its pair has by now; whether it had none.

        A concept is one of a draft by the note with its evidence; others stay without a status.
        """
        notes = ("".join(map(str, child.itertext())) for child in known.entry if name(child) == "note")
        if pair.status != "accepted" or not any(map(EVIDENT.fullmatch, notes)):
            return False
        heads = key(pair.source.text), key(pair.target.text)
        is_changed = False
        for side, section in enumerate(known.sections):
            for term in () if section is None else section.iter("{*}term"):
                siblings = term.itersiblings()
                if any("administrativeStatus" in (name(one), one.get("type")) for one in siblings):
                    continue
                is_head = key("".join(map(str, term.itertext()))) == heads[side]
                usage = "preferred" if is_head else "admitted"
                text = category_xml(self._names, "administrativeStatus", f"{usage}Term-admn-sts")
                term.addnext(self._element([text]))
                is_changed = True
        return is_changed

    def _define(self, known: Known, side: int, found: Description) -> bool:
        """Add a definition to the section of a language, if neither that nor the concept has one."""
        section = known.sections[side]
        if section is None or not found.definition or self._lacks:
            return False
        of_concept = [child for child in known.entry if name(child) not in SECTIONS]
        below = (element for top in (*of_concept, section) for element in top.iter("{*}*"))
        if any("definition" in (name(element), element.get("type")) for element in below):
            return False
        text = description_xml(self._names, "definition", found.definition, found.place)
        element = self._element([text])
        section.insert(0, element)
        element.tail = section.text
        return True

    def _add_term(self, known: Known, side: int, synonym: Synonym) -> None:
        """Add a term to a concept, in a new section where the concept has none of its language."""
        section = known.sections[side]
        text = synonym_xml(synonym, self._names)
        if section is None:
            opening = f'<{self._names.section} xml:lang="{self._langs[side]}">'
            section = [child for child in known.entry if name(child) in SECTIONS][-1]
            known.sections[side] = after(
                section, self._element([opening, *text, f"</{self._names.section}>"])
            )
        else:
            term = [child for child in section if name(child) in TERMS][-1]
            after(term, self._element(text))
        added = key(synonym.text)
        known.terms[side][added] = True
        self._by_term[side].setdefault(added, []).append(known)
        self._by_number[side].setdefault(number_key(synonym.text, self._langs[side]), []).append(known)

    def _remember(self, entry: etree._Element, *, is_added: bool = False) -> None:
        children = [child for child in entry if name(child) in SECTIONS]
        codes = [(child.get(LANG) or child.get("lang") or "und").replace("_", "-") for child in children]
        sections: list[etree._Element | None] = []
        terms: tuple[dict[str, bool], dict[str, bool]] = {}, {}
        for side, lang in enumerate(self._langs):
            at = look_up([code if same_script(code, lang) else "" for code in codes], lang)
            sections.append(None if at is None else children[at])
            for section in (
                child
                for child, code in zip(children, codes, strict=True)
                if at is not None and code == codes[at]
            ):
                for text, in_use in _terms(section):
                    terms[side][text] = terms[side].get(text, False) or in_use
        known = Known(entry, sections, terms, is_added)
        for side in (0, 1):
            for text, in_use in terms[side].items():
                self._by_term[side].setdefault(text, []).append(known)
                if in_use:
                    self._by_number[side].setdefault(number_key(text, self._langs[side]), []).append(known)

    def _element(self, parts: Sequence[str] | Iterator[str]) -> etree._Element:
        """The element of a text, in the namespaces of the termbase."""
        from lxml import etree

        namespace = str(self._entries[0].tag).rpartition("}")[0].removeprefix("{")
        declared = [f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items()]
        if namespace:
            declared.append(f'xmlns="{namespace}"')
        (element,) = etree.fromstring(f"<add {' '.join(declared)}>{''.join(parts)}</add>")
        leave_out(element, self._lacks)
        if self._is_nested:
            nest(element)
        return element


def _names(path: Path, tree: etree._ElementTree, entry: etree._Element) -> Names:
    """The names by which the termbase calls its elements."""
    if name(entry) == "entry":
        raise UnwritableFile(
            f"{path}: TBX-Min, into which nothing can be merged. Convert it to TBX-Basic first"
        )
    if name(entry) == "termEntry":
        return V2
    return V3_DCA if tree.getroot().get("style") == "dca" else V3


def _terms(section: etree._Element) -> Iterator[tuple[str, bool]]:
    """The terms of a section as they are compared, and whether each is in use."""
    for child in section:
        if name(child) in TERMS:
            facts = {
                found.get("type") or name(found): "".join(map(str, found.itertext()))
                for found in child.iter("{*}*")
            }
            if text := key(facts.get("term", "")):
                yield text, not facts.get("administrativeStatus", "").lower().startswith(INVALID)


def _without_evidence(pair: TermPair) -> TermPair:
    """The pair without score and counts, which are those of a text, and without the forms found there."""
    source, target = (
        replace(term, variants=tuple(form for form in term.variants if not form[1]))
        for term in (pair.source, pair.target)
    )
    return replace(pair, source=source, target=target, frequency=0)
