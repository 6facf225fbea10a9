"""Coarse parts of speech of English tokens."""

from __future__ import annotations

from typing import NamedTuple

from duiqi.aligner.terms.analysis import Token

# The coarse tags, one letter each. FINITE is a finite verb, VERB any other form of one, or an adverb.
NOUN, NAME, MODIFIER, VERB, FINITE, FUNCTION, NUMBER, MARK = "NPAVEFDM"
PHRASAL = frozenset((NOUN, NAME, MODIFIER))  # the tags of a noun phrase
NOMINAL = frozenset((NOUN, NAME))


class Tagged(NamedTuple):
    """A token with its coarse tag.

    glued  whether a hyphen joins it to the next token
    """

    token: Token
    tag: str
    glued: bool
