"""Capitals of English terms: those that a term has anywhere, and those of a sentence's first word."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from duiqi.aligner.terms.general_language import is_known

_PEOPLE = re.compile("(?:ese|ian|ean|ish)$")  # Gaussian, Boolean, Kurdish
_POSSESSIVE = re.compile("['’]s?$")
# Before the first word of a sentence: nothing, the end of another one, a label, a dash, an opening mark.
_OPENING = re.compile(
    r"""(?:
      ^
    | [.!?:;…] ["”’)\]]* \s+
    | ^ \W* \w{1,3} (?:\.\d{1,3}){0,3} (?: [.)] \s* | (?<=\d) \s+ )
    | [-–—•*] \s+
    ) [^\w\s]{0,2} \Z""",
    re.VERBOSE,
)
REACH = 40  # characters before a word in which its opening is looked for


def without_sentence_capital(term: str, other: str, places: Iterable[tuple[str, int]]) -> str:
    """An English term that has a capital only where it opens sentences, without it.

    The capital stays where the first word is a name in general language, such as Poisson, or written so in
    the other text; and where it stands within a sentence of this one.

    other   the equivalent
    places  where the term occurs: texts, and the characters before it in each

    >>> without_sentence_capital("Mesophilic cultures", "嗜温菌种", [("Mesophilic cultures grow.", 0)])
    'mesophilic cultures'
    >>> without_sentence_capital("Poisson distribution", "泊松分布", [("Poisson distribution is used.", 0)])
    'Poisson distribution'
    """
    first, rest = term[:1], term[1:]
    if not first.isupper() or not rest[:1].islower() or rest != rest.lower():
        return term
    word = re.split("[ -]", term)[0]
    is_within = (
        text[at : at + len(term)] == term and not _OPENING.search(text[max(0, at - REACH) : at])
        for text, at in places
    )
    if word.lower() in other.lower() or _is_name(_POSSESSIVE.sub("", word).lower()) or any(is_within):
        return term
    return first.lower() + rest


def _is_name(word: str) -> bool:
    """Whether a word mostly has a capital, or looks so where general language does not have it."""
    return word in _names() or (not is_known(word) and _PEOPLE.search(word) is not None)


@cache
def _names() -> frozenset[str]:
    """English words that mostly have a capital within a sentence, in small letters."""
    content = (files(__package__) / "data" / "en.capitals.gz").read_bytes()
    return frozenset(gzip.decompress(content).decode().split())
