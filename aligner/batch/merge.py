"""The results of all pairs together: one translation memory, or the bitexts for one glossary."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from duiqi.aligner.batch.job import Status
from duiqi.aligner.batch.ledger import Ledger
from duiqi.corpus.bitext.parts import Lazy
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.exports.options import WriteOptions, count, first_of

Languages = tuple[str, str]


class MergedResults:
    """The results that can be trusted, in the manifest's order, whichever was finished first.

    Doubtful pairs are left out: their wrong beads would stay in the memory. So are pairs in
    other languages than most, because a memory has one pair of languages. The files are read
    when a bitext is asked for, and not kept.

    languages  tags of source and target, those of most results
    warnings   what is left out, and why
    """

    def __init__(self, ledger: Ledger, options: WriteOptions) -> None:
        self._ledger, self._options = ledger, options
        frequency = Counter(map(_languages, ledger.reports(Status.DONE)))
        # Of equally frequent ones the first in the alphabet, whatever the order of the pairs.
        self.languages = min(frequency, key=lambda tags: (-frequency[tags], tags), default=("und", "und"))
        self.warnings: list[str] = []
        if doubtful := [pair["id"] for pair in ledger.reports(Status.DOUBTFUL)]:
            self.warnings.append(
                f"{count(len(doubtful), 'pair')} left out: not a translation, it seems: {first_of(doubtful)}"
            )
        others = [
            pair["id"] for pair in ledger.reports(Status.DONE) if not self._has_languages(_languages(pair))
        ]
        if others:
            source, target = self.languages
            self.warnings.append(
                f"{count(len(others), 'pair')} left out: in other languages than {source} and {target}, "
                f"which most pairs have: {first_of(others)}"
            )

    def _has_languages(self, tags: Languages) -> bool:
        """Compare by the codes that are written: zh and zh-Hans have the same one, zh and zh-Hant do not."""
        code = self._options.code
        return all(code(tag) == code(own) for tag, own in zip(tags, self.languages, strict=True))

    def bitexts(self) -> Iterator[Alignment]:
        """The alignments, one after another."""
        for _, bitext in self._named_bitexts():
            yield bitext

    def stamp(self) -> str:
        """A fingerprint of the results' files and of the options: another one where any has changed."""
        digest = hashlib.sha256(repr(replace(self._options, created=None)).encode())
        for pair in self._ledger.reports(Status.DONE):
            state = (self._ledger.folder / f"{pair['file']}.jsonl").stat()
            digest.update(f"{pair['file']}\t{state.st_size}\t{state.st_mtime_ns}\n".encode())
        return digest.hexdigest()

    def memory(self) -> Alignment:
        """All beads as one alignment; the id of a bead is its pair's file name and its own id there."""
        source, target = self.languages
        return Alignment(Side(lang=source), Side(lang=target), Lazy(self._beads))

    def _beads(self) -> Iterator[Bead]:
        for stem, bitext in self._named_bitexts():
            for bead in bitext.beads:
                yield replace(bead, id=f"{stem}-{bead.id}")

    def _named_bitexts(self) -> Iterator[tuple[str, Alignment]]:
        from duiqi.corpus.bitext.reading import read_bitext

        for pair in self._ledger.reports(Status.DONE):
            if self._has_languages(_languages(pair)):
                yield pair["file"], read_bitext(self._ledger.folder / f"{pair['file']}.jsonl")


def _languages(pair: Mapping[str, Any]) -> Languages:
    source, target = pair["languages"]
    return source, target
