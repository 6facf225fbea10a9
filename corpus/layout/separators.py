"""The mark between a label in words and its text: `Article 1. Definitions`, `第二章：工具`."""

from __future__ import annotations

import re

from duiqi.corpus.layout.divisions import division
from duiqi.corpus.layout.number_words import word_number

# A minus sign (`Section 3 -5 °C`) and the stop of a name (`Section 3 .NET`) belong to the text.
_SEPARATOR = re.compile(
    r"\s{0,8}(?:[.．]?\s?[-–—―－]{1,2}(?!\d)|[:：﹕、．)）]|\.(?=\s|[^\x00-\x7f])|[|·・](?=\s))\s{0,8}"
)


def text_start(text: str, label: str, at: int) -> int:
    """Where the text after a label begins: after the mark that sets off a label in words.

    A label of a list, `1.` or `（一）`, has its mark in itself.

    at  the end of the label

    >>> [text_start(text, text[:9], 9) for text in ("Article 1. Goods", "Article 1 – X", "Article 1 X")]
    [11, 12, 9]
    >>> text_start("第二章：工具", "第二章", 3), text_start("1. – Goods", "1.", 2)
    (4, 2)
    """
    if not (division(label) or word_number(label)):
        return at
    found = _SEPARATOR.match(text, at)
    return found.end() if found else at
