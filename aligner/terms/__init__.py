"""Term extraction: from aligned texts to a bilingual glossary.

The road from beads to a glossary. A candidate is a stretch of one bead's text that may be a term; a term
is all candidates with the same key. Each step fills tables of `schema`, kept in `store`:

1. `analysis` finds tokens and candidates in each text, by `english`,
   `chinese` or `ngrams`, as `analysers` chooses.
2. `word_alignment` aligns the words of each bead, `candidate_alignment` its candidates, and
   `collection` stores the candidates and their co-occurrences, with `known_terms` among them, and the
   `defined_terms` that the text itself defines or abbreviates (`abbreviations`).
3. `equivalence` chooses the pairs of terms worth embedding, and scores each over the whole text.
4. `nesting` finds terms that hardly occur outside one longer term; `competitive_linking` gives
   each occurrence of a term its counterpart.
5. `termhood` puts the pairs in order, by their `features` and their keyness (`reference`): the entries
   of the glossary. Pieces of terms fold into their rows (`folding`), abbreviations into those of their long
   forms (`concepts`).
6. `extraction` runs these steps; `glossary`, `concordance`, `consistency` and `explanation` read their
   tables.

>>> from duiqi.aligner.terms import extract_terms
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from duiqi.aligner.terms.options import TermOptions

if TYPE_CHECKING:
    from duiqi.aligner.terms.extraction import Extraction, extract_terms

__all__ = ["Extraction", "TermOptions", "extract_terms"]


def __getattr__(name: str) -> Any:
    """Load `extraction`, and NumPy with it, only when it is first used."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("duiqi.aligner.terms.extraction"), name)
