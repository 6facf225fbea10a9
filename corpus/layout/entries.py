"""Entries: lines such as `Date: 5 March` and `地点：三楼会议室`, one under the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duiqi.corpus.layout.lines import Line, columns

# A name without marks, a colon, and what it is for the name: no address of the web.
ENTRY = re.compile(r"([^\W\d_][^:：,，.。;；!?！？、]{0,23})[:：](?!//)\s*+\S")
LONGEST_NAME = 24  # columns
FEWEST = 3  # one under the other; a line of wrapped prose may begin so, three do not


def entries_of(text: str, lines: Sequence[Line]) -> frozenset[int]:
    """The lines that are entries of a form, a list of terms or a dialogue; they continue no other line."""
    found: set[int] = set()
    run: list[int] = []
    for i, line in enumerate(lines):
        match = ENTRY.match(text, line.start, line.end)
        if match is None or columns(match[1]) > LONGEST_NAME:
            run = []
            continue
        run.append(i)
        if len(run) >= FEWEST:
            found.update(run[-FEWEST:])
    return frozenset(found)
