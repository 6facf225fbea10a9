"""What a reader gives: the text taken out of a file, and its paragraphs."""

from __future__ import annotations

from typing import NamedTuple

from duiqi.corpus.model import Paragraph


class Content(NamedTuple):
    """The text of a file, its paragraphs with offsets into that text, and what a user should know."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    warnings: tuple[str, ...] = ()
    lang: str = ""  # as the file itself says, where it says so
