"""One memory, or one stream of bitexts, out of the results of all pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from aligner.batch.state import State
from corpus.model import Alignment, Bead, Side
from exports.options import WriteOptions, WriteReport, count

USABLE = "done"  # not what is doubtful: pairs of sentences that are none would be in the memory for good


class Merged(NamedTuple):
    """What was written, and a warning for what was left out."""

    report: WriteReport
    warnings: tuple[str, ...]


def bitexts(state: State) -> Iterator[Alignment]:
    """All alignments that can be trusted, in the manifest's order; their beads are read when asked for."""
    from corpus.bitext import read_bitext

    for pair in state.reports(USABLE):
        yield read_bitext(state.folder / f"{pair['file']}.jsonl")


def merge(state: State, path: Path, options: WriteOptions) -> Merged:
    """Write one memory over all pairs, in the manifest's order, the same source once.

    It is streamed: what grows with the memory is a hash and a rank for each pair of segments,
    16 bytes. The segments' ids are those of the pair with the bead's number behind it. A memory
    has one pair of languages: that of most pairs; the others are named in a warning.
    """
    from exports import write

    languages: Counter[tuple[str, str]] = Counter()
    doubtful = 0
    for pair in state.reports("done", "doubtful"):
        if pair["state"] == USABLE:
            languages[_languages(pair)] += 1
        else:
            doubtful += 1
    # The most frequent; of those as frequent the first in the alphabet, whatever the order.
    most = min(languages, key=lambda tags: (-languages[tags], tags), default=("und", "und"))
    chosen = frozenset(tags for tags in languages if _codes(tags, options) == _codes(most, options))
    alignment = Alignment(Side(lang=most[0]), Side(lang=most[1]), _Beads(state, chosen))
    report = write(alignment, path, replace(options, duplicates=options.duplicates or "best"))
    warnings = []
    if doubtful:
        warnings.append(f"{path}: {count(doubtful, 'pair')} left out: not a translation, it seems")
    if others := sum(number for tags, number in languages.items() if tags not in chosen):
        warnings.append(
            f"{path}: a memory has two languages, here {most[0]} and {most[1]}; {count(others, 'pair')} in "
            "other languages left out"
        )
    return Merged(report, tuple(warnings))


def _languages(pair: Mapping[str, Any]) -> tuple[str, str]:
    source, target = pair["languages"]
    return source, target


def _codes(tags: tuple[str, str], options: WriteOptions) -> tuple[str, str]:
    """What would be written: zh and zh-Hans are one language there, zh and zh-Hant two."""
    return options.code(tags[0]), options.code(tags[1])


@dataclass(frozen=True, slots=True)
class _Beads:
    """The beads of all pairs in the chosen languages; each time read anew."""

    state: State
    languages: frozenset[tuple[str, str]]

    def __iter__(self) -> Iterator[Bead]:
        from corpus.bitext import read_bitext

        for pair in self.state.reports(USABLE):
            if _languages(pair) in self.languages:
                for bead in read_bitext(self.state.folder / f"{pair['file']}.jsonl").beads:
                    yield replace(bead, id=f"{pair['file']}-{bead.id}")
