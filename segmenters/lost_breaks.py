"""Lost line breaks: places inside a sentence where a paragraph may have ended.

A paragraph need not end like a sentence: a lead-in ends with a colon, a note with a bracket, a heading or
a line of code with no mark at all. In a text without line breaks the next paragraph then begins inside
the same sentence, so that a note nobody translated is a part of a translated sentence. These places are
candidates only: a colon or a bracket inside a sentence looks the same. The aligner decides, since it
knows where the other side begins anew.
"""

from __future__ import annotations

import re
from functools import cache

from duiqi.corpus.languages import is_spaced
from duiqi.segmenters.run_on import rules_for

# Letters and digits of a part. A shorter one, such as 译注： or 例如：, opens the part after it, but for the
# number of a section on a line of its own, and a heading before the number of a paragraph.
SHORTEST = 4
_SHORT = re.compile(r"[一二三四五六七八九十]{1,3}\x20|[\u4e00-\u9fff]{2,3}\x20(?=\d{1,3}[.．]\s?[^\W\d])")

_BRACKETED = r"（[^（）]{2,300}）|\([^()]{2,300}\)|【[^【】]{2,300}】|\[[^\[\]]{2,300}\]|〔[^〔〕]{2,300}〕"

# Words with which a note begins, by a translator, an editor or the author.
_NOTE = "(?:[译譯]者?[注註]|[编編]者?[注註按]|[注註按]|备注|附注|说明|提示|小贴士|注意)[：:]"
_UNSPACED = rf"""
    [：﹕:] (?! [\s“「『‘"'/] ) (?! (?<=\d:)\d )   # a lead-in; after it, a quotation belongs to the sentence
  | ： \x20 (?= [\u4e00-\u9fff] | [(（]\w{{1,3}}[)）] )   # the same, before a space where a line ended
  | (?<=[。！？!?]) [”’」』）》)\]】〕"]+ (?=\w)    # a whole sentence in quotation marks or brackets
  | (?: {_BRACKETED} ) (?=\w)                       # a remark in brackets
  | (?=(?: {_BRACKETED} ) \W* \Z)                   # the same, at the end
  | (?<=[\x21-\x7e]) ; (?=[^\x00-\x7f])             # a line of code
  | (?<=\S) (?=[-•] \s)                             # an item of a list
  | (?<=[\u4e00-\u9fff）”])\x20? (?=\d{{1,3}}(?:[./]\d{{1,3}}){{0,3}}[.．]\s?[^\W\d])  # a numbered heading
  | (?<=[\u4e00-\u9fff]) \x20 (?=[\u4e00-\u9fff])  # a space, which Chinese has where a line ended
  | (?<=\w) (?= 【 | ※ | {_NOTE} )                    # a note, after a heading
"""
# A Latin word beside a Chinese one without a space, in a sentence that has such spaces elsewhere.
_LATIN_BORDER = r"(?<=[A-Za-z])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[A-Za-z])"
_LATIN_SPACED = r"[A-Za-z] [\u4e00-\u9fff]|[\u4e00-\u9fff] [A-Za-z]"
# A space after a mark, in a sentence with marks without a space.
_MARK_SPACE, _MARK_ALONE = r"(?<=[，、；：）”》])\x20(?=[\u4e00-\u9fff（“《])", r"[，、；](?=[\u4e00-\u9fff])"
# A heading after its label, before the number of the first paragraph below it: 第二条 交付 2.1 出租人….
_ABOVE_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,15}\x20?(?=\d{1,2}(?:\.\d{1,2}){1,3}\x20?[\u4e00-\u9fff])")
# The colon of a lead-in, before a capital: inside a sentence most words after a colon are in small letters.
_SPACED = re.compile(r":\s+(?=[A-Z])|(?<=[.!?][)\]])\s+(?=\w)", re.VERBOSE)


@cache
def _of_unspaced() -> tuple[re.Pattern[str], dict[re.Pattern[str], re.Pattern[str]]]:
    """The pattern of breaks, and others by what a sentence must hold for them to count."""
    others = {_LATIN_SPACED: _LATIN_BORDER, _MARK_ALONE: _MARK_SPACE}
    return re.compile(_UNSPACED, re.VERBOSE), {re.compile(a): re.compile(b) for a, b in others.items()}


def lost_breaks(text: str, lang: str, *, labelled: bool = False) -> list[int]:
    """Offsets inside a sentence where a paragraph may have ended, ascending.

    labelled  a label was before the sentence, so that it may begin with a heading

    >>> text = "约定如下：译注：以下从略。"
    >>> [text[:end] for end in lost_breaks(text, "zh")]
    ['约定如下：']
    >>> lost_breaks("他说：“好。”", "zh")
    []
    >>> text = "Boiling Water Place the kettle on its base."
    >>> [text[:end] for end in lost_breaks(text, "en", labelled=True)]
    ['Boiling Water ']
    """
    if is_spaced(lang):
        patterns = [_SPACED]
    else:
        unspaced, others = _of_unspaced()
        patterns = [unspaced, *(pattern for needed, pattern in others.items() if needed.search(text))]
    ends = {found.end() for pattern in patterns for found in pattern.finditer(text)}
    if heading := _heading_end(text, lang, labelled=labelled):
        ends.add(heading)
    found = [0]
    for end in sorted(ends):
        short = _SHORT.match(text, found[-1])
        is_short = short is not None and short.end() == end
        is_enough = is_short or sum(map(str.isalnum, text[found[-1] : end])) >= SHORTEST
        if is_enough and text[end:].strip():
            found.append(end)
    return found[1:]


def _heading_end(text: str, lang: str, *, labelled: bool) -> int:
    """Where a heading after a label may end; 0 without one."""
    rules = rules_for(lang)
    label = rules.LABEL.match(text) if rules and not labelled else None
    if rules is None or not (labelled or label):
        return 0
    if not is_spaced(lang) and (above := _ABOVE_NUMBER.match(text, label.end() if label else 0)):
        return above.end()
    end, _ = rules.heading_end(text, label.end() if label else 0, "number", ())
    return end
