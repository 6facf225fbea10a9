"""Sentences in Chinese, and in Japanese by the same rules.

The marks are clear; which quotation marks and reports belong to a sentence is not. Stance, as
in the gold alignments of literary translators:

- A closing quotation mark or bracket belongs to the sentence that it closes.
- Speech is cut sentence by sentence: “走吧。天黑了。” is two.
- A bare report stays with the speech, and alone would be a fragment: “你来了？”他说。 is one.
  A report with more to it is a sentence of its own: “你来了？” / 他说着站起身来。
- A title, a remark in brackets, and a quotation built into the sentence are not cut:
  《摔跤吧！爸爸》, 提出了“苦战能过关！”的口号.
- …… ends a sentence of narration; in speech it is a pause: “我……我不去。”
- ； divides clauses, not sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from duiqi.corpus.scripts import HAN, KANA
from duiqi.segmenters import wordlists

_CANDIDATE = re.compile(
    rf"""
    (?P<mark>
        [。！？!?｡‼⁇⁈⁉]+ [.…]*
      | …+ [。！？!?]*
      | (?<![—－]) [—－]++ (?=[”」』])
      | (?<=[{HAN}{KANA}”’」』）》\])]) (?: ．+ | \.+ (?![A-Za-z0-9]) )
      | (?<=[a-z]{{3}}) \.+ (?=\s+[A-Z{HAN}]|[”」』])
    )
    (?P<close> (?: \s? [”’」』﹂﹄）》〉】〕〗］] | [)\]] )* )
    (?P<ascii> ["'] )?
    (?P<gap> \s* )
    """,
    re.VERBOSE,
)

# Never cut: titles, brackets, and quotations built into the sentence (Chinese characters right before them).
_WHOLE = re.compile(
    rf"""
    《[^《》\n]{{1,200}}》 | 〈[^〈〉\n]{{1,200}}〉
  | （[^（）\n]{{1,200}}） | \([^()\n]{{1,200}}\) | ［[^［］\n]{{1,200}}］ | \[[^\[\]\n]{{1,200}}\]
  | 【[^【】\n]{{1,200}}】
  | (?<=[{HAN}]) (?: “[^“”\n]{{1,60}}” | 「[^「」\n]{{1,60}}」 | ‘[^‘’\n]{{1,60}}’ | 『[^『』\n]{{1,60}}』 )
    """,
    re.VERBOSE,
)
_QUOTED = re.compile(r"“[^“”\n]*”|「[^「」\n]*」")
_LATIN_BEFORE = re.compile(r"[A-Za-z0-9]+\Z")
_VISIBLE = re.compile(r"\S")
_LINE_BREAK = re.compile(r"\n\s*")

# In characters. A shorter clause before …… is no sentence of narration: 他……他走了。
_SHORT_OF_PAUSE = 4
_CLAUSE_BEFORE = re.compile(r"[^，、；：。！？…\s“”「」]*\Z")


@cache
def _reporting() -> re.Pattern[str]:
    """A pattern of a bare report, or of one between two halves of a speech: 他说。 晴雯啐道，“……"""
    verbs = "|".join(sorted(wordlists.words("zh.speech"), key=len, reverse=True))
    return re.compile(
        rf"[^没沒不未，、。：；！？…“”「」\s]{{1,6}}?(?:{verbs})(?:着|了|道|著)?(?:[。！？…]|[，,](?=[“「\"]))"
    )


@cache
def _continuing(language: str) -> re.Pattern[str]:
    words = wordlists.words(f"{language}.continuers") or wordlists.words("zh.continuers")
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


def sentence_ends(text: str, language: str = "zh") -> list[int]:
    """The ends of a paragraph's sentences, each after the white space that follows.

    A line break ends a sentence: Chinese has no spaces to wrap at, so the breaks that are
    left in an unwrapped paragraph are the author's, as in verse.

    >>> text = "我们明天一起去看《摔跤吧！爸爸》好吗？好！“你来了？”他说。"
    >>> [text[start:end] for start, end in pairwise([0, *sentence_ends(text)])]
    ['我们明天一起去看《摔跤吧！爸爸》好吗？', '好！', '“你来了？”他说。']
    """
    whole = [match.span() for match in _WHOLE.finditer(text)]
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    breaks = [match.end() for match in _LINE_BREAK.finditer(text)] if "\n" in text else []
    lines = [0, *(end for end in breaks if 0 < end < len(text)), len(text)]
    ends: list[int] = []
    for start, stop in pairwise(lines):
        ends.extend(_soft_ends(text, start, stop, language, whole, quoted))
        ends.append(stop)
    return ends


def _soft_ends(
    text: str,
    start: int,
    stop: int,
    language: str,
    whole: list[tuple[int, int]],
    quoted: list[tuple[int, int]],
) -> Iterator[int]:
    """Ends at marks within a line."""
    reporting, continuing = _reporting(), _continuing(language)
    inside, quote = bisect_left(whole, (start, 0)), bisect_left(quoted, (start, 0))
    straight = 0  # number of " from `counted` to here: after an even number the next one opens
    counted = start
    for match in _CANDIDATE.finditer(text, start, stop):
        end = match.end()
        while inside < len(whole) and whole[inside][1] < match.end("mark"):
            inside += 1
        if inside < len(whole):
            opening, closing = whole[inside]
            # Brackets or quotation marks around whole sentences do not keep them together; titles are none.
            is_built_in = text[opening] in "《〈" or _VISIBLE.search(text, start, opening)
            if opening < match.start() < closing and is_built_in:
                continue
        if match["ascii"]:
            straight += text.count(match["ascii"], counted, match.start("ascii"))
            counted = match.end("ascii")
            if straight % 2 == 0:  # it opens the next sentence
                end = match.start("ascii")
            straight += 1
        if end >= stop:
            return
        following = text[end]
        if following in "，、；：,;:。！？!?…—－-–~～）)》」』”’】":
            continue
        closed = match["close"] or (match["ascii"] and end == match.end())
        if closed and (continuing.match(text, end) or reporting.match(text, end, stop)):
            continue
        mark = match["mark"]
        if mark[0] in "!?" and _is_inside_latin(text, match):
            continue
        if mark.startswith(("…", "..")) and mark[-1] in "….":
            while quote < len(quoted) and quoted[quote][1] < match.end("mark"):
                quote += 1
            in_speech = quote < len(quoted) and quoted[quote][0] < match.start()
            if not closed and (in_speech or _is_pause(text, start, match) or continuing.match(text, end)):
                continue
        start = end
        yield end


def _is_inside_latin(text: str, match: re.Match[str]) -> bool:
    """Whether ? or ! is within an address or a name: page?id=3, Yahoo!公司."""
    name = _LATIN_BEFORE.search(text, max(0, match.start() - 20), match.start())
    if name is None:
        return False
    after = text[match.end("mark") : match.end("mark") + 1]
    named = name[0].lower() + match["mark"] in wordlists.headed("en.abbreviations")["mark"]
    return named or (after.isascii() and after.isalnum())


def _is_pause(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the clause before the dots is too short to be a sentence."""
    clause = _CLAUSE_BEFORE.search(text, max(start, match.start() - 10), match.start())
    return clause is not None and 0 < len(clause[0]) < _SHORT_OF_PAUSE
