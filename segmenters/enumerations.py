"""Enumerations within a paragraph: "1. The first item 2. The second item"."""

from __future__ import annotations

import re

from duiqi.segmenters import wordlists

# The first item of an enumeration, with which its paragraph begins.
_FIRST = re.compile(
    r"\s*(?:(?P<bullet>[•⁃‣◦▪●○■□·])\s?|(?P<open>\(?)(?P<label>\d{1,2}|[a-y])(?P<close>\.\)|\)|\.)\s+(?=\S))"
)


def item_starts(text: str, language: str) -> list[int]:
    """Offsets of the second and further items of a list that the paragraph begins with.

    The labels must be consecutive, so a number at the end of a sentence is none.

    >>> item_starts("a. The first item b. The second item c. The third", "en")
    [18, 37]
    >>> item_starts("1. The parties to article 2. They agree.", "en")
    []
    """
    first = _FIRST.match(text)
    if first is None:
        return []
    if first["bullet"]:
        bullet = re.compile(rf"(?<=\s){first['bullet']}")
        return [match.start() for match in bullet.finditer(text, first.end())]
    starts: list[int] = []
    label, position = first["label"], first.end()
    references = frozenset[str]().union(*wordlists.headed(f"{language}.references").values())
    while True:
        label = str(int(label) + 1) if label.isdecimal() else chr(ord(label) + 1)
        item = re.compile(rf"\s{re.escape(first['open'] + label + first['close'])}\s+(?=\S)")
        for match in item.finditer(text, position):
            before = text[: match.start()].rsplit(None, 1)[-1]
            if before.lower() not in references:
                break
        else:
            return starts
        starts.append(match.start() + 1)
        position = match.end()
