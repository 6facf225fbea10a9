"""Texts with their inline codes as the elements of TMX 1.4, XLIFF 1.2 and XLIFF 2."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Literal

from duiqi.corpus.codes import Code, is_tag, nested, partners
from duiqi.exports.hygiene import FORBIDDEN
from duiqi.exports.texts import Text

# A code between whose halves the text is inside an element, one of a pair of empty elements, one of
# which the other half is in another segment, or one that stands alone.
Shape = Literal["around", "paired", "isolated", "point"]
Dialect = Callable[[Code, Shape], str]

NMTOKEN = re.compile(r"[A-Za-z0-9._:-]+", re.ASCII)
NATURAL = re.compile(r"[0-9]{1,9}", re.ASCII)

FOREIGN = re.compile(r"</?[A-Za-z]|&|\{?\\")  # the beginnings of codes of XML and RTF

DELIMITERS = {"bold", "italic", "underlined", "link"}
PLACEHOLDERS = {"image", "pb", "lb"}
MARKS = {
    "abbrev", "abbreviated-form", "abbreviation", "acronym", "appellation", "collocation", "common-name",
    "datetime", "equation", "expanded-form", "formula", "head-term", "initialism", "internationalism",
    "international-scientific-term", "logical-expression", "materials-management-unit", "name",
    "near-synonym", "part-number", "phrase", "phraseological-unit", "protected", "romanized-form",
    "set-phrase", "short-form", "sku", "standard-text", "symbol", "synonym", "synonymous-phrase", "term",
    "transcribed-form", "transliterated-form", "truncated-term", "variant",
}  # fmt: skip
# The two types of XLIFF 2 for ours.
TYPES_2 = {
    "bold": ("fmt", "xlf:b"),
    "italic": ("fmt", "xlf:i"),
    "underlined": ("fmt", "xlf:u"),
    "lb": ("fmt", "xlf:lb"),
    "pb": ("fmt", "xlf:pb"),
    "xlf:var": ("ui", "xlf:var"),
    **{name: (name, "") for name in ("fmt", "ui", "quote", "link", "image", "other")},
}
OWN_TYPE = "duiqi:"


def is_number(identity: str) -> bool:
    """Whether a code's id can be written in TMX, where tools expect numbers."""
    return NATURAL.fullmatch(identity) is not None


def is_token(identity: str) -> bool:
    """Whether a code's id can be written in XLIFF, where it must be a name token."""
    return NMTOKEN.fullmatch(identity) is not None


def foreign(code: Code) -> bool:
    r"""Whether a code's markup is of another tool's file format, and none that OmegaT shows in a text.

    It shows its own tags, placeholders and the marks of Markdown.

    >>> [foreign(Code(0, native=markup)) for markup in ("<t0/>", "{name}", "**", "<b>", r"{\b ")]
    [False, False, False, True, True]
    """
    return FOREIGN.match(code.native) is not None and not is_tag(code)


def marked_up(text: Text, dialect: Dialect, around: Callable[[Code], bool]) -> str:
    """The text escaped for XML, its codes as elements.

    dialect  writes one code
    around   whether the format has an element around text for a pair that opens so; where pairs cross
             only one of them becomes such an element
    """
    if not text.codes:
        return escape(text.text, quote=False)
    pairs = partners(text.codes)
    wanted = [pair if around(code) else None for code, pair in zip(text.codes, pairs, strict=True)]
    inside = nested(wanted)
    pieces, at = [], 0
    for number, code in enumerate(text.codes):
        pieces.append(escape(text.text[at : max(at, code.at)], quote=False))
        at = max(at, code.at + code.length)
        partner = pairs[number]
        shape: Shape = "point" if code.role == "point" else "isolated" if partner is None else "paired"
        if number in inside or partner in inside:
            shape = "around"
        pieces.append(dialect(code, shape))
    pieces.append(escape(text.text[at:], quote=False))
    return "".join(pieces)


def native(code: Code) -> str:
    """The code's native markup for XML; a character that XML cannot hold by its number."""
    if code.element == "cp":
        return f"U+{ord(code.native):04X}" if len(code.native) == 1 else ""
    return FORBIDDEN.sub("", code.native)


def _content(code: Code) -> str:
    return escape(native(code), quote=False).replace("\r", "&#13;")


def _attribute(name: str, value: str) -> str:
    """An attribute with a space in front, nothing for an empty value."""
    if not value:
        return ""
    value = escape(FORBIDDEN.sub("", value))
    for character, reference in (("\t", "&#9;"), ("\n", "&#10;"), ("\r", "&#13;")):
        value = value.replace(character, reference)
    return f' {name}="{value}"'


def tmx(text: Text) -> str:
    """The content of a `seg` of TMX 1.4."""
    return marked_up(text, _tmx, lambda code: code.element in ("hi", "mrk"))


def _tmx(code: Code, shape: Shape) -> str:
    kind = _attribute("type", "ulined" if code.type == "underlined" else code.type)
    identity, content = _attribute("x", code.id), _content(code)
    if shape == "around":
        return f"<hi{identity}{kind}>" if code.role == "open" else "</hi>"
    if shape == "paired":
        pair = _attribute("i", code.id)
        return (
            f"<bpt{pair}{identity}{kind}>{content}</bpt>"
            if code.role == "open"
            else f"<ept{pair}>{content}</ept>"
        )
    if shape == "isolated":
        return f'<it pos="{"begin" if code.role == "open" else "end"}"{identity}{kind}>{content}</it>'
    name = "ut" if code.element == "ut" else "ph"
    return f"<{name}{identity}{kind if name == 'ph' else ''}>{content}</{name}>"


def xliff_1(text: Text) -> str:
    """The content of a `source` or `target` of XLIFF 1.2."""
    closing = {code.id for code in text.codes if code.role == "close" and code.native}
    return marked_up(
        text,
        _xliff_1,
        lambda code: (
            code.element == "mrk" or not (code.native or code.id in closing or code.element in ("bx", "bpt"))
        ),
    )


def _xliff_1(code: Code, shape: Shape) -> str:
    identity = _attribute("id", code.id)
    known = PLACEHOLDERS if code.role == "point" else DELIMITERS
    kind = _attribute("ctype", code.type if code.type in known else _own(code.type))
    content, opens = _content(code), code.role == "open"
    if shape == "around":
        if code.element == "mrk":
            mark = code.type if code.type in MARKS else _own(code.type or "mark")
            start = f"<mrk{_attribute('mtype', mark)}{_attribute('comment', code.native)}>"
            return start if opens else "</mrk>"
        return f"<g{identity}{kind}>" if opens else "</g>"
    if shape == "paired" and code.element in ("bx", "ex", "g", "pc", "sc", "ec", "hi", "mrk"):
        reference = _attribute("rid", code.id)
        return f"<bx{identity}{reference}{kind}/>" if opens else f"<ex{identity}{reference}/>"
    if shape == "paired":
        return f"<bpt{identity}{kind}>{content}</bpt>" if opens else f"<ept{identity}>{content}</ept>"
    if shape == "isolated" and code.element in ("bx", "ex"):
        return f"<bx{identity}{kind}/>" if opens else f"<ex{identity}/>"
    if shape == "isolated":
        return f'<it{identity} pos="{"open" if opens else "close"}"{kind}>{content}</it>'
    if code.element == "x" or not content:
        return f"<x{identity}{kind}{_attribute('equiv-text', native(code))}/>"
    return f"<ph{identity}{kind}>{content}</ph>"


def _own(kind: str) -> str:
    """A type that the format does not name."""
    return f"x-{'-'.join(kind.removeprefix('x-').split())}" if kind.strip() else ""


class Xliff2:
    """The content of the `source` and the `target` of one unit of XLIFF 2, and the data of its codes."""

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}

    def content(self, text: Text) -> str:
        """One side's text with its codes; their native markup is gathered as the unit's data."""
        closing = {code.id: native(code) for code in text.codes if code.role == "close" and code.native}
        return marked_up(text, lambda code, shape: self._code(code, shape, closing), lambda code: True)

    def data(self) -> str:
        """The unit's `originalData`, empty where its codes have none."""
        entries = "".join(
            f'<data id="{name}">{_content(Code(0, native=text))}</data>'
            for text, name in self.entries.items()
        )
        return f"<originalData>{entries}</originalData>" if entries else ""

    def _reference(self, name: str, text: str) -> str:
        if not text:
            return ""
        return _attribute(name, self.entries.setdefault(text, f"d{len(self.entries) + 1}"))

    def _code(self, code: Code, shape: Shape, closing: dict[str, str]) -> str:
        opens, identity = code.role == "open", _attribute("id", code.id)
        if code.element == "cp" and len(code.native) == 1:
            return f'<cp hex="{ord(code.native):04X}"/>'
        if code.element == "mrk" and shape != "isolated":
            return self._mark(code, shape)
        kind = _types_2(code.type)
        if shape == "around":
            start = self._reference("dataRefStart", native(code))
            end = self._reference("dataRefEnd", closing.get(code.id, ""))
            return f"<pc{identity}{kind}{start}{end}>" if opens else "</pc>"
        reference = self._reference("dataRef", native(code))
        if shape == "point":
            return f"<ph{identity}{kind}{reference}/>"
        if shape == "isolated":
            return f'<{"sc" if opens else "ec"}{identity}{kind}{reference} isolated="yes"/>'
        if opens:
            return f"<sc{identity}{kind}{reference}/>"
        return f"<ec{_attribute('startRef', code.id)}{kind}{reference}/>"

    @staticmethod
    def _mark(code: Code, shape: Shape) -> str:
        if code.role == "close":
            return "</mrk>" if shape == "around" else f"<em{_attribute('startRef', code.id)}/>"
        kind = code.type if code.type in ("generic", "comment", "term") else ""
        if code.type == "protected":
            kind = "generic"
        elif not kind and code.type:
            kind = _prefixed(code.type)
        if kind == "comment" and not code.native:
            kind = "generic"  # a comment without words needs a reference to a note
        attributes = (
            f"{_attribute('id', code.id)}{_attribute('type', kind)}{_attribute('value', native(code))}"
            f"{_attribute('translate', 'no' if code.type == 'protected' else '')}"
        )
        return f"<mrk{attributes}>" if shape == "around" else f"<sm{attributes}/>"


def _types_2(kind: str) -> str:
    if not kind:
        return ""
    general, exact = TYPES_2.get(kind) or ("other", _prefixed(kind))
    return _attribute("type", general) + _attribute("subType", exact)


def _prefixed(kind: str) -> str:
    """A type of ours or another tool's as XLIFF 2 has it, with the prefix of an authority."""
    if re.fullmatch(r"[^\s:]+:[^\s:]+", kind):
        return kind
    return OWN_TYPE + re.sub(r"[\s:]+", "-", kind)
