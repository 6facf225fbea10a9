"""A memory with the units of another alignment after its own, each of which it keeps as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from duiqi.aligner.reviewed.places import visible
from duiqi.corpus.bitext.conventions import stem
from duiqi.corpus.bitext.parts import Lazy
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.errors import UnwritableFile
from duiqi.corpus.languages import same_language
from duiqi.corpus.model import REFUSED, Alignment, Bead, Side
from duiqi.exports.options import WriteOptions
from duiqi.exports.units import BELOW, NO_COUNTERPART, marked

GROWING = (".tmx", ".jsonl", ".tsv")  # the formats that grow
ALREADY = "already there"


class Appended:
    """A memory file and the units that it has not yet, as one alignment.

    A unit with the same texts is not repeated. TMX gets no second translation of a source, which
    OmegaT would silently prefer, unless the options ask for all. Nothing of the memory is left out.

    alignment  read from the file as it is iterated, which may be while a new file is written
    left_out   new beads by the reason for leaving them out; filled by the iteration
    """

    def __init__(self, path: Path, more: Alignment, options: WriteOptions) -> None:
        self._more, self._options = more, options
        self._by_source = path.suffix.lower() == ".tmx" and options.duplicates != "all"
        self._memory = read_bitext(path)
        for own, new in ((self._memory.source, more.source), (self._memory.target, more.target)):
            if not same_language(own.lang, new.lang):
                raise UnwritableFile(
                    f"{path}: a memory in {self._memory.source.lang} and {self._memory.target.lang}, and the "
                    f"texts are in {more.source.lang} and {more.target.lang}. Give another name"
                )
        self.left_out: dict[str, int] = {}
        self.added = 0
        self._is_same = self._memory.source.sha256 == more.source.sha256 != ""
        # The header of a record says where its offsets lead. Other formats name one document for all units.
        self._prefix = ""
        if not self._is_same and path.suffix.lower() != ".jsonl" and self._memory.source.name:
            self._prefix = f"{stem(self._memory.source.name)}-"
            source, target = (Side(lang=side.lang) for side in (self._memory.source, self._memory.target))
            memory = replace(self._memory, source=source, target=target)
        else:
            memory = self._memory
        self.alignment = memory.with_beads(Lazy(self._beads))

    @property
    def options(self) -> WriteOptions:
        """The options for writing: the memory's own units are all written."""
        return replace(self._options, min_confidence=0.0, accepted_only=False, duplicates="all")

    def _beads(self) -> Iterator[Bead]:
        seen, ids = set(), set()
        source = target = 0
        for bead in self._memory.beads:
            bead = replace(bead, id=f"{self._prefix}{bead.id}") if self._prefix else bead
            seen.add(self._key(bead))
            ids.add(bead.id)
            source, target = max(source, bead.source.stop), max(target, bead.target.stop)
            yield bead
        self.left_out, self.added = {}, 0
        prefix = stem(self._more.source.name) or "added"
        for number, bead in enumerate(self._more.beads, 1):
            reason = self._reason(bead) or (ALREADY if self._key(bead) in seen else "")
            if reason:
                self.left_out[reason] = self.left_out.get(reason, 0) + 1
                continue
            seen.add(self._key(bead))
            self.added += 1
            name = _free(f"{prefix}-{bead.id or number}", ids)
            ids.add(name)
            yield _renumbered(bead, name, source, target, keep_places=self._is_same)
            source, target = source + len(bead.source), target + len(bead.target)

    def _key(self, bead: Bead) -> int:
        source = visible(bead.source_texts)
        return hash(source) if self._by_source else hash((source, visible(bead.target_texts)))

    def _reason(self, bead: Bead) -> str:
        """Why a new bead is no unit of a memory; empty for one that is."""
        if not all(bead.kind):
            return NO_COUNTERPART
        if bead.status in REFUSED:
            return marked(bead)
        return BELOW if bead.status == "new" and bead.confidence < self._options.min_confidence else ""


def check_appending(path: Path) -> None:
    """Raise UnwritableFile for a format that does not grow."""
    if path.suffix.lower() not in GROWING:
        raise UnwritableFile(f"{path}: units cannot be appended to it. --append is for {' '.join(GROWING)}")


def _free(name: str, taken: set[str]) -> str:
    found, number = name, 2
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found


def _renumbered(bead: Bead, name: str, source: int, target: int, *, keep_places: bool) -> Bead:
    """The bead with another name and segment numbers; offsets into another document are dropped."""
    sides = bead.source_segments, bead.target_segments
    if not keep_places:
        sides = (
            tuple(segment._replace(span=None, paragraph=None) for segment in sides[0]),
            tuple(segment._replace(span=None, paragraph=None) for segment in sides[1]),
        )
    return replace(
        bead,
        id=name,
        source=range(source, source + len(bead.source)),
        target=range(target, target + len(bead.target)),
        source_segments=sides[0],
        target_segments=sides[1],
    )
