"""Lines with both languages, `博物馆九点开门。 The museum opens at nine.`, cut where the language changes.

Glossaries and bilingual notes are typed so, with a space, a tab, a dash or brackets between the two, or
nothing. One of the two languages is written in the Latin alphabet, the other in another script.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from duiqi.corpus.line_languages import language_of_line
from duiqi.corpus.scripts import LATIN

SHARE = 0.6  # of the lines with letters, at least, hold both languages, or none is cut
OTHER, LETTER, LATIN_LETTER = (
    re.compile(f"[{letters}]") for letters in (rf"^\W\d_{LATIN}", r"^\W\d_", LATIN)
)
# The end of a sentence within a line; not after `Mr.` and `Inc.`
SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\b[A-Z][a-z]\.)(?<!\b[A-Z][a-z]{2}\.)[\"”’)]{0,3}\s{1,8}|(?<=[。！？])[”’」』）》]{0,3}\s{0,8}"
)
BETWEEN = " \t\u3000/|=→–—-"
BRACKETS = {"(": ")", "（": "）", "[": "]", "【": "】"}
Stretch = tuple[int, int]


def cut_lines(texts: Sequence[str]) -> list[list[Stretch]]:
    """For each line its stretches in one language each; the whole line where it is not cut.

    >>> cut_lines(["开门。 Open the door.", "关门 / Close"])
    [[(0, 3), (4, 18)], [(0, 2), (5, 10)]]
    >>> cut_lines(["打开 Docker 容器", "关闭窗口", "Docker 很快"])
    [[(0, 12)], [(0, 4)], [(0, 9)]]
    """
    cut = [_stretches(text) for text in texts]
    with_letters = sum(LETTER.search(text) is not None for text in texts)
    mixed = sum(len(stretches) > 1 for stretches in cut)
    if not mixed or mixed < SHARE * with_letters:
        return [[(0, len(text))] for text in texts]
    return cut


def is_mixed(text: str) -> bool:
    """Whether a text has letters of the Latin alphabet and of another script.

    >>> is_mixed("原文 Original"), is_mixed("Original"), is_mixed("第 3 条")
    (True, False, False)
    """
    return bool(LATIN_LETTER.search(text) and OTHER.search(text))


def _stretches(text: str) -> list[Stretch]:
    """The stretches of a line: sentences of one language; without sentences the two scripts."""
    if text.isascii():
        return [(0, len(text))]
    ends = [0, *(found.end() for found in SENTENCE_END.finditer(text)), len(text)]
    langs = [language_of_line(text[start:stop]) for start, stop in pairwise(ends)]
    places: list[int] = []
    last = ""
    for start, lang in zip(ends, langs, strict=False):
        if lang and last and lang != last:
            places.append(start)
        last = lang or last
    if not places and (place := _change_of_script(text)):
        places = [place]
    found = [_bare(text, start, stop) for start, stop in pairwise([0, *places, len(text)])]
    return found if all(start < stop for start, stop in found) else [(0, len(text))]


def _change_of_script(text: str) -> int:
    """Where the Latin alphabet ends and another script begins, or the other way; 0 where they take turns."""
    latin, other = LATIN_LETTER.search(text), OTHER.search(text)
    if not latin or not other:
        return 0
    if latin.start() < other.start():
        return other.start() if LATIN_LETTER.search(text, other.start()) is None else 0
    if OTHER.search(text, latin.start()):
        return 0
    return len(text[: latin.start()].rstrip(BETWEEN + "".join(BRACKETS) + "\"'“‘"))


def _bare(text: str, start: int, stop: int) -> Stretch:
    """A stretch without what is typed between the two languages, and without brackets around it."""
    if start:
        while start < stop and text[start] in BETWEEN:
            start += 1
    while start < stop and (text[stop - 1].isspace() or (stop < len(text) and text[stop - 1] in BETWEEN)):
        stop -= 1
    if start < stop - 1 and BRACKETS.get(text[start]) == text[stop - 1]:
        return start + 1, stop - 1
    if stop < len(text) and text[stop - 1 : stop] in (*BRACKETS, ":", "："):  # `Start: 开始`, `Start (开始)`
        stop -= 1
    return start, len(text[:stop].rstrip())
