"""A user's own words, in jieba's format: one entry a line, with its frequency and part of speech if known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from duiqi.corpus.errors import MalformedFile, UnreadableFile
from duiqi.corpus.files import readable

_ENTRY = re.compile(r"(?P<word>.+?)(?:\s+(?P<frequency>\S*\d\S*))?(?:\s+[a-z]{1,4})?")
_HOLDS_MARK = re.compile(r"[^\w\s]")
MOST_DIGITS = 18
LONGEST_LINE = 200  # characters; time grows with their square


class Entry(NamedTuple):
    """A word, and its frequency if the dictionary has it."""

    word: str
    frequency: int | None


@cache
def entries(dictionary: Path) -> tuple[Entry, ...]:
    """The entries of a dictionary file in UTF-8; empty lines are passed over.

    Raises UnreadableFile and MalformedFile.
    """
    try:
        with readable(dictionary):
            lines = dictionary.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{dictionary}: not utf-8. Save the dictionary as UTF-8") from error
    found = []
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            raise MalformedFile(
                f"{dictionary}, line {number}: expected a word, found {len(line):,} characters"
            )
        match = _ENTRY.fullmatch(line.strip())
        if match is None:
            continue
        frequency = match["frequency"]
        if frequency is not None and not (frequency.isdecimal() and len(frequency) <= MOST_DIGITS):
            raise MalformedFile(
                f"{dictionary}, line {number}: expected a word and its frequency, found {line.strip()!r}. "
                "Write the frequency as a whole number or leave it out"
            )
        found.append(Entry(match["word"], None if frequency is None else int(frequency)))
    return tuple(found)


@cache
def _holding_marks(dictionary: Path) -> re.Pattern[str] | None:
    """A pattern of the entries that a segmenter could cut at a mark: 你好，李焕英, Dunlop Bros."""
    words = sorted((e.word for e in entries(dictionary) if _HOLDS_MARK.search(e.word)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words))) if words else None


def without_cuts_inside(text: str, ends: Iterable[int], dictionary: Path) -> list[int]:
    """The ends of segments without those inside an entry of the dictionary or right after its last mark."""
    pattern = _holding_marks(dictionary)
    spans = [match.span() for match in pattern.finditer(text)] if pattern else []
    kept = []
    following = start = 0
    for end in ends:
        visible = end - (len(text[start:end]) - len(text[start:end].rstrip()))
        while following < len(spans) and spans[following][1] < visible:
            following += 1
        inside = following < len(spans) and spans[following][0] < visible
        if end == len(text) or not inside:
            kept.append(end)
        start = end
    return kept
