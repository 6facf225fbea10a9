"""The pairs to merge into a termbase, and the count of those that are new, changed or confirmed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from duiqi.corpus.glossary.model import Comparison, Glossary, TermPair
from duiqi.corpus.languages import same_language
from duiqi.exports.glossary.entries import DROPPED, entries
from duiqi.exports.options import Tally, WriteOptions
from duiqi.exports.units import NOT_ACCEPTED

DEPRECATED = "deprecated in the termbase"
# Endings by which the numbers of a noun may differ: box, boxes; clause, clauses; process, processes.
ENDING = re.compile("(?:'s|s'|’s|s’)$|[es]+$")


class Additions:
    """Accepted pairs, long forms before abbreviations, and how each compares with the termbase.

    langs   source and target language of the glossary, empty where they are not known
    dropped pairs that a person has rejected, which only a draft of ours takes
    columns the two columns of the termbase, where it is a table and they are named
    counts  pairs by comparison, filled by the mergers
    """

    def __init__(self, langs: tuple[str, str], pairs: list[TermPair], tally: Tally) -> None:
        self.langs, self.pairs = langs, pairs
        self.dropped: list[TermPair] = []
        self.columns: tuple[str, str] | None = None
        self.counts: Counter[Comparison] = Counter()
        self._tally = tally

    def __iter__(self) -> Iterator[TermPair]:
        return iter(self.pairs)

    def drop(self) -> None:
        """Count a rejected pair as one that changes the termbase."""
        self.counts["changed"] += 1
        self._tally.written += 1
        self._tally.left_out -= Counter([DROPPED])

    def refuse(self) -> None:
        """Count a pair as left out, since the termbase has it as deprecated."""
        self._tally.written -= 1
        self._tally.left_out[DEPRECATED] += 1

    @property
    def changes_nothing(self) -> bool:
        """Whether the termbase stays as it is."""
        return not (self.counts["new"] or self.counts["changed"])


def additions(glossary: Glossary, options: WriteOptions, tally: Tally) -> Additions:
    """The pairs of a glossary that may be merged; the tally counts them, and those left out.

    A pair that was extracted here, as its frequency shows, is merged only once a person has accepted it, and
    one of a table made elsewhere likewise, where that has a column that says so.
    """
    pairs = []
    for pair in entries(glossary, options, tally):
        if pair.status == "candidate" and (pair.frequency or glossary.decided):
            tally.written -= 1
            tally.left_out[NOT_ACCEPTED] += 1
        else:
            pairs.append(pair)
    langs = glossary.source_lang, glossary.target_lang
    known = tuple("" if lang == "und" else lang for lang in langs)
    found = Additions(
        (known[0], known[1]), sorted(pairs, key=lambda pair: pair.kind == "abbreviation"), tally
    )
    found.dropped = [pair for pair in glossary.pairs if pair.status == "dropped"]
    return found


def key(text: str) -> str:
    """A term as it is compared: without regard to case and to the width of spaces.

    >>> key(" Mine  Action")
    'mine action'
    """
    return " ".join(text.split()).casefold()


def number_key(text: str, lang: str) -> str:
    """A term as it is compared where its other term is the same: an English one in either number, too.

    >>> number_key("Standard Contractual Clauses", "en") == number_key("standard contractual clause", "en-US")
    True
    >>> number_key("SCCs", "en"), number_key("keys", "en"), number_key("policy", "en")
    ('scc', 'kei', 'polici')
    """
    if not same_language(lang, "en"):
        return key(text)
    return " ".join(re.sub("y$", "i", ENDING.sub("", word) or word) for word in key(text).split())


def known_equivalents(pair: TermPair) -> list[str]:
    """The equivalents that a draft names as known, whatever the form of the term in the text."""
    return [text for text in pair.known.split("; ") if text]


def may_be_form(text: str, other: str) -> bool:
    """Whether a term may be another in inflected form, or in the other script of Chinese.

    >>> may_be_form("mines clearances", "mine clearance"), may_be_form("foreign object debris", "fod")
    (True, False)
    """
    words, others = key(text).split(), key(other).split()
    if not (text.isascii() and other.isascii()):
        return len(words) == len(others)
    return [word[0] for word in words] == [word[0] for word in others]
