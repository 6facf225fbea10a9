"""A doubt about a text most of whose segments end within a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from duiqi.corpus.languages import has_zero_width_spaces, is_spaced
from duiqi.corpus.layout.lines import ending, opening
from duiqi.corpus.model import Document, Doubt, Kind, Segment

UNFINISHED = "unfinished"
# Kinds of running text; headings, cells and captions seldom end like sentences.
_RUNNING: frozenset[Kind] = frozenset({"body", "item", "quotation"})
# In characters. Shorter segments are names, dates and the like.
_SHORTEST = 25
_FEWEST = 6


def unfinished(document: Document, segments: Sequence[Segment]) -> Doubt | None:
    """The doubt that most long segments of a document end within a sentence; None where they do not.

    A segment is unfinished where it has no final mark and the next one begins with a small letter,
    or, in a language without spaces, with any character. Lines of a column or of verse cut so.
    Languages that write no marks between sentences, such as Thai, are left out.
    """
    if has_zero_width_spaces(document.lang):
        return None
    begins = "lower" if is_spaced(document.lang) else "wide"
    running = [segment for segment in segments if segment.kind in _RUNNING]
    long = [(one, after) for one, after in pairwise(running) if len(one.text) > _SHORTEST]
    cut = sum(
        ending(one.text) != "stop" and one.text[-1] not in ":：;；" and opening(after.text) == begins
        for one, after in long
    )
    if len(long) < _FEWEST or 2 * cut <= len(long):
        return None
    return Doubt(
        UNFINISHED,
        f"{document.name}: {cut} of {len(long)} longer segments end within a sentence. Its lines may not"
        " have been joined. Look at the segments, or save the text in another format",
    )
