"""The bitexts of one glossary, checked and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from duiqi.corpus.bitext.parts import Lazy
from duiqi.corpus.bitext.reading import once_each, read_bitext
from duiqi.corpus.detection import detect
from duiqi.corpus.errors import UnreadableFile
from duiqi.corpus.glossary.reading import is_glossary
from duiqi.corpus.languages import same_language
from duiqi.corpus.model import REFUSED, Alignment, Bead, Side
from duiqi.exports.options import count
from duiqi.exports.units import BELOW, NO_COUNTERPART, marked

SAMPLE = 50  # beads from which a language is detected
LEAST_WORDS = 20  # from which the language of a memory is detected: a wrong one is worse than none


class Bitexts:
    """Bitexts of the same two languages; their beads are counted while they are read.

    A file without text on both sides, or in other languages than the first, is left out and
    named in `problems`. Raises UnreadableFile where all are left out.
    """

    def __init__(
        self, paths: Sequence[Path], source_lang: str = "", target_lang: str = "", min_confidence: float = 0.0
    ) -> None:
        self.problems: list[str] = []
        self.usable: list[Alignment] = []
        self._least = min_confidence
        self._seen: Counter[str] = Counter()
        for path in once_each(paths):
            bitext = _opened(path, source_lang, target_lang)
            if problem := self._problem(path, bitext):
                self.problems.append(problem)
            else:
                self.usable.append(bitext)
        if not self.usable:
            raise UnreadableFile(self.problems[0])

    @property
    def languages(self) -> tuple[str, str]:
        return self.usable[0].source.lang, self.usable[0].target.lang

    @property
    def warnings(self) -> list[str]:
        """The problems of files left out, then the doubts about the others."""
        return [*self.problems, *(doubt.text for bitext in self.usable for doubt in bitext.warnings)]

    def __iter__(self) -> Iterator[Alignment]:
        for bitext in self.usable:
            yield bitext.with_beads(Lazy(partial(self._beads, bitext)))

    def summary(self) -> str:
        """How many beads were used, and how many were left out and why; call it after the iteration."""
        seen = Counter(self._seen)
        read = f"{count(seen.pop('', 0), 'bead')} read"
        left_out = "; ".join(f"{number:,} {reason}" for reason, number in seen.items())
        return f"{read}; left out: {left_out}" if left_out else read

    def _beads(self, bitext: Alignment) -> Iterator[Bead]:
        for bead in bitext.beads:
            if not _paired(bead):
                reason = NO_COUNTERPART
            elif bead.status in REFUSED:
                reason = marked(bead)
            else:
                reason = BELOW if bead.confidence < self._least else ""
            self._seen[reason] += 1
            if not reason:
                yield bead

    def _problem(self, path: Path, bitext: Alignment) -> str:
        """Why a bitext cannot be used; empty where it can."""
        langs = bitext.source.lang, bitext.target.lang
        if not any(map(_paired, bitext.beads)):
            return (
                f"{path}: no bead has text on both sides, so there are no terms. Is the translation missing?"
            )
        if "und" in langs:
            side = "source" if langs[0] == "und" else "target"
            return f"{path}: the language of the {side} cannot be told. Say --{side}-lang"
        if self.usable and not all(map(same_language, langs, self.languages)):
            return (
                f"{path}: from {langs[0]} to {langs[1]}, while the first is from {self.languages[0]} to "
                f"{self.languages[1]}. Left out. Make a glossary of its own"
            )
        return ""


def _opened(path: Path, source_lang: str, target_lang: str) -> Alignment:
    """The aligned text of a file; raises UnreadableFile for a glossary."""
    if str(path) != "-" and is_glossary(path):
        raise UnreadableFile(
            f"{path}: a glossary, not aligned text. duiqi convert writes it in another format"
        )
    return named_languages(read_bitext(path, source_lang=source_lang, target_lang=target_lang))


def named_languages(bitext: Alignment, least_words: int = 0) -> Alignment:
    """A bitext with its languages, detected where the file does not name them.

    A language in Latin letters stays unknown where there are fewer words than `least_words`: those of
    a few labels of a program ("Delete", "Open file") look like any.
    """
    if "und" not in (bitext.source.lang, bitext.target.lang):
        return bitext
    sample = list(islice(filter(_paired, bitext.beads), SAMPLE))
    return replace(
        bitext,
        source=_named(bitext.source, (text for bead in sample for text in bead.source_texts), least_words),
        target=_named(bitext.target, (text for bead in sample for text in bead.target_texts), least_words),
    )


def _named(side: Side, texts: Iterator[str], least_words: int) -> Side:
    if side.lang != "und":
        return side
    text = "\n".join(texts)
    is_latin = 2 * sum(map(str.isascii, text)) > len(text)
    return side if is_latin and len(text.split()) < least_words else replace(side, lang=detect(text))


def _paired(bead: Bead) -> bool:
    return any(map(str.strip, bead.source_texts)) and any(map(str.strip, bead.target_texts))
