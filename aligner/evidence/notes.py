"""Beginnings of notes and captions: 译注：, [Translator's note, N.d.T., 编者按：, 图 2, Table 4.

Translators and editors add notes of their own, and layouts drop captions. A segment that begins like one
is hardly a part of the translation of a segment that does not.
"""

from __future__ import annotations

import re

# After these words a mark must follow, since sentences begin with them as well.
_LABELS = (
    "notes?|footnote|tip|n[.] ?b[.]?|nb|nota bene|anmerkung|anm[.]|hinweis|remarque|nota|noot|opmerking|uwaga"
    "|примечание|注[释釋]?|註[釋解]?|按语?|备注|備註|附注|附註|原注|脚注|腳註|小贴士|提示|说明|說明|注意|注記"
)
# These are notes whatever follows.
_ADDED = (
    "(?:translator|editor|author|publisher)(?:s|['’]s|s['’])? (?:note|comment|remark)s?|trans[.] note|t/n"
    "|anm(?:erkung|[.]) (?:des|der|d[.]) (?:übers|red|hrsg|verf)|n[.] ?d[.] ?(?:[tlar]|é)\\b"
    "|note (?:du|de la) trad|note de l['’](?:éditeur|auteur)|nota (?:del|do|da|de la) (?:trad|edit|autor)"
    "|n[.] del [te]\\b|noot van de (?:vert|red|schrijv)|przyp(?:is|[.]) (?:tłum|red)"
    "|прим(?:ечание|[.]) (?:пер|ред|авт)|[译譯訳]者?[注註按]|[编編]者?[注註按]|校注|編集部注|역주|옮긴이"
)
_NUMBER = "[0-9]{1,3}(?:[.-][0-9]{1,3})?"
_CAPTION = (
    "(?:fig(?:ure|[.])|tab(?:le|[.])|abb(?:ildung|[.])|tabelle|tableau|figura|tabla|tabela|tabella"
    f"|рис(?:унок|[.])|табл(?:ица|[.])) ?{_NUMBER}(?: ?[:：–—]|[.](?= |$)|$)"
    f"|[图圖表図] ?{_NUMBER}(?:[:：.、 　]|$)"
)
_BEGINNING = re.compile(
    rf"[\s*※（(\[【〔〈<]{{0,4}}(?:(?:{_LABELS}) ?[:：)）\]】〕〉>]|(?:{_ADDED})|(?:{_CAPTION}))",
    re.IGNORECASE,
)


def begins_note(text: str) -> bool:
    """Whether a text begins like a note or a caption.

    >>> [begins_note(text) for text in ("译注：从略。", "[Translator's note]", "Table 4. Tides", "图 2 渡船")]
    [True, True, True, True]
    >>> [begins_note(text) for text in ("Note the rain.", "注意不要淋雨。", "Table 4 says it.", "图2是船。")]
    [False, False, False, False]
    """
    return _BEGINNING.match(text) is not None
