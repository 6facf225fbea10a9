"""What all pairs of a run hold together: one memory, or the bitexts for one glossary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from duiqi.aligner.batch.state import State
from duiqi.corpus.bitext.parts import Lazy
from duiqi.corpus.model import Alignment, Bead, Side
from duiqi.exports.options import WriteOptions, count

Languages = tuple[str, str]
USABLE = "done"  # not what is doubtful: pairs of sentences that are none would be in the memory for good


class Together:
    """The results that can be trusted, in the manifest's order, whoever finished first.

    A memory has one pair of languages: that of most results. Everything is read when it is
    asked for, each time anew.

    warnings  what is left out, and why
    """

    def __init__(self, state: State, options: WriteOptions) -> None:
        self._state, self._options = state, options
        often: Counter[Languages] = Counter()
        doubtful = 0
        for pair in state.reports("done", "doubtful"):
            if pair["state"] == USABLE:
                often[_languages(pair)] += 1
            else:
                doubtful += 1
        # Of those as frequent the first in the alphabet, whatever the order.
        self.languages = min(often, key=lambda tags: (-often[tags], tags), default=("und", "und"))
        self.warnings: list[str] = []
        if doubtful:
            self.warnings.append(f"{count(doubtful, 'pair')} left out: not a translation, it seems")
        if others := sum(number for tags, number in often.items() if not self._takes(tags)):
            source, target = self.languages
            self.warnings.append(
                f"{count(others, 'pair')} left out: in other languages than {source} and {target}, "
                "which most pairs have"
            )

    def _takes(self, tags: Languages) -> bool:
        """By what would be written: zh and zh-Hans are one language there, zh and zh-Hant two."""
        code = self._options.code
        return all(code(tag) == code(own) for tag, own in zip(tags, self.languages, strict=True))

    def bitexts(self) -> Iterator[Alignment]:
        """One after the other."""
        for _, bitext in self._named():
            yield bitext

    def memory(self) -> Alignment:
        """All beads as one alignment; their ids are the pair's name with the bead's id behind it."""
        source, target = self.languages
        return Alignment(Side(lang=source), Side(lang=target), Lazy(self._beads))

    def _beads(self) -> Iterator[Bead]:
        for name, bitext in self._named():
            for bead in bitext.beads:
                yield replace(bead, id=f"{name}-{bead.id}")

    def _named(self) -> Iterator[tuple[str, Alignment]]:
        from duiqi.corpus.bitext import read_bitext

        for pair in self._state.reports(USABLE):
            if self._takes(_languages(pair)):
                yield pair["file"], read_bitext(self._state.folder / f"{pair['file']}.jsonl")


def _languages(pair: Mapping[str, Any]) -> Languages:
    source, target = pair["languages"]
    return source, target
