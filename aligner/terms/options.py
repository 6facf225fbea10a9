"""The options of term extraction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from duiqi.corpus.glossary.model import Glossary
    from duiqi.corpus.model import Alignment

MAX_WORDS = 12

# The parts of a glossary: the draft; source terms that stay as they are in the translation, such as code;
# names of persons, places and companies; coordinations and other pieces that belong to another pair; pairs
# that are hardly worth reading.
Part = Literal["", "copy", "name", "folded", "rest"]
DRAFT: frozenset[Part] = frozenset({""})
ALL: frozenset[Part] = frozenset({"", "copy", "name", "folded", "rest"})


@dataclass(frozen=True, slots=True)
class TermOptions:
    """Which candidates are considered, and which terms are known before.

    stop_words      no term of either language begins or ends with one of these
    min_frequency   occurrences that a source term must have
    max_words       of a term; five at most in a language without parts of speech (`ngrams.MAX_WORDS`)
    known_glossary  its terms are candidates wherever they occur, are named in the pairs of the
                    same source term, and are checked by `Extraction.deviations`
    reference       texts of other fields: terms that are as common there come later in the glossary
    """

    stop_words: frozenset[str] = frozenset()
    min_frequency: int = 1
    max_words: int = MAX_WORDS
    known_glossary: Glossary | None = None
    reference: Iterable[Alignment] | None = None
