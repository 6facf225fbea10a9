"""Segments joined to one text: with a space in English, and in Chinese between cues and after English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from duiqi.corpus.languages import is_spaced
from duiqi.corpus.model import BeadSegment

# The end of a sentence in a script with spaces between words: Chinese texts quote English ones.
_SPACED_END = re.compile(r"[A-Za-z]{2}[.!?][\"')]?\Z")


def joiner(before: BeadSegment, lang: str) -> str:
    """The text between a segment and the next.

    >>> from duiqi.corpus.model import Time
    >>> joiner(BeadSegment("Yes."), "en"), joiner(BeadSegment("是的。"), "zh")
    (' ', '')
    >>> joiner(BeadSegment("我常说", time=Time(1000, 2000)), "zh"), joiner(BeadSegment("Come in."), "zh")
    (' ', ' ')
    """
    is_cue = before.time is not None and ends_open(before.text)
    return " " if is_spaced(lang) or is_cue or _SPACED_END.search(before.text[-4:]) else ""


def join_segments(segments: Sequence[BeadSegment], lang: str) -> str:
    """The text of a side: its segments that are not empty, joined.

    >>> join_segments(BeadSegment.of_texts(["Yes.", "Come in."]), "en")
    'Yes. Come in.'
    """
    if len(segments) == 1:  # as nearly all sides have
        return segments[0].text
    seen = [segment for segment in segments if segment.text]
    parts = [segment.text + joiner(segment, lang) for segment in seen[:-1]]
    return "".join([*parts, *(segment.text for segment in seen[-1:])])


def ends_open(text: str) -> bool:
    """Whether a text ends without a punctuation mark.

    >>> ends_open("我常说"), ends_open("真的？"), ends_open("")
    (True, False, False)
    """
    return bool(text) and not unicodedata.category(text[-1]).startswith(("P", "Z"))
