"""The ends of clauses, the smallest segments that still have a meaning to pair.

The aligner cuts the side with the coarser divisions into clauses and merges them against
the other, so a cut too many costs little. But a fragment of one character pairs with
anything, and half a bracket with nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

# Three words, or two characters where there are no spaces between words. "safety, health and lives"
# is not worth a cut; 大会， is, since translations have it on its own.
_THREE_WORDS = re.compile(r"\w\S*\s+[^\w\s]*\w\S*\s+[^\w\s]*\w")
_TWO_CHARACTERS = re.compile(r"\w\W*\w")

_SPACED_MARK = re.compile(
    r"""
    [,;:،؛–—-]
    (?: (?<=[,;:،؛]) ["'”’»)\]]* \s+   # a comma
      | (?<=\s.) [–—-]* \s+             # a dash between spaces
      | (?<=\w—) (?=\w)                # a dash between words
      | (?<=\w—) ["'”’»)\]]* \s+
    )
    """,
    re.VERBOSE,
)
_UNSPACED_MARK = re.compile(
    r"""
    (?: [，；：﹔﹐､]
      | 、 (?=[“「《])
      | (?<!\d) [,;:] (?!//) | [,;:] (?!\d|//)   # half-width, but 12:30, 1,000 and https:// are whole
      | —{1,4}
      | (?<=[^\x00-\x7f]) [*＊†‡] (?=\s?[^\x00-\x7f])   # the call of a note: a title run into its text
    )
    [”’」』）》"]* \s*
    # White space before a label and its text, where a list has lost its line breaks.
  | (?<=[^\x00-\x7f]) \s+
    (?= (?: \d{1,2} [.．、] (?!\d)
          | [(（]\s? (?: [a-z]{1,4} | [一二三四五六七八九十]{1,3} | \d{1,2} ) \s?[)）]
          | [㈠-㈩①-⑳]
        )
        \s? [^\s\d]
    )
    """,
    re.VERBOSE,
)
# A year after the comma of a date or a title: on 5 May, 2007, at noon.
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?!\s+\w)")

# One word and a conjunction are the rest of a list: for the safety, health and lives of the people.
_LIST_ITEM = re.compile(r"[\w-]+,? (?:and|or|nor|und|oder|et|ou|y|e|o|en|of|и|или|i|lub|ve|veya) ")

# How far from a mark the words of its clauses are searched for, in characters. Without a limit, a
# text of nothing but commas would be searched from its beginning at every one.
_REACH = 80

_SPACED_WHOLE = re.compile(
    r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]|“[^“”]{0,60}”|\"[^\"\n]{0,60}\"|«[^«»]{0,60}»"
)
_UNSPACED_WHOLE = re.compile(
    r"《[^《》]{0,200}》|〈[^〈〉]{0,200}〉|（[^（）]{0,200}）|\([^()]{0,200}\)|【[^【】]{0,200}】|\[[^\[\]]{0,200}\]"
    r"|“[^“”]{0,20}”|「[^「」]{0,20}」|‘[^‘’]{0,20}’|『[^『』]{0,20}』"
)


def clause_ends(text: str, sentences: Sequence[int], *, spaced: bool) -> list[int]:
    """The ends of a paragraph's clauses, given those of its sentences, which are among them.

    >>> text = "大会，又，回顾其2005年12月8日第60/97号决议，1. 注意到报告；"
    >>> [text[start:end] for start, end in pairwise([0, *clause_ends(text, [len(text)], spaced=False)])]
    ['大会，', '又，回顾其2005年12月8日第60/97号决议，', '1. 注意到报告；']
    """
    mark = _SPACED_MARK if spaced else _UNSPACED_MARK
    enough = _THREE_WORDS if spaced else _TWO_CHARACTERS
    whole = [match.span() for match in (_SPACED_WHOLE if spaced else _UNSPACED_WHOLE).finditer(text)]
    ends: list[int] = []
    inside = 0
    for start, stop in pairwise([0, *sentences]):
        last = start
        for match in mark.finditer(text, start, stop):
            end = match.end()
            if end >= stop or end == last:
                continue
            while inside < len(whole) and whole[inside][1] <= match.start():
                inside += 1
            if inside < len(whole) and whole[inside][0] <= match.start() and end < whole[inside][1]:
                continue
            if not enough.search(text, max(last, end - _REACH), end):
                continue
            if not enough.search(text, end, min(stop, end + _REACH)):
                continue
            if spaced and (_YEAR.match(text, end) or _LIST_ITEM.match(text, end)):
                continue
            ends.append(end)
            last = end
        ends.append(stop)
    return ends
