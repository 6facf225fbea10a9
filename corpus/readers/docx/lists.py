"""Automatic list numbers: what Word counts and prints before a paragraph."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from duiqi.corpus.readers import numbering
from duiqi.corpus.readers.docx.attributes import attribute, value
from duiqi.corpus.readers.elements import child_of, tag_of
from duiqi.corpus.values import whole

if TYPE_CHECKING:
    from lxml.etree import _Element

FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": numbering.decimal,
    "decimalZero": numbering.two_digits,
    "lowerLetter": numbering.letters,
    "upperLetter": numbering.capital_letters,
    "lowerRoman": numbering.roman,
    "upperRoman": numbering.capital_roman,
    "ordinal": numbering.ordinal,
    "decimalEnclosedCircle": numbering.circled,
    "decimalEnclosedCircleChinese": numbering.circled,
    "chineseCounting": numbering.chinese,
    "chineseCountingThousand": numbering.chinese,
    "taiwaneseCountingThousand": numbering.chinese,
    "taiwaneseCounting": numbering.chinese,
    "japaneseCounting": numbering.chinese,
    "ideographDigital": numbering.chinese,
    "ideographTraditional": numbering.stem,
    "none": numbering.nothing,
}


class Place(NamedTuple):
    """A paragraph's place in a list: the list's id (`w:numId`) and the level, from 0."""

    id: str
    level: int


class Level(NamedTuple):
    """How one level of a list is numbered; in `pattern` `%1` is the number of the first level."""

    format: str = "decimal"
    pattern: str = ""
    start: int = 1


class _List(NamedTuple):
    """A list's levels, and the key of its counters; lists that continue one another share a key."""

    levels: dict[int, Level]
    key: str


class Lists:
    """The lists of a document, each with a counter for every level.

    root  of word/numbering.xml, None where a document has none
    """

    def __init__(self, root: _Element | None) -> None:
        self._lists = _lists(root) if root is not None else {}
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)

    def next_label(self, place: Place | None) -> str:
        """Count a paragraph, and return the label that Word prints before it; empty where there is none."""
        if place is None or place.id in {"", "0"} or place.id not in self._lists:
            return ""
        levels, key = self._lists[place.id]
        level = levels.get(place.level)
        if level is None:
            return ""
        counters = self._counters[key]
        counters[place.level] = counters[place.level] + 1 if place.level in counters else level.start
        for deeper in [deeper for deeper in counters if deeper > place.level]:
            del counters[deeper]
        return numbering.BULLET if level.format == "bullet" else _label(level, levels, counters)


def place_of(properties: _Element | None) -> Place | None:
    """A paragraph's place in a list, as its properties or those of its style have it."""
    number = child_of(properties, "numPr")
    if number is None:
        return None
    level = value(child_of(number, "ilvl"))
    return Place(value(child_of(number, "numId")), whole(level))


def _label(level: Level, levels: dict[int, Level], counters: dict[int, int]) -> str:
    def numeral(m: re.Match[str]) -> str:
        i = int(m[1]) - 1
        of = levels.get(i, Level())
        return FORMATS.get(of.format, numbering.decimal)(counters.get(i, of.start))

    return re.sub(r"%(\d)", numeral, level.pattern).strip()


def _lists(root: _Element) -> dict[str, _List]:
    """The lists (`w:num`); those of one definition (`w:abstractNum`) continue one another."""
    definitions = {
        attribute(element, "abstractNumId"): _levels(element)
        for element in root
        if tag_of(element) == "abstractNum"
    }
    lists = {}
    for element in root:
        if tag_of(element) == "num":
            definition = value(child_of(element, "abstractNumId"))
            number = attribute(element, "numId")
            lists[number] = _overridden(element, _List(dict(definitions.get(definition, {})), definition))
    return lists


def _overridden(number: _Element, found: _List) -> _List:
    """A list with the levels and the starts that a `w:num` sets anew."""
    levels, key = found
    for override in number:
        if tag_of(override) != "lvlOverride":
            continue
        at = _level_number(override)
        level, start = child_of(override, "lvl"), value(child_of(override, "startOverride"))
        if level is not None:
            levels[at] = _level(level)
        if start.isdecimal():
            levels[at] = levels.get(at, Level())._replace(start=whole(start, 1))
            key = f"{found.key}/{attribute(number, 'numId')}"  # counts for itself
    return _List(levels, key)


def _levels(parent: Iterable[_Element]) -> dict[int, Level]:
    return {_level_number(child): _level(child) for child in parent if tag_of(child) == "lvl"}


def _level_number(element: _Element) -> int:
    return whole(attribute(element, "ilvl"))


def _level(element: _Element) -> Level:
    start = value(child_of(element, "start"))
    return Level(
        value(child_of(element, "numFmt")) or "decimal",
        value(child_of(element, "lvlText")),
        whole(start, 1),
    )
