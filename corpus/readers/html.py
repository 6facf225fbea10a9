"""HTML: its blocks are the paragraphs, its text is what a browser would show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from duiqi.corpus.decode import decode
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.layout.calls import plain
from duiqi.corpus.model import Kind
from duiqi.corpus.readers import numbering
from duiqi.corpus.readers.content import Content
from duiqi.corpus.readers.manuscript import Manuscript, Mark

if TYPE_CHECKING:
    from lxml.etree import _Element

# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "html", "li", "main", "menu", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
})
HIDDEN = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "nav", "head", "button", "select",
    "textarea", "input", "iframe", "object", "audio", "video", "canvas", "rt", "rp", "del", "s", "strike",
    "datalist", "map",
})
# fmt: on
KINDS: dict[str, Kind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("caption", "figcaption"), "caption"),
    "blockquote": "quotation",
    "li": "item",
}
CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})|<\?xml[^>]{0,100}encoding=[\"']([\w-]{2,30})",
    re.I,
)
MARK = re.compile(r"\s*[\[(（〔]?\s*(\d{1,3}|[*†‡§]{1,3}|[a-z]|[①-⑳⁰¹²³⁴-⁹]{1,3})\s*[\])）〕]?\s*\Z")
BACK = re.compile(r"[↩↑^⏎]\ufe0e?|\s*")
NOTE = re.compile(r"foot|end|note|^fn|^_ftn|^cite", re.I)
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


NUMERALS: dict[str, Callable[[int], str]] = {
    "1": numbering.decimal,
    "a": numbering.letters,
    "A": lambda n: numbering.letters(n).upper(),
    "i": numbering.roman,
    "I": lambda n: numbering.roman(n).upper(),
}


def read(data: bytes, name: str, encoding: str | None = None) -> Content:
    """Read HTML; scripts, menus and what is struck out are not shown."""
    decoded = decode(data, name, encoding or _declared(data))
    manuscript = Manuscript()
    root = parse(decoded.text, name)
    write(root, manuscript)
    text, found = manuscript.finish()
    if not text.strip():
        raise UnreadableFile(
            f"{name}: a page without text. It may be made by scripts: save it from the browser"
        )
    return Content(text, found, decoded.warnings, (root.get("lang") or "").strip())


def _declared(data: bytes) -> str | None:
    """The encoding that a page names, if the page really is in it."""
    found = CHARSET.search(data[:4096])
    if not found:
        return None
    declared = (found[1] or found[2]).decode("ascii").lower()
    # Browsers read these as their supersets, and so pages rely on it.
    declared = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso-8859-1": "cp1252"}.get(
        declared, declared
    )
    try:
        data.decode(declared)
    except (LookupError, UnicodeError):
        return None
    return declared


def parse(text: str, name: str) -> _Element:
    """Parse a page, well-formed or not."""
    from lxml import etree

    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise UnreadableFile(f"{name}: no HTML that can be read")
    return root


def write(root: _Element, manuscript: Manuscript) -> None:
    """Write a page's paragraphs."""
    _Page(root, manuscript).write()


class _Page:
    """A walk through a page in reading order."""

    def __init__(self, root: _Element, manuscript: Manuscript) -> None:
        self.root = root
        self.manuscript = manuscript
        self.content: list[str | Mark] = []
        self.calls, self.notes = _notes(root)

    def write(self) -> None:
        self._block(self.root, "body", "")
        self._flush("body", "")

    def _block(self, element: _Element, kind: Kind, label: str) -> None:
        """Write an element that begins and ends a paragraph."""
        note = self.notes.get(element)
        if note is not None:
            inner = _Page(element, Manuscript())
            inner.calls, inner.notes = {}, {}
            self.manuscript.note(note, inner.inline())
            return
        own = KINDS.get(_tag(element), kind)
        if _tag(element) == "li":
            label = _label(element)
        parent = element.getparent()
        if _tag(element) == "footer" and parent is not None and _tag(parent) == "body":
            own = "furniture"
        preformatted = _tag(element) == "pre"
        self._text(element.text, preformatted)
        for child in element:
            label = self._child(child, own, label, preformatted)
        self._flush(own, label)

    def _child(self, child: _Element, kind: Kind, label: str, preformatted: bool) -> str:
        """Write a child; what is left of the label, which only the first paragraph takes."""
        tag = _tag(child)
        if child in self.calls:
            self.content.append(Mark(self.calls[child]))
        elif tag == "br":
            self.content.append("\n")
        elif tag in HIDDEN or not isinstance(child.tag, str) or _is_hidden(child):
            pass
        elif tag in BLOCKS or child in self.notes:
            label = self._flush(kind, label)
            before = len(self.content)
            self._block(child, kind, label)
            label = "" if before == len(self.content) and tag not in {"ul", "ol"} else label
        else:
            self._text(child.text, preformatted)
            for grandchild in child:
                label = self._child(grandchild, kind, label, preformatted)
        self._text(child.tail, preformatted)
        return label

    def inline(self) -> list[str | Mark]:
        """All the text of a note's element, without the way back to its call."""

        def walk(element: _Element) -> Iterator[str]:
            yield element.text or ""
            for child in element:
                link = _tag(child) == "a" and (child.get("href") or "").find("#") >= 0
                back = link and (MARK.match(_text_of(child)) or BACK.fullmatch(_text_of(child).strip()))
                if (
                    _tag(child) not in HIDDEN
                    and not back
                    and not (_tag(child) == "sup" and MARK.match(_text_of(child)))
                ):
                    yield from walk(child)
                    if _tag(child) in BLOCKS:
                        yield " "
                yield child.tail or ""

        text = " ".join("".join(walk(self.root)).split())
        return [re.sub(r"^(?:\d{1,3}|[*†‡])[.)\]]?\s+(?=\S)|^[.\]):：]\s*", "", text)]

    def _text(self, text: str | None, preformatted: bool) -> None:
        if text:
            self.content.append(text if preformatted else re.sub(r"[ \t\n\r\f]+", " ", text))

    def _flush(self, kind: Kind, label: str) -> str:
        """Write what has been gathered; two line breaks in a row part paragraphs, too."""
        parts: list[list[str | Mark]] = [[]]
        breaks = 0
        for piece in self.content:
            if piece == "\n":
                breaks += 1
                continue
            if isinstance(piece, str) and not piece.strip(" "):
                if not breaks:
                    parts[-1].append(piece)
                continue
            if breaks > 1:
                parts.append([])
            elif breaks and parts[-1]:
                parts[-1].append("\n")
            parts[-1].append(piece)
            breaks = 0
        self.content = []
        for part in parts:
            if any(isinstance(piece, Mark) or piece.strip() for piece in part):
                self.manuscript.add(part, kind, label)
                label = ""
        return label


def _tag(element: _Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _text_of(element: _Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _is_hidden(element: _Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "hidden" in element.attrib or "display:none" in style


def _label(item: _Element) -> str:
    """The bullet or number that a browser draws before a list item."""
    parent = item.getparent()
    if parent is None or _tag(parent) != "ol":
        return "•"
    siblings = [sibling for sibling in parent if _tag(sibling) == "li"]
    number = int(start) if (start := parent.get("start") or "").lstrip("-").isdigit() else 1
    for sibling in siblings:
        if (value := sibling.get("value") or "").lstrip("-").isdigit():
            number = int(value)
        if sibling is item:
            break
        number += 1
    return NUMERALS.get(parent.get("type") or "1", numbering.decimal)(number) + "."


def _notes(root: _Element) -> tuple[dict[_Element, str], dict[_Element, str]]:
    """The links that call footnotes, and the elements that hold them.

    A call is a link to a place further down whose text is a mark and nothing else.
    """
    places: dict[str, _Element] = {}
    order: dict[_Element, int] = {}
    for number, element in enumerate(root.iter()):
        order[element] = number
        for key in (element.get("id"), element.get("name") if _tag(element) == "a" else None):
            if key:
                places.setdefault(key, element)
    calls: dict[_Element, str] = {}
    notes: dict[_Element, str] = {}
    for link in root.iter("a", "{*}a"):
        target = places.get((link.get("href") or "").rpartition("#")[2])
        found = MARK.match(_text_of(link))
        if target is None or not found or order[target] <= order[link]:
            continue
        block = target
        while _tag(block) not in BLOCKS and (parent := block.getparent()) is not None:
            block = parent
        if (
            _tag(block) not in {"li", "p", "aside", "div", "dd", "td", "section"}
            or block in link.iterancestors()
        ):
            continue
        raised = any(_tag(a) == "sup" for a in link.iterancestors()) or link.find(".//sup") is not None
        named = NOTE.search(target.get("id") or "") or "noteref" in (
            link.get(EPUB_TYPE) or link.get("epub:type") or ""
        )
        if raised or named or found[1] != _text_of(link).strip():
            calls[_outermost(link)] = plain(found[1])
            notes[block] = plain(found[1])
    return calls, notes


def _outermost(link: _Element) -> _Element:
    """The raised element around a call, with its brackets."""
    parent = link.getparent()
    if parent is not None and _tag(parent) in {"sup", "span"} and MARK.match(_text_of(parent)):
        return parent
    return link
