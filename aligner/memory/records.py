"""Beads made ready to be added: their texts cleaned and hashed, and the key of each."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import NamedTuple

from duiqi.aligner.memory.units import bare, codes_text, text_hash
from duiqi.corpus.model import ACCEPTED, REFUSED, Bead
from duiqi.exports.hygiene import Cleaner, is_blank
from duiqi.exports.options import Tally
from duiqi.exports.texts import joined


class Placed(NamedTuple):
    """A bead with its place in the bitext, and who added it to which memory when, where it was in one.

    added, changed  dates, empty for now
    key             the identity of the unit within its bitext, empty where it is to be computed
    """

    place: int
    bead: Bead
    author: str
    added: str = ""
    changed: str = ""
    key: bytes = b""


class Record(NamedTuple):
    """A bead ready to be added; `key` is its identity."""

    key: bytes
    place: int
    source: str
    target: str
    source_label: str
    target_label: str
    source_hash: int
    target_hash: int
    start: int | None
    stop: int | None
    status: str
    confidence: float
    note: str
    codes: str
    author: str
    added: str
    changed: str

    @property
    def reviewed(self) -> bool:
        return self.status in ACCEPTED


class Recorder:
    """Makes the records of one bitext, whose files have hashes or not; see `adding` for the keys."""

    def __init__(self, langs: tuple[str, str], hashed: bool) -> None:
        self._langs, self._hashed = langs, hashed
        self._cleaners = tuple(Cleaner(lang, Tally()) for lang in langs)
        self._seen: Counter[bytes] = Counter()

    def record(self, placed: Placed) -> Record | None:
        """The record of a bead; None for one that has no source, or no target and is not refused."""
        bead = placed.bead
        source, _, source_codes = joined(bead.source_segments, self._langs[0], self._cleaners[0])
        target, _, target_codes = joined(bead.target_segments, self._langs[1], self._cleaners[1])
        refused = bead.status in REFUSED
        if is_blank(source) or (is_blank(target) and not refused):
            return None
        span = bead.source_span if self._hashed else None
        labels = bead.source_label, bead.target_label
        return Record(
            placed.key or self._key(source, target),
            placed.place,
            source,
            target,
            *labels,
            text_hash(bare(source, labels[0]), self._langs[0]),
            text_hash(bare(target, labels[1]), self._langs[1]),
            span.start if span else None,
            span.end if span else None,
            bead.status,
            bead.confidence,
            bead.note,
            codes_text(source_codes, target_codes),
            placed.author,
            placed.added,
            placed.changed,
        )

    def _key(self, source: str, target: str) -> bytes:
        """The identity of a unit within its bitext."""
        if not self._hashed:
            return _digest(f"{source}\0{target}")
        key = _digest(source)
        self._seen[key] += 1
        return key if self._seen[key] == 1 else _digest(f"{self._seen[key]}\0{source}")


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
