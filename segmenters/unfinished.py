"""A doubt about a text most of whose segments end within a clause, as torn lines do."""

from __future__ import annotations

import re
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
# The clauses of a resolution are paragraphs that end so; 、 divides words, not clauses.
_CLAUSE_END = re.compile(r"[,;:，；：،؛][”’」』)）]?(?:\s?(?:and|or|和|及|以及|或|或者))?$", re.IGNORECASE)


def unfinished(document: Document, segments: Sequence[Segment]) -> Doubt | None:
    """The doubt that most long segments of a document end within a clause; None where they do not.

    A segment is unfinished where it has no final mark and the next one begins with a small letter,
    or, in a language without spaces, with any character. Lines of a column or of verse cut so.
    A segment that ends with its clause (`Recalling its resolution 53/26,`) counts for neither, but
    torn lines seldom end so: the unfinished segments must be more than those as well.
    Languages that write no marks between sentences, such as Thai, are left out.
    """
    if has_zero_width_spaces(document.lang):
        return None
    begins = "lower" if is_spaced(document.lang) else "wide"
    running = [segment for segment in segments if segment.kind in _RUNNING]
    long = [(one, after) for one, after in pairwise(running) if len(one.text) > _SHORTEST]
    clauses = sum(bool(_CLAUSE_END.search(one.text)) for one, _ in long)
    cut = sum(
        ending(one.text) != "stop" and opening(after.text) == begins and not _CLAUSE_END.search(one.text)
        for one, after in long
    )
    if len(long) < _FEWEST or 2 * cut <= len(long) - clauses or cut <= clauses:
        return None
    return Doubt(
        UNFINISHED,
        f"{document.name}: {cut} of {len(long)} longer segments end within a sentence. Its lines may not"
        " have been joined. Look at the segments, or save the text in another format",
    )
