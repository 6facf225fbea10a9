"""What a text is to terminology: units, and the stretches of them that may be terms."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple, Protocol

from corpus.model import is_spaced
from corpus.terms import TermKind


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


class Analyser(Protocol):
    """Finds the units and candidates of texts of one language."""

    has_parts_of_speech: bool

    def __call__(self, text: str) -> Analysis:
        """Units and candidates of a text."""
        ...


@cache
def analyser(lang: str, stop: frozenset[str], longest: int) -> Analyser:
    """How texts of a language are analysed; words of `stop` open and close no term."""
    primary = lang.split("-")[0].lower()
    if primary == "en":
        from aligner.terms.english import English

        return English(stop, longest)
    if not is_spaced(lang) and primary in {"zh", "cmn", "yue", "wuu", "lzh"}:
        from aligner.terms.chinese import Chinese

        return Chinese(stop, longest)
    from aligner.terms.ngrams import NGrams

    return NGrams(primary, stop, longest)
