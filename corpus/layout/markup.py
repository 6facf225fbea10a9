"""Markup: what a format's own marks say about the paragraphs of a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from duiqi.corpus.layout.passages import Cut
from duiqi.corpus.model import Kind


class Markup(NamedTuple):
    """A text with a format's marks hidden, and their meaning.

    seen     the text, character for character, with MASK for a mark, a line separator where
             the format ends a line, a raised digit where it raises one
    kinds    the kind of a line, by the offset of its first visible character
    instead  the text shown in place of characters: `&` for `&amp;`
    soft     lines without an empty line between them are one paragraph
    closed   lines that end their paragraph, by the offset of their first visible character
    continued lines that continue the one before, likewise
    measures the class of a line's width (0 where it is not named), likewise: a page may have lines
             as wide as the page and lines as wide as a column, wrapped at different widths
    widths   the column at which a line ends, likewise, where it is known from print; letters differ in width
    """

    seen: str
    kinds: Mapping[int, Kind] = {}
    instead: tuple[Cut, ...] = ()
    soft: bool = False
    closed: frozenset[int] = frozenset()
    measures: Mapping[int, int] = {}
    widths: Mapping[int, int] = {}
    continued: frozenset[int] = frozenset()
