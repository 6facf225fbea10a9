"""Names of persons, places and companies, which no termbase of a subject field has.

Names of bodies, documents and offices are terms: United Nations, International Mine Action
Standards. Chinese names are known by their romanisation, or by the tags of jieba's dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from duiqi.aligner.terms.analysis import simplified
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
# Eastbrook Bank Limited 东溪银行有限公司; but a Private Company Limited is a 私人有限公司.
_LIMITED = re.compile(r" (?:Limited|Corporation|Company)$")
_CHINESE_COMPANY = re.compile(
    f"(?!(?:私人|公众|股份|责任|一人|国有|外商|合资|上市)+(?:有限)?公司)[{IDEOGRAPHS}]{{2,}}公司$"
)
_TITLE = re.compile(r"^(?:(?:Mr|Mrs|Ms|Dr|Prof)\.?|Professor|Sir|Madam|Judge|President|Minister|Ambassador) ")
_CHINESE_TITLE = re.compile("(?:先生|女士|小姐|博士|教授|医生|医师|律师|院士|法官|总统|主席|部长|大使)$")


def is_name(
    source: str, target: str, langs: tuple[str, str], only_opens: Callable[[], bool] = lambda: False
) -> bool:
    """Whether a pair is a name of a person, a place or a company.

    only_opens  tells whether the words only open sentences or headings, where a capital says nothing

    >>> is_name("Liu Zhiyuan", "刘志远", ("en", "zh")), is_name("United Nations", "联合国", ("en", "zh"))
    (True, False)
    """
    if is_company(source, target, langs):
        return True
    found = _english_and_chinese(source, target, langs)
    return found is not None and _is_proper(*found, only_opens)


def is_company(source: str, target: str, langs: tuple[str, str]) -> bool:
    """Whether a pair is the full name of a company.

    >>> is_company("Eastbrook Bank Limited", "东溪银行有限公司", ("en", "zh"))
    True
    """
    if any(_COMPANY_ENDING.search(text) for text in (source, target)):
        return True
    found = _english_and_chinese(source, target, langs)
    if found is None or not _LIMITED.search(found[0]) or not _is_capitalised(found[0].split()):
        return False
    return bool(_CHINESE_COMPANY.match(simplified(found[1])))


def short_company_names(rows: Iterable[tuple[str, str]], langs: tuple[str, str]) -> set[tuple[str, str]]:
    """Of the pairs, those that begin the full name of a company, on both sides: Eastbrook Bank 东溪银行."""
    pairs = {pair: found for pair in rows if (found := _english_and_chinese(*pair, langs))}
    full: dict[str, list[str]] = {}
    for pair, (english, chinese) in pairs.items():
        if is_company(*pair, langs):
            words = english.split()
            for count in range(1, len(words)):
                full.setdefault(" ".join(words[:count]), []).append(chinese)
    return {
        pair
        for pair, (english, chinese) in pairs.items()
        if _is_capitalised(english.split())
        and any(name.startswith(chinese) and name != chinese for name in full.get(english, ()))
    }


def _english_and_chinese(source: str, target: str, langs: tuple[str, str]) -> tuple[str, str] | None:
    """The English and the Chinese text of a pair in these languages."""
    if same_language(langs[0], "en") and is_chinese(langs[1]):
        return source, target
    return (target, source) if same_language(langs[1], "en") and is_chinese(langs[0]) else None


def _is_capitalised(words: Sequence[str]) -> bool:
    return all(word[:1].isupper() for word in words)


def _is_proper(english: str, chinese: str, only_opens: Callable[[], bool]) -> bool:
    titles = _TITLE.match(english), _CHINESE_TITLE.search(simplified(chinese))
    if titles[0] and titles[1]:
        english, chinese = english[titles[0].end() :], chinese[: titles[1].start()]
    words = re.split("[ -]", english)
    if not _is_capitalised(words):
        return False
    tag = part_of_speech(chinese)
    if _FOREIGN_NAME.fullmatch(chinese):
        return True
    if tag == PLACE:  # so jieba's dictionary calls 伦理, too
        return len(words) > 1 or _is_romanised(words, len(chinese)) or not only_opens()
    if tag and tag not in PERSONS:
        return False
    # So many characters are a surname and a given name: Licensee, 被许可方, has the syllables of no person.
    return (
        len(chinese) <= (MOST_CHARACTERS if len(words) > 1 else MOST_CHARACTERS - 1)
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
