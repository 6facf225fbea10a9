"""The result of a reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duiqi.corpus.model import Code, Doubt, Paragraph


class Content(NamedTuple):
    """The text of a file, its paragraphs with offsets into that text, and doubts about them."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    warnings: tuple[Doubt, ...] = ()
    lang: str = ""  # as the file names it, empty where it does not
    codes: Sequence[Code] = ()  # at offsets into the text, in order
