"""What a text is to terminology: units, and the stretches of them that may be terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, Protocol

from duiqi.corpus.glossary.model import TermKind
from duiqi.corpus.languages import is_chinese, is_spaced, primary
from duiqi.corpus.scripts import IDEOGRAPHS

BETWEEN_HAN = re.compile(f"(?<=[{IDEOGRAPHS}])[ \u3000]+(?=[{IDEOGRAPHS}])")


class Unit(NamedTuple):
    """A word, a part of a hyphened word or a mark, at `start` in the text.

    key      what stands for it in keys: the lemma in lower case
    content  whether it may be linked to a word of the other language
    """

    text: str
    start: int
    end: int
    key: str
    content: bool


class Candidate(NamedTuple):
    """Units first to last (half-open) that may be a term.

    prior  how much its form speaks for it, 0 to 1
    """

    first: int
    last: int
    prior: float
    kind: TermKind
    key: str
    text: str


class Analysis(NamedTuple):
    """A text's units in order, and its candidates by first and last unit."""

    units: list[Unit]
    candidates: list[Candidate]


def candidate(
    text: str, units: Sequence[Unit], span: tuple[int, int], prior: float, kind: TermKind, spaced: bool
) -> Candidate:
    """The units from first to last (half-open) as a candidate, with its key.

    Where words stand apart, forms with the same lemmas are one term; where they do not,
    spaces that a file has between its words are no part of it.
    """
    first, last = span
    shown = text[units[first].start : units[last - 1].end]
    if spaced:
        return Candidate(first, last, prior, kind, " ".join(unit.key for unit in units[first:last]), shown)
    shown = BETWEEN_HAN.sub("", shown)
    return Candidate(first, last, prior, kind, shown.lower(), shown)


def key_of(form: str, analyse: Analyser, lang: str) -> str:
    """The key of a term that stands alone."""
    units = analyse(form).units
    return candidate(form, units, (0, len(units)), 1.0, "term", is_spaced(lang)).key if units else ""


class Analyser(Protocol):
    """Finds the units and candidates of texts of one language."""

    has_parts_of_speech: bool

    def __call__(self, text: str) -> Analysis:
        """Units and candidates of a text."""
        ...


@cache
def analyser(lang: str, stop: frozenset[str], longest: int) -> Analyser:
    """How texts of a language are analysed; words of `stop` open and close no term."""
    if primary(lang) == "en":
        from duiqi.aligner.terms.english import English

        return English(stop, longest)
    if is_chinese(lang):
        from duiqi.aligner.terms.chinese import Chinese

        return Chinese(stop, longest)
    from duiqi.aligner.terms.ngrams import NGrams

    return NGrams(primary(lang), stop, longest)
