"""Clean text for exchange files: in NFC, without control characters and stray white space.

A memory can be valid and still useless: with a stray space in a segment OmegaT finds
no match, and one control character makes it refuse the whole file. Everything that is
written for other programs is cleaned here: segments, file names, labels, notes.
"""

from __future__ import annotations

import re
import unicodedata

from duiqi.corpus.languages import has_zero_width_spaces
from duiqi.exports.options import Tally

# What XML 1.0 forbids: the C0 controls but TAB, LF and CR, lone surrogates, U+FFFE and U+FFFF.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# Allowed by XML, but never meant: DEL and the C1 controls (but NEL) are what mis-decoded cp1252 leaves.
STRAY = "\x7f-\x84\x86-\x9f"

# Zero-width space, word joiner, byte order mark and soft hyphen are left by web pages and typesetting.
# Joiners (emoji, Persian, Indic scripts) and direction marks mean something, and stay.
INVISIBLE = "\u2060\ufeff\u00ad"
ZWSP = "\u200b"

# Vertical tab, form feed and the separators FS to US are forbidden, but they do divide words.
BREAKS = "\t-\r\x1c-\x1f\x85\u2028\u2029"
DIVIDING = frozenset("\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
TYPOGRAPHIC = "\u00a0\u1680\u2000-\u200a\u202f\u205f"

TAKEN_OUT = re.compile(f"[\x00-\x08\x0e-\x1b{STRAY}\ud800-\udfff\ufffe\uffff{INVISIBLE}]")
WHITE = re.compile(f"\\s\\s+|[{BREAKS}]")
TYPOGRAPHIC_ONE = re.compile(f"[{TYPOGRAPHIC}]")
VISIBLE = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufffe\uffff\U000e0000-\U000e0fff]"
)


class Cleaner:
    r"""Cleans the texts of one language and counts the characters that it removes.

    >>> tally = Tally()
    >>> Cleaner("en", tally)(" mine\u00adfields\t and\x07  unexploded\u200b ordnance\n"), tally.removed
    ('minefields and unexploded ordnance', 1)
    """

    def __init__(self, lang: str, tally: Tally, plain_spaces: bool = False) -> None:
        self.tally = tally
        self.plain_spaces = plain_spaces
        self.keeps_zwsp = has_zero_width_spaces(lang)

    def __call__(self, text: str) -> str:
        """The text in NFC, trimmed, white space collapsed, control and invisible characters removed."""
        # Everything that is removed or collapsed is unprintable to Python, but for plain spaces.
        # This test is four times as fast as a search, and nearly all text passes it.
        if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
            text = self._tidied(text).strip()
        return text if text.isascii() else unicodedata.normalize("NFC", text)

    def between(self, text: str) -> str:
        """A part of a text between two inline codes, cleaned but not trimmed.

        >>> Cleaner("en", Tally()).between(" and\u00ad  ")
        ' and '
        """
        if not text.isprintable() or "  " in text:
            text = self._tidied(text)
        return text if text.isascii() else unicodedata.normalize("NFC", text)

    def _tidied(self, text: str) -> str:
        self.tally.removed += len(FORBIDDEN.findall(text))
        text = TAKEN_OUT.sub("", text)
        if not self.keeps_zwsp:
            text = text.replace(ZWSP, "")
        if self.plain_spaces:
            text = TYPOGRAPHIC_ONE.sub(" ", text)
        text = WHITE.sub(_collapsed, text)
        if not self.plain_spaces and TYPOGRAPHIC_ONE.search(text):
            self.tally.unbroken += 1
        return text


def _collapsed(run: re.Match[str]) -> str:
    """One space for a run of white space, of its own kind where all of the run is of one kind."""
    white = run.group()
    alike = len(set(white)) == 1 and white[0] not in DIVIDING
    return white[0] if alike else " "


def is_blank(text: str) -> bool:
    r"""Whether a text has nothing that is visible.

    >>> is_blank(" \u200d\u200f"), is_blank("。")
    (True, False)
    """
    return VISIBLE.search(text) is None
