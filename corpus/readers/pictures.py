"""Fonts that show other characters than their codes say: pictures (Wingdings), and Greek (Symbol).

The letter ü is a check mark in the one, and no text; in the other U+F061 is α.
"""

from __future__ import annotations

import re
from functools import lru_cache

FONT = re.compile(r"wingdings|webdings|dingbats|opensymbol|marlett", re.I)
# Such fonts show these; the Chinese in a run is shown in its East Asian font.
PICTURED = re.compile("[!-\u02ff\ue000-\uf8ff]+")
PRIVATE = re.compile("[\ue000-\uf8ff]+")

SYMBOL = re.compile(r"(?<![^\s;,'\"])symbol(?![^\s;,'\"])", re.I)
# https://www.unicode.org/Public/MAPPINGS/VENDORS/ADOBE/symbol.txt, from 0x21 and from 0xA1 on. Word has its
# codes from U+F000 on. A space is for what is no text: bullets, and parts of brackets.
_LOW = "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_ αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_HIGH = "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂ ÷≠≡≈…  ↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑           〉∫"
SHOWN = {
    0xF000 + first + number: character
    for first, characters in ((0x21, _LOW), (0xA1, _HIGH))
    for number, character in enumerate(characters)
    if character != " "
}


def without_pictures(text: str, fonts: str = "") -> str:
    """A text without its characters of private use; in a font of pictures, without what that shows.

    In the font Symbol such characters become those that it shows.

    fonts  the names of the fonts of Western text

    >>> without_pictures("\uf0fc 完成"), without_pictures("ü完成", "Wingdings 2")
    (' 完成', '完成')
    >>> without_pictures("\uf061 > \uf0b7\uf0a5", "Symbol")
    'α > ∞'
    """
    if fonts and _has_symbols(fonts):
        text = text.translate(SHOWN)
    return (PICTURED if fonts and _has_pictures(fonts) else PRIVATE).sub("", text)


@lru_cache(maxsize=1000)  # each run of a document names its fonts, and they are few
def _has_symbols(fonts: str) -> bool:
    return SYMBOL.search(fonts) is not None


@lru_cache(maxsize=1000)
def _has_pictures(fonts: str) -> bool:
    return FONT.search(fonts) is not None
