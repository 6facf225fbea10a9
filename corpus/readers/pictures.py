"""Fonts of pictures (Wingdings): the letter ü is a check mark in one, and no text."""

from __future__ import annotations

import re

FONT = re.compile(r"wingdings|webdings|dingbats|opensymbol|marlett", re.I)
# Such fonts show these; the Chinese in a run is shown in its East Asian font.
PICTURED = re.compile("[!-\u02ff\ue000-\uf8ff]+")
PRIVATE = re.compile("[\ue000-\uf8ff]+")


def without_pictures(text: str, fonts: str = "") -> str:
    """A text without its characters of private use; in a font of pictures, without what that shows.

    fonts  the names of the fonts of Western text

    >>> without_pictures("\uf0fc 完成"), without_pictures("ü完成", "Wingdings 2")
    (' 完成', '完成')
    """
    return (PICTURED if FONT.search(fonts) else PRIVATE).sub("", text)
