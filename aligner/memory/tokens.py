"""Tokens of a text: those that the percentage of a match counts, and those that a search finds.

Both indexes of a memory are made of folded tokens: in lower case, without accents, in simplified
characters, full-width letters and figures as plain ones.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from duiqi.corpus.languages import is_spaced
from duiqi.corpus.scripts import HAN, KANA, KHMER, LAO, MYANMAR, THAI
from duiqi.corpus.variants import simplifying

# Of scripts that write no spaces each character is a token.
ALONE = HAN + KANA + THAI + LAO + KHMER + MYANMAR
# A run of letters and figures, and each mark. Symbols, figures and compounds are one word: 62/99,
# A/RES/62/99, 1,000.5, 12:30, don't, mine-related; and/or is two.
COMPARED = re.compile(
    rf"[{ALONE}]|[^\W{ALONE}]+(?:(?:[-'’.·&]|(?<=\d)[,:](?=\d)|(?<=[A-Z\d])/(?=[A-Z\d]))[^\W{ALONE}]+)*|[^\w\s]"
)
FOUND = re.compile(rf"[{ALONE}]|[^\W_{ALONE}]+")
ACCENTS = re.compile("[\u0300-\u036f]")


class Token(NamedTuple):
    """A folded token, and its place in the text."""

    text: str
    start: int
    end: int


_is_spaced = lru_cache(maxsize=64)(is_spaced)  # asked for each text of a memory


def compared(text: str, lang: str) -> list[str]:
    """The tokens that the percentage of a match counts, as they are written.

    Words and marks, or characters in languages without spaces between words.

    >>> compared("Recalls resolution 62/99,", "en")
    ['Recalls', 'resolution', '62/99', ',']
    >>> compared("第62/99号 决议", "zh")
    ['第', '6', '2', '/', '9', '9', '号', '决', '议']
    """
    return COMPARED.findall(text) if _is_spaced(lang) else [*"".join(text.split())]


def searched(text: str) -> list[str]:
    """The folded tokens that a search finds; marks are none.

    >>> searched("Mines: A/RES/62/99"), searched("掃雷 Ａ４")
    (['mines', 'a', 'res', '62', '99'], ['扫', '雷', 'a4'])
    """
    return FOUND.findall(folded(text))


def indexed(text: str) -> str:
    """The text as the index of words takes it, which cuts it into the tokens of `searched`.

    SQLite's tokenizer `ascii` cuts and folds a text in ASCII in the same way by itself.

    >>> indexed("Mines: A/RES/62"), indexed("掃雷 Ａ４")
    ('Mines: A/RES/62', '扫 雷 a4')
    """
    return text if text.isascii() else " ".join(searched(text))


def placed(text: str) -> list[Token]:
    """The tokens of `searched`, with their places in the text as it is written.

    >>> placed("Ａ４掃")
    [Token(text='a4', start=0, end=2), Token(text='扫', start=2, end=3)]
    """
    return [Token(folded(found[0]), *found.span()) for found in FOUND.finditer(text)]


def folded(text: str) -> str:
    """A text in the one way of writing that is searched.

    >>> folded("Café ＭＩＮＥ 決議")
    'cafe mine 决议'
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).translate(simplifying()).casefold()
    if any("\u00c0" <= sign <= "\u1fff" for sign in text):
        text = unicodedata.normalize("NFC", ACCENTS.sub("", unicodedata.normalize("NFD", text)))
    return text


@lru_cache(maxsize=1 << 17)
def folded_token(token: str) -> str:
    """The token folded; empty for a mark."""
    word = folded(token)
    return word if any(map(str.isalnum, word)) else ""


def terms(tokens: list[str]) -> set[str]:
    """The folded words among the tokens of `compared`: two texts that share few of these are far apart.

    >>> sorted(terms(["Recalls", "resolution", "62/99", ","]))
    ['62/99', 'recalls', 'resolution']
    >>> sorted(terms([*"第62/99号"]))
    ['2', '6', '9', '号', '第']
    """
    return {*map(folded_token, tokens)} - {""}
