"""Matches by meaning: units whose source says about the same in other words, by embeddings.

A memory of up to EMBEDDED units is embedded as a whole. Of a larger one only the units that share
the most of a segment's words are, so there a paraphrase without a common word is not found.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from duiqi.aligner.arrays import Floats32
from duiqi.aligner.encoders.protocol import Encoder
from duiqi.aligner.leverage.memories import Named
from duiqi.aligner.memory.lookup import Lookup
from duiqi.aligner.memory.units import MemoryUnit
from duiqi.corpus.languages import same_language

EMBEDDED = 20_000  # units of a memory that is embedded as a whole
SHARING = 30  # units of a larger one that are embedded for each segment
WORDS = 34  # per cent of the words that these share
ALIKE = 0.72  # cosine from which two texts say about the same


class MeaningMatches:
    """Finds units by meaning in one memory."""

    def __init__(self, named: Named, encoder: Encoder, langs: tuple[str, str]) -> None:
        self._encoder, self._langs = encoder, langs
        self._units: list[MemoryUnit] | None = None
        self._rows: Floats32 = np.zeros((0, 1), np.float32)
        if named.memory.statistics().units <= EMBEDDED:
            self._units = [*self._usable(named)]
            if self._units:
                self._rows = encoder.encode([unit.bare_source for unit in self._units])

    def find(self, text: str, lookup: Lookup, limit: int) -> list[tuple[MemoryUnit, float]]:
        """The units nearest to a text, with their cosines."""
        units, rows = self._units, self._rows
        if units is None:
            matches = lookup.containing(text, *self._langs, floor=WORDS, limit=SHARING)
            units = [match.unit for match in matches]
            rows = self._encoder.encode([unit.bare_source for unit in units])
        if not units:
            return []
        cosines = rows @ self._encoder.encode([text])[0]
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [(units[k], float(cosines[k])) for k in best.tolist() if cosines[k] >= ALIKE]

    def _usable(self, named: Named) -> Sequence[MemoryUnit]:
        """The units of the two languages, those of the opposite direction turned round."""
        found = []
        for unit in named.memory.units():
            for one in (unit, unit.reversed()):
                langs = one.source_lang, one.target_lang
                if all(map(same_language, langs, self._langs)):
                    found.append(one)
                    break
        return found
