"""OmegaT's glossary, `.utf8`: term, equivalent and comment between tabs.

The suffix tells OmegaT the encoding; a `.txt` would be read in that of the platform. Nothing
is quoted and nothing defused: OmegaT takes every character for a part of the term.
"""

from __future__ import annotations

from typing import BinaryIO

from duiqi.corpus.glossary.model import Glossary, TermPair
from duiqi.exports.glossary.entries import entries
from duiqi.exports.options import Tally, WriteOptions, count, number

COMMENT = "#"
COMMENTED = "beginning with #, which OmegaT takes for a comment"


def write_omegat(glossary: Glossary, stream: BinaryIO, options: WriteOptions, tally: Tally) -> None:
    """Write the pairs that are not dropped, a line each."""
    for pair in entries(glossary, options, tally):
        if pair.source.text.startswith(COMMENT):
            tally.written -= 1
            tally.left_out[COMMENTED] += 1
            continue
        stream.write(
            f"{pair.source.text}\t{pair.target.text}\t{_comment(pair)}".rstrip("\t").encode() + b"\n"
        )


def _comment(pair: TermPair) -> str:
    """What a translator wants to know beside the equivalent: how far to trust it, and the note."""
    if pair.status == "accepted" or not pair.frequency:
        return pair.note
    told = f"{pair.status}, score {number(round(pair.score, 2))}, seen {count(pair.frequency, 'time')}"
    return f"{told}; {pair.note}" if pair.note else told
