"""The word lists of languages that write spaces, put together for finding sentence ends."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from duiqi.corpus.languages import ORDINAL_STOP
from duiqi.segmenters import wordlists


class Rules(NamedTuple):
    """The word lists of a language, for sentence ends.

    title to compound  abbreviations, by what their full stop means: the headings of `*.abbreviations.txt`
    starters           words that open a sentence after an abbreviation
    references         nouns before a number or letter that is no label and no initial
    reporting          matches who reports a speech, None where the language has no verbs listed
    ordinal_stop       a number of one or two figures with a full stop is an ordinal: am 3. Mai
    """

    title: frozenset[str]
    number: frozenset[str]
    number_word: frozenset[str]
    month: frozenset[str]
    inner: frozenset[str]
    other: frozenset[str]
    closing: frozenset[str]
    time: frozenset[str]
    unit: frozenset[str]
    mark: frozenset[str]
    compound: tuple[str, ...]
    starters: frozenset[str]
    references: frozenset[str]
    reporting: re.Pattern[str] | None
    ordinal_stop: bool

    def abbreviates(self, word: str) -> bool:
        """Whether a word, in small letters and without its full stop, may be an abbreviation."""
        lists = (
            *(self.title, self.number, self.number_word, self.month, self.inner),
            *(self.other, self.closing, self.time, self.unit),
        )
        return any(word in one for one in lists) or word.endswith(self.compound)


@cache
def rules_of(language: str) -> Rules:
    """The rules of a language, by its primary tag; of a language without lists, those for all."""

    def abbreviations(heading: str) -> frozenset[str]:
        return shared.get(heading, nothing) | own.get(heading, nothing)

    nothing: frozenset[str] = frozenset()
    shared, own = wordlists.headed("und.abbreviations"), wordlists.headed(f"{language}.abbreviations")
    return Rules(
        title=abbreviations("title"),
        number=abbreviations("number"),
        number_word=abbreviations("number-word"),
        month=abbreviations("month"),
        inner=abbreviations("inner"),
        other=abbreviations("other"),
        closing=abbreviations("closing"),
        time=abbreviations("time"),
        unit=abbreviations("unit"),
        mark=abbreviations("mark"),
        compound=tuple(sorted(abbreviations("compound"))),
        starters=wordlists.words(f"{language}.starters"),
        references=wordlists.headed(f"{language}.references").get("noun", nothing),
        reporting=_reporting(wordlists.words(f"{language}.speech")),
        ordinal_stop=language in ORDINAL_STOP,
    )


def _reporting(verbs: frozenset[str]) -> re.Pattern[str] | None:
    """A pattern of up to three words of a name and a verb of speech; None without verbs."""
    if not verbs:
        return None
    any_verb = "|".join(sorted(verbs))
    name = r"(?:[^\W\d_a-z][\w'’.-]*\s+){1,3}"
    return re.compile(rf"{name}(?:{any_verb})\b(?!\s+(?:that|whether|if)\b)")
