"""Preview of a file of record: its outline at once, each bead when somebody asks for it.

To read 50,000 beads takes over a second, and the page shows sixty. All that its outline needs is at the two
ends of each line, where `exports.jsonl` writes it; the texts between are parsed when they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, overload

from duiqi.aligner.review.rows import LETTERS, letter_of
from duiqi.corpus.bitext.conventions import VERSION
from duiqi.corpus.bitext.jsonl import bead_of_line
from duiqi.corpus.model import Bead

HEADER = b'{"duiqi": %d, ' % VERSION
BEGINNING = re.compile(
    rb'\{"id": "([^"\\]{1,99})", "source": \[(\d{1,9}), (\d{1,9})\], "target": \[(\d{1,9}), (\d{1,9})\], '
)
# In JSON a quotation mark inside a text has a backslash before it: these keys are none of a text's words.
CONFIDENCE = b', "confidence": '
NUMBER = rb"[0-9]{1,4}(?:\.[0-9]{1,9})?"
END = re.compile(rb', "confidence": (%s), "status": "(%s)"[,}]' % (NUMBER, "|".join(LETTERS).encode()))
STATUS_LETTERS = {status.encode(): letter for status, letter in LETTERS.items()}


class RecordedBeads(Sequence[Bead]):
    """The beads of a file of record, each of which is parsed when it is first asked for."""

    def __init__(self, path: Path, lines: Sequence[bytes]) -> None:
        self._path, self._lines = path, lines
        self._beads: list[Bead | None] = [None] * len(lines)

    def __len__(self) -> int:
        return len(self._beads)

    @overload
    def __getitem__(self, at: int) -> Bead: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Bead]: ...
    def __getitem__(self, at: int | slice) -> Bead | Sequence[Bead]:
        """A bead, or several; MalformedFile, with the line, where one is damaged."""
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(len(self._beads))))
        found = self._beads[at]
        if found is None:
            at = range(len(self._beads))[at]
            found = self._beads[at] = bead_of_line(f"{self._path}, line {at + 2}", self._lines[at])
        return found


class Preview(NamedTuple):
    """The outline of a file of record, and its beads.

    confidence    of each bead, in hundredths
    status, kind  of each bead, as letters
    """

    beads: RecordedBeads
    confidence: list[int]
    status: str
    kind: str


def preview_of(path: Path) -> Preview | None:
    """The preview of a file of record; None for a file that is not exactly as it is written here.

    Its segments are numbered without gaps, and no id is repeated: the beads can be edited as they are.
    """
    with path.open("rb", buffering=1 << 20) as file:
        if not file.readline().startswith(HEADER):
            return None
        lines = file.readlines()
    ids, confidences, statuses, kinds = set[bytes](), list[int](), list[str](), list[str]()
    hundredths: dict[bytes, int] = {}
    before, source, target = (b"0", b"0"), 0, 0
    for line in lines:
        beginning, end = BEGINNING.match(line), END.match(line, line.rfind(CONFIDENCE))
        if not (beginning and end):
            return None
        name, i, k, j, m = beginning.groups()
        ends = int(k), int(m)
        if (i, j) != before or ends[0] < source or ends[1] < target:
            return None
        kinds.append(letter_of(ends[0] - source, ends[1] - target))
        before, (source, target) = (k, m), ends
        ids.add(name)
        confidence, status = end.groups()
        if confidence not in hundredths:
            hundredths[confidence] = round(100 * float(confidence))
        confidences.append(hundredths[confidence])
        statuses.append(STATUS_LETTERS[status])
    if len(ids) < len(lines):
        return None
    return Preview(RecordedBeads(path, lines), confidences, "".join(statuses), "".join(kinds))
