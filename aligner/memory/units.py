"""A unit of a memory: a text, its translation, and where both come from."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, cast

from duiqi.corpus.codes import Code, Codes
from duiqi.corpus.languages import primary
from duiqi.corpus.model import ACCEPTED, REFUSED, Bead, BeadSegment, Status
from duiqi.exports.unlabelled import unlabelled

FIELDS = (
    "u.number, u.source, u.target, d.source_lang, d.target_lang, u.source_label, u.target_label, "
    "d.number, d.source_name, d.target_name, u.place, u.status, u.confidence, u.author, u.note, u.added, "
    "u.changed, u.codes"
)
JOINED = "units u JOIN documents d ON d.number = u.document"
USABLE = f"u.status NOT IN ({', '.join(repr(status) for status in sorted(REFUSED))})"


class MemoryUnit(NamedTuple):
    """A unit of a memory.

    document    the number of its bitext in the memory; names of the two files after it
    place       the number of the unit in its bitext: the neighbours are one before and one after
    confidence  the probability that the two texts correspond
    codes       inline codes of both texts, as `codes_text` writes them
    author      who added it; `added` and `changed` are dates in UTC, as 2026-11-28T09:30:00Z
    """

    number: int
    source: str
    target: str
    source_lang: str
    target_lang: str
    source_label: str = ""
    target_label: str = ""
    document: int = 0
    source_name: str = ""
    target_name: str = ""
    place: int = 0
    status: Status = "new"
    confidence: float = 1.0
    author: str = ""
    note: str = ""
    added: str = ""
    changed: str = ""
    codes: str = ""

    @property
    def bare_source(self) -> str:
        """The source without the label that opens it."""
        return bare(self.source, self.source_label)

    @property
    def bare_target(self) -> str:
        """The target without the label that opens it."""
        return bare(self.target, self.target_label)

    @property
    def reviewed(self) -> bool:
        """Whether a person has confirmed the pair, or made it."""
        return self.status in ACCEPTED

    def reversed(self) -> MemoryUnit:
        """The unit with its sides exchanged.

        >>> MemoryUnit(1, "Yes.", "是的。", "en", "zh").reversed()[1:5]
        ('是的。', 'Yes.', 'zh', 'en')
        """
        return self._replace(
            source=self.target,
            target=self.source,
            source_lang=self.target_lang,
            target_lang=self.source_lang,
            source_label=self.target_label,
            target_label=self.source_label,
            source_name=self.target_name,
            target_name=self.source_name,
            codes=codes_text(*reversed(codes_of(self.codes))),
        )

    def bead(self, number: int) -> Bead:
        """The unit as bead `number` of an alignment."""
        source, target = codes_of(self.codes)
        return Bead(
            range(number, number + 1),
            range(number, number + 1),
            str(self.number),
            (BeadSegment(self.source, label=self.source_label, codes=source),),
            (BeadSegment(self.target, label=self.target_label, codes=target),),
            confidence=self.confidence,
            status=self.status,
            note=self.note,
        )


def codes_text(source: Codes, target: Codes) -> str:
    """The inline codes of two texts as JSON; empty where there are none.

    >>> codes_of(codes_text((), (Code(0, "point", "1", "%d"),)))
    ((), (Code(at=0, role='point', id='1', native='%d', type='', element='', length=0),))
    """
    return json.dumps([source, target], ensure_ascii=False) if source or target else ""


def codes_of(text: str) -> tuple[Codes, Codes]:
    """The inline codes that `codes_text` wrote."""
    source, target = json.loads(text) if text else ((), ())
    return tuple(Code(*code) for code in source), tuple(Code(*code) for code in target)


_primary = lru_cache(maxsize=64)(primary)  # asked for each text of a memory


def bare(text: str, label: str) -> str:
    """The text without the label that opens it; the whole where there is none, or nothing else.

    >>> bare("3. Urges all States", "3."), bare("Urges all States", ""), bare("3.", "3.")
    ('Urges all States', 'Urges all States', '3.')
    """
    return unlabelled(text, label) or text


def text_hash(text: str, lang: str) -> int:
    """The hash of a text, without its label, as SQLite's integers hold it.

    >>> yes = text_hash("Yes.", "en")
    >>> text_hash("Yes.", "en-GB") == yes, text_hash("Yes!", "en") == yes
    (True, False)
    """
    key = f"{_primary(lang)}\0{' '.join(text.split())}"
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def units_of(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, MemoryUnit]:
    """The usable units with these numbers; those that were deleted or refused are missing."""
    listed = ",".join(map(str, numbers))
    rows = connection.execute(f"SELECT {FIELDS} FROM {JOINED} WHERE u.number IN ({listed}) AND {USABLE}")
    return {row[0]: unit(row) for row in rows}


def unit(row: tuple[object, ...]) -> MemoryUnit:
    """A row of FIELDS as a unit."""
    return MemoryUnit(*cast("tuple[int, str, str, str, str]", row))
