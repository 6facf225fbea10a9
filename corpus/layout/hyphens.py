"""Hyphens at line ends: part of the word, or put in to break it."""

from __future__ import annotations

import re
from functools import cached_property

from duiqi.corpus.model import Span

HYPHENS = "-\u2010"
# Where words are broken to justify lines, one line in ten to twenty ends within a word. Elsewhere one line in
# 25 of a resolution of the United Nations, and one in 250 of a manual, ends within a compound.
MANY_LINES, FEW = 30, 1 / 30


class Hyphens:
    r"""Which hyphens at line ends belong to the word.

    `mine-\nrelated` is *mine-related*, `informa-\ntion` is *information*. No list knows this,
    but the document's own words do:

    - A hyphen stays where the document has the hyphenated word elsewhere, and goes where it
      has the joined word. It stays before a capital or a digit and after an abbreviation.
    - These sure cases decide about the others. In a document that breaks no word, all other
      hyphens stay. In one that breaks words, they stay between parts of other compounds only.
    - Without sure cases, a hyphen stays before a word of the document: the rest of a broken
      word (-tion, -ment) seldom is one. All stay where most stay so, and where so few of
      many lines end with a hyphen that they end within compounds only; and in light markup,
      whose lines are ended by hand and not by a program that breaks words.

    >>> Hyphens("mine-related informa-\ntion").stay("informa-\ntion", 8, 9)
    False
    """

    WORD = re.compile(r"[^\W_]+(?:[-\u2010][^\W_]+)*")
    LEFT = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*\Z")
    LINE_END = re.compile(r"[-\u2010][^\S\n]*\r?\n\s*(?P<right>[^\W\d_]+)")
    GOES_ON = re.compile(r"[^\W_][-\u2010,;]?[^\S\n]*\r?\n[^\S\n]*(?P<right>[^\W\d_])")

    def __init__(self, text: str, *, by_hand: bool = False) -> None:
        self._text = text
        self._by_hand = by_hand

    def stay(self, text: str, end: int, start: int) -> bool:
        """Whether the hyphen that ends at `end` stays before the word that begins at `start`."""
        left = re.search(r"[^\W_]+(?:[-\u2010][^\W_]+)*(?=.\Z)", text[max(0, end - 60) : end])
        right = self.WORD.match(text, start)
        if not left or not right or not right[0][0].islower():
            return True
        if len(left[0]) > 1 and left[0].isupper() and not right[0].isupper():
            return True
        return self._stays(left[0].lower(), right[0].lower())

    def _known(self, word: str) -> bool:
        """Whether the document has a word or a longer form of it, as `conflicts` for `conflict`."""
        return word in self._words or (len(word) > 4 and any(w.startswith(word) for w in self._words))

    def _stays(self, left: str, right: str) -> bool:
        """Whether the document's words speak for the compound of two parts."""
        words = self._words
        whole, joined = f"{left}-{right}", left + right
        if whole in words or joined in words:
            return whole in words
        kept, broken = self._sure
        if not broken and (kept or self._by_hand):
            return True
        if broken > kept:
            is_first = left in self._firsts
            is_compound = is_first or right in self._lasts
            return (is_compound and self._is_known(left, right)) or (is_first and len(left) > 3)
        return self._is_likely(left, right) or (not broken and self._breaks_no_word)

    def _is_known(self, left: str, right: str) -> bool:
        """Whether the document has words like both parts of a compound."""
        return self._known(right.split("-")[0]) and (left.split("-")[-1] in self._words or len(left) > 3)

    def _is_likely(self, left: str, right: str) -> bool:
        """Whether the document has both parts, or one of them in another compound."""
        return left in self._firsts or right in self._lasts or self._is_known(left, right)

    @cached_property
    def _breaks_no_word(self) -> bool:
        """Whether, without sure cases, the hyphens at line ends look as if all belonged to their words."""
        parts = [(left.lower(), right) for _, left, right in self._breaks if right.islower()]
        lines = sum(found["right"].islower() for found in self.GOES_ON.finditer(self._text))
        likely = sum(self._is_likely(left, right) for left, right in parts)
        return 2 * likely > len(parts) or (lines >= MANY_LINES and len(parts) <= lines * FEW)

    @cached_property
    def _breaks(self) -> list[tuple[Span, str, str]]:
        """The words broken at line ends: where each is, and its two parts."""
        found = []
        for m in self.LINE_END.finditer(self._text):
            if left := self.LEFT.search(self._text[max(0, m.start() - 60) : m.start()]):
                found.append((Span(m.start() - len(left[0]), m.end()), left[0], m["right"]))
        return found

    @cached_property
    def _words(self) -> set[str]:
        """The document's words in lower case, compounds whole and in parts."""
        words: set[str] = set()
        at = 0
        # Half a broken word is no word: only the text between the breaks counts.
        for start, end in [*(span for span, _, _ in self._breaks), Span(len(self._text), 0)]:
            words.update(self.WORD.findall(self._text, at, start))
            at = end
        words = {word.lower().replace("\u2010", "-") for word in words}
        return words.union(part for word in words if "-" in word for part in word.split("-"))

    @cached_property
    def _firsts(self) -> set[str]:
        """First parts of compounds."""
        return {word.rpartition("-")[0] for word in self._words if "-" in word}

    @cached_property
    def _lasts(self) -> set[str]:
        """Last parts of compounds."""
        return {word.rpartition("-")[2] for word in self._words if "-" in word}

    @cached_property
    def _sure(self) -> tuple[int, int]:
        """How many of the hyphens at line ends surely belong to their words, and how many surely do not."""
        parts = [(left.lower(), right) for _, left, right in self._breaks if right.islower()]
        kept = sum(f"{left}-{right}" in self._words for left, right in parts)
        broken = sum(left + right in self._words for left, right in parts)
        return kept, broken
