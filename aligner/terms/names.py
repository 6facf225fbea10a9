"""Names of persons, places and companies, which no termbase of a subject field has.

Names of bodies, documents and offices are terms: United Nations, International Mine Action
Standards. Chinese names are known by their romanisation, or by the tags of jieba's dictionary.
"""

from __future__ import annotations

import re

from duiqi.aligner.terms.chinese_tokens import part_of_speech
from duiqi.aligner.terms.english_tokens import COMPANY
from duiqi.corpus.languages import is_chinese, same_language
from duiqi.corpus.scripts import IDEOGRAPHS

PLACE, PERSONS = "ns", frozenset(("nr", "nrt"))  # jieba's tags
MOST_CHARACTERS = 4  # of a Chinese name of a person or a place
_SYLLABLE = re.compile(
    "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    "(?:iang|iong|uang|ang|eng|ong|ian|iao|ing|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|"
    "a|e|i|o|u|v)"
)
_HAN = re.compile(f"[{IDEOGRAPHS}]+")
_FOREIGN_NAME = re.compile(f"[{IDEOGRAPHS}]+(?:·[{IDEOGRAPHS}]+)+")
_COMPANY_ENDING = re.compile(rf"(?:{COMPANY.pattern}|\b(?:LLC|LLP|PLC|GmbH))$")


def is_name(source: str, target: str, langs: tuple[str, str]) -> bool:
    """Whether a pair is a name of a person, a place or a company.

    >>> is_name("Liu Zhiyuan", "刘志远", ("en", "zh")), is_name("United Nations", "联合国", ("en", "zh"))
    (True, False)
    """
    if any(_COMPANY_ENDING.search(text) for text in (source, target)):
        return True
    sides = tuple(zip((source, target), langs, strict=True))
    for (english, lang), (chinese, other) in (sides, sides[::-1]):
        if same_language(lang, "en") and is_chinese(other):
            return _is_proper(english, chinese)
    return False


def _is_proper(english: str, chinese: str) -> bool:
    words = re.split("[ -]", english)
    if not all(word[:1].isupper() for word in words):
        return False
    tag = part_of_speech(chinese)
    if tag == PLACE or _FOREIGN_NAME.fullmatch(chinese):
        return True
    if tag and tag not in PERSONS:
        return False
    return (
        len(chinese) <= MOST_CHARACTERS
        and bool(_HAN.fullmatch(chinese))
        and _is_romanised(words, len(chinese))
    )


def _is_romanised(words: list[str], characters: int) -> bool:
    """Whether the words are so many syllables of pinyin.

    Syllables are counted from the longest: some are divided wrongly (Xian is one, or two), so one more
    is allowed.
    """
    count = 0
    for word in words:
        at, lower = 0, word.lower().replace("'", "")
        while at < len(lower):
            found = _SYLLABLE.match(lower, at)
            if found is None:
                return False
            at, count = found.end(), count + 1
        if not lower:
            return False
    return count in (characters, characters - 1)
