"""OmegaT's glossary, `.utf8`: term, equivalent and comment between tabs.

The suffix implies UTF-8; OmegaT reads a `.txt` in the encoding of the platform. Nothing is
quoted and no formula is defused: OmegaT takes every character for a part of the term.
"""

from __future__ import annotations

from typing import BinaryIO

from duiqi.corpus.glossary.model import Glossary, TermPair
from duiqi.exports.glossary.entries import entries
from duiqi.exports.options import Tally, WriteOptions, count, number

COMMENT = "#"
COMMENTED = "beginning with #, which OmegaT takes for a comment"


def write_omegat(glossary: Glossary, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the pairs but the dropped ones, a line each."""
    for pair in entries(glossary, options, tally):
        if pair.source.text.startswith(COMMENT):
            tally.written -= 1
            tally.left_out[COMMENTED] += 1
            continue
        stream.write(
            f"{pair.source.text}\t{pair.target.text}\t{_comment(pair)}".rstrip("\t").encode() + b"\n"
        )


def _comment(pair: TermPair) -> str:
    """The comment that OmegaT shows beside the equivalent: evidence for a candidate, and the note."""
    if pair.status == "accepted" or not pair.frequency:
        return pair.note
    evidence = f"{pair.status}, score {number(round(pair.score, 2))}, seen {count(pair.frequency, 'time')}"
    return f"{evidence}; {pair.note}" if pair.note else evidence
