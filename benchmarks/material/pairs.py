"""Paragraph pairs, the chapters they make, and the text tools that all modules here share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

CJK = "\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\U00020000-\U0003ffff“”‘’"


def words(text: str) -> tuple[str, ...]:
    """The words of a list that is written as one string."""
    return tuple(text.split())


def tidy(text: str) -> str:
    """White space made single; none between two Chinese or Japanese characters."""
    text = re.sub(r"[\s\u200b\ufeff\xad]+", " ", text).strip()
    return re.sub(rf"(?<=[{CJK}]) (?=[{CJK}])", "", text)


@dataclass(frozen=True)
class Pair:
    """A paragraph and its translation, from the same place of the same structure."""

    source: str
    target: str
    heading: bool = False

    def swapped(self) -> Pair:
        return Pair(self.target, self.source, self.heading)


Chapter = list[Pair]
Block = tuple[str, str]  # the path of tags above a paragraph, and its text
Reader = Callable[[Path, str, str], Iterator[Chapter]]
